/**
 * The relay's log was put back to an earlier state: it is read anew into a fresh state, and whatever this device has beyond it waits to be
 * written again. Statements go back first and byte for byte; removals that were lost are not unlearned (SPEC.md, *log*, *Restore*).
 */
import { type Document, join } from '@counterfoil/crypto/document'
import { type Bytes, toHex } from '@counterfoil/crypto/encoding'
import { Keyring } from '@counterfoil/crypto/keyring'
import { Log, type Page, partedAt, type Restore } from '@counterfoil/crypto/log'
import { EntryKind, FIRST_GENERATION, generationOf } from '@counterfoil/crypto/chain'
import { parse, statementDigest } from '@counterfoil/crypto/statement'
import type { RestoreStory, Sign, Waiting } from './database.ts'
import { Intake } from './intake.ts'
import type { Memory } from './memory.ts'
import { Shards } from './shards.ts'
import type { Change } from './steps.ts'

interface Around {
  readonly now: number
  readonly seal: (keyring: Keyring, log: Log) => (record: string, document: Document) => Promise<Bytes>
}

/** `pages`: the relay's log from the start. Throws what `Log.read` throws, and then nothing has changed. */
export async function reread(before: Memory, pages: readonly Page[], around: Around): Promise<Change> {
  const old = before.log
  // By the entries themselves: what the relay said of them before might tell of less than was lost.
  const lostFrom = partedAt(old.restores, restoresIn(pages)) ?? old.head.sequence + 1
  const log = Log.empty(old.account, { outcasts: outcastsOf(before, lostFrom), verified: verifiedOf(before), copied: old.toStored().copied })
  const bodies = pages.flatMap(({ entries }) => entries.flatMap(({ kind, body }) => (kind === EntryKind.statement && body ? [body] : [])))
  const keyring = Keyring.gather(before.keyring.device, old.account, bodies.map(parse))
  // What this device wrote up to there was its own; what came under its name since then is a copy's, unless it is in flight.
  const state = { ...before.state, relearned: before.state.count }
  const memory: Memory = { ...before, state, log, keyring, merged: new Map(), drafts: new Map(), aside: new Map(), asideBy: new Map(), shards: new Shards(new Map()), statements: new Map() }
  const intake = new Intake(memory, { now: around.now, sealDraft: () => Promise.reject(new Error('nothing is drafted before all is read')) })
  for (const page of pages) await intake.take(await log.read(page, keyring))
  // The same, of what is verified by now.
  old.verifyRestored(log)

  const sealDraft = around.seal(keyring, log)
  const outbox = new Map<string, Waiting | null>()
  const documents = new Map<string, Document>()
  for (const record of new Set([...before.merged.keys(), ...before.drafts.keys()])) {
    const held = (before.drafts.get(record) ?? before.merged.get(record))?.document
    const received = memory.merged.get(record)?.document
    if (!held) continue
    const joined = received && received.type === held.type ? join(received, held) : held
    if (joined === received) continue
    documents.set(record, joined)
    outbox.set(record, { draft: await sealDraft(record, joined), sent: null })
  }
  const lost = lostStatements(before, lostFrom, new Set(bodies.map((body) => toHex(statementDigest(body)))))
  const story: RestoreStory = {
    at: around.now,
    of: intake.restored.find(({ sequence }) => sequence >= lostFrom)?.restored.of ?? null,
    lost: Math.max(0, old.head.sequence - (lostFrom - 1)),
    putBack: outbox.size + lost.length,
    wroteLast: wroteLast(before, lostFrom),
    lostRecords: [...old.newest].flatMap(([record, { sequence }]) => (sequence >= lostFrom ? [record] : [])).slice(0, MOST_LISTED),
    putBackRecords: [...outbox.keys()].slice(0, MOST_LISTED),
    lostStatements: lost.slice(0, MOST_LISTED),
  }
  return {
    log,
    shards: memory.shards,
    rows: intake.rows,
    statements: intake.statements,
    outbox,
    documents,
    chainFrom: 0,
    state: { ...intake.state(), signs: newerSigns(before.state.signs, intake.signs), log: log.toStored(), ahead: [], lost, relearned: before.state.relearned, restored: story },
  }
}

const MOST_LISTED = 1_000

/** All `restored` entries that pages name, verified or not. */
export function restoresIn(pages: readonly Page[]): Restore[] {
  return pages.flatMap(({ entries }) =>
    entries.flatMap(({ kind, body, sequence }) => (kind === EntryKind.restored && body ? [{ sequence, generation: generationOf(body) }] : [])),
  )
}

/** Every statement that this device has verified counts, whoever signed it. */
function verifiedOf({ log, statements, state }: Memory): Set<string> {
  const own = [...statements.values(), ...state.lost].map((signed) => toHex(statementDigest(signed)))
  return new Set([...log.toStored().verified, ...own])
}

/** Devices whose removal is in the lost part, each with the generations that its log had until then. */
function outcastsOf({ log, statements }: Memory, lostFrom: number): Map<string, Set<string>> {
  const outcasts = new Map([...log.toStored().outcasts].map(([device, generations]) => [device, new Set(generations)]))
  for (const [sequence, signed] of statements) {
    const statement = sequence < lostFrom ? null : parse(signed)
    if (statement?.kind !== 'placed') continue
    const { act, place } = statement
    const removed = act.kind === 'revoke' ? act.device : act.kind === 'leave' ? place.signer : null
    if (!removed) continue
    const generations = [FIRST_GENERATION, ...log.restores.filter((restore) => restore.sequence <= sequence).map(({ generation }) => generation)]
    outcasts.set(toHex(removed), new Set([...(outcasts.get(toHex(removed)) ?? []), ...generations.map(toHex)]))
  }
  return outcasts
}

/** In their order: those that were still to be put back, and those that this device had read since. */
function lostStatements({ statements, state }: Memory, lostFrom: number, here: ReadonlySet<string>): Bytes[] {
  const read = [...statements].filter(([sequence]) => sequence >= lostFrom).sort(([one], [other]) => one - other)
  const all = [...read.map(([, signed]) => signed), ...state.lost]
  const seen = new Set(here)
  return all.filter((signed) => {
    const digest = toHex(statementDigest(signed))
    return !seen.has(digest) && seen.add(digest)
  })
}

/** Who else wrote in the lost part, and wrote last there: it may have more than this device had read. */
function wroteLast({ state, keyring }: Memory, lostFrom: number): string | null {
  const others = [...state.signs].filter(([device, { sequence }]) => device !== keyring.device.name && sequence >= lostFrom)
  others.sort(([, one], [, other]) => other.sequence - one.sequence)
  return others[0]?.[0] ?? null
}

/** A sign of life stays one though the entry was lost; its sequence is of the log as it is now. */
function newerSigns(before: ReadonlyMap<string, Sign>, now: ReadonlyMap<string, Sign>): Map<string, Sign> {
  const all = new Map(now)
  for (const [device, { date }] of before) all.set(device, { date: Math.max(date, now.get(device)?.date ?? 0), sequence: now.get(device)?.sequence ?? 0 })
  return all
}
