/**
 * The purchase as it stands before the order is placed, read on cart, checkout and review pages, because many confirmation
 * pages print next to nothing. The caller keeps it per site, in memory.
 */
import { readText } from './collect.ts'
import { reconcile } from './reconcile.ts'
import { readSigns } from './signs.ts'
import type { Clock } from './text.ts'
import { collect } from './collect.ts'
import type { CheckoutContext, Collector, ContextField } from './types.ts'

const FIELDS: ContextField[] = ['total', 'currency', 'items', 'subtotal', 'shipping', 'tax', 'discount', 'vendorName']

export function readContext(document: Document, url: string, now: number, collectors: Collector[], clock: Clock): CheckoutContext | null {
  const reading = readText(document, url, now, clock)
  const signs = readSigns(reading.page)
  if (signs.heads.includes('placed') && !signs.review) return null
  const order = reconcile(collect(reading.candidates, collectors, document, url), null)
  if (order.items === null && order.total === null) return null
  const stage = signs.review || order.shipping !== null ? 'review' : 'cart'
  return { total: order.total, currency: order.currency, items: order.items, subtotal: order.subtotal, shipping: order.shipping, tax: order.tax, discount: order.discount, vendorName: order.vendorName, stage, seenAt: now }
}

/** The newer page wins. One that lists the goods anew replaces all sums; one without goods only adds to what is known. */
export function mergeContext(before: CheckoutContext | null, after: CheckoutContext): CheckoutContext {
  if (before === null || after.items !== null) return after
  const merged = { ...after }
  for (const field of FIELDS) if (merged[field] === null) (merged as Record<ContextField, unknown>)[field] = before[field]
  return merged
}
