// Row 23: a removed device goes on writing, and the relay helps it; a device that was away during a removal loses nothing.
import { EntryKind } from '@counterfoil/crypto/chain'
import { toHex } from '@counterfoil/crypto/encoding'
import { parseHeader } from '@counterfoil/crypto/header'
import { expect, test } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, malicious, note, record, say, settle, two, TYPED, write } from './people.ts'

const relay = malicious()

async function remove(device: DeviceUnderTest, { vault: { device: other } }: DeviceUnderTest): Promise<void> {
  const { sync } = device.connection()
  await sync.act(() => (device.vault.log.roster.members.has(other.name) ? revoke(device.vault, other.name) : null))
  await sync.run()
}

/** How many revisions in the relay's log were sealed under the first epoch and stand after the removal. */
async function oldEpochEntries(reader: DeviceUnderTest): Promise<number> {
  const { relay: dialled, session } = reader.connection()
  const { entries } = await session.with((token) => dialled.log(token, 0))
  const later = entries.slice(entries.findLastIndex(({ kind }) => kind === EntryKind.statement) + 1)
  return later.filter(({ body }) => !body || parseHeader(body).epoch === 0).length
}

async function three(): Promise<[DeviceUnderTest, DeviceUnderTest, DeviceUnderTest]> {
  const [laptop, phone] = await two(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  await settle(laptop, phone, tablet)
  return [laptop, phone, tablet]
}

test('what a removed device pushes through a colluding relay is set aside', async () => {
  const [laptop, phone, tablet] = await three()
  await say(phone, 'by the removed one')
  const [sealed] = await phone.vault.outgoing({ records: 100, bytes: 1 << 20 })
  await remove(laptop, phone)
  await relay().lie('23-colluding')
  await relay().act(`${toHex(phone.vault.account)} ${toHex(sealed?.envelope ?? new Uint8Array())}`)
  const before = laptop.shown()
  await laptop.sync()
  expect([...laptop.vault.setAside]).toEqual([[record(1), 'epoch']])
  expect(laptop.shown()).toEqual(before)
  await say(laptop, TYPED)
  await goesOn(relay(), laptop, tablet)
  expect(laptop.vault.setAside.size).toBe(0)
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
})

test.each(['23-hidden', '23-hidden-and-taken'])('what a member wrote that was away during a removal is sealed anew: %s', async (name) => {
  const [laptop, phone, tablet] = await three()
  await relay().lie(name, phone)
  await remove(laptop, tablet)
  await say(phone, TYPED)
  await phone.sync()
  expect([phone.vault.waiting, phone.vault.epoch.number]).toEqual([0, 1])
  expect(await oldEpochEntries(laptop)).toBe(name === '23-hidden' ? 0 : 1)
  await goesOn(relay(), phone, laptop)
  expect(laptop.vault.setAside.size).toBe(0)
  await write(laptop, 'and so on', 2)
  await phone.sync()
  expect(note(phone, 2)).toBe('and so on')
})
