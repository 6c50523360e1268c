/** A person's orders as shop software lists them; the markup is invented after the shapes that are common. */
import { describe, expect, test } from 'vitest'
import { list, rows } from './listed.ts'

describe('a table of orders is read', () => {
  test("under one-word heads, with the order's own page", () => {
    const found = list(
      'en-GB',
      'My account – Fernhill',
      `<h1>Orders</h1><table><thead><tr><th><span>Order</span></th><th>Date</th><th>Status</th><th>Total</th><th>Actions</th></tr></thead><tbody>
      <tr><th><a href="/my-account/view-order/2231/">#2231</a></th><td><time>3 November 2026</time></td><td>Processing</td><td><span><bdi><span>£</span>45.00</bdi></span> for 2 items</td><td><a href="/my-account/view-order/2231/">View</a></td></tr>
      <tr><th><a href="/my-account/view-order/2107/">#2107</a></th><td>12 October 2026</td><td>Cancelled</td><td><del>£30.00</del> <ins>£20.00</ins> for 1 item</td><td><a href="/my-account/cancel/2107">Cancel</a></td></tr>
      </tbody></table><div class="pagination"><a href="/my-account/orders/2/">Next</a></div>`,
      'https://fernhill.example/my-account/orders/',
    )
    expect(found).toEqual({
      orders: [
        { number: '2231', date: '2026-11-03', total: '45.00', currency: 'GBP', status: 'OrderProcessing', items: null, url: 'https://fernhill.example/my-account/view-order/2231/' },
        { number: '2107', date: '2026-10-12', total: '20.00', currency: 'GBP', status: 'OrderCancelled', items: null, url: 'https://fernhill.example/my-account/view-order/2107/' },
      ],
      unread: [],
      printed: null,
      more: true,
    })
  })

  test('with short dates whose order another row settles, a toolbar count and page links', () => {
    const found = list(
      'en',
      'My Orders',
      `<h1>My Orders</h1><table><caption>Orders</caption><thead><tr><th>Order #</th><th>Date</th><th>Ship To</th><th>Order Total</th><th>Status</th><th>Action</th></tr></thead><tbody>
      <tr><td>000000041</td><td>11/18/26</td><td>Rowan Pike</td><td>US$64.00</td><td>Pending</td><td><a href="/sales/order/view/order_id/41/">View Order</a> <a href="/sales/order/reorder/order_id/41/">Reorder</a></td></tr>
      <tr><td>000000038</td><td>10/2/26</td><td>Rowan Pike</td><td>US$12.50</td><td>Complete</td><td><a href="/sales/order/view/order_id/38/">View Order</a></td></tr></tbody></table>
      <p>12 Item(s)</p><ul><li>1</li><li><a href="/sales/order/history/?p=2"><span>Page</span> <span>2</span></a></li></ul>`,
      'https://magpie.example/sales/order/history/',
    )
    expect(found?.orders.map(({ number, date, total, url }) => [number, date, total, url])).toEqual([
      ['000000041', '2026-11-18', '64.00', 'https://magpie.example/sales/order/view/order_id/41/'],
      ['000000038', '2026-10-02', '12.50', 'https://magpie.example/sales/order/view/order_id/38/'],
    ])
    expect(found).toMatchObject({ printed: 12, more: true, unread: [] })
  })

  test('whose numbers are letters, and whose links are kept only where they still lead to the order', () => {
    const found = list(
      'fr',
      'Historique de commandes',
      `<h1>Historique de vos commandes</h1><table><thead><tr><th>Référence de commande</th><th>Date</th><th>Prix total</th><th>Paiement</th><th>État</th><th>Facture</th><th></th></tr></thead><tbody>
      <tr><th>KHWLILZLL</th><td>14/11/2026</td><td>59,90 €</td><td>Chèque</td><td>Livré</td><td>-</td><td><a href="/fr/index.php?controller=order-detail&id_order=9">Détails</a></td></tr>
      <tr><th>XKBKNABJK</th><td>02/11/2026</td><td>1 204,00 €</td><td>Carte</td><td>Livré</td><td>-</td><td></td></tr></tbody></table>`,
      'https://bois.example/fr/historique-commandes',
    )
    expect(found?.orders.map(({ number, date, total, currency, status, url }) => [number, date, total, currency, status, url])).toEqual([
      ['KHWLILZLL', '2026-11-14', '59.90', 'EUR', 'OrderDelivered', null],
      ['XKBKNABJK', '2026-11-02', '1204.00', 'EUR', 'OrderDelivered', null],
    ])
  })

  test('with a customer and a count of products between', () => {
    expect(
      rows(
        'en',
        'Order History',
        `<h1>Order History</h1><table><thead><tr><td>Order ID</td><td>Customer</td><td>No. of Products</td><td>Status</td><td>Total</td><td>Date Added</td><td></td></tr></thead><tbody>
        <tr><td>#7732</td><td>Ann Byrne</td><td>2</td><td>Pending</td><td>1,652.37€</td><td>21/11/2026</td><td><a href="/index.php?route=account/order/info&order_id=7732">View</a></td></tr></tbody></table><p>Showing 1 to 1 of 1 (1 Pages)</p>`,
        'https://shop.example/index.php?route=account/order',
      ),
    ).toEqual([['7732', '2026-11-21', '1652.37', 'EUR']])
  })

  test("on an account's first page, and its secret links are not kept", () => {
    const found = list(
      'en-US',
      'Account – Larkspur',
      `<h1>Account</h1><h2>Order history</h2><table><thead><tr><th>Order</th><th>Date</th><th>Payment status</th><th>Fulfillment status</th><th>Total</th></tr></thead><tbody>
      <tr><td><a href="/account/orders/5f0aa11d3bce4a6bb7c8f1a2d3e4f5a6">#1042</a></td><td>November 9, 2026</td><td>Paid</td><td>Unfulfilled</td><td>$88.10</td></tr></tbody></table>
      <h2>My returns</h2><table><tr><th>Order</th><th>Date</th><th>Total</th></tr><tr><td>#1001</td><td>May 9, 2026</td><td>$8.00</td></tr></table>`,
      'https://larkspur.example/account',
    )
    expect(found?.orders).toEqual([{ number: '1042', date: '2026-11-09', total: '88.10', currency: 'USD', status: expect.toSatisfy((status) => status === null || status === 'OrderProcessing'), items: null, url: null }])
  })

  test('made of blocks, and of inline elements', () => {
    const body = (outer: string, cell: string) =>
      `<h1>Mis pedidos</h1><${outer}>${[['Pedido', 'Fecha', 'Total', 'Estado'], ['#901', '05/06/2026', '12,00 €', 'Enviado'], ['#902', '25/06/2026', '1.012,00 €', 'Enviado']]
        .map((row) => `<div>${row.map((text) => `<${cell}>${text}</${cell}>`).join(' ')}</div>`)
        .join('')}</${outer}>`
    const expected = [['901', '2026-06-05', '12.00', 'EUR'], ['902', '2026-06-25', '1012.00', 'EUR']]
    expect(rows('es', 'Mis pedidos', body('div', 'div'))).toEqual(expected)
    expect(rows('es', 'Mis pedidos', body('section', 'span'))).toEqual(expected)
  })

  test('without heads, by links that are their numbers', () => {
    expect(
      rows('fi', 'Omat tilaukset', '<h1>Tilaukset</h1><table><tr><td><a href="/tilaukset/77001">77001</a></td><td>3.5.2026</td><td>12,00 €</td></tr><tr><td><a href="/tilaukset/77002">77002</a></td><td>4.5.2026</td><td>15,00 €</td></tr></table>'),
    ).toEqual([['77001', '2026-05-03', '12.00', 'EUR'], ['77002', '2026-05-04', '15.00', 'EUR']])
  })

  test('whose order spans several rows of goods', () => {
    expect(
      rows('en-GB', 'Your orders', `<h1>Your orders</h1><table><tr><th>Order number</th><th>Date</th><th>Total</th><th>Product</th></tr>
      <tr><td rowspan="2">A-1</td><td rowspan="2">3 May 2026</td><td rowspan="2">£9.00</td><td>Rope</td></tr><tr><td>Tent peg 4 pcs</td></tr>
      <tr><td>A-2</td><td>4 May 2026</td><td>£5.00</td><td>Lamp</td></tr></table>`),
    ).toEqual([['A-1', '2026-05-03', '9.00', 'GBP'], ['A-2', '2026-05-04', '5.00', 'GBP']])
  })
})

const card = (number: string, date: string, total: string, thing: string) => `<div class="order-card"><div><div><div><span>Order placed</span></div><div><span>${date}</span></div></div><div><div>Total</div><div>${total}</div></div><div><div>Ship to</div><div>Rowan Pike</div></div>
  <div><div><span>Order #</span> <span>${number}</span></div><a href="/your-account/order-details/${number}">View order details</a> <a href="/invoice/${number}">Invoice</a></div></div>
  <div><h3>Delivered</h3><a href="/dp/${thing.length}"><img src="x.jpg" alt=""></a><div><a href="/dp/${thing.length}">${thing}</a></div><a href="/buy/${thing.length}">Buy it again</a></div></div>`

describe('cards of orders are read', () => {
  test('with labels over values, the goods that they picture, and their own pages', () => {
    const found = list('en-US', 'Your Orders', `<h1>Your Orders</h1><p><b>33 orders</b> placed in</p>${card('201-5550001-1110001', 'April 6, 2026', '$11.02', 'Copper kettle, 2 litres')}${card('201-5550002-1110002', 'April 2, 2026', '$100.01', 'Oak stool')}${card('201-5550003-1110003', 'March 30, 2026', '$7.00', 'Wool socks, grey')}`, 'https://bazaar.example/your-orders/orders')
    expect(found).toEqual({
      orders: [
        { number: '201-5550001-1110001', date: '2026-04-06', total: '11.02', currency: 'USD', status: 'OrderDelivered', items: ['Copper kettle, 2 litres'], url: 'https://bazaar.example/your-account/order-details/201-5550001-1110001' },
        { number: '201-5550002-1110002', date: '2026-04-02', total: '100.01', currency: 'USD', status: 'OrderDelivered', items: ['Oak stool'], url: 'https://bazaar.example/your-account/order-details/201-5550002-1110002' },
        { number: '201-5550003-1110003', date: '2026-03-30', total: '7.00', currency: 'USD', status: 'OrderDelivered', items: ['Wool socks, grey'], url: 'https://bazaar.example/your-account/order-details/201-5550003-1110003' },
      ],
      unread: [],
      printed: 33,
      more: false,
    })
  })

  test('named by their day', () => {
    const one = (day: string, number: string, total: string) => `<div class="order"><h3>Bestellung: ${day}</h3><div><span>Bestellnummer:</span> <span>${number}</span></div><div><span>Gesamtsumme:</span> <span>${total} €*</span></div></div>`
    expect(rows('de-DE', 'Meine Bestellungen', `<h1>Bestellungen</h1>${one('16. November 2026', '10047', '129,95')}${one('2. März 2026', '10012', '9,95')}`)).toEqual([
      ['10047', '2026-11-16', '129.95', 'EUR'],
      ['10012', '2026-03-02', '9.95', 'EUR'],
    ])
  })

  test('one alone, and what stands beside it is none of it', () => {
    expect(
      rows('pl', 'Moje zamówienia', '<h1>Moje zamówienia</h1><div><div>Zamówienie nr 5521</div><div>Data zamówienia: 3 maja 2026</div><div>Wartość zamówienia: 120,00 zł</div></div><aside>Polecane <a href="/p/1">Kubek</a> 20,00 zł</aside>'),
    ).toEqual([['5521', '2026-05-03', '120.00', 'PLN']])
  })

  test('as definition lists, each its own or all in one', () => {
    const expected = [['88123', '2026-06-12', '12.50', 'EUR'], ['88011', '2026-06-02', '99.00', 'EUR']]
    const pairs = (number: string, date: string, total: string) => `<dt>Bestelnummer</dt><dd>${number}</dd><dt>Datum</dt><dd>${date}</dd><dt>Totaal</dt><dd>${total}</dd>`
    const [a, b] = [pairs('88123', '12 juni 2026', '€ 12,50'), pairs('88011', '2 juni 2026', '€ 99,00')]
    expect(rows('nl', 'Mijn bestellingen', `<h1>Mijn bestellingen</h1><dl>${a}${b}</dl>`)).toEqual(expected)
    expect(rows('nl', 'Mijn bestellingen', `<h1>Mijn bestellingen</h1><dl>${a}</dl><dl>${b}</dl>`)).toEqual(expected)
  })

  test('as a run of lines that begins with the date', () => {
    const run = (date: string, number: string, total: string) => `<p>Order date</p><p>${date}</p><p>Order number</p><p>${number}</p><p>Total</p><p>${total}</p>`
    expect(rows('en-GB', 'Order history', `<h1>Order history</h1><div>${run('3 May 2026', '7001', '£5.00')}${run('9 May 2026', '7002', '£6.00')}</div>`)).toEqual([
      ['7001', '2026-05-03', '5.00', 'GBP'],
      ['7002', '2026-05-09', '6.00', 'GBP'],
    ])
  })
})

describe('a wrong value is worse than none', () => {
  test('dates that may be read in two ways are none', () => {
    expect(rows('en', 'Orders', '<h1>Orders</h1><table><tr><th>Order number</th><th>Date</th><th>Total</th></tr><tr><td>501</td><td>03/04/2026</td><td>9.00 EUR</td></tr></table>')).toEqual([['501', null, '9.00', 'EUR']])
  })

  test("a sign that several countries use is no currency, and a day of delivery is not the order's", () => {
    expect(rows('en', 'Orders', '<h1>Orders</h1><table><tr><th>Order number</th><th>Delivery date</th><th>Total</th></tr><tr><td>501</td><td>3 May 2026</td><td>$9.00</td></tr></table>')).toEqual([['501', null, '9.00', null]])
  })

  test("the price of a thing is not the order's total", () => {
    const one = (number: string, thing: string) => `<li class="o"><h3>Order ${number}</h3><a href="/p/${thing}"><img alt="${thing} chair"></a><a href="/p/${thing}">${thing} chair</a><p>£40.00</p></li>`
    expect(rows('en-GB', 'Your orders', `<h1>Your orders</h1><ul>${one('9001', 'Oak')}${one('9002', 'Elm')}</ul>`)).toEqual([['9001', null, null, null], ['9002', null, null, null]])
  })

  test('one order on two rows keeps only what both say', () => {
    expect(rows('en-GB', 'Orders', '<h1>Orders</h1><table><tr><th>Order number</th><th>Date</th><th>Total</th></tr><tr><td>501</td><td>3 May 2026</td><td>£9.00</td></tr><tr><td>501</td><td>3 May 2026</td><td>£4.00</td></tr></table>')).toEqual([['501', '2026-05-03', null, null]])
  })

  test('a card number is no order number, and links to other sites are not kept', () => {
    const found = list('en-GB', 'Orders', '<h1>Orders</h1><table><tr><th>Order number</th><th>Date</th><th>Total</th></tr><tr><td>4111111111111111</td><td>3 May 2026</td><td>£9.00</td></tr><tr><td><a href="https://evil.example/orders/502">502</a></td><td>4 May 2026</td><td>£4.00</td></tr></table>')
    expect(found?.orders).toMatchObject([{ number: '502', url: null }])
    expect(found?.unread).toEqual(['3 May 2026 · £9.00'])
    expect(JSON.stringify(found)).not.toContain('4111')
  })
})
