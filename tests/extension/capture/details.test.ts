/** Payment, delivery, status, seller, invoice and returns, as texts and on pages. */
import { describe, expect, test } from 'vitest'
import { readDays } from '../../../extension/src/capture/details/days.ts'
import { readPayment } from '../../../extension/src/capture/details/payment.ts'
import { statusOf } from '../../../extension/src/capture/details/status.ts'
import { NOW, page, readOrder } from './page.ts'

const order = (lang: string, body: string) => readOrder(page(lang, 'Order confirmed', `<main><h1>Thank you for your order</h1><p>Order number: 7100</p><p>Order total: €12.00</p>${body}</main>`), 'https://s.example/checkout/success').order

describe('how it was paid', () => {
  test.each([
    ['Visa ending in 4242', 'card', 'Visa', '4242'], ['Mastercard •••• 5454', 'card', 'Mastercard', '5454'], ['xxxx-xxxx-xxxx-1111', 'card', null, '1111'], ['Carte bancaire se terminant par 0005', 'card', null, '0005'],
    ['Apple Pay (Visa •••• 1234)', 'wallet', 'Apple Pay', '1234'], ['PayPal', 'wallet', 'PayPal', null], ['iDEAL', 'bank-transfer', 'iDEAL', null], ['Rechnung', 'invoice', null, null], ['Klarna – Kauf auf Rechnung', 'invoice', 'Klarna', null],
    ['Klarna', null, 'Klarna', null], ['SEPA-Lastschrift', 'direct-debit', null, null], ['Nachnahme', 'cash-on-delivery', null, null], ['代金引換', 'cash-on-delivery', null, null], ['Kapıda Ödeme', 'cash-on-delivery', null, null],
    ['Vorkasse / Überweisung', 'bank-transfer', null, null], ['Gift card', 'gift-card', null, null], ['Ratenzahlung', 'instalments', null, null], ['信用卡 末四碼 8812', 'card', null, '8812'],
  ] as const)('%s', (text, kind, brand, last4) => {
    expect(readPayment(text)).toEqual({ kind, brand, last4 })
  })

  test.each(['Visa, Mastercard, PayPal', 'Thank you', '12.00'])('nothing certain is said by "%s"', (text) => {
    const read = readPayment(text)
    expect([read?.brand ?? null, read?.last4 ?? null]).toEqual([null, null])
  })

  test('a card number shown in full is not taken in part', () => {
    const text = JSON.stringify(order('en', '<p>Payment method: Visa 4111 1111 1111 1111</p>'))
    expect(text).not.toMatch(/4111|1111/)
    expect(order('en', '<p>Payment method: Visa 4111 1111 1111 1111</p>')?.payment?.value).toEqual({ kind: 'card', brand: 'Visa', last4: null })
  })

  test('the ways on offer are no way taken', () => {
    expect(order('en', '<h3>Payment method</h3><p>Credit card</p><p>PayPal</p><p>Invoice</p>')?.payment).toBeNull()
  })
})

describe('when it comes', () => {
  test.each([
    ['24 November 2026', 'en', 'GB', '2026-11-24', '2026-11-24'], ['Nov 24 – Nov 27', 'en', 'US', '2026-11-24', '2026-11-27'], ['between 30 November and 2 December', 'en', 'GB', '2026-11-30', '2026-12-02'], ['24.–26.11.2026', 'de', '', '2026-11-24', '2026-11-26'],
    ['Mi., 25.11.', 'de', '', '2026-11-25', '2026-11-25'], ['bis 27. November', 'de', '', null, '2026-11-27'], ['entre le 24 et le 26 novembre', 'fr', '', '2026-11-24', '2026-11-26'], ['24/11/2026 - 26/11/2026', 'es', '', '2026-11-24', '2026-11-26'],
    ['11月25日（水）', 'ja', '', '2026-11-25', '2026-11-25'], ['11월 25일', 'ko', '', '2026-11-25', '2026-11-25'], ['28 dicembre – 3 gennaio 2027', 'it', '', '2026-12-28', '2027-01-03'], ['Tue 24 Nov, 9:00–12:00', 'en', 'GB', '2026-11-24', '2026-11-24'],
  ] as const)('%s', (text, language, region, from, until) => {
    expect(readDays(text, { language, region }, NOW)).toEqual({ from, until })
  })

  test.each([['3-5 business days', 'en'], ['1-3 hverdage', 'da'], ['2 weeks', 'en'], ['24 June', 'en'], ['05/06', 'en'], ['tomorrow', 'en'], ['31.11.', 'de'], ['24, 25 and 26 November', 'en']])('"%s" names no day that is certain', (text, language) => {
    expect(readDays(text, { language, region: '' }, NOW)).toBeNull()
  })

  test('a day without a year follows the day of the order', () => {
    expect(order('en-GB', '<p>Order date: 20 December 2025</p><p>Estimated delivery: 4 January</p>')?.delivery?.value).toMatchObject({ expectedFrom: '2026-01-04', expectedUntil: '2026-01-04' })
  })

  test('a parcel’s number, carrier and address come from labels and links, without the address’s query', () => {
    expect(order('de', '<p>Sendungsnummer: JD014600006281230704</p><p><a href="https://www.dhl.de/sendung?piececode=JD014600006281230704&mail=a@b.example">Sendung verfolgen</a></p>')?.delivery?.value).toEqual({
      expectedFrom: null, expectedUntil: null, carrier: 'DHL', trackingNumber: 'JD014600006281230704', trackingUrl: 'https://www.dhl.de/sendung',
    })
  })
})

describe('how it stands', () => {
  test.each([['Processing', 'OrderProcessing'], ['Versandt', 'OrderInTransit'], ['Ожидает оплаты', 'OrderPaymentDue'], ['配送完了', 'OrderDelivered'], ['已取消', 'OrderCancelled'], ['Livrée', 'OrderDelivered'], ['Abholbereit', 'OrderPickupAvailable'], ['Frobnicated', null], ['Completed', null]])('%s', (text, status) => {
    expect(statusOf(text)).toBe(status)
  })

  test('a word that nobody listed is no status', () => {
    expect(order('en', '<p>Order status: Resting</p>')?.status).toBeNull()
  })
})

describe('who sold it, and what follows', () => {
  test('one seller is named apart from the shop, two are none', () => {
    expect(order('en', '<p>Sold by: Northern Lamps Ltd</p>')?.seller?.value).toBe('Northern Lamps Ltd')
    expect(order('de', '<p>Verkauf durch Lampenhaus und Versand durch Basar</p>')?.seller?.value).toBe('Lampenhaus')
    expect(order('en', '<p>Sold by: Lamps Ltd</p><p>Sold by: Shades Inc</p>')?.seller).toBeNull()
  })

  test('an invoice is linked only where its address leads without a query', () => {
    expect(order('en', '<a href="/invoices/7100.pdf">Download invoice (PDF)</a>')?.invoiceUrl?.value).toBe('https://s.example/invoices/7100.pdf')
    expect(order('en', '<a href="/invoice?id=7100">Invoice</a>')?.invoiceUrl).toBeNull()
    expect(order('en', '<p>Invoice address: 1 Road</p><a href="/x">Invoice address</a>')?.invoiceUrl).toBeNull()
  })

  test('a return window has a number of days, and two are none', () => {
    expect(order('en', '<p>Free returns within 30 days. <a href="/returns">Return policy</a></p>')?.returnPolicy?.value).toEqual({ days: 30, url: 'https://s.example/returns' })
    expect(order('de', '<p>100 Tage Rückgaberecht</p>')?.returnPolicy?.value.days).toBe(100)
    expect(order('en', '<p>Returns within 30 days</p><p>Exchanges within 60 days</p>')?.returnPolicy).toBeNull()
    expect(order('en', '<p>Delivery within 3 days</p>')?.returnPolicy).toBeNull()
  })
})
