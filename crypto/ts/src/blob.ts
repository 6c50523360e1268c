// Files too large for a record, sealed in chunks under keys of their own, and the documents that name them (SPEC.md, *blob*).
import { blake2b } from '@noble/hashes/blake2.js'
import { randomBytes } from '@noble/hashes/utils.js'
import type { Document, Json } from './document.ts'
import { type Bytes, compareBytes, concat, digest, fromBase64url, isZero, toHex, toUtf8, uint } from './encoding.ts'
import { sizeStep } from './envelope.ts'
import { Refused } from './errors.ts'
import { MOST_BLOBS } from './header.ts'
import * as labels from './labels.ts'
import { CHUNK_OVERHEAD, SecretStream, STREAM_HEADER_LENGTH, Tag } from './secretstream.ts'

export const LARGEST_BLOB = 67_108_864
const CHUNK = 65_536

/** Where a file is and how it opens: blob id [32], key [32], its length in bytes. */
export interface BlobName {
  readonly id: Bytes
  readonly key: Bytes
  readonly size: number
}

type Chunks = Iterable<Bytes> | AsyncIterable<Bytes>

export const newBlobKey = (): Bytes => randomBytes(32)

/** The length of the blob of a file of `size` bytes; refused with `length` if that is too large. */
export function blobLength(size: number): number {
  const plain = paddedLength(size)
  return STREAM_HEADER_LENGTH + plain + CHUNK_OVERHEAD * Math.ceil(plain / CHUNK)
}

function paddedLength(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST_BLOB)
    throw new Refused('length', `a file has at most ${LARGEST_BLOB} bytes, this one has ${size}`)
  return sizeStep(size)
}

export const blobId = (blob: Uint8Array): Bytes => digest(labels.BLOB, blob)

/** The blob id of what comes piece by piece; its length must be known, because it is hashed first. */
export class BlobDigest {
  readonly #hash

  constructor(length: number) {
    const label = toUtf8(labels.BLOB)
    this.#hash = blake2b.create({ dkLen: 32 }).update(concat(uint(label.length, 1), label, uint(length, 4)))
  }

  update(piece: Uint8Array): this {
    this.#hash.update(piece)
    return this
  }

  /** Once. */
  id(): Bytes {
    return this.#hash.digest()
  }
}

/**
 * The blob of a file of `size` bytes, which come in pieces of any size; refused with `length` if there are more or fewer. Memory holds a
 * chunk or two. `header` [24] is given by tests alone.
 */
export async function* sealBlob(
  key: Bytes,
  size: number,
  file: Chunks,
  header: Bytes = randomBytes(STREAM_HEADER_LENGTH),
): AsyncGenerator<Bytes> {
  const end = paddedLength(size)
  const stream = new SecretStream(key, header)
  yield header
  const source = new Pieces(file)
  for (let at = 0; at < end; at += CHUNK) {
    const plain = new Uint8Array(Math.min(CHUNK, end - at))
    const filled = await source.fill(plain.subarray(0, Math.max(0, Math.min(plain.length, size - at))))
    if (!filled) throw new Refused('length', 'the file is shorter than announced')
    const isLast = at + plain.length === end
    if (isLast && !(await source.isOver())) throw new Refused('length', 'the file is longer than announced')
    yield stream.push(plain, isLast ? Tag.final : Tag.message)
  }
}

/**
 * The file of `size` bytes in a blob that comes in pieces of any size; refused with `length`, `open`, `final` or `inner`. What was given
 * before a refusal is the beginning of the file, and not all of it. Whether it is the blob that was listed is for `BlobDigest` to say.
 */
export async function* openBlob(key: Bytes, size: number, blob: Chunks): AsyncGenerator<Bytes> {
  const end = paddedLength(size)
  const source = new Pieces(blob)
  const header = new Uint8Array(STREAM_HEADER_LENGTH)
  const short = (): Refused => new Refused('length', 'the blob is shorter than its file')
  if (!(await source.fill(header))) throw short()
  const stream = new SecretStream(key, header)
  for (let at = 0; at < end; at += CHUNK) {
    const length = Math.min(CHUNK, end - at)
    const isLast = at + length === end
    const chunk = new Uint8Array(length + CHUNK_OVERHEAD)
    if (!(await source.fill(chunk))) throw short()
    if (isLast && !(await source.isOver())) throw new Refused('length', 'the blob is longer than its file')
    const { message, tag } = stream.pull(chunk)
    if (tag !== (isLast ? Tag.final : Tag.message)) throw new Refused('final', 'the blob ends where it should not, or does not end')
    const own = Math.max(0, Math.min(length, size - at))
    if (!isZero(message.subarray(own))) throw new Refused('inner', "the blob's padding is not zero")
    if (own > 0) yield message.subarray(0, own)
  }
}

/** Pieces of any size, taken in sizes of one's own. */
class Pieces {
  readonly #source: AsyncIterator<Bytes> | Iterator<Bytes>
  #piece: Uint8Array = new Uint8Array()

  constructor(chunks: Chunks) {
    this.#source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  }

  /** Whether there was enough. */
  async fill(target: Uint8Array): Promise<boolean> {
    for (let at = 0; at < target.length; ) {
      if (await this.isOver()) return false
      const taken = this.#piece.subarray(0, target.length - at)
      target.set(taken, at)
      at += taken.length
      this.#piece = this.#piece.subarray(taken.length)
    }
    return true
  }

  async isOver(): Promise<boolean> {
    while (this.#piece.length === 0) {
      const next = await this.#source.next()
      if (next.done) return true
      this.#piece = next.value
    }
    return false
  }
}

/** The blob that a register's value names; null if it names none. */
export function blobNameOf(value: Json): BlobName | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { blob, key, size } = value as { readonly blob?: Json; readonly key?: Json; readonly size?: Json }
  const named = { id: bytesOf(blob), key: bytesOf(key), size }
  if (!named.id || !named.key || !Number.isSafeInteger(size) || (size as number) < 0 || (size as number) > LARGEST_BLOB) return null
  return named as BlobName
}

function bytesOf(value: Json | undefined): Bytes | null {
  if (typeof value !== 'string') return null
  try {
    const data = fromBase64url(value)
    return data.length === 32 ? data : null
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/** Ids of the blobs that a document names, ascending, each once; an envelope has room for `MOST_BLOBS` of them. */
export function blobsNamed(document: Document): Bytes[] {
  const found = new Map<string, Bytes>()
  for (const field of Object.values(document.fields))
    for (const { value } of Object.values(field)) {
      const named = blobNameOf(value)
      if (named) found.set(toHex(named.id), named.id)
    }
  return [...found.values()].sort(compareBytes)
}

/** What a document's envelope lists; refused (`header`) if it has no room for them. */
export function blobsOf(document: Document): Bytes[] {
  const named = blobsNamed(document)
  if (named.length > MOST_BLOBS) throw new Refused('header', `${named.length} blobs are more than ${MOST_BLOBS}`)
  return named
}
