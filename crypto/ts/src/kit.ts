// A recovery kit: a device on paper, as 24 words (SPEC.md, *kit*). With its word list, so for pages that need one alone.
//
// @scure/bip39 rather than bip39: by the author of the primitives used here, audited, ES modules, one list at a time.
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { Device } from './device.ts'
import { type Bytes, concat, digest, exactly } from './encoding.ts'
import { Refused } from './errors.ts'
import { WHITE_SPACE } from './identity.ts'
import * as labels from './labels.ts'

const HALF = 16
export const WORD_COUNT = 24

/** BIP-39's English list, in its order: 2,048 words. */
export const WORDS: readonly string[] = wordlist

export class Kit {
  readonly random: Bytes
  readonly words: readonly string[]
  readonly device: Device
  /** The first 16 bytes of the account id; no other account is this kit's. */
  readonly accountStart: Bytes

  /** Of its two halves, 16 bytes each; `random` is given by tests alone. */
  constructor(random: Bytes, accountStart: Bytes) {
    this.random = random
    this.accountStart = exactly(HALF, accountStart, 'the start of an account').slice()
    this.device = new Device(digest(labels.KIT, exactly(HALF, random, "a kit's random part"), this.accountStart))
    this.words = entropyToMnemonic(concat(random, this.accountStart), wordlist).split(' ')
  }

  static new(account: Bytes): Kit {
    return new Kit(randomBytes(HALF), account.slice(0, HALF))
  }
}

const SPACE = new RegExp(`[${WHITE_SPACE}]+`)

/** As a person typed them, or as a QR code has them behind the address; refused with `words` or `check`. */
export function parseWords(text: string): Kit {
  const words = text
    .split(SPACE)
    .filter((word) => word !== '')
    .map((word) => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
  if (words.length !== WORD_COUNT) throw new Refused('words', `a kit has ${WORD_COUNT} words, these are ${words.length}`)
  const foreign = words.findIndex((word) => !WORDS.includes(word))
  if (foreign !== -1) throw new Refused('words', `word ${foreign + 1} is not in the list`)
  const entropy = checked(words)
  return new Kit(entropy.slice(0, HALF), entropy.slice(HALF))
}

function checked(words: readonly string[]): Bytes {
  try {
    return Uint8Array.from(mnemonicToEntropy(words.join(' '), wordlist))
  } catch (error) {
    throw new Refused('check', 'these words are not one kit: one is another, or two changed places', { cause: error })
  }
}
