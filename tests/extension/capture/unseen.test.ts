import { describe, expect, test } from 'vitest'
import { gate, mergeContext } from '../../../extension/src/capture/index.ts'
import { NOW, page, read, readCheckout, readOrder } from './page.ts'

const SHOP = 'https://www.lampwright.example'

const AMOUNTS = '<p>Total: €30.00</p>'

describe('a page that speaks of a confirmation before there is one', () => {
  const goods = '<table><tr><th>Item</th><th>Qty</th><th>Total</th></tr><tr><td>Wall lamp</td><td>1</td><td>€25.00</td></tr></table><dl><dt>Subtotal</dt><dd>€25.00</dd><dt>Shipping</dt><dd>€5.00</dd><dt>Order total</dt><dd>€30.00</dd></dl>'
  const cart = readCheckout(page('en', 'Cart', `<h1>Cart</h1>${goods}`), `${SHOP}/cart`)

  test.each([
    ['Step 3 of 3: order confirmation', '<form><input type="image" alt="Confirm the order"></form>'],
    ['Order confirmation', '<button>Go on</button>'],
    ['Potwierdzenie zamówienia', '<button>Dalej</button>'],
    ['Підтвердження замовлення', '<button>Далі</button>'],
  ])('%s is no order, and is remembered as the checkout', (heading, button) => {
    const document = page('en', heading, `<h1>${heading}</h1>${goods}${button}`)
    expect(readOrder(document, `${SHOP}/pay/step`, cart).action).toBe('nothing')
    expect(readCheckout(document, `${SHOP}/pay/step`)?.total?.value).toBe('30.00')
  })

  test('with thanks it is an order, even without a number', () => {
    const document = page('en', 'Order confirmation', `<h1>Order confirmation</h1><p>Thank you for shopping with us.</p>${AMOUNTS}`)
    expect(readOrder(document, `${SHOP}/pay/step`, cart).action).not.toBe('nothing')
  })
})

describe('a page about orders is none', () => {
  test.each([
    ['Order confirmation email: 7 examples', '<p>Thank you for your order!</p><p>Order number: 100482</p>', '/order-confirmation-email/'],
    ['Bestellbestätigung: Vorlage zum Kopieren', '<p>Vielen Dank für Ihre Bestellung Nr. 12345</p>', '/ratgeber/bestellbestaetigung'],
    ['Edit order #1001', '<p>Customer: A. Person</p><table><tr><td>Wall lamp</td><td>× 2</td><td>€30.00</td></tr></table>', '/board/orders/1001/edit'],
    ['We have received your request', '<p>Thank you! It is about order 100551.</p>', '/desk/thank-you'],
  ])('%s', (title, body, path) => {
    expect(readOrder(page('en', title, `<main><h1>${title}</h1>${body}${AMOUNTS}</main>`), SHOP + path).action).toBe('nothing')
  })

  test.each(['e.g.', 'z. B.', 'p. ex.', 'например,', '例：'])('a number behind "%s" is nobody’s', (example) => {
    expect(read(page('en', 'Order confirmation', `<h1>Order confirmation</h1><p>It shows your order number (${example} 1234567).</p>`), `${SHOP}/order-confirmation`).number).toBeNull()
  })
})

describe('where the number stands', () => {
  test.each([
    ['de', '<p>Ihre Bestellung ist unter der Nummer 47110 bei uns registriert.</p>', '47110'],
    ['en', '<p>Your order was placed under number LW-5520.</p>', 'LW-5520'],
    ['it', '<table><tr><th>Ordine:</th><th>#118</th></tr></table>', '118'],
    ['fi', '<p>Tilausnumerosi on <strong>1042</strong>.</p>', '1042'],
    ['el', '<p>Ο αριθμός της παραγγελίας σας είναι: 100045.</p>', '100045'],
    ['hi', '<p>ऑर्डर आईडी: OD88211</p>', 'OD88211'],
  ])('%s: %s', (lang, markup, number) => {
    expect(read(page(lang, 'Thank you for your order', `<h1>Thank you for your order</h1>${markup}${AMOUNTS}`), `${SHOP}/thank-you`).number).toBe(number)
  })

  test('a lamp’s "No. 8" is not the order’s', () => {
    expect(read(page('en', 'Thank you', '<h1>Thank you!</h1><p>We tell you when you can order Lamp No. 8.</p>'), `${SHOP}/thank-you`).number).toBeNull()
  })
})

describe('goods and their prices', () => {
  const thanks = (lang: string, body: string) => read(page(lang, 'Thank you for your order', `<h1>Thank you for your order</h1><p>Order number: LW-5520</p>${body}`), `${SHOP}/thank-you`)

  test('what is left of the total without shipping is the sum of the lines', () => {
    expect(thanks('de', '<div><div>Wandlampe</div><div>2 Stk.</div><div>79,80 €</div></div><p>Versand: 9,00 €</p><p>Gesamtbetrag: 88,80 €</p>').items).toEqual([['Wandlampe', 2, null, '79.80']])
  })

  test('a row may say its own tax', () => {
    const row = (name: string, count: number, unit: string, tax: string, line: string) => `<div class="r"><div><a href="/p">${name}</a></div><div><div>Anzahl</div>${count}</div><div><div>Stückpreis</div>${unit} €</div><div><div>enthaltene MwSt.</div>${tax} €</div><div><div>Summe</div>${line} €</div></div>`
    const found = thanks('de', `<div><div class="r"><div>Artikel</div><div>Anzahl</div><div>Stückpreis</div><div>inkl. MwSt.</div><div>Summe</div></div>${row('Wandlampe', 3, '20,00', '9,58', '60,00')}${row('Docht', 1, '5,00', '0,80', '5,00')}</div><ul><li><div>Versandkosten:</div><div>4,00 €</div></li><li><div>Gesamtsumme:</div><div>69,00 €</div></li><li><div>zzgl. 19 % MwSt.:</div><div>11,02 €</div></li></ul>`)
    expect(found).toMatchObject({ total: '69.00', shipping: '4.00', tax: '11.02', items: [['Wandlampe', 3, '20.00', '60.00'], ['Docht', 1, '5.00', '5.00']] })
  })

  test('a total stands beside its label, whatever remarks stand with both', () => {
    const found = thanks('de', '<div class="row"><div><p><strong>Karte</strong></p></div><div>2</div><div>€49,00</div><div><strong>€98,00</strong><br><small>inkl. 19% MwSt.</small></div></div><div class="row"><div><strong>Gesamt</strong><br><span>2 Produkte</span></div><div></div><div><strong>€98,00</strong> <small>inkl. €15,65 Steuern</small></div></div>')
    expect(found).toMatchObject({ total: '98.00', items: [['Karte', 2, '49.00', '98.00']] })
  })

  test('no space comes before a comma that stands in an element of its own', () => {
    expect(thanks('en', '<ul><li><a href="/p"><b>Lamp</b>, <i>classic</i></a> <span>1 pc</span> <span>€30.00</span></li></ul><p>Total: €30.00</p>').items?.[0]?.[0]).toBe('Lamp, classic')
  })

  test('a file to download is no name', () => {
    expect(thanks('it', '<table><tr><th>Nome</th><th>Prezzo</th></tr><tr><td><div>Carattere Lume</div><ul><li><a href="/d">lume-web.zip</a></li></ul></td><td>30,00 €</td></tr></table><p>Totale: 30,00 €</p>').items?.[0]?.[0]).toBe('Carattere Lume')
  })

  test('"2,0" is a count, "19.00" is none', () => {
    expect(thanks('nl', '<table><tr><td><img src="a"></td><td>Hanglamp</td><td>2,0</td><td>€ 60,00</td></tr></table><p>Totaal: € 60,00</p>').items?.[0]?.[1]).toBe(2)
    expect(thanks('en', '<table><tr><td><img src="a"></td><td>Lamp</td><td>19.00</td><td>£19.00</td></tr></table><p>Total: £19.00</p>').items?.[0]?.[1] ?? null).toBeNull()
  })
})

describe('what the gate looks at', () => {
  test('shops that stay at the checkout’s address may say it in a paragraph', () => {
    const document = page('en', 'Checkout', '<div><header><p>Order #1432 confirmed</p><p>Thank you for placing your order.</p></header><main><div><p>Total price</p><p>£30.00</p></div></main></div>')
    expect(gate(document, `${SHOP}/checkout?order=abc`)).toBe('confirmation')
    expect(readOrder(document, `${SHOP}/checkout?order=abc`).order?.orderNumber?.value).toBe('1432')
    expect(gate(page('en', 'Checkout', '<main><p>You get an order confirmation by e-mail.</p></main>'), `${SHOP}/checkout`)).toBe('checkout')
  })

  test('an order of the Japanese history is a page of one order, and the history is its list', () => {
    expect(gate(page('ja', '店 / マイページ/ご注文履歴詳細', '<h1>マイページ/ご注文履歴詳細</h1>'), `${SHOP}/mypage/history/20261120-55`)).toBe('confirmation')
    expect(gate(page('ja', '店 / マイページ/ご注文履歴', '<h1>マイページ/ご注文履歴</h1>'), `${SHOP}/mypage/`)).toBe('orders')
  })
})

test('a review and the page that only thanks are one order', () => {
  const row = '<table><tr><th>Qty</th><th>Item</th><th>Total</th></tr><tr><td>4 x</td><td>Wick</td><td>$13.96</td></tr></table><div><div>$13.96</div><div>Sub-Total:</div></div><div><div>$5.00</div><div>Flat Rate:</div></div><div><div>$18.96</div><div>Total:</div></div>'
  const review = readCheckout(page('en', 'Order confirmation', `<h1>Step 3 of 3 - Order Confirmation</h1>${row}<input type="image" alt="Confirm the order">`), `${SHOP}/index.php?page=confirm`, NOW)
  const context = review === null ? null : mergeContext(null, review)
  expect(read(page('en', 'Done', '<h1>Thank You!</h1><p>Your Order Number is: 7731</p>'), `${SHOP}/index.php?page=checkout_success`, context)).toMatchObject({ action: 'save', number: '7731', total: '18.96', items: [['Wick', 4, null, '13.96']] })
})
