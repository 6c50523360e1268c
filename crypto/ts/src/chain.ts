// The hash chain of a log's entries, which relay and devices compute alike (SPEC.md, *log*).
import { type Bytes, concat, digest, exactly, Reader, uint } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'
import type { Head } from './statement.ts'

export const FIRST_GENERATION: Bytes = new Uint8Array(32)
export const NO_RECORD: Bytes = new Uint8Array(16)
export const EntryKind = { statement: 1, record: 2, restored: 3 } as const
export type EntryKind = (typeof EntryKind)[keyof typeof EntryKind]

/** One line of a log. `record` [16] is zeros unless it is a record; a record's `body` is null once a newer revision superseded it. */
export interface Entry {
  readonly sequence: number
  readonly kind: EntryKind
  readonly record: Bytes
  /** As the relay says; believed only where there is no body to compute it from. */
  readonly digest: Bytes
  readonly body: Bytes | null
}

/** H(0) of an account. */
export const start = (account: Uint8Array): Bytes => digest(labels.LOG_START, account)

/** H(n) from H(n-1). */
export const extend = (
  before: Uint8Array,
  sequence: number,
  kind: EntryKind,
  record: Uint8Array,
  entryDigest: Uint8Array,
): Bytes => digest(labels.LOG, before, uint(sequence, 8), Uint8Array.of(kind), record, entryDigest)

export const startHead = (account: Uint8Array): Head => ({
  generation: FIRST_GENERATION,
  sequence: 0,
  hash: start(account),
})

/** The head after an entry; a `restored` entry begins a generation. */
export function extendHead(head: Head, kind: EntryKind, record: Uint8Array, entryDigest: Bytes): Head {
  const sequence = head.sequence + 1
  const generation = kind === EntryKind.restored ? entryDigest : head.generation
  return { generation, sequence, hash: extend(head.hash, sequence, kind, record, entryDigest) }
}

const RESTORED_VERSION = 1
const RESTORED_LENGTH = 33

/** The relay's word that its log was put back: when (ms), and when the state was the newest that was put back (null: not known). */
export interface Restored {
  readonly random: Bytes
  readonly at: number
  readonly of: number | null
}

export const encodeRestored = ({ random, at, of }: Restored): Bytes =>
  concat(Uint8Array.of(RESTORED_VERSION), exactly(16, random, 'a random part'), uint(at, 8), uint(of ?? 0, 8))

/** Refused with `restored`. */
export function parseRestored(entry: Bytes): Restored {
  if (entry.length !== RESTORED_LENGTH) throw new Refused('restored', `${entry.length} bytes are not a restored entry`)
  const reader = new Reader(entry, 'restored')
  const version = reader.number(1)
  if (version !== RESTORED_VERSION) throw new Refused('restored', `a restored entry of version ${version} is not known here`)
  return { random: reader.take(16), at: reader.number(8), of: reader.number(8) || null }
}

/** Digest [32] of a `restored` entry, which is the generation it begins. */
export const generationOf = (entry: Uint8Array): Bytes => digest(labels.RESTORED, entry)
