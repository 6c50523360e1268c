// The live set that a checkpoint signs, and a newcomer's start from it instead of from the genesis (SPEC.md, *checkpoint*).
import { type Entry, EntryKind, extendHead, generationOf as restoredDigest, NO_RECORD, parseRestored, startHead } from './chain.ts'
import { checkNew, checkSigner, generationOf, isOutcast, isPutBack, type Known, type Restore, type Withheld } from './draft.ts'
import { type Bytes, compareBytes, concat, digest, equalBytes, fromHex, toHex, uint } from './encoding.ts'
import type { Revision } from './envelope.ts'
import { Refused, RelayInconsistent } from './errors.ts'
import { envelopeDigest } from './header.ts'
import type { Keyring } from './keyring.ts'
import * as labels from './labels.ts'
import type { StoredLog } from './log.ts'
import { aside, headerFor, keyOf, merged, opened, type Read, type RecordRead, type RevisionRead, takeKeys } from './reads.ts'
import { Roster } from './roster.ts'
import { type Head, parse, type Place } from './statement.ts'

/** Digest of the newest revisions, by record id in hex: those that a checkpoint directly after them claims. */
export function liveDigest(newest: Iterable<readonly [string, Revision]>): Bytes {
  const rows = [...newest].sort(([one], [other]) => (one < other ? -1 : 1))
  const encoded = rows.map(([record, revision]) => concat(fromHex(record), uint(revision.sequence, 8), revision.digest))
  return digest(labels.LIVE, concat(...encoded))
}

/** What the relay gives a newcomer to start from. */
export interface CheckpointStart {
  /** All statements and `restored` entries up to the newest checkpoint, which is the last of them. */
  readonly entries: readonly Entry[]
  /** The live set before it, ascending by record id; a body is null once a newer revision superseded it. */
  readonly live: readonly Entry[]
  /** One that the relay named after it gave these. */
  readonly head: Head
}

interface Started {
  readonly stored: StoredLog
  readonly hashes: Bytes
  readonly newest: ReadonlyMap<string, Revision>
  readonly read: Read[]
}

/** Refused as `RelayInconsistent`. Takes what the statements bring into `keyring`, unless it throws. */
export async function readCheckpoint(account: Bytes, start: CheckpointStart, keyring: Keyring, known: Known): Promise<Started> {
  const early = new Early(account, start.head, keyring.copy(), known)
  checkLists(start, (code, { sequence }, detail) => early.fail(code, sequence, detail))
  const all = [...start.entries, ...start.live].sort((one, other) => one.sequence - other.sequence)
  const read: Read[] = []
  for (const entry of all) read.push(await early.read(entry))
  const last = read.at(-1)
  const placed = last?.kind === 'admitted' && last.statement.kind === 'placed' ? last.statement : null
  const { sequence } = early
  // One that was put back tells of the log that was lost.
  if (placed?.act.kind !== 'checkpoint' || !equalBytes(placed.place.head.generation, generationOf(early.restores)))
    return early.fail('checkpoint', sequence, 'what the relay gives to start from does not end with a checkpoint')
  const ascending = start.live.every(({ record }, at) => at === 0 || compareBytes((start.live[at - 1] as Entry).record, record) < 0)
  if (!ascending || !equalBytes(liveDigest(early.newest), placed.act.live))
    early.fail('checkpoint', sequence, 'the live set is not the one that the checkpoint signed')
  const before = placed.place.head
  const after = extendHead(before, EntryKind.statement, NO_RECORD, early.roster.statement)
  keyring.adopt(early.keyring)
  const { roster, restores, counts, withheld, newest } = early
  const log = { first: before.sequence, sequence: after.sequence, superseded: 0, restores, counts, withheld, ...known }
  return { stored: { ...log, roster: roster.toStored() }, hashes: concat(before.hash, after.hash), newest, read }
}

/** Entry 1 and no sequence twice among the one, records alone in the other. */
function checkLists({ entries, live }: CheckpointStart, fail: (code: string, entry: Entry, detail: string) => never): void {
  for (const [at, one] of entries.entries()) {
    if (one.kind !== EntryKind.statement && one.kind !== EntryKind.restored)
      fail('kind', one, 'a record among the statements')
    const before = entries[at - 1]
    if (before ? one.sequence <= before.sequence : one.sequence !== 1)
      fail('sequence', one, `entry ${one.sequence} has no place there`)
  }
  for (const one of live) if (one.kind !== EntryKind.record) fail('kind', one, 'what is no record in the live set')
}

/** Reads what lies before a checkpoint, in its order but without the chain around it. */
class Early {
  readonly roster: Roster
  readonly keyring: Keyring
  readonly restores: Restore[] = []
  readonly newest = new Map<string, Revision>()
  readonly counts = new Map<string, number>()
  readonly withheld = new Map<string, Withheld>()
  /** Of the newest statement or `restored` entry. */
  sequence = 0
  readonly #relay: Head
  readonly #known: Known

  constructor(account: Bytes, relay: Head, keyring: Keyring, known: Known) {
    this.roster = new Roster(account)
    this.keyring = keyring
    this.#relay = relay
    this.#known = known
  }

  fail(code: string, sequence: number, detail: string, entry: Entry | null = null, cause?: unknown): never {
    const evidence = { own: startHead(this.roster.account), relay: this.#relay, entry }
    throw new RelayInconsistent(code, sequence, detail, evidence, { cause })
  }

  async read(entry: Entry): Promise<Read> {
    const { sequence, kind, body } = entry
    if (this.roster.closed) this.fail('closed', sequence, 'the account was closed before this entry', entry)
    if (kind !== EntryKind.statement && this.roster.members.size === 0)
      this.fail('kind', sequence, 'an account begins with its genesis', entry)
    if (kind === EntryKind.record) return this.#row(entry)
    if (!body || !equalBytes(entry.record, NO_RECORD)) this.fail('withheld', sequence, `the relay withholds entry ${sequence}`, entry)
    try {
      const read = kind === EntryKind.statement ? this.#admit(sequence, body) : this.#restore(sequence, body)
      this.sequence = sequence
      return read
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.fail(error.code, sequence, `entry ${sequence}: ${error.message}`, entry, error)
    }
  }

  #restore(sequence: number, body: Bytes): Read {
    const restored = parseRestored(body)
    const generation = restoredDigest(body)
    checkNew(this.restores, generation)
    this.restores.push({ sequence, generation })
    return { kind: 'restored', sequence, restored, generation }
  }

  #admit(sequence: number, body: Bytes): Read {
    const statement = parse(body)
    this.roster.admit(statement, (place) => this.#checkPlace(place, sequence, body))
    takeKeys(this.keyring, statement)
    return { kind: 'admitted', sequence, statement }
  }

  /** A head's hash cannot be seen from here, but in its own generation a statement stands where its head says. */
  #checkPlace({ head, signer }: Place, sequence: number, signed: Bytes): void {
    const isHere = equalBytes(head.generation, generationOf(this.restores)) && head.sequence === sequence - 1
    if (!isHere && !isPutBack(head, this.restores, () => null))
      throw new Refused('head', 'does not follow the entry before it, and was not lost')
    checkSigner(signer, signed, this.#known)
  }

  async #row(entry: Entry): Promise<RecordRead> {
    const { record, sequence, body } = entry
    const id = toHex(record)
    const revision = { sequence, digest: body ? envelopeDigest(body) : entry.digest }
    this.newest.set(id, revision)
    const place = { record, revision }
    if (body) return this.#open(entry, body, place)
    this.withheld.set(id, { sequence, until: this.#relay.sequence })
    return { kind: 'superseded', ...place }
  }

  async #open(entry: Entry, body: Bytes, place: RevisionRead): Promise<RecordRead> {
    const header = headerFor(this.roster.account, entry, body)
    if (!header) return aside(place, 'damaged')
    if (header.epoch !== this.roster.epoch) return aside(place, 'epoch')
    const epoch = keyOf(this.keyring, header.epoch)
    if (!epoch && this.roster.gone.has(this.keyring.device.name)) return aside(place, 'epoch')
    if (!epoch) this.fail('epoch', entry.sequence, `entry ${entry.sequence} is of an epoch whose key is not here`, entry)
    if (!equalBytes(epoch.commitment, this.roster.commitment))
      this.fail('commitment', entry.sequence, `epoch ${epoch.number} has another key than the one committed to`, entry)
    const inner = await opened(epoch, header, body)
    if (!inner) return aside(place, 'damaged')
    const writer = toHex(inner.writer)
    if (!this.roster.members.has(writer) || isOutcast(this.#known.outcasts, writer, generationOf(this.restores)))
      return aside(place, 'writer', inner.writer)
    this.counts.set(writer, Math.max(inner.count, this.counts.get(writer) ?? 0))
    return merged(place, inner, body)
  }
}
