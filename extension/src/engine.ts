// What a context of the extension (worker, popup, page) holds: the vault, and how it is kept in step with its relay.
import { fromBase64url } from '@counterfoil/crypto/encoding'
import type { OrderRead } from './capture/reader.ts'
import { browser } from './browser.ts'
import { type Upserted, upsert } from './capture/upsert/index.ts'
import { findAdmission } from './sync/admission.ts'
import { type Page, Relay } from './sync/relay.ts'
import { Session, type Token, type TokenStore } from './sync/session.ts'
import { Sync } from './sync/sync.ts'
import { noteTrouble, troubleOf } from './sync/trouble.ts'
import { deviceOf, Settings } from './vault/settings.ts'
import { type Environment, LocalCopyLost, Vault } from './vault/vault.ts'

const CHANNEL = 'counterfoil'
const SYNC_LOCK = 'counterfoil-sync'

export interface Connection {
  readonly relay: Relay
  readonly session: Session
  readonly sync: Sync
}

export class Engine {
  readonly settings = new Settings({
    get: async (key) => (await browser.storage.local.get(key))[key],
    set: (key, value) => browser.storage.local.set({ [key]: value }),
  })
  readonly #channel = new BroadcastChannel(CHANNEL)
  readonly #listeners = new Set<() => void>()
  #vault: Promise<Vault | null> | null = null

  readonly environment: Environment = {
    settings: this.settings,
    locked: (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>,
    announce: () => this.announce(),
    now: () => Date.now(),
  }

  readonly tokens: TokenStore = {
    get: async () => ((await browser.storage.session.get('token')).token as Token | undefined) ?? null,
    set: (token) => browser.storage.session.set({ token }),
  }

  constructor() {
    this.#channel.onmessage = () => this.#tell()
  }

  /** Calls back after any change in any context. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  announce(): void {
    this.#channel.postMessage('changed')
    this.#tell()
  }

  /** The history as it is now, or null if there is none yet. */
  async vault(): Promise<Vault | null> {
    const known = (this.#vault ??= this.#opening())
    const vault = await known
    const identity = await this.settings.identity()
    // Another context started or joined a history meanwhile; only the first to notice opens it.
    if (identity && vault?.identity.account !== identity.account && this.#vault === known) {
      vault?.close()
      this.#vault = this.#opening()
    }
    const current = await this.#vault
    await current?.refresh()
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

  async connect(vault: Vault): Promise<Connection | null> {
    const address = (await this.settings.identity())?.relay
    if (!address) return null
    const relay = new Relay(address)
    const session = new Session(vault, relay, this.tokens)
    return { relay, session, sync: new Sync(vault, relay, session) }
  }

  /** One run of sync, by one context at a time. What goes wrong is kept as a trouble for the person and not thrown. */
  async syncNow(): Promise<void> {
    await this.#alone(async (began) => {
      if (await this.isStopped()) return
      const vault = await this.vault()
      const connection = vault && (await this.connect(vault))
      if (!connection) return
      await connection.sync.run()
      await noteTrouble(this.settings, null)
      await this.settings.saveLastSync(began)
    }).catch(() => undefined)
  }

  /** Talks to the relay for the person, as one run of sync does; what goes wrong is kept as a trouble and thrown. */
  talk<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(work)
  }

  /** Whether a verdict stopped sync until the person decides. */
  async isStopped(): Promise<boolean> {
    return (await this.settings.troubles()).some(({ stopped }) => stopped)
  }

  async dismiss(code: string): Promise<void> {
    await navigator.locks.request(SYNC_LOCK, async () => {
      await this.settings.saveTroubles((await this.settings.troubles()).filter((trouble) => trouble.code !== code))
    })
    this.announce()
  }

  async #alone<T>(work: (began: number) => Promise<T>): Promise<T> {
    const locked = navigator.locks.request(SYNC_LOCK, async () => {
      const began = Date.now()
      try {
        return await work(began)
      } catch (error) {
        const trouble = troubleOf(error, began, (await this.#vault?.catch(() => null))?.device.name)
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
    opening.catch(() => (this.#vault = null))
    return opening
  }

  async #open(): Promise<Vault | null> {
    try {
      return await Vault.open(this.environment)
    } catch (error) {
      if (!(error instanceof LocalCopyLost)) throw error
      return this.#reopen(error)
    }
  }

  /** The browser lost the local copy: all that the relay has is read again. */
  async #reopen(lost: LocalCopyLost): Promise<Vault | null> {
    await noteTrouble(this.settings, troubleOf(lost, Date.now()))
    const identity = await this.settings.identity()
    if (!identity?.relay) return null
    const account = fromBase64url(identity.account)
    const device = deviceOf(identity)
    const relay = new Relay(identity.relay)
    const session = new Session({ account, device }, relay, this.tokens)
    const read = (after: number): Promise<Page> => session.with((token) => relay.log(token, after))
    const sealedKey = await findAdmission(read, device, account, null)
    // Nothing below the anchor is accepted again.
    return Vault.join(this.environment, identity, sealedKey, await this.settings.anchor())
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
