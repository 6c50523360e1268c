import { describe, expect, test } from 'vitest'
import { CONTEXT_LIFE, gate, mergeContext, type CheckoutContext } from '../../../extension/src/capture/index.ts'
import { NOW, page, read, readCheckout, readOrder } from './page.ts'

const CART = page('en', 'Shopping cart', `<h1>Shopping cart</h1><table><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th></tr>
  <tr><td><a href="/kettle">Kettle</a></td><td><input type="number" name="qty" value="2"></td><td>€20.00</td><td>€40.00</td></tr></table><p>Subtotal: €40.00</p>`)
const REVIEW = page('en', 'Review your order', `<h1>Review your order</h1><table><tr><th>Product</th><th>Quantity</th><th>Total</th></tr><tr><td>Kettle</td><td>2</td><td>€40.00</td></tr></table>
  <p>Subtotal: €40.00</p><p>Shipping: €6.00</p><p>Total: €46.00</p><button>Place order</button>`)
const SILENT = page('en', 'Your order has been placed!', '<h1>Your order has been placed!</h1><p>Thanks for shopping with us.</p>')
const URL = 'https://s.example/checkout/success'

function context(document: Document, at = NOW): CheckoutContext {
  const found = readCheckout(document, 'https://s.example/checkout', at)
  if (found === null) throw new Error('nothing read')
  return found
}

describe('the checkout context', () => {
  test('reads goods, quantities in fields and sums', () => {
    expect(gate(CART, 'https://s.example/cart')).toBe('checkout')
    expect(context(CART).items?.value).toMatchObject([{ name: 'Kettle', quantity: 2, unitPrice: '20.00', total: '40.00', url: 'https://s.example/kettle' }])
    expect(context(REVIEW)).toMatchObject({ stage: 'review', total: { value: '46.00' }, shipping: { value: '6.00' }, currency: { value: 'EUR' } })
  })

  test('completes a confirmation that prints nothing', () => {
    expect(read(SILENT, URL, context(REVIEW))).toMatchObject({ action: 'save', number: null, total: '46.00', currency: 'EUR', shipping: '6.00', items: [['Kettle', 2, null, '40.00']] })
  })

  test('is worth nothing after two hours', () => {
    expect(readOrder(SILENT, URL, context(REVIEW, NOW - CONTEXT_LIFE)).action).toBe('nothing')
  })

  test("a cart's total is not taken for the order's", () => {
    const numbered = page('en', 'Thank you', '<h1>Thank you for your order</h1><p>Order number: 8812</p>')
    expect(read(numbered, URL, context(CART))).toMatchObject({ number: '8812', total: null, items: [['Kettle', 2, '20.00', '40.00']] })
  })

  test('does not touch the page of an old order', () => {
    const old = page('en', 'Order #7001', '<h1>Order #7001</h1><p>Order date: 2 May 2024</p><p>Total: €12.00</p>')
    expect(read(old, 'https://s.example/account/orders/7001', context(REVIEW))).toMatchObject({ number: '7001', total: '12.00', items: null })
  })

  test('nor one that tells when it was placed', () => {
    const old = page('it', 'Ordine #5541', '<h1>Ordine #5541</h1><p>L’ordine #5541 è stato effettuato il 12 ottobre 2024.</p><p>Totale: 30,00 €</p>')
    expect(read(old, 'https://s.example/account/view-order/5541/', context(REVIEW))).toMatchObject({ number: '5541', total: '30.00', items: null, shipping: null })
  })

  test('a different total on the page wins and the other is kept as a conflict', () => {
    const other = page('en', 'Thank you', '<h1>Thank you for your order</h1><p>Order number: 8812</p><p>Total: €51.00</p>')
    const result = read(other, URL, context(REVIEW))
    expect(result).toMatchObject({ total: '51.00', items: null })
    expect(result.order?.conflicts.total?.map((candidate) => candidate.value)).toContain('46.00')
  })

  test('a later step without goods keeps the goods; one with goods replaces the sums', () => {
    const paid = page('en', 'Payment', '<h1>Payment</h1><p>Total: €46.00</p>')
    expect(mergeContext(context(CART), context(paid))).toMatchObject({ total: { value: '46.00' }, items: { value: [{ name: 'Kettle' }] } })
    expect(mergeContext(context(REVIEW), context(CART)).shipping).toBeNull()
  })

  test('a confirmation leaves no context', () => {
    expect(readCheckout(SILENT, URL, NOW)).toBeNull()
  })
})
