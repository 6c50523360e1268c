// Deleted data come back, or stay: what was purged comes back from no device, by no page, and no copy of its ciphertext is left here.
import { orderKey } from '@counterfoil/crypto/identity'
import { toHex } from '@counterfoil/crypto/encoding'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../extension/src/vault/database.ts'
import { captured, item, read, see, SHOP } from '../extension/capture/sightings.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

const MONTH_MS = 31 * 86_400_000

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

const order = captured({ orderNumber: read('#1001'), total: read('59.97'), currency: read('EUR'), items: read([item('Brass lantern')]) })
const left = (device: DeviceUnderTest, id: string): string[] => Object.keys(device.vault.get(id)?.document.fields ?? {}).sort()

/** Everything in the database, as hex. */
async function stored(device: DeviceUnderTest): Promise<string> {
  const database = await openDatabase(device.profile.databaseName)
  let found = ''
  const add = (value: unknown): void => {
    if (value instanceof Uint8Array) found += `${toHex(value)} `
    else if (value instanceof Map) for (const pair of value) pair.forEach(add)
    else if (value instanceof Set || Array.isArray(value)) for (const each of value) add(each)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(add)
  }
  for (const name of database.objectStoreNames) for (const value of await database.getAll(name)) add(value)
  database.close()
  return found
}

it('what was purged comes back with no device that was away, and by no page', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(relay.url)
  await see(laptop.vault, order)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  const id = laptop.vault.idOf('Order', orderKey(SHOP, '#1001'))
  await laptop.vault.edit((editor) => editor.say('Order', id, 'deleted', true))
  await laptop.sync()
  // The phone knows nothing of that, and writes: what a page says, and what its person does.
  await see(phone.vault, captured({ ...order, total: read('61.00', 99) }))
  await phone.vault.edit((editor) => editor.say('Order', id, 'note', 'written on a plane'))
  laptop.profile.ahead = MONTH_MS
  expect(await laptop.vault.purge()).toBe(true)
  for (const device of [laptop, phone, laptop, phone]) await device.sync()
  for (const device of [laptop, phone]) {
    const [deleted, key, ...more] = left(device, id)
    expect([deleted, key?.slice(0, 4), more]).toEqual(['deleted', 'key/', []])
    expect(device.vault.waiting).toBe(0)
    expect(await see(device.vault, order)).toMatchObject({ outcome: 'deleted' })
  }
})

it('no ciphertext of what was purged is left in the database', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  await see(laptop.vault, order)
  const [sent] = await laptop.vault.outgoing({ records: 99, bytes: 1 << 20 })
  const id = laptop.vault.idOf('Order', orderKey(SHOP, '#1001'))
  await laptop.sync()
  const piece = toHex(sent?.envelope.subarray(200, 232) as Uint8Array)
  expect(sent?.record).toBe(id)
  expect(await stored(laptop)).toContain(piece)
  await laptop.vault.edit((editor) => editor.say('Order', id, 'deleted', true))
  laptop.profile.ahead = MONTH_MS
  await laptop.vault.purge()
  await laptop.sync()
  expect(await stored(laptop)).not.toContain(piece)
})
