// The reader of a log: believes only what it verified, entry by entry, from the genesis on (SPEC.md, *log*).
import { type Entry, EntryKind, extend, FIRST_GENERATION, NO_RECORD, start } from './chain.ts'
import { type DeviceKeys, deviceId } from './device.ts'
import { decode, type Document } from './document.ts'
import { Draft } from './draft.ts'
import { type Bytes, concat, equalBytes, toHex } from './encoding.ts'
import { type Inner, open, type Revision } from './envelope.ts'
import type { Epoch } from './epoch.ts'
import { CopiedProfile, Refused, RelayInconsistent } from './errors.ts'
import { envelopeDigest, type Header, parseHeader } from './header.ts'
import {
  checkStatement,
  equalHeads,
  type Head,
  parse,
  Role,
  type Statement,
  statementDigest,
} from './statement.ts'

export interface Member {
  readonly keys: DeviceKeys
  readonly role: Role
  /** Digest of the statement that let it in. */
  readonly admitted: Bytes
}

/** An answer of the relay: `entries`, whose last head it says is `through`, of a log that then ended at `head`. */
export interface Page {
  readonly entries: readonly Entry[]
  readonly through: Head
  readonly head: Head
}

/** A statement that is valid in its place. */
export interface Admitted {
  readonly kind: 'admitted'
  readonly sequence: number
  readonly statement: Statement
}

interface RevisionRead {
  readonly record: Bytes
  readonly revision: Revision
}

/** A record's revision that passed every check. */
export interface Merged extends RevisionRead {
  readonly kind: 'merged'
  readonly inner: Inner
  readonly document: Document
  readonly body: Bytes
}

/** A revision that is in the chain and cannot be merged. `writer` is known only if it opened. */
export interface SetAside extends RevisionRead {
  readonly kind: 'set-aside'
  readonly code: 'damaged' | 'epoch' | 'writer' | 'document'
  readonly writer: Bytes | null
}

/** A revision whose bytes the relay no longer has, as it may once a newer one exists. */
export interface Superseded extends RevisionRead {
  readonly kind: 'superseded'
}

export type Read = Admitted | Merged | SetAside | Superseded

/** The key of an epoch the reader was let into; throws if it has none. */
export type EpochOf = (epoch: number) => Epoch

/** An entry without bytes, and the relay's head when it was read: by then a newer revision must have come. */
export interface Withheld {
  readonly sequence: number
  readonly until: number
}

/** All of a log that does not grow with its entries; plain data for structured clone. Maps are by id in hex. */
export interface StoredLog {
  readonly account: Bytes
  readonly generation: Bytes
  readonly sequence: number
  readonly statement: Bytes
  readonly epoch: number
  readonly commitment: Bytes
  readonly members: ReadonlyMap<string, Member>
  readonly counts: ReadonlyMap<string, number>
  readonly withheld: ReadonlyMap<string, Withheld>
}

const HASH_LENGTH = 32

export class Log {
  readonly account: Bytes
  readonly generation: Bytes = FIRST_GENERATION
  #sequence = 0
  /** H(0) … H(#sequence), then room; what lies beyond #sequence is a read that failed or is still going on. */
  #hashes: Bytes
  #statement: Bytes = new Uint8Array(HASH_LENGTH)
  #epoch = 0
  #commitment: Bytes = new Uint8Array(HASH_LENGTH)
  #members = new Map<string, Member>()
  #counts = new Map<string, number>()
  #newest = new Map<string, Revision>()
  #withheld = new Map<string, Withheld>()
  #reading = false

  private constructor(account: Bytes) {
    this.account = account
    this.#hashes = start(account).slice()
  }

  /** A reader that has seen nothing and will believe the genesis of `account` alone. */
  static start(account: Bytes): Log {
    return new Log(account)
  }

  /** What `toStored`, `hashes` and `newest` gave; `hashes` from H(0) on, in any number of pieces. */
  static fromStored(stored: StoredLog, hashes: readonly Bytes[], newest: Iterable<readonly [string, Revision]>): Log {
    const log = new Log(stored.account)
    log.#hashes = concat(...hashes)
    if (log.#hashes.length !== (stored.sequence + 1) * HASH_LENGTH)
      throw new RangeError(`the stored log has ${log.#hashes.length / HASH_LENGTH - 1} hashes for ${stored.sequence} entries`)
    log.#sequence = stored.sequence
    log.#statement = stored.statement
    log.#epoch = stored.epoch
    log.#commitment = stored.commitment
    log.#members = new Map(stored.members)
    log.#counts = new Map(stored.counts)
    log.#withheld = new Map(stored.withheld)
    log.#newest = new Map(newest)
    return log
  }

  toStored(): StoredLog {
    return {
      account: this.account,
      generation: this.generation,
      sequence: this.#sequence,
      statement: this.#statement,
      epoch: this.#epoch,
      commitment: this.#commitment,
      members: new Map(this.#members),
      counts: new Map(this.#counts),
      withheld: new Map(this.#withheld),
    }
  }

  /** H(from) … H(head), 32 bytes each: what a vault appends after a read that began at `from - 1`. */
  hashes(from = 0): Bytes {
    return this.#hashes.slice(from * HASH_LENGTH, (this.#sequence + 1) * HASH_LENGTH)
  }

  get head(): Head {
    return { generation: this.generation, sequence: this.#sequence, hash: this.#hashAt(this.#sequence).slice() }
  }

  /** Digest of the newest statement, as the next one names it. */
  get statement(): Bytes {
    return this.#statement
  }

  get epoch(): number {
    return this.#epoch
  }

  get commitment(): Bytes {
    return this.#commitment
  }

  /** By device id in hex. */
  get members(): ReadonlyMap<string, Member> {
    return this.#members
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
   * Verifies an answer of the relay and returns what was in it, in order. Throws `RelayInconsistent` or `CopiedProfile`, and then
   * (as after any other error) is as it was before.
   */
  async read(page: Page, epochOf: EpochOf): Promise<Read[]> {
    if (this.#reading) throw new Error('a log is read by one reader at a time')
    this.#reading = true
    try {
      return await this.#read(page, epochOf)
    } finally {
      this.#reading = false
    }
  }

  async #read(page: Page, epochOf: EpochOf): Promise<Read[]> {
    const draft = new Draft(this.#members, this.#counts, this.#newest, this.#withheld)
    draft.sequence = this.#sequence
    draft.statement = this.#statement
    draft.commitment = this.#commitment
    const read: Read[] = []
    for (const entry of page.entries) read.push(await this.#readOne(entry, page.head, draft, epochOf))
    this.#checkEnd(page, draft)
    draft.commit()
    this.#sequence = draft.sequence
    this.#statement = draft.statement
    this.#commitment = draft.commitment
    return read
  }

  /**
   * Where the relay's own head stands to this one: `behind` is an earlier one of this very log, `ahead` has entries to read.
   * Throws `RelayInconsistent` (`fork`) if it is another history.
   */
  verifyHead(relay: Head): 'same' | 'behind' | 'ahead' {
    if (relay.sequence > this.#sequence) return 'ahead'
    if (!equalBytes(relay.generation, this.generation) || !equalBytes(relay.hash, this.#hashAt(relay.sequence)))
      this.#fail('fork', relay.sequence, `entry ${relay.sequence} is not the one read before`, relay)
    return relay.sequence < this.#sequence ? 'behind' : 'same'
  }

  #hashAt(sequence: number): Bytes {
    return this.#hashes.subarray(sequence * HASH_LENGTH, (sequence + 1) * HASH_LENGTH)
  }

  #fail(code: string, sequence: number, detail: string, relay: Head | null, entry?: Entry, cause?: unknown): never {
    const evidence = { own: this.head, relay, entry: entry ?? null }
    throw new RelayInconsistent(code, sequence, detail, evidence, { cause })
  }

  async #readOne(entry: Entry, relay: Head, draft: Draft, epochOf: EpochOf): Promise<Read> {
    const at = draft.sequence + 1
    if (entry.sequence !== at)
      this.#fail('sequence', at, `entry ${at} is missing; the relay sent ${entry.sequence}`, relay, entry)
    if (entry.kind === EntryKind.statement) return this.#readStatement(entry, relay, draft)
    if (at === 1 || entry.kind !== EntryKind.record)
      this.#fail('kind', at, `entry ${at} is of a kind that has no place there`, relay, entry)
    return this.#readRecord(entry, relay, draft, epochOf)
  }

  #advance(entry: Entry, record: Bytes, digest: Bytes, draft: Draft): void {
    const sequence = entry.sequence
    const end = (sequence + 1) * HASH_LENGTH
    if (this.#hashes.length < end) {
      const grown = new Uint8Array(Math.max(end, this.#hashes.length * 2, 256 * HASH_LENGTH))
      grown.set(this.#hashes)
      this.#hashes = grown
    }
    this.#hashes.set(extend(this.#hashAt(sequence - 1), sequence, entry.kind, record, digest), sequence * HASH_LENGTH)
    draft.sequence = sequence
  }

  #readStatement(entry: Entry, relay: Head, draft: Draft): Admitted {
    const { body, sequence } = entry
    if (!body || !equalBytes(entry.record, NO_RECORD))
      this.#fail('withheld', sequence, `the relay withholds statement ${sequence}`, relay, entry)
    let statement: Statement
    try {
      statement = parse(body)
      checkStatement(statement, {
        account: this.account,
        previous: draft.statement,
        head: {
          generation: this.generation,
          sequence: draft.sequence,
          hash: this.#hashAt(draft.sequence),
        },
        epoch: this.#epoch,
        members: draft.members,
      })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#fail(error.code, sequence, `statement ${sequence}: ${error.message}`, relay, entry, error)
    }
    const { keys } = statement
    const role = statement.kind === 'add' ? statement.role : Role.device
    draft.statement = statementDigest(body)
    draft.members.set(toHex(deviceId(keys)), { keys, role, admitted: draft.statement })
    if (statement.kind === 'genesis') draft.commitment = statement.commitment
    this.#advance(entry, NO_RECORD, draft.statement, draft)
    return { kind: 'admitted', sequence, statement }
  }

  async #readRecord(entry: Entry, relay: Head, draft: Draft, epochOf: EpochOf): Promise<Read> {
    const { body, sequence } = entry
    const record = toHex(entry.record)
    const before = draft.newest.get(record) ?? null
    const revision = { sequence, digest: body ? envelopeDigest(body) : entry.digest }
    const place: RevisionRead = { record: entry.record, revision }
    let read: Read
    if (body) {
      read = await this.#openRecord(entry, body, place, before, relay, draft, epochOf)
      draft.withheld.delete(record)
    } else {
      read = { kind: 'superseded', ...place }
      draft.withheld.set(record, { sequence, until: relay.sequence })
    }
    draft.newest.set(record, revision)
    this.#advance(entry, entry.record, revision.digest, draft)
    return read
  }

  async #openRecord(
    entry: Entry,
    body: Bytes,
    place: RevisionRead,
    before: Revision | null,
    relay: Head,
    draft: Draft,
    epochOf: EpochOf,
  ): Promise<Merged | SetAside> {
    const aside = (code: SetAside['code'], writer: Bytes | null = null): SetAside => ({
      kind: 'set-aside',
      ...place,
      code,
      writer,
    })
    const header = attempt(() => parseHeader(body))
    if (!header || !this.#isFor(header, entry)) return aside('damaged')
    if (header.epoch !== this.#epoch) return aside('epoch')
    const epoch = epochOf(header.epoch)
    let inner: Inner
    try {
      inner = (await open(epoch, body)).inner
    } catch (error) {
      if (error instanceof Refused) return aside('damaged')
      throw error
    }
    this.#checkPlace(inner, entry, before, relay)
    const writer = toHex(inner.writer)
    if (!draft.members.get(writer)) return aside('writer', inner.writer)
    if (inner.count <= (draft.counts.get(writer) ?? 0)) throw new CopiedProfile(writer, entry.sequence)
    draft.counts.set(writer, inner.count)
    const document = attempt(() => decode(inner.document))
    if (!document) return aside('document', inner.writer)
    return { kind: 'merged', ...place, inner, document, body }
  }

  #isFor(header: Header, entry: Entry): boolean {
    return equalBytes(header.account, this.account) && equalBytes(header.record, entry.record)
  }

  #checkPlace({ witness, base }: Inner, entry: Entry, before: Revision | null, relay: Head): void {
    const { sequence } = entry
    if (
      !equalBytes(witness.generation, this.generation) ||
      witness.sequence >= sequence ||
      !equalBytes(witness.hash, this.#hashAt(witness.sequence))
    )
      this.#fail(
        'witness',
        sequence,
        `the writer of entry ${sequence} was shown another history up to entry ${witness.sequence}`,
        relay,
        entry,
      )
    const fits = base && before ? base.sequence === before.sequence && equalBytes(base.digest, before.digest) : base === before
    if (!fits)
      this.#fail('base', sequence, `entry ${sequence} was not built on the revision before it`, relay, entry)
  }

  #checkEnd({ through, head }: Page, draft: Draft): void {
    const { sequence } = draft
    const reached = { generation: this.generation, sequence, hash: this.#hashAt(sequence) }
    if (!equalHeads(through, reached))
      this.#fail('chain', sequence, "the relay's chain is not the one its entries give", through)
    if (head.sequence < sequence || (head.sequence === sequence && !equalHeads(head, reached)))
      this.#fail('chain', sequence, 'the relay names two heads for one log', head)
    for (const { sequence: withheld, until } of draft.withheld.values())
      if (until <= sequence) this.#fail('withheld', withheld, `the relay withholds entry ${withheld}`, head)
  }
}

function attempt<T>(parseIt: () => T): T | null {
  try {
    return parseIt()
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
