/**
 * What a newcomer needs to go on after its browser died: its seed, and what it waits for, written down before anyone hears of its keys. A
 * device that was let in and that nobody has the seed of would be a member for ever.
 *
 * Like the history itself it is sealed on the disk: to the device that is here, where this browser is paired again, and so as shut as that is;
 * else to the newcomer, whose seed lies beside it. A seed that was not let in opens nothing, and lies here no longer than its code is good for.
 */
import { browser } from './browser.ts'
import { settings } from './own.ts'
import type { KeptGuest, PairingStore } from './sync/pairing.ts'
import type { KeptRestore } from './trust/kit.ts'
import { deviceOf, openSealed, sealFor } from './vault/settings.ts'

interface Noted {
  /** ms since 1970; null: until it came of it what may. */
  readonly until: number | null
  /** What it is sealed to; null: the device that is here. */
  readonly seed: string | null
  readonly kept: string
}

const KEYS = ['pairingGuest', 'restoring'] as const

function noted<T extends { readonly seed: string }>(key: (typeof KEYS)[number], until: (kept: T) => number | null): PairingStore<T> {
  return {
    get: async () => {
      const found = await read(key)
      const device = found?.seed ? deviceOf({ seed: found.seed }) : await settings.device()
      return found && device && openSealed<T>(device, found.kept)
    },
    set: async (kept) => {
      if (kept === null) return browser.storage.local.remove(key)
      const device = await settings.device()
      if (!device && (await settings.isTaken())) throw new Error('Counterfoil was locked meanwhile. Unlock it first.')
      const { keys } = device ?? deviceOf(kept)
      const note: Noted = { until: until(kept), seed: device ? null : kept.seed, kept: sealFor(keys.box, kept) }
      await browser.storage.local.set({ [key]: note })
    },
  }
}

export const KEPT_GUEST = noted<KeptGuest>('pairingGuest', ({ answer, expires }) => (answer ? null : expires))
/** A kit is good until it is removed; the first answer of the relay tells whether this one was let in. */
export const KEPT_RESTORE = noted<KeptRestore>('restoring', () => null)

/** What ran out goes, and what a history is here for by now, be it that one or another. */
export async function forgetEntering(): Promise<void> {
  const isHere = (await settings.isTaken()) && !(await settings.isAgain())
  if (isHere) return eraseEntering()
  for (const key of KEYS) await read(key)
}

export async function eraseEntering(): Promise<void> {
  await browser.storage.local.remove([...KEYS])
}

async function read(key: string): Promise<Noted | null> {
  const stored = (await browser.storage.local.get(key))[key] as Noted | undefined
  if (!stored) return null
  if (stored.until === null || Date.now() < stored.until) return stored
  await browser.storage.local.remove(key)
  return null
}
