// What a restored relay had lost, in words.
import { type Document, shown } from '@counterfoil/crypto/document'
import { deviceId } from '@counterfoil/crypto/device'
import { type Bytes, toHex } from '@counterfoil/crypto/encoding'
import { parse, Role, type Statement, statementDigest } from '@counterfoil/crypto/statement'
import type { LostView } from '../app.ts'
import { formatDate } from '../ui/dates.ts'
import { nameOf } from '../sync/names.ts'
import type { Vault } from '../vault/vault.ts'

type Here = Pick<Vault, 'get' | 'idOf' | 'resolve' | 'log' | 'lost' | 'hasStatement' | 'restored'>

/** Records first, then statements. */
export function lostViews(vault: Here): LostView[] {
  const { restored } = vault
  if (!restored) return []
  const { lostRecords, putBackRecords, lostStatements } = restored
  const records = new Set([...lostRecords, ...putBackRecords])
  return [...[...records].map((record) => recordView(vault, record)), ...lostStatements.map((signed) => statementView(vault, signed))]
}

function recordView(vault: Here, record: string): LostView {
  const kept = vault.get(record)
  if (!kept) return { words: 'An entry that this browser could not read', now: vault.log.newest.has(vault.resolve(record)) ? 'back' : 'gone' }
  return { words: recordWords(kept.document), now: kept.waiting ? 'waits' : 'back' }
}

const NAMES: Readonly<Record<string, string>> = {
  Vendor: 'Shop',
  TermsDocument: 'Terms',
  TermsTexts: 'Texts of terms',
  Acceptance: 'What was agreed to with an order',
  Agreement: 'Your own terms',
  Attachment: 'File',
  Device: 'Name of a device',
}

/** As a person would ask for it: the shop and the number of an order, the name of what has one. */
function recordWords(document: Document): string {
  const said = (name: string): string | null => {
    const value = shown(document, name)
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 100) : null
  }
  if (document.type === 'Order') {
    const number = said('orderNumber') ?? said('confirmationNumber')
    const made = said('orderDate') ?? said('created')
    const which = number === null ? (made === null ? '' : ` of ${formatDate(made)}`) : ` ${number}`
    return `Order${which}${joinedTo(said('vendor'))}`
  }
  const what = NAMES[document.type] ?? 'An entry of a newer version'
  return `${what}${joinedTo(said('domain') ?? said('vendor') ?? said('name') ?? said('title'))}`
}

const joinedTo = (name: string | null): string => (name === null ? '' : `: ${name}`)

function statementView(vault: Here, signed: Bytes): LostView {
  const isWaiting = vault.lost.some((one) => toHex(one) === toHex(signed))
  return { words: statementWords(vault, parse(signed)), now: vault.hasStatement(statementDigest(signed)) ? 'back' : isWaiting ? 'waits' : 'gone' }
}

function statementWords(vault: Here, statement: Statement): string {
  if (statement.kind === 'genesis') return 'The beginning of the history'
  const { act, place } = statement
  const name = (id: Bytes): string => {
    const role = (vault.log.roster.members.get(toHex(id)) ?? vault.log.roster.gone.get(toHex(id)))?.role
    return role === Role.kit ? 'a recovery kit' : (nameOf(vault, toHex(id)) ?? 'a device')
  }
  const by = ` (by ${name(place.signer)}, ${formatDate(new Date(place.date).toISOString())})`
  switch (act.kind) {
    case 'add':
      return `${act.role === Role.kit ? 'A recovery kit was made' : `Let in: ${name(deviceId(act.keys))}`}${by}`
    case 'revoke':
      return `Removed: ${name(act.device)}${by}`
    case 'leave':
      return `Left: ${name(place.signer)}${by}`
    case 'rotate':
      return `New keys${by}`
    case 'checkpoint':
      return `A check of all that is there${by}`
    case 'close':
      return `The history was closed${by}`
    case 'notice':
      return `Notice that a recovery kit is to be removed${by}`
    case 'cancel':
      return `A recovery kit was kept after all${by}`
  }
}
