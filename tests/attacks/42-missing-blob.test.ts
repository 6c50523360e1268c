// A file that the relay removed while somebody still meant it, or that it withholds: named, and there again from who has it.
import type { Json } from '@counterfoil/crypto/document'
import { shown } from '@counterfoil/crypto/document'
import { expect, test } from 'vitest'
import { Problem } from '../../extension/src/sync/relay.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, malicious, record, say, settle, troubleAfterSync, two, TYPED } from './people.ts'
import type { MaliciousRelay } from './relay.ts'

const relay = malicious()
const MONTH_MS = 31 * 86_400_000
const FIELD = 'attachments/0707'
const invoice = Uint8Array.from({ length: 5_000 }, (_, at) => at % 251)

/** It asks the relay for what it has not. */
function fetching(device: DeviceUnderTest): DeviceUnderTest {
  Object.assign(device.profile.environment, { fetchBlob: (id: Uint8Array<ArrayBuffer>) => device.connection().sync.fetchBlob(id).catch((error: unknown) => (error instanceof Problem ? null : Promise.reject(error as Error))) })
  return device
}

const named = (device: DeviceUnderTest): Json => {
  const kept = device.vault.get(record(1))
  return kept ? shown(kept.document, FIELD) : null
}
const list = (device: DeviceUnderTest, value: Json): Promise<boolean> => device.vault.edit((editor) => editor.say('Order', record(1), FIELD, value))

async function open(device: DeviceUnderTest): Promise<Uint8Array | null> {
  const again = await fetching(device).profile.open()
  const file = await again.vault.files.open(named(again))
  again.vault.close()
  return file
}

/** A laptop and a phone that both have it. */
async function withFile(at: MaliciousRelay): Promise<[DeviceUnderTest, DeviceUnderTest]> {
  const [laptop, phone] = await two(at)
  await list(laptop, { ...(await laptop.vault.files.keep(invoice)), name: 'invoice.pdf' })
  await settle(laptop, phone)
  expect(await open(phone)).toEqual(invoice)
  return [laptop, phone]
}

test('what a device that was away lists again is there again', async () => {
  const [laptop, phone] = await withFile(relay())
  const meant = named(phone) as Record<string, Json>
  // On the phone, which is offline from here on, the person means it still; the laptop's takes it off.
  await list(laptop, null)
  await laptop.sync()
  phone.profile.ahead = MONTH_MS
  await list(phone, { ...meant, name: 'invoice, mine.pdf' })
  await relay().lie('42-later')
  await relay().act(String(Date.now() + MONTH_MS))
  await say(laptop, TYPED)
  await settle(phone, laptop)
  const tablet = await new Profile().join(laptop, 'Tablet')
  expect(named(tablet)).toMatchObject({ name: 'invoice, mine.pdf' })
  expect(await open(tablet), 'it is named, and nobody shows another file for it').toBeNull()
  await phone.connection().sync.lookAtFiles()
  await phone.sync()
  expect(await open(tablet)).toEqual(invoice)
  await goesOn(relay(), laptop, phone, tablet)
})

test('a file that the relay says it has not is named and stays with who has it', async () => {
  const [laptop, phone] = await withFile(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  await say(laptop, TYPED)
  await relay().lie('42-no-blob')
  expect(await open(tablet)).toBeNull()
  expect(named(tablet)).toMatchObject({ name: 'invoice.pdf', size: invoice.length })
  expect(await open(phone), 'who has it does not ask the relay').toEqual(invoice)
  await laptop.connection().sync.lookAtFiles()
  expect(await troubleAfterSync(laptop)).toBeNull()
  await goesOn(relay(), laptop, phone, tablet)
  expect(await open(tablet)).toEqual(invoice)
})
