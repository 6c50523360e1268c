// A device's seed under a passphrase (SPEC.md, *lock*). With Argon2, so for what unlocks alone.
//
// Argon2 in WebAssembly, unlike all else here: an unlock waits for 64 MiB in 3 passes, which take plain JavaScript four times as long
// (README.md, *Which library*). The derivation holds the thread from beginning to end.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { argon2id } from 'hash-wasm'
import { type Bytes, concat, exactly, frame, Reader, toUtf8, uint } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'

const VERSION = 1
const LANES = 1
const SALT_LENGTH = 16
const NONCE_LENGTH = 24
const PARAMETERS_LENGTH = 1 + 4 + 4 + 1 + SALT_LENGTH
const SEALED_LENGTH = 32 + 16
export const LOCKED_LENGTH = PARAMETERS_LENGTH + NONCE_LENGTH + SEALED_LENGTH

/** Passes, and memory in KiB. */
export interface Cost {
  readonly passes: number
  readonly memory: number
}

export const COST: Cost = { passes: 3, memory: 65_536 }
const LEAST: Cost = { passes: 2, memory: 19_456 }
const MOST: Cost = { passes: 16, memory: 1_048_576 }

/** 98 bytes. `salt` [16] and `nonce` [24] are given by tests alone. Refused: `floor`, also for no passphrase. */
export async function lockSeed(
  seed: Bytes,
  device: Bytes,
  passphrase: string,
  cost: Cost = COST,
  salt: Bytes = randomBytes(SALT_LENGTH),
  nonce: Bytes = randomBytes(NONCE_LENGTH),
): Promise<Bytes> {
  exactly(32, seed, 'a device seed')
  checkCost(cost)
  if (passphrase === '') throw new Refused('floor', 'an empty passphrase locks nothing; choose one')
  const parameters = concat(
    uint(VERSION, 1),
    uint(cost.passes, 4),
    uint(cost.memory, 4),
    uint(LANES, 1),
    exactly(SALT_LENGTH, salt, 'a salt'),
  )
  const key = await derived(passphrase, salt, cost)
  return concat(parameters, nonce, xchacha20poly1305(key, nonce, bound(parameters, device)).encrypt(seed))
}

/** The seed; refused with `length`, `version` or `floor` before anything is computed, with `open` for another passphrase or device. */
export async function unlockSeed(locked: Bytes, device: Bytes, passphrase: string): Promise<Bytes> {
  if (locked.length !== LOCKED_LENGTH) throw new Refused('length', `${locked.length} bytes are not a locked seed`)
  const reader = new Reader(locked)
  const version = reader.number(1)
  const cost = { passes: reader.number(4), memory: reader.number(4) }
  const lanes = reader.number(1)
  const salt = reader.take(SALT_LENGTH)
  const nonce = reader.take(NONCE_LENGTH)
  if (version !== VERSION) throw new Refused('version', `a lock of version ${version} is not known here`)
  if (lanes !== LANES) throw new Refused('floor', 'a lock has one lane')
  checkCost(cost)
  if (passphrase === '') throw new Refused('open', 'an empty passphrase locks nothing')
  const key = await derived(passphrase, salt, cost)
  try {
    return xchacha20poly1305(key, nonce, bound(locked.subarray(0, PARAMETERS_LENGTH), device)).decrypt(reader.rest())
  } catch (error) {
    throw new Refused('open', 'another passphrase locked this, or it is damaged', { cause: error })
  }
}

/** A lock that is cheaper to guess than any this version makes was put there by somebody else. */
function checkCost({ passes, memory }: Cost): void {
  if (passes < LEAST.passes || memory < LEAST.memory || passes > MOST.passes || memory > MOST.memory)
    throw new Refused('floor', `${passes} passes over ${memory} KiB are no lock that this version makes`)
}

const bound = (parameters: Uint8Array, device: Bytes): Bytes =>
  frame(labels.LOCK, parameters, exactly(16, device, 'a device id'))

const derived = (passphrase: string, salt: Bytes, { passes, memory }: Cost): Promise<Uint8Array> =>
  argon2id({
    password: toUtf8(passphrase.normalize('NFC')),
    salt,
    iterations: passes,
    memorySize: memory,
    parallelism: LANES,
    hashLength: 32,
    outputType: 'binary',
  })
