// How a newcomer joins: a secret from screen to screen, six digits back (SPEC.md, *pairing*).
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import type { DeviceKeys } from './device.ts'
import {
  type Bytes,
  concat,
  derive,
  digest,
  exactly,
  frame,
  fromUtf8,
  isZero,
  keyedHash,
  Reader,
  toUtf8,
  uint,
} from './encoding.ts'
import { Refused } from './errors.ts'
import { WHITE_SPACE } from './identity.ts'
import * as labels from './labels.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_CHARACTERS = 26
const CHECK_CHARACTERS = 4
const NONCE_LENGTH = 24
const CLAIM_LENGTH = 192
const LONGEST_NAME = 64

/** A newcomer's keys and the name its person gave it, 1 to 64 bytes of UTF-8. */
export interface Claim {
  readonly keys: DeviceKeys
  readonly name: string
}

/** The account the newcomer joins, and the digest of the `add` that lets it in, 32 bytes each. */
export interface Answer {
  readonly account: Bytes
  readonly add: Bytes
}

/** What a signed-in device shows: its relay's URL and a 16-byte secret used once. */
export interface Code {
  readonly relay: string
  readonly secret: Bytes
}

export function formatCode({ relay, secret }: Code): string {
  const check = digest(labels.PAIRING_CODE, toUtf8(relay), exactly(16, secret, 'a pairing secret'))
  const characters = toBase32(secret, SECRET_CHARACTERS) + toBase32(check, CHECK_CHARACTERS)
  return `${relay}#${characters.match(/.{5}/g)?.join('-')}`
}

const OUTER_SPACE = new RegExp(`^[${WHITE_SPACE}]+|[${WHITE_SPACE}]+$`, 'g')
const SEPARATORS = new RegExp(`[-${WHITE_SPACE}]`, 'g')
const LENIENT: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/** Reads a code as a person typed it; refused with `code` or `check`. */
export function parseCode(text: string): Code {
  const trimmed = text.replace(OUTER_SPACE, '')
  const mark = trimmed.indexOf('#')
  if (mark < 1) throw new Refused('code', "a pairing code is the relay's address, a # and 30 characters")
  const relay = trimmed.slice(0, mark)
  const characters = trimmed
    .slice(mark + 1)
    .replace(SEPARATORS, '')
    // ASCII alone: toUpperCase makes an I of a dotless ı.
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[OIL]/g, (letter) => LENIENT[letter] as string)
  const values = Array.from(characters, (character) => ALPHABET.indexOf(character))
  if (values.length !== SECRET_CHARACTERS + CHECK_CHARACTERS || values.includes(-1))
    throw new Refused('code', `a pairing code has 30 letters and digits after the #, this one has ${values.length}`)
  const secret = new Uint8Array(16)
  values.slice(0, SECRET_CHARACTERS).forEach((value, index) => {
    for (let bit = 0; bit < 5; bit++) {
      const at = index * 5 + bit
      if (at < 128 && value & (16 >> bit)) secret[at >> 3]! |= 128 >> (at & 7)
    }
  })
  const code = { relay, secret }
  // Also finds spare bits that are not zero.
  const shown = formatCode(code)
  if (shown.slice(shown.indexOf('#') + 1).replaceAll('-', '') !== characters)
    throw new Refused('check', 'a character of the pairing code is mistyped')
  return code
}

/** The first `characters` groups of five bits, zero bits added at the end. */
function toBase32(data: Bytes, characters: number): string {
  let out = ''
  for (let index = 0; index < characters; index++) {
    const at = index * 5
    const pair = ((data[at >> 3] ?? 0) << 8) | (data[(at >> 3) + 1] ?? 0)
    out += ALPHABET[(pair >> (11 - (at & 7))) & 31]
  }
  return out
}

/** Everything a 16-byte secret gives to both sides. */
export class Pairing {
  readonly secret: Bytes
  readonly mailbox: Bytes

  constructor(secret: Bytes) {
    exactly(16, secret, 'a pairing secret')
    this.secret = secret
    this.mailbox = derive(secret, labels.PAIRING_MAILBOX)
  }

  static new(): Pairing {
    return new Pairing(randomBytes(16))
  }

  /** Six digits that both sides get from the claim; only the newcomer shows them. */
  digits(claim: Bytes): string {
    const hash = keyedHash(derive(this.secret, labels.PAIRING_DIGITS), claim, 32)
    return String(new DataView(hash.buffer, hash.byteOffset).getBigUint64(0) % 1_000_000n).padStart(6, '0')
  }

  /** 232 bytes; refused (`name`) unless the name has 1 to 64 bytes. */
  sealClaim({ keys, name }: Claim, nonce?: Bytes): Bytes {
    const text = toUtf8(name, 'name')
    if (text.length < 1 || text.length > LONGEST_NAME)
      throw new Refused('name', `a device's name has 1 to ${LONGEST_NAME} bytes, this one has ${text.length}`)
    const plain = new Uint8Array(CLAIM_LENGTH)
    const box = exactly(32, keys.box, 'a box key')
    plain.set(concat(exactly(32, keys.sign, 'a sign key'), box, uint(text.length, 1), text))
    return this.#seal(labels.PAIRING_CLAIM, plain, nonce, this.mailbox)
  }

  openClaim(sealed: Bytes): Claim {
    const reader = new Reader(this.#open(labels.PAIRING_CLAIM, sealed, CLAIM_LENGTH, this.mailbox))
    const keys = { sign: reader.take(32), box: reader.take(32) }
    const length = reader.number(1)
    if (length < 1 || length > LONGEST_NAME) throw new Refused('name', "the newcomer's name is empty or too long")
    const name = fromUtf8(reader.take(length), 'name')
    if (!isZero(reader.rest())) throw new Refused('name', "something follows the newcomer's name")
    return { keys, name }
  }

  /** 104 bytes, bound to the `claim` it answers. */
  sealAnswer({ account, add }: Answer, claim: Bytes, nonce?: Bytes): Bytes {
    const plain = concat(exactly(32, account, 'an account'), exactly(32, add, 'a digest'))
    return this.#seal(labels.PAIRING_ANSWER, plain, nonce, this.mailbox, claim)
  }

  openAnswer(sealed: Bytes, claim: Bytes): Answer {
    const plain = this.#open(labels.PAIRING_ANSWER, sealed, 64, this.mailbox, claim)
    return { account: plain.slice(0, 32), add: plain.slice(32) }
  }

  #seal(label: string, plain: Bytes, nonce: Bytes = randomBytes(NONCE_LENGTH), ...bound: Bytes[]): Bytes {
    const cipher = xchacha20poly1305(derive(this.secret, label), nonce, frame(label, ...bound))
    return concat(nonce, cipher.encrypt(plain))
  }

  #open(label: string, sealed: Bytes, length: number, ...bound: Bytes[]): Bytes {
    if (sealed.length !== NONCE_LENGTH + length + 16)
      throw new Refused('length', `${sealed.length} bytes are not a pairing message`)
    const nonce = sealed.subarray(0, NONCE_LENGTH)
    try {
      return xchacha20poly1305(derive(this.secret, label), nonce, frame(label, ...bound)).decrypt(
        sealed.subarray(NONCE_LENGTH),
      )
    } catch (error) {
      throw new Refused('open', 'this pairing message was not made with this code', { cause: error })
    }
  }
}
