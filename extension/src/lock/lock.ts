// The passphrase over this device's seed (SPEC.md, *lock*). In a module of its own, which is brought in when a passphrase was typed.
//
// Goal: one second from the click to the history, nearly all of it key stretching, which is meant to take time. Measured on two shared
// cores: 0.6 to 1.0 s in Chromium's popup with six to ten other jobs, 0.8 s in Firefox with three; the button says so after 7 to 17 ms,
// in Firefox after 46.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, fromHex, toBase64url } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { lockSeed, unlockSeed } from '@counterfoil/crypto/lock'
import type { Lock, Settings } from '../vault/settings.ts'

/** Some frames of a busy machine. */
const FRAMES_MS = 250

/** A lock on a device's seed, as it is stored. */
export async function lockOn(device: Device, passphrase: string, after: number | null): Promise<Lock> {
  await painted()
  const locked = await lockSeed(device.seed, device.id, passphrase)
  return { device: device.name, box: toBase64url(device.keys.box), locked: toBase64url(locked), after }
}

/** The seed; rejects with words for the person. */
export async function seedIn(lock: Lock, passphrase: string): Promise<Bytes> {
  try {
    await painted()
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

/**
 * When the screen has shown that it is at work, because the derivation holds the thread. Where nothing is painted (a worker, a page that
 * nobody looks at, where timers may stand for a minute) there is nothing to wait for.
 */
function painted(): Promise<void> {
  if (typeof requestAnimationFrame === 'undefined' || document.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    // A frame's callbacks run before it is painted, a task of theirs after. The timer is for a page that is hidden just now.
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, FRAMES_MS)
  })
}
