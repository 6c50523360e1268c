// A lost local copy and a relay that is below where this device had been.
import { shown } from '@counterfoil/crypto/document'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { revoke } from '../../../extension/src/sync/acts.ts'
import { Behind, RestoredAgain } from '../../../extension/src/sync/sync.ts'
import { standingTroubles } from '../../../extension/src/sync/trouble.ts'
import { startAgain } from '../../../extension/src/vault/goon.ts'
import { LocalCopyLost, Vault } from '../../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'

vi.setConfig({ testTimeout: 60_000 })

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

const ORDER = '07'.repeat(16)
const say = (device: DeviceUnderTest, note: string): Promise<boolean> => device.vault.edit((editor) => editor.say('Order', ORDER, 'note', note))
const note = ({ vault }: DeviceUnderTest): unknown => {
  const kept = vault.get(ORDER)
  return kept && shown(kept.document, 'note')
}

async function written(...notes: string[]): Promise<DeviceUnderTest> {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  for (const each of notes) {
    await say(laptop, each)
    await laptop.sync()
  }
  return laptop
}

/** The same device, whose local copy the browser deleted, before it synced again. */
async function relearned(laptop: DeviceUnderTest): Promise<DeviceUnderTest> {
  const { profile, vault } = laptop
  vault.close()
  await new Promise((resolve) => (indexedDB.deleteDatabase(profile.databaseName).onsuccess = resolve))
  await expect(profile.open()).rejects.toThrow(LocalCopyLost)
  await profile.tokens.set(null)
  return profile.relearn(laptop.connection())
}

it('an undeclared rollback below it is the relay’s being behind, and nothing is written onto it', async () => {
  const laptop = await written('one')
  const backup = await relay.copy()
  for (const each of ['two', 'three', 'four']) {
    await say(laptop, each)
    await laptop.sync()
  }
  const whole = await relay.copy()
  const { head } = laptop.vault
  await relay.back(backup, false)
  const again = await relearned(laptop)
  await expect(again.sync()).rejects.toMatchObject({ name: Behind.name, missing: 3 })
  await say(again, 'five')
  await expect(again.sync()).rejects.toThrow(Behind)
  expect(again.vault.waiting).toBe(1)
  // After a restart too.
  again.vault.close()
  const later = await again.profile.open()
  await expect(later.sync()).rejects.toThrow(Behind)

  await relay.back(whole, false)
  await later.sync()
  expect(later.vault.log.hashAt(head.sequence)).toEqual(head.hash)
  expect(note(later)).toBe('five')
  expect(later.vault.waiting).toBe(0)
})

it('who was removed meanwhile learns that all the same', async () => {
  const laptop = await written('one')
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
  const again = await relearned(phone)
  await again.sync()
  expect(again.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
})

it('a declared one is told with what it took, whatever date the relay gives it', async () => {
  const laptop = await written('one')
  const backup = await relay.copy()
  for (const each of ['two', 'three', 'four']) {
    await say(laptop, each)
    await laptop.sync()
  }
  await relay.back(backup)
  const again = await relearned(laptop)
  await again.sync()
  expect(again.vault.hasFloor).toBe(false)
  const [told] = standingTroubles(again.vault, [])
  expect(told).toMatchObject({ code: 'restored', stopped: false })
  expect(told?.text).toContain('3 entries were lost, 0 put back from here.')
  // It counts as one, so that a second one asks.
  await say(again, 'since')
  await again.sync()
  await relay.back(backup)
  await expect(again.sync()).rejects.toThrow(RestoredAgain)
})

it('a restore that this device had lived through before is none', async () => {
  const laptop = await written('one')
  const backup = await relay.copy()
  await say(laptop, 'two')
  await laptop.sync()
  await relay.back(backup)
  await laptop.sync()
  const again = await relearned(laptop)
  await again.sync()
  expect(again.vault.restored).toBeNull()
  expect(note(again)).toBe('two')
})

it('an older and then a newer backup, which does not know of the first, explain what the log lacks', async () => {
  const laptop = await written('one')
  const older = await relay.copy()
  for (const each of ['two', 'three', 'four', 'five', 'six']) {
    await say(laptop, each)
    await laptop.sync()
  }
  const newer = await relay.copy()
  await relay.back(older)
  await laptop.sync()
  const { sequence } = laptop.vault.head
  await relay.back(newer)
  const again = await relearned(laptop)
  await again.sync()
  expect(again.vault.hasFloor).toBe(false)
  expect(again.vault.log.restores.every((restore) => restore.sequence > sequence)).toBe(true)
  expect(standingTroubles(again.vault, [])).toMatchObject([{ code: 'restored', stopped: false }])
})

it('a restore that comes after the first reading was lived through, though its date is older', async () => {
  const laptop = await written('one')
  expect(laptop.vault.restored).toBeNull()
  const now = await relay.copy()
  await relay.back(now)
  // The clock here is ahead of the relay’s, as if the relay gave an old date.
  const phone = new Profile()
  phone.ahead = 3_600_000
  const joined = await phone.join(laptop)
  expect(joined.vault.restored).toBeNull()
  const later = await relay.copy()
  await relay.back(later)
  await joined.sync()
  expect(joined.vault.restored).toMatchObject({ lost: 0 })
})

it('of the account that was here before says nothing of the one that is here now', async () => {
  const laptop = await new Profile().create(null)
  const { profile } = laptop
  profile.stored.set('anchor', { ...(profile.stored.get('anchor') as object), sequence: 3, hash: toBase64url(new Uint8Array(32).fill(7)) })
  // Killed before the anchor of the old one was dropped.
  profile.environment.settings.dropAnchor = () => Promise.reject(new Error('killed'))
  await startAgain(laptop.vault, null, 'Laptop').catch(() => undefined)
  const vault = await Vault.open(profile.environment)
  expect(vault?.identity.account).not.toBe(laptop.vault.identity.account)
  expect(vault?.hasFloor).toBe(false)
})
