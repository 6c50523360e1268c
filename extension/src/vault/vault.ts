// One device's copy of a history: verified log, newest records, and what waits to be written.
//
// The rules:
// - every step is one transaction: entries, head, merged records, clock and outbox change together, on disk before anything is sent;
// - a record's working copy is its draft if there is one, else the newest revision read; a draft always holds all that was read;
// - several contexts (worker, popup, page) share it: each step takes the lock and first looks whether its memory is still current.
import { Device } from '@counterfoil/crypto/device'
import { decode, type Document, encode, join, latest, onlyFromPages } from '@counterfoil/crypto/document'
import { type Bytes, equalBytes, fromBase64url, fromHex, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { open, seal } from '@counterfoil/crypto/envelope'
import { Epoch, openEpoch } from '@counterfoil/crypto/epoch'
import { CopiedProfile, Refused, RelayInconsistent } from '@counterfoil/crypto/errors'
import { envelopeDigest } from '@counterfoil/crypto/header'
import { deviceKey, type NaturalKey, recordId } from '@counterfoil/crypto/identity'
import { Log, type Page, type Read } from '@counterfoil/crypto/log'
import { follow } from '@counterfoil/crypto/stamp'
import { genesis, type Head } from '@counterfoil/crypto/statement'
import { CHAIN_ROW, commit, type Database, openDatabase, readEverything, type Row, type Sent, type State, type Waiting } from './database.ts'
import { Editor, SCHEMA } from './editor.ts'
import { rowOf, Shards } from './shards.ts'
import { anchorAt, type Anchor, deviceOf, type Identity, type Settings } from './settings.ts'

/** A change sealed for the log. */
export interface Outgoing extends Sent {
  readonly record: string
}

/** A record as this device has it. */
export interface Kept {
  readonly document: Document
  /** Not yet read back from the log. */
  readonly waiting: boolean
}

/** The browser deleted the local copy; `waiting` changes had not been written to the relay. */
export class LocalCopyLost extends Error {
  override readonly name = 'LocalCopyLost'
  readonly waiting: number

  constructor(waiting: number) {
    super('the browser deleted the local copy')
    this.waiting = waiting
  }
}

/** This browser has a history already, and nothing may write over it. */
export class HistoryExists extends Error {
  override readonly name = 'HistoryExists'
}

export interface Environment {
  readonly settings: Settings
  /** Web Locks' `request`. */
  readonly locked: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** Tells the other contexts that something changed. */
  readonly announce: () => void
  readonly now: () => number
  readonly databaseName?: string
}

interface Draft {
  readonly document: Document
  readonly waiting: Waiting
}

interface Merged {
  readonly document: Document
  /** Of the revision it came with. */
  readonly digest: Bytes
}

export class Vault {
  readonly identity: Identity
  readonly device: Device
  readonly account: Bytes
  readonly #environment: Environment
  readonly #database: Database
  /** How far this device had come before the local copy was lost; nothing below it is accepted again. */
  readonly #floor: Anchor | null
  #state!: State
  #log!: Log
  #epoch!: Epoch
  #merged = new Map<string, Merged>()
  #aside = new Map<string, string>()
  #shards = new Shards(new Map())
  #drafts = new Map<string, Draft>()
  #stale = true

  private constructor(environment: Environment, database: Database, identity: Identity, floor: Anchor | null) {
    this.#environment = environment
    this.#database = database
    this.identity = identity
    this.#floor = floor
    this.device = deviceOf(identity)
    this.account = fromBase64url(identity.account)
  }

  /** The history this browser has; null if none was started or joined. Throws `LocalCopyLost`; `join` then starts it anew. */
  static async open(environment: Environment): Promise<Vault | null> {
    const identity = await environment.settings.identity()
    if (!identity) return null
    const database = await openDatabase(environment.databaseName)
    const vault = new Vault(environment, database, identity, await environment.settings.anchor())
    return environment.locked(LOCK, async () => {
      if (await vault.#load()) return vault
      database.close()
      throw new LocalCopyLost((await environment.settings.anchor())?.waiting ?? 0)
    })
  }

  /** A new history, which needs no relay yet. */
  static async create(environment: Environment, name: string, relay: string | null): Promise<Vault> {
    const device = Device.new()
    const epoch = Epoch.new()
    const first = genesis(device, epoch.commitment, epoch.sealTo(device.keys))
    const identity = { seed: toBase64url(device.seed), account: toBase64url(first.account), name, relay }
    return Vault.#start(environment, identity, first.sealedKey, first.signed, null)
  }

  /**
   * A history that this device was let into: empty until the log is read. `floor`: how far it had come before its local copy was lost;
   * no log below that is accepted.
   */
  static join(environment: Environment, identity: Identity, sealedKey: Bytes, floor: Anchor | null = null): Promise<Vault> {
    return Vault.#start(environment, identity, sealedKey, null, floor)
  }

  static async #start(
    environment: Environment,
    identity: Identity,
    sealedKey: Bytes,
    signedGenesis: Bytes | null,
    floor: Anchor | null,
  ): Promise<Vault> {
    const database = await openDatabase(environment.databaseName)
    const vault = new Vault(environment, database, identity, floor)
    const log = Log.start(vault.account)
    const state: State = {
      revision: 1,
      log: log.toStored(),
      sealedKey,
      genesis: signedGenesis,
      count: floor?.count ?? 0,
      relearned: floor?.count ?? 0,
      withdrawn: [],
      clock: [0, 0],
    }
    await environment.locked(LOCK, async () => {
      // Looked at here, under the lock: two tabs may both have seen none.
      const present = await environment.settings.identity()
      if (present && present.account !== identity.account) {
        database.close()
        throw new HistoryExists()
      }
      await commit(database, async (writing) => {
        for (const name of writing.objectStoreNames) await writing.objectStore(name).clear()
        await writing.objectStore('state').put(state, 'state')
        await writing.objectStore('chain').put(log.hashes(), 0)
      })
      // The identity comes last: without it there is no history, and starting again does no harm.
      await environment.settings.saveIdentity(identity)
      await vault.#load()
    })
    const named = recordId(vault.#epoch, 'Device', deviceKey(vault.device.id))
    await vault.edit((editor) => editor.say('Device', toHex(named), 'name', identity.name))
    return vault
  }

  close(): void {
    this.#database.close()
  }

  get settings(): Settings {
    return this.#environment.settings
  }

  get head(): Head {
    return this.#log.head
  }

  get epoch(): Epoch {
    return this.#epoch
  }

  get log(): Log {
    return this.#log
  }

  /** The statement that starts the account, until the relay has it. */
  get genesis(): Bytes | null {
    return this.#state.genesis
  }

  get waiting(): number {
    return this.#drafts.size
  }

  /** Records whose newest revision could not be merged, with the reason's code. */
  get setAside(): ReadonlyMap<string, string> {
    return this.#aside
  }

  get(record: string): Kept | null {
    const draft = this.#drafts.get(record)
    const document = (draft ?? this.#merged.get(record))?.document
    return document ? { document, waiting: draft !== undefined } : null
  }

  *records(): Iterable<[string, Kept]> {
    for (const record of new Set([...this.#merged.keys(), ...this.#drafts.keys()])) {
      const kept = this.get(record)
      if (kept) yield [record, kept]
    }
  }

  idOf(type: string, key: NaturalKey): string {
    return toHex(recordId(this.#epoch, type, key))
  }

  /** Brings memory up to what other contexts committed. */
  refresh(): Promise<void> {
    return this.#environment.locked(LOCK, () => this.#refresh())
  }

  /** Changes records by way of an `Editor`; all of it is one step. Resolves once it is on disk; false: nothing changed. */
  async edit(work: (editor: Editor) => void): Promise<boolean> {
    return this.#step(async () => {
      const kept = (record: string): Document | null => this.get(record)?.document ?? null
      const editor = new Editor(kept, toHex(this.device.id), this.#state.clock, this.#environment.now())
      work(editor)
      if (editor.changed.size === 0) return null
      const outbox = new Map<string, Waiting | null>()
      for (const [record, document] of editor.changed) {
        const sent = this.#drafts.get(record)?.waiting.sent ?? null
        const draft = await this.#sealDraft(record, document)
        if (draft.length > LARGEST_ENVELOPE) throw new Refused('large', 'this is more than a record holds')
        outbox.set(record, { draft, sent })
      }
      return { outbox, documents: editor.changed, state: { clock: editor.clock } }
    })
  }

  /**
   * Verifies an answer of the relay to a read after sequence `after` and takes over what is in it; nothing happens if another context
   * has read on since. Throws what `Log.read` throws; nothing is changed then.
   */
  async receive(page: Page, after: number): Promise<void> {
    await this.#step(async () => {
      if (this.#log.head.sequence !== after) return null
      // From here on memory may be ahead of the disk; should the commit fail, it is read again.
      this.#stale = true
      const read = await this.#read(page)
      if (this.#log.withheld.size > MOST_WITHHELD)
        throw new RelayInconsistent('withheld', after + 1, 'the relay shows entries without end and without contents', {
          own: this.#log.head,
          relay: page.head,
          entry: null,
        })
      this.#checkFloor()
      const now = this.#environment.now()
      const outbox = new Map<string, Waiting | null>()
      const documents = new Map<string, Document>()
      const rows = new Map<string, Row>()
      let clock = this.#state.clock
      for (const one of read) {
        if (one.kind === 'admitted') continue
        const record = toHex(one.record)
        this.#refuseCopy(one, outbox.get(record) ?? this.#drafts.get(record)?.waiting ?? null)
        const clash = one.kind === 'merged' && this.#clashes(record, one.document, documents)
        rows.set(record, rowOf(record, one, clash ? 'type' : null))
        if (one.kind !== 'merged' || clash) continue
        clock = follow(clock, latest(one.document), now)
        await this.#meet(record, { document: one.document, digest: one.revision.digest }, outbox, documents)
      }
      return { outbox, documents, rows, chainFrom: after, state: { clock, log: this.#log.toStored() } }
    })
  }

  /**
   * What is to be sent now, in the order of its counts. Counts rise along the log, so while the fate of anything sent before is unknown
   * (no answer came), that alone is sent again and nothing else is sealed; what a later count has overtaken is withdrawn.
   */
  async outgoing(most: { records: number; bytes: number }): Promise<Outgoing[]> {
    const outgoing: Outgoing[] = []
    await this.#step(async () => {
      const outbox = new Map<string, Waiting | null>()
      const known = this.#log.counts.get(toHex(this.device.id)) ?? 0
      for (const [record, { waiting }] of this.#drafts) {
        if (!waiting.sent) continue
        if (waiting.sent.count > known) outgoing.push({ record, ...waiting.sent })
        else outbox.set(record, { draft: waiting.draft, sent: null })
      }
      let { count } = this.#state
      let bytes = 0
      if (outgoing.length === 0)
        for (const [record, { document, waiting }] of this.#drafts) {
          if (document.schema > SCHEMA) continue
          if (outgoing.length === most.records || bytes > most.bytes) break
          count += 1
          const sent = await this.#sealForLog(record, document, count)
          bytes += sent.envelope.length
          outbox.set(record, { draft: waiting.draft, sent })
          outgoing.push({ record, ...sent })
        }
      return outbox.size === 0 ? null : { outbox, state: { count } }
    })
    return outgoing.sort((one, other) => one.count - other.count)
  }

  /** The relay refused these: they are to be sealed anew, on what is read meanwhile. */
  async refused(records: Iterable<string>): Promise<void> {
    await this.#step(async () => {
      const outbox = new Map<string, Waiting | null>()
      const withdrawn = [...this.#state.withdrawn]
      for (const record of records) {
        const waiting = this.#drafts.get(record)?.waiting
        if (!waiting?.sent) continue
        outbox.set(record, { draft: waiting.draft, sent: null })
        withdrawn.push(waiting.sent.digest)
      }
      return { outbox, state: { withdrawn: withdrawn.slice(-MOST_WITHDRAWN) } }
    })
  }

  /** The relay has the account. */
  async accountCreated(): Promise<void> {
    await this.#step(async () => ({ state: { genesis: null } }))
  }

  // -- inside ------------------------------------------------------------------------------------------------------------

  /** A relay that refuses a change and writes it all the same would make this device look copied. */
  async #read(page: Page): Promise<Read[]> {
    try {
      return await this.#log.read(page, () => this.#epoch)
    } catch (error) {
      if (!(error instanceof CopiedProfile) || error.device !== toHex(this.device.id)) throw error
      const body = page.entries.find(({ sequence }) => sequence === error.sequence)?.body
      throw body && this.#isWithdrawn(envelopeDigest(body)) ? this.#tookRefused(error.sequence) : error
    }
  }

  #isWithdrawn(digest: Bytes): boolean {
    return this.#state.withdrawn.some((one) => equalBytes(one, digest))
  }

  #tookRefused(sequence: number): RelayInconsistent {
    const detail = `entry ${sequence} is a change that the relay had refused`
    return new RelayInconsistent('count', sequence, detail, { own: this.#log.head, relay: null, entry: null })
  }

  /** Joins a revision from the log with what is here; a join that changes nothing writes nothing. */
  async #meet(
    record: string,
    received: Merged,
    outbox: Map<string, Waiting | null>,
    documents: Map<string, Document>,
  ): Promise<void> {
    const held = documents.get(record) ?? this.get(record)?.document
    this.#merged.set(record, received)
    const joined = held ? join(received.document, held) : received.document
    if (joined === received.document) {
      if (this.#drafts.has(record) || outbox.has(record)) outbox.set(record, null)
      documents.delete(record)
      return
    }
    // Also when nothing waited: what a revision left out of what was read before is written back.
    documents.set(record, joined)
    outbox.set(record, { draft: await this.#sealDraft(record, joined), sent: null })
  }

  /** One id, two types: no honest device writes that, and there is nothing to join. */
  #clashes(record: string, received: Document, documents: ReadonlyMap<string, Document>): boolean {
    const held = documents.get(record) ?? this.get(record)?.document
    return held !== undefined && held.type !== received.type
  }

  /** An entry in this device's name that it did not send was written by a copy of its profile. */
  #refuseCopy(one: Exclude<Read, { kind: 'admitted' }>, waiting: Waiting | null): void {
    const writer = one.kind === 'merged' ? one.inner.writer : one.kind === 'set-aside' ? one.writer : null
    if (!writer || !equalBytes(writer, this.device.id)) return
    const { sequence, digest } = one.revision
    if (waiting?.sent && equalBytes(waiting.sent.digest, digest)) return
    // What this device wrote before its local copy was lost; a repeated count is found by the log itself.
    if (one.kind === 'merged' ? one.inner.count <= this.#state.relearned : this.#state.relearned > 0) return
    throw this.#isWithdrawn(digest) ? this.#tookRefused(sequence) : new CopiedProfile(toHex(this.device.id), sequence)
  }

  #checkFloor(): void {
    const floor = this.#floor
    const { sequence } = this.#log.head
    if (!floor || sequence < floor.sequence) return
    const hash = this.#log.hashes(floor.sequence).subarray(0, 32)
    if (toBase64url(hash) !== floor.hash)
      throw new RelayInconsistent('fork', floor.sequence, 'the relay shows another history than before', {
        own: { generation: fromBase64url(floor.generation), sequence: floor.sequence, hash: fromBase64url(floor.hash) },
        relay: this.#log.head,
        entry: null,
      })
  }

  async #sealDraft(record: string, document: Document): Promise<Bytes> {
    return this.#seal(record, document, 0, null)
  }

  async #sealForLog(record: string, document: Document, count: number): Promise<Sent> {
    const base = this.#log.newest.get(record) ?? null
    const envelope = await this.#seal(record, document, count, base)
    return { envelope, digest: envelopeDigest(envelope), base: base?.sequence ?? null, count }
  }

  #seal(record: string, document: Document, count: number, base: { sequence: number; digest: Bytes } | null): Promise<Bytes> {
    const header = { account: this.account, record: fromHex(record), epoch: this.#epoch.number, blobs: [] }
    const inner = {
      writer: this.device.id,
      count,
      date: this.#environment.now(),
      witness: this.#log.head,
      base,
      document: encode(document),
    }
    return seal(this.#epoch, header, inner, { deflate: onlyFromPages(document) })
  }

  async #step(prepare: () => Promise<Change | null>): Promise<boolean> {
    return this.#environment.locked(LOCK, async () => {
      await this.#refresh()
      const change = await prepare()
      if (!change) return false
      await this.#commit(change)
      return true
    })
  }

  async #commit(change: Change): Promise<void> {
    this.#stale = true
    const state: State = { ...this.#state, ...change.state, revision: this.#state.revision + 1 }
    const chain = change.chainFrom === undefined ? null : this.#chainRows(change.chainFrom)
    await commit(this.#database, async (writing) => {
      await writing.objectStore('state').put(state, 'state')
      for (const [row, hashes] of chain ?? []) await writing.objectStore('chain').put(hashes, row)
      if (change.rows) await this.#shards.put(writing, change.rows.values())
      for (const [record, waiting] of change.outbox ?? [])
        await (waiting ? writing.objectStore('outbox').put(waiting, record) : writing.objectStore('outbox').delete(record))
    })
    this.#state = state
    for (const { record, aside } of change.rows?.values() ?? []) {
      if (aside) this.#aside.set(record, aside)
      else this.#aside.delete(record)
    }
    for (const [record, waiting] of change.outbox ?? []) {
      const document = change.documents?.get(record) ?? this.#drafts.get(record)?.document
      if (waiting && document) this.#drafts.set(record, { document, waiting })
      else this.#drafts.delete(record)
    }
    this.#stale = false
    await this.settings.saveAnchor(this.#newAnchor())
    this.#environment.announce()
  }

  #newAnchor(): Anchor {
    const own = anchorAt(this.account, this.#log.head, this.#state.count, this.#drafts.size)
    const floor = this.#floor
    // While a lost copy is read again, the anchor stays where it was.
    return floor && floor.account === own.account && floor.sequence > own.sequence ? { ...floor, waiting: own.waiting } : own
  }

  /** The rows of `chain` that changed since head `from`, whole. */
  *#chainRows(from: number): Iterable<[number, Bytes]> {
    const last = Math.floor(this.#log.head.sequence / CHAIN_ROW)
    for (let row = Math.floor(from / CHAIN_ROW); row <= last; row++)
      yield [row, this.#log.hashes(row * CHAIN_ROW).slice(0, CHAIN_ROW * 32)]
  }

  async #refresh(): Promise<void> {
    const state = await this.#database.get('state', 'state')
    if (!state) throw new LocalCopyLost(this.#drafts.size)
    if (this.#stale || state.revision !== this.#state.revision) await this.#load()
  }

  /** Reads everything into memory; false: there is nothing, or it is behind the anchor. */
  async #load(): Promise<boolean> {
    const stored = await readEverything(this.#database)
    if (!stored || toBase64url(stored.state.log.account) !== this.identity.account) return false
    // A count is never used twice, even if the browser put an older copy back.
    this.#state = { ...stored.state, count: Math.max(stored.state.count, this.#floor?.count ?? 0) }
    this.#epoch = openEpochOf(this.device, stored.state)
    const rows = [...stored.shards.values()].flat()
    this.#log = Log.fromStored(
      stored.state.log,
      stored.chain,
      rows.map((row) => [row.record, row.revision]),
    )
    const known = { merged: this.#merged, drafts: this.#drafts }
    this.#merged = new Map()
    this.#aside = new Map()
    this.#shards = new Shards(stored.shards)
    for (const row of rows) {
      if (row.aside) this.#aside.set(row.record, row.aside)
      if (row.envelope) this.#merged.set(row.record, await this.#openMerged(row.envelope, row.revision.digest, known.merged.get(row.record)))
    }
    this.#drafts = new Map()
    for (const [record, waiting] of stored.outbox) {
      const draft = known.drafts.get(record)
      const same = draft && equalBytes(draft.waiting.draft, waiting.draft)
      this.#drafts.set(record, { document: same ? draft.document : await this.#openDocument(waiting.draft), waiting })
    }
    this.#stale = false
    return true
  }

  /** Another context's commit changes few records; the others are in memory already. */
  async #openMerged(envelope: Bytes, digest: Bytes, known: Merged | undefined): Promise<Merged> {
    return known && equalBytes(known.digest, digest) ? known : { document: await this.#openDocument(envelope), digest }
  }

  async #openDocument(envelope: Bytes): Promise<Document> {
    return decode((await open(this.#epoch, envelope)).inner.document)
  }
}

const LOCK = 'counterfoil-vault'
const MOST_WITHDRAWN = 1_000
/** More superseded revisions than this without their successors are no history. */
const MOST_WITHHELD = 100_000
/** What a relay takes (server/PROTOCOL.md). */
const LARGEST_ENVELOPE = 1024 * 1024

interface Change {
  readonly state?: Partial<Omit<State, 'revision'>>
  /** Null removes the row. */
  readonly outbox?: Map<string, Waiting | null>
  /** The documents of the drafts in `outbox` that changed. */
  readonly documents?: ReadonlyMap<string, Document>
  readonly rows?: Map<string, Row>
  /** The log's sequence before the entries that were read. */
  readonly chainFrom?: number
}

const openEpochOf = (device: Device, state: State): Epoch => {
  const { epoch, commitment } = state.log
  // Until the genesis is read the log has no commitment; whoever stored the sealed key had compared it.
  return commitment.some((byte) => byte !== 0)
    ? openEpoch(device, epoch, state.sealedKey, commitment)
    : new Epoch(epoch, device.openBox(state.sealedKey))
}
