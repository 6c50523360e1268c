/** Data that lies, leaks, or is made to be slow. */
import { describe, expect, test } from 'vitest'
import { gate, Reading } from '../../../extension/src/capture/index.ts'
import { readTags } from '../../../extension/src/capture/structured/tags.ts'
import { STRUCTURED } from '../../../extension/src/capture/structured/index.ts'
import { NO_MONEY_HINTS } from '../../../extension/src/capture/money.ts'
import { NOW, page, read, readCheckout, readOrder, source } from './page.ts'

const URL = 'https://tools.example/checkout/success'
const NOTATION = { hints: NO_MONEY_HINTS, now: NOW }
const push = (data: unknown): string => `<script>dataLayer.push(${JSON.stringify(data)})</script>`
const purchase = (number: string, more: object = {}): string => push({ event: 'purchase', ecommerce: { transaction_id: number, value: 12, currency: 'EUR', items: [{ item_name: 'Saw', price: 12, quantity: 1 }], ...more } })
const THANKS = '<h1>Thank you for your order</h1>'

describe('an event for another order', () => {
  test('is a conflict and gives nothing to the one that the page prints', () => {
    const result = read(page('en', 'Thanks', `${THANKS}<p>Order number: 2002</p>`, purchase('OLD-1')), URL)
    expect(result).toMatchObject({ number: '2002', total: null, items: null })
    expect(result.order?.conflicts.orderNumber?.map(({ value }) => value)).toEqual(['OLD-1'])
    expect(result.reasons).not.toContain('proof:placed')
  })

  test('does not make the page of an old order a new one', () => {
    const document = page('en', 'Order 1003', '<h1>Order 1003</h1><p>Order number: 1003</p><p>Total: €30.00</p>', purchase('1010'))
    expect(read(document, 'https://tools.example/account/orders/1003').reasons).not.toContain('proof:placed')
  })

  test('nor does an order of schema.org that tells of an old day take what lies in the cart', () => {
    const context = readCheckout(page('en', 'Review your order', '<h1>Review your order</h1><p>Shipping: €6.00</p><p>Total: €46.00</p><button>Place order</button>'), 'https://tools.example/checkout')
    const order = (orderDate: string): string => `<script type="application/ld+json">${JSON.stringify({ '@type': 'Order', orderNumber: 'SO-1', orderDate })}</script>`
    const read = (date: string) => readOrder(page('en', 'Thank you', '<h1>Thank you</h1>', order(date)), URL, context).order
    expect(read('2024-05-02')?.total ?? null).toBeNull()
    expect(read('2026-11-21')?.total?.value).toBe('46.00')
  })

  test('of two events that nothing on the page tells apart neither counts', () => {
    expect(read(page('en', 'Thanks', THANKS, purchase('A-1') + purchase('A-2')), URL).number).toBeNull()
    expect(read(page('en', 'Thanks', `${THANKS}<p>A-2 is on its way</p>`, purchase('A-1') + purchase('A-2', { value: 20, items: [] })), URL)).toMatchObject({ number: 'A-2', items: null })
  })

  test('a number that is a piece of the printed one is not the printed one', () => {
    expect(read(page('en', 'Thanks', `${THANKS}<p>Order #W-1004</p>`, purchase('1004')), URL).number).toBe('W-1004')
  })

  test('a shop’s internal id in the address does not beat the number that it prints', () => {
    const document = page('en', 'Order received', `${THANKS}<p>Order number: W-1004</p>`, purchase('5231'))
    expect(read(document, 'https://tools.example/checkout/order-received/5231/').number).toBe('W-1004')
  })
})

describe('no order is made by an event alone', () => {
  const EVENT = purchase('N-7001')
  const PAGES: [string, string, Document][] = [
    ['on a product', 'https://tools.example/saw', page('en', 'Saw', '<h1>Saw</h1><p>€12.00</p><button>Add to cart</button>', EVENT)],
    ['on a cart', 'https://tools.example/cart', page('en', 'Your cart', '<h1>Your cart</h1><p>Total: €12.00</p>', EVENT)],
    ['on a review', 'https://tools.example/checkout/confirm', page('en', 'Order confirmation', '<h1>Order confirmation</h1><p>Order N-7001</p><p>Total: €12.00</p><button>Place order</button>', EVENT)],
    ['on a failed payment', 'https://tools.example/checkout/order-received/7001', page('en', 'Order received', '<h1>Order received</h1><p>Unfortunately your payment was declined by your bank.</p><p>Order number: N-7001</p>', EVENT)],
    ['on a list', 'https://tools.example/account/orders', page('en', 'Order history', `<h1>Order history</h1>${[1, 2, 3].map((n) => `<p>Order number: N-700${n}</p>`).join('')}`, EVENT)],
    ['after a newsletter', 'https://tools.example/thank-you', page('en', 'Thank you', '<h1>Thank you for subscribing!</h1>', EVENT)],
    ['at home', 'https://tools.example/', page('en', 'Tools', '<h1>Tools</h1>', EVENT)],
  ]
  test.each(PAGES)('%s', (_name, url, document) => {
    expect(readOrder(document, url)).toMatchObject({ action: 'nothing', order: null })
  })

  test('nor by steps before the order, refunds, or an order without a number', () => {
    for (const head of [
      push({ event: 'begin_checkout', ecommerce: { transaction_id: 'N-1', value: 5, currency: 'EUR' } }),
      push({ event: 'refund', ecommerce: { transaction_id: 'N-1', value: 5, currency: 'EUR' } }),
      push({ event: 'add_to_cart', ecommerce: { value: 5, currency: 'EUR', items: [{ item_name: 'Saw' }] } }),
      '<script type="application/ld+json">{"@type":"Order","price":"5.00","priceCurrency":"EUR","acceptedOffer":{"itemOffered":{"name":"Saw"}}}</script>',
      "<script>/* dataLayer.push({transaction_id: 'N-1', value: 5}) */\n // gtag('event', 'purchase', {transaction_id: 'N-1', value: 5})\n</script>",
      "<script>if (id == 'transaction_id') dataLayer.push({transaction_id: order.id, value: order.total})</script>",
      `<script>dataLayer.push({transaction_id: 'T' + id, value: 5, currency: 'EUR'})</script>`,
      push({ transaction_id: '{{order.number}}', value: 5, currency: 'EUR' }),
      push({ transaction_id: 'undefined', value: 5, currency: 'EUR' }),
    ]) {
      const result = read(page('en', 'Thank you', '<h1>Thank you</h1>', head), URL)
      expect(result, head).toMatchObject({ action: 'nothing', number: null })
    }
  })

  test('several orders of schema.org are a list', () => {
    const orders = ['L-1', 'L-2', 'L-3'].map((orderNumber) => ({ '@type': 'Order', orderNumber, price: '5.00', priceCurrency: 'EUR' }))
    expect(readOrder(page('en', 'Thank you', '<h1>Thank you</h1>', `<script type="application/ld+json">${JSON.stringify(orders)}</script>`), URL).reasons).toEqual(['order-list'])
  })

  test('the last purchase’s event says nothing of the next cart', () => {
    expect(readCheckout(page('en', 'Your cart', '<h1>Your cart</h1>', purchase('N-7001')), 'https://tools.example/cart')).toBeNull()
  })

  test('the gate does not look at events at all', () => {
    expect(gate(page('en', 'Saw', '<h1>Saw</h1>', EVENT), 'https://tools.example/saw')).toBe('none')
  })
})

describe('offers below a new order', () => {
  test('do not hide it where an event names the number that the page prints', () => {
    const document = page('en', 'Thanks', '<h1>Thanks</h1><p>Your number is N-7001</p><h2>More</h2><button>Add to cart</button>', purchase('N-7001'))
    expect(read(document, 'https://tools.example/thanks')).toMatchObject({ number: 'N-7001' })
  })
})

describe('what must never be kept', () => {
  function card(seed: number): string {
    let digits = '4'
    for (let state = seed * 7919; digits.length < 15; state = (state * 48271) % 2147483647) digits += String(state % 10)
    for (let check = 0; check < 10; check++) {
      const sum = [...(digits + check)].reverse().reduce((all, char, i) => all + (i % 2 === 1 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(char)] ?? 0 : Number(char)), 0)
      if (sum % 10 === 0) return digits + check
    }
    return digits
  }

  /** Every text of the data is, or holds, a card. */
  function sprinkled(value: unknown, put: (text: string) => string): unknown {
    if (typeof value === 'string') return put(value)
    if (Array.isArray(value)) return value.map((entry) => sprinkled(entry, put))
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key.startsWith('@') ? inner : sprinkled(inner, put)]))
    return value
  }

  const EVENT = { event: 'x', ecommerce: { transaction_id: 'N-1', value: '12', currency: 'EUR', items: [{ item_name: 'Saw', item_id: 'S', gtin: '4006381333931', url: 'https://tools.example/saw', price: '12', quantity: '1' }] } }
  const ORDER = { '@type': 'Order', orderNumber: 'N-1', price: '12', priceCurrency: 'EUR', seller: { '@type': 'Organization', name: 'Nord' }, paymentMethod: 'Visa', paymentMethodId: '****4242', url: 'https://tools.example/o', partOfInvoice: { '@type': 'Invoice', url: 'https://tools.example/i' }, acceptedOffer: { '@type': 'Offer', itemOffered: { '@type': 'Product', name: 'Saw', sku: 'S', url: 'https://tools.example/s' } }, orderDelivery: { '@type': 'ParcelDelivery', trackingNumber: 'T1', trackingUrl: 'https://p.example/t', carrier: { '@type': 'Organization', name: 'P' } } }
  const SALE = ['trackEcommerceOrder', 'N-1', '12', '12', '0', '0']
  const BLOCK = (text: string): string => `<div id="trustedShopsCheckout">${['OrderNr', 'BuyerEmail', 'OrderAmount', 'OrderCurrency', 'OrderPaymentType'].map((part) => `<span id="tsCheckout${part}">${text}</span>`).join('')}<span class="tsCheckoutProductItem"><span class="tsCheckoutProductName">Saw ${text}</span><span class="tsCheckoutProductSKU">${text}</span></span></div>`

  test('a card’s number in any place of the data', () => {
    for (let seed = 1; seed < 16; seed++) {
      const bare = card(seed)
      for (const shown of [bare, bare.replace(/(\d{4})(?=\d)/g, '$1 '), bare.replace(/(\d{4})(?=\d)/g, '$1-')]) {
        for (const put of [() => shown, (text: string) => `${text} ${shown}`, (text: string) => `${text}/${shown}`]) {
          const head = `${push(sprinkled(EVENT, put))}<script>_paq.push(${JSON.stringify(sprinkled(SALE, (text) => (text === SALE[0] ? text : put(text))))})</script><script type="application/ld+json">${JSON.stringify(sprinkled(ORDER, put))}</script>`
          const document = page('en', 'Thanks', `${THANKS}<p>Order number: N-1</p>${BLOCK(put('x'))}`, head)
          const globals = [['dataLayer', sprinkled(EVENT, put)], ['utag_data', sprinkled({ order_id: 'N-1', order_total: '12', order_currency: 'EUR', product_name: ['Saw'] }, put)]]
          const requests = [`https://www.awin1.com/sread.img?ref=${encodeURIComponent(shown)}&cr=EUR`]
          const text = JSON.stringify(new Reading({ document, url: URL, globals, requests }, NOW).order(null))
          expect(text.replace(/[\s-]/g, '')).not.toContain(bare)
        }
      }
    }
  }, 60_000)

  test('who bought it, and where it goes', () => {
    const user = { email: 'ann@example.org', customer: { name: 'Ann Person', phone: '+46 70 1' }, shipping_address: 'Secret Street 1', token: 'sk_live_abcdefghij1234567890' }
    const found = STRUCTURED.map((collector) => collector({ ...source(page('en', 'Thanks', THANKS, push({ ...user, event: 'x', user, ecommerce: { ...user, transaction_id: 'N-1', affiliation: 'Ann Person', value: 12, currency: 'EUR', items: [{ ...user, item_name: 'Saw' }] } })), URL) }, NOTATION))
    expect(JSON.stringify(found)).toContain('N-1')
    expect(JSON.stringify(found)).not.toMatch(/ann@|Ann|Secret|sk_live|\+46/)
  })
})

describe('data of any kind', () => {
  test('markup in every string stays text, and names of prototypes are only names', () => {
    const document = page('en', 'Thanks', THANKS, `<script>dataLayer.push({"__proto__": {polluted: 1}, "constructor": {prototype: {polluted: 1}}, transaction_id: "N-1", value: "<img src=x>", currency: "<b>", items: [{item_name: "\\x3cimg src=x onerror=alert(1)\\x3e saw", url: "javascript:alert(1)"}]})</script>`)
    const { order } = read(document, URL)
    expect(order?.items?.value[0]).toMatchObject({ name: '<img src=x onerror=alert(1)> saw', url: null })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('nonsense from the page’s world changes nothing', () => {
    const document = page('en', 'Thanks', `${THANKS}<p>Order number: 2002</p>`)
    const plain = new Reading(source(document, URL), NOW).order(null)
    for (const globals of [0, 'x', {}, [[]], [['dataLayer']], [[1, {}]], [['dataLayer', { transaction_id: {}, value: [], items: 'x' }]], [['_paq', [[], {}, null]]], [['Shopify.checkout', { order_id: [], total_price: {} }]], Array(5_000).fill(['dataLayer', { ecommerce: { purchase: 1 } }])]) {
      expect(new Reading({ ...source(document, URL), globals }, NOW).order(null), JSON.stringify(globals)?.slice(0, 60)).toEqual(plain)
    }
  })

  // Generous: these guard against the quadratic, not against a slow machine.
  const MONSTERS: Record<string, string> = {
    'deep objects': `var transaction_id = ${'{a:'.repeat(50_000)}`,
    'open parentheses': `transaction_id f${'({'.repeat(100_000)}`,
    'comments without end': `transaction_id ${'/*'.repeat(150_000)}`,
    'strings without end': `transaction_id ${`x = "`.repeat(60_000)}`,
    'long names': `transaction_id ${'a.'.repeat(150_000)}({`,
    'spaces': `transaction_id (${' '.repeat(300_000)}{`,
    'many pushes': `transaction_id ${'dataLayer.push({a:1,b:[1,2,3]});'.repeat(9_000)}`,
    'calls in calls': `transaction_id ${'f([g('.repeat(50_000)}`,
  }
  test.each(Object.keys(MONSTERS))('%s do not hang the page', (name) => {
    const document = page('en', 'Thanks', THANKS, `<script>${MONSTERS[name]}</script><script type="application/ld+json">${MONSTERS[name]}</script>`)
    const start = performance.now()
    for (const collector of STRUCTURED) collector(source(document, URL), NOTATION)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  test('a script of megabytes is left alone', () => {
    const document = page('en', 'Thanks', THANKS, `<script>${'x'.repeat(3_000_000)} dataLayer.push({transaction_id:"N-1",value:1})</script>`)
    expect(readTags(source(document, URL), NOTATION).statements).toEqual([])
  })
})
