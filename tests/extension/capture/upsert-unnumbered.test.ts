// Orders whose confirmation page prints no number, or only a confirmation number, until one turns up.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { editOrder } from '../../../extension/src/vault/orders.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'
import { bare, captured, carried, fields, item, orders, read, see } from './sightings.ts'

const NOON = Date.parse('2026-11-22T12:00:00Z')
const HOUR = 3_600_000
const clock = vi.spyOn(Date, 'now')
const at = (ms: number) => clock.mockReturnValue(ms)

let vault: Vault
beforeEach(async () => {
  at(NOON)
  vault = (await new Profile().create(null)).vault
})
afterEach(() => vault.close())

const orderPage = (fields: Parameters<typeof captured>[0] = {}) =>
  captured({ orderNumber: read('1001'), orderDate: read('2026-11-22'), total: read('59.97'), currency: read('EUR'), items: read([item('Lamp, brass', { quantity: 1, total: '47.97' }), item('Bulb')]), ...fields })

describe('an order without a number', () => {
  it('is saved by its total from the checkout', async () => {
    expect(await see(vault, bare())).toMatchObject({ outcome: 'saved' })
    expect(fields(vault, 'total', 'currency', 'orderNumber')).toEqual(['59.97', 'EUR', null])
  })

  it('is the same one when the page is seen again with its checkout', async () => {
    const saved = await see(vault, bare())
    at(NOON + HOUR)
    expect(await see(vault, bare())).toEqual({ ...saved, outcome: 'known' })
    at(NOON + 30 * HOUR)
    const shuffled = bare({ items: carried([item('bulb', { quantity: 12 }), item('Lamp', { quantity: 1 })]), total: carried('59.970') })
    expect(await see(vault, shuffled)).toEqual({ ...saved, outcome: 'known' })
    expect(orders(vault)).toHaveLength(1)
  })

  it('loses nothing when the page is seen again without its checkout', async () => {
    await see(vault, bare())
    const before = orders(vault)
    expect(await see(vault, captured({ vendorName: read('Lantern & Loom') }))).toEqual({ outcome: 'too-little' })
    expect(await see(vault, captured({ total: read('59.97') }))).toEqual({ outcome: 'too-little' })
    expect(orders(vault)).toEqual(before)
  })

  it('is one around midnight', async () => {
    at(Date.parse('2026-11-22T23:59:59Z'))
    await see(vault, bare())
    at(Date.parse('2026-11-23T00:00:01Z'))
    expect(await see(vault, bare())).toMatchObject({ outcome: 'known' })
    expect(orders(vault)).toHaveLength(1)
  })

  it('is another one with another total, currency or goods, at another shop, or three days later', async () => {
    await see(vault, bare())
    for (const other of [bare({ total: carried('60.97') }), bare({ currency: carried('USD') }), bare({ items: carried([item('Rug', { quantity: 1 })]) })])
      expect(await see(vault, other)).toMatchObject({ outcome: 'saved' })
    expect(await see(vault, bare(), { vendor: 'other.example' })).toMatchObject({ outcome: 'saved' })
    at(NOON + 72 * HOUR)
    expect(await see(vault, bare())).toMatchObject({ outcome: 'saved' })
    expect(orders(vault)).toHaveLength(6)
  })

  it('is the one with the number when another page of the same purchase had that', async () => {
    const saved = await see(vault, orderPage())
    at(NOON + HOUR)
    expect(await see(vault, bare())).toMatchObject({ record: (saved as { record: string }).record })
    expect(orders(vault)).toHaveLength(1)
  })

  it('stays in the bin', async () => {
    const saved = (await see(vault, bare())) as { record: string }
    await editOrder(vault, saved.record, (editor, id) => editor.say('Order', id, 'deleted', true))
    expect(await see(vault, bare())).toEqual({ outcome: 'deleted', record: saved.record })
    expect(await see(vault, orderPage())).toEqual({ outcome: 'deleted', record: saved.record })
  })
})

describe('its number', () => {
  it('turns up on the order’s own page, and the two are joined', async () => {
    const { record } = (await see(vault, bare())) as { record: string }
    at(NOON + 20 * HOUR)
    expect(await see(vault, orderPage())).toEqual({ outcome: 'completed', record })
    expect(fields(vault, 'orderNumber', 'orderDate', 'total')).toEqual(['1001', '2026-11-22', '59.97'])
    expect(await see(vault, orderPage())).toEqual({ outcome: 'known', record })
  })

  it('is not given to an order of another day, total, currency or goods', async () => {
    await see(vault, bare())
    const others = [
      orderPage({ orderDate: read('2026-11-25') }),
      orderPage({ orderNumber: read('1002'), total: read('59.98') }),
      orderPage({ orderNumber: read('1003'), currency: read('USD') }),
      orderPage({ orderNumber: read('1004'), items: read([item('Rug')]) }),
      orderPage({ orderNumber: read('1005'), total: null }),
    ]
    for (const other of others) expect(await see(vault, other)).toMatchObject({ outcome: 'saved' })
    expect(orders(vault)).toHaveLength(6)
  })

  it('is given to none of two that it may belong to', async () => {
    at(NOON - 24 * HOUR)
    await see(vault, bare({ items: carried([item('Lamp')]) }))
    at(NOON)
    await see(vault, bare())
    expect(await see(vault, orderPage())).toMatchObject({ outcome: 'saved' })
    expect(orders(vault)).toHaveLength(3)
  })

  it('tells two purchases of the same thing apart', async () => {
    const { record } = (await see(vault, bare())) as { record: string }
    expect(await see(vault, bare())).toEqual({ outcome: 'known', record })
    await see(vault, orderPage())
    expect(await see(vault, orderPage({ orderNumber: read('1002') }))).toMatchObject({ outcome: 'saved' })
    expect(orders(vault)).toHaveLength(2)
  })

  it('is not given to an order that the person gave another number', async () => {
    const { record } = (await see(vault, bare())) as { record: string }
    await vault.edit((editor) => editor.say('Order', record, 'orderNumber', '77'))
    expect(await see(vault, orderPage())).toMatchObject({ outcome: 'saved' })
    expect(await see(vault, orderPage({ orderNumber: read('77') }))).toEqual({ outcome: 'completed', record })
    expect(orders(vault)).toHaveLength(2)
  })
})

describe('a confirmation number', () => {
  const early = bare({ confirmationNumber: read('QX7 R2') })

  it('stands for the order number until that comes', async () => {
    const { record } = (await see(vault, early)) as { record: string }
    expect(await see(vault, captured({ confirmationNumber: read('qx7r2') }))).toEqual({ outcome: 'known', record })
    expect(await see(vault, orderPage())).toEqual({ outcome: 'completed', record })
    expect(fields(vault, 'orderNumber', 'confirmationNumber')).toEqual(['1001', 'QX7 R2'])
  })

  it('that a page took for the order number gives way, however sure it was, and does not come back', async () => {
    const taken = bare({ orderNumber: read('QX7R2', 96, 'label:confirmation-number+heading') })
    const { record } = (await see(vault, taken)) as { record: string }
    expect(await see(vault, orderPage({ orderNumber: read('1001', 50) }))).toEqual({ outcome: 'completed', record })
    expect(await see(vault, taken)).toEqual({ outcome: 'known', record })
    expect(fields(vault, 'orderNumber', 'confirmationNumber')).toEqual(['1001', 'QX7R2'])
  })

  it('joins by itself, whatever else the order’s page says', async () => {
    const { record } = (await see(vault, early)) as { record: string }
    const page = captured({ orderNumber: read('1001'), confirmationNumber: read('QX7R2') })
    expect(await see(vault, page)).toEqual({ outcome: 'completed', record })
  })

  it('that is another tells the same goods apart', async () => {
    await see(vault, early)
    expect(await see(vault, bare({ confirmationNumber: read('ZZ9') }))).toMatchObject({ outcome: 'saved' })
    expect(orders(vault)).toHaveLength(2)
  })
})
