// The epoch keys that one device can open: the newest that was sealed to it, and those before it (SPEC.md, *epoch*).
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { type Device, type DeviceKeys, deviceId } from './device.ts'
import { type Bytes, concat, derive, equalBytes, exactly, frame, fromHex, uint } from './encoding.ts'
import { Epoch, openEpoch } from './epoch.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'
import { type EpochStart, SEALED_KEY_LENGTH, type Statement } from './statement.ts'

const NONCE_LENGTH = 24

/** The key of the epoch before `epoch`, in 72 bytes. `nonce` [24] is given by tests alone. */
export function wrapKey(epoch: Epoch, account: Bytes, before: Bytes, nonce: Bytes = randomBytes(NONCE_LENGTH)): Bytes {
  return concat(nonce, wrapCipher(epoch, account, nonce).encrypt(exactly(32, before, 'an epoch key')))
}

/** The key [32] that `wrapKey` wrapped; refused (`open`) if it is not that. */
export function unwrapKey(epoch: Epoch, account: Bytes, wrapped: Bytes): Bytes {
  try {
    return wrapCipher(epoch, account, wrapped.subarray(0, NONCE_LENGTH)).decrypt(wrapped.subarray(NONCE_LENGTH))
  } catch (error) {
    throw new Refused('open', `the key wrapped under epoch ${epoch.number} does not open`, { cause: error })
  }
}

const wrapCipher = (epoch: Epoch, account: Bytes, nonce: Bytes) =>
  xchacha20poly1305(
    derive(epoch.key, labels.EPOCH_WRAP),
    nonce,
    frame(labels.EPOCH_WRAP, exactly(32, account, 'an account'), uint(epoch.number, 4)),
  )

/**
 * The epoch after `current`, with a fresh key, and its start, sealed to `members` (device id in hex to keys): everyone who belongs after
 * the statement that starts it.
 */
export function startEpoch(current: Epoch, account: Bytes, members: ReadonlyMap<string, DeviceKeys>): [Epoch, EpochStart] {
  const epoch = Epoch.new(current.number + 1)
  const ids = [...members.keys()].sort()
  const sealed = ids.map((id) => [fromHex(id), sealTo(epoch, members.get(id) as DeviceKeys)] as const)
  const wrapped = wrapKey(epoch, account, current.key)
  return [epoch, { number: epoch.number, commitment: epoch.commitment, wrapped, sealed }]
}

/** Noise for a box key that nothing can be sealed to: who has one must not be able to stop an epoch from starting. */
function sealTo(epoch: Epoch, keys: DeviceKeys): Bytes {
  try {
    return epoch.sealTo(keys)
  } catch {
    return randomBytes(SEALED_KEY_LENGTH)
  }
}

interface Opening {
  readonly commitment: Bytes
  readonly wrapped: Bytes | null
}

interface Sealed {
  readonly number: number
  readonly key: Bytes
}

const startedBy = (statement: Statement): number | null => {
  if (statement.kind === 'genesis') return 0
  return 'start' in statement.act ? statement.act.start.number : null
}

const equalOpenings = (one: Opening, other: Opening): boolean =>
  equalBytes(one.commitment, other.commitment) && equalBytes(one.wrapped ?? NOTHING, other.wrapped ?? NOTHING)

const NOTHING: Bytes = new Uint8Array()

export class Keyring {
  readonly device: Device
  readonly account: Bytes
  readonly #starts = new Map<number, Opening>()
  readonly #epochs = new Map<number, Epoch>()
  /** The keys that were sealed to this device, by epoch: where one was wrapped wrongly, they are what is left of those below. */
  readonly #given = new Map<number, Bytes>()
  /** The newest epoch whose key was sealed to this device; -1: none was. */
  #newest = -1

  constructor(device: Device, account: Bytes) {
    this.device = device
    this.account = account
  }

  /** Of all statements in their order; opens the last key alone that is sealed to `device`, which takes a few milliseconds. */
  static gather(device: Device, account: Bytes, statements: Iterable<Statement>): Keyring {
    const keyring = new Keyring(device, account)
    let last: Sealed | null = null
    for (const statement of statements) {
      const sealed = keyring.#note(statement)
      if (sealed) keyring.#given.set(sealed.number, sealed.key)
      last = sealed ?? last
    }
    if (last) keyring.#open(last)
    return keyring
  }

  /** What one more statement brings; refused (`open`, `commitment`) if a key in it, or the start that was read ahead, is another. */
  take(statement: Statement): void {
    const number = startedBy(statement)
    const ahead = number === null ? undefined : this.#starts.get(number)
    const sealed = this.#note(statement)
    const start = number === null ? undefined : this.#starts.get(number)
    if (ahead && start && !equalOpenings(ahead, start))
      throw new Refused('commitment', `epoch ${number} starts otherwise than in what was read ahead`)
    if (!sealed) return
    this.#given.set(sealed.number, sealed.key)
    this.#open(sealed)
    // Who stays refuses an epoch whose newcomers could not read what was before it, and so does who comes.
    for (let epoch = this.epoch(sealed.number); epoch.number > 0; ) epoch = this.#before(epoch)
  }

  /** Shares the keys that are open, so that statements can be tried. */
  copy(): Keyring {
    const copy = new Keyring(this.device, this.account)
    copy.adopt(this)
    return copy
  }

  /** Has from now on what `other` has. */
  adopt(other: Keyring): void {
    for (const [number, start] of other.#starts) this.#starts.set(number, start)
    for (const [number, epoch] of other.#epochs) this.#epochs.set(number, epoch)
    for (const [number, key] of other.#given) this.#given.set(number, key)
    this.#newest = other.#newest
  }

  /** The newest epoch that was sealed to this device; refused (`epoch`) if none was. */
  get current(): Epoch {
    return this.epoch(this.#newest)
  }

  /** All whose keys can be opened, the newest first. */
  get epochs(): Epoch[] {
    const open: Epoch[] = []
    for (let number = this.#newest; number >= 0; number--) {
      try {
        open.push(this.epoch(number))
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
    return open
  }

  /** Whether the epoch is one that this device was given, or one before it. */
  reaches(number: number): boolean {
    return number <= this.#newest
  }

  /** Refused (`epoch`) if this device was not given it: not sealed to it, nor wrapped, as it must be, under one that was. */
  epoch(number: number): Epoch {
    if (number < 0 || !this.reaches(number)) throw new Refused('epoch', `this device has no key of epoch ${number}`)
    for (let at = number; at <= this.#newest; at++) {
      let epoch = this.#openHere(at)
      try {
        while (epoch && epoch.number > number) epoch = this.#before(epoch)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        break
      }
      if (epoch) return epoch
    }
    throw new Refused('epoch', `the key of epoch ${number} was wrapped wrongly, and not sealed to this device`)
  }

  /** An epoch that is open, or whose key was sealed to this device and is the one committed to. */
  #openHere(number: number): Epoch | null {
    const [epoch, key, start] = [this.#epochs.get(number), this.#given.get(number), this.#starts.get(number)]
    if (epoch || !key || !start) return epoch ?? null
    try {
      this.#epochs.set(number, openEpoch(this.device, number, key, start.commitment))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#given.delete(number)
    }
    return this.#epochs.get(number) ?? null
  }

  #before(above: Epoch): Epoch {
    const number = above.number - 1
    const wrapped = this.#starts.get(above.number)?.wrapped
    const start = this.#starts.get(number)
    if (!wrapped || !start) throw new Refused('epoch', `the statement that starts epoch ${number} is not known here`)
    const epoch = new Epoch(number, unwrapKey(above, this.account, wrapped))
    if (!equalBytes(epoch.commitment, start.commitment))
      throw new Refused('commitment', `the wrapped key is not the one that epoch ${number}'s statement committed to`)
    this.#epochs.set(number, epoch)
    return epoch
  }

  /** Keeps the start of an epoch; returns the key that is sealed to this device, if one is. */
  #note(statement: Statement): Sealed | null {
    if (statement.kind === 'genesis') {
      this.#starts.set(0, { commitment: statement.commitment, wrapped: null })
      return this.#isMe(deviceId(statement.keys)) ? { number: 0, key: statement.sealedKey } : null
    }
    const { act } = statement
    if (act.kind === 'add') return this.#isMe(deviceId(act.keys)) ? { number: act.epoch, key: act.sealedKey } : null
    if (act.kind !== 'revoke' && act.kind !== 'rotate') return null
    const { number, commitment, wrapped, sealed } = act.start
    this.#starts.set(number, { commitment, wrapped })
    const mine = sealed.find(([id]) => this.#isMe(id))
    return mine ? { number, key: mine[1] } : null
  }

  #isMe(id: Bytes): boolean {
    return equalBytes(id, this.device.id)
  }

  #open({ number, key }: Sealed): void {
    const start = this.#starts.get(number)
    if (!start) throw new Refused('commitment', `no statement starts epoch ${number}`)
    this.#epochs.set(number, openEpoch(this.device, number, key, start.commitment))
    this.#newest = Math.max(this.#newest, number)
  }
}
