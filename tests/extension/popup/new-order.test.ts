import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../extension/src/app.ts'
import { EMPTY, formOf, readNewOrder } from '../../../extension/src/popup/new-order.ts'

const draft: Draft = {
  shop: 'lantern.example',
  url: 'https://lantern.example/thanks',
  orderNumber: 'LL-7',
  orderDate: '2026-11-21',
  total: '26.60',
  currency: 'EUR',
  items: [
    { name: 'Beeswax\ncandle', quantity: 2, unitPrice: '10.80', total: '21.60' },
    { name: 'Wick', quantity: 1, unitPrice: null, total: '5.00' },
    { name: '2 × 4 timber', quantity: null, unitPrice: null, total: null },
  ],
  waiting: 'w1',
}

describe('an order in the person’s own words', () => {
  it('takes two fields', () => {
    expect(readNewOrder({ ...EMPTY, shop: ' Corner bakery ', total: '4,20' }, null)).toEqual({
      order: { shop: 'Corner bakery', items: null, total: '4.20', currency: null, orderNumber: null, orderDate: null, note: null, url: null, waiting: null },
      problems: {},
    })
    expect(readNewOrder({ ...EMPTY, shop: 'Corner bakery', items: 'Rye bread' }, null)).toMatchObject({ order: { items: [{ name: 'Rye bread', quantity: null, unitPrice: null, total: null }], total: null }, problems: {} })
  })

  it('says which field lacks what', () => {
    expect(Object.keys(readNewOrder(EMPTY, null).problems)).toEqual(['shop', 'items'])
    expect(Object.keys(readNewOrder({ ...EMPTY, shop: 'a', total: '1,234', currency: 'EU' }, null).problems)).toEqual(['currency', 'total'])
    expect(readNewOrder({ ...EMPTY, shop: 'a', items: ' \n\u200b\n' }, null).problems).toHaveProperty('items')
  })

  it('has one thing a line, counted where a count stands before it', () => {
    const { order } = readNewOrder({ ...EMPTY, shop: 'a', items: '2 × Lamp\n\n 3x Bulb \n0 x Shade\n4 chairs' }, null)
    expect(order.items?.map(({ name, quantity }) => [name, quantity])).toEqual([['Lamp', 2], ['Bulb', 3], ['0 x Shade', null], ['4 chairs', null]])
  })
})

describe('a page saved as an order', () => {
  it('comes back as it was read when nothing is touched', () => {
    const { order, problems } = readNewOrder(formOf(draft), draft)
    expect(problems).toEqual({})
    expect(order).toEqual({ ...draft, note: null })
  })

  it('keeps the prices of the things that stand, and no others', () => {
    const form = formOf(draft)
    const { order } = readNewOrder({ ...form, items: form.items.replace('2 × Beeswax candle', '3 × Beeswax candle') }, draft)
    expect(order.items?.[0]).toEqual({ name: 'Beeswax candle', quantity: 3, unitPrice: null, total: null })
    expect(order.items?.[1]).toEqual(draft.items?.[1])
  })

  it('does not read an untouched amount anew', () => {
    const { order } = readNewOrder({ ...formOf({ ...draft, total: '1.234', currency: null }) }, { ...draft, total: '1.234', currency: null })
    expect(order.total).toBe('1.234')
  })
})
