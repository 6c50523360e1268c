// Brings this device and its relay to the same log: read and verify, put back what the relay lost, send what waits, read it back.
//
// A change counts as written only when it was read back; after a restart nothing in flight is sent again before the log was read, because
// every run begins by reading.
import { type Bytes, equalBytes, fromHex, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused, RelayInconsistent } from '@counterfoil/crypto/errors'
import { lacking, Log } from '@counterfoil/crypto/log'
import { Roster } from '@counterfoil/crypto/roster'
import { type Act, type Head, parse, sign, statementDigest } from '@counterfoil/crypto/statement'
import { restoresIn } from '../vault/reread.ts'
import type { Outgoing, Vault } from '../vault/vault.ts'
import { doneAgain, revoke, rotate } from './acts.ts'
import { Budget } from './budget.ts'
import { type AppendResult, type Page, Problem, type Relay, Unreachable } from './relay.ts'
import type { Session } from './session.ts'

/** Well below what the relay takes in one request, also as base64. */
const BATCH = { records: 100, bytes: 2 * 1024 * 1024 }
const MOST_ROUNDS = 50
const MOST_TRIES = 10
/** So many superseded entries, and newcomers are spared them by a checkpoint. */
const CHECKPOINT_EVERY = 4_000
/** A restore within so long of another one waits for the person. */
const RESTORES_APART = 30 * 86_400_000

/** The relay is missing its newest entries. Not yet an attack: nothing is sent, and it is tried again. */
export class Behind extends Error {
  override readonly name = 'Behind'
  readonly missing: number
  readonly relay: Head

  constructor(missing: number, relay: Head) {
    super(`the relay is missing its newest ${missing} entries`)
    this.missing = missing
    this.relay = relay
  }
}

/** Writers that keep getting in each other's way; the next run goes on. */
export class Crowded extends Error {
  override readonly name = 'Crowded'
}

/** The relay has no room for changes that make the account grow; everything else was written. Bytes. */
export class Full extends Error {
  override readonly name = 'Full'
  readonly used: number
  readonly limit: number

  constructor(used: number, limit: number) {
    super('the relay is full')
    this.used = used
    this.limit = limit
  }
}

/** Two devices added to one record at one time, and together it is more than a record holds; everything else was written. */
export class Oversized extends Error {
  override readonly name = 'Oversized'
  readonly records: number

  constructor(records: number) {
    super('what two devices wrote is more than a record holds')
    this.records = records
  }
}

/** The relay was restored twice within 30 days: whether that is true is for the person to say. */
export class RestoredAgain extends Error {
  override readonly name = 'RestoredAgain'
  readonly relay: Head
  /** The one that it began, by its own entry. */
  readonly generation: Bytes

  constructor(relay: Head, generation: Bytes) {
    super('the relay was restored again')
    this.relay = relay
    this.generation = generation
  }
}

export class Sync {
  readonly #vault: Vault
  readonly #relay: Relay
  readonly #session: Session
  readonly #checkpointEvery: number

  /** `checkpointEvery` is given by tests alone, which would have to write thousands of entries. */
  constructor(vault: Vault, relay: Relay, session: Session, checkpointEvery = CHECKPOINT_EVERY) {
    this.#vault = vault
    this.#relay = relay
    this.#session = session
    this.#checkpointEvery = checkpointEvery
  }

  /** One run, until nothing waits and nothing is new. Throws what went wrong; what was done until then is kept. */
  async run(): Promise<void> {
    await this.#create()
    const noRoom = new Set<string>()
    let full: Full | null = null
    let acknowledged = new Set<string>()
    for (let round = 0; ; round++) {
      if (round === MOST_ROUNDS) throw new Crowded('other devices keep writing; this one goes on in a minute')
      await this.read()
      if (this.#vault.ending) return
      await this.settle()
      full = (await this.#sendBlobs()) ?? full
      const outgoing = await this.#vault.outgoing(BATCH, noRoom)
      if (outgoing.length === 0) break
      const digests = outgoing.map(({ digest }) => toHex(digest))
      if (digests.some((digest) => acknowledged.has(digest))) throw new Unreachable('the relay took changes and does not show them')
      const results = await this.#send(outgoing)
      const refused = outgoing.filter((_, at) => results[at]?.problem !== undefined).map(({ record }) => record)
      acknowledged = new Set(outgoing.flatMap(({ record }, at) => (refused.includes(record) ? [] : (digests[at] ?? []))))
      for (const [at, { record }] of outgoing.entries()) {
        const { problem, used = 0, limit = 0 } = results[at] ?? {}
        if (problem !== 'full') continue
        noRoom.add(record)
        full = new Full(used, limit)
      }
      if (refused.length === 0) continue
      await this.#vault.refused(refused)
      const other = results.find(({ problem }) => problem !== undefined && !EXPECTED.includes(problem))?.problem
      if (other !== undefined) throw new Problem(other, `the relay refused a change (${other})`)
      // Two devices that collide must not collide again in step.
      if (results.some(({ problem }) => problem === 'conflict')) await pause(Math.random() * 100 * 2 ** Math.min(round, 5))
    }
    await this.#checkpoint()
    if (full) throw full
    if (this.#vault.oversized.size > 0) throw new Oversized(this.#vault.oversized.size)
  }

  /** Reads and verifies the log up to the relay's head. */
  async read(): Promise<void> {
    for (;;) {
      if (this.#vault.ending) return
      const after = this.#vault.head.sequence
      const page = await this.#page(after)
      if (!page) return
      // Someone else in this browser read on meanwhile; what was asked for is no longer what comes next.
      if (this.#vault.head.sequence !== after) continue
      if (this.#vault.log.mayHaveLost(page.head, page.restores)) {
        await this.#readAnew(page.head)
        continue
      }
      await this.#refuseSecondRestore(page.head, [page])
      if (this.#vault.log.verifyHead(page.head, page.restores) === 'behind') throw new Behind(after - page.head.sequence, page.head)
      if (after === 0 && page.head.sequence >= this.#checkpointEvery && (await this.#startFromCheckpoint(page.head))) continue
      if (page.entries.length > 0) await this.#vault.receive(page, after)
      if (this.#vault.head.sequence >= page.head.sequence) {
        // Nothing is written onto a log that lacks what this device has seen there.
        if (this.#vault.hasFloor) throw new Behind(this.#vault.belowFloor, page.head)
        return
      }
      if (page.entries.length === 0)
        throw new RelayInconsistent('withheld', after + 1, `the relay names entry ${page.head.sequence} and shows nothing after ${after}`, {
          own: this.#vault.head,
          relay: page.head,
          entry: null,
        })
    }
  }

  /**
   * Signs an act and sees it into the log: valid only directly after the newest entry, so whoever was faster makes this one read on, decide
   * and sign anew; and it may have been taken though no answer came. `decide`: null, if there is nothing (more) to do. Returns the digest of
   * the statement that did it, null if none was needed. `signer` is this device, or a kit whose words are at hand.
   */
  async act(decide: () => Act | null, signer = this.#vault.device): Promise<Bytes | null> {
    let digest: Bytes | null = null
    for (let round = 0; round < MOST_TRIES; round++) {
      await this.read()
      const { log, account } = this.#vault
      if (digest && this.#has(digest)) return digest
      const act = decide()
      if (!act) return null
      const place = { account, previous: log.roster.statement, head: log.head, date: this.#vault.environment.now() }
      const { signed } = sign(signer, act, place)
      digest = statementDigest(signed)
      if (!(await this.#append(signed))) await pause(Math.random() * 100 * 2 ** Math.min(round, 5))
    }
    throw new Crowded('other devices keep writing just now, or the relay does not answer; try again in a minute')
  }

  /** What comes before anything else is written: lost statements, a key that a leaver still has, the device that this one stands in for. */
  async settle(): Promise<void> {
    while (this.#vault.lost.length > 0 && !this.#vault.ending) await this.#settleLost()
    const { roster } = this.#vault.log
    if (roster.rotationDue) await this.act(() => (this.#vault.log.roster.rotationDue ? rotate(this.#vault) : null))
    if (this.#vault.replaces !== null) await this.act(() => (this.#vault.replaces === null ? null : revoke(this.#vault, this.#vault.replaces)))
    await this.#vault.leaveNothingTo()
  }

  /**
   * Looks whether the relay still has the files that are here; the next run sends those that it lost or threw away. The log is read first:
   * what it says of this device, and of a restore, comes before what the relay says to a question about files.
   */
  async lookAtFiles(): Promise<void> {
    const sent = await this.#vault.files.sent([...this.#vault.records()].map(([, { document }]) => document))
    if (sent.length > 0) await this.read()
    if (this.#vault.ending) return
    for (const id of sent)
      if (!(await this.#session.with((token) => this.#relay.hasBlob(token, fromHex(id))))) await this.#vault.files.note(id, false)
  }

  /** A file's sealed bytes from the relay; null: it does not have them. */
  async fetchBlob(id: Bytes): Promise<Bytes | null> {
    return this.#session.with((token) => this.#relay.blob(token, id))
  }

  // -- inside ------------------------------------------------------------------------------------------------------------

  async #create(): Promise<void> {
    const [genesis] = this.#vault.statements
    if (this.#vault.created || !genesis) return
    await this.#relay.createAccount(genesis)
    await this.#vault.note({ created: true })
  }

  /**
   * A page of the log; null: the account was closed, and shown by whom. A relay that was put back to before this device came is given the
   * statement that let it in.
   */
  async #page(after: number): Promise<Page | null> {
    const ask = (): Promise<Page> => this.#session.with((token) => this.#relay.log(token, after))
    try {
      return await ask()
    } catch (error) {
      if (error instanceof Problem && error.code === 'closed') {
        await this.#verifyClosed()
        return null
      }
      if (!(error instanceof Problem && error.code === 'unknown-device')) throw error
    }
    const [genesis, ...others] = this.#vault.statements
    if (genesis) await this.#relay.putBack(genesis, [...others, ...this.#vault.lost], false)
    return ask()
  }

  /** Whoever says that the account ended has to show by whom; a removed device ends nothing, nor does whoever it lets in since. */
  async #verifyClosed(): Promise<void> {
    const { account, log } = this.#vault
    const roster = new Roster(account)
    try {
      for (const signed of await this.#relay.closedStatements(account)) {
        const statement = parse(signed)
        if (statement.kind === 'placed' && !this.#has(statementDigest(signed)) && isGone(log, statement.place.signer)) throw this.#notClosed()
        roster.admit(statement)
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      throw this.#notClosed(error)
    }
    const { closed } = roster
    if (!closed) throw this.#notClosed()
    await this.#vault.note({ closed: { by: toHex(closed.by), date: closed.date } })
  }

  #notClosed(cause?: unknown): RelayInconsistent {
    const { head } = this.#vault
    return new RelayInconsistent('closed', head.sequence, 'the relay says that the account was closed, and cannot show by whom', { own: head, relay: null, entry: null }, { cause })
  }

  /** By the entry that says so: what the relay tells beside it may name another restore, or none. */
  async #refuseSecondRestore(relay: Head, pages: readonly Page[]): Promise<void> {
    const { log, restored, settings, environment } = this.#vault
    if (!restored || environment.now() - restored.at > RESTORES_APART) return
    const last = lacking(log.restores, restoresIn(pages)).at(-1)
    if (!last) return
    const known = await settings.dismissed()
    if (![restoreName(last.generation), ownRestoreName(last.generation)].some((name) => known.includes(name))) throw new RestoredAgain(relay, last.generation)
  }

  async #readAnew(relay: Head): Promise<void> {
    const pages: Page[] = []
    const budget = new Budget()
    let end = Infinity
    for (let at = 0; at < end; ) {
      const page = await this.#session.with((token) => this.#relay.log(token, at))
      budget.spend(page.entries)
      pages.push(page)
      // Where it ended at first: what comes since is read after it.
      end = Math.min(end, page.head.sequence)
      at += page.entries.length
      if (page.entries.length === 0) break
    }
    await this.#refuseSecondRestore(relay, pages)
    await this.#vault.files.forgetUploads()
    await this.#vault.reread(pages)
  }

  /** False: there is none. */
  async #startFromCheckpoint(relay: Head): Promise<boolean> {
    const found = this.#vault.hasFloor ? null : await this.#session.with((token) => this.#relay.checkpoint(token))
    if (!found) return false
    const live: Page['entries'] = []
    const budget = new Budget()
    budget.spend(found.entries)
    for (let more = true; more; ) {
      const after = live.at(-1)?.record ?? new Uint8Array()
      const page = await this.#session.with((token) => this.#relay.live(token, found.head.sequence, after))
      const first = page.entries[0]
      if (first && toHex(first.record) <= toHex(after)) throw new Unreachable('the relay’s answer makes no sense (records that it showed before)')
      budget.spend(page.entries)
      for (const entry of page.entries) live.push(entry)
      more = page.more && page.entries.length > 0
    }
    await this.#vault.startFrom(relay, (keyring) => Log.fromCheckpoint(this.#vault.account, { entries: found.entries, live, head: relay }, keyring))
    return true
  }

  /** The first of what the relay lost: byte for byte if it fits, or else done again. */
  async #settleLost(): Promise<void> {
    const { lost, log } = this.#vault
    const [first, ...rest] = lost
    if (!first) return
    const statement = parse(first)
    if (!this.#has(statementDigest(first)) && statement.kind === 'placed') {
      const follows = equalBytes(statement.place.previous, log.roster.statement)
      if (follows) await this.#append(first, ['conflict', 'stale-generation', 'refused', 'too-large'])
      await this.read()
      if (!this.#has(statementDigest(first))) await this.#doAgain(statement.act, statement.place.signer)
    }
    await this.#vault.note({ lost: rest })
  }

  /** What the relay refuses for good must not keep everything else from being written; the person can do it once more. */
  async #doAgain(act: Act, signer: Bytes): Promise<void> {
    try {
      await this.act(() => doneAgain(this.#vault, act, signer))
    } catch (error) {
      if (!(error instanceof Problem && (error.code === 'refused' || error.code === 'too-large'))) throw error
    }
  }

  #has(digest: Bytes): boolean {
    return this.#vault.hasStatement(digest)
  }

  /** False: it is not the newest any more, or nobody knows. */
  async #append(signed: Bytes, late = ['conflict', 'stale-generation']): Promise<boolean> {
    try {
      await this.#session.with((token) => this.#relay.appendStatement(token, signed))
      return true
    } catch (error) {
      const isLate = error instanceof Problem && late.includes(error.code)
      if (!(error instanceof Unreachable || isLate)) throw error
      return false
    }
  }

  /** Before the revisions that name them. */
  async #sendBlobs(): Promise<Full | null> {
    for (const id of await this.#vault.files.toSend([...this.#vault.records()].map(([, { document }]) => document))) {
      const blob = await this.#vault.files.get(id)
      if (!blob) continue
      try {
        await this.#session.with((token) => this.#relay.putBlob(token, blob.id, blob.sealed))
        await this.#vault.files.note(id, true)
      } catch (error) {
        if (error instanceof Problem && error.code === 'full') return new Full(error.more.used ?? 0, error.more.limit ?? 0)
        throw error
      }
    }
    return null
  }

  async #send(outgoing: readonly Outgoing[]): Promise<AppendResult[]> {
    const records = outgoing.map(({ base, envelope }) => ({ base, envelope }))
    const { generation } = this.#vault.head
    try {
      return await this.#session.with((token) => this.#relay.appendRecords(token, generation, records))
    } catch (error) {
      // Restored meanwhile, or read on by another device: the next round reads.
      if (error instanceof Problem && (error.code === 'conflict' || error.code === 'stale-generation')) return outgoing.map(() => ({ problem: error.code }))
      throw error
    }
  }

  async #checkpoint(): Promise<void> {
    const isDue = (): boolean => this.#vault.log.superseded >= this.#checkpointEvery && this.#vault.waiting === 0
    if (isDue()) await this.act(() => (isDue() ? { kind: 'checkpoint', live: this.#vault.log.liveDigest() } : null))
  }
}

/** What makes a device read on and seal anew, and what is told at the end. */
const EXPECTED = ['conflict', 'stale-epoch', 'stale-generation', 'full']

/** Removed, or known to have been in a part of the log that was lost. */
const isGone = (log: Log, signer: Bytes): boolean => log.roster.gone.has(toHex(signer)) || log.toStored().outcasts.has(toHex(signer))

/** The name under which the person's word on a restore is kept. */
export const restoreName = (generation: Bytes): string => `restore ${toBase64url(generation)}`

/** The person put the history back themselves: there is nothing to tell of it. */
export const ownRestoreName = (generation: Bytes): string => `put back ${toBase64url(generation)}`

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
