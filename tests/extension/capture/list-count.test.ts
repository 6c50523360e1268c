/** What a list says of its own size, and that no row goes missing in silence. */
import { describe, expect, test } from 'vitest'
import { list } from './listed.ts'

const HEADS = '<tr><th>Order number</th><th>Placed</th><th>Total</th></tr>'
const row = (number: string, day: number) => `<tr><td>${number}</td><td>${day} May 2026</td><td>£${day}.00</td></tr>`
const table = (count: number) => `<table>${HEADS}${Array.from({ length: count }, (_, i) => row(`50${i + 1}`, i + 1)).join('')}</table>`

describe('rows are counted apart from being read', () => {
  test('a row of a table without a number is told by its day and amount', () => {
    const found = list('en-GB', 'Your orders', `<h1>Your orders</h1><table>${HEADS}${row('501', 3)}<tr><td>being assigned</td><td>4 May 2026</td><td>£4.00</td></tr>${row('503', 5)}</table><p>Showing 1 to 3 of 41 orders</p>`)
    expect(found?.orders.map(({ number }) => number)).toEqual(['501', '503'])
    expect(found).toMatchObject({ unread: ['4 May 2026 · £4.00'], printed: 41, more: true })
  })

  test('so is a card that is built like the others, and never by a name, an address or a mail address', () => {
    const card = (head: string) => `<li class="o"><h3>${head}</h3><p>3 May 2026</p><p>£45.00</p><p>Rowan Pike, 5 Mill Lane, rowan@pike.example</p></li>`
    const found = list('en-GB', 'Your orders', `<h1>Your orders</h1><ul>${card('Order W-5510')}${card('Order W-5409')}${card('From a marketplace')}</ul>`)
    expect(found?.orders.map(({ number }) => number)).toEqual(['W-5510', 'W-5409'])
    expect(found?.unread).toEqual(['3 May 2026 · £45.00'])
  })

  test('cards that only a link calls orders are unread', () => {
    const found = list('en-GB', 'Your orders', '<h1>Your orders</h1><div><p>3 May 2026</p><p>£4.00</p><a href="/orders/a81">See it</a></div><div><p>4 May 2026</p><p>£5.00</p><a href="/orders/a82">See it</a></div>')
    expect(found?.orders).toEqual([])
    expect(found?.unread).toEqual(['3 May 2026 · £4.00', '4 May 2026 · £5.00'])
  })

  test('a row of filters and a row of sums are no orders', () => {
    const found = list('en-GB', 'Orders', `<h1>Orders</h1><table>${HEADS}<tr><td><input name="n"></td><td><input name="d"></td><td></td></tr>${row('501', 3)}<tfoot><tr><td>Total</td><td></td><td>£3.00</td></tr></tfoot></table>`)
    expect(found?.orders).toHaveLength(1)
    expect(found?.unread).toEqual([])
  })

  test('two hundred rows are all there', () => {
    const found = list('en-GB', 'Orders', `<h1>Orders</h1><table>${HEADS}${Array.from({ length: 200 }, (_, i) => row(`7${1000 + i}`, 1 + (i % 28))).join('')}</table>`)
    expect(found?.orders).toHaveLength(200)
    expect(found?.orders.every(({ date, total }) => date !== null && total !== null)).toBe(true)
  })

  test('two hundred cards are read or counted', () => {
    const card = (i: number) => `<li class="o"><p>Order number: ${9000 + i}</p><p>Order date: 3 May 2026</p><p>Status: Delivered</p><p>Total: £4.00</p></li>`
    const found = list('en-GB', 'Orders', `<h1>Orders</h1><ul>${Array.from({ length: 200 }, (_, i) => card(i)).join('')}</ul>`)
    expect((found?.orders.length ?? 0) + (found?.unread.length ?? 0)).toBe(200)
  })
})

describe('the printed count is', () => {
  test.each([
    ['en', '43 orders', 43],
    ['en', '10 orders placed in 2023', 10],
    ['en', 'Orders (43)', 43],
    ['en', 'You have 1,204 orders', 1204],
    ['en', 'Showing 1 to 2 of 43', 43],
    ['en', 'Items 1 to 2 of 43 total', 43],
    ['de', '1–2 von 43 Bestellungen', 43],
    ['de', 'Sie haben 43 Bestellungen', 43],
    ['fr', '43 commandes', 43],
    ['fr', 'Commandes 1 à 2 sur 43', 43],
    ['es', 'Mostrando 1 a 2 de 43', 43],
    ['it', 'Ordini 1-2 di 43', 43],
    ['pl', 'Zamówienia: 43', 43],
    ['ru', 'Показано с 1 по 2 из 43', 43],
    ['ja', '43件中 1-2件を表示', 43],
    ['ja', '注文 43件', 43],
    ['ko', '주문 43건', 43],
    ['zh', '43 个订单', 43],
    ['en', 'Your last 2 orders', null],
    ['en', 'Page 1 of 5', null],
    ['en', 'Order 43 is on its way', null],
    ['en', 'Spend 50.00 EUR more on orders', null],
  ])('%s: %s', (lang, words, printed) => {
    expect(list(lang, 'Orders', `<h1>Orders</h1><p>${words}</p>${table(2)}`)?.printed).toBe(printed)
  })

  test('unknown where the page says two different ones', () => {
    expect(list('en', 'Orders', `<h1>Orders</h1><p>43 orders</p><p>12 orders</p>${table(2)}`)?.printed).toBeNull()
  })
})

describe('the list goes on', () => {
  test.each([
    ['a link to the next page', '<a rel="next" href="/orders?p=2">→</a>', true],
    ['numbered pages', '<a href="/account/orders?page=2">2</a>', true],
    ['a button that loads more', '<button>Load more</button>', true],
    ['a word in another language', '<nav class="pagination"><a href="/b/2">Weiter</a></nav>', true],
    ['a range that ends before the count', '<p>1–2 of 9</p>', true],
    ['the whole range', '<p>1–2 of 2</p>', false],
    ['a button that is spent', '<button disabled>Load more</button>', false],
    ['nothing of the kind', '<a href="/shop">Continue shopping</a>', false],
  ])('%s', (_, markup, more) => {
    expect(list('en', 'Orders', `<h1>Orders</h1>${table(2)}${markup}`)?.more).toBe(more)
  })
})

test.each([
  ['en', 'Orders', 'You have no orders yet.'],
  ['en', 'Order History', 'You have not made any previous orders!'],
  ['de', 'Meine Bestellungen', 'Sie haben noch keine Bestellung aufgegeben.'],
  ['fr', 'Mes commandes', "Vous n'avez passé aucune commande."],
  ['es', 'Mis pedidos', 'No has realizado ningún pedido.'],
  ['ja', '注文履歴', '注文履歴はありません'],
])('%s: a list that says it is empty has no orders: %s %s', (lang, title, words) => {
  expect(list(lang, title, `<h1>${title}</h1><p>${words}</p>`)).toEqual({ orders: [], unread: [], printed: 0, more: false })
})
