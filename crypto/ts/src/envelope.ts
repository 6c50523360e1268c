// A sealed revision of a record: what the relay carries and cannot read (SPEC.md, *envelope*).
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { type Bytes, concat, exactly, frame, isZero, Reader, uint } from './encoding.ts'
import type { Epoch } from './epoch.ts'
import { Refused } from './errors.ts'
import { encodeHeader, type Header, headerLength, parseHeader } from './header.ts'
import * as labels from './labels.ts'
import { encodeHead, type Head, takeHead } from './statement.ts'

const NONCE_LENGTH = 24
const SMALLEST_STEP = 1_024
const LARGEST_POWER = 65_536
export const LARGEST_DOCUMENT = 4_194_304
const NO_DIGEST: Bytes = new Uint8Array(32)

/** A revision of a record as the log knows it: sequence and envelope digest [32]. */
export interface Revision {
  readonly sequence: number
  readonly digest: Bytes
}

/** Who wrote an envelope (device id, count, ms), the newest head they had verified, and what they built on. */
export interface Inner {
  readonly writer: Bytes
  readonly count: number
  readonly date: number
  readonly witness: Head
  readonly base: Revision | null
  readonly document: Bytes
}

export interface Opened {
  readonly header: Header
  readonly inner: Inner
}

/** The padded size of `length` bytes: 1 KiB, powers of two to 64 KiB, then Padmé. */
export function sizeStep(length: number): number {
  if (length <= SMALLEST_STEP) return SMALLEST_STEP
  if (length <= LARGEST_POWER) return 2 ** (32 - Math.clz32(length - 1))
  const exponent = 31 - Math.clz32(length)
  const step = 2 ** (exponent - (32 - Math.clz32(exponent)))
  return Math.ceil(length / step) * step
}

export interface SealOptions {
  /** Only if pages alone said everything in the document (`onlyFromPages`); SPEC.md says why. Skipped where it saves no step. */
  readonly deflate: boolean
  /** The largest document; another than `LARGEST_DOCUMENT` only for what never leaves the device. */
  readonly most?: number
  /** 24 bytes; given by tests alone. */
  readonly nonce?: Bytes
}

export async function seal(epoch: Epoch, header: Header, inner: Inner, options: SealOptions): Promise<Bytes> {
  const { document } = inner
  const most = options.most ?? LARGEST_DOCUMENT
  if (document.length > most) throw new Refused('inner', `a record holds at most ${most} bytes, this one has ${document.length}`)
  if (header.epoch !== epoch.number) throw new Refused('epoch', `sealed under epoch ${epoch.number}, not ${header.epoch}`)
  const before = concat(
    exactly(16, inner.writer, 'a device id'),
    uint(inner.count, 8),
    uint(inner.date, 8),
    encodeHead(inner.witness),
    uint(inner.base?.sequence ?? 0, 8),
    exactly(32, inner.base?.digest ?? NO_DIGEST, 'a digest'),
  )
  const fixed = 1 + before.length + 8
  let body = document
  // The smallest step holds it as it is: a reader is spared the inflating.
  if (options.deflate && fixed + document.length > SMALLEST_STEP) {
    const deflated = await deflate(document)
    if (sizeStep(fixed + deflated.length) < sizeStep(fixed + document.length)) body = deflated
  }
  const plain = new Uint8Array(sizeStep(fixed + body.length))
  plain.set(
    concat(uint(body === document ? 0 : 1, 1), before, uint(body.length, 4), uint(document.length, 4), body),
  )
  const encoded = encodeHeader(header)
  const nonce = options.nonce ?? randomBytes(NONCE_LENGTH)
  const cipher = xchacha20poly1305(epoch.sealKey, nonce, frame(labels.ENVELOPE, encoded))
  return concat(encoded, nonce, cipher.encrypt(plain))
}

/** Opens and parses an envelope; refused with `length`, `header`, `epoch`, `open`, `inner` or `inflate`. `most` as when it was sealed. */
export async function open(epoch: Epoch, envelope: Bytes, most = LARGEST_DOCUMENT): Promise<Opened> {
  const header = parseHeader(envelope)
  const inner = await openInner(epoch, header, envelope, most)
  return { header, inner }
}

/** What is inside an envelope whose header was parsed; a promise only where it has to be inflated. Refused as by `open`. */
export function openInner(epoch: Epoch, header: Header, envelope: Bytes, most = LARGEST_DOCUMENT): Inner | Promise<Inner> {
  if (header.epoch !== epoch.number)
    throw new Refused('epoch', `sealed under epoch ${header.epoch}, not ${epoch.number}`)
  const length = headerLength(header)
  if (envelope.length < length + NONCE_LENGTH)
    throw new Refused('length', `${envelope.length} bytes are too few`)
  const nonce = envelope.subarray(length, length + NONCE_LENGTH)
  const data = frame(labels.ENVELOPE, envelope.subarray(0, length))
  let plain: Bytes
  try {
    plain = xchacha20poly1305(epoch.sealKey, nonce, data).decrypt(envelope.subarray(length + NONCE_LENGTH))
  } catch (error) {
    throw new Refused('open', 'does not open: damaged, or sealed under another key', { cause: error })
  }
  return parseInner(plain, most)
}

function parseInner(plain: Bytes, most: number): Inner | Promise<Inner> {
  const reader = new Reader(plain, 'inner')
  const flag = reader.number(1)
  const writer = reader.take(16)
  const count = reader.number(8)
  const date = reader.number(8)
  const witness = takeHead(reader, 'inner')
  const base = { sequence: reader.number(8), digest: reader.take(32) }
  const stored = reader.number(4)
  const inflated = reader.number(4)
  const document = reader.take(stored)
  const padding = reader.rest()
  if (flag > 1) throw new Refused('inner', `flag ${flag} is not known here`)
  if ((base.sequence === 0) !== isZero(base.digest)) throw new Refused('inner', 'the base is half empty')
  if (inflated > most || (flag === 0 && inflated !== stored))
    throw new Refused('inner', "the document's lengths do not fit")
  if (!isZero(padding) || plain.length !== sizeStep(plain.length - padding.length))
    throw new Refused('inner', 'the padding is not as it must be')
  const inner = { writer, count, date, witness, base: base.sequence === 0 ? null : base, document }
  return flag ? inflate(document, inflated).then((whole) => ({ ...inner, document: whole })) : inner
}

// Measured per item of 2.1 kB, inflating / deflating: Chromium 156's streams 43 / 88 µs, fflate 23 / 97 µs, pako 44 / 187 µs; Node 24's
// streams 150 / 248 µs, fflate 26 / 157 µs. Piped from a Blob into a Response, Chromium takes 876 µs. The streams need no
// dependency and, unlike fflate, refuse what follows a stream's end.

// DEFLATE grows by up to 1,032 to 1 and a stream inflates a whole piece at once: what an envelope can make it hold stays small.
const PIECE = 4_096

/** Feeds `data` through a stream and gives each chunk that comes out to `take`, which may throw to stop it. */
async function pass(data: Bytes, stream: GenericTransformStream, take: (chunk: Bytes) => void): Promise<void> {
  const writer = (stream.writable as WritableStream<Bytes>).getWriter()
  const reader = (stream.readable as ReadableStream<Bytes>).getReader()
  const feed = async (): Promise<void> => {
    for (let at = 0; at < data.length; at += PIECE) await writer.write(data.subarray(at, at + PIECE))
    await writer.close()
  }
  // What is one piece waits for nothing in between.
  const fed = data.length > PIECE ? feed() : Promise.all([writer.write(data), writer.close()])
  // A fault shows at both ends of the stream; it is reported from the reading one.
  fed.catch(() => undefined)
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value)
  } catch (error) {
    reader.cancel().catch(() => undefined)
    throw error
  }
  await fed
}

async function deflate(data: Bytes): Promise<Bytes> {
  const chunks: Bytes[] = []
  await pass(data, new CompressionStream('deflate-raw'), (chunk) => chunks.push(chunk))
  return concat(...chunks)
}

/** Inflates to exactly `length` bytes; stops there, whatever the stream would still give. */
async function inflate(data: Bytes, length: number): Promise<Bytes> {
  let out: Bytes | null = null
  let at = 0
  const take = (chunk: Bytes): void => {
    if (at + chunk.length > length) throw new RangeError('it is longer than it announced')
    // Nearly always the whole comes at once.
    if (chunk.length === length) out = chunk
    else (out ??= new Uint8Array(length)).set(chunk, at)
    at += chunk.length
  }
  try {
    await pass(data, new DecompressionStream('deflate-raw'), take)
  } catch (error) {
    throw new Refused('inflate', 'the deflated document is broken', { cause: error })
  }
  if (at !== length) throw new Refused('inflate', 'the document is shorter than it announced')
  return out ?? new Uint8Array()
}
