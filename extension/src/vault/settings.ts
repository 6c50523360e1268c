// The few things kept outside IndexedDB: who this device is, and an anchor that tells when the browser lost the local copy.
import { fromBase64url, toBase64url } from '@counterfoil/crypto/encoding'
import { Device } from '@counterfoil/crypto/device'
import type { Head } from '@counterfoil/crypto/statement'

/** What `storage.local` offers; given, so that tests can open two devices in one process. */
export interface Storage {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
}

/** This device of an account. Bytes as base64url. */
export interface Identity {
  readonly seed: string
  readonly account: string
  readonly name: string
  /** The relay's address; null: a history without one. */
  readonly relay: string | null
}

/** How far this device had come. With IndexedDB gone, the local copy was lost. */
export interface Anchor {
  readonly account: string
  readonly generation: string
  readonly sequence: number
  readonly hash: string
  /** The greatest count this device had used. */
  readonly count: number
  readonly waiting: number
}

/** Something that went wrong and is still true. `stopped`: sync waits for the person. */
export interface StoredTrouble {
  readonly code: string
  readonly text: string
  readonly stopped: boolean
  /** ms since 1970. */
  readonly since: number
  /** What a verdict rests on: heads and entry, for the person to save. */
  readonly evidence?: unknown
}

export class Settings {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  async identity(): Promise<Identity | null> {
    return ((await this.#storage.get('device')) as Identity | undefined) ?? null
  }

  async anchor(): Promise<Anchor | null> {
    return ((await this.#storage.get('anchor')) as Anchor | undefined) ?? null
  }

  async troubles(): Promise<StoredTrouble[]> {
    return ((await this.#storage.get('troubles')) as StoredTrouble[] | undefined) ?? []
  }

  async lastSync(): Promise<number | null> {
    return ((await this.#storage.get('lastSync')) as number | undefined) ?? null
  }

  saveIdentity = (identity: Identity): Promise<void> => this.#storage.set('device', identity)
  saveAnchor = (anchor: Anchor): Promise<void> => this.#storage.set('anchor', anchor)
  saveTroubles = (troubles: StoredTrouble[]): Promise<void> => this.#storage.set('troubles', troubles)
  saveLastSync = (ms: number): Promise<void> => this.#storage.set('lastSync', ms)
}

export const deviceOf = (identity: Identity): Device => new Device(fromBase64url(identity.seed))

export const anchorAt = (account: Uint8Array, head: Head, count: number, waiting: number): Anchor => ({
  account: toBase64url(account),
  generation: toBase64url(head.generation),
  sequence: head.sequence,
  hash: toBase64url(head.hash),
  count,
  waiting,
})
