// The other choice: libsodium compiled to WebAssembly.
import * as labels from '@counterfoil/crypto/labels'
import sodium from 'libsodium-wrappers'
import { arrive } from './library.ts'

await sodium.ready
const derive = (seed: Uint8Array, label: string): Uint8Array => sodium.crypto_generichash(32, label, seed)

arrive('libsodium', {
  open: (key, nonce, data, sealed) => sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, data, nonce, key),
  seal: (key, nonce, data, plain) => sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, data, null, nonce, key),
  hash: (message) => sodium.crypto_generichash(32, message, null),
  sign(seed, message) {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed)
    return { publicKey, signature: sodium.crypto_sign_detached(message, privateKey) }
  },
  verify: (publicKey, message, signature) => sodium.crypto_sign_verify_detached(signature, message, publicKey),
  epochKey(seed, sealedKey) {
    sodium.crypto_sign_seed_keypair(derive(seed, labels.DEVICE_SIGN))
    const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(derive(seed, labels.DEVICE_BOX))
    return sodium.crypto_box_seal_open(sealedKey, publicKey, privateKey)
  },
})
