// Two devices meet in a mailbox that only their shared secret finds (crypto/SPEC.md, *pairing*).
import { Device, deviceId, type DeviceKeys } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { formatCode, Pairing, parseCode } from '@counterfoil/crypto/pairing'
import { HistoryExists, type Vault } from '../vault/vault.ts'
import { add } from './acts.ts'
import { type Admission, gather } from './admission.ts'
import { Problem, Relay } from './relay.ts'
import { Session, type TokenStore } from './session.ts'
import { pause, type Sync } from './sync.ts'

const POLL_MS = 1_000

/** A pairing that ended; the text is for the person. */
export class PairingEnded extends Error {
  override readonly name = 'PairingEnded'
}

/** Where a pairing is kept until it ends, so that a page that is loaded anew goes on with it: `storage.session`. */
export interface PairingStore<T> {
  get(): Promise<T | null>
  set(kept: T | null): Promise<void>
}

/** Bytes as base64url. */
export interface KeptHost {
  readonly relay: string
  readonly account: string
  /** Device id in hex. */
  readonly device: string
  readonly secret: string
  /** ms since 1970. */
  readonly expires: number
  /** What claimed the code; from then on no other claim is looked at. */
  readonly claim: string | null
}

export interface KeptGuest {
  readonly relay: string
  readonly secret: string
  readonly seed: string
  readonly claim: string
  readonly name: string
  readonly expires: number
}

/** For who needs none. */
const nowhere = <T>(): PairingStore<T> => ({ get: () => Promise.resolve(null), set: () => Promise.resolve() })

/** As long as a relay keeps a mailbox. */
const LIFE_MS = 600_000

/** The signed-in side. */
export class Host {
  readonly code: string
  readonly expires: number
  readonly #pairing: Pairing
  readonly #vault: Vault
  readonly #relay: Relay
  readonly #session: Session
  readonly #sync: Sync
  readonly #store: PairingStore<KeptHost>
  #claim: Bytes | null = null
  #ended = false

  private constructor(pairing: Pairing, expires: number, { vault, relay, session, sync, store }: HostSide) {
    this.#pairing = pairing
    this.expires = expires
    this.#vault = vault
    this.#relay = relay
    this.#session = session
    this.#sync = sync
    this.#store = store
    this.code = formatCode({ relay: relay.url, secret: pairing.secret })
  }

  static async open(vault: Vault, relay: Relay, session: Session, sync: Sync, store: PairingStore<KeptHost> = nowhere()): Promise<Host> {
    const pairing = Pairing.new()
    const expires = await session.with((token) => relay.openMailbox(token, pairing.mailbox))
    const host = new Host(pairing, expires, { vault, relay, session, sync, store })
    await host.#keep()
    return host
  }

  /** One that a page was loaded anew over; null: there is none, or it has ended. */
  static async resume(side: HostSide): Promise<Host | null> {
    const kept = await side.store.get()
    if (!kept) return null
    const isOurs = kept.relay === side.relay.url && kept.account === toBase64url(side.vault.account) && kept.device === side.vault.device.name
    if (!isOurs || kept.expires <= Date.now()) {
      await side.store.set(null)
      return null
    }
    const host = new Host(new Pairing(fromBase64url(kept.secret)), kept.expires, side)
    host.#claim = kept.claim === null ? null : fromBase64url(kept.claim)
    return host
  }

  /** The newcomer's name, once a device has claimed the code. */
  async claimed(): Promise<{ name: string }> {
    while (!this.#ended && Date.now() < this.expires) {
      const claim = this.#claim ?? (await this.#session.with((token) => this.#relay.readClaim(token, this.#pairing.mailbox)))
      if (claim) {
        const { name } = this.#pairing.openClaim(claim)
        this.#claim = claim
        await this.#keep()
        return { name }
      }
      await pause(POLL_MS)
    }
    if (!this.#ended) await this.#store.set(null)
    throw new PairingEnded('This code is no longer good. Make a new one.')
  }

  /** Lets the newcomer in if the person typed its digits; anything else ends the pairing. */
  async confirm(digits: string): Promise<void> {
    const claim = this.#claim
    if (!claim || this.#ended) throw new PairingEnded('This code is no longer good. Make a new one.')
    if (digits.replace(/\s/g, '') !== this.#pairing.digits(claim)) {
      await this.cancel()
      throw new PairingEnded('Those are not the digits that the new device shows. Nobody was let in; make a new code.')
    }
    const { keys } = this.#pairing.openClaim(claim)
    const added = await this.#add(keys)
    const message = this.#pairing.sealAnswer({ account: this.#vault.account, add: added }, claim)
    await this.#session.with((token) => this.#relay.answer(token, this.#pairing.mailbox, message))
    await this.#store.set(null)
  }

  async cancel(): Promise<void> {
    this.#ended = true
    // First: whatever stops this, the digits cannot be tried again.
    await this.#store.set(null)
    await this.#session.with((token) => this.#relay.closeMailbox(token, this.#pairing.mailbox))
  }

  async #keep(): Promise<void> {
    if (this.#ended) return
    await this.#store.set({
      relay: this.#relay.url,
      account: toBase64url(this.#vault.account),
      device: this.#vault.device.name,
      secret: toBase64url(this.#pairing.secret),
      expires: this.expires,
      claim: this.#claim && toBase64url(this.#claim),
    })
  }

  /** Lets the newcomer in and returns the digest of the statement that did; it may have been taken though no answer came. */
  async #add(newcomer: DeviceKeys): Promise<Bytes> {
    const member = (): Bytes | undefined => this.#vault.log.roster.members.get(toHex(deviceId(newcomer)))?.admitted
    const added = await this.#sync.act(() => (member() ? null : add(this.#vault, newcomer)))
    const admitted = added ?? member()
    if (!admitted) throw new PairingEnded('This browser is no part of the history any more.')
    return admitted
  }
}

interface HostSide {
  readonly vault: Vault
  readonly relay: Relay
  readonly session: Session
  readonly sync: Sync
  readonly store: PairingStore<KeptHost>
}

/** The newcomer's side: `digits` to show, and `done` once the history is this device's. */
export class Guest {
  readonly digits: string
  readonly #device: Device
  readonly #pairing: Pairing
  readonly #claim: Bytes
  readonly #relay: Relay
  readonly #name: string
  readonly #store: PairingStore<KeptGuest>
  #ended = false

  private constructor(device: Device, pairing: Pairing, claim: Bytes, relay: Relay, name: string, store: PairingStore<KeptGuest>) {
    this.#device = device
    this.#pairing = pairing
    this.#claim = claim
    this.#relay = relay
    this.#name = name
    this.#store = store
    this.digits = pairing.digits(claim)
  }

  static async claim(code: string, name: string, store: PairingStore<KeptGuest> = nowhere()): Promise<Guest> {
    const { relay: address, secret } = parseCode(code)
    const relay = new Relay(address)
    const pairing = new Pairing(secret)
    const device = Device.new()
    const claim = pairing.sealClaim({ keys: device.keys, name })
    try {
      await relay.claim(pairing.mailbox, claim)
    } catch (error) {
      if (error instanceof Problem && error.code === 'claimed')
        throw new PairingEnded('Another device used this code before this one. If that was not you, end the pairing on the first device.')
      if (error instanceof Problem && error.code === 'no-mailbox')
        throw new PairingEnded('No device waits under this code any more. Make a new one on the first device.')
      throw error
    }
    await store.set({
      relay: relay.url,
      secret: toBase64url(secret),
      seed: toBase64url(device.seed),
      claim: toBase64url(claim),
      name,
      expires: Date.now() + LIFE_MS,
    })
    return new Guest(device, pairing, claim, relay, name, store)
  }

  /** One that a page was loaded anew over, with the same digits; null: there is none, or it has ended. */
  static async resume(store: PairingStore<KeptGuest>): Promise<Guest | null> {
    const kept = await store.get()
    if (!kept) return null
    if (kept.expires <= Date.now()) {
      await store.set(null)
      return null
    }
    const { relay, secret, seed, claim, name } = kept
    return new Guest(new Device(fromBase64url(seed)), new Pairing(fromBase64url(secret)), fromBase64url(claim), new Relay(relay), name, store)
  }

  /** Waits to be let in, then accepts the account of the answer and no other: what `Vault.join` needs. */
  async admitted(tokens: TokenStore): Promise<Admission> {
    const answer = this.#pairing.openAnswer(await this.#answer(), this.#claim)
    const session = new Session({ account: answer.account, device: this.#device }, this.#relay, tokens)
    const ahead = await gather(this.#relay, session, this.#device, answer.account, answer.add)
    const identity = { seed: toBase64url(this.#device.seed), account: toBase64url(answer.account), relay: this.#relay.url }
    return { identity, ahead, name: this.#name }
  }

  /** The history is this device's, or the pairing came to nothing. */
  over(): Promise<void> {
    return this.#store.set(null)
  }

  cancel(): Promise<void> {
    this.#ended = true
    return this.over()
  }

  async #answer(): Promise<Bytes> {
    while (!this.#ended) {
      let answer: Bytes | null
      try {
        answer = await this.#relay.readAnswer(this.#pairing.mailbox)
      } catch (error) {
        if (error instanceof Problem && error.code === 'no-mailbox')
          throw new PairingEnded('The first device ended the pairing, or ten minutes went by. Make a new code there.')
        throw error
      }
      if (answer) return answer
      await pause(POLL_MS)
    }
    throw new PairingEnded('The pairing was cancelled.')
  }
}

/** Words for the person from what a pairing can throw. */
export function pairingWords(error: unknown): string | null {
  if (error instanceof PairingEnded) return error.message
  if (error instanceof HistoryExists) return 'This browser has a history already.'
  if (error instanceof Refused && error.code === 'check') return 'One character of the code is mistyped. Compare it once more.'
  if (error instanceof Refused && error.code === 'code')
    return 'A pairing code is the relay’s address, a # and 30 letters and digits. Copy all of it.'
  if (error instanceof Refused) return 'The other device’s answer does not fit this code. Nobody was let in; make a new code.'
  return null
}
