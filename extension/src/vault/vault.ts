// One device's copy of a history: verified log, newest records, and what waits to be written.
//
// The rules:
// - every step is one transaction: entries, head, merged records, clock and outbox change together, on disk before anything is sent;
// - a record's working copy is its draft if there is one, else the newest revision read; a draft always holds all that was read;
// - several contexts (worker, popup, page) share it: each step takes the lock and first looks whether its memory is still current.
import type { Device } from '@counterfoil/crypto/device'
import { type Document, Writer } from '@counterfoil/crypto/document'
import { type Bytes, equalBytes, fromBase64url, toHex } from '@counterfoil/crypto/encoding'
import { CopiedProfile, Refused, RelayInconsistent } from '@counterfoil/crypto/errors'
import { envelopeDigest } from '@counterfoil/crypto/header'
import { deviceKey } from '@counterfoil/crypto/identity'
import type { Log, Page, Read } from '@counterfoil/crypto/log'
import { type Head, statementDigest } from '@counterfoil/crypto/statement'
import { sealedAnew } from './at-rest.ts'
import { type BroughtIn, placed } from './bring-in.ts'
import { type Database, openDatabase, type Sent, type State, type Waiting } from './database.ts'
import { Editor, SCHEMA } from './editor.ts'
import { type Environment, HistoryExists, LocalCopyLost, LOCK } from './environment.ts'
import { Files } from './files.ts'
import { Intake, isWithdrawn, tookRefused, withdrawnWith } from './intake.ts'
import { type Memory, writtenBy } from './memory.ts'
import { finishNext, isOver } from './next.ts'
import { purgesOf } from './purge.ts'
import { rekey } from './rekey.ts'
import { reread } from './reread.ts'
import { sealDraft, sealed, type Sealing } from './sealing.ts'
import { begin, firstState, newAccount } from './start.ts'
import { Shown } from './shown.ts'
import type { Change } from './steps.ts'
import { type Anchor, deviceOf, type Identity } from './settings.ts'

export { type Environment, HistoryExists, LocalCopyLost } from './environment.ts'
export type { Kept } from './memory.ts'
export type { Ending } from './shown.ts'
export type { Change } from './steps.ts'

/** A change sealed for the log. */
export interface Outgoing extends Sent {
  readonly record: string
}

export class Vault extends Shown {
  readonly files: Files
  /** Records that wait and are more than one holds, as they were when `outgoing` looked. */
  oversized: ReadonlySet<string> = new Set()

  private constructor(environment: Environment, database: Database, identity: Identity, floor: Anchor | null) {
    super(environment, database, identity, floor)
    this.files = new Files(database, environment.fetchBlob)
  }

  /**
   * The history this browser has; null if none was started or joined, or it is locked. Throws `LocalCopyLost`; `join` then starts it anew.
   */
  static async open(environment: Environment): Promise<Vault | null> {
    await finishNext(environment)
    const identity = await environment.settings.identity()
    if (!identity) return null
    const database = await openDatabase(environment.databaseName)
    const vault = new Vault(environment, database, identity, await environment.settings.anchor())
    const opened = await environment.locked(LOCK, async () => {
      if (await vault.load()) return vault
      const over = await isOver(environment.settings, database, identity)
      database.close()
      if (over) return null
      throw new LocalCopyLost(vault.floor?.waiting ?? 0)
    })
    return opened ?? Vault.open(environment)
  }

  /** A new history, which needs no relay yet. */
  static async create(environment: Environment, name: string, relay: string | null): Promise<Vault> {
    const { identity, device, genesis } = newAccount(relay)
    return Vault.#start(environment, identity, { name, created: false, device, ahead: [genesis], floor: null })
  }

  /**
   * After the local copy was lost, where no relay has one either: a new history of the same device, whose lock stays as it is. Throws
   * `HistoryExists` if another context was faster.
   */
  static async restart(environment: Environment, before: Identity): Promise<Vault> {
    const { settings } = environment
    const { identity, device, genesis } = newAccount(before.relay, deviceOf(before))
    await environment.locked(LOCK, async () => {
      if ((await settings.identity())?.account !== before.account) throw new HistoryExists()
      // First: what finds the database empty begins here again.
      await settings.dropAnchor()
      await settings.saveIdentity(identity)
    })
    return Vault.#start(environment, identity, { name: null, created: false, device, ahead: [genesis], floor: null })
  }

  /**
   * A history that this device was let into: empty until the log is read. `ahead`: its statements, which hold the keys. `floor`: how far it
   * had come before its local copy was lost; no log below that is accepted. `name` null: its record has it already. What another context
   * has read again meanwhile stays. Throws `HistoryExists` if there is another history, or another device of it, by now.
   */
  static join(environment: Environment, identity: Identity, ahead: readonly Bytes[], name: string | null, floor: Anchor | null = null): Promise<Vault> {
    return Vault.#start(environment, identity, { name, created: true, device: deviceOf(identity), ahead, floor })
  }

  static async #start(
    environment: Environment,
    identity: Identity,
    { name, created, device, ahead, floor }: { name: string | null; created: boolean; device: Device; ahead: readonly Bytes[]; floor: Anchor | null },
  ): Promise<Vault> {
    const database = await openDatabase(environment.databaseName)
    const vault = new Vault(environment, database, identity, floor)
    await begin(environment, database, identity, firstState({ account: vault.account, device: device.id, now: environment.now(), created, ahead, floor }))
    await environment.locked(LOCK, () => vault.load())
    if (name !== null) await vault.rename(name)
    return vault
  }

  /** Changes records by way of an `Editor`; all of it is one step. Resolves once it is on disk; false: nothing changed. */
  async edit(work: (editor: Editor) => void): Promise<boolean> {
    return this.step(async () => {
      const kept = (record: string): Document | null => this.get(record)?.document ?? null
      const editor = new Editor(kept, this.device.name, this.memory.state.clock, this.environment.now())
      work(editor)
      if (editor.changed.size === 0) return null
      const documents = new Map([...editor.changed].map(([record, document]) => [this.resolve(record), document]))
      return { ...(await this.#drafted(documents)), state: { clock: editor.clock } }
    })
  }

  /** Joins documents from elsewhere with what is here, in one step; what they add waits to be written. */
  async bringIn(documents: ReadonlyMap<string, Document>): Promise<BroughtIn> {
    let done: BroughtIn = { joined: 0, same: 0, left: 0 }
    await this.step(async () => {
      const { changed, clock, ...counts } = placed(this, documents, this.environment.now())
      done = { joined: changed.size, ...counts }
      return changed.size === 0 ? null : { ...(await this.#drafted(changed)), state: { clock } }
    })
    return done
  }

  rename(name: string): Promise<boolean> {
    return this.edit((editor) => editor.say('Device', this.idOf('Device', deviceKey(this.device.id)), 'name', name))
  }

  /** A device that wrote nothing for a week says that it is there. */
  async showLife(): Promise<void> {
    const now = this.environment.now()
    const last = this.signs.get(this.device.name)?.date
    const record = this.idOf('Device', deviceKey(this.device.id))
    // What waits already will be a sign of it.
    if (last === undefined || now - last < SILENCE_MS || this.get(record)?.waiting) return
    const seen = `${new Date(now).toISOString().slice(0, 19)}Z`
    await this.edit((editor) => editor.say('Device', record, 'seen', seen))
  }

  /** What has been in the bin for long enough goes for good; `all`: whatever is in it. */
  purge(all = false): Promise<boolean> {
    return this.step(async () => {
      const { clock } = this.memory.state
      const writer = new Writer(this.device.name, clock, this.environment.now(), SCHEMA)
      const documents = purgesOf(this.records(), writer, { now: this.environment.now(), all })
      return documents.size === 0 ? null : { ...(await this.#drafted(documents)), state: { clock: writer.clock } }
    })
  }

  /**
   * Verifies an answer of the relay to a read after sequence `after` and takes over what is in it; nothing happens if another context
   * has read on since. Throws what `Log.read` throws; nothing is changed then.
   */
  async receive(page: Page, after: number): Promise<void> {
    await this.step(async () => {
      const { log } = this.memory
      if (log.head.sequence !== after) return null
      // From here on memory may be ahead of the disk; should the commit fail, it is read again.
      this.stale = true
      const read = await this.#read(page)
      this.#checkEndless(page, after)
      if (log.head.sequence >= page.head.sequence) this.#checkFloor()
      const intake = this.#intake()
      await intake.take(read)
      return { ...intake, chainFrom: after, state: { ...intake.state(), ...this.#afterReading(intake, page.head) } }
    })
  }

  /** A newcomer's start from a checkpoint instead of from the genesis, of a log that ends at `end`; nothing happens if anything was read already. */
  async startFrom(end: Head, make: (keyring: Memory['keyring']) => Promise<{ readonly log: Log; readonly read: readonly Read[] }>): Promise<void> {
    await this.step(async () => {
      if (this.head.sequence !== 0) return null
      this.stale = true
      const { log, read } = await make(this.memory.keyring)
      this.memory = { ...this.memory, log }
      const intake = this.#intake()
      await intake.take(read)
      return { ...intake, chainFrom: log.first, clearChain: true, state: { ...intake.state(), ...this.#afterReading(intake, end) } }
    })
  }

  /**
   * The relay was restored, and `pages` hold its log from the start. All that this device has beyond it waits to be written again. Throws
   * what reading throws; nothing is changed then.
   */
  async reread(pages: readonly Page[]): Promise<void> {
    await this.step(async () => {
      const fresh = await reread(this.memory, pages, { now: this.environment.now(), seal: (keyring, log) => (record, document) => sealDraft(this.#place(keyring.current, log.head), record, document) })
      this.stale = true
      return fresh
    })
  }

  /**
   * What is to be sent now, in the order of its counts. Counts rise along the log, so while the fate of anything sent before is unknown
   * (no answer came), that alone is sent again and nothing else is sealed; what a later count has overtaken is withdrawn. `without`: what
   * the relay has no room for now.
   */
  async outgoing(most: { records: number; bytes: number }, without: ReadonlySet<string> = new Set()): Promise<Outgoing[]> {
    if (!this.#mayWrite()) return []
    await this.step(() => rekey(this.memory, this.natural, (record, document) => sealDraft(this.#place(), record, document)))
    const outgoing: Outgoing[] = []
    const oversized = new Set<string>()
    await this.step(async () => {
      const { log, state, drafts } = this.memory
      const outbox = new Map<string, Waiting | null>()
      const known = log.counts.get(this.device.name) ?? 0
      const overtaken: Bytes[] = []
      for (const [record, { waiting }] of drafts) {
        if (!waiting.sent) continue
        if (waiting.sent.count > known) outgoing.push({ record, ...waiting.sent })
        else {
          outbox.set(record, { draft: waiting.draft, sent: null })
          overtaken.push(waiting.sent.digest)
        }
      }
      let { count } = state
      let bytes = 0
      if (outgoing.length === 0)
        for (const [record, { document, waiting }] of drafts) {
          if (document.schema > SCHEMA || without.has(record)) continue
          if (outgoing.length === most.records || bytes > most.bytes) break
          const sent = await this.#sealForLog(record, document, count + 1)
          // Two devices added to it at one time. It waits, and keeps nothing else from being sent.
          if (!sent) {
            oversized.add(record)
            continue
          }
          count += 1
          bytes += sent.envelope.length
          outbox.set(record, { draft: waiting.draft, sent })
          outgoing.push({ record, ...sent })
        }
      return outbox.size === 0 ? null : { outbox, state: { count, withdrawn: withdrawnWith(state, overtaken) } }
    })
    this.oversized = oversized
    return outgoing.sort((one, other) => one.count - other.count)
  }

  /** The relay refused these: they are to be sealed anew, on what is read meanwhile. */
  async refused(records: Iterable<string>): Promise<void> {
    await this.step(async () => {
      const outbox = new Map<string, Waiting | null>()
      const withdrawn: Bytes[] = []
      for (const record of records) {
        const waiting = this.memory.drafts.get(record)?.waiting
        if (!waiting?.sent) continue
        outbox.set(record, { draft: waiting.draft, sent: null })
        withdrawn.push(waiting.sent.digest)
      }
      return { outbox, state: { withdrawn: withdrawnWith(this.memory.state, withdrawn) } }
    })
  }

  /** What has to be remembered beside records and log. */
  async note(change: Partial<Pick<State, 'created' | 'lost' | 'shared' | 'replaces' | 'fast' | 'restored' | 'closed'>>): Promise<void> {
    await this.step(async () => ({ state: change }))
  }

  /** The person knows that two write as one of these devices: what repeats a count of it is set aside from here on. */
  async noteCopied(device: string): Promise<void> {
    await this.step(async () => {
      const log = this.log.toStored()
      const shared = this.memory.state.shared || device === this.device.name
      return { state: { log: { ...log, copied: new Set([...log.copied, device]) }, shared }, reload: true }
    })
  }

  /**
   * From here on another device of this account is the one here. Nothing in flight is its own, and the one before it is to be removed if
   * `removes`. The identity has to follow (`Settings.takeNext`).
   */
  async handTo(device: Device, removes: boolean): Promise<void> {
    await this.step(async () => {
      const outbox = new Map<string, Waiting>()
      // Where two wrote under one count, the others set one of the two aside: all that was written so is written once more.
      if (this.memory.state.shared)
        for (const record of await writtenBy(this.device.id, this.memory.keyring, this.database)) {
          const document = this.own(record)?.document
          if (document) outbox.set(record, { draft: await sealDraft(this.#place(), record, document), sent: null })
        }
      for (const [record, { waiting }] of this.memory.drafts) outbox.set(record, { draft: waiting.draft, sent: null })
      const state = { device: device.name, count: 0, relearned: 0, withdrawn: [], shared: false, replaces: removes ? this.device.name : null }
      return { outbox, state }
    })
    await finishNext(this.environment)
  }

  /** Once the device before this one is removed: what is stored opens with its seed no more. */
  async leaveNothingTo(): Promise<void> {
    if (this.memory.state.replaces === null || this.replaces !== null) return
    await this.step(async () => {
      const anew = await sealedAnew(this.memory, this.database, (record, document) => sealDraft(this.#place(), record, document))
      return { ...anew, state: { replaces: null } }
    })
  }

  // -- inside ------------------------------------------------------------------------------------------------------------

  /** Not before the log was read to its end under this device's newest key, and lost statements are back. */
  #mayWrite(): boolean {
    const { roster } = this.log
    const { state, keyring } = this.memory
    const isCurrent = roster.epoch === keyring.current.number && equalBytes(roster.commitment, keyring.current.commitment)
    return isCurrent && roster.members.has(this.device.name) && !roster.rotationDue && state.lost.length === 0 && !state.shared && this.ending === null
  }

  #intake(): Intake {
    return new Intake(this.memory, { now: this.environment.now(), sealDraft: (record, document) => sealDraft(this.#place(), record, document) })
  }

  /** What a read says beside its records: statements that need no longer be held ahead, and a restore, with what it took below the floor. */
  #afterReading({ statements, restored }: Intake, end: Head): Partial<State> {
    const { state, log } = this.memory
    const read = new Set([...statements.values()].map((signed) => toHex(statementDigest(signed))))
    const ahead = state.ahead.filter((signed) => !read.has(toHex(statementDigest(signed))))
    const before = log.restores.filter(({ sequence }) => !restored.some((one) => one.sequence === sequence))
    const parted = this.partedFrom(before) === null ? this.partedFrom(log.restores) : null
    const below = parted === null ? undefined : restored.at(-1)
    // The date is the relay's own word: what comes after the first reading was lived through, whatever it says.
    const lived = below ?? restored.filter(({ restored: { at } }) => state.caughtUp || at > state.since).at(-1)
    const lost = parted !== null && this.floor ? this.floor.sequence - (parted - 1) : 0
    const story = lived ? { at: this.environment.now(), of: lived.restored.of, lost, putBack: 0, wroteLast: null, lostRecords: [], putBackRecords: [], lostStatements: [] } : state.restored
    return { log: log.toStored(), ahead, restored: story, caughtUp: state.caughtUp || log.head.sequence >= end.sequence }
  }

  async #read(page: Page): Promise<Read[]> {
    const { log, keyring, state } = this.memory
    try {
      return await log.read(page, keyring)
    } catch (error) {
      if (!(error instanceof CopiedProfile) || error.device !== this.device.name) throw error
      const body = page.entries.find(({ sequence }) => sequence === error.sequence)?.body
      throw body && isWithdrawn(state, envelopeDigest(body)) ? tookRefused(this.memory, error.sequence) : error
    }
  }

  #checkEndless({ head }: Page, after: number): void {
    const { log } = this.memory
    if (log.withheld.size > MOST_WITHHELD)
      throw new RelayInconsistent('withheld', after + 1, 'the relay shows entries without end and without contents', { own: log.head, relay: head, entry: null })
  }

  /** Of a log that was read to its end, and reaches as far as this device had come. */
  #checkFloor(): void {
    const floor = this.floor
    const { log } = this.memory
    // What a restore since then took is gone with the local copy.
    if (!floor || log.head.sequence < floor.sequence || !this.hasFloor) return
    throw new RelayInconsistent('fork', floor.sequence, 'the relay shows another history than before', {
      own: { generation: fromBase64url(floor.generation), sequence: floor.sequence, hash: fromBase64url(floor.hash) },
      relay: log.head,
      entry: null,
    })
  }

  async #drafted(documents: ReadonlyMap<string, Document>): Promise<Change> {
    const outbox = new Map<string, Waiting | null>()
    for (const [record, document] of documents) {
      const before = this.memory.drafts.get(record)
      const draft = await sealed(this.#place(), record, document, 0, null)
      // What is too large already may be shortened little by little, and deleted.
      if (!draft && (!before || (await sealed(this.#place(), record, before.document, 0, null)))) throw new Refused('large', 'this is more than a record holds')
      outbox.set(record, { draft: draft ?? (await sealDraft(this.#place(), record, document)), sent: before?.waiting.sent ?? null })
    }
    return { outbox, documents }
  }

  #place(epoch = this.epoch, witness = this.head): Sealing {
    return { account: this.account, writer: this.device.id, epoch, witness, date: this.environment.now() }
  }

  /** Null: it is more than a record holds. */
  async #sealForLog(record: string, document: Document, count: number): Promise<Sent | null> {
    const base = this.log.newest.get(record) ?? null
    const envelope = await sealed(this.#place(), record, document, count, base)
    return envelope && { envelope, digest: envelopeDigest(envelope), base: base?.sequence ?? null, count }
  }
}

const SILENCE_MS = 7 * 86_400_000
/** More superseded revisions than this without their successors are no history. */
const MOST_WITHHELD = 100_000
