// What has been in the bin for 30 days goes for good; a mark of its natural key stays (SPEC.md, *document*).
import { type Document, isDeleted, isPurgeDue, type Writer } from '@counterfoil/crypto/document'
import { naturalKeyDigest, naturalKeyOf } from '@counterfoil/crypto/identity'
import { SCHEMA } from './editor.ts'
import type { Kept } from './memory.ts'

/** By record, what is left of those that are to go; `all`: whatever lies in the bin. */
export function purgesOf(records: Iterable<readonly [string, Kept]>, writer: Writer, { now, all }: { now: number; all: boolean }): Map<string, Document> {
  const purged = new Map<string, Document>()
  for (const [record, { document }] of records) {
    // By a clock that has no end everything is due that can be purged.
    if (document.schema > SCHEMA || !isDeleted(document) || !isPurgeDue(document, all ? Number.MAX_SAFE_INTEGER : now)) continue
    const key = naturalKeyOf(document)
    purged.set(record, writer.purge(document, key ? [naturalKeyDigest(document.type, key)] : []))
  }
  return purged
}
