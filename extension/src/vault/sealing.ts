// A record as an envelope: for the log, or for this device alone.
import { blobsOf } from '@counterfoil/crypto/blob'
import { type Document, encode, onlyFromPages } from '@counterfoil/crypto/document'
import { Refused } from '@counterfoil/crypto/errors'
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

/** What a relay takes (server/PROTOCOL.md). */
const LARGEST_ENVELOPE = 1024 * 1024

/**
 * A record as it should be, for this device alone. It lists no files, and has no limits: each of two devices may have written what fits, and
 * both together not.
 */
export const sealDraft = (at: Sealing, record: string, document: Document): Promise<Bytes> => sealedAs(at, record, document, { count: 0, base: null, blobs: [], most: Infinity })

/** For the log; null: it is more than one record of it holds. */
export async function sealed(at: Sealing, record: string, document: Document, count: number, base: Revision | null): Promise<Bytes | null> {
  try {
    const envelope = await sealedAs(at, record, document, { count, base, blobs: blobsOf(document) })
    return envelope.length > LARGEST_ENVELOPE ? null : envelope
  } catch (error) {
    if (error instanceof Refused && (error.code === 'header' || error.code === 'inner')) return null
    throw error
  }
}

interface As {
  readonly count: number
  readonly base: Revision | null
  readonly blobs: readonly Bytes[]
  readonly most?: number
}

function sealedAs({ account, writer, epoch, witness, date }: Sealing, record: string, document: Document, { count, base, blobs, ...limit }: As): Promise<Bytes> {
  const header = { account, record: fromHex(record), epoch: epoch.number, blobs }
  return seal(epoch, header, { writer, count, date, witness, base, document: encode(document) }, { deflate: onlyFromPages(document), ...limit })
}
