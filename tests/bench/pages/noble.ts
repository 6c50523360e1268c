// The product's own choice, through the product's own boxes and verification.
import { Device, verify } from '@counterfoil/crypto/device'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { arrive } from './library.ts'

arrive('noble', {
  open: (key, nonce, data, sealed) => xchacha20poly1305(key, nonce, data).decrypt(sealed),
  seal: (key, nonce, data, plain) => xchacha20poly1305(key, nonce, data).encrypt(plain),
  hash: (message) => blake2b(message, { dkLen: 32 }),
  sign: (seed, message) => ({ publicKey: ed25519.getPublicKey(seed), signature: ed25519.sign(message, seed) }),
  verify(publicKey, message, signature) {
    verify(publicKey, message, signature)
    return true
  },
  epochKey: (seed, sealedKey) => new Device(seed.slice()).openBox(sealedKey),
})
