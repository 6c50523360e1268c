// What a vault shows of a history: nothing here changes it.
import { type Entry, EntryKind } from '@counterfoil/crypto/chain'
import { type Bytes, equalBytes, toHex } from '@counterfoil/crypto/encoding'
import { open } from '@counterfoil/crypto/envelope'
import type { Epoch } from '@counterfoil/crypto/epoch'
import { Refused } from '@counterfoil/crypto/errors'
import { parseHeader } from '@counterfoil/crypto/header'
import type { NaturalKey } from '@counterfoil/crypto/identity'
import type { Log } from '@counterfoil/crypto/log'
import { type Head, parse, statementDigest } from '@counterfoil/crypto/statement'
import type { RestoreStory, Sign, State } from './database.ts'
import type { Kept } from './memory.ts'
import { joined } from './natural.ts'
import type { Settings } from './settings.ts'
import { Steps } from './steps.ts'

/** How this device came to be no part of the history any more. */
export type Ending = { readonly how: 'removed' | 'left' | 'closed'; readonly by: string; readonly date: number }

export abstract class Shown extends Steps {
  get settings(): Settings {
    return this.environment.settings
  }

  get head(): Head {
    return this.memory.log.head
  }

  get log(): Log {
    return this.memory.log
  }

  /** The newest epoch that was sealed to this device: of the log, once all of it was read. */
  get epoch(): Epoch {
    return this.memory.keyring.current
  }

  /** Of the statements that this device has; those at first that the log is still to be read up to. */
  get statements(): Bytes[] {
    const read = [...this.memory.statements].sort(([one], [other]) => one - other).map(([, signed]) => signed)
    return [...read, ...this.memory.state.ahead]
  }

  /** The relay has the account. */
  get created(): boolean {
    return this.memory.state.created
  }

  get waiting(): number {
    return this.memory.drafts.size
  }

  /** Records whose newest revision could not be merged, with the reason's code. */
  get setAside(): ReadonlyMap<string, string> {
    return this.memory.aside
  }

  /** Device ids in hex of who wrote them, where that is known. */
  get asideBy(): ReadonlyMap<string, string> {
    return this.memory.asideBy
  }

  /** Statements that the relay lost. */
  get lost(): readonly Bytes[] {
    return this.memory.state.lost
  }

  /** The newest that each device is known to have done, by device id in hex. */
  get signs(): ReadonlyMap<string, Sign> {
    return this.memory.state.signs
  }

  /** How many ms devices' stamps were ahead of the time here, by device id in hex. */
  get fast(): ReadonlyMap<string, number> {
    return this.memory.state.fast
  }

  get clock(): State['clock'] {
    return this.memory.state.clock
  }

  get restored(): RestoreStory | null {
    return this.memory.state.restored
  }

  /** When this device began to read the log, ms. */
  get since(): number {
    return this.memory.state.since
  }

  /** Device id in hex of the one that this device stands in for, as long as it is a member. */
  get replaces(): string | null {
    const { replaces } = this.memory.state
    return replaces !== null && this.log.roster.members.has(replaces) ? replaces : null
  }

  hasStatement(digest: Bytes): boolean {
    return [...this.memory.statements.values()].some((signed) => equalBytes(statementDigest(signed), digest))
  }

  /** By verified statements alone; null: this device is a member, or the log is still to be read. */
  get ending(): Ending | null {
    const { closed: told } = this.memory.state
    if (told) return { how: 'closed', ...told }
    const { closed, gone } = this.log.roster
    const own = gone.get(this.device.name)
    if (own) return { how: own.how === 'leave' ? 'left' : 'removed', by: toHex(own.by), date: own.date }
    return closed ? { how: 'closed', by: toHex(closed.by), date: closed.date } : null
  }

  get(record: string): Kept | null {
    const found = this.natural.twinsOf(this.resolve(record)).flatMap((twin) => this.own(twin) ?? [])
    const document = joined(found.map((kept) => kept.document))
    return document && { document, waiting: found.some(({ waiting }) => waiting) }
  }

  *records(): Iterable<[string, Kept]> {
    const { merged, drafts } = this.memory
    for (const record of new Set([...merged.keys(), ...drafts.keys()])) {
      // Of records that are shown as one, the one with the smallest id stands for all.
      if (this.natural.twinsOf(record)[0] !== record) continue
      const kept = this.get(record)
      if (kept) yield [record, kept]
    }
  }

  /** The record that has this natural key, or the one that is to have it. */
  idOf(type: string, key: NaturalKey): string {
    return this.natural.find(type, key, (record) => this.own(record) !== null)
  }

  /** A record's id of now: it may have had another before an epoch ended. */
  resolve(record: string): string {
    return this.memory.state.moved.get(record) ?? record
  }

  /** Who wrote an entry, and when by their clock; null: it does not tell, or does not open. */
  async writerOf({ kind, body }: Entry): Promise<{ readonly device: string; readonly date: number } | null> {
    if (!body || kind === EntryKind.restored) return null
    try {
      if (kind === EntryKind.statement) {
        const statement = parse(body)
        return statement.kind === 'placed' ? { device: toHex(statement.place.signer), date: statement.place.date } : null
      }
      const { inner } = await open(this.memory.keyring.epoch(parseHeader(body).epoch), body)
      return { device: toHex(inner.writer), date: inner.date }
    } catch (error) {
      if (error instanceof Refused) return null
      throw error
    }
  }
}
