// What an envelope shows to everyone: the header that is bound to its contents (SPEC.md, *envelope*).
import { type Bytes, compareBytes, concat, digest, exactly, Reader, uint } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'

const VERSION = 1
const KIND_RECORD = 2
export const MOST_BLOBS = 64
const HEADER_LENGTH = 56

/** account [32], record id [16], epoch, ids of the blobs it lists [32 each], ascending. */
export interface Header {
  readonly account: Bytes
  readonly record: Bytes
  readonly epoch: number
  readonly blobs: readonly Bytes[]
}

export const headerLength = (header: Header): number => HEADER_LENGTH + 32 * header.blobs.length

export function encodeHeader(header: Header): Bytes {
  checkBlobs(header.blobs)
  return concat(
    uint(VERSION, 1),
    exactly(32, header.account, 'an account'),
    uint(KIND_RECORD, 1),
    exactly(16, header.record, 'a record id'),
    uint(header.epoch, 4),
    uint(header.blobs.length, 2),
    ...header.blobs.map((blob) => exactly(32, blob, 'a blob id')),
  )
}

/** Reads a header off the front of an envelope; refused with `length` or `header`. */
export function takeHeader(reader: Reader): Header {
  const version = reader.number(1)
  const account = reader.take(32)
  const kind = reader.number(1)
  const record = reader.take(16)
  const epoch = reader.number(4)
  const count = reader.number(2)
  if (version !== VERSION) throw new Refused('header', `envelope version ${version} is not known here`)
  if (kind !== KIND_RECORD) throw new Refused('header', `envelope kind ${kind} is not known here`)
  if (count > MOST_BLOBS) throw new Refused('header', `${count} blobs are more than ${MOST_BLOBS}`)
  const blobs = Array.from({ length: count }, () => reader.take(32))
  checkBlobs(blobs)
  return { account, record, epoch, blobs }
}

export const parseHeader = (envelope: Bytes): Header => takeHeader(new Reader(envelope))

export const envelopeDigest = (envelope: Uint8Array): Bytes => digest(labels.ENVELOPE, envelope)

function checkBlobs(blobs: readonly Bytes[]): void {
  if (blobs.length > MOST_BLOBS) throw new Refused('header', `${blobs.length} blobs are more than ${MOST_BLOBS}`)
  for (let at = 1; at < blobs.length; at++)
    if (compareBytes(blobs[at - 1] as Bytes, blobs[at] as Bytes) >= 0)
      throw new Refused('header', 'blob ids are not ascending')
}
