// Two devices meet in a mailbox that only their shared secret finds (crypto/SPEC.md, *pairing*).
import { Device, deviceId, type DeviceKeys } from '@counterfoil/crypto/device'
import { type Bytes, toBase64url, toHex } from '@counterfoil/crypto/encoding'
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

/** The signed-in side. */
export class Host {
  readonly code: string
  readonly expires: number
  readonly #pairing: Pairing
  readonly #vault: Vault
  readonly #relay: Relay
  readonly #session: Session
  readonly #sync: Sync
  #claim: Bytes | null = null
  #ended = false

  private constructor(pairing: Pairing, expires: number, vault: Vault, relay: Relay, session: Session, sync: Sync) {
    this.#pairing = pairing
    this.expires = expires
    this.#vault = vault
    this.#relay = relay
    this.#session = session
    this.#sync = sync
    this.code = formatCode({ relay: relay.url, secret: pairing.secret })
  }

  static async open(vault: Vault, relay: Relay, session: Session, sync: Sync): Promise<Host> {
    const pairing = Pairing.new()
    const expires = await session.with((token) => relay.openMailbox(token, pairing.mailbox))
    return new Host(pairing, expires, vault, relay, session, sync)
  }

  /** The newcomer's name, once a device has claimed the code. */
  async claimed(): Promise<{ name: string }> {
    while (!this.#ended && Date.now() < this.expires) {
      const claim = await this.#session.with((token) => this.#relay.readClaim(token, this.#pairing.mailbox))
      if (claim) {
        const { name } = this.#pairing.openClaim(claim)
        this.#claim = claim
        return { name }
      }
      await pause(POLL_MS)
    }
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
  }

  async cancel(): Promise<void> {
    this.#ended = true
    await this.#session.with((token) => this.#relay.closeMailbox(token, this.#pairing.mailbox))
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

/** The newcomer's side: `digits` to show, and `done` once the history is this device's. */
export class Guest {
  readonly digits: string
  readonly #device: Device
  readonly #pairing: Pairing
  readonly #claim: Bytes
  readonly #relay: Relay
  readonly #name: string
  #ended = false

  private constructor(device: Device, pairing: Pairing, claim: Bytes, relay: Relay, name: string) {
    this.#device = device
    this.#pairing = pairing
    this.#claim = claim
    this.#relay = relay
    this.#name = name
    this.digits = pairing.digits(claim)
  }

  static async claim(code: string, name: string): Promise<Guest> {
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
    return new Guest(device, pairing, claim, relay, name)
  }

  /** Waits to be let in, then accepts the account of the answer and no other: what `Vault.join` needs. */
  async admitted(tokens: TokenStore): Promise<Admission> {
    const answer = this.#pairing.openAnswer(await this.#answer(), this.#claim)
    const session = new Session({ account: answer.account, device: this.#device }, this.#relay, tokens)
    const ahead = await gather(this.#relay, session, this.#device, answer.account, answer.add)
    const identity = { seed: toBase64url(this.#device.seed), account: toBase64url(answer.account), relay: this.#relay.url }
    return { identity, ahead, name: this.#name }
  }

  cancel(): void {
    this.#ended = true
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
