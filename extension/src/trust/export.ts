// Everything that this device can read, as text for the person to keep.
import { type Document, type Json, shown } from '@counterfoil/crypto/document'
import type { Vault } from '../vault/vault.ts'

/** As shown, which is what a person wants to read, and all that stands behind it, so that nothing is missing. */
export function exportOf(vault: Pick<Vault, 'records' | 'identity'>, now: number): string {
  const records = [...vault.records()].map(([id, { document }]) => ({ id, type: document.type, shown: shownOf(document), document }))
  records.sort((one, other) => one.type.localeCompare(other.type) || one.id.localeCompare(other.id))
  return JSON.stringify({ format: 'counterfoil-export/1', made: new Date(now).toISOString(), account: vault.identity.account, records }, null, 2)
}

const shownOf = (document: Document): Record<string, Json> => Object.fromEntries(Object.keys(document.fields).map((name) => [name, shown(document, name)]))
