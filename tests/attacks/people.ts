// What every attack is tried on: a laptop and a phone of one history, and a change on the laptop that must not be lost.
import { shown } from '@counterfoil/crypto/document'
import { toHex } from '@counterfoil/crypto/encoding'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { noteTrouble, troubleOf } from '../../extension/src/sync/trouble.ts'
import type { StoredTrouble } from '../../extension/src/vault/settings.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { MaliciousRelay } from './relay.ts'

export const TYPED = 'typed while the relay lied'
const DAY_MS = 86_400_000

/** The malicious relay of a test file. */
export function malicious(): () => MaliciousRelay {
  let relay: MaliciousRelay
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  beforeAll(async () => {
    relay = await MaliciousRelay.start()
  })
  afterAll(() => relay.stop())
  return () => relay
}

export const record = (number: number): string => toHex(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? number : 7)))

export const note = (device: DeviceUnderTest, number = 1): unknown => {
  const kept = device.vault.get(record(number))
  return kept && shown(kept.document, 'note')
}

export const say = (device: DeviceUnderTest, words: string, number = 1): Promise<boolean> =>
  device.vault.edit((editor) => editor.say('Order', record(number), 'note', words))

/** A note that is in the log when this resolves. */
export async function write(device: DeviceUnderTest, words: string, number = 1): Promise<void> {
  await say(device, words, number)
  await device.sync()
}

/** Two orders that both have read. */
export async function two(relay: MaliciousRelay): Promise<[DeviceUnderTest, DeviceUnderTest]> {
  await relay.honest()
  const laptop = await new Profile().create(relay.url)
  await say(laptop, 'first', 1)
  await say(laptop, 'second', 2)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await settle(laptop, phone)
  return [laptop, phone]
}

export async function settle(...devices: DeviceUnderTest[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const device of devices) await device.sync()
}

/** As after a restart of the browser. */
export async function reopened(device: DeviceUnderTest): Promise<DeviceUnderTest> {
  device.vault.close()
  return device.profile.open()
}

/** One run as the background does it: what it ended with is kept, in words. */
export async function troubleAfterSync(device: DeviceUnderTest): Promise<StoredTrouble | null> {
  const now = device.profile.environment.now()
  let found: StoredTrouble | null = null
  try {
    await device.sync()
  } catch (error) {
    found = troubleOf(error, now, device.vault)
    if (!found) throw error
  }
  await noteTrouble(device.vault.settings, found)
  return found
}

/** Sync stops with a verdict and words, which a restart keeps; what the person types meanwhile stays and waits. */
export async function isStopped(device: DeviceUnderTest, code: string, words: RegExp): Promise<DeviceUnderTest> {
  const members = [...device.vault.log.roster.members.keys()]
  await say(device, TYPED)
  const found = await troubleAfterSync(device)
  expect(found).toMatchObject({ code: 'relay-inconsistent', stopped: true, evidence: { code } })
  expect(found?.text).toMatch(words)
  expect(found?.text).toMatch(/everything is still here/)
  device = await reopened(device)
  expect(await device.vault.settings.troubles()).toContainEqual(found)
  expect([...device.vault.log.roster.members.keys()]).toEqual(members)
  isKept(device)
  return device
}

export function isKept(device: DeviceUnderTest): void {
  expect(note(device)).toBe(TYPED)
  expect(device.vault.waiting).toBeGreaterThan(0)
}

/** Once the relay is honest again nothing is lost and all are equal. */
export async function goesOn(relay: MaliciousRelay, ...everyone: DeviceUnderTest[]): Promise<void> {
  await relay.honest()
  await settle(...everyone)
  for (const device of everyone) {
    expect(device.shown()).toEqual(everyone[0]?.shown())
    expect(device.vault.waiting).toBe(0)
    expect(note(device)).toBe(TYPED)
  }
}

/** An entry at the end of the log that nobody wrote: named and without effect; with the next true entries it is found out. */
export async function isNamedAndSetAside(relay: MaliciousRelay, device: DeviceUnderTest, other: DeviceUnderTest): Promise<void> {
  const before = device.shown()
  await device.sync()
  device = await reopened(device)
  expect([...device.vault.setAside.values()].map(codeOf)).toEqual(['damaged'])
  expect(device.shown()).toEqual(before)
  await say(device, TYPED)
  await relay.honest()
  await write(other, 'true', 2)
  await write(other, 'true again', 2)
  expect(await troubleAfterSync(device)).toMatchObject({ code: 'relay-inconsistent', stopped: true })
  isKept(device)
}

const codeOf = (aside: unknown): unknown => (typeof aside === 'string' ? aside : (aside as { code: string }).code)

export const aDayLater = (device: DeviceUnderTest): void => {
  device.profile.ahead += DAY_MS + 1_000
}
