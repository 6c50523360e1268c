/**
 * Another device takes the place of the one here, with a seed of its own: because a copy of this profile is in use, or because what lay on a
 * disk unlocked counts as known. The old one lets the new one in; then, if asked, the new one removes it, which starts an epoch.
 */
import { Device } from '@counterfoil/crypto/device'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { add, revoke } from '../sync/acts.ts'
import { nameOf } from '../sync/names.ts'
import type { Sync } from '../sync/sync.ts'
import type { Lock } from '../vault/settings.ts'
import { Vault } from '../vault/vault.ts'

interface How {
  /** Removes the old one. */
  readonly removes: boolean
  /** The new one is locked from its first moment; null: not. */
  readonly locked: ((device: Device) => Promise<Lock>) | null
}

/** Returns the vault of the new device, which has still to sync: that removes the old one. */
export async function replaceDevice(vault: Vault, sync: Sync, { removes, locked }: How): Promise<Vault> {
  const { settings } = vault
  await forgetLeftover(vault, sync)
  const name = nameOf(vault, vault.device.name)
  const device = Device.new()
  const lock = locked && (await locked(device))
  // Written down before anyone else hears of it: a device that nobody has the seed of would be a member for ever.
  await settings.saveNext(vault.identity, { ...vault.identity, seed: toBase64url(device.seed), relay: await settings.relay() }, device.name, lock)
  await sync.act(() => (vault.log.roster.members.has(device.name) ? null : add(vault, device.keys)))
  await sync.settle()
  await vault.handTo(device, removes)
  vault.close()
  const next = await Vault.open(vault.environment)
  if (!next) throw new Error('Counterfoil was locked meanwhile. Unlock it and look at Devices.')
  if (name !== null) await next.rename(name)
  return next
}

/** A device that was let in and never taken into use, because the browser was closed in between. */
async function forgetLeftover(vault: Vault, sync: Sync): Promise<void> {
  const leftover = await vault.settings.next()
  if (!leftover) return
  await sync.act(() => (vault.log.roster.members.has(leftover.device) ? revoke(vault, leftover.device) : null))
  await vault.settings.dropNext()
}
