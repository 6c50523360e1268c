// A record as an envelope: for the log, or for this device alone.
import { blobsOf } from '@counterfoil/crypto/blob'
import { type Document, encode, onlyFromPages } from '@counterfoil/crypto/document'
import { type Bytes, fromHex } from '@counterfoil/crypto/encoding'
import { type Revision, seal } from '@counterfoil/crypto/envelope'
import type { Epoch } from '@counterfoil/crypto/epoch'
import type { Head } from '@counterfoil/crypto/statement'

/** Who seals, when, under which key, and what they had verified by then. */
export interface Sealing {
  readonly account: Bytes
  readonly writer: Bytes
  readonly epoch: Epoch
  readonly witness: Head
  readonly date: number
}

/** A record as it should be, for this device alone. */
export const sealDraft = (at: Sealing, record: string, document: Document): Promise<Bytes> => sealed(at, record, document, 0, null)

export function sealed({ account, writer, epoch, witness, date }: Sealing, record: string, document: Document, count: number, base: Revision | null): Promise<Bytes> {
  const header = { account, record: fromHex(record), epoch: epoch.number, blobs: blobsOf(document) }
  return seal(epoch, header, { writer, count, date, witness, base, document: encode(document) }, { deflate: onlyFromPages(document) })
}
