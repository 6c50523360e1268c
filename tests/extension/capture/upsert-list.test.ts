// What a shop's list of orders does to the orders that are known.
import { PAGE } from '@counterfoil/crypto/document'
import { beforeEach, expect, it } from 'vitest'
import type { CapturedOrder, ListedOrder, OrderList } from '../../../extension/src/capture/types.ts'
import { type Completed, completeFromList } from '../../../extension/src/capture/upsert/list.ts'
import { editOrder } from '../../../extension/src/vault/orders.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'
import { bare, captured, carried, fields, type Given, item, orders, read, see, SHOP } from './sightings.ts'

let vault: Vault
beforeEach(async () => {
  vault = (await new Profile().create(null)).vault
})

const TODAY = new Date().toISOString().slice(0, 10)
const row = (number: string, more: Given = {}): ListedOrder => ({ order: captured({ orderNumber: read(number, 80), ...more }), url: null })
const list = (...orders: ListedOrder[]): OrderList => ({ orders, unread: [], printed: null, more: false })
const show = (...rows: ListedOrder[]): Promise<Completed> => completeFromList(vault, list(...rows), SHOP, 'https://www.shop.example/account/orders')
const sum = { total: read('59.97', 80), currency: read('EUR', 80), orderDate: read(TODAY, 80) }

it('completes those that are known, and gives back the others without making any', async () => {
  await see(vault, captured({ orderNumber: read('1001') }))
  const unknown = row('1002', sum)
  expect(await show(row('#1001', { ...sum, status: read('OrderDelivered') }), unknown)).toEqual({ known: 1, completed: 1, unknown: [unknown] })
  expect(fields(vault, 'total', 'currency', 'orderDate', 'status')).toEqual(['59.97', 'EUR', TODAY, 'OrderDelivered'])
  expect(await show(row('#1001', { ...sum, status: read('OrderDelivered') }))).toEqual({ known: 1, completed: 0, unknown: [] })
})

it('gives an order without a number its number', async () => {
  await see(vault, bare())
  expect(await show(row('1001', sum))).toMatchObject({ known: 1, completed: 1 })
  expect(fields(vault, 'orderNumber')).toEqual(['1001'])
})

it('gives it to none where two rows may be it, two orders may, or the row has no date', async () => {
  await see(vault, bare())
  expect(await show(row('1001', sum), row('1002', sum))).toMatchObject({ known: 0, completed: 0 })
  expect(await show(row('1001', { ...sum, orderDate: null }))).toMatchObject({ known: 0 })
  await see(vault, bare({ items: carried([item('Rug')]) }))
  expect(await show(row('1001', sum))).toMatchObject({ known: 0 })
  expect(orders(vault)).toHaveLength(2)
})

it('fills in items that are missing, and never puts its part of them over the whole', async () => {
  const all = [item('Lamp', { quantity: 1 }), item('Bulb', { quantity: 12 })]
  await see(vault, captured({ orderNumber: read('1001'), items: read(all, 60) }))
  await see(vault, captured({ orderNumber: read('1002') }))
  const part = { items: read([item('Lamp, brass, …')], 95) }
  expect(await show(row('1001', part), row('1001', { items: read([item('Lamp')], 95) }), row('1002', part))).toMatchObject({ known: 3, completed: 1 })
  const items = orders(vault).map(({ document }) => [document.fields['orderNumber']?.[PAGE]?.value, document.fields['items']?.[PAGE]?.value])
  expect(Object.fromEntries(items)).toEqual({ 1001: all, 1002: [item('Lamp, brass, …')] })
})

it('leaves what the person said and what they deleted', async () => {
  const first = (await see(vault, captured({ orderNumber: read('1001') }))) as { record: string }
  await editOrder(vault, first.record, (editor, id) => editor.say('Order', id, 'total', '49.97'))
  expect(await show(row('1001', sum))).toMatchObject({ known: 1, completed: 1 })
  expect(fields(vault, 'total')).toEqual(['49.97'])
  await editOrder(vault, first.record, (editor, id) => editor.say('Order', id, 'deleted', true))
  const before = orders(vault)
  expect(await show(row('1001', { status: read('OrderDelivered') }))).toEqual({ known: 1, completed: 0, unknown: [] })
  expect(orders(vault)).toEqual(before)
})

it('offers an order of long ago that has a known number', async () => {
  await see(vault, captured({ orderNumber: read('1001'), orderDate: read('2026-06-01') }))
  expect(await show(row('1001', { orderDate: read('2024-06-01') }))).toMatchObject({ known: 0, unknown: [{}] })
  expect(fields(vault, 'orderDate')).toEqual(['2026-06-01'])
})

it('knows an order by its confirmation number', async () => {
  await see(vault, bare({ confirmationNumber: read('QX7') }))
  const listed: CapturedOrder = captured({ orderNumber: read('1001'), confirmationNumber: read('QX7') })
  expect(await show({ order: listed, url: null })).toMatchObject({ known: 1, completed: 1 })
  expect(fields(vault, 'orderNumber')).toEqual(['1001'])
})
