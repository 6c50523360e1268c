// What a read of a log has found so far; nothing of it reaches the log before all of it is verified.
import { NO_RECORD } from './chain.ts'
import type { Bytes } from './encoding.ts'
import type { Revision } from './envelope.ts'
import type { Member, Withheld } from './log.ts'

export class Draft {
  sequence = 0
  statement: Bytes = NO_RECORD
  commitment: Bytes = NO_RECORD
  readonly members: Overlay<Member>
  readonly counts: Overlay<number>
  readonly newest: Overlay<Revision>
  readonly withheld: Overlay<Withheld>

  constructor(
    members: Map<string, Member>,
    counts: Map<string, number>,
    newest: Map<string, Revision>,
    withheld: Map<string, Withheld>,
  ) {
    this.members = new Overlay(members)
    this.counts = new Overlay(counts)
    this.newest = new Overlay(newest)
    this.withheld = new Overlay(withheld)
  }

  commit(): void {
    this.members.commit()
    this.counts.commit()
    this.newest.commit()
    this.withheld.commit()
  }
}

class Overlay<V> {
  readonly #under: Map<string, V>
  readonly #over = new Map<string, V | null>()

  constructor(under: Map<string, V>) {
    this.#under = under
  }

  get(key: string): V | undefined {
    const over = this.#over.get(key)
    return over === undefined ? this.#under.get(key) : (over ?? undefined)
  }

  set(key: string, value: V): void {
    this.#over.set(key, value)
  }

  delete(key: string): void {
    this.#over.set(key, null)
  }

  *values(): Iterable<V> {
    for (const [key, value] of this.#under) if (!this.#over.has(key)) yield value
    for (const value of this.#over.values()) if (value !== null) yield value
  }

  commit(): void {
    for (const [key, value] of this.#over) {
      if (value === null) this.#under.delete(key)
      else this.#under.set(key, value)
    }
  }
}
