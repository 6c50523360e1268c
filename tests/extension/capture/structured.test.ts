/** What pages say to machines, in invented shops. */
import { describe, expect, test } from 'vitest'
import { Reading } from '../../../extension/src/capture/index.ts'
import type { CheckoutContext, PageSource, Verdict } from '../../../extension/src/capture/index.ts'
import { NOW, page, read, readCheckout } from './page.ts'

const URL = 'https://tools.example/checkout/success'
const THANKS = '<h1>Thank you</h1>'
const script = (text: string, type = ''): string => `<script${type && ` type="${type}"`}>${text}</script>`
const json = (data: unknown): string => script(typeof data === 'string' ? data : JSON.stringify(data), 'application/ld+json')
const thanks = (head: string, body = THANKS): Document => page('en', 'Thanks', body, head)

function readWith(document: Document, more: Partial<PageSource>, context: CheckoutContext | null = null, url = URL): Verdict {
  return new Reading({ document, url, globals: null, requests: [], ...more }, NOW).order(context)
}

const PURCHASE = { transaction_id: 'GX-4417', value: 47.5, tax: 0, shipping: 5, currency: 'CAD', items: [{ item_id: 'SAW-1', item_name: 'Pull saw', price: 42.5, quantity: 1 }] }
const literal = JSON.stringify

describe('an order number, a currency and goods come from', () => {
  const DIALECTS: Record<string, [string, number: string, currency: string | null, items: [string, number | null][] | null]> = {
    'a GA4 event': [`dataLayer.push({ecommerce:null});dataLayer.push({event:"purchase",ecommerce:${literal(PURCHASE)}});`, 'GX-4417', 'CAD', [['Pull saw', 1]]],
    'a GA4 event whose fields stand beside its name': [`window.dataLayer.push({'event': 'kauf', ...base, transaction_id: 'GX-4418', 'value': '47.50', currency: 'CAD', items: [{'item_name': 'Saw &amp; plane', 'price': '42.50', 'quantity': '2'},]});`, 'GX-4418', 'CAD', [['Saw & plane', 2]]],
    'gtag': [`function gtag(){dataLayer.push(arguments)} gtag("js", new Date()); gtag('config', 'G-1'); gtag('event', 'purchase', ${literal(PURCHASE)});`, 'GX-4417', 'CAD', [['Pull saw', 1]]],
    'a layer of another name, assigned': [`var shopLayer = [{pageType: 'done', ecommerce: {currencyCode: 'EUR', purchase: {actionField: {id: 'U-901', revenue: '18.00'}, products: [{name: 'Oil', id: 'o1', price: '18.00', quantity: 1}]}}}];`, 'U-901', 'EUR', [['Oil', 1]]],
    'the tag manager’s transaction variables': [`dataLayer.push({transactionId: 70012, transactionTotal: 38.26, transactionProducts: [{sku: 'x', name: 'Chisel', price: 33.26, quantity: 1}]})`, '70012', null, [['Chisel', 1]]],
    'Universal Analytics’ commands': [`ga('create', 'UA-1'); ga('require', 'ecommerce'); ga('ecommerce:addTransaction', {id: 'E-12', affiliation: 'Tools', revenue: '30', shipping: '5', currency: 'SEK'}); ga('ecommerce:addItem', {id: 'E-12', name: 'Bit set', sku: 'B', price: '25', quantity: '1'}); ga('ecommerce:send');`, 'E-12', 'SEK', [['Bit set', 1]]],
    'the oldest of Google’s queues': [`var _gaq = _gaq || []; _gaq.push(['_addTrans', '88120', 'Tools', '30.00', '0', '5.00', 'Town', 'Region', 'Land']); _gaq.push(['_addItem', '88120', 'B', 'Bit set', 'Bits', '25.00', '3']);`, '88120', null, [['Bit set', 3]]],
    'Google Customer Reviews': [`window.renderOptIn = function () { window.gapi.load('surveyoptin', function () { window.gapi.surveyoptin.render({"merchant_id": 11, "order_id": "R-55012", "email": "ann@example.org", "delivery_country": "SE", "estimated_delivery_date": "2026-12-01"}) }) }`, 'R-55012', null, null],
    Matomo: [`_paq.push(["addEcommerceItem", "B", "Bit set", ["Bits"], 25, 2]); _paq.push(["trackEcommerceOrder", "M-310", 55, 50, 0, 5, false]);`, 'M-310', null, [['Bit set', 2]]],
    Awin: [`var AWIN = AWIN || {}; AWIN.Tracking = AWIN.Tracking || {}; AWIN.Tracking.Sale = {}; AWIN.Tracking.Sale.amount = "41.20"; AWIN.Tracking.Sale.orderRef = 'AW-9001'; AWIN.Tracking.Sale.currency = "GBP"; AWIN.Tracking.Sale.parts = "X:41.20";`, 'AW-9001', 'GBP', null],
    Snowplow: [`snowplow('trackTransaction:sp', {transaction_id: 'SP-77', revenue: 12.5, currency: 'EUR'})`, 'SP-77', 'EUR', null],
    'an older Snowplow': [`snowplow('addTrans', 'SP-78', 'web', '12.50', '0', '2.50', 'Town', '', 'Land', 'EUR'); snowplow('addItem', 'SP-78', 'N', 'Nails', 'Iron', '10.00', '1', 'EUR'); snowplow('trackTrans')`, 'SP-78', 'EUR', [['Nails', 1]]],
    Segment: [`analytics.track('Order Completed', {order_id: 'SEG-5', total: 27.5, revenue: 25, shipping: 2.5, currency: 'USD', products: [{name: 'Tape', price: 25, quantity: 1}]})`, 'SEG-5', 'USD', [['Tape', 1]]],
    Tealium: [`var utag_data = {"page_type": "receipt", "order_id": "TL-400", "order_total": "61.00", "order_currency": "CHF", "product_name": ["Vice", "Clamp"], "product_quantity": ["1", "2"]};`, 'TL-400', 'CHF', [['Vice', 1], ['Clamp', 2]]],
    'Adobe’s experience model': [`adobeDataLayer.push({event: 'order', xdm: {commerce: {order: {purchaseID: 'AD-61', priceTotal: 9.5, currencyCode: 'USD'}}, productListItems: [{SKU: 'g', name: 'Glue', quantity: 1}]}})`, 'AD-61', 'USD', [['Glue', 1]]],
    'the W3C’s data layer': [`digitalData = {page: {}, transaction: {transactionID: 'DD-1201', total: {currency: 'NOK', transactionTotal: 900}, item: [{productInfo: {productName: 'Axe'}, quantity: 1}]}}`, 'DD-1201', 'NOK', [['Axe', 1]]],
    Criteo: [`window.criteo_q.push({event: "setAccount", account: 1}, {event: "trackTransaction", id: "CR-81", item: [{id: "1", price: 5, quantity: 2}]})`, 'CR-81', null, null],
    'Wix and its like': [`wixDevelopersAnalytics.push({event: 'Purchase', origin: 'Stores', id: 'WX-10023', revenue: 12, currency: 'ILS', contents: [{name: 'Lamp', price: 12, quantity: 1}]})`, 'WX-10023', 'ILS', [['Lamp', 1]]],
  }

  test.each(Object.keys(DIALECTS))('%s', (name) => {
    const [text, number, currency, items] = DIALECTS[name] as (typeof DIALECTS)[string]
    const result = read(thanks(script(text)), URL)
    expect(result).toMatchObject({ action: 'save', number, currency })
    expect(result.reasons).toContain('proof:placed')
    expect(result.items?.map(([item, quantity]) => [item, quantity]) ?? null).toEqual(items)
  })

  test('a script that still waits for consent', () => {
    expect(read(thanks(script(`dataLayer.push({event:"purchase",ecommerce:${literal(PURCHASE)}})`, 'text/plain')), URL).number).toBe('GX-4417')
  })

  test('code inside of other code', () => {
    for (const code of [`new App({el: "#a", mounted() { gtag("event", "purchase", ${literal(PURCHASE)}) }})`, `$(function () { var list = ["a"].map(function (x) { return x }); dataLayer.push(${literal({ ecommerce: PURCHASE })}) })`, `window.init = {"run": function () { if (a < b) { dataLayer.push(${literal(PURCHASE)}); } }}`, `var state = ${literal({ blob: 'x'.repeat(60_000) })}; dataLayer.push(${literal(PURCHASE)})`]) {
      expect(read(thanks(script(code)), URL).number, code.slice(0, 40)).toBe('GX-4417')
    }
  })

  test('the page’s own variables, whichever form they have', () => {
    for (const globals of [[['dataLayer', { event: 'x', ecommerce: PURCHASE }]], [['shopLayer', ['event', 'purchase', PURCHASE]]], [['dataLayer', { event: 'envelope', detail: { ecommerce: PURCHASE } }]]]) {
      expect(readWith(thanks(''), { globals }).order?.orderNumber?.value).toBe('GX-4417')
    }
  })

  test('pixels that the page fetched', () => {
    const fetched: Record<string, [string, string]> = {
      'https://www.awin1.com/sread.img?tt=ns&tv=2&merchant=1&amount=41.20&ref=AW-77&cr=EUR&parts=X:41.20': ['AW-77', 'EUR'],
      'https://region1.google-analytics.com/g/collect?v=2&en=purchase&ep.transaction_id=GA-77&epn.value=50&cu=PLN&pr1=idS~nmSaw~pr50': ['GA-77', 'PLN'],
      'https://www.googleadservices.com/pagead/conversion/1/?value=50&currency_code=DKK&oid=AD-77': ['AD-77', 'DKK'],
      'https://stats.tools.example/matomo.php?idgoal=0&ec_id=MT-77&revenue=50': ['MT-77', ''],
    }
    for (const [request, [number, currency]] of Object.entries(fetched)) {
      const { order } = readWith(thanks(''), { requests: [request] })
      expect([order?.orderNumber?.value, order?.currency?.value ?? '', order?.total ?? null]).toEqual([number, currency, null])
    }
  })

  test('the Trusted Shops block, with what was paid and how', () => {
    const document = page('de', 'Danke', `<h1>Danke</h1><div id="trustedShopsCheckout" style="display: none"><span id="tsCheckoutOrderNr">B-2026-17</span><span id="tsCheckoutBuyerEmail">ann@example.org</span>
      <span id="tsCheckoutOrderAmount">89.90</span><span id="tsCheckoutOrderCurrency">EUR</span><span id="tsCheckoutOrderPaymentType">PAYPAL</span><span id="tsCheckoutOrderEstDeliveryDate">2026-11-27</span>
      <span class="tsCheckoutProductItem"><span class="tsCheckoutProductName">Hobel</span><span class="tsCheckoutProductSKU">H-1</span><span class="tsCheckoutProductGTIN">4006381333931</span></span></div>`)
    const { order, ...result } = read(document, URL)
    expect(result).toMatchObject({ action: 'save', number: 'B-2026-17', total: '89.90', currency: 'EUR' })
    expect(order?.payment?.value).toMatchObject({ kind: 'wallet', brand: 'PayPal' })
    expect(order?.delivery?.value.expectedUntil).toBe('2026-11-27')
    expect(order?.items?.value).toMatchObject([{ name: 'Hobel', quantity: null, sku: 'H-1', gtin: '4006381333931' }])
    expect(literal(order)).not.toContain('ann@')
  })

  test('the block of the late Google Trusted Stores', () => {
    const body = `${THANKS}<div id="gts-order" style="display:none"><span id="gts-o-id">GTS-31</span><span id="gts-o-total">31.00</span><span id="gts-o-currency">USD</span><span class="gts-item"><span class="gts-i-name">Rasp</span><span class="gts-i-price">31.00</span><span class="gts-i-quantity">1</span></span></div>`
    expect(read(thanks('', body), URL)).toMatchObject({ number: 'GTS-31', total: '31.00', currency: 'USD', items: [['Rasp', 1, '31.00', null]] })
  })

  test('Shopify.checkout, whose id is no number that a person sees', () => {
    const document = thanks(script('Shopify.checkout = {"order_id":5123456789,"total_price":"84.00","currency":"CAD","line_items":[{"title":"Mallet","quantity":2,"price":"42.00","line_price":"84.00"}]};'), '<h1>Thank you</h1><p>Order #1004</p>')
    expect(read(document, 'https://t.example/1/checkouts/a/thank_you')).toMatchObject({ number: '1004', total: '84.00', currency: 'CAD', items: [['Mallet', 2, '42.00', '84.00']] })
  })
})

describe('schema.org', () => {
  const ORDER = {
    '@context': 'https://schema.org', '@type': 'Order', orderNumber: 'SO-7781', orderDate: '2026-11-20T09:12:00+01:00', orderStatus: 'https://schema.org/OrderProcessing', price: '1249.90', priceCurrency: 'EUR',
    seller: { '@type': 'Organization', name: 'Werkstatt Nord' }, customer: { '@type': 'Person', name: 'Ann Person', email: 'ann@example.org', telephone: '+49 1' }, paymentMethod: 'http://schema.org/PayPal', paymentMethodId: '**** **** **** 4242',
    billingAddress: { '@type': 'PostalAddress', streetAddress: 'Secret Street 1' },
    acceptedOffer: [{ '@type': 'Offer', itemOffered: { '@type': 'Product', name: 'Lathe', sku: 'L-9', gtin13: '4006381333931' }, price: '1249.90', eligibleQuantity: { '@type': 'QuantitativeValue', value: '1' } }],
    orderDelivery: { '@type': 'ParcelDelivery', expectedArrivalFrom: '2026-11-24', expectedArrivalUntil: '2026-11-26T18:00:00Z', carrier: { '@type': 'Organization', name: 'Parcel AG' }, trackingNumber: 'PA123456785', trackingUrl: 'https://parcel.example/t/PA123456785?key=1' },
  }

  test('an Order with a number is one, with all that it tells and nothing of its customer', () => {
    const { order, ...result } = read(thanks(json(ORDER)), URL)
    expect(result).toMatchObject({ action: 'save', number: 'SO-7781', total: '1249.90', currency: 'EUR', date: '2026-11-20', vendor: 'Werkstatt Nord', items: [['Lathe', 1, '1249.90', null]] })
    expect(order?.status?.value).toBe('OrderProcessing')
    expect(order?.payment?.value).toEqual({ kind: 'wallet', brand: 'PayPal', last4: '4242' })
    expect(order?.delivery?.value).toEqual({ expectedFrom: '2026-11-24', expectedUntil: '2026-11-26', carrier: 'Parcel AG', trackingNumber: 'PA123456785', trackingUrl: 'https://parcel.example/t/PA123456785' })
    expect(literal(order)).not.toMatch(/Ann|ann@|Secret|key=1/)
  })

  test('on a marketplace the seller is not the vendor', () => {
    const { order, vendor } = read(thanks(`<meta property="og:site_name" content="Big Market">${json(ORDER)}`), URL)
    expect([vendor, order?.seller?.value]).toEqual(['Big Market', 'Werkstatt Nord'])
  })

  const BROKEN: Record<string, string> = {
    'trailing commas': `{"@type": "Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR",}`,
    comments: `{ // the order\n "@type": "Order", /* its number */ "orderNumber": "BR-1", "price": 9, "priceCurrency": "EUR" }`,
    'a CDATA section': `//<![CDATA[\n{"@type": "Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR"}\n//]]>`,
    'an HTML comment': `<!-- {"@type": "Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR"} -->`,
    'line ends in texts': `{"@type": "Order", "orderNumber": "BR-1", "description": "two\nlines\tand a tab", "price": "9.00", "priceCurrency": "EUR"}`,
    'single quotes': `{'@type': 'Order', 'orderNumber': 'BR-1', 'price': '9.00', 'priceCurrency': 'EUR'}`,
    'a semicolon at its end': `{"@type": "Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR"};`,
    'lists in lists': `[[{"@type": "WebPage"}], [{"@type": ["Order"], "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR"}]]`,
    'a graph with references': `{"@graph": [{"@type": "Organization", "@id": "#s", "name": "Nord"}, {"@type": "schema:Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR", "seller": {"@id": "#s"}}]}`,
    'an end that is missing': `{"@type": "Order", "orderNumber": "BR-1", "price": "9.00", "priceCurrency": "EUR"`,
  }
  test.each(Object.keys(BROKEN))('is read although it has %s', (name) => {
    expect(read(thanks(json(BROKEN[name])), URL)).toMatchObject({ number: 'BR-1', total: '9.00', currency: 'EUR' })
  })

  test('as microdata and RDFa', () => {
    const micro = `<div itemscope itemtype="https://schema.org/Order"><meta itemprop="orderNumber" content="MD-7"><div itemprop="acceptedOffer" itemscope itemtype="https://schema.org/Offer"><div><span itemprop="itemOffered" itemscope itemtype="https://schema.org/Product"><b itemprop="name">Brace</b></span></div></div><span itemprop="price">19.00</span><meta itemprop="priceCurrency" content="GBP"></div>`
    const rdfa = `<div vocab="http://schema.org/" typeof="Order"><meta property="orderNumber" content="MD-7"><div property="acceptedOffer" typeof="Offer"><div property="itemOffered" typeof="Product"><b property="name">Brace</b></div></div><span property="price" content="19.00"></span><meta property="priceCurrency" content="GBP"></div>`
    for (const body of [micro, rdfa]) expect(read(thanks('', THANKS + body), URL)).toMatchObject({ number: 'MD-7', total: '19.00', currency: 'GBP', items: [['Brace', null, null, null]] })
  })

  test('an invoice tells the order that it is for', () => {
    const document = thanks(json({ '@type': 'Invoice', url: 'https://tools.example/invoices/31', totalPaymentDue: { '@type': 'PriceSpecification', price: 12, priceCurrency: 'EUR' }, referencesOrder: { '@type': 'Order', orderNumber: 'IN-44' } }))
    const { order, ...result } = read(document, URL)
    expect(result).toMatchObject({ number: 'IN-44', total: '12.00' })
    expect(order?.invoiceUrl?.value).toBe('https://tools.example/invoices/31')
  })

  test('a policy of return is kept with the order; several that differ leave the days unsaid', () => {
    const policy = (days: number) => ({ '@type': 'MerchantReturnPolicy', returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow', merchantReturnDays: days, merchantReturnLink: 'https://tools.example/returns' })
    expect(read(thanks(json([ORDER, policy(30)])), URL).order?.returnPolicy?.value).toEqual({ days: 30, url: 'https://tools.example/returns' })
    expect(read(thanks(json([ORDER, policy(30), policy(14)])), URL).order?.returnPolicy?.value).toEqual({ days: null, url: 'https://tools.example/returns' })
  })

  test('the shop’s name is that of its site, not of a brand inside', () => {
    const document = thanks(json([{ '@type': 'WebSite', name: 'Tools & Co' }, { '@type': 'Product', brand: { '@type': 'Organization', name: 'Acme' } }]), '<h1>Thank you for your order</h1><p>Order number: 8812</p>')
    expect(read(document, URL).vendor).toBe('Tools & Co')
  })
})

describe('an amount is the total', () => {
  const event = (more: object): string => script(`dataLayer.push({event:"purchase",ecommerce:${literal({ transaction_id: 'GX-4417', currency: 'CAD', ...more })}})`)

  test('where the event’s own parts make it', () => {
    expect(read(thanks(event(PURCHASE)), URL)).toMatchObject({ total: '47.50', shipping: '5.00', items: [['Pull saw', 1, '42.50', null]] })
  })

  test('where the page prints it, whose sign the event then explains', () => {
    const document = page('en', 'Thanks', `${THANKS}<p>We charged $72.05 for it.</p>`, event({ value: '72.05' }))
    expect(read(document, URL)).toMatchObject({ number: 'GX-4417', total: '72.05', currency: 'CAD' })
  })

  test('and explains a sign even where the page’s language would have guessed another', () => {
    const document = page('en-US', 'Thanks', `${THANKS}<p>Order total: $72.05</p>`, event({ value: '72.05' }))
    expect(read(document, URL)).toMatchObject({ total: '72.05', currency: 'CAD' })
    const clear = page('en-US', 'Thanks', `${THANKS}<p>Order total: US$72.05</p>`, event({ value: '72.05' }))
    expect(read(clear, URL)).toMatchObject({ total: '72.05', currency: 'USD' })
  })

  test('where the checkout showed it', () => {
    const review = page('en', 'Review your order', '<h1>Review your order</h1><p>Subtotal: €40.00</p><p>Shipping: €6.00</p><p>Total: €46.00</p><button>Place order</button>')
    const context = readCheckout(review, 'https://tools.example/checkout')
    expect(readWith(thanks(event({ value: 46, currency: 'EUR' })), {}, context).order?.total).toMatchObject({ value: '46.00' })
    expect(readWith(thanks(event({ value: 40, currency: 'EUR' })), {}, context).order?.total?.value).toBe('46.00')
  })

  test('and nowhere else: without proof it is unknown', () => {
    expect(read(thanks(event({ value: 72.05, items: [{ item_name: 'Saw', price: 60, quantity: 1 }] })), URL)).toMatchObject({ number: 'GX-4417', total: null, items: [['Saw', 1, null, null]] })
    expect(read(thanks(event({ value: 60, shipping: 5, items: [{ item_name: 'Saw', price: 60, quantity: 1 }] })), URL).total).toBeNull()
    expect(read(thanks(event({ value: 0 })), URL).total).toBeNull()
  })

  test('a sum that the page calls the subtotal is not the whole', () => {
    expect(read(thanks(event({ value: 40, currency: 'EUR' }), `${THANKS}<p>Subtotal: €40.00</p>`), URL)).toMatchObject({ total: null, subtotal: '40.00' })
  })

  test('what the page labels as the total outranks every event and block, which are kept as conflicts', () => {
    const block = '<div id="trustedShopsCheckout"><span id="tsCheckoutOrderNr">GX-4417</span><span id="tsCheckoutOrderAmount">99.00</span><span id="tsCheckoutOrderCurrency">EUR</span></div>'
    const result = read(thanks(event({ value: 40, currency: 'EUR' }), `${THANKS}<p>Order number: GX-4417</p><p>Order total: €46.00</p><div hidden>${block}</div>`), URL)
    expect(result).toMatchObject({ total: '46.00', currency: 'EUR' })
    expect(result.order?.conflicts.total?.map(({ value }) => value)).toContain('99.00')
  })

  test('agreement with the print is worth more than the print', () => {
    const body = `${THANKS}<p>Order number: GX-4417</p><p>Order total: €46.00</p>`
    const [plain, agreed] = [read(thanks('', body), URL), read(thanks(event({ value: 46, currency: 'EUR' }), body), URL)]
    for (const field of ['orderNumber', 'total', 'currency'] as const) expect(agreed.order?.[field]?.confidence).toBeGreaterThan(plain.order?.[field]?.confidence ?? 0)
  })

  test('floats, thousands and four places', () => {
    const total = (value: unknown, currency = 'EUR'): string | null => read(thanks(json({ '@type': 'Order', orderNumber: 'N-1', price: value, priceCurrency: currency })), URL).total
    expect([49.9, 0.1 + 0.2, '35.4300', '1,234.56', '1.234,56', '12,5', 1249, '€ 1.249,00'].map((value) => total(value))).toEqual(['49.90', '0.30', '35.43', '1234.56', '1234.56', '12.50', '1249.00', '1249.00'])
    expect([total('1.234'), total('-5'), total(-5), total('free'), total(Number.MAX_VALUE)]).toEqual([null, null, null, null, null])
    expect([total(13600, 'JPY'), total('12.500', 'KWD')]).toEqual(['13600', null])
  })
})
