/**
 * An epoch ended: what was never written to the log gets the ids of the new one, so that whoever was removed cannot try guesses against them
 * (SPEC.md, *identity*), and what was sealed for the log under the old one is sealed anew.
 */
import { type Document, join } from '@counterfoil/crypto/document'
import type { Bytes } from '@counterfoil/crypto/encoding'
import { parseHeader } from '@counterfoil/crypto/header'
import { acceptanceKey, naturalKeyOf } from '@counterfoil/crypto/identity'
import type { Waiting } from './database.ts'
import { withdrawnWith } from './intake.ts'
import type { Memory } from './memory.ts'
import { renamed } from './renamed.ts'
import { currentOf, type Natural } from './natural.ts'
import type { Change } from './steps.ts'

/** Whose names could be guessed. */
const GUESSABLE = new Set(['Vendor', 'Order', 'TermsDocument'])
const MOST_MOVED = 5_000

/** Null: nothing was sealed under another epoch than the one that is current. */
export async function rekey(memory: Memory, natural: Natural, sealDraft: (record: string, document: Document) => Promise<Bytes>): Promise<Change | null> {
  const { drafts, log, keyring, state } = memory
  const { number } = keyring.current
  const old = [...drafts].filter(([, { waiting }]) => isOld(waiting.draft, number) || (waiting.sent && isOld(waiting.sent.envelope, number)))
  if (old.length === 0) return null
  const moves = new Map<string, string>()
  const isHere = (record: string): boolean => drafts.has(record) || memory.merged.has(record)
  for (const [record, { document }] of old) {
    const id = log.newest.has(record) || !GUESSABLE.has(document.type) ? record : idNow(record, document)
    if (id !== record) moves.set(record, id)
  }
  // An acceptance is named by its order.
  for (const [record, { document }] of old) {
    const order = document.type === 'Acceptance' ? saidOrder(document) : null
    const moved = order === null ? undefined : moves.get(order)
    if (moved !== undefined && !log.newest.has(record)) moves.set(record, currentOf(keyring, 'Acceptance', acceptanceKey(moved)))
  }

  function idNow(record: string, document: Document): string {
    const key = naturalKeyOf(document)
    const ids = key ? natural.ids(document.type, key) : []
    // A random id tells nothing, and stays.
    if (!key || !ids.includes(record)) return record
    return ids.find((id) => id !== record && log.newest.has(id) && isHere(id)) ?? currentOf(keyring, document.type, key)
  }

  const outbox = new Map<string, Waiting | null>()
  const documents = new Map<string, Document>()
  for (const [record, { document, waiting }] of old) {
    const id = moves.get(record) ?? record
    const own = renamed(document, moves)
    const beside = id === record ? null : (documents.get(id) ?? drafts.get(id)?.document ?? memory.merged.get(id)?.document)
    const now = beside && beside.type === own.type ? join(beside, own) : own
    if (id !== record) outbox.set(record, null)
    documents.set(id, now)
    const sent = id === record && waiting.sent && !isOld(waiting.sent.envelope, number) ? waiting.sent : null
    outbox.set(id, { draft: await sealDraft(id, now), sent })
  }
  const overtaken = old.flatMap(([, { waiting }]) => (waiting.sent && isOld(waiting.sent.envelope, number) ? [waiting.sent.digest] : []))
  return { outbox, documents, state: { withdrawn: withdrawnWith(state, overtaken), moved: following(state.moved, moves) } }
}

const isOld = (envelope: Bytes, epoch: number): boolean => parseHeader(envelope).epoch < epoch

/** Where each id leads now, those of before too; the oldest are forgotten. */
function following(before: ReadonlyMap<string, string>, moves: ReadonlyMap<string, string>): Map<string, string> {
  const all = [...[...before].map(([from, to]) => [from, moves.get(to) ?? to] as const), ...moves]
  return new Map(all.slice(-MOST_MOVED))
}

const saidOrder = (document: Document): string | null => {
  const order = document.fields['order']?.['page']?.value
  return typeof order === 'string' ? order : null
}
