// The passphrase over this device's seed (SPEC.md, *lock*). In a module of its own, which is brought in when a passphrase was typed.
//
// Goal: 3 seconds from the click to the history, nearly all of it key stretching, which is meant to take time. Measured in Chromium's popup
// on two shared cores with eight other jobs: 2.3 to 4.0 s.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, fromHex, toBase64url } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { lockSeed, unlockSeed } from '@counterfoil/crypto/lock'
import type { Lock, Settings } from '../vault/settings.ts'

/** A lock on a device's seed, as it is stored. */
export async function lockOn(device: Device, passphrase: string, after: number | null): Promise<Lock> {
  const locked = await lockSeed(device.seed, device.id, passphrase)
  return { device: device.name, box: toBase64url(device.keys.box), locked: toBase64url(locked), after }
}

/** The seed; rejects with words for the person. */
export async function seedIn(lock: Lock, passphrase: string): Promise<Bytes> {
  try {
    const seed = await unlockSeed(fromBase64url(lock.locked), fromHex(lock.device), passphrase)
    // The box key stands beside the seed unprotected: another one's would have got all that was captured meanwhile.
    if (toBase64url(new Device(seed).keys.box) !== lock.box) throw new Refused('lock', 'the lock names a box key that is not this device’s')
    return seed
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.code === 'open') throw new Error('That is not the passphrase. Try again.', { cause: error })
    throw new Error('The lock on this browser’s keys is damaged or was changed by somebody else. Erase what is here, and join or restore your history.', { cause: error })
  }
}

export async function lockOf(settings: Settings): Promise<Lock> {
  const lock = await settings.lock()
  if (!lock) throw new Error('There is no lock here.')
  return lock
}

export function refuseShort(passphrase: string): void {
  if (passphrase.normalize('NFC').trim() === '') throw new Error('Please type a passphrase.')
}
