// What a later page may say of a field that an earlier one spoke of.
import type { Json, Register } from '@counterfoil/crypto/document'
import { describe, expect, it } from 'vitest'
import { completion } from '../../../extension/src/capture/upsert/completion.ts'
import { someGoods } from '../../../extension/src/capture/upsert/goods.ts'
import type { FieldName } from '../../../extension/src/capture/types.ts'
import { item } from './sightings.ts'

const before = (value: unknown, confidence = 80): Register => ({ at: [1, 0, '00'.repeat(16)], value: value as Json, confidence, signal: 'label' })
const after = (name: FieldName, known: Register | null, value: unknown, confidence = 80, partial = false) =>
  completion(known, { name, candidate: { value: value as Json, confidence, signal: 'rows' }, partial })

describe('items', () => {
  const poor = [item('Lamp'), item('Bulb')]
  const rich = [item('bulb', { quantity: 12, unitPrice: '1.00' }), item('Lamp', { quantity: 1, gtin: '12345678' })]

  it('gain what a fuller list of the same goods knows', () => {
    expect(after('items', before(poor), rich, 40)).toMatchObject({
      value: [item('Lamp', { quantity: 1, gtin: '12345678' }), item('Bulb', { quantity: 12, unitPrice: '1.00' })],
      signal: 'label+rows',
      confidence: 80,
    })
  })

  it('lose nothing to a poorer or shorter list, however sure', () => {
    expect(after('items', before(rich, 90), poor, 80)).toBeNull()
    expect(after('items', before(rich), [item('Lamp')], 99)).toBeNull()
    expect(after('items', before(rich), poor, 99)).toMatchObject({ value: [item('Lamp', { quantity: 1, gtin: '12345678' }), item('Bulb', { quantity: 12, unitPrice: '1.00' })] })
  })

  it('give way to a list that has them all and more, with what was known of them', () => {
    const all = [item('Rug'), item('Lamp'), item('Bulb')]
    expect(after('items', before(rich, 99), all, 40)?.value).toEqual([item('Rug'), item('Lamp', { quantity: 1, gtin: '12345678' }), item('Bulb', { quantity: 12, unitPrice: '1.00' })])
  })

  it('of other goods are a matter of which page is surer, and never of a part', () => {
    expect(after('items', before(poor), [item('Rug'), item('Mat')], 90)?.value).toEqual([item('Rug'), item('Mat')])
    expect(after('items', before(poor), [item('Rug'), item('Mat')], 70)).toBeNull()
    expect(after('items', before(poor), [item('Rug'), item('Mat')], 90, true)).toBeNull()
  })

  it('of one name stand for as many things as they are', () => {
    const two = [item('Lamp', { sku: 'a' }), item('Lamp', { sku: 'b' })]
    expect(after('items', before(two, 90), [item('Lamp'), item('Lamp')])).toBeNull()
    expect(after('items', before([item('Lamp', { quantity: 1 })], 90), [item('Lamp', { quantity: 2 })])).toBeNull()
  })

  it('of any shape are survived', () => {
    for (const odd of [[null], [7, 'x'], [{ name: 7 }], [[]], 'x', {}]) expect(after('items', before(odd, 50), poor)?.value).toEqual(poor)
  })

  it('are worded longer on one page than on another', () => {
    expect(someGoods([item('Lamp, brass – Größe M')], [item('Rug'), item('LAMP, brass')])).toBe(true)
    expect(someGoods([item('Lamp')], [item('Rug')])).toBe(false)
    expect(someGoods([item('Pen')], [item('Open sandwich')])).toBe(false)
  })
})

describe('other fields', () => {
  it('stay with the surer page, and with the first of two spellings', () => {
    expect(after('total', before('5.00'), '6.00', 79)).toBeNull()
    expect(after('total', before('5.00'), '6.00', 80)?.value).toBe('6.00')
    expect(after('total', before('5.00'), '5', 80)).toBeNull()
    expect(after('orderNumber', before('#A 1'), 'a1', 80)).toBeNull()
  })

  it('fill in a payment, and take it whole where the two contradict', () => {
    const card = { kind: 'card', brand: null, last4: '4242' }
    expect(after('payment', before(card), { kind: 'card', brand: 'Visa', last4: null }, 30)?.value).toEqual({ ...card, brand: 'Visa' })
    expect(after('payment', before(card), { kind: 'invoice', brand: 'Klarna', last4: null }, 70)).toBeNull()
    expect(after('payment', before(card), { kind: 'invoice', brand: 'Klarna', last4: null }, 90)?.value).toEqual({ kind: 'invoice', brand: 'Klarna', last4: null })
  })

  it('say nothing new when nothing is', () => {
    expect(after('status', before('OrderDelivered'), 'OrderDelivered', 60)).toBeNull()
    expect(after('delivery', before({ carrier: 'Post', trackingNumber: 'T1' }), { carrier: 'Post', trackingNumber: null })).toBeNull()
  })

  it('are written when nothing was', () => {
    expect(after('tax', null, '1.00', 49.6)).toEqual({ value: '1.00', confidence: 50, signal: 'rows' })
  })
})
