// A device is a seed: what it signs and opens boxes with comes from it (SPEC.md, *device*).
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { type Bytes, concat, derive, digest, equalBytes, exactly, toHex } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'

export const SIGNATURE_LENGTH = 64
export const BOX_OVERHEAD = 48

/** The public half of a device: two keys of 32 bytes each, named by an id of 16. */
export interface DeviceKeys {
  readonly sign: Bytes
  readonly box: Bytes
}

export const deviceId = (keys: DeviceKeys): Bytes => digest(labels.DEVICE_ID, keys.sign, keys.box).slice(0, 16)

/** The secret half, made from a 32-byte seed that itself is never a key of anything but `derive`. */
export class Device {
  readonly seed: Bytes
  readonly keys: DeviceKeys
  readonly id: Bytes
  /** The id in hex, as stamps and maps have it. */
  readonly name: string
  readonly #sign: Bytes
  readonly #box: Bytes

  constructor(seed: Bytes) {
    exactly(32, seed, 'a device seed')
    this.seed = seed
    this.#sign = derive(seed, labels.DEVICE_SIGN)
    // libsodium's crypto_box_seed_keypair.
    this.#box = sha512(derive(seed, labels.DEVICE_BOX)).slice(0, 32)
    this.keys = { sign: ed25519.getPublicKey(this.#sign), box: x25519.getPublicKey(this.#box) }
    this.id = deviceId(this.keys)
    this.name = toHex(this.id)
  }

  static new(): Device {
    return new Device(randomBytes(32))
  }

  /** Ed25519, 64 bytes. */
  sign(message: Uint8Array): Bytes {
    return ed25519.sign(message, this.#sign)
  }

  /** What was sealed to this device; refused (`open`) if it was not. */
  openBox(sealed: Uint8Array): Bytes {
    if (sealed.length < BOX_OVERHEAD) throw new Refused('open', 'too short for a sealed box')
    const ephemeral = sealed.subarray(0, 32)
    try {
      const key = boxKey(this.#box, ephemeral)
      return xsalsa20poly1305(key, boxNonce(ephemeral, this.keys.box)).decrypt(sealed.subarray(32))
    } catch (error) {
      throw new Refused('open', 'not sealed to this device', { cause: error })
    }
  }
}

/** libsodium's crypto_box_seal: 48 bytes longer than `message`. `ephemeral` [32] is given by tests alone. */
export function sealBox(box: Uint8Array, message: Uint8Array, ephemeral: Uint8Array = randomBytes(32)): Bytes {
  const open = x25519.getPublicKey(ephemeral)
  return concat(open, xsalsa20poly1305(boxKey(ephemeral, box), boxNonce(open, box)).encrypt(message))
}

const boxNonce = (ephemeral: Uint8Array, box: Uint8Array): Bytes => blake2b(concat(ephemeral, box), { dkLen: 24 })

const SIGMA = words(new TextEncoder().encode('expand 32-byte k'))

/** crypto_box_beforenm; x25519 throws where libsodium fails: on a peer of small order. */
function boxKey(secret: Uint8Array, peer: Uint8Array): Bytes {
  const out = new Uint32Array(8)
  hsalsa(SIGMA, words(x25519.getSharedSecret(secret, peer)), new Uint32Array(4), out)
  return new Uint8Array(out.buffer)
}

/** A copy, because a view of 32-bit words must be aligned. */
function words(data: Uint8Array): Uint32Array {
  return new Uint32Array(data.slice().buffer)
}

const { BASE, Fn } = ed25519.Point

/**
 * Strict Ed25519, SPEC.md *Primitives*; refused with `signature`.
 *
 * noble's own verify multiplies by the cofactor even with `zip215: false` and so accepts signatures that libsodium does not.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
  if (!fits(publicKey, message, signature)) throw new Refused('signature', 'the signature does not fit')
}

function fits(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== SIGNATURE_LENGTH) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (s >= Fn.ORDER) return false
  let key
  try {
    key = ed25519.Point.fromBytes(publicKey)
  } catch {
    return false
  }
  if (key.isSmallOrder()) return false
  const k = Fn.create(littleEndian(sha512(concat(r, publicKey, message))))
  const point = BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k))
  // R's own order is that of the point, because its bytes must be the point's only encoding.
  return equalBytes(point.toBytes(), r) && !point.isSmallOrder()
}

const littleEndian = (data: Uint8Array): bigint => BigInt(`0x${toHex(data.slice().reverse())}`)
