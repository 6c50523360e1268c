// Everything that this device can read, as a file for the person to keep, and what such a file brings back (extension/EXPORT.md).
import { canonical, decode, type Document, type Json, shown } from '@counterfoil/crypto/document'
import { Refused } from '@counterfoil/crypto/errors'
import type { Imported } from '../app.ts'
import type { Vault } from '../vault/vault.ts'

const FORMAT = 'counterfoil-export/1'
const RECORD = /^[0-9a-f]{32}$/

/** `readable` is what a person wants to read; `records` is all that stands behind it, so that nothing is missing. */
export function exportOf(vault: Pick<Vault, 'records'>, now: number): string {
  const all = [...vault.records()].map(([id, { document }]) => [id, document] as const)
  all.sort(([one, { type }], [other, { type: otherType }]) => type.localeCompare(otherType) || one.localeCompare(other))
  const readable = all.map(([id, document]) => ({ id, type: document.type, ...shownOf(document) }))
  return JSON.stringify({ format: FORMAT, made: new Date(now).toISOString(), readable, records: Object.fromEntries(all) }, null, 2)
}

/** Joins all of it or nothing. Rejects with words for the person. */
export const importInto = async (vault: Pick<Vault, 'bringIn'>, text: string): Promise<Imported> => vault.bringIn(parseExport(text))

/** By record id in hex. */
function parseExport(text: string): Map<string, Document> {
  const said = objectOf(parsed(text))
  if (said?.['format'] !== FORMAT) throw new Error('This is not a copy that Counterfoil made, or a newer version made it.')
  const records = objectOf(said['records'])
  if (!records) throw new Error('This copy has no records. Nothing was taken from it.')
  const documents = new Map<string, Document>()
  for (const [at, [id, document]] of Object.entries(records).entries()) {
    const read = RECORD.test(id) ? documentOf(document) : null
    if (!read) throw new Error(`Record ${at + 1} of this copy is damaged. Nothing was taken from it.`)
    documents.set(id, read)
  }
  return documents
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error('This file is damaged, or it is no copy that Counterfoil made.', { cause: error })
  }
}

/** Exactly as strict as with what another device wrote. */
function documentOf(value: unknown): Document | null {
  try {
    return decode(canonical(value as Json))
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

const objectOf = (value: unknown): Record<string, unknown> | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null)

const shownOf = (document: Document): Record<string, Json> => Object.fromEntries(Object.keys(document.fields).map((name) => [name, shown(document, name)]))
