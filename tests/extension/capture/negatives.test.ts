/** Pages that look like orders and are none. */
import { describe, expect, test } from 'vitest'
import { gate } from '../../../extension/src/capture/index.ts'
import { page, readOrder } from './page.ts'

const SUMS = '<div><span>Subtotal</span><span>€30.00</span></div><div><span>Shipping</span><span>€5.00</span></div><div><span>Order total</span><span>€35.00</span></div>'
const GOODS = '<table><tr><th>Product</th><th>Qty</th><th>Total</th></tr><tr><td><a href="/rope">Rope</a></td><td>2</td><td>€30.00</td></tr></table>'

const NEGATIVES: [string, string, Document][] = [
  ['a cart', 'https://s.example/cart', page('en', 'Your cart', `<h1>Your cart</h1>${GOODS}${SUMS}<a href="/checkout">Check out</a>`)],
  ['a review called order confirmation', 'https://s.example/checkout/confirm', page('en', 'Order confirmation', `<h1>Order confirmation</h1><p>Please review your order.</p>${GOODS}${SUMS}<form><button>Place order</button></form>`)],
  ['a review whose URL says confirmation, German', 'https://s.example/bestellung/bestellbestaetigung', page('de', 'Bestellbestätigung', `<h1>Bestellbestätigung</h1><p>Warenkorb-Nr. 8841</p>${SUMS}<input type="submit" value="Zahlungspflichtig bestellen">`)],
  ['a failed payment', 'https://s.example/checkout/order-received/551', page('en', 'Order received', `<h1>Order received</h1><p>Unfortunately your payment was declined by your bank.</p><p>Order number: 551</p>${SUMS}`)],
  ['a failed payment in French', 'https://s.example/commande/confirmation', page('fr', 'Paiement refusé', `<h1>Votre paiement a été refusé</h1><p>Commande n° 9912</p><p>Total : 12,00 €</p>`)],
  ['newsletter thanks', 'https://s.example/thank-you', page('en', 'Thank you', '<h1>Thank you for subscribing!</h1><p>10% off your first order with code FIRST10.</p>')],
  ['an account created', 'https://s.example/account/success', page('en', 'Your account has been created', '<h1>Your account has been created!</h1><p>You can now track your orders. Customer number: 4410</p>')],
  ['a list of orders', 'https://s.example/account/orders', page('en', 'Order history', `<h1>Order history</h1>${[1, 2, 3].map((n) => `<div><p>Order number: 50${n}</p><p>Total: €1${n}.00</p></div>`).join('')}`)],
  ['a list of orders without a telling title', 'https://s.example/konto', page('de', 'Mein Konto', `<h1>Vielen Dank für Ihre Bestellung bei uns</h1>${[1, 2, 3].map((n) => `<div><p>Bestellnummer: 60${n}</p><p>Gesamt: 1${n},00 €</p></div>`).join('')}`)],
  ['an article about orders', 'https://s.example/blog/order-confirmation-mails', page('en', 'Order confirmation emails: 12 examples', '<h1>Order confirmation emails: 12 examples</h1><p>Thank you for your order! Order number: 12345. Total: $99.00</p>')],
  ['a support page', 'https://s.example/help/order-status', page('en', 'Where is my order?', '<h1>Where is my order?</h1><p>Your order number, such as 10023, is in your order confirmation.</p>')],
  ['a product page with order numbers', 'https://s.example/schraube-m8', page('de', 'Schraube M8 – Bestellnummer 4711-88', '<h1>Schraube M8</h1><p>Bestellnummer: 4711-88</p><p>Gesamtpreis: 4,20 €</p><button>In den Warenkorb</button>')],
  ['a return', 'https://s.example/thanks', page('en', 'Return confirmed', '<h1>Your return is confirmed</h1><p>Order number 1004</p><p>Total: €35.00</p>')],
  ['a log-in page on the way', 'https://s.example/checkout/login', page('en', 'Sign in to check out', `<h1>Sign in to check out</h1>${SUMS}`)],
  ['a look-up form', 'https://s.example/orders/track', page('en', 'Track your order', '<h1>Track your order</h1><label>Order number <input name="n"></label><p>Order number example: 100234</p>')],
  ['a mail read in the browser', 'https://mail.example/u/0/inbox/991', page('en', 'Your order #5512 is confirmed - me@example.org', `<h2>Your order #5512 is confirmed</h2><p>Order number: 5512</p>${SUMS}`)],
  ['a sample in the manual of a shop system', 'https://s.example/manual/order-confirmation', page('en', 'Order confirmation', '<h1>Order confirmation</h1><p>The page prints what its template says:</p><pre><code>Thank you for your order!\nOrder number: 100234\nTotal: €35.00</code></pre>')],
  ["a shop's back office", 'https://s.example/admin/orders/5512', page('en', 'Order #5512', `<h1>Order #5512</h1><p>Order number: 5512</p>${GOODS}${SUMS}`)],
  ['thanks on the confirmation address, without an order', 'https://s.example/checkout/order-received/', page('en', 'Order received', '<h1>Order received</h1><p>Thank you. Your order has been received.</p>')],
]

describe('no order is made from', () => {
  test.each(NEGATIVES)('%s', (_name, url, document) => {
    expect(readOrder(document, url, null)).toMatchObject({ action: 'nothing', order: null })
  })

  test('the gate does not load the rest for articles, mail, back office and products', () => {
    for (const name of ['an article about orders', 'a mail read in the browser', "a shop's back office", 'a support page', 'newsletter thanks', 'an account created']) {
      const [, url, document] = NEGATIVES.find((entry) => entry[0] === name) as [string, string, Document]
      expect(gate(document, url), name).toBe('none')
    }
  })
})
