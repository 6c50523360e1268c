import { expect, it } from 'vitest'
import { NO_MONEY_HINTS } from '../../../extension/src/capture/money.ts'
import { readRecipe } from '../../../extension/src/capture/recipe/reader.ts'
import type { Recipe } from '../../../extension/src/capture/recipe/index.ts'
import type { Candidates } from '../../../extension/src/capture/types.ts'
import { NOW, page, source } from '../capture/page.ts'

const recipe: Recipe = {
  id: 'test',
  version: 7,
  applies: { host: /^shop\.example$/, at: '#order' },
  proofs: [{ says: 'placed', at: '#done', confidence: 90 }, { says: 'failed', at: '#sorry', confidence: 90 }],
  fields: {
    orderNumber: [{ at: '#number', attribute: 'data-number', confidence: 90 }, { at: '#number', confidence: 80 }, { url: /\/orders\/(\d+)/, confidence: 70 }],
    total: [{ at: '.total', confidence: 80 }],
    tax: [{ at: '#tax', attribute: 'data-tax', confidence: 90 }],
    discount: [{ at: '#discount', confidence: 80 }],
  },
  items: [{ rows: '.row', confidence: 90, name: [{ at: '.name' }], quantity: [{ at: '.quantity' }], unprinted: 1, total: [{ at: '.price' }], url: [{ at: 'a', attribute: 'href' }] }],
}

const read = (body: string, url = 'https://shop.example/orders/55'): Candidates =>
  readRecipe(recipe, source(page('en', '', `<div id="order">${body}</div>`), url), { hints: { ...NO_MONEY_HINTS, mark: '.' }, now: NOW })
const done = '<p id="done"></p>'
const quantity = (text: string): number | null | undefined => read(`${done}<div class="row"><p class="name">Cup</p><p class="quantity">${text}</p></div>`).items?.[0]?.value[0]?.quantity

it('reads only where the host, the page and a proof are right', () => {
  expect(read(done)).toEqual({ proofs: [{ says: 'placed', confidence: 90, signal: 'recipe:test@7' }], orderNumber: [{ value: '55', confidence: 70, signal: 'recipe:test@7' }] })
  expect(read(done, 'https://shop.example.evil.example/orders/55')).toEqual({})
  expect(read(done, 'not an address')).toEqual({})
  expect(read('')).toEqual({})
})

it('reads nothing of an order that failed, even when the page says both', () => {
  expect(read(`${done}<p id="sorry"></p><p id="number">12345</p>`)).toEqual({ proofs: [{ says: 'failed', confidence: 90, signal: 'recipe:test@7' }] })
})

it('takes the first place that has a value, and is as sure as that place', () => {
  expect(read(`${done}<p id="number" data-number="A-1001">No. 77</p>`).orderNumber).toEqual([{ value: 'A-1001', confidence: 90, signal: 'recipe:test@7' }])
  expect(read(`${done}<p id="number" data-number="">Order no. 1001</p>`).orderNumber?.[0]).toMatchObject({ value: '1001', confidence: 80 })
})

it('reads no number where there are several, and none that is a card', () => {
  expect(read(`${done}<p id="number">1001 or 1002</p>`).orderNumber?.[0]?.value).toBe('55')
  expect(read(`${done}<p id="number">4111 1111 1111 1111</p>`).orderNumber?.[0]?.value).toBe('55')
  expect(read(`${done}<p id="number" data-number="4111111111111111"></p>`).orderNumber?.[0]?.value).toBe('55')
})

it('reads no amount from elements that say different things, and one from those that say the same', () => {
  expect(read(`${done}<p class="total">$10.00</p><p class="total">$12.00</p>`).total).toBeUndefined()
  expect(read(`${done}<p class="total">$10.00</p><p class="total">$10.00</p>`).total?.[0]?.value).toBe('10.00')
})

it('does not take one of two equal taxes for the tax', () => {
  expect(read(`${done}<p id="tax" data-tax="2.00"></p>`).tax?.[0]?.value).toBe('2.00')
  expect(read(`${done}<p id="tax" data-tax="2.00"></p><p id="tax" data-tax="2.00"></p>`).tax).toBeUndefined()
})

it('never joins the digits of two elements, but for cents behind their mark', () => {
  for (const price of ['€<span>12</span><sup>99</sup>', '€<span>12.</span><span>99</span>', '€<span>12</span><span>.995</span>', '€<span>1</span><span>,234.00</span>'])
    expect(read(`${done}<p class="total">${price}</p>`).total, price).toBeUndefined()
  expect(read(`${done}<p class="total">€<span>12</span><span>.99</span></p>`).total?.[0]?.value).toBe('12.99')
})

it('takes no struck price, no negative total, and a discount without its sign', () => {
  expect(read(`${done}<p class="total"><del>€15.00</del> <ins>€12.00</ins></p>`).total?.[0]?.value).toBe('12.00')
  expect(read(`${done}<p class="total">-€12.00</p>`).total).toBeUndefined()
  expect(read(`${done}<p id="discount">-€2.00</p>`).discount?.[0]?.value).toBe('2.00')
})

it('reads attributes as plain decimals and nothing else', () => {
  expect(read(`${done}<p id="tax" data-tax="1.5"></p>`).tax?.[0]?.value).toBe('1.5')
  for (const tax of ['1,5', '1.23456', '-1', '1e3', '$1', 'NaN']) expect(read(`${done}<p id="tax" data-tax="${tax}"></p>`).tax, tax).toBeUndefined()
})

it('reads pieces in the ways that pages count them', () => {
  for (const text of ['2', '× 2', 'x2', '2 x', 'Qty: 2', '2.00', '(✕ 2)', 'Menge: 2 Stück', '٢']) expect(quantity(text), text).toBe(2)
  for (const text of ['0.5', '2,5', '2 of 3', 'two', '0']) expect(quantity(text), text).toBeNull()
})

it('counts one where no quantity is printed, and none where it cannot be read', () => {
  expect(read(`${done}<div class="row"><p class="name">Cup</p></div>`).items?.[0]?.value[0]?.quantity).toBe(1)
  expect(quantity('')).toBeNull()
})

it('takes all goods or none', () => {
  const cup = '<div class="row"><p class="name">Cup</p></div>'
  expect(read(done + cup + cup).items?.[0]?.value).toHaveLength(2)
  expect(read(`${done}${cup}<div class="row"><p class="price">€5.00</p></div>`).items).toBeUndefined()
  expect(read(`${done}<div class="row"><p class="name">Tray</p>${cup}</div>`).items).toBeUndefined()
  expect(read(done + cup.repeat(301)).items).toBeUndefined()
})

it('keeps what a page says as text, and an address without what may be secret', () => {
  const item = read(`${done}<div class="row"><p class="name">&lt;img src=x onerror=alert(1)&gt; Cup for kim@example.com</p><a href="/cup?token=abc#x">more</a></div>`).items?.[0]?.value[0]
  expect(item).toMatchObject({ name: '<img src=x onerror=alert(1)> Cup for …', url: 'https://shop.example/cup' })
  expect(read(`${done}<div class="row"><p class="name">Cup</p><a href="javascript:alert(1)">more</a></div>`).items?.[0]?.value[0]?.url).toBeNull()
})

it('gives up on a text without end', () => {
  const endless = '<i>a</i>'.repeat(50_000)
  expect(read(`${done}<div class="row"><p class="name">${endless}</p></div>`).items?.[0]?.value[0]?.name.length).toBeLessThanOrEqual(300)
})
