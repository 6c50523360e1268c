/** A link from anywhere cannot make a shop say an order that it never had. */
import { describe, expect, test } from 'vitest'
import { page, readOrder } from './page.ts'

const SAYS = 'Thank you for your order. Order number: FORGED-12345 Total: €99.00'
const at = (path: string): string => `https://victim.example${path}`
const notFound = (asked: string): Document => page('en', '404 Not Found', `<h1>Not Found</h1><p>The requested URL ${asked} was not found on this server.</p>`)
const search = (asked: string): Document => page('en', `Results for ${asked} - Victim`, `<h1>Results for “${asked}”</h1><p>Nothing was found for ${asked}</p>`)

describe('what a page only repeats of its address is no order', () => {
  const CASES: [string, string, Document][] = [
    ['a page that was not found', `/checkout/success/${encodeURIComponent(SAYS)}`, notFound(`/checkout/success/${SAYS}`)],
    ['one with a label in its path', '/order-confirmed/Order%20number%20FORGED-12345', notFound('/order-confirmed/Order number FORGED-12345')],
    ['one without a blank', '/order-received/Bestellnummer:FORGED-12345', notFound('/order-received/Bestellnummer: FORGED-12345')],
    ['a search', `/catalog?to=/order/confirmed&q=${encodeURIComponent(SAYS)}`, search(SAYS)],
    ['a search of a form', `/catalog?to=/order/confirmed&q=${SAYS.replaceAll(' ', '+')}`, search(SAYS)],
    ['a route', `/#/order-confirmed/${encodeURIComponent(SAYS)}`, search(SAYS)],
  ]
  test.each(CASES)('%s', (_name, path, document) => {
    expect(readOrder(document, at(path))).toMatchObject({ action: 'nothing', order: null })
  })

  test('and a number by itself in the address of its order is', () => {
    const document = page('en', 'Thanks', '<h1>Thank you for your order</h1><p>Order number: 12345</p><p>Total: €9.00</p>')
    for (const path of ['/checkout/order-received/12345/?key=wc_order_x', '/thank-you-for-your-order/12345', '/confirmation;orderNumber=12345', '/order(12345)/success', '/success?order=12345&name=Ann+Bee', '/#/order-confirmed/12345'])
      expect(readOrder(document, at(path)).order?.orderNumber?.value, path).toBe('12345')
  })
})
