// Row 31: a profile was copied, or an old one was put back.
import { expect, test } from 'vitest'
import { replaceDevice } from '../../extension/src/trust/replace.ts'
import { waysOf } from '../../extension/src/sync/trouble.ts'
import { openDatabase } from '../../extension/src/vault/database.ts'
import { DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, isKept, malicious, note, record, reopened, say, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()

/** All that a browser keeps in a profile's folder, in another one. */
async function copyOf(device: DeviceUnderTest): Promise<Profile> {
  const profile = new Profile()
  for (const [key, value] of device.profile.stored) profile.stored.set(key, structuredClone(value))
  const [from, to] = [await openDatabase(device.profile.databaseName), await openDatabase(profile.databaseName)]
  for (const name of from.objectStoreNames) {
    const [keys, values] = [await from.getAllKeys(name), await from.getAll(name)]
    for (const [at, key] of keys.entries()) await to.put(name, values[at] as never, key as never)
  }
  from.close()
  to.close()
  return profile
}

/** Sync stops, also after a restart, and what was typed stays. */
async function isCopied(device: DeviceUnderTest): Promise<DeviceUnderTest> {
  const members = [...device.vault.log.roster.members.keys()]
  for (let time = 0; time < 2; time++) {
    const found = await troubleAfterSync(device)
    expect(found).toMatchObject({ code: 'copied-profile', stopped: true, text: expect.stringMatching(/A copy of this browser profile is in use, or an old one was put back.*everything is still here/) })
    device = await reopened(device)
  }
  expect((await device.vault.settings.troubles()).map(({ code }) => code)).toEqual(['copied-profile'])
  expect(waysOf('copied-profile').slice(0, 2)).toEqual(['own-device', 'remove-copy'])
  expect([...device.vault.log.roster.members.keys()]).toEqual(members)
  isKept(device)
  return device
}

/** As the person decides it (open-trust.ts): this one goes on under keys of its own. */
async function becomesOther(device: DeviceUnderTest, removes: boolean): Promise<DeviceUnderTest> {
  const { sync } = device.connection()
  await device.vault.noteCopied(device.vault.device.name)
  const vault = await replaceDevice(device.vault, sync, { removes, locked: null })
  await device.profile.tokens.set(null)
  return new DeviceUnderTest(vault, device.profile)
}

test('two contexts of one profile folder are found out before either loses anything', async () => {
  const [laptop, phone] = await two(relay())
  let twin = await (await copyOf(laptop)).open()
  await write(laptop, 'by the first', 2)
  await say(twin, TYPED)
  twin = await isCopied(twin)
  twin = await becomesOther(twin, false)
  await goesOn(relay(), twin, laptop, phone)
  expect(twin.vault.device.name).not.toBe(laptop.vault.device.name)
  expect(note(twin, 2)).toBe('by the first')
  expect(phone.vault.log.roster.members.size).toBe(3)
})

test('an old profile that was put back repeats no count', async () => {
  const [laptop, phone] = await two(relay())
  const backup = await copyOf(laptop)
  await write(laptop, 'after the backup', 2)
  laptop.vault.close()
  let old = await backup.open()
  await say(old, TYPED)
  old = await isCopied(old)
  old = await becomesOther(old, true)
  await goesOn(relay(), old, phone)
  expect(note(old, 2)).toBe('after the backup')
  expect([...phone.vault.log.roster.members.keys()].sort()).toEqual([old, phone].map((device) => device.vault.device.name).sort())
})

test('one count used twice is named by a third device', async () => {
  const [laptop, phone] = await two(relay())
  const twin = await (await copyOf(phone)).open()
  // Both write before either reads.
  await say(twin, 'by the twin', 2)
  const [sealed] = await twin.vault.outgoing({ records: 100, bytes: 1 << 20 })
  await write(phone, 'by the first')
  const { relay: dialled, session } = twin.connection()
  await session.with((token) => dialled.appendRecords(token, twin.vault.head.generation, sealed ? [sealed] : []))
  const before = laptop.shown()
  const found = await troubleAfterSync(laptop)
  expect(found).toMatchObject({ code: 'copied-device', stopped: true, evidence: { device: phone.vault.device.name }, text: expect.stringMatching(/^A copy of .*is in use/) })
  expect(laptop.shown()).toEqual(before)
  await say(laptop, TYPED)
  isKept(laptop)
  await laptop.vault.noteCopied(phone.vault.device.name)
  await laptop.sync()
  expect([...laptop.vault.setAside]).toEqual([[record(2), 'count']])
  expect([note(laptop), laptop.vault.waiting]).toEqual([TYPED, 0])
})
