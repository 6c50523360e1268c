/**
 * The purchase as it stands before the order is placed, read on cart, checkout and review pages, because many confirmation
 * pages print next to nothing. The caller keeps it per site, in memory.
 */
import { reconcile } from './reconcile.ts'
import type { Signs } from './signs.ts'
import { CONTEXT_FIELDS, type Candidates, type CheckoutContext, type ContextField } from './types.ts'

/** Whether the page may be a step of a purchase, also one that calls itself done; most pages are none, and are not read further to learn that. */
export function isStep(signs: Signs): boolean {
  return signs.fresh || signs.url === 'checkout' || signs.heads.includes('checkout') || signs.review
}

/** Null where the page says nothing worth remembering. */
export function contextOf(candidates: Candidates, signs: Signs, now: number): CheckoutContext | null {
  if (signs.heads.includes('placed') && signs.thankful && !signs.review) return null
  const order = reconcile(candidates, null)
  if (order.items === null && order.total === null) return null
  const stage = signs.review || order.shipping !== null ? 'review' : 'cart'
  const fields = Object.fromEntries(CONTEXT_FIELDS.map((field) => [field, order[field]])) as Pick<CheckoutContext, ContextField>
  return { ...fields, stage, seenAt: now }
}

/** The newer page wins. One that lists the goods anew replaces all sums; one without goods only adds to what is known. */
export function mergeContext(before: CheckoutContext | null, after: CheckoutContext): CheckoutContext {
  if (before === null || after.items !== null) return after
  const merged = { ...after }
  for (const field of CONTEXT_FIELDS) if (merged[field] === null) (merged as Record<ContextField, unknown>)[field] = before[field]
  return merged
}
