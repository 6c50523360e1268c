// A thief's device removes the kit and all others: the kit has its week, and whoever was removed keeps all and starts again.
import { toHex } from '@counterfoil/crypto/encoding'
import { Kit } from '@counterfoil/crypto/kit'
import { Role } from '@counterfoil/crypto/statement'
import { expect, test } from 'vitest'
import { add, revoke } from '../../extension/src/sync/acts.ts'
import { Relay } from '../../extension/src/sync/relay.ts'
import { standingTroubles } from '../../extension/src/sync/trouble.ts'
import { restoreFromKit } from '../../extension/src/trust/kit.ts'
import { startAgain } from '../../extension/src/vault/goon.ts'
import { Vault } from '../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, isKept, isStopped, malicious, note, reopened, say, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()
const DAY_MS = 86_400_000

const remove = (device: DeviceUnderTest, id: string): Promise<unknown> =>
  device.connection().sync.act(() => (device.vault.log.roster.members.has(id) ? revoke(device.vault, id) : null))

const giveNotice = (device: DeviceUnderTest, kit: Kit): Promise<unknown> =>
  device.connection().sync.act(() => (device.vault.log.roster.notices.has(kit.device.name) ? null : { kind: 'notice', kit: kit.device.id }))

const cancel = (device: DeviceUnderTest, kit: Kit): Promise<unknown> =>
  device.connection().sync.act(() => (device.vault.log.roster.notices.has(kit.device.name) ? { kind: 'cancel', kit: kit.device.id } : null))

async function restored(kit: Kit): Promise<DeviceUnderTest> {
  const profile = new Profile()
  const { identity, ahead, name } = await restoreFromKit(new Relay(relay().url), kit, 'Fresh')
  const fresh = profile.device(await Vault.join(profile.environment, identity, ahead, name))
  await fresh.sync()
  return fresh
}

/** The phone is the one that will be stolen. */
async function withKit(): Promise<[DeviceUnderTest, DeviceUnderTest, Kit]> {
  const [laptop, phone] = await two(relay())
  const kit = Kit.new(laptop.vault.account)
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(kit.device.name) ? null : add(laptop.vault, kit.device.keys, Role.kit)))
  await phone.sync()
  return [laptop, phone, kit]
}

/** It has given the kit notice, and removed the laptop, whose change waits. */
async function robbed(): Promise<[DeviceUnderTest, DeviceUnderTest, Kit]> {
  const [laptop, phone, kit] = await withKit()
  await giveNotice(phone, kit)
  await remove(phone, laptop.vault.device.name)
  await say(laptop, TYPED)
  await laptop.sync()
  return [await reopened(laptop), phone, kit]
}

test('the owner’s second device keeps all and starts again', async () => {
  const [laptop, phone] = await robbed()
  isKept(laptop)
  const [told] = standingTroubles(laptop.vault, [])
  expect(told).toMatchObject({ code: 'removed', stopped: true, ways: ['keep', 'erase', 'pair-again'] })
  expect(told?.text).toMatch(/^Phone removed this browser on .* What is here stays here\.$/)
  const before = orders(laptop)
  const { account } = laptop.vault
  const again = laptop.profile.device(await startAgain(laptop.vault, relay().url, 'Laptop'))
  await again.profile.tokens.set(null)
  await again.sync()
  expect(toHex(again.vault.account)).not.toBe(toHex(account))
  expect(again.vault.device.name).not.toBe(laptop.vault.device.name)
  expect([orders(again), again.vault.waiting]).toEqual([before, 0])
  expect(note(again)).toBe(TYPED)
  await write(again, 'not for thieves')
  await phone.sync()
  expect(note(phone)).toBe('first')
  const tablet = await new Profile().join(again, 'Tablet')
  expect(note(tablet)).toBe('not for thieves')
})

const orders = ({ vault }: DeviceUnderTest): unknown[] => [...vault.records()].filter(([, { document }]) => document.type === 'Order').map(([id, { document }]) => [id, document])

test('the kit within its week removes the thief', async () => {
  const [, phone, kit] = await robbed()
  const fresh = await restored(kit)
  expect(note(fresh)).toBe('first')
  expect(fresh.vault.log.roster.notices.has(kit.device.name), 'the new device shows that the kit is to go').toBe(true)
  await cancel(fresh, kit)
  await remove(fresh, phone.vault.device.name)
  await write(fresh, TYPED)
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed', by: fresh.vault.device.name })
  expect(phone.vault.epoch.number).toBeLessThan(fresh.vault.epoch.number)
  expect(fresh.vault.log.roster.kits).toHaveLength(1)
  await goesOn(relay(), fresh)
})

test('a clock that the thief sets does not shorten the week', async () => {
  const [laptop, phone, kit] = await withKit()
  await giveNotice(phone, kit)
  phone.profile.ahead = 8 * DAY_MS
  await expect(remove(phone, kit.device.name)).rejects.toMatchObject({ code: 'refused' })
  await laptop.sync()
  expect(laptop.vault.log.roster.kits).toHaveLength(1)
  await cancel(laptop, kit)
  const fresh = await restored(kit)
  await say(laptop, TYPED)
  await goesOn(relay(), laptop, fresh)
})

test('a relay that lets the kit go at once is not believed', async () => {
  const [laptop, phone, kit] = await withKit()
  await giveNotice(phone, kit)
  expect(await troubleAfterSync(laptop)).toBeNull()
  await relay().lie('44-kit-too-soon')
  await relay().act(JSON.stringify({ seed: toHex(phone.vault.device.seed), kit: kit.device.name }))
  const after = await isStopped(laptop, 'notice', /cannot be true/)
  expect(after.vault.log.roster.kits).toHaveLength(1)
})
