/** A list of orders as plain values. */
import { Reading, type OrderList } from '../../../extension/src/capture/index.ts'
import { NOW, page, source } from './page.ts'

/** Time stands still: what is tested is the reading, not this machine. */
export const readOrders = (document: Document, url: string): OrderList | null => new Reading(source(document, url), NOW, { clock: () => 0 }).orders()

export function list(lang: string, title: string, body: string, url = 'https://shop.example/account/orders') {
  const read = readOrders(page(lang, title, body), url)
  if (read === null) return null
  const { unread, printed, more } = read
  const orders = read.orders.map(({ order, url: own }) => ({
    number: order.orderNumber?.value ?? null,
    date: order.orderDate?.value ?? null,
    total: order.total?.value ?? null,
    currency: order.currency?.value ?? null,
    status: order.status?.value ?? null,
    items: order.items?.value.map(({ name }) => name) ?? null,
    url: own,
  }))
  return { orders, unread, printed, more }
}

/** Number, date, total and currency of each order, and no more. */
export function rows(lang: string, title: string, body: string, url?: string) {
  return list(lang, title, body, url)?.orders.map(({ number, date, total, currency }) => [number, date, total, currency]) ?? null
}
