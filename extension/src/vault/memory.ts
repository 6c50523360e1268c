// A history as one context holds it in memory: opened, and never written anywhere but sealed.
import { decode, type Document } from '@counterfoil/crypto/document'
import type { Device } from '@counterfoil/crypto/device'
import { type Bytes, equalBytes } from '@counterfoil/crypto/encoding'
import { open } from '@counterfoil/crypto/envelope'
import { parseHeader } from '@counterfoil/crypto/header'
import { Keyring } from '@counterfoil/crypto/keyring'
import { Log } from '@counterfoil/crypto/log'
import { parse } from '@counterfoil/crypto/statement'
import { type Database, type Everything, readEverything, type Row, type State, type Waiting } from './database.ts'
import { Shards } from './shards.ts'

export interface Draft {
  readonly document: Document
  readonly waiting: Waiting
}

export interface Merged {
  readonly document: Document
  /** Of the revision it came with. */
  readonly digest: Bytes
}

/** A record as this device has it. */
export interface Kept {
  readonly document: Document
  /** Not yet read back from the log. */
  readonly waiting: boolean
}

export interface Memory {
  readonly state: State
  readonly log: Log
  readonly keyring: Keyring
  readonly merged: Map<string, Merged>
  readonly drafts: Map<string, Draft>
  /** Records whose newest revision could not be merged, with the reason's code. */
  readonly aside: Map<string, string>
  /** Device id in hex of who wrote them, where that is known. */
  readonly asideBy: Map<string, string>
  readonly shards: Shards
  /** As they came, by sequence. */
  readonly statements: Map<number, Bytes>
}

/** Of so many envelopes at once the opening is begun; those that inflate are waited for together. */
const AT_ONCE = 256

/** Opens all that is stored. What `known` holds already is taken over: another context's commit changes few records. */
export async function load(stored: Everything, device: Device, known: Pick<Memory, 'merged' | 'drafts'>): Promise<Memory> {
  const { state, chain, shards, outbox, statements } = stored
  const keyring = keyringOf(device, state, statements)
  const rows = [...shards.values()].flat()
  const merged = new Map<string, Merged>()
  const aside = new Map<string, string>()
  const asideBy = new Map<string, string>()
  const openRow = async ({ record, envelope, revision: { digest }, aside: code, asideBy: by }: Row): Promise<void> => {
    if (code) aside.set(record, code)
    if (code && by) asideBy.set(record, by)
    if (!envelope) return
    const before = known.merged.get(record)
    merged.set(record, before && equalBytes(before.digest, digest) ? before : { document: await openDocument(keyring, envelope), digest })
  }
  await together(rows, openRow)
  const drafts = new Map<string, Draft>()
  await together([...outbox], async ([record, waiting]) => {
    const before = known.drafts.get(record)
    const same = before && equalBytes(before.waiting.draft, waiting.draft)
    drafts.set(record, { document: same ? before.document : await openDocument(keyring, waiting.draft), waiting })
  })
  const log = Log.fromStored(
    state.log,
    chain,
    rows.map((row) => [row.record, row.revision]),
  )
  return { state, log, keyring, merged: inOrder(rows.map(({ record }) => record), merged), drafts: inOrder(outbox.keys(), drafts), aside, asideBy, shards: new Shards(shards), statements }
}

/** What was opened together comes in any order; whoever lists records is to see one order at every start. */
function inOrder<V>(records: Iterable<string>, values: ReadonlyMap<string, V>): Map<string, V> {
  const ordered = new Map<string, V>()
  for (const record of records) {
    const value = values.get(record)
    if (value !== undefined) ordered.set(record, value)
  }
  return ordered
}

async function together<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work))
}

/** The keys of all epochs that this device was let into, by what it has read and what it was shown ahead of that. */
export const keyringOf = (device: Device, state: Pick<State, 'log' | 'ahead'>, statements: ReadonlyMap<number, Bytes>): Keyring =>
  Keyring.gather(
    device,
    state.log.roster.account,
    [...[...statements].sort(([one], [other]) => one - other).map(([, signed]) => signed), ...state.ahead].map(parse),
  )

/** A draft or a revision, under the epoch that its header names. */
async function openDocument(keyring: Keyring, envelope: Bytes): Promise<Document> {
  return decode((await open(keyring.epoch(parseHeader(envelope).epoch), envelope, Infinity)).inner.document)
}

/** Records whose newest revision was written by a device. */
export async function writtenBy(device: Bytes, keyring: Keyring, database: Database): Promise<string[]> {
  const found: string[] = []
  const rows = [...((await readEverything(database))?.shards.values() ?? [])].flat()
  await together(rows, async ({ record, envelope }) => {
    if (!envelope) return
    const { inner } = await open(keyring.epoch(parseHeader(envelope).epoch), envelope)
    if (equalBytes(inner.writer, device)) found.push(record)
  })
  return found
}
