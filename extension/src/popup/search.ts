/** Search by plain substring: every word must occur somewhere in the order, whatever its case and accents. */
import type { OrderView } from '../app.ts'
import { fold } from '../ui/text.ts'

const folded = new WeakMap<OrderView, string>()

function haystack(order: OrderView): string {
  let text = folded.get(order)
  if (text === undefined) {
    const parts = [order.vendorName, order.vendor, order.orderNumber, order.confirmationNumber, order.seller, order.note, order.total, ...(order.items ?? []).map(({ name }) => name)]
    // A separator that nobody types, so that no word is found across two fields.
    text = fold(parts.filter((part) => part !== null).join('\u0000'))
    folded.set(order, text)
  }
  return text
}

function words(query: string): string[] {
  return fold(query).split(/\s+/).filter((word) => word !== '')
}

function matches(order: OrderView, wanted: string[]): boolean {
  const text = haystack(order)
  return wanted.every((word) => text.includes(word))
}

export function search(orders: OrderView[], query: string): OrderView[] {
  const wanted = words(query)
  return wanted.length === 0 ? orders : orders.filter((order) => matches(order, wanted))
}

/** An item to show under a found order: the first that has one of the words. */
export function foundItem(order: OrderView, query: string): string | null {
  const wanted = words(query)
  return order.items?.find(({ name }) => wanted.some((word) => fold(name).includes(word)))?.name ?? null
}
