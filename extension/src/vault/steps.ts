// The steps of a vault: each is one transaction, under the lock, on memory that is as the disk is (vault.ts, the rules).
import type { Device } from '@counterfoil/crypto/device'
import type { Document } from '@counterfoil/crypto/document'
import { type Bytes, fromBase64url, toBase64url } from '@counterfoil/crypto/encoding'
import { type Log, partedAt, type Restore } from '@counterfoil/crypto/log'
import { CHAIN_ROW, commit, type Database, readEverything, type Row, type State, type Waiting } from './database.ts'
import { type Environment, LocalCopyLost, LOCK } from './environment.ts'
import { type Kept, load, type Memory } from './memory.ts'
import { Natural } from './natural.ts'
import { accountOf } from './start.ts'
import { type Anchor, anchorAt, deviceOf, type Identity } from './settings.ts'

export interface Change {
  readonly state?: Partial<Omit<State, 'revision'>>
  /** Null removes the row. */
  readonly outbox?: ReadonlyMap<string, Waiting | null>
  /** The documents of the drafts in `outbox` that changed. */
  readonly documents?: ReadonlyMap<string, Document>
  readonly rows?: ReadonlyMap<string, Row>
  readonly statements?: ReadonlyMap<number, Bytes>
  /** The log's sequence before the entries that were read. */
  readonly chainFrom?: number
  readonly clearChain?: boolean
  readonly reload?: boolean
  /** The log was read anew: all that was of the one before goes. */
  readonly log?: Log
  readonly shards?: Memory['shards']
}

export abstract class Steps {
  readonly identity: Identity
  readonly device: Device
  readonly account: Bytes
  readonly environment: Environment
  protected readonly database: Database
  /** How far this device had come before the local copy was lost; nothing below it is accepted again. */
  protected readonly floor: Anchor | null
  protected memory!: Memory
  protected natural!: Natural
  /** Memory may be ahead of the disk, or behind it. */
  protected stale = true

  protected constructor(environment: Environment, database: Database, identity: Identity, floor: Anchor | null) {
    this.environment = environment
    this.database = database
    this.identity = identity
    // Of another account it says nothing.
    this.floor = floor?.account === identity.account ? floor : null
    this.device = deviceOf(identity)
    this.account = accountOf(identity)
  }

  close(): void {
    this.database.close()
  }

  /** Brings memory up to what other contexts committed. */
  refresh(): Promise<void> {
    return this.environment.locked(LOCK, () => this.#refresh())
  }

  protected own(record: string): Kept | null {
    const draft = this.memory.drafts.get(record)
    const document = (draft ?? this.memory.merged.get(record))?.document
    return document ? { document, waiting: draft !== undefined } : null
  }

  protected async step(prepare: () => Promise<Change | null>): Promise<boolean> {
    return this.environment.locked(LOCK, async () => {
      await this.#refresh()
      const change = await prepare()
      if (!change) return false
      await this.#commit(change)
      return true
    })
  }

  async #commit(change: Change): Promise<void> {
    this.stale = true
    const memory = this.memory
    const log = change.log ?? memory.log
    const state: State = { ...memory.state, ...change.state, revision: memory.state.revision + 1 }
    await commit(this.database, async (writing) => {
      if (change.log) for (const name of ['chain', 'shards', 'outbox', 'statements'] as const) await writing.objectStore(name).clear()
      if (change.clearChain) await writing.objectStore('chain').clear()
      await writing.objectStore('state').put(state, 'state')
      if (change.chainFrom !== undefined) for (const [row, hashes] of chainRows(log, change.chainFrom)) await writing.objectStore('chain').put(hashes, row)
      if (change.rows) await (change.shards ?? memory.shards).put(writing, change.rows.values())
      for (const [sequence, signed] of change.statements ?? []) await writing.objectStore('statements').put(signed, sequence)
      for (const [record, waiting] of change.outbox ?? [])
        await (waiting ? writing.objectStore('outbox').put(waiting, record) : writing.objectStore('outbox').delete(record))
    })
    // Stays stale where the database is another device's from here on: this vault is done.
    if (change.state?.device !== undefined) return
    if (change.log || change.clearChain || change.reload) await this.load()
    else this.#follow(change, state)
    await this.environment.settings.saveAnchor(this.#newAnchor())
    this.environment.announce()
  }

  /** Memory as the disk is now. */
  #follow(change: Change, state: State): void {
    const { aside, asideBy, drafts, statements } = this.memory
    this.memory = { ...this.memory, state }
    for (const { record, aside: code, asideBy: by } of change.rows?.values() ?? []) {
      if (code) aside.set(record, code)
      else aside.delete(record)
      if (code && by) asideBy.set(record, by)
      else asideBy.delete(record)
    }
    for (const [record, waiting] of change.outbox ?? []) {
      const document = change.documents?.get(record) ?? drafts.get(record)?.document
      if (waiting && document) drafts.set(record, { document, waiting })
      else drafts.delete(record)
    }
    for (const [sequence, signed] of change.statements ?? []) statements.set(sequence, signed)
    const has = (record: string): boolean => this.own(record) !== null
    for (const record of [...(change.rows?.keys() ?? []), ...(change.outbox?.keys() ?? [])]) {
      const kept = this.own(record)
      if (kept) this.natural.note(record, kept.document, has)
    }
    this.stale = false
  }

  #newAnchor(): Anchor {
    const own = anchorAt(this.account, this.memory.log.head, this.memory.log.restores, this.memory.state.count, this.memory.drafts.size)
    const floor = this.floor
    // While a lost copy is read again, the anchor stays where it was.
    return floor && this.hasFloor ? { ...floor, waiting: own.waiting } : own
  }

  /** Whether the log has yet to lead back to where this device had been before its local copy was lost. */
  get hasFloor(): boolean {
    const { floor } = this
    const { log } = this.memory
    if (floor === null || this.partedFrom(log.restores) !== null) return false
    const hash = log.hashAt(floor.sequence)
    return hash ? toBase64url(hash) !== floor.hash : log.head.sequence < floor.sequence
  }

  /** Entries that the log lacks to where this device had been. */
  get belowFloor(): number {
    return this.floor && this.hasFloor ? this.floor.sequence - this.memory.log.head.sequence : 0
  }

  /**
   * Where a log with these `restored` entries parted from the floor. Null: it did not part below, or no entry that was not known then says so
   * (SPEC.md, *Restore*).
   */
  protected partedFrom(restores: readonly Restore[]): number | null {
    if (!this.floor) return null
    const known = this.floor.restores.map(([sequence, generation]) => ({ sequence, generation: fromBase64url(generation) }))
    const at = partedAt(known, restores)
    return at !== null && at <= this.floor.sequence ? at : null
  }

  async #refresh(): Promise<void> {
    const state = await this.database.get('state', 'state')
    if (!state || toBase64url(state.log.roster.account) !== this.identity.account || state.device !== this.device.name) throw new LocalCopyLost(this.memory.drafts.size)
    if (this.stale || state.revision !== this.memory.state.revision) await this.load()
  }

  /** Reads everything into memory; false: there is nothing, or it is not this device's. */
  protected async load(): Promise<boolean> {
    const stored = await readEverything(this.database)
    if (!stored || toBase64url(stored.state.log.roster.account) !== this.identity.account || stored.state.device !== this.device.name) return false
    // A count is never used twice, even if the browser put an older copy back.
    const state = { ...stored.state, count: Math.max(stored.state.count, this.#ownFloor()) }
    const known = (this.memory as Memory | undefined) ?? { merged: new Map(), drafts: new Map() }
    this.memory = await load({ ...stored, state }, this.device, known)
    this.natural = new Natural(this.memory.keyring)
    const has = (record: string): boolean => this.own(record) !== null
    for (const record of new Set([...this.memory.merged.keys(), ...this.memory.drafts.keys()])) {
      const kept = this.own(record)
      if (kept) this.natural.note(record, kept.document, has)
    }
    this.stale = false
    return true
  }

  #ownFloor(): number {
    return this.floor?.count ?? 0
  }
}

/** The rows of `chain` that changed since head `from`, whole. */
function* chainRows(log: Log, from: number): Iterable<[number, Bytes]> {
  const last = Math.floor(log.head.sequence / CHAIN_ROW)
  for (let row = Math.floor(from / CHAIN_ROW); row <= last; row++) yield [row, log.hashes(row * CHAIN_ROW, (row + 1) * CHAIN_ROW)]
}
