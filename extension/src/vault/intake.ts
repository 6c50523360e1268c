// What verified entries mean for the records here: which revisions are kept, what is joined, whose clock and life they tell of.
import { type Document, join } from '@counterfoil/crypto/document'
import { type Bytes, equalBytes, toHex } from '@counterfoil/crypto/encoding'
import { CopiedProfile, RelayInconsistent } from '@counterfoil/crypto/errors'
import { acceptanceKey, recordId } from '@counterfoil/crypto/identity'
import type { Admitted, Merged, Read, RecordRead, RestoredRead } from '@counterfoil/crypto/log'
import { isOther } from '@counterfoil/crypto/orders'
import { AHEAD_MS, type Clock, compareClocks, follow } from '@counterfoil/crypto/stamp'
import type { Row, Sign, State, Waiting } from './database.ts'
import type { Memory } from './memory.ts'
import { renamed } from './renamed.ts'
import { rowOf } from './shards.ts'

interface Surroundings {
  readonly now: number
  /** Seals a record as it should be, for this device alone. */
  readonly sealDraft: (record: string, document: Document) => Promise<Bytes>
}

export class Intake {
  readonly outbox = new Map<string, Waiting | null>()
  /** Of the drafts in `outbox` that changed. */
  readonly documents = new Map<string, Document>()
  readonly rows = new Map<string, Row>()
  readonly statements = new Map<number, Bytes>()
  readonly restored: RestoredRead[] = []
  clock: Clock
  readonly signs: Map<string, Sign>
  readonly fast: Map<string, number>
  readonly #memory: Memory
  readonly #around: Surroundings

  constructor(memory: Memory, around: Surroundings) {
    this.#memory = memory
    this.#around = around
    this.clock = memory.state.clock
    this.signs = new Map(memory.state.signs)
    this.fast = new Map(memory.state.fast)
  }

  /** The memory's merged records change at once: should the step fail, all of it is read again from disk. */
  async take(read: readonly Read[]): Promise<void> {
    for (const one of read) {
      if (one.kind === 'admitted') this.#admit(one)
      else if (one.kind === 'restored') this.restored.push(one)
      else await this.#takeRecord(one)
    }
  }

  state(): Pick<State, 'clock' | 'signs' | 'fast'> {
    return { clock: this.clock, signs: this.signs, fast: this.fast }
  }

  #admit({ sequence, statement }: Admitted): void {
    this.statements.set(sequence, statement.signed)
    if (statement.kind === 'placed') this.#sign(toHex(statement.place.signer), statement.place.date, sequence)
  }

  async #takeRecord(one: RecordRead): Promise<void> {
    const record = toHex(one.record)
    this.#refuseCopy(one, this.outbox.get(record) ?? this.#memory.drafts.get(record)?.waiting ?? null)
    const clash = one.kind === 'merged' && this.#clashes(record, one.document)
    this.rows.set(record, rowOf(record, one, clash ? 'type' : null))
    if (one.kind !== 'merged') return
    this.#sign(toHex(one.inner.writer), one.inner.date, one.revision.sequence)
    if (clash) return
    this.#lookAtClock(one.document)
    await this.#meet(record, one)
  }

  /** Joins a revision from the log with what is here; a join that changes nothing writes nothing. */
  async #meet(record: string, { document, revision: { digest } }: Merged): Promise<void> {
    let held = this.#held(record)
    if (held?.type === 'Order' && !this.#memory.merged.has(record) && isOther(document, held)) {
      await this.#stepAside(record, held)
      held = undefined
    }
    this.#memory.merged.set(record, { document, digest })
    const joined = held ? join(document, held) : document
    if (joined === document) {
      if (this.#memory.drafts.has(record) || this.outbox.has(record)) this.outbox.set(record, null)
      this.documents.delete(record)
      return
    }
    // Also when nothing waited: what a revision left out of what was read before is written back.
    await this.#draft(record, joined)
  }

  /** A shop used a number twice, and what waits here is the other purchase: it gets an id of its own, and what names it follows. */
  async #stepAside(record: string, held: Document): Promise<void> {
    const { keyring, merged, drafts } = this.#memory
    const apart = toHex(crypto.getRandomValues(new Uint8Array(16)))
    await this.#draft(apart, held)
    for (const epoch of keyring.epochs) {
      const before = toHex(recordId(epoch, 'Acceptance', acceptanceKey(record)))
      const acceptance = merged.has(before) ? undefined : drafts.get(before)?.document
      if (!acceptance) continue
      await this.#draft(toHex(recordId(keyring.current, 'Acceptance', acceptanceKey(apart))), renamed(acceptance, new Map([[record, apart]])))
      this.#drop(before)
    }
    this.#drop(record)
  }

  async #draft(record: string, document: Document): Promise<void> {
    this.documents.set(record, document)
    this.outbox.set(record, { draft: await this.#around.sealDraft(record, document), sent: null })
  }

  #drop(record: string): void {
    this.outbox.set(record, null)
    this.documents.delete(record)
  }

  #held(record: string): Document | undefined {
    return this.documents.get(record) ?? (this.outbox.get(record) === null ? undefined : this.#memory.drafts.get(record)?.document) ?? this.#memory.merged.get(record)?.document
  }

  /** One id, two types: no honest device writes that, and there is nothing to join. */
  #clashes(record: string, received: Document): boolean {
    const held = this.#held(record)
    return held !== undefined && held.type !== received.type
  }

  /** An entry in this device's name that it did not send was written by a copy of its profile. */
  #refuseCopy(one: RecordRead, waiting: Waiting | null): void {
    const { state, keyring } = this.#memory
    const writer = one.kind === 'merged' ? one.inner.writer : one.kind === 'set-aside' ? one.writer : null
    if (state.shared || !writer || !equalBytes(writer, keyring.device.id)) return
    const { sequence, digest } = one.revision
    if (waiting?.sent && equalBytes(waiting.sent.digest, digest)) return
    // What this device wrote before its local copy was lost; a repeated count is found by the log itself.
    if (one.kind === 'merged' ? one.inner.count <= state.relearned : state.relearned > 0) return
    throw isWithdrawn(state, digest) ? tookRefused(this.#memory, sequence) : new CopiedProfile(keyring.device.name, sequence)
  }

  #sign(device: string, date: number, sequence: number): void {
    const before = this.signs.get(device)
    this.signs.set(device, { date: Math.max(date, before?.date ?? 0), sequence: Math.max(sequence, before?.sequence ?? 0) })
  }

  #lookAtClock(document: Document): void {
    const newest = latestOf(document)
    this.clock = follow(this.clock, newest.clock, this.#around.now)
    const ahead = newest.clock[0] - this.#around.now
    if (newest.device !== null && ahead > AHEAD_MS) this.fast.set(newest.device, Math.max(ahead, this.fast.get(newest.device) ?? 0))
  }
}

/** The newest clock reading in a document, and whose it is. */
function latestOf(document: Document): { readonly clock: Clock; readonly device: string | null } {
  let newest: { clock: Clock; device: string | null } = { clock: [0, 0], device: null }
  for (const field of Object.values(document.fields))
    for (const { at } of Object.values(field)) if (compareClocks(at, newest.clock) > 0) newest = { clock: [at[0], at[1]], device: at[2] }
  return newest
}

const MOST_WITHDRAWN = 1_000

/** The oldest are forgotten. */
export const withdrawnWith = ({ withdrawn }: Pick<State, 'withdrawn'>, more: readonly Bytes[]): Bytes[] => [...withdrawn, ...more].slice(-MOST_WITHDRAWN)

export const isWithdrawn = ({ withdrawn }: State, digest: Bytes): boolean => withdrawn.some((one) => equalBytes(one, digest))

/** A relay that refuses a change and writes it all the same would make this device look copied. */
export function tookRefused({ log }: Memory, sequence: number): RelayInconsistent {
  const detail = `entry ${sequence} is a change that the relay had refused`
  return new RelayInconsistent('count', sequence, detail, { own: log.head, relay: null, entry: null })
}
