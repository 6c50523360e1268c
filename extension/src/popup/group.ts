/** Orders by vendor, newest first, with totals per currency: amounts in different currencies are never added. */
import type { OrderView, WaitingView } from '../app.ts'
import { instant } from '../ui/dates.ts'
import { sum } from '../ui/money.ts'
import { invisible } from '../ui/text.ts'

export interface Totals {
  /** The largest groups of orders first. */
  sums: { currency: string | null; amount: string }[]
  /** Orders whose total was not read. */
  unread: number
}

export interface Vendor {
  key: string
  domain: string | null
  name: string | null
  orders: OrderView[]
  totals: Totals
  latest: string | null
}

/** When the order was made, as far as known: the shop's date, else the time of capture. */
export function dated(order: OrderView): string | null {
  return order.orderDate ?? order.created
}

export function newestFirst(orders: OrderView[]): OrderView[] {
  const at = new Map(orders.map((order) => [order, instant(dated(order))]))
  const created = new Map(orders.map((order) => [order, instant(order.created)]))
  const by = (times: Map<OrderView, number>, a: OrderView, b: OrderView): number => {
    const [x = 0, y = 0] = [times.get(a), times.get(b)]
    return x === y ? 0 : y > x ? 1 : -1
  }
  return [...orders].sort((a, b) => by(at, a, b) || by(created, a, b) || (a.id < b.id ? -1 : 1))
}

function keyOf(order: OrderView): string {
  if (order.vendor !== null) return `domain ${order.vendor}`
  return order.vendorName !== null && !invisible(order.vendorName) ? `name ${order.vendorName}` : 'unknown'
}

function totals(orders: OrderView[]): Totals {
  const amounts = new Map<string | null, string[]>()
  let unread = 0
  for (const { total, currency } of orders) {
    if (total === null) {
      unread++
      continue
    }
    const same = amounts.get(currency)
    if (same === undefined) amounts.set(currency, [total])
    else same.push(total)
  }
  const sums = [...amounts].sort(([, a], [, b]) => b.length - a.length).map(([currency, list]) => ({ currency, amount: sum(list) ?? '' }))
  return { sums, unread }
}

/** The orders that are not in the bin, by vendor; the vendor bought from last comes first. */
export function vendors(orders: OrderView[]): Vendor[] {
  const groups = new Map<string, OrderView[]>()
  for (const order of newestFirst(orders.filter(({ deleted }) => !deleted))) {
    const key = keyOf(order)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [order])
    else group.push(order)
  }
  return [...groups].map(([key, group]) => {
    const first = group[0]
    return {
      key,
      domain: first?.vendor ?? null,
      name: group.find(({ vendorName }) => vendorName !== null && !invisible(vendorName))?.vendorName ?? null,
      orders: group,
      totals: totals(group),
      latest: first === undefined ? null : dated(first),
    }
  })
}

export interface WaitingVendor {
  domain: string
  name: string | null
  waiting: WaitingView[]
}

/** What waits, by vendor; the vendor and the page seen last come first, and the orders of one list stay as the list has them. */
export function waitingByVendor(waiting: WaitingView[]): WaitingVendor[] {
  const groups = new Map<string, WaitingView[]>()
  for (const each of waiting) {
    const group = groups.get(each.vendor)
    if (group === undefined) groups.set(each.vendor, [each])
    else group.push(each)
  }
  return [...groups].map(([domain, group]) => ({ domain, name: group.find(({ vendorName }) => vendorName !== null && !invisible(vendorName))?.vendorName ?? null, waiting: group }))
}

/** The vendor whose site a page belongs to: the longest domain that its host equals or lies below. */
export function vendorAt(page: URL, all: Vendor[]): Vendor | null {
  let best: Vendor | null = null
  for (const vendor of all) {
    const { domain } = vendor
    if (domain === null || !(domain === page.hostname || domain === page.host || below(page.hostname, domain))) continue
    if (best === null || domain.length > (best.domain ?? '').length) best = vendor
  }
  return best
}

/** A record that says "com" is nobody's vendor. */
function below(host: string, domain: string): boolean {
  return domain.includes('.') && host.endsWith(`.${domain}`)
}
