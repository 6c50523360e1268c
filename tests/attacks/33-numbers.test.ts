// Two shops under one suffix, and a number used again: neither hides a purchase behind another.
import { shown } from '@counterfoil/crypto/document'
import { orderKey, vendorOf } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { upsert } from '../../extension/src/capture/upsert/index.ts'
import { Guest, Host } from '../../extension/src/sync/pairing.ts'
import { goOn } from '../../extension/src/vault/goon.ts'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { suffixes } from '../crypto/suffixes.ts'
import { captured, type Given, item, orders, read } from '../extension/capture/sightings.ts'
import { Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

let vault: Vault
beforeEach(async () => {
  vault = (await new Profile().create(null)).vault
})

const THANKS = 'https://www.shop.example/thank-you'
const bought = (day: string, more: Given = {}) =>
  captured({
    orderNumber: read('#1001'),
    total: read('59.97'),
    currency: read('EUR'),
    orderDate: read(day),
    items: read([item('Brass lantern', { quantity: 2 })]),
    ...more,
  })
const days = (of = vault): unknown[] => orders(of).map(({ document }) => [shown(document, 'vendor'), shown(document, 'orderDate')]).sort()

it('two shops under a private suffix that use one number are two orders', async () => {
  const list = await suffixes()
  for (const [shop, day] of [['lanterns', '2026-11-02'], ['rugs', '2026-11-03']] as const) {
    const url = `https://${shop}.myshopify.com/thank-you`
    const vendor = vendorOf(url, list)
    expect(vendor).toBe(`${shop}.myshopify.com`)
    expect(await upsert(vault, { order: bought(day), vendor, url })).toMatchObject({ outcome: 'saved' })
  }
  expect(days()).toEqual([['lanterns.myshopify.com', '2026-11-02'], ['rugs.myshopify.com', '2026-11-03']])
})

it('a number that a shop uses again after three years changes nothing of the first order, and the person is asked', async () => {
  const see = (day: string, apart = false) => upsert(vault, { order: bought(day), vendor: 'shop.example', url: THANKS, apart })
  const first = vault.idOf('Order', orderKey('shop.example', '#1001'))
  expect(await see('2023-11-02')).toEqual({ outcome: 'saved', record: first })
  const before = vault.get(first)?.document
  expect(await see('2026-11-02')).toEqual({ outcome: 'other-order', record: first })
  expect(vault.get(first)?.document).toBe(before)
  const second = await see('2026-11-02', true)
  expect(second).toMatchObject({ outcome: 'saved' })
  expect((second as { record: string }).record).not.toBe(first)
  expect(days()).toEqual([['shop.example', '2023-11-02'], ['shop.example', '2026-11-02']])
  for (const day of ['2023-11-02', '2026-11-02']) expect(await see(day)).toMatchObject({ outcome: 'known' })
})

it.each<[string, string, Given, string]>([
  ['days half a year apart', '2026-11-01', {}, 'other-order'],
  ['a day less than that', '2026-10-31', {}, 'completed'],
  ['other goods for another sum in another currency', '2026-05-05', { total: read('140.00'), currency: read('USD'), items: read([item('Kilim rug')]) }, 'other-order'],
  ['the same goods for another sum in another currency', '2026-05-05', { total: read('140.00'), currency: read('USD') }, 'completed'],
])('%s', async (_, day, more, outcome) => {
  await upsert(vault, { order: bought('2026-05-05'), vendor: 'shop.example', url: THANKS })
  expect(await upsert(vault, { order: bought(day, more), vendor: 'shop.example', url: THANKS })).toMatchObject({ outcome })
})

it('a device that joins does not mix its own order with another of that number', { timeout: 60_000 }, async () => {
  const see = (of: Vault, day: string) => upsert(of, { order: bought(day), vendor: 'shop.example', url: THANKS })
  const laptop = await new Profile().create(relay.url)
  await see(laptop.vault, '2023-11-02')
  await laptop.sync()
  const profile = new Profile()
  const alone = await profile.create(null, 'Phone')
  await see(alone.vault, '2026-11-02')
  const { relay: dialled, session, sync } = laptop.connection()
  const host = await Host.open(laptop.vault, dialled, session, sync)
  const guest = await Guest.claim(host.code, 'Phone')
  await host.claimed()
  await host.confirm(guest.digits)
  const { identity, ahead } = await guest.admitted(profile.tokens)
  // What it captured before it joined would have the very id of the account's order.
  const phone = profile.device(await goOn(alone.vault, { identity, ahead, created: true, name: 'Phone' }))
  for (const device of [phone, laptop, phone, laptop]) await device.sync()
  const both = [['shop.example', '2023-11-02'], ['shop.example', '2026-11-02']]
  expect(days(phone.vault)).toEqual(both)
  expect(days(laptop.vault)).toEqual(both)
})
