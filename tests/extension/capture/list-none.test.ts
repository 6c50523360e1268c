/** Pages with rows, numbers, dates and amounts that are no list of a person's orders. */
import { expect, test } from 'vitest'
import { list } from './listed.ts'

const table = (heads: string[], cells: (i: number) => string[]) =>
  `<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>${[1, 2, 3, 4].map((i) => `<tr>${cells(i).map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`
const NUMBERED = (i: number) => [`7001${i}`, `${i} May 2026`, `£${i}.00`]

test.each<[string, string, string, string]>([
  ['a cart', 'https://s.example/cart', 'Your cart', `<h1>Your cart</h1>${table(['Product', 'Price', 'Total'], (i) => [`Mug ${i}`, '£2.00', '£4.00'])}`],
  ['a search', 'https://s.example/search?q=order', 'Search results', `<h1>Results for “order 1234”</h1>${[1, 2, 3, 4].map((i) => `<div><a href="/p/${i}">Order book ${i}00${i}</a><p>£${i}.00</p></div>`).join('')}`],
  ['a list of products', 'https://s.example/c/bolts', 'Bolts', `<h1>Bolts</h1>${table(['Order number', 'Size', 'Price'], (i) => [`88-${i}00`, `M${i}`, `£${i}.00`])}`],
  ['a table of prices', 'https://s.example/prices', 'Prices', `<h1>Prices</h1>${table(['No.', 'Service', 'Price'], (i) => [`10${i}`, 'Repair', `£${i}.00`])}`],
  ['transactions of a bank', 'https://bank.example/activity', 'Transactions', `<h1>Transactions</h1>${table(['Reference', 'Date', 'Amount'], NUMBERED)}`],
  ['payments for orders', 'https://pay.example/history', 'Payment history', `<h1>Payment history</h1>${table(['Order number', 'Date', 'Amount'], NUMBERED)}`],
  ['returns that name their orders', 'https://s.example/account/rma', 'My returns', `<h1>My returns</h1>${table(['RMA', 'Order number', 'Date', 'Total'], (i) => [`R${i}`, ...NUMBERED(i)])}`],
  ['invoices', 'https://s.example/account/billing', 'Rechnungen', `<h1>Rechnungen</h1>${table(['Bestellnummer', 'Datum', 'Betrag'], (i) => [`7001${i}`, `${i}. Mai 2026`, `${i},00 €`])}`],
  ['quotes', 'https://s.example/account/quote-list', 'My quotes', `<h1>My quotes</h1>${table(['Order number', 'Date', 'Total'], NUMBERED)}`],
  ['subscriptions', 'https://s.example/account/plans', 'Subscriptions', `<h1>Subscriptions</h1>${table(['Order number', 'Date', 'Total'], NUMBERED)}`],
  ['a help page on orders', 'https://s.example/help/orders', 'Your orders', `<h1>Your orders</h1>${table(['Order number', 'Date', 'Total'], NUMBERED)}`],
  ['the page of one order', 'https://s.example/orders/70011', 'Order #70011', `<h1>Order #70011</h1><p>Order number: 70011</p>${table(['Product', 'Price', 'Total'], (i) => [`Mug ${i}`, '£2.00', '£4.00'])}<h2>Order history</h2>${table(['Date', 'Status', 'Comment'], (i) => [`${i} May 2026`, 'Pending', ''])}`],
  ['a list that has not come yet', 'https://s.example/account/orders', 'Orders', '<h1>Orders</h1><div>Loading …</div>'],
  ['an article', 'https://s.example/how-we-pack', 'How we pack', '<h1>How we pack</h1><p>Last year we packed 43 orders a day. Order 1234 of 3 May 2026 cost us £4.00.</p>'],
])('%s', (_, url, title, body) => {
  expect(list('en-GB', title, body, url)).toBeNull()
})

test("under an account's recent orders, its returns are not listed", () => {
  const body = `<h1>My account</h1><h2>Recent orders</h2>${table(['Order', 'Date', 'Total'], NUMBERED)}<h2>Returns</h2>${table(['Order', 'Date', 'Total'], (i) => [`9900${i}`, `${i} May 2026`, `£${i}.00`])}`
  expect(list('en-GB', 'My account', body, 'https://s.example/account')?.orders.map(({ number }) => number)).toEqual(['70011', '70012', '70013', '70014'])
})
