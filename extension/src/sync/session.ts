// A device's token for its relay: asked for by a signature, kept for the browser's session, never in a URL.
import type { Device } from '@counterfoil/crypto/device'
import { Problem, type Relay } from './relay.ts'
import { sessionMessage } from '@counterfoil/crypto/session'
import { type Bytes, toBase64url } from '@counterfoil/crypto/encoding'

/** What `storage.session` offers. */
export interface TokenStore {
  get(): Promise<Token | null>
  set(token: Token | null): Promise<void>
}

export interface Token {
  readonly relay: string
  readonly account: string
  /** Device id in hex. */
  readonly device: string
  readonly token: string
  /** ms since 1970. */
  readonly expires: number
}

const SOON_MS = 60_000

export class Session {
  readonly #device: Device
  readonly #account: Bytes
  readonly #relay: Relay
  readonly #store: TokenStore

  constructor({ device, account }: { device: Device; account: Bytes }, relay: Relay, store: TokenStore) {
    this.#device = device
    this.#account = account
    this.#relay = relay
    this.#store = store
  }

  /** Does `work` with a token, once more with a new one if the relay no longer takes it. */
  async with<T>(work: (token: string) => Promise<T>): Promise<T> {
    const { token, fresh } = await this.token()
    try {
      return await work(token)
    } catch (error) {
      if (fresh || !(error instanceof Problem && error.code === 'unauthorized')) throw error
    }
    await this.forget()
    return work((await this.token()).token)
  }

  async token(): Promise<{ token: string; fresh: boolean }> {
    const kept = await this.#store.get()
    const account = toBase64url(this.#account)
    if (kept?.relay === this.#relay.url && kept.account === account && kept.device === this.#device.name && kept.expires > Date.now() + SOON_MS)
      return { token: kept.token, fresh: false }
    const nonce = await this.#relay.challenge(this.#account, this.#device.id)
    const signature = this.#device.sign(sessionMessage(this.#relay.origin, this.#account, nonce))
    const { token, expires } = await this.#relay.token(this.#account, this.#device.id, nonce, signature)
    await this.#store.set({ relay: this.#relay.url, account, device: this.#device.name, token, expires })
    return { token, fresh: true }
  }

  forget(): Promise<void> {
    return this.#store.set(null)
  }
}
