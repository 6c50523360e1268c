// A removed device tests guesses: with all its keys and everything that the relay has it confirms and opens nothing that came after.
import { type Bytes, toHex } from '@counterfoil/crypto/encoding'
import { type Entry, EntryKind } from '@counterfoil/crypto/chain'
import { open } from '@counterfoil/crypto/envelope'
import { Epoch } from '@counterfoil/crypto/epoch'
import { orderKey, recordId, vendorKey } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { upsert } from '../../extension/src/capture/upsert/index.ts'
import { revoke } from '../../extension/src/sync/acts.ts'
import { captured, item, read } from '../extension/capture/sightings.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

const GUESSES = 10_000
const NUMBER = '#1001'
const shops = Array.from({ length: GUESSES }, (_, at) => `shop-${at}.example`)
const before = shops.slice(70, 75)
const waiting = shops.slice(4_000, 4_010)
const after = shops.slice(9_000, 9_010)

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

const buy = (device: DeviceUnderTest, vendor: string) =>
  upsert(device.vault, {
    order: captured({ orderNumber: read(NUMBER), total: read('59.97'), currency: read('EUR'), items: read([item('Brass lantern')]), vendorName: read('A shop') }),
    vendor,
    url: `https://www.${vendor}/thank-you`,
  })

/** All entries of records after `sequence`, as they lie in the relay's database. */
async function entries(device: DeviceUnderTest, sequence: number): Promise<Entry[]> {
  const { relay, session } = device.connection()
  const found: Entry[] = []
  for (let at = sequence; ; ) {
    const page = await session.with((token) => relay.log(token, at))
    found.push(...page.entries.filter(({ kind }) => kind === EntryKind.record))
    at = page.through.sequence
    if (at === page.head.sequence) return found
  }
}

function confirmed(keys: readonly Epoch[], ids: ReadonlySet<string>): string[] {
  const found = (epoch: Epoch, shop: string): boolean =>
    [recordId(epoch, 'Vendor', vendorKey(shop)), recordId(epoch, 'Order', orderKey(shop, NUMBER))].some((id) => ids.has(toHex(id)))
  return shops.filter((shop) => keys.some((epoch) => found(epoch, shop)))
}

async function opens(key: Epoch, body: Bytes): Promise<boolean> {
  // As if its header named the epoch of the key, too.
  const epoch = new Epoch(new DataView(body.buffer, body.byteOffset).getUint32(50), key.key)
  try {
    await open(epoch, body)
    return true
  } catch {
    return false
  }
}

it('ten thousand guesses of a removed device confirm nothing', { timeout: 120_000 }, async () => {
  const laptop = await new Profile().create(relay.url)
  for (const shop of before) await buy(laptop, shop)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  const keys = [phone.vault.epoch]
  const known = await entries(laptop, 0)
  // As a member it can, so the attack is a real one.
  expect(confirmed(keys, new Set(known.map(({ record }) => toHex(record))))).toEqual(before)
  expect(await opens(phone.vault.epoch, known.at(-1)?.body as Bytes)).toBe(true)

  // These wait, with ids of the old epoch, when the phone is removed.
  for (const shop of waiting) await buy(laptop, shop)
  const id = phone.vault.device.name
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(id) ? revoke(laptop.vault, id) : null))
  const removal = laptop.vault.head.sequence
  for (const shop of after) await buy(laptop, shop)
  await laptop.sync()
  await phone.sync()

  const written = await entries(laptop, removal)
  expect(written.length).toBeGreaterThanOrEqual(2 * (waiting.length + after.length))
  expect(confirmed(keys, new Set(written.map(({ record }) => toHex(record))))).toEqual([])
  for (const { body } of written) for (const key of keys) if (body) expect(await opens(key, body)).toBe(false)
  expect(laptop.vault.waiting).toBe(0)
})
