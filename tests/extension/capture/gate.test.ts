/** What kind of page the first look takes a page for, by its address, title and headings. */
import { describe, expect, test } from 'vitest'
import { gate, type PageKind } from '../../../extension/src/capture/index.ts'
import { page } from './page.ts'

const kindOf = (url: string, title = 'Shop', body = ''): PageKind => gate(page('en', title, body), url)

describe('a list of orders is known', () => {
  test.each([
    'https://s.example/orders',
    'https://s.example/my-account/orders/',
    'https://s.example/my-account/orders/2/',
    'https://s.example/account/orders?page=2',
    'https://s.example/order-history',
    'https://s.example/en/order-history.html',
    'https://s.example/index.php?route=account/order',
    'https://s.example/index.php?route=account/order&page=2',
    'https://s.example/index.php?controller=history',
    'https://s.example/your-orders/orders?timeFilter=year-2026',
    'https://s.example/sales/order/history/',
    'https://s.example/customer/order/history',
    'https://s.example/account/order',
    'https://s.example/purchase-history',
    'https://s.example/konto/bestellungen',
    'https://s.example/fr/historique-commandes',
    'https://s.example/mi-cuenta/pedidos',
    'https://s.example/i-miei-ordini',
    'https://s.example/mijn-bestellingen',
    'https://s.example/moje-zamowienia',
    'https://s.example/siparislerim',
  ])('by its address: %s', (url) => {
    expect(kindOf(url)).toBe('orders')
  })

  test.each([
    ['Your Orders', ''],
    ['Orders (43) – Fernhill', ''],
    ['Fernhill: Your Orders', ''],
    ['Fernhill | Meine Bestellungen', ''],
    ['Mes commandes - Bois', ''],
    ['Shop', '<h1>Mis pedidos</h1>'],
    ['注文履歴 | 森', ''],
    ['주문내역', ''],
    ['سجل الطلبات', ''],
    ['My account', '<h1>Hello Rowan</h1><h2>Recent orders</h2>'],
  ])('by its title or headings: %s %s', (title, body) => {
    expect(kindOf('https://s.example/me', title, body)).toBe('orders')
  })
})

describe('what looks like a list and is none', () => {
  test.each<[string, string, string, PageKind]>([
    ['https://s.example/orders/55120', 'Order #55120', '<h1>Order #55120</h1><h2>My orders</h2>', 'confirmation'],
    ['https://s.example/account/orders?order_id=5', 'Order details | My orders', '<h1>Order details</h1>', 'confirmation'],
    ['https://s.example/orders', 'Thank you', '<h1>Thank you for your order</h1>', 'confirmation'],
    ['https://s.example/checkout/order-received/551', 'Order received', '<h1>Order received</h1><h2>My orders</h2>', 'confirmation'],
    ['https://s.example/cart', 'Your cart', '<h1>Your cart</h1>', 'checkout'],
    ['https://s.example/help/orders', 'Orders', '<h1>Your orders</h1>', 'none'],
    ['https://help.s.example/orders', 'Your orders', '', 'none'],
    ['https://s.example/admin/orders', 'Orders', '', 'none'],
    ['https://s.example/returns', 'Returns', '<h1>My returns</h1>', 'none'],
    ['https://s.example/pre-orders', 'Pre-orders', '<h1>Pre-orders</h1>', 'none'],
    ['https://s.example/blog/orders', 'Orders', '', 'none'],
    ['https://s.example/law-and-order', 'Law and Order', '<h1>Law and Order</h1>', 'none'],
    ['https://s.example/in-order-to', 'In order to form a union', '', 'none'],
    ['https://mail.s.example/inbox', 'Your orders', '', 'none'],
    ['https://s.example/mail', 'Your orders - me@example.org', '', 'none'],
    ['https://s.example/wishlist', 'Wish list', '<h1>Wish list</h1>', 'none'],
    ['https://pay.example/myaccount/transactions', 'Activity', '<h1>Transactions</h1>', 'none'],
    ['https://pay.example/pay/session/88', 'Pay Fernhill', '<h1>Pay £20.00</h1>', 'none'],
    ['https://bank.example/accounts', 'Accounts', '<h1>Your accounts</h1>', 'none'],
  ])('%s, %s', (url, title, body, kind) => {
    expect(kindOf(url, title, body)).toBe(kind)
  })
})
