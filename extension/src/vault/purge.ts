// What has been in the bin for 30 days goes for good; a mark of its natural key stays (SPEC.md, *document*).
import { type Document, isDeleted, PERSON, type Writer } from '@counterfoil/crypto/document'
import { naturalKeyDigest, naturalKeyOf } from '@counterfoil/crypto/identity'
import { SCHEMA } from './editor.ts'
import type { Kept } from './memory.ts'

const BIN_MS = 30 * 86_400_000

/** By record, what is left of those that are to go. */
export function purgesOf(records: Iterable<readonly [string, Kept]>, writer: Writer, { now, all }: { now: number; all: boolean }): Map<string, Document> {
  const purged = new Map<string, Document>()
  for (const [record, { document }] of records) {
    if (!isDeleted(document) || document.schema > SCHEMA || isBare(document)) continue
    const since = document.fields['deleted']?.[PERSON]?.at[0] ?? Infinity
    if (!all && now - since < BIN_MS) continue
    const key = naturalKeyOf(document)
    purged.set(record, writer.purge(document, key ? [naturalKeyDigest(document.type, key)] : []))
  }
  return purged
}

/** Nothing more can go from it. */
const isBare = (document: Document): boolean =>
  document.purge !== undefined && Object.keys(document.fields).every((name) => name === 'deleted' || name.startsWith('key/'))
