// The reader of a log: believes only what it verified, entry by entry, from the genesis or a checkpoint on (SPEC.md, *log*).
import { type Entry, EntryKind, extend, generationOf as restoredDigest, NO_RECORD, parseRestored, start } from './chain.ts'
import { type CheckpointStart, liveDigest, readCheckpoint } from './checkpoint.ts'
import { checkNew, checkSigner, Draft, generationAt, generationOf, isOutcast, isPutBack, type Known, partedAt, type Restore, type Withheld } from './draft.ts'
import { type Bytes, concat, equalBytes, toHex } from './encoding.ts'
import type { Inner, Revision } from './envelope.ts'
import { CopiedProfile, Refused, RelayInconsistent } from './errors.ts'
import { envelopeDigest } from './header.ts'
import type { Keyring } from './keyring.ts'
import {
  type Admitted,
  aside,
  headerFor,
  keyOf,
  merged,
  opened,
  type Read,
  type RecordRead,
  type RestoredRead,
  type RevisionRead,
  takeKeys,
} from './reads.ts'
import { Roster, type StoredRoster } from './roster.ts'
import { equalHeads, type Head, parse, type Place, type Statement } from './statement.ts'

export { lacking, partedAt } from './draft.ts'
export type { CheckpointStart } from './checkpoint.ts'
export type { Known, Outcasts, Restore, Withheld } from './draft.ts'
export type { Admitted, Merged, Read, RecordRead, RestoredRead, SetAside, Superseded } from './reads.ts'

/** An answer of the relay: `entries`, whose last head it says is `through`, of a log that then ended at `head`. */
export interface Page {
  readonly entries: readonly Entry[]
  readonly through: Head
  readonly head: Head
}

/** All of a log that does not grow with its entries; plain data for structured clone. Maps are by id in hex. */
export interface StoredLog extends Known {
  /** The sequence it starts from: 0, or that of the head which the checkpoint names. */
  readonly first: number
  readonly sequence: number
  /** Entries superseded since the last checkpoint. */
  readonly superseded: number
  readonly roster: StoredRoster
  readonly restores: readonly Restore[]
  readonly counts: ReadonlyMap<string, number>
  readonly withheld: ReadonlyMap<string, Withheld>
}

const HASH_LENGTH = 32
const NOTHING_KNOWN: Known = { outcasts: new Map(), verified: new Set(), copied: new Set() }

export class Log {
  readonly first: number
  #sequence: number
  /** H(first) … H(#sequence), then room; what lies beyond #sequence is a read that failed or is still going on. */
  #hashes: Bytes
  #roster: Roster
  #restores: readonly Restore[]
  #superseded: number
  readonly #counts: Map<string, number>
  readonly #newest: Map<string, Revision>
  readonly #withheld: Map<string, Withheld>
  readonly #known: Known
  #reading = false

  private constructor(stored: StoredLog, hashes: Bytes, newest: Iterable<readonly [string, Revision]>) {
    this.first = stored.first
    this.#sequence = stored.sequence
    this.#hashes = hashes
    this.#roster = Roster.fromStored(stored.roster)
    this.#restores = stored.restores
    this.#superseded = stored.superseded
    this.#counts = new Map(stored.counts)
    this.#newest = new Map(newest)
    this.#withheld = new Map(stored.withheld)
    const { outcasts, verified, copied } = stored
    this.#known = { outcasts, verified, copied }
  }

  /**
   * A reader that has seen nothing and will believe the genesis of `account` alone. What it may know before: `outcasts`, who was removed
   * in a lost part; `verified`, digests in hex of the statements it verified there, which count whoever signed them; `copied`, devices in
   * hex that the person knows to be copied, whose repeated counts are set aside.
   */
  static empty(account: Bytes, known: Partial<Known> = {}): Log {
    const nothing = { first: 0, sequence: 0, superseded: 0, restores: [], counts: new Map(), withheld: new Map() }
    const roster = new Roster(account).toStored()
    return new Log({ ...nothing, roster, ...NOTHING_KNOWN, ...known }, start(account), [])
  }

  /**
   * A newcomer's log from the account's newest checkpoint on, and what it read of the live set. `keyring` as for `read`. Throws
   * `RelayInconsistent`.
   */
  static async fromCheckpoint(
    account: Bytes,
    start: CheckpointStart,
    keyring: Keyring,
    known: Partial<Known> = {},
  ): Promise<{ readonly log: Log; readonly read: Read[] }> {
    const { stored, hashes, newest, read } = await readCheckpoint(account, start, keyring, { ...NOTHING_KNOWN, ...known })
    return { log: new Log(stored, hashes, newest), read }
  }

  /** What `toStored`, `hashes` and `newest` gave; `hashes` from H(first) on, in any number of pieces. */
  static fromStored(stored: StoredLog, hashes: readonly Bytes[], newest: Iterable<readonly [string, Revision]>): Log {
    const all = concat(...hashes)
    const entries = stored.sequence - stored.first
    if (all.length !== (entries + 1) * HASH_LENGTH)
      throw new RangeError(`the stored log has ${all.length / HASH_LENGTH - 1} hashes for ${entries} entries`)
    return new Log(stored, all, newest)
  }

  toStored(): StoredLog {
    return {
      first: this.first,
      sequence: this.#sequence,
      superseded: this.#superseded,
      roster: this.#roster.toStored(),
      restores: this.#restores,
      counts: new Map(this.#counts),
      withheld: new Map(this.#withheld),
      ...this.#known,
    }
  }

  /** H(from) … H(end - 1), 32 bytes each, without those before `first`: what a vault appends after a read that began at `from - 1`. */
  hashes(from = this.first, end = this.#sequence + 1): Bytes {
    const at = (sequence: number): number => Math.max(0, Math.min(sequence, this.#sequence + 1) - this.first) * HASH_LENGTH
    return this.#hashes.slice(at(from), at(end))
  }

  /** H(sequence); null before `first` and after the head. */
  hashAt(sequence: number): Bytes | null {
    return sequence < this.first || sequence > this.#sequence ? null : this.#hashAt(sequence).slice()
  }

  get account(): Bytes {
    return this.#roster.account
  }

  get head(): Head {
    return this.headAt(this.#sequence)
  }

  /** The head that this log had at a sequence from `first` on. */
  headAt(sequence: number): Head {
    if (sequence < this.first || sequence > this.#sequence) throw new RangeError(`this log has no entry ${sequence}`)
    return { generation: this.generationAt(sequence), sequence, hash: this.#hashAt(sequence).slice() }
  }

  get generation(): Bytes {
    return generationOf(this.#restores)
  }

  /** The generation that this log had at `sequence`. */
  generationAt(sequence: number): Bytes {
    return generationAt(this.#restores, sequence)
  }

  /** All `restored` entries, ascending. */
  get restores(): readonly Restore[] {
    return this.#restores
  }

  /** Who belongs; not to be changed. */
  get roster(): Roster {
    return this.#roster
  }

  /** Entries superseded since the last checkpoint. */
  get superseded(): number {
    return this.#superseded
  }

  /** Digest of the live set, as a checkpoint signed now claims it. */
  liveDigest(): Bytes {
    return liveDigest(this.#newest)
  }

  /** The greatest count of each writer, by device id in hex. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  /** The newest revision of each record, by record id in hex, set aside and withheld ones among them. */
  get newest(): ReadonlyMap<string, Revision> {
    return this.#newest
  }

  get withheld(): ReadonlyMap<string, Withheld> {
    return this.#withheld
  }

  /**
   * Verifies an answer of the relay and returns what was in it, in order. `keyring` holds the keys of the epochs it begins with (a
   * newcomer gathers them from the statements, read ahead) and takes those that new statements bring. Throws `RelayInconsistent` or
   * `CopiedProfile`, and then (as after any other error) log and keyring are as they were before.
   */
  async read(page: Page, keyring: Keyring): Promise<Read[]> {
    if (this.#reading) throw new Error('a log is read by one reader at a time')
    this.#reading = true
    try {
      return await this.#read(page, keyring)
    } finally {
      this.#reading = false
    }
  }

  async #read(page: Page, keyring: Keyring): Promise<Read[]> {
    const draft = new Draft({
      sequence: this.#sequence,
      superseded: this.#superseded,
      roster: this.#roster,
      keyring,
      restores: this.#restores,
      counts: this.#counts,
      newest: this.#newest,
      withheld: this.#withheld,
    })
    const read: Read[] = []
    for (const entry of page.entries) {
      const one = this.#readOne(entry, page.head, draft)
      // Most records are read at once; only an inflating one is waited for.
      read.push(one instanceof Promise ? await one : one)
    }
    this.#checkEnd(page, draft)
    draft.commit()
    keyring.adopt(draft.keyring)
    this.#sequence = draft.sequence
    this.#superseded = draft.superseded
    this.#roster = draft.roster
    this.#restores = draft.restores
    return read
  }

  /**
   * Where the relay's own head stands to this log, `restores` being the sequences of the `restored` entries that it names: `behind` is
   * an earlier one of this very log, `ahead` has entries to read, `restored` may have lost some of this log (`mayHaveLost`).
   * Throws `RelayInconsistent` (`fork`) if it is another history.
   */
  verifyHead(relay: Head, restores: readonly number[]): 'same' | 'behind' | 'ahead' | 'restored' {
    if (this.mayHaveLost(relay, restores)) return 'restored'
    if (relay.sequence > this.#sequence) return 'ahead'
    if (relay.sequence < this.first) return 'behind'
    if (!equalHeads(relay, this.headAt(relay.sequence)))
      this.#fail('fork', relay.sequence, `entry ${relay.sequence} is not the one read before`, relay)
    return relay.sequence < this.#sequence ? 'behind' : 'same'
  }

  /**
   * Whether the relay was restored since and what this log has may no longer all be in the relay's: then that is read anew from the start.
   * The relay names sequences only: in the place of a `restored` entry that is here too it may have another one.
   */
  mayHaveLost(relay: Head, restores: readonly number[]): boolean {
    const own = new Set(this.#restores.map(({ sequence }) => sequence))
    const unknown = restores.filter((sequence) => !own.has(sequence))
    if (this.#sequence === 0) return false
    if (unknown.length > 0) return own.size > 0 || unknown.some((sequence) => sequence <= this.#sequence)
    const last = this.#restores.at(-1)
    if (!last || restores.length < own.size || relay.sequence < last.sequence) return false
    return !equalBytes(relay.generation, last.generation)
  }

  /**
   * After the log was read anew as `fresh`: where the lost part begins; above this log's head nothing was lost. Throws (`fork`) unless both
   * are one up to the entry before.
   */
  verifyRestored(fresh: Log): number {
    const lostFrom = partedAt(this.#restores, fresh.restores)
    const isMoved = this.#restores.some(({ sequence, generation }) => fresh.restores.some((one) => equalBytes(one.generation, generation) && one.sequence !== sequence))
    if (lostFrom === null || isMoved)
      this.#fail('fork', fresh.head.sequence, "the relay's log is another one, and no restore explains it", fresh.head)
    const last = Math.min(lostFrom - 1, this.#sequence)
    const [own, theirs] = [this.hashAt(last), fresh.hashAt(last)]
    if (own && theirs && !equalBytes(own, theirs)) this.#fail('fork', last, `entry ${last} is not the one read before`, fresh.head)
    return lostFrom
  }

  #hashAt(sequence: number): Bytes {
    const at = (sequence - this.first) * HASH_LENGTH
    return this.#hashes.subarray(at, at + HASH_LENGTH)
  }

  #fail(code: string, sequence: number, detail: string, relay: Head | null, entry?: Entry, cause?: unknown): never {
    const evidence = { own: this.head, relay, entry: entry ?? null }
    throw new RelayInconsistent(code, sequence, detail, evidence, { cause })
  }

  #readOne(entry: Entry, relay: Head, draft: Draft): Read | Promise<Read> {
    const at = draft.sequence + 1
    if (entry.sequence !== at)
      this.#fail('sequence', at, `entry ${at} is missing; the relay sent ${entry.sequence}`, relay, entry)
    if (draft.roster.closed) this.#fail('closed', at, 'the account was closed before this entry', relay, entry)
    if (entry.kind === EntryKind.statement) return this.#readStatement(entry, relay, draft)
    if (at === 1 || (entry.kind !== EntryKind.record && entry.kind !== EntryKind.restored))
      this.#fail('kind', at, `entry ${at} is of a kind that has no place there`, relay, entry)
    return entry.kind === EntryKind.restored ? this.#readRestored(entry, relay, draft) : this.#readRecord(entry, relay, draft)
  }

  #advance(entry: Entry, record: Bytes, digest: Bytes, draft: Draft): void {
    const sequence = entry.sequence
    const at = (sequence - this.first) * HASH_LENGTH
    if (this.#hashes.length < at + HASH_LENGTH) {
      const grown = new Uint8Array(Math.max(at + HASH_LENGTH, this.#hashes.length * 2, 256 * HASH_LENGTH))
      grown.set(this.#hashes)
      this.#hashes = grown
    }
    this.#hashes.set(extend(this.#hashAt(sequence - 1), sequence, entry.kind, record, digest), at)
    draft.sequence = sequence
  }

  #readStatement(entry: Entry, relay: Head, draft: Draft): Admitted {
    const { body, sequence } = entry
    if (!body || !equalBytes(entry.record, NO_RECORD))
      this.#fail('withheld', sequence, `the relay withholds statement ${sequence}`, relay, entry)
    let statement: Statement
    try {
      statement = parse(body)
      draft.roster.admit(statement, (place) => this.#checkPlace(place, body, draft))
      this.#checkLive(statement, draft)
      takeKeys(draft.keyring, statement)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fail(error.code, sequence, `statement ${sequence}: ${error.message}`, relay, entry, error)
    }
    this.#advance(entry, NO_RECORD, draft.roster.statement, draft)
    return { kind: 'admitted', sequence, statement }
  }

  /** Directly after the head that it names, or put back; and by nobody who is known to be gone. */
  #checkPlace({ head, signer }: Place, signed: Bytes, draft: Draft): void {
    const before = { generation: generationOf(draft.restores), sequence: draft.sequence, hash: this.#hashAt(draft.sequence) }
    if (!equalHeads(head, before) && !isPutBack(head, draft.restores, (at) => (at < this.first ? null : this.#hashAt(at))))
      throw new Refused('head', 'does not follow the newest entry, and was not lost')
    checkSigner(signer, signed, this.#known)
  }

  #checkLive(statement: Statement, draft: Draft): void {
    if (statement.kind === 'genesis' || statement.act.kind !== 'checkpoint') return
    // One that was put back tells of the log that was lost.
    if (!equalBytes(statement.place.head.generation, generationOf(draft.restores))) return
    if (!equalBytes(statement.act.live, liveDigest(draft.newest.entries())))
      throw new Refused('checkpoint', 'names another live set than the one read here')
    draft.superseded = 0
  }

  #readRestored(entry: Entry, relay: Head, draft: Draft): RestoredRead {
    const { body, sequence } = entry
    if (!body || !equalBytes(entry.record, NO_RECORD))
      this.#fail('withheld', sequence, `the relay withholds entry ${sequence}`, relay, entry)
    try {
      const restored = parseRestored(body)
      const generation = restoredDigest(body)
      checkNew(draft.restores, generation)
      this.#advance(entry, NO_RECORD, generation, draft)
      draft.restores.push({ sequence, generation })
      return { kind: 'restored', sequence, restored, generation }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fail(error.code, sequence, `entry ${sequence}: ${error.message}`, relay, entry, error)
    }
  }

  #readRecord(entry: Entry, relay: Head, draft: Draft): RecordRead | Promise<RecordRead> {
    const { body, sequence } = entry
    const record = toHex(entry.record)
    const before = draft.newest.get(record) ?? null
    const revision = { sequence, digest: body ? envelopeDigest(body) : entry.digest }
    const place: RevisionRead = { record: entry.record, revision }
    const noted = (read: RecordRead): RecordRead => {
      if (read.kind === 'superseded') draft.withheld.set(record, { sequence, until: relay.sequence })
      else draft.withheld.delete(record)
      if (before) draft.superseded++
      draft.newest.set(record, revision)
      this.#advance(entry, entry.record, revision.digest, draft)
      return read
    }
    if (!body) return noted({ kind: 'superseded', ...place })
    const read = this.#openRecord(entry, body, place, before, relay, draft)
    return read instanceof Promise ? read.then(noted) : noted(read)
  }

  #openRecord(
    entry: Entry,
    body: Bytes,
    place: RevisionRead,
    before: Revision | null,
    relay: Head,
    draft: Draft,
  ): RecordRead | Promise<RecordRead> {
    const header = headerFor(this.account, entry, body)
    if (!header) return aside(place, 'damaged')
    if (header.epoch !== draft.roster.epoch) return aside(place, 'epoch')
    const { keyring, roster } = draft
    const epoch = keyOf(keyring, header.epoch)
    // Whoever was removed has no key of what came after, and no part in it. Nobody else can judge anything without it.
    if (!epoch && roster.gone.has(keyring.device.name)) return aside(place, 'epoch')
    if (!epoch) this.#fail('epoch', entry.sequence, `entry ${entry.sequence} is of an epoch whose key is not here`, relay, entry)
    if (!equalBytes(epoch.commitment, roster.commitment))
      this.#fail('commitment', entry.sequence, `epoch ${epoch.number} has another key than the one committed to`, relay, entry)
    const judge = (inner: Inner | null): RecordRead => {
      if (!inner) return aside(place, 'damaged')
      this.#checkInner(inner, entry, before, relay, draft)
      const writer = toHex(inner.writer)
      if (!roster.members.has(writer) || isOutcast(this.#known.outcasts, writer, generationOf(draft.restores)))
        return aside(place, 'writer', inner.writer)
      if (inner.count <= (draft.counts.get(writer) ?? 0)) {
        if (this.#known.copied.has(writer)) return aside(place, 'count', inner.writer)
        throw new CopiedProfile(writer, entry.sequence)
      }
      draft.counts.set(writer, inner.count)
      return merged(place, inner, body)
    }
    const inner = opened(epoch, header, body)
    return inner instanceof Promise ? inner.then(judge) : judge(inner)
  }

  #checkInner({ witness, base }: Inner, entry: Entry, before: Revision | null, relay: Head, draft: Draft): void {
    const { sequence } = entry
    if (!this.#isWitness(witness, sequence, draft))
      this.#fail(
        'witness',
        sequence,
        `the writer of entry ${sequence} was shown another history up to entry ${witness.sequence}`,
        relay,
        entry,
      )
    const fits = base && before ? base.sequence === before.sequence && equalBytes(base.digest, before.digest) : base === before
    if (!fits) this.#fail('base', sequence, `entry ${sequence} was not built on the revision before it`, relay, entry)
  }

  /** What lies before a checkpoint that this log starts from cannot be compared. */
  #isWitness(witness: Head, sequence: number, { restores }: Draft): boolean {
    if (witness.sequence >= sequence) return false
    if (witness.sequence < this.first) return true
    return (
      equalBytes(witness.hash, this.#hashAt(witness.sequence)) &&
      equalBytes(witness.generation, generationAt(restores, witness.sequence))
    )
  }

  #checkEnd({ through, head }: Page, { sequence, restores, roster, keyring, withheld }: Draft): void {
    const reached = { generation: generationOf(restores), sequence, hash: this.#hashAt(sequence) }
    if (!equalHeads(through, reached))
      this.#fail('chain', sequence, "the relay's chain is not the one its entries give", through)
    if (head.sequence < sequence || (head.sequence === sequence && !equalHeads(head, reached)))
      this.#fail('chain', sequence, 'the relay names two heads for one log', head)
    // Nothing more comes for a reader that is gone, or of an account that ended.
    if (roster.closed || roster.gone.has(keyring.device.name)) return
    for (const [, { sequence: unread, until }] of withheld.entries())
      if (until <= sequence) this.#fail('withheld', unread, `the relay withholds entry ${unread}`, head)
  }
}
