// What a read of a log has found so far; nothing of it reaches the log before all of it is verified.
import { FIRST_GENERATION } from './chain.ts'
import { type Bytes, equalBytes, toHex } from './encoding.ts'
import type { Revision } from './envelope.ts'
import { Refused } from './errors.ts'
import type { Keyring } from './keyring.ts'
import type { Roster } from './roster.ts'
import { type Head, statementDigest } from './statement.ts'

/** An entry without bytes, and the relay's head when it was read: by then a newer revision must have come. */
export interface Withheld {
  readonly sequence: number
  readonly until: number
}

/** A `restored` entry, and the generation [32] that it begins. */
export interface Restore {
  readonly sequence: number
  readonly generation: Bytes
}

/** The `restored` entries of `from` that are not among `places`, in their order. */
export const lacking = (places: readonly Restore[], from: readonly Restore[]): Restore[] =>
  from.filter(({ sequence, generation }) => !places.some((place) => place.sequence === sequence && equalBytes(place.generation, generation)))

/**
 * Where a log with the `restored` entries `now` parted from one with those of `before`: at the earliest that only one of both has. Null: `now`
 * has none that `before` lacks. (An operator who went too far back may put back a newer backup, which does not know of that: then the earliest
 * is one of `before`.)
 */
export function partedAt(before: readonly Restore[], now: readonly Restore[]): number | null {
  const fresh = lacking(before, now)
  return fresh.length === 0 ? null : Math.min(...[...fresh, ...lacking(now, before)].map(({ sequence }) => sequence))
}

/** No `restored` entry is there twice: an honest relay draws each anew. Refused with `restored`. */
export function checkNew(restores: readonly Restore[], generation: Bytes): void {
  if (restores.some((one) => equalBytes(one.generation, generation))) throw new Refused('restored', 'it is an earlier one again')
}

/** The generation that a log has with these restores. */
export const generationOf = (restores: readonly Restore[]): Bytes => restores.at(-1)?.generation ?? FIRST_GENERATION

/** The generation that a log with these restores had at `sequence`. */
export function generationAt(restores: readonly Restore[], sequence: number): Bytes {
  let at = restores.length
  while (at > 0 && (restores[at - 1] as Restore).sequence > sequence) at--
  return at === 0 ? FIRST_GENERATION : (restores[at - 1] as Restore).generation
}

/**
 * Removed devices in hex, each with the generations that the log had up to its removal: in any other, what it writes counts for nothing.
 * Known from a part that the relay lost.
 */
export type Outcasts = ReadonlyMap<string, ReadonlySet<string>>

/** What a reader may know before it reads a log (`Log.empty`); ids and digests in hex. */
export interface Known {
  readonly outcasts: Outcasts
  readonly verified: ReadonlySet<string>
  readonly copied: ReadonlySet<string>
}

/** Whether what a writer wrote in `generation` counts for nothing. */
export const isOutcast = (outcasts: Outcasts, writer: string, generation: Bytes): boolean =>
  outcasts.get(writer)?.has(toHex(generation)) === false

/** Refuses (`signer`) what an outcast signed, unless it was `verified` (digests in hex) in the lost part. */
export function checkSigner(signer: Bytes, signed: Bytes, { outcasts, verified }: Pick<Known, 'outcasts' | 'verified'>): void {
  if (outcasts.has(toHex(signer)) && !verified.has(toHex(statementDigest(signed))))
    throw new Refused('signer', 'signed by a device that was removed in the part that the relay lost')
}

/**
 * Whether a statement that names `head` may have been lost: the log was restored since that generation, to a state at or before `head`.
 * `hashAt` gives null where the log's hashes are not known.
 */
export function isPutBack(head: Head, restores: readonly Restore[], hashAt: (sequence: number) => Bytes | null): boolean {
  if (restores.length === 0 || equalBytes(head.generation, generationOf(restores))) return false
  const end = restores.find((_, at) => equalBytes(generationOf(restores.slice(0, at)), head.generation))
  if (!end) return true
  const last = end.sequence - 1
  if (head.sequence !== last) return head.sequence > last
  const hash = hashAt(last)
  return !hash || equalBytes(head.hash, hash)
}

export class Draft {
  sequence: number
  superseded: number
  readonly roster: Roster
  readonly keyring: Keyring
  readonly restores: Restore[]
  readonly counts: Overlay<number>
  readonly newest: Overlay<Revision>
  readonly withheld: Overlay<Withheld>

  constructor(of: {
    readonly sequence: number
    readonly superseded: number
    readonly roster: Roster
    readonly keyring: Keyring
    readonly restores: readonly Restore[]
    readonly counts: Map<string, number>
    readonly newest: Map<string, Revision>
    readonly withheld: Map<string, Withheld>
  }) {
    this.sequence = of.sequence
    this.superseded = of.superseded
    this.roster = of.roster.copy()
    this.keyring = of.keyring.copy()
    this.restores = [...of.restores]
    this.counts = new Overlay(of.counts)
    this.newest = new Overlay(of.newest)
    this.withheld = new Overlay(of.withheld)
  }

  commit(): void {
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
    if (this.#under.has(key)) this.#over.set(key, null)
    else this.#over.delete(key)
  }

  *entries(): Iterable<[string, V]> {
    for (const entry of this.#under) if (!this.#over.has(entry[0])) yield entry
    for (const [key, value] of this.#over) if (value !== null) yield [key, value]
  }

  commit(): void {
    for (const [key, value] of this.#over) {
      if (value === null) this.#under.delete(key)
      else this.#under.set(key, value)
    }
  }
}
