// What a sighting of an order does to the records.
import { shown } from '@counterfoil/crypto/document'
import { orderKey, vendorKey } from '@counterfoil/crypto/identity'
import { beforeEach, expect, it } from 'vitest'
import { upsert } from '../../../extension/src/capture/upsert/index.ts'
import type { CapturedOrder } from '../../../extension/src/capture/types.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'
import { captured as order, fields, item, orders, read as candidate, URL } from './sightings.ts'

let vault: Vault
beforeEach(async () => {
  vault = (await new Profile().create(null)).vault
})

const lamp = item('Lamp', { quantity: 1, total: '59.97' })
const whole = order({
  orderNumber: candidate('#100001'),
  total: candidate('59.97'),
  currency: candidate('EUR'),
  items: candidate([lamp]),
  vendorName: candidate('Lantern & Loom'),
})
const see = (seen: CapturedOrder, url = URL) => upsert(vault, { order: seen, vendor: 'shop.example', url })
const id = (): string => vault.idOf('Order', orderKey('shop.example', '100001'))
const field = (name: string): unknown => {
  const kept = vault.get(id())
  return kept && shown(kept.document, name)
}

it('an order becomes a record of its own and one of its vendor, with where it was seen', async () => {
  expect(await see(whole)).toEqual({ outcome: 'saved', record: id() })
  expect([field('vendor'), field('orderNumber'), field('total'), field('currency')]).toEqual(['shop.example', '#100001', '59.97', 'EUR'])
  expect(field('created')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const sources = Object.keys(vault.get(id())?.document.fields ?? {}).filter((name) => name.startsWith('source/'))
  expect(sources.map((name) => field(name))).toMatchObject([{ kind: 'page', url: 'https://www.shop.example/checkout/thank-you/' }])
  const vendor = vault.get(vault.idOf('Vendor', vendorKey('shop.example')))
  expect(vendor && shown(vendor.document, 'name')).toBe('Lantern & Loom')
})

it('seen again it writes nothing', async () => {
  await see(whole)
  const before = vault.get(id())?.document
  expect(await see(whole)).toMatchObject({ outcome: 'known' })
  expect(vault.get(id())?.document).toBe(before)
})

it('a later page adds what was missing and takes nothing away', async () => {
  await see(whole)
  await see(order({ orderNumber: candidate('100001'), shipping: candidate('4.95') }))
  expect([field('shipping'), field('total')]).toEqual(['4.95', '59.97'])
})

it('a page that is less sure does not set back one that was surer', async () => {
  await see(whole)
  await see(order({ orderNumber: candidate('100001'), total: candidate('1.00', 60) }))
  expect(field('total')).toBe('59.97')
  await see(order({ orderNumber: candidate('100001'), total: candidate('58.97', 95) }))
  expect(field('total')).toBe('58.97')
})

it('what the person said stays, and a deleted order stays deleted', async () => {
  await see(whole)
  await vault.edit((editor) => editor.say('Order', id(), 'total', '49.97'))
  await see(order({ orderNumber: candidate('100001'), total: candidate('60.00', 99) }))
  expect(field('total')).toBe('49.97')
  await vault.edit((editor) => editor.say('Order', id(), 'deleted', true))
  expect(await see(whole)).toEqual({ outcome: 'deleted', record: id() })
  expect(field('deleted')).toBe(true)
})

it('a number used again for something wholly different is not the same order', async () => {
  await see(whole)
  const other = order({
    orderNumber: candidate('100001'),
    total: candidate('7.00'),
    currency: candidate('USD'),
    items: candidate([{ ...lamp, name: 'Rug', total: '7.00' }]),
  })
  expect(await see(other)).toMatchObject({ outcome: 'other-order' })
  expect(field('total')).toBe('59.97')
})

it('a number used again after half a year is not the same order either, and is kept apart if the person says so', async () => {
  await see(order({ ...whole, orderDate: candidate('2026-01-01') }))
  const again = order({ ...whole, orderDate: candidate('2026-08-01') })
  expect(await see(again)).toEqual({ outcome: 'other-order', record: id() })
  const saved = await upsert(vault, { order: again, vendor: 'shop.example', url: URL, apart: true })
  expect(saved).toMatchObject({ outcome: 'saved' })
  expect(orders(vault)).toHaveLength(2)
  expect(await see(again)).toEqual({ outcome: 'known', record: (saved as { record: string }).record })
  expect(field('orderDate')).toBe('2026-01-01')
})

it('with neither a number nor a checkout before it there is no telling it from another', async () => {
  expect(await see(order({ total: candidate('59.97'), currency: candidate('EUR'), items: candidate([lamp]) }))).toEqual({ outcome: 'too-little' })
  expect(orders(vault)).toHaveLength(0)
})

it('tells whether it gained anything, for which another address is nothing', async () => {
  await see(whole)
  expect(await see(whole, 'https://www.shop.example/account/orders/100001')).toMatchObject({ outcome: 'known' })
  expect(await see(order({ orderNumber: candidate('100001'), status: candidate('OrderInTransit') }))).toMatchObject({ outcome: 'completed' })
})

it('its status is that of the latest page, however sure', async () => {
  await see(order({ ...whole, status: candidate('OrderProcessing', 95) }))
  await see(order({ orderNumber: candidate('100001'), status: candidate('OrderDelivered', 50) }))
  expect(fields(vault, 'status')).toEqual(['OrderDelivered'])
})

it('every field that a page may give is kept', async () => {
  const payment = { kind: 'card', brand: 'Visa', last4: '4242' } as const
  const delivery = { expectedFrom: null, expectedUntil: '2026-11-28', carrier: null, trackingNumber: null, trackingUrl: null }
  const returnPolicy = { days: 30, url: null }
  const more = { payment: candidate(payment), delivery: candidate(delivery), returnPolicy: candidate(returnPolicy), seller: candidate('Ada'), invoiceUrl: candidate('https://shop.example/i') }
  await see(order({ ...whole, ...more, confirmationNumber: candidate('QX7') }))
  expect(fields(vault, 'payment', 'returnPolicy', 'seller', 'invoiceUrl', 'confirmationNumber')).toEqual([payment, returnPolicy, 'Ada', 'https://shop.example/i', 'QX7'])
  await see(order({ orderNumber: candidate('100001'), delivery: candidate({ ...delivery, expectedUntil: null, carrier: 'Post', trackingNumber: 'T1' }) }))
  expect(fields(vault, 'delivery')).toEqual([{ ...delivery, expectedUntil: '2026-11-28', carrier: 'Post', trackingNumber: 'T1' }])
})

it('where it was seen says by what, and which recipe read it; a newer recipe says so anew', async () => {
  const source = () => Object.entries(vault.get(id())?.document.fields ?? {}).flatMap(([name, { page }]) => (name.startsWith('source/') ? [page?.value] : []))
  await see(whole)
  expect(source()).toMatchObject([{ signal: 'label', url: 'https://www.shop.example/checkout/thank-you/' }])
  const by = (recipe: string) => order({ ...whole, orderNumber: candidate('#100001', 90, `label+recipe:woocommerce@${recipe}`) })
  await see(by('2'))
  await see(whole)
  expect(source()).toMatchObject([{ recipe: 'woocommerce', recipeVersion: 2 }])
  await see(by('3'))
  expect(source()).toMatchObject([{ recipe: 'woocommerce', recipeVersion: 3 }])
})

it('the vendor keeps its first name', async () => {
  await see(whole)
  await see(order({ orderNumber: candidate('100002'), vendorName: candidate('SALE! Lantern', 99) }))
  const vendor = vault.get(vault.idOf('Vendor', vendorKey('shop.example')))
  expect(vendor && shown(vendor.document, 'name')).toBe('Lantern & Loom')
})

it('a shop cannot make a record grow by ever new addresses', async () => {
  for (let at = 0; at < 30; at++) await see(whole, `https://www.shop.example/orders/${at}`)
  const names = Object.keys(vault.get(id())?.document.fields ?? {})
  expect(names.filter((name) => name.startsWith('source/'))).toHaveLength(20)
})
