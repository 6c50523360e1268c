// The few things kept outside IndexedDB: who this device is, and an anchor that tells when the browser lost the local copy.
//
// With a lock set, the seed lies here under a passphrase; open it is in the browser's memory (`storage.session`) alone. Whatever tells of the
// person (troubles name devices and days) is sealed to the device, so that it is as shut as the history while the lock is.
//
// What is written depends on what is there, and worker, popup and pages all write: reading and writing are one step under one Web Lock, inside
// which nothing is waited for but storage.
import { Device, sealBox } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, fromUtf8, toBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import type { Restore } from '@counterfoil/crypto/log'
import type { Head } from '@counterfoil/crypto/statement'

/** What `storage.local` and `storage.session` offer; given, so that tests can open two devices in one process. */
export interface Storage {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
}

/** This device of an account. Bytes as base64url. */
export interface Identity {
  readonly seed: string
  readonly account: string
  /** The relay's address; null: a history without one. */
  readonly relay: string | null
}

/** A seed under a passphrase (SPEC.md, *lock*), and what can be done for the device while it is shut: to seal to its box key. */
export interface Lock {
  /** Device id in hex. */
  readonly device: string
  readonly box: string
  readonly locked: string
  /** Minutes without use after which it locks; null: when the browser ends. */
  readonly after: number | null
}

interface StoredDevice {
  readonly account: string
  readonly relay: string | null
  readonly seed: string | null
  readonly lock: Lock | null
}

/** A device that is to take the place of the one here, written down before anyone else hears of it. */
export type Next = StoredDevice & { readonly device: string }

interface OpenSeed {
  readonly device: string
  readonly seed: string
}

/** How far this device had come. With IndexedDB gone, the local copy was lost. */
export interface Anchor {
  readonly account: string
  readonly generation: string
  readonly sequence: number
  readonly hash: string
  /** Sequence and generation of each restore until there. */
  readonly restores: readonly (readonly [sequence: number, generation: string])[]
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

const LOCK = 'counterfoil-device'
const OTHER = 'Meanwhile this browser’s keys or its lock became others. Nothing was changed here; please try again.'

export class Settings {
  readonly #storage: Storage
  readonly #memory: Storage
  #opened: Device | null = null

  constructor(storage: Storage, memory: Storage) {
    this.#storage = storage
    this.#memory = memory
  }

  /** Who this device is; null: there is no history here, or it is locked. */
  async identity(): Promise<Identity | null> {
    const stored = await this.#stored()
    if (!stored) return null
    const { account, relay } = stored
    const seed = stored.lock ? await this.#openSeed(stored.lock) : stored.seed
    return typeof seed === 'string' ? { seed, account, relay } : null
  }

  /** Whether there is a history here, locked or not. */
  async isTaken(): Promise<boolean> {
    return (await this.#stored()) !== null
  }

  /** The address of a history's relay, which is no secret of the lock. */
  async relay(): Promise<string | null> {
    return (await this.#stored())?.relay ?? null
  }

  async lock(): Promise<Lock | null> {
    return (await this.#stored())?.lock ?? null
  }

  async isLocked(): Promise<boolean> {
    const lock = await this.lock()
    return lock !== null && (await this.#openSeed(lock)) === null
  }

  /** This device's keys; null while it has none or is locked. Making them of the seed costs more than all else here. */
  async device(): Promise<Device | null> {
    const identity = await this.identity()
    if (!identity) return (this.#opened = null)
    if (!this.#opened || toBase64url(this.#opened.seed) !== identity.seed) this.#opened = deviceOf(identity)
    return this.#opened
  }

  /** A lock stays on the seed that it is on, and no other seed comes in its place: that takes `removeLock`, or a next device. */
  saveIdentity({ account, relay, seed }: Identity): Promise<void> {
    return alone(async () => {
      const lock = await this.lock()
      if (lock !== null && (await this.#openSeed(lock)) !== seed) throw new Error('Unlock Counterfoil first.')
      await this.#save({ account, relay, seed: lock === null ? seed : null, lock })
    })
  }

  /** The same history at another address. No seed passes through here, so that it may lock at any moment. */
  saveRelay(of: Pick<Identity, 'account'>, relay: string): Promise<void> {
    return alone(async () => {
      const stored = await this.#stored()
      if (stored?.account !== of.account) throw new Error(OTHER)
      await this.#save({ ...stored, relay })
    })
  }

  /**
   * Puts a lock on a seed, in the place of the one that was opened for it, if there was one; the seed itself goes to the browser's memory.
   * Rejects unless all is as it was when the stretching began, which takes long enough for anything to happen.
   */
  saveLocked({ seed }: Pick<Identity, 'seed'>, given: Lock, opened: Lock | null = null): Promise<void> {
    return alone(async () => {
      const { account, relay, lock: before } = await this.#expect(seed, opened)
      // Chosen meanwhile, maybe.
      const lock = before ? { ...given, after: before.after } : given
      await this.#memory.set('seed', { device: lock.device, seed } satisfies OpenSeed)
      await this.#save({ account, relay, seed: null, lock })
    })
  }

  saveAfter(after: number | null): Promise<void> {
    return alone(async () => {
      const stored = await this.#stored()
      if (stored?.lock) await this.#save({ ...stored, lock: { ...stored.lock, after } })
    })
  }

  /** `opened`: the lock that the seed was under; rejects if it is no longer on it, or was shut. */
  removeLock({ seed }: Pick<Identity, 'seed'>, opened: Lock): Promise<void> {
    return alone(async () => {
      const { account, relay } = await this.#expect(seed, opened)
      await this.#save({ account, relay, seed, lock: null })
      await this.#memory.remove('seed')
    })
  }

  unlock(device: string, seed: Bytes): Promise<void> {
    return alone(async () => {
      if ((await this.lock())?.device !== device) throw new Error(OTHER)
      await this.#memory.set('seed', { device, seed: toBase64url(seed) } satisfies OpenSeed)
    })
  }

  /** What this context holds of the keys. */
  forget(): void {
    this.#opened = null
  }

  shut(): Promise<void> {
    this.forget()
    return alone(() => this.#memory.remove('seed'))
  }

  async next(): Promise<Next | null> {
    return ((await this.#storage.get('next')) as Next | undefined) ?? null
  }

  /** `before`: whose place it is to take; rejects if that is not here any more. `lock`: the next device is locked from its first moment. */
  saveNext(before: Pick<Identity, 'seed'>, { account, relay, seed }: Identity, device: string, lock: Lock | null): Promise<void> {
    return alone(async () => {
      await this.#expect(before.seed)
      if (lock) await this.#memory.set('nextSeed', { device, seed } satisfies OpenSeed)
      await this.#storage.set('next', { account, relay, seed: lock ? null : seed, lock, device } satisfies Next)
    })
  }

  /** The identity of the next device; null if its lock is shut, since the browser was closed before it was let in. */
  async nextIdentity(): Promise<Identity | null> {
    const next = await this.next()
    if (!next) return null
    const open = (await this.#memory.get('nextSeed')) as OpenSeed | undefined
    const seed = next.seed ?? (open?.device === next.device ? open.seed : null)
    return seed === null ? null : { seed, account: next.account, relay: next.relay }
  }

  /** What to seal to the next device with, though its lock may be shut. */
  async nextBox(): Promise<Bytes | null> {
    const next = await this.next()
    if (next?.lock) return fromBase64url(next.lock.box)
    return typeof next?.seed === 'string' ? new Device(fromBase64url(next.seed)).keys.box : null
  }

  /** The next device is this one from here on; shut, if nobody opened it. */
  takeNext(): Promise<void> {
    return alone(async () => {
      const next = await this.next()
      if (!next) return
      const identity = await this.nextIdentity()
      if (next.lock && identity) await this.#memory.set('seed', { device: next.device, seed: identity.seed } satisfies OpenSeed)
      const { device: _, ...stored } = next
      await this.#save(stored)
      await this.#removeNext()
    })
  }

  dropNext(): Promise<void> {
    return alone(() => this.#removeNext())
  }

  /** Null also where it is of a history that was here before. */
  async anchor(): Promise<Anchor | null> {
    const [anchor, stored] = [(await this.#storage.get('anchor')) as Anchor | undefined, await this.#stored()]
    return anchor && anchor.account === stored?.account ? anchor : null
  }

  /** A run that was still going on when the history was erased, or another one began, leaves nothing behind. */
  saveAnchor(anchor: Anchor): Promise<void> {
    return alone(async () => {
      if ((await this.#stored())?.account === anchor.account) await this.#storage.set('anchor', anchor)
    })
  }

  async troubles(): Promise<StoredTrouble[]> {
    return (await this.#read<StoredTrouble[]>('troubles')) ?? []
  }

  async lastSync(): Promise<number | null> {
    return this.#read<number>('lastSync')
  }

  /** When this device last looked whether the relay still has its files, ms. */
  async lastLook(): Promise<number | null> {
    return this.#read<number>('lastLook')
  }

  /** Whether something that is told to every device has been put aside here, by its name. */
  async dismissed(): Promise<string[]> {
    return (await this.#read<string[]>('dismissed')) ?? []
  }

  /** The person wants to pair this browser again: what is here waits to be joined with what the others have. */
  async isAgain(): Promise<boolean> {
    return (await this.#storage.get('again')) === true
  }

  async noteAgain(again: boolean): Promise<void> {
    await (again ? this.#storage.set('again', true) : this.#storage.remove('again'))
  }

  dropAnchor = (): Promise<void> => this.#storage.remove('anchor')
  saveTroubles = (troubles: StoredTrouble[]): Promise<void> => this.#write('troubles', troubles)
  saveLastSync = (ms: number): Promise<void> => this.#write('lastSync', ms)
  saveLastLook = (ms: number): Promise<void> => this.#write('lastLook', ms)
  saveDismissed = (names: string[]): Promise<void> => this.#write('dismissed', names)

  /** Nothing is left of who this device was. */
  erase(): Promise<void> {
    this.#opened = null
    return alone(async () => {
      for (const key of ['device', 'next', 'again', 'anchor', 'troubles', 'lastSync', 'lastLook', 'dismissed']) await this.#storage.remove(key)
      for (const key of ['seed', 'nextSeed', 'token']) await this.#memory.remove(key)
    })
  }

  async #read<T>(key: string): Promise<T | null> {
    const [sealed, device] = [await this.#storage.get(key), await this.device()]
    return typeof sealed === 'string' && device ? openSealed<T>(device, sealed) : null
  }

  #write(key: string, value: unknown): Promise<void> {
    return alone(async () => {
      const device = await this.device()
      if (device) await this.#storage.set(key, sealFor(device.keys.box, value))
    })
  }

  /** What is stored, if it is of this seed, open and, where that is given, under this very lock. */
  async #expect(seed: string, opened?: Lock | null): Promise<StoredDevice> {
    const stored = await this.#stored()
    const open = stored && (stored.lock ? await this.#openSeed(stored.lock) : stored.seed)
    if (stored?.lock && open === null) throw new Error('Counterfoil was locked meanwhile. Unlock it first.')
    if (!stored || open !== seed || (opened !== undefined && stored.lock?.locked !== opened?.locked)) throw new Error(OTHER)
    return stored
  }

  async #removeNext(): Promise<void> {
    await this.#storage.remove('next')
    await this.#memory.remove('nextSeed')
  }

  async #stored(): Promise<StoredDevice | null> {
    const stored = (await this.#storage.get('device')) as Partial<StoredDevice> | undefined
    return stored?.account === undefined ? null : { account: stored.account, relay: stored.relay ?? null, seed: stored.seed ?? null, lock: stored.lock ?? null }
  }

  #save(stored: StoredDevice): Promise<void> {
    return this.#storage.set('device', stored)
  }

  async #openSeed(lock: Lock): Promise<string | null> {
    const open = (await this.#memory.get('seed')) as OpenSeed | undefined
    return open?.device === lock.device ? open.seed : null
  }
}

const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request(LOCK, work) as unknown as Promise<T>

export const deviceOf = (identity: Pick<Identity, 'seed'>): Device => new Device(fromBase64url(identity.seed))

/** A value of plain JSON in a sealed box; text, because that is what `storage` keeps best. */
export const sealFor = (box: Bytes, value: unknown): string => toBase64url(sealBox(box, toUtf8(JSON.stringify(value))))

/** Null: sealed to another device. */
export function openSealed<T>(device: Device, sealed: string): T | null {
  try {
    return JSON.parse(fromUtf8(device.openBox(fromBase64url(sealed)))) as T
  } catch {
    return null
  }
}

export const anchorAt = (account: Uint8Array, head: Head, restores: readonly Restore[], count: number, waiting: number): Anchor => ({
  account: toBase64url(account),
  generation: toBase64url(head.generation),
  sequence: head.sequence,
  hash: toBase64url(head.hash),
  restores: restores.map(({ sequence, generation }) => [sequence, toBase64url(generation)]),
  count,
  waiting,
})
