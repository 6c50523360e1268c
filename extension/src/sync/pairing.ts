// Two devices meet in a mailbox that only their shared secret finds (crypto/SPEC.md, *pairing*).
import { Device, deviceId, type DeviceKeys } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { type Answer, formatCode, Pairing, parseCode } from '@counterfoil/crypto/pairing'
import { HistoryExists, type Vault } from '../vault/vault.ts'
import { add } from './acts.ts'
import { type Admission, gather } from './admission.ts'
import { Problem, Relay, Unreachable } from './relay.ts'
import { Session, type TokenStore } from './session.ts'
import type { Lock } from '../vault/settings.ts'
import { pause, type Sync } from './sync.ts'

const POLL_MS = 1_000

/** A pairing that ended; the text is for the person. */
export class PairingEnded extends Error {
  override readonly name = 'PairingEnded'
}

/** Where a pairing is kept until it ends, so that a page that is loaded anew goes on with it. */
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
  /** The lock that is to be on the seed; null: none. */
  readonly lock: Lock | null
  /** It was let in; null: not yet. */
  readonly answer: { readonly account: string; readonly add: string } | null
}

/** For who needs none that outlives the page. */
function inMemory<T>(): PairingStore<T> {
  let kept: T | null = null
  return { get: () => Promise.resolve(kept), set: (next) => Promise.resolve(void (kept = next)) }
}

/** Two pages of one browser may be at the same pairing. */
const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('counterfoil-pairing', work) as unknown as Promise<T>

/** Asks until there is an answer, or `isOver`: null. A relay that is away or busy for a while ends nothing that a person is in the midst of. */
async function poll(ask: () => Promise<Bytes | null>, isOver: () => boolean): Promise<Bytes | null> {
  while (!isOver()) {
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) {
      if (!(error instanceof Unreachable || (error instanceof Problem && error.code === 'too-many-requests'))) throw error
    }
    await pause(POLL_MS)
  }
  return null
}

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

  static async open(vault: Vault, relay: Relay, session: Session, sync: Sync, store: PairingStore<KeptHost> = inMemory()): Promise<Host> {
    const pairing = Pairing.new()
    const expires = await session.with((token) => relay.openMailbox(token, pairing.mailbox))
    await alone(() =>
      store.set({ relay: relay.url, account: toBase64url(vault.account), device: vault.device.name, secret: toBase64url(pairing.secret), expires, claim: null }),
    )
    return new Host(pairing, expires, { vault, relay, session, sync, store })
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
    const ask = (): Promise<Bytes | null> => this.#session.with((token) => this.#relay.readClaim(token, this.#pairing.mailbox))
    const claim = this.#claim ?? (await poll(ask, () => this.#ended || Date.now() >= this.expires))
    if (claim) {
      const { name } = this.#pairing.openClaim(claim)
      if (await this.#note(claim)) {
        this.#claim = claim
        return { name }
      }
    }
    await this.#forget()
    throw new PairingEnded('This code is no longer good. Make a new one.')
  }

  /** Lets the newcomer in if the person typed its digits; anything else ends the pairing. */
  async confirm(digits: string): Promise<void> {
    const claim = this.#claim
    if (!claim || this.#ended || !(await this.#note(claim))) throw new PairingEnded('This code is no longer good. Make a new one.')
    if (digits.replace(/\s/g, '') !== this.#pairing.digits(claim)) {
      await this.cancel()
      throw new PairingEnded('Those are not the digits that the new device shows. Nobody was let in; make a new code.')
    }
    const { keys } = this.#pairing.openClaim(claim)
    const added = await this.#add(keys)
    const message = this.#pairing.sealAnswer({ account: this.#vault.account, add: added }, claim)
    await this.#session.with((token) => this.#relay.answer(token, this.#pairing.mailbox, message))
    await this.#forget()
  }

  async cancel(): Promise<void> {
    this.#ended = true
    // First: whatever stops this, the digits cannot be tried again.
    await this.#forget()
    await this.#session.with((token) => this.#relay.closeMailbox(token, this.#pairing.mailbox))
  }

  /** False: another page ended it meanwhile, and it stays ended. */
  #note(claim: Bytes): Promise<boolean> {
    return alone(async () => {
      const kept = await this.#store.get()
      if (kept?.secret !== this.#secret) return false
      await this.#store.set({ ...kept, claim: toBase64url(claim) })
      return true
    })
  }

  /** Another pairing that was begun since is left alone. */
  #forget(): Promise<void> {
    return alone(async () => {
      if ((await this.#store.get())?.secret === this.#secret) await this.#store.set(null)
    })
  }

  get #secret(): string {
    return toBase64url(this.#pairing.secret)
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

/** The newcomer's side: `digits` to show, and `admitted` once the other device has let it in. */
export class Guest {
  readonly digits: string
  readonly #device: Device
  readonly #pairing: Pairing
  readonly #relay: Relay
  readonly #store: PairingStore<KeptGuest>
  #kept: KeptGuest
  #claimed = false
  #ended = false

  private constructor(kept: KeptGuest, store: PairingStore<KeptGuest>) {
    this.#kept = kept
    this.#store = store
    this.#device = new Device(fromBase64url(kept.seed))
    this.#pairing = new Pairing(fromBase64url(kept.secret))
    this.#relay = new Relay(kept.relay)
    this.digits = this.#pairing.digits(fromBase64url(kept.claim))
  }

  /** `locked`: puts a lock on the newcomer's seed; null: none. */
  static async claim(code: string, name: string, store: PairingStore<KeptGuest> = inMemory(), locked: ((device: Device) => Promise<Lock>) | null = null): Promise<Guest> {
    const { relay: address, secret } = parseCode(code)
    const relay = new Relay(address)
    const device = Device.new()
    const claim = new Pairing(secret).sealClaim({ keys: device.keys, name })
    const kept: KeptGuest = {
      relay: relay.url,
      secret: toBase64url(secret),
      seed: toBase64url(device.seed),
      claim: toBase64url(claim),
      name,
      expires: Date.now() + LIFE_MS,
      lock: locked && (await locked(device)),
      answer: null,
    }
    const guest = new Guest(kept, store)
    // Before anyone hears of its keys: whatever ends this page, whoever was let in goes on.
    await store.set(kept)
    try {
      await guest.#claim()
    } catch (error) {
      // Its digits were never shown, so nobody lets it in.
      await store.set(null)
      throw error
    }
    return guest
  }

  /** One that a page was loaded anew over, or the browser was closed over, with the same digits; null: there is none, or it has ended. */
  static async resume(store: PairingStore<KeptGuest>): Promise<Guest | null> {
    const kept = await store.get()
    if (!kept) return null
    if (!kept.answer && kept.expires <= Date.now()) {
      await store.set(null)
      return null
    }
    return new Guest(kept, store)
  }

  /** It was let in, as far as it knows, and nothing but reading is left. */
  get isIn(): boolean {
    return this.#kept.answer !== null
  }

  /** Waits to be let in, then accepts the account of the answer and no other: what `Vault.join` needs. */
  async admitted(tokens: TokenStore): Promise<Admission> {
    const { account, add } = await this.#answer()
    const session = new Session({ account, device: this.#device }, this.#relay, tokens)
    const ahead = await gather(this.#relay, session, this.#device, account, add)
    const { seed, relay, name, lock } = this.#kept
    return { identity: { seed, account: toBase64url(account), relay }, ahead, name, lock }
  }

  /** The history is this device's, or the pairing came to nothing. */
  over(): Promise<void> {
    return this.#store.set(null)
  }

  /** Whoever was let in is a member by now, and stays what it is. */
  async cancel(): Promise<void> {
    this.#ended = true
    if (!this.isIn) await this.over()
  }

  async #claim(): Promise<void> {
    try {
      // The same bytes again are the same claim.
      await this.#relay.claim(this.#pairing.mailbox, fromBase64url(this.#kept.claim))
      this.#claimed = true
    } catch (error) {
      if (error instanceof Problem && error.code === 'claimed')
        throw new PairingEnded('Another device used this code before this one. If that was not you, end the pairing on the first device.')
      if (error instanceof Problem && error.code === 'no-mailbox')
        throw new PairingEnded('No device waits under this code any more. Make a new one on the first device.')
      throw error
    }
  }

  async #answer(): Promise<Answer> {
    const { answer: known } = this.#kept
    if (known) return { account: fromBase64url(known.account), add: fromBase64url(known.add) }
    if (!this.#claimed) await this.#claim()
    const answer = this.#pairing.openAnswer(await this.#poll(), fromBase64url(this.#kept.claim))
    this.#kept = { ...this.#kept, answer: { account: toBase64url(answer.account), add: toBase64url(answer.add) } }
    await this.#store.set(this.#kept)
    return answer
  }

  async #poll(): Promise<Bytes> {
    const over = 'The first device ended the pairing, or ten minutes went by. Make a new code there.'
    const ask = (): Promise<Bytes | null> => this.#relay.readAnswer(this.#pairing.mailbox)
    let answer: Bytes | null
    try {
      answer = await poll(ask, () => this.#ended || Date.now() >= this.#kept.expires)
    } catch (error) {
      if (error instanceof Problem && error.code === 'no-mailbox') throw new PairingEnded(over)
      throw error
    }
    if (answer) return answer
    throw new PairingEnded(this.#ended ? 'The pairing was cancelled.' : over)
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
