/**
 * Which record a thing is in, by its natural key: under the ids of all epochs, and what is left of it after a purge (SPEC.md, *identity*).
 * Records of one natural key that two devices made under different epochs are shown as one and written on in the one with the smallest id.
 * Orders are joined by a rule of their own (SPEC.md, *orders*), so only their ids are looked for here.
 */
import { type Document, join } from '@counterfoil/crypto/document'
import { toHex } from '@counterfoil/crypto/encoding'
import { type NaturalKey, naturalKeyDigest, naturalKeyOf, recordId } from '@counterfoil/crypto/identity'
import type { Keyring } from '@counterfoil/crypto/keyring'

type Has = (record: string) => boolean

export class Natural {
  readonly #keyring: Keyring
  readonly #ids = new Map<string, string[]>()
  /** Groups of more than one, by each of their records; ascending by id. */
  readonly #twins = new Map<string, readonly string[]>()
  readonly #purged = new Map<string, string>()

  constructor(keyring: Keyring) {
    this.#keyring = keyring
  }

  /** One record that came or changed. Documents tell their own keys; a purged one tells only what is left of them. */
  note(record: string, document: Document, has: Has): void {
    if (document.purge !== undefined) for (const name of Object.keys(document.fields)) if (name.startsWith(LEFT)) this.#purged.set(name, record)
    // Before the first rotation there is one id for each key.
    if (document.type === 'Order' || this.#keyring.current.number === 0) return
    const key = naturalKeyOf(document)
    if (key) this.find(document.type, key, has)
  }

  /** The record that has the natural key; if none has, the id under the current epoch. */
  find(type: string, key: NaturalKey, has: Has): string {
    const ids = this.ids(type, key)
    const found = ids.filter(has)
    // One that was alone may get a twin, and one that had a twin may be alone again, when that moved into it.
    if (type !== 'Order')
      for (const record of found)
        if (found.length > 1) this.#twins.set(record, found)
        else this.#twins.delete(record)
    const left = this.#purged.size === 0 ? undefined : this.#purged.get(LEFT + naturalKeyDigest(type, key))
    return found[0] ?? (left !== undefined && has(left) ? left : currentOf(this.#keyring, type, key))
  }

  /** Under every epoch, ascending by id. */
  ids(type: string, key: NaturalKey): string[] {
    const name = JSON.stringify([type, ...key])
    const known = this.#ids.get(name)
    const { number } = this.#keyring.current
    if (known?.length === number + 1) return known
    const ids = this.#keyring.epochs.map((epoch) => toHex(recordId(epoch, type, key))).sort()
    this.#ids.set(name, ids)
    return ids
  }

  /** The records that are shown as one with this one, itself among them, ascending. */
  twinsOf(record: string): readonly string[] {
    return this.#twins.get(record) ?? [record]
  }
}

const LEFT = 'key/'

export const currentOf = (keyring: Keyring, type: string, key: NaturalKey): string => toHex(recordId(keyring.current, type, key))

/** What all of them say; those of another type say nothing. */
export function joined(documents: readonly Document[]): Document | null {
  const [first, ...others] = documents
  return first ? others.filter(({ type }) => type === first.type).reduce(join, first) : null
}
