// The hash chain of a log's entries, which relay and devices compute alike (SPEC.md, *log*).
import { type Bytes, digest, uint } from './encoding.ts'
import * as labels from './labels.ts'
import type { Head } from './statement.ts'

export const FIRST_GENERATION: Bytes = new Uint8Array(32)
export const NO_RECORD: Bytes = new Uint8Array(16)
export const EntryKind = { statement: 1, record: 2 } as const
export type EntryKind = (typeof EntryKind)[keyof typeof EntryKind]

/** One line of a log. `record` [16] is zeros for a statement; `body` is null once a newer revision superseded it. */
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

export function extendHead(head: Head, kind: EntryKind, record: Uint8Array, entryDigest: Uint8Array): Head {
  const sequence = head.sequence + 1
  return { generation: head.generation, sequence, hash: extend(head.hash, sequence, kind, record, entryDigest) }
}
