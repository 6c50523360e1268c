// A shop's list of orders completes the orders that are known; it makes none, because a list is as easily forged as any page and is long.
import type { Order } from '@counterfoil/crypto/orders'
import { keptOrders } from '../../vault/orders.ts'
import type { Vault } from '../../vault/vault.ts'
import { KnownOrders, only } from './known-orders.ts'
import { isAnother } from './likeness.ts'
import { numbersOf } from './order-numbers.ts'
import type { PageSeen } from './page-words.ts'
import type { ListedOrder, OrderList } from '../types.ts'
import { complete } from './index.ts'

export interface Completed {
  readonly known: number
  /** Of the known ones, those that gained something. */
  readonly completed: number
  readonly unknown: ListedOrder[]
}

export async function completeFromList(vault: Vault, list: OrderList, vendor: string, url: string): Promise<Completed> {
  let result: Completed = { known: 0, completed: 0, unknown: list.orders }
  await vault.edit((editor) => {
    const orders = new KnownOrders(keptOrders(vault.records()), vendor, vault)
    const places = placesOf(orders, list.orders, editor.now)
    const completed = new Set<string>()
    for (const [listed, known] of places) {
      const seen: PageSeen = { order: listed.order, vendor, url, at: editor.now, listed: true }
      const document = editor.document(known.id)
      // What an earlier row wrote stays: two rows may be one order, on a list that is sorted anew while it is read.
      const before = editor.changed.has(known.id) && document ? { ...known, document } : known
      if (complete(editor, before, seen).outcome === 'completed') completed.add(known.id)
    }
    result = { known: places.size, completed: completed.size, unknown: list.orders.filter((listed) => !places.has(listed)) }
  })
  return result
}

/** The rows whose order is known. */
function placesOf(orders: KnownOrders, rows: readonly ListedOrder[], at: number): Map<ListedOrder, Order> {
  const places = new Map<ListedOrder, Order>()
  const claims = new Map<Order, ListedOrder[]>()
  for (const row of rows) {
    const { order } = row
    const numbers = numbersOf(order)
    const numbered = numbers.number === null ? [] : orders.numbered(numbers.number)
    const known = numbered.length > 0 ? numbered.find(({ document }) => !isAnother(document, order)) : orders.confirmed(numbers)
    if (known && !isAnother(known.document, order)) places.set(row, known)
    // Only a printed date says when an order of a list was made, and a number that another order has is not given to this one.
    else if (order.orderDate !== null && numbered.length === 0) {
      const alike = only(orders.unnumberedLike({ order, at }))
      if (alike) claims.set(alike, [...(claims.get(alike) ?? []), row])
    }
  }
  const placed = new Set(places.values())
  for (const [order, claimants] of claims) {
    // Of two rows that may be the same order, nobody can say which is.
    const row = only(claimants)
    if (row && !placed.has(order)) places.set(row, order)
  }
  return places
}
