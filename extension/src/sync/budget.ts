// How much of what a relay says is held before the whole of it can be verified.
import type { Entry } from '@counterfoil/crypto/chain'
import { Unreachable } from './relay.ts'

/** Some 300,000 orders with all that belongs to them. */
const MOST_BYTES = 512 * 1024 * 1024
/** What an entry costs beside its body. */
const ENTRY_BYTES = 256

export class Budget {
  #left: number

  constructor(most = MOST_BYTES) {
    this.#left = most
  }

  spend(entries: readonly Entry[]): void {
    for (const { body } of entries) this.#left -= ENTRY_BYTES + (body?.length ?? 0)
    if (this.#left < 0) throw new Unreachable('the relay’s history is too long')
  }
}
