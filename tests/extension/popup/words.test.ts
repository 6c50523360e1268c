import { describe, expect, it } from 'vitest'
import type { ListOutcome, WaitingView } from '../../../extension/src/app.ts'
import { listWords } from '../../../extension/src/popup/list-words.ts'
import { expectedWords, paymentWords } from '../../../extension/src/popup/order-words.ts'
import { returnUntil } from '../../../extension/src/popup/returns.ts'
import { howWords, signalWords, sureness } from '../../../extension/src/popup/signals.ts'
import { whyWaiting } from '../../../extension/src/popup/why-waiting.ts'

describe('how a value was read', () => {
  it('names the label, and each thing that agrees once', () => {
    expect(howWords({ signal: 'label:total+sum', confidence: 91 })).toBe('from the label “Total”; the parts add up to it · sure')
    expect(signalWords('schema:Order+schema:Invoice')).toBe('from the shop’s order data (schema.org)')
  })

  it('tells the checkout, the recipe and the marketers apart from the page', () => {
    expect(signalWords('context:label:total')).toBe('from your checkout')
    expect(signalWords('label:total+context')).toBe('from the label “Total”; the same in your checkout')
    expect(signalWords('recipe:woocommerce@3')).toBe('by the WooCommerce recipe')
    expect(signalWords('recipe:a-new-one@1')).toBe('by the a-new-one recipe')
    expect(signalWords('event:ga4')).toBe('from the shop’s data for its marketers (Google Analytics)')
    expect(signalWords('event:purchase')).toBe('from the shop’s data for its marketers')
  })

  it('still says something of a signal that it does not know, however long or odd', () => {
    expect(signalWords('constructor')).toBe('from a signal called “constructor”')
    expect(signalWords('label:__proto__')).toBe('from a label on the page')
    expect(signalWords('x'.repeat(10_000)).length).toBeLessThan(100)
    expect(signalWords('a+'.repeat(10_000)).length).toBeLessThan(100)
  })

  it('is as sure as capture was', () => {
    expect([98, 80, 79, 60, 59, 0, null].map(sureness)).toEqual(['sure', 'sure', 'fairly sure', 'fairly sure', 'not very sure', 'not very sure', null])
  })
})

describe('how an order was paid', () => {
  const unknown = { kind: null, brand: null, last4: null }

  it('is said as one says it', () => {
    expect(paymentWords({ kind: 'card', brand: 'Visa', last4: '4242' })).toBe('Visa ending in 4242')
    expect(paymentWords({ ...unknown, last4: '4242' })).toBe('Card ending in 4242')
    expect(paymentWords({ ...unknown, kind: 'wallet', brand: 'PayPal' })).toBe('PayPal')
    expect(paymentWords({ ...unknown, kind: 'invoice', brand: 'Klarna' })).toBe('Invoice (Klarna)')
    expect(paymentWords({ ...unknown, kind: 'bank-transfer' })).toBe('Bank transfer')
  })
})

describe('when it should come', () => {
  const delivery = { expectedFrom: null, expectedUntil: null, carrier: null, trackingNumber: null, trackingUrl: null }

  it('is one day, some days, or a day at the latest', () => {
    expect(expectedWords({ ...delivery, expectedFrom: '2026-11-24', expectedUntil: '2026-11-24' }, 'en-US')).toBe('November 24, 2026')
    expect(expectedWords({ ...delivery, expectedFrom: '2026-11-24', expectedUntil: '2026-11-26' }, 'en-US')?.replace(/\s/gu, ' ')).toBe('November 24 – 26, 2026')
    expect(expectedWords({ ...delivery, expectedUntil: '2026-11-26' }, 'en-US')).toBe('by November 26, 2026')
    expect(expectedWords({ ...delivery, expectedFrom: '2026-11-24' }, 'en-US')).toBe('from November 24, 2026')
    expect(expectedWords({ ...delivery, expectedFrom: '2026-11', expectedUntil: '2026-12' }, 'en-US')).toBe('November 2026 – December 2026')
    expect(expectedWords({ ...delivery, expectedFrom: '2026-11-26', expectedUntil: '2026-11-24' }, 'en-US')).toBe('November 26, 2026 – November 24, 2026')
    expect(expectedWords(delivery)).toBeNull()
  })
})

describe('until when an order can go back', () => {
  const delivery = { expectedFrom: '2026-12-20', expectedUntil: '2026-12-28', carrier: null, trackingNumber: null, trackingUrl: null }

  it('counts from the first day on which it may come, over months and years', () => {
    expect(returnUntil({ days: 30, url: null }, delivery)).toEqual({ day: '2027-01-19', from: '2026-12-20' })
    expect(returnUntil({ days: 14, url: null }, { ...delivery, expectedFrom: null })).toEqual({ day: '2027-01-11', from: '2026-12-28' })
  })

  it('is not known without a day of delivery or a number of days', () => {
    expect(returnUntil({ days: 30, url: null }, null)).toBeNull()
    expect(returnUntil({ days: 30, url: null }, { ...delivery, expectedFrom: '2026-12' })).toBeNull()
    expect(returnUntil({ days: 30, url: null }, { ...delivery, expectedFrom: '2026-13-45' })).toBeNull()
    expect(returnUntil({ days: null, url: 'https://shop.example/returns' }, delivery)).toBeNull()
    expect(returnUntil(null, delivery)).toBeNull()
  })
})

describe('a list that was read', () => {
  const list: ListOutcome = { read: 41, unread: ['a', 'b'], printed: 43, known: 38, completed: 3, waiting: 3, tooMany: 0, more: false }

  it('adds up', () => {
    expect(listWords(list)).toEqual({ head: '41 of 43 orders read', parts: ['38 were known (3 completed)', '3 wait for you', '2 could not be read'], next: null })
  })

  it('says when the shop has more than are on this page, and where to go on', () => {
    const part = listWords({ ...list, read: 8, unread: [], known: 8, completed: 0, waiting: 0 })
    expect(part.head).toBe('8 of 43 orders read')
    expect(part.next).toMatch(/^35 orders are not on this page\. Look for another page, year or filter/)
    expect(listWords({ ...list, read: 8, unread: [], more: true }).next).toBe('35 orders are not on this page. The list goes on: open its next page and read that too.')
  })

  it('claims all orders only where the list ends here', () => {
    expect(listWords({ ...list, read: 43, unread: [] }).head).toBe('All 43 orders read')
    expect(listWords({ ...list, read: 10, unread: [], printed: null, more: true })).toMatchObject({ head: 'All 10 orders on this page read', next: 'The list goes on: open its next page and read that too.' })
    expect(listWords({ ...list, read: 1, unread: [], printed: null, known: 1, completed: 0, waiting: 0 })).toEqual({ head: 'The one order read', parts: ['1 was known'], next: null })
  })

  it('believes its rows over a smaller printed count', () => {
    expect(listWords({ ...list, printed: 2 }).head).toBe('41 of 43 orders read')
  })

  it('says what does not fit', () => {
    const full = listWords({ ...list, tooMany: 5 })
    expect(full.parts).toContain('5 more than can wait at once')
    expect(full.next).toBe('Decide about those that wait, then read this page again.')
  })
})

describe('why something waits', () => {
  const page: WaitingView = {
    id: '1', vendor: 'shop.example', vendorName: null, url: null, from: 'page', seenAt: 0, orderNumber: '7', confirmationNumber: null, orderDate: null,
    status: null, seller: null, total: '9.50', currency: 'GBP', items: null, reasons: ['url', 'number', 'total'], conflicts: [],
  }

  it('says what is missing', () => {
    expect(whyWaiting({ ...page, orderNumber: null, total: null, reasons: [] })).toEqual(['No order number was read.', 'No total was read.', 'The page does not clearly say that an order was placed.'])
  })

  it('says what the page shows besides', () => {
    expect(whyWaiting({ ...page, conflicts: [{ field: 'total', values: ['12.00', '9.00'] }] })).toEqual(['The page also shows another total: £12.00, £9.00.'])
    expect(whyWaiting({ ...page, total: null, conflicts: [{ field: 'total', values: ['12.00', '9.00'] }] })).toEqual(['The page shows more than one total: £12.00, £9.00.'])
  })

  it('always has a reason, but for orders of a list', () => {
    expect(whyWaiting(page)).toHaveLength(1)
    expect(whyWaiting({ ...page, from: 'list', reasons: [] })).toEqual([])
  })
})
