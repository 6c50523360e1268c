// What a sighting of an order does to the records.
import { shown } from '@counterfoil/crypto/document'
import { orderKey, vendorKey } from '@counterfoil/crypto/identity'
import { beforeEach, expect, it } from 'vitest'
import { FIELD_NAMES, type Candidate, type CapturedOrder, type FieldName, type Fields } from '../../../extension/src/capture/types.ts'
import { upsert } from '../../../extension/src/capture/upsert.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'

const URL = 'https://www.shop.example/checkout/thank-you/?key=secret'
let vault: Vault
beforeEach(async () => {
  vault = (await new Profile().create(null)).vault
})

const candidate = <T>(value: T, confidence = 90): Candidate<T> => ({ value, confidence, signal: 'label' })

function order(fields: { [K in FieldName]?: Candidate<Fields[K]> }): CapturedOrder {
  return { ...Object.fromEntries(FIELD_NAMES.map((name) => [name, null])), conflicts: {}, ...fields } as CapturedOrder
}

const lamp = { name: 'Lamp', quantity: 1, unitPrice: null, total: '59.97', url: null, sku: null, gtin: null }
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

it('without a number there is no telling it from another', async () => {
  expect(await see(order({ total: candidate('59.97') }))).toEqual({ outcome: 'no-number' })
  expect([...vault.records()]).toHaveLength(1)
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
