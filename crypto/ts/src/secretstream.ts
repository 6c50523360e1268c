// libsodium's crypto_secretstream_xchacha20poly1305, put together from its parts, without associated data and rekeying.
import { chacha20, hchacha } from '@noble/ciphers/chacha.js'
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { type Bytes, equalBytes, exactly } from './encoding.ts'
import { Refused } from './errors.ts'

export const STREAM_HEADER_LENGTH = 24
/** A chunk is longer than its message by its tag and its MAC. */
export const CHUNK_OVERHEAD = 17
export const Tag = { message: 0, final: 3 } as const

const BLOCK = 64
const SIGMA = words(new TextEncoder().encode('expand 32-byte k'))

/** One direction of a stream; every chunk moves it on. libsodium rekeys after 2^32 chunks, which no blob has. */
export class SecretStream {
  readonly #key: Bytes
  /** A counter of 4 bytes, little-endian, and 8 bytes that every MAC changes. */
  readonly #nonce = new Uint8Array(12)

  constructor(key: Bytes, header: Bytes) {
    exactly(32, key, 'a stream key')
    exactly(STREAM_HEADER_LENGTH, header, 'a stream header')
    const out = new Uint32Array(8)
    hchacha(SIGMA, words(key), words(header.subarray(0, 16)), out)
    this.#key = new Uint8Array(out.buffer)
    this.#nonce[0] = 1
    this.#nonce.set(header.subarray(16), 4)
  }

  push(message: Uint8Array, tag: number): Bytes {
    const plain = new Uint8Array(BLOCK + message.length)
    plain[0] = tag
    plain.set(message, BLOCK)
    const stream = this.#cipher(plain, 1)
    const mac = this.#mac(stream)
    const chunk = new Uint8Array(message.length + CHUNK_OVERHEAD)
    chunk[0] = stream[0] as number
    chunk.set(stream.subarray(BLOCK), 1)
    chunk.set(mac, 1 + message.length)
    this.#step(mac)
    return chunk
  }

  /** Refused (`open`) if this is not the stream's next chunk. */
  pull(chunk: Uint8Array): { readonly message: Bytes; readonly tag: number } {
    if (chunk.length < CHUNK_OVERHEAD) throw new Refused('open', 'too short for a chunk')
    const length = chunk.length - CHUNK_OVERHEAD
    const block = new Uint8Array(BLOCK)
    block[0] = chunk[0] as number
    const tag = this.#cipher(block, 1)[0] as number
    block.fill(0)
    block[0] = tag
    const sealed = new Uint8Array(BLOCK + length)
    sealed.set(this.#cipher(block, 1))
    sealed.set(chunk.subarray(1, 1 + length), BLOCK)
    const mac = this.#mac(sealed)
    if (!equalBytes(mac, chunk.subarray(1 + length))) throw new Refused('open', 'a chunk is damaged, or not the next one')
    const message = this.#cipher(sealed.subarray(BLOCK), 2)
    this.#step(mac)
    return { message, tag }
  }

  #cipher(data: Uint8Array, counter: number): Bytes {
    return chacha20(this.#key, this.#nonce, data, undefined, counter)
  }

  /** Of the block that hides the tag and the ciphertext behind it. */
  #mac(sealed: Uint8Array): Bytes {
    const length = sealed.length - BLOCK
    const end = new Uint8Array((length & 15) + 16)
    // Not up to a multiple of 16, as one would think, but as libsodium pads.
    new DataView(end.buffer).setUint32((length & 15) + 8, sealed.length, true)
    const hash = poly1305.create(this.#cipher(new Uint8Array(BLOCK), 0).subarray(0, 32))
    return hash.update(sealed).update(end).digest()
  }

  #step(mac: Bytes): void {
    for (let at = 0; at < 8; at++) (this.#nonce[4 + at] as number) ^= mac[at] as number
    for (let at = 0; at < 4; at++) {
      const next = ((this.#nonce[at] as number) + 1) & 255
      this.#nonce[at] = next
      if (next !== 0) break
    }
  }
}

/** A copy, because a view of 32-bit words must be aligned. */
function words(data: Uint8Array): Uint32Array {
  return new Uint32Array(data.slice().buffer)
}
