/**
 * What lay on the disk while the seed lay beside it opens with that seed. Once a fresh device has taken over and started an epoch, all that
 * is stored is sealed anew under it, for this device alone (count 0, no base): the log's own bytes are with the relay.
 */
import type { Document } from '@counterfoil/crypto/document'
import type { Bytes } from '@counterfoil/crypto/encoding'
import { parseHeader } from '@counterfoil/crypto/header'
import { type Database, readEverything, type Row, type Waiting } from './database.ts'
import type { Memory } from './memory.ts'

type Seal = (record: string, document: Document) => Promise<Bytes>

/** The rows and drafts that are still sealed under an earlier epoch, as they are to be. */
export async function sealedAnew({ keyring, merged, drafts }: Memory, database: Database, seal: Seal): Promise<{ rows: Map<string, Row>; outbox: Map<string, Waiting> }> {
  const isOld = (envelope: Bytes): boolean => parseHeader(envelope).epoch < keyring.current.number
  const rows = new Map<string, Row>()
  for (const row of [...((await readEverything(database))?.shards.values() ?? [])].flat()) {
    const document = merged.get(row.record)?.document
    if (row.envelope && document && isOld(row.envelope)) rows.set(row.record, { ...row, envelope: await seal(row.record, document) })
  }
  const outbox = new Map<string, Waiting>()
  for (const [record, { document, waiting }] of drafts) if (isOld(waiting.draft)) outbox.set(record, { ...waiting, draft: await seal(record, document) })
  return { rows, outbox }
}
