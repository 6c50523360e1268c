// Bytes: frames, digests, strict base64url, and a reader that never runs past the end.
import { blake2b } from '@noble/hashes/blake2.js'
import { sha256 as sha2 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { blake2b256, blocksFor } from './blake2b.ts'
import { Refused } from './errors.ts'

/** Bytes in a buffer of their own kind, as fetch, streams and IndexedDB ask for. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
// ignoreBOM keeps a byte order mark as text; without it two different byte strings would decode to one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The engine's own, because a regular expression takes as long over a long text as decrypting it. */
export const isWellFormed = (text: string): boolean => text.isWellFormed()

/** UTF-8 of well-formed text; refuses a lone surrogate, which TextEncoder would silently replace. */
export function toUtf8(text: string, code = 'text'): Bytes {
  if (!isWellFormed(text)) throw new Refused(code, 'text is not well-formed Unicode')
  return encoder.encode(text)
}

/** Well-formed text; refuses anything else with `code`. */
export function fromUtf8(data: Uint8Array, code = 'text'): string {
  try {
    return decoder.decode(data)
  } catch (error) {
    throw new Refused(code, 'not well-formed UTF-8', { cause: error })
  }
}

export function concat(...parts: Uint8Array[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const prefixes = new Map<string, Bytes>()

/** Labels are ASCII constants, a few dozen of them. */
function prefix(label: string): Bytes {
  let found = prefixes.get(label)
  if (!found) {
    const name = encoder.encode(label)
    found = concat(Uint8Array.of(name.length), name)
    prefixes.set(label, found)
  }
  return found
}

/** `label` and `parts`, each behind its length, so that no two lists of parts give the same bytes. */
export function frame(label: string, ...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(frameLength(label, parts))
  writeFrame(out, label, parts)
  return out
}

function frameLength(label: string, parts: readonly Uint8Array[]): number {
  let length = prefix(label).length
  for (const part of parts) length += 4 + part.length
  return length
}

function writeFrame(out: Bytes, label: string, parts: readonly Uint8Array[]): void {
  const name = prefix(label)
  out.set(name)
  let at = name.length
  for (const part of parts) {
    const size = part.length
    out[at++] = size >>> 24
    out[at++] = size >>> 16
    out[at++] = size >>> 8
    out[at++] = size
    out.set(part, at)
    at += size
  }
}

/** BLAKE2b-256 of a frame: 32 bytes. */
export function digest(label: string, ...parts: Uint8Array[]): Bytes {
  const length = frameLength(label, parts)
  const blocks = blocksFor(length)
  writeFrame(blocks, label, parts)
  return blake2b256(blocks, length)
}

/** BLAKE2b-256 keyed with `key` over the label alone: 32 bytes. */
export const derive = (key: Uint8Array, label: string): Bytes => keyedHash(key, prefix(label).subarray(1), 32)

export const keyedHash = (key: Uint8Array, message: Uint8Array, length: number): Bytes =>
  blake2b(message, { key, dkLen: length })

/** What anybody can compute anew with the tools at hand: of texts and files, not of what is secret. */
export const sha256 = (data: Uint8Array): Bytes => sha2(data)

/** Constant time over bytes of equal length. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at++) difference |= (one[at] as number) ^ (other[at] as number)
  return difference === 0
}

/** Byte by byte, as unsigned numbers; a prefix comes first. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const shorter = Math.min(one.length, other.length)
  for (let at = 0; at < shorter; at++) {
    const difference = (one[at] as number) - (other[at] as number)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

export function isZero(data: Uint8Array): boolean {
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) return false
  return true
}

export const toHex = (data: Uint8Array): string => bytesToHex(data)

/** Lower case only: a second spelling would be a second name for one thing. */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Refused('hex', 'not lower-case hexadecimal')
  return hexToBytes(text)
}

const ALPHABET = encoder.encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
const VALUES = new Uint8Array(128).fill(64)
ALPHABET.forEach((character, value) => (VALUES[character] = value))
const latin = new TextDecoder('latin1')

/** RFC 4648 §5, without padding. */
export function toBase64url(data: Uint8Array): string {
  const out = new Uint8Array(Math.ceil((data.length * 4) / 3))
  let at = 0
  for (let from = 0; from < data.length; from += 3) {
    const group = ((data[from] as number) << 16) | ((data[from + 1] ?? 0) << 8) | (data[from + 2] ?? 0)
    // Writes past the end of a typed array are dropped, which is what the last group needs.
    out[at++] = ALPHABET[group >>> 18] as number
    out[at++] = ALPHABET[(group >>> 12) & 63] as number
    out[at++] = ALPHABET[(group >>> 6) & 63] as number
    out[at++] = ALPHABET[group & 63] as number
  }
  return latin.decode(out)
}

/** The bytes of `text`; refuses (`base64url`) every spelling but the canonical one. */
export function fromBase64url(text: string): Bytes {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (let from = 0; from < text.length; from++) {
    const value = VALUES[text.charCodeAt(from)] ?? 64
    if (value === 64) throw new Refused('base64url', 'not base64url')
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = held >>> bits
    }
  }
  if (bits === 6 || (held & ((1 << bits) - 1)) !== 0)
    throw new Refused('base64url', 'not base64url in its canonical spelling')
  return out
}

/** Takes fields off the front of `data`; running out is refused with `code`. */
export class Reader {
  readonly #data: Bytes
  readonly #code: string
  #at = 0

  constructor(data: Bytes, code = 'length') {
    this.#data = data
    this.#code = code
  }

  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#data.length - this.#at
  }

  /** A copy, so that a small field does not keep a large message in memory. */
  take(length: number): Bytes {
    const end = this.#at + length
    if (end > this.#data.length) throw new Refused(this.#code, `${this.#data.length} bytes are too few`)
    const taken = this.#data.slice(this.#at, end)
    this.#at = end
    return taken
  }

  /** An unsigned big-endian integer of `length` bytes; above 2^53-1, which no field can honestly reach, refused with `code`. */
  number(length: 1 | 2 | 4 | 8, code = this.#code): number {
    const end = this.#at + length
    if (end > this.#data.length) throw new Refused(this.#code, `${this.#data.length} bytes are too few`)
    let value = 0
    while (this.#at < end) value = value * 256 + (this.#data[this.#at++] as number)
    if (value > Number.MAX_SAFE_INTEGER) throw new Refused(code, 'a number is above 2^53-1')
    return value
  }

  /** What is left, not copied. */
  rest(): Bytes {
    const taken = this.#data.subarray(this.#at)
    this.#at = this.#data.length
    return taken
  }

  end(): void {
    if (this.left !== 0) throw new Refused(this.#code, `${this.left} bytes too many`)
  }
}

/** `value` as an unsigned big-endian integer of `length` bytes. */
export function uint(value: number, length: 1 | 2 | 4 | 8): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length)
    throw new RangeError(`${value} is not an unsigned integer of ${length} bytes`)
  const out = new Uint8Array(length)
  for (let at = length - 1; at >= 0; at--) {
    out[at] = value % 256
    value = Math.floor(value / 256)
  }
  return out
}

/** Guards what this side encodes: a field of another length would shift all that follows it. */
export function exactly(length: number, data: Uint8Array, what: string): Uint8Array {
  if (data.length !== length) throw new Refused('length', `${what} has ${length} bytes, this one has ${data.length}`)
  return data
}
