// Brings this device and its relay to the same log: read and verify, send what waits, read it back.
//
// A change counts as written only when it was read back; after a restart nothing in flight is sent again before the log was read, because
// every run begins by reading.
import { toHex } from '@counterfoil/crypto/encoding'
import { RelayInconsistent } from '@counterfoil/crypto/errors'
import type { Head } from '@counterfoil/crypto/statement'
import type { Vault } from '../vault/vault.ts'
import { Problem, type Relay, Unreachable } from './relay.ts'
import type { Session } from './session.ts'

/** Well below what the relay takes in one request, also as base64. */
const BATCH = { records: 100, bytes: 2 * 1024 * 1024 }
const MOST_ROUNDS = 50

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

export class Sync {
  readonly #vault: Vault
  readonly #relay: Relay
  readonly #session: Session

  constructor(vault: Vault, relay: Relay, session: Session) {
    this.#vault = vault
    this.#relay = relay
    this.#session = session
  }

  /** One run, until nothing waits and nothing is new. Throws what went wrong; what was done until then is kept. */
  async run(): Promise<void> {
    const { genesis } = this.#vault
    if (genesis) {
      await this.#relay.createAccount(genesis)
      await this.#vault.accountCreated()
    }
    let acknowledged = new Set<string>()
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.read()
      const outgoing = await this.#vault.outgoing(BATCH)
      if (outgoing.length === 0) return
      const digests = outgoing.map(({ digest }) => toHex(digest))
      if (digests.some((digest) => acknowledged.has(digest)))
        throw new Unreachable('the relay took changes and does not show them')
      const refused = await this.#send(outgoing)
      acknowledged = new Set(outgoing.flatMap(({ record }, at) => (refused.includes(record) ? [] : (digests[at] ?? []))))
      if (refused.length > 0) {
        await this.#vault.refused(refused)
        // Two devices that collide must not collide again in step.
        await pause(Math.random() * 100 * 2 ** Math.min(round, 5))
      }
    }
    throw new Crowded('other devices keep writing; this one goes on in a minute')
  }

  /** Reads and verifies the log up to the relay's head. */
  async read(): Promise<void> {
    for (;;) {
      const after = this.#vault.head.sequence
      const page = await this.#session.with((token) => this.#relay.log(token, after))
      // Someone else in this browser read on meanwhile; what was asked for is no longer what comes next.
      if (this.#vault.head.sequence !== after) continue
      if (this.#vault.log.verifyHead(page.head) === 'behind') throw new Behind(after - page.head.sequence, page.head)
      if (page.entries.length > 0) await this.#vault.receive(page, after)
      if (this.#vault.head.sequence >= page.head.sequence) return
      if (page.entries.length === 0)
        throw new RelayInconsistent('withheld', after + 1, `the relay names entry ${page.head.sequence} and shows nothing after ${after}`, {
          own: this.#vault.head,
          relay: page.head,
          entry: null,
        })
    }
  }

  /** Returns the records whose revision the relay refused. */
  async #send(outgoing: Awaited<ReturnType<Vault['outgoing']>>): Promise<string[]> {
    const records = outgoing.map(({ base, envelope }) => ({ base, envelope }))
    const { generation } = this.#vault.head
    try {
      const results = await this.#session.with((token) => this.#relay.appendRecords(token, generation, records))
      const refused = outgoing.filter((_, at) => results[at]?.problem !== undefined).map(({ record }) => record)
      const other = results.find(({ problem }) => problem !== undefined && problem !== 'conflict')?.problem
      if (other === undefined) return refused
      await this.#vault.refused(refused)
      throw new Problem(other, `the relay refused a change (${other})`)
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') return outgoing.map(({ record }) => record)
      throw error
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
