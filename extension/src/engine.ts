// What a context of the extension (worker, popup, page) holds: the vault, and how it is kept in step with its relay.
//
// While the history is locked there is no vault in any context: whoever locks tells the others, and each one looks for itself before it
// gives its vault out.
import { type Bytes, fromBase64url } from '@counterfoil/crypto/encoding'
import type { OrderRead } from './capture/reader.ts'
import { browser } from './browser.ts'
import { type Upserted, upsert } from './capture/upsert/index.ts'
import { forgetAll } from './lock/forget.ts'
import { isOverdue } from './lock/use.ts'
import { settings } from './own.ts'
import { resealAll } from './sealed.ts'
import { gather } from './sync/admission.ts'
import { Problem, Relay } from './sync/relay.ts'
import { Session, type Token, type TokenStore } from './sync/session.ts'
import { Sync } from './sync/sync.ts'
import { noteTrouble, shownBy, troubleOf } from './sync/trouble.ts'
import { deviceOf } from './vault/settings.ts'
import { type Environment, HistoryExists, LocalCopyLost, Vault } from './vault/vault.ts'

const CHANNEL = 'counterfoil'
const NOTHING_TO_READ = 'The browser deleted the local copy, and there is no relay to read it from again. If you saved a copy, read it back.'
const SYNC_LOCK = 'counterfoil-sync'
const LOOK_EVERY_MS = 7 * 86_400_000

export interface Connection {
  readonly relay: Relay
  readonly session: Session
  readonly sync: Sync
}

export class Engine {
  readonly settings = settings
  readonly #channel = new BroadcastChannel(CHANNEL)
  readonly #listeners = new Set<() => void>()
  #vault: Promise<Vault | null> | null = null

  readonly environment: Environment = {
    settings,
    locked: (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>,
    announce: () => this.announce(),
    now: () => Date.now(),
    handOver: resealAll,
    fetchBlob: (id) => this.#fetchBlob(id),
  }

  readonly tokens: TokenStore = {
    get: async () => ((await browser.storage.session.get('token')).token as Token | undefined) ?? null,
    set: async (token) => {
      await browser.storage.session.set({ token })
      if (token === null || !(await this.settings.isLocked())) return
      // A run that was under way when the lock was shut leaves nothing of it, and ends.
      await browser.storage.session.remove('token')
      throw new Error('Counterfoil was locked meanwhile.')
    },
  }

  constructor() {
    this.#channel.onmessage = ({ data }) => {
      if (data === 'drop') void this.#drop()
      this.#tell()
    }
  }

  /** Calls back after any change in any context, locking and unlocking among them. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  announce(): void {
    this.#channel.postMessage('changed')
    this.#tell()
  }

  /** The history as it is now, or null if there is none yet, or it is locked. */
  async vault(): Promise<Vault | null> {
    await this.lockIfOverdue()
    const identity = await this.settings.identity()
    if (!identity && (await this.settings.isTaken())) {
      await this.#drop()
      return null
    }
    const known = (this.#vault ??= this.#opening())
    const vault = await known
    // Another context started, joined or erased a history meanwhile, or made this another device; only the first to notice opens it.
    const isOther = identity ? vault?.identity.account !== identity.account || vault.identity.seed !== identity.seed : vault !== null
    if (isOther && this.#vault === known) {
      vault?.close()
      this.#vault = this.#opening()
    }
    const current = await this.#vault
    // Locked, and maybe unlocked again, while it was opened: look once more.
    if (this.#vault === null) return this.vault()
    try {
      await current?.refresh()
    } catch (error) {
      if (this.#vault === null) return this.vault()
      if (!(error instanceof LocalCopyLost)) throw error
      // The browser threw the local copy away under this context, or another one put another device's there.
      current?.close()
      return (this.#vault = this.#opening())
    }
    return current
  }

  /** Starts or joins a history. From the first moment it is this context's, so that nobody opens it a second time beside it. */
  async start(make: () => Promise<Vault>): Promise<void> {
    const before = this.#vault
    const starting = make()
    this.#vault = starting
    try {
      await starting
    } catch (error) {
      this.#vault = before
      throw error
    }
  }

  /** In every context the vault goes, and with it all that was opened. */
  async dropEverywhere(): Promise<void> {
    await this.#drop()
    this.#channel.postMessage('drop')
    this.#tell()
  }

  /** Nothing readable is left in memory or in `storage.session`, and no context has the keys. */
  async lockNow(): Promise<void> {
    if ((await this.settings.lock()) === null) return
    await this.settings.shut()
    await browser.storage.session.clear()
    await this.dropEverywhere()
  }

  /** Left alone for longer than the person chose. */
  async lockIfOverdue(): Promise<void> {
    const lock = await this.settings.lock()
    if (lock && !(await this.settings.isLocked()) && (await isOverdue(lock.after))) await this.lockNow()
  }

  async #drop(): Promise<void> {
    const vault = this.#vault
    this.#vault = null
    this.settings.forget()
    forgetAll()
    ;(await vault?.catch(() => null))?.close()
  }

  async connect(vault: Vault): Promise<Connection | null> {
    const address = (await this.settings.identity())?.relay
    return address ? this.connectTo(vault, address) : null
  }

  connectTo(vault: Vault, address: string): Connection {
    const relay = new Relay(address)
    const session = new Session(vault, relay, this.tokens)
    return { relay, session, sync: new Sync(vault, relay, session) }
  }

  async #fetchBlob(id: Bytes): Promise<Bytes | null> {
    const vault = await this.#vault
    const connection = vault && (await this.connect(vault))
    // A relay that does not answer now may later; the file is named all the same.
    return (await connection?.sync.fetchBlob(id).catch(() => null)) ?? null
  }

  /** One run of sync, by one context at a time. What goes wrong is kept as a trouble for the person and not thrown. */
  async syncNow(): Promise<void> {
    await this.#alone(async (began) => {
      if (await this.isStopped()) return
      const vault = await this.vault()
      const connection = vault && (await this.connect(vault))
      if (!connection || vault.ending) return
      await vault.purge()
      await vault.showLife()
      await this.#lookAtFiles(connection.sync, began)
      await connection.sync.run()
      await noteTrouble(this.settings, null)
      await this.settings.saveLastSync(began)
    }).catch(() => undefined)
  }

  /** Once a week: whoever has a file puts it back, for a device that asks for it later. */
  async #lookAtFiles(sync: Sync, now: number): Promise<void> {
    const last = await this.settings.lastLook()
    if (last !== null && now >= last && now - last < LOOK_EVERY_MS) return
    // From the first run on; before it nothing was sent.
    if (last !== null) await sync.lookAtFiles()
    await this.settings.saveLastLook(now)
  }

  /** Talks to the relay for the person, as one run of sync does; what goes wrong is kept as a trouble and thrown. */
  talk<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(work)
  }

  /** Whether a verdict stopped sync until the person decides. */
  async isStopped(): Promise<boolean> {
    return (await this.settings.troubles()).some(({ stopped }) => stopped)
  }

  async dismiss(...codes: string[]): Promise<void> {
    await navigator.locks.request(SYNC_LOCK, async () => {
      await this.settings.saveTroubles((await this.settings.troubles()).filter((trouble) => !codes.includes(trouble.code)))
    })
    this.announce()
  }

  async #alone<T>(work: (began: number) => Promise<T>): Promise<T> {
    const locked = navigator.locks.request(SYNC_LOCK, async () => {
      const began = Date.now()
      const before = await this.settings.identity()
      try {
        return await work(began)
      } catch (error) {
        const now = await this.settings.identity()
        // What this ran for was locked, or gave way to another history or device: nothing of it was lost.
        if (before && (now?.account !== before.account || now.seed !== before.seed)) throw error
        const vault = (await this.#vault?.catch(() => null)) ?? null
        const trouble = troubleOf(error, began, vault, await shownBy(error, vault))
        if (trouble) await noteTrouble(this.settings, trouble)
        else console.error('counterfoil:', error)
        throw error
      } finally {
        this.announce()
      }
    })
    return locked as Promise<T>
  }

  /** Writes what a page said, if it was an order. */
  async keep({ verdict, vendor, url }: OrderRead): Promise<Upserted | null> {
    const vault = await this.vault()
    return vault && verdict.order ? upsert(vault, { order: verdict.order, vendor, url }) : null
  }

  /** A failure is not kept: the next one who asks tries again. */
  #opening(): Promise<Vault | null> {
    const opening = this.#open()
    opening.catch(() => {
      if (this.#vault === opening) this.#vault = null
    })
    return opening
  }

  async #open(): Promise<Vault | null> {
    try {
      return await Vault.open(this.environment)
    } catch (error) {
      if (!(error instanceof LocalCopyLost)) throw error
      return this.#reopen(error).catch((thrown: unknown) => {
        // Another context was faster, or the person made this another device meanwhile.
        if (thrown instanceof HistoryExists) return Vault.open(this.environment)
        throw thrown
      })
    }
  }

  /** The browser lost the local copy: all that the relay has is read again. */
  async #reopen(lost: LocalCopyLost): Promise<Vault | null> {
    const identity = await this.settings.identity()
    const trouble = troubleOf(lost, Date.now())
    await noteTrouble(this.settings, trouble && !identity?.relay ? { ...trouble, text: NOTHING_TO_READ } : trouble)
    if (!identity) return null
    if (!identity.relay) return Vault.restart(this.environment, identity)
    const account = fromBase64url(identity.account)
    const device = deviceOf(identity)
    const relay = new Relay(identity.relay)
    const anchor = await this.settings.anchor()
    let ahead: Bytes[]
    try {
      ahead = await gather(relay, new Session({ account, device }, relay, this.tokens), device, account, null)
    } catch (error) {
      // It was never sent anywhere.
      const isNew = error instanceof Problem && error.code === 'unknown-account' && (anchor?.sequence ?? 0) === 0
      if (isNew) return Vault.restart(this.environment, identity)
      throw error
    }
    // Nothing below the anchor is accepted again.
    return Vault.join(this.environment, identity, ahead, null, anchor)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
