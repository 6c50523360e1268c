/** A card's number, an address of mail or a key, wherever a page puts it, is in nothing that could be kept. */
import { describe, expect, test } from 'vitest'
import { Reading } from '../../../extension/src/capture/index.ts'
import { cleanUrl } from '../../../extension/src/capture/url.ts'
import { NOW, page, source } from './page.ts'

const SECRET_MAIL = 'ann.secret@example.org'
const KEY = 'Su25Bc11l8h2djcQa9nUBiS-DS2n8ZfuZAH'

function card(seed: number): string {
  let digits = ['4', '51', '34', '6011', '2200'][seed % 5] ?? '4'
  const length = [16, 16, 15, 16, 16][seed % 5] ?? 16
  for (let state = seed * 7919; digits.length < length - 1; state = (state * 48271) % 2147483647) digits += String(state % 10)
  for (let check = 0; check < 10; check++) {
    const sum = [...(digits + check)].reverse().reduce((all, char, i) => all + (i % 2 === 1 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(char)] ?? 0 : Number(char)), 0)
    if (sum % 10 === 0) return digits + check
  }
  return digits
}

const grouped = (digits: string, between: string): string => (digits.length === 15 ? [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)] : (digits.match(/\d{4}/g) ?? [])).join(between)
const WAYS: ((digits: string) => string)[] = [
  (digits) => digits,
  ...[' ', '-', '\u00a0', '.', ' - ', '–', ':', '/', '|', '*', ',', '_', '—', '·', '  '].map((between) => (digits: string) => grouped(digits, between)),
  (digits) => [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
  (digits) => [...digits].map((digit) => String.fromCharCode(0x660 + Number(digit))).join(''),
  (digits) => `${digits.slice(0, 6)}\u200b${digits.slice(6)}`,
]
const bare = (text: string): string => text.normalize('NFKC').replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[^\d"]/g, '')

/** An ordinary purchase with `secret` in all of its places, one by one and all at once. */
const PLACES = ['title', 'name', 'item', 'sku', 'note', 'address', 'tracking', 'payment', 'invoice', 'attribute', 'hidden', 'event', 'linked', 'request', 'seller', 'number'] as const

function confirmation(secret: string, at: (place: (typeof PLACES)[number]) => boolean) {
  const put = (place: (typeof PLACES)[number], plain: string): string => (at(place) ? `${plain} ${secret}` : plain)
  const path = (place: (typeof PLACES)[number]): string => (at(place) ? encodeURIComponent(secret) : 'a')
  const event = { event: 'purchase', ecommerce: { transaction_id: 'N-5512', value: 10, currency: 'EUR', coupon: put('event', 'x'), items: [{ item_name: put('event', 'Mug'), item_id: put('event', 'S'), price: 5, quantity: 2 }] } }
  const linked = { '@type': 'Order', orderNumber: 'N-5512', price: '10.00', priceCurrency: 'EUR', seller: { '@type': 'Organization', name: put('linked', 'Nord') }, customer: { email: secret }, orderDelivery: { '@type': 'ParcelDelivery', trackingNumber: put('linked', 'T1'), trackingUrl: `https://p.example/${path('linked')}/t` } }
  const document = page('en', put('title', 'Order confirmed'), `<h1>Thank you for your order</h1><p>Order number: <b>${put('number', 'N-5512')}</b></p>
    <table><tr><th>Product</th><th>Quantity</th><th>Total</th></tr><tr><td><a href="/p/${path('address')}/mug" title="${at('attribute') ? secret : ''}" data-sku="${at('attribute') ? secret : ''}">${put('item', 'Blue mug')}</a><br>SKU: ${put('sku', 'S1')}</td><td>2</td><td>€10.00</td></tr></table>
    <p>Total: €10.00</p><p>Note: ${put('note', 'gift for Bo')}</p><input type="hidden" name="card" value="${at('hidden') ? secret : ''}"><div hidden>${put('hidden', 'x')}</div>
    <p>Sold by: ${put('seller', 'Bo Ltd')}</p><p>Payment method: ${put('payment', 'Visa')}</p><p>Tracking number: <a href="https://p.example/track/${path('tracking')}">${put('tracking', 'TR1234567')}</a></p><p><a href="/invoice/${path('invoice')}/print">${put('invoice', 'Invoice')}</a></p>`,
  `<meta property="og:site_name" content="${put('name', 'Shop')}"><script>dataLayer.push(${JSON.stringify(event)})</script><script type="application/ld+json">${JSON.stringify(linked)}</script>`)
  const requests = at('request') ? [`https://g.example/g/collect?en=purchase&ep.transaction_id=${encodeURIComponent(secret)}&epn.value=10&cu=EUR&pr1=nm${encodeURIComponent(secret)}~pr5~qu2`] : []
  return { ...source(document, `https://s.example/order-received/${path('address')}`), globals: at('event') ? [['dataLayer', event]] : null, requests }
}

function kept(secret: string, at: (place: (typeof PLACES)[number]) => boolean): string {
  const given = confirmation(secret, at)
  const reading = new Reading(given, NOW)
  const rows = [1, 2, 3].map((row) => `<tr><td><a href="/orders/${row}?key=${encodeURIComponent(secret)}">N-100${row}</a></td><td>2 May 2026</td><td>€1${row}.00 ${secret}</td><td>Shipped ${secret}</td></tr>`).join('')
  const list = page('en', 'My orders', `<h1>My orders</h1><table><tr><th>Order</th><th>Date</th><th>Total</th><th>Status</th></tr>${rows}<tr><td>${secret}</td><td>2 May 2026</td><td>€9.00</td><td>Shipped</td></tr><tr><td>Order ${secret}</td><td></td><td>€9.00</td><td></td></tr></table>`)
  const listed = new Reading(source(list, 'https://s.example/account/orders'), NOW)
  return JSON.stringify([reading.order(null), reading.checkout(), reading.draft(), listed.order(null), listed.orders(), cleanUrl(given.url)])
}

describe('what must never be kept', () => {
  const found = kept('', () => false)
  test('is looked for in orders that are read', () => expect(found).toContain('Blue mug'))

  test.each(WAYS.map((way) => [way('4111111111111111'), way] as const))('a card’s number written %s', (_name, way) => {
    for (let seed = 1; seed < 6; seed++) {
      const digits = card(seed)
      expect(bare(kept(way(digits), () => true)), digits).not.toContain(digits)
    }
  })

  test.each(PLACES)('a card’s number in one place: %s', (place) => {
    for (const way of WAYS) expect(bare(kept(way('4539578763621486'), (each) => each === place)), way('x')).not.toContain('4539578763621486')
  })

  test('mail and keys of links', () => {
    expect(kept(SECRET_MAIL, () => true)).not.toMatch(/ann\.secret/)
    for (const path of [`/pay/${KEY}`, `/x/${SECRET_MAIL}`, `/x/ann.secret%2540example.org`, `/x;mail=${SECRET_MAIL}/y`]) expect(cleanUrl(`https://s.example${path}`), path).not.toMatch(/ann\.secret|Su25/)
  })
})
