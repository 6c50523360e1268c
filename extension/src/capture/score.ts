/**
 * Save, ask or nothing. Never without an order number, or a fresh context and a total. A list of orders is not an order; a
 * failed one or one that can still be placed is none.
 */
import { isList } from './gate.ts'
import type { Signs } from './signs.ts'
import type { CapturedOrder, CheckoutContext, Proof, Verdict } from './types.ts'

const SAVE = 65
const ASK = 42
const LIST = 3

export function nothing(reason: string): Verdict {
  return { action: 'nothing', score: 0, reasons: [reason], order: null }
}

/** A proof that names the number the page prints; one that only data tells may be a leftover of another page. */
const SURE = 80

const proved = (proofs: readonly Proof[], says: Proof['says'], least: number): boolean => proofs.some((proof) => proof.says === says && proof.confidence >= least)

/** The order on this page was placed just now. */
export function isJustPlaced(signs: Signs, proofs: readonly Proof[]): boolean {
  return signs.fresh || proved(proofs, 'placed', SURE) || (signs.thanked && proved(proofs, 'placed', 0))
}

const isRecord = (signs: Signs, proofs: readonly Proof[]): boolean => signs.url === 'order' || signs.heads.slice(0, 2).includes('order') || proved(proofs, 'order', SURE)

/** Why the page is no order whatever else it says; asked before it is read further, because most pages end here. */
export function refusal(signs: Signs, stated: () => boolean): string | null {
  if (signs.url === 'never') return 'page-kind'
  if (isList(signs.heads)) return 'order-list'
  if (!signs.fresh && !isRecord(signs, []) && !stated()) return 'page-kind'
  if (signs.failed) return 'failed'
  return signs.review ? 'review' : null
}

export function score(order: CapturedOrder, signs: Signs, context: CheckoutContext | null, distinct: number, proofs: readonly Proof[] = []): Verdict {
  const first = signs.heads.slice(0, 2)
  const placed = proved(proofs, 'placed', SURE)
  const refused = refusal(signs, () => proofs.length > 0)
  if (refused !== null) return nothing(refused)
  if (proved(proofs, 'failed', SURE)) return nothing('failed')
  if (distinct >= LIST) return nothing('order-list')
  // Below a new order shops offer more to buy.
  if (signs.product && signs.url !== 'confirmation' && !placed) return nothing('product-page')
  const fresh = isJustPlaced(signs, proofs)
  if (first.includes('other') && !signs.heads.includes('placed') && signs.url !== 'confirmation' && !placed) return nothing('other-thanks')
  if (signs.about && !placed) return nothing('other-thanks')
  if (!fresh && !isRecord(signs, proofs)) return nothing('page-kind')
  const numbered = order.orderNumber !== null && order.orderNumber.confidence >= 34
  // Without a number "order confirmation" alone may be the page on which to confirm it.
  const surely = signs.thankful || signs.url === 'confirmation' || signs.url === 'thanks' || proved(proofs, 'placed', 0)
  const carried = fresh && surely && context !== null && order.total !== null
  if (!numbered && !carried) return nothing('no-number')

  const reasons: string[] = []
  let points = 0
  const add = (worth: number, reason: string): void => {
    points += worth
    reasons.push(reason)
  }
  if (signs.url === 'confirmation') add(26, 'url')
  else if (signs.url === 'thanks') add(14, 'url:thanks')
  else if (signs.url === 'order') add(14, 'url:order')
  if (signs.heads.includes('placed')) add(26, 'heading:placed')
  else if (signs.placed) add(20, 'text:placed')
  else if (first.includes('order')) add(18, 'heading:order')
  else if (signs.thanked) add(8, 'text:thanks')
  if (proved(proofs, 'placed', 0)) add(placed ? 24 : 16, 'proof:placed')
  else if (proved(proofs, 'order', 0)) add(proved(proofs, 'order', SURE) ? 14 : 8, 'proof:order')
  if (numbered && order.orderNumber !== null) {
    add(order.orderNumber.confidence >= 50 ? 28 : order.orderNumber.confidence >= 42 ? 20 : 12, 'number')
    if (order.orderNumber.signal.split('+').length >= 3) add(8, 'number:agreed')
  }
  if (order.total !== null) add(order.total.signal.startsWith('context') ? 10 : 16, 'total')
  if (order.items !== null) add(8, 'items')
  if (order.orderDate !== null) add(6, 'date')
  if (order.subtotal !== null || order.shipping !== null || order.tax !== null) add(6, 'amounts')
  if (context !== null && fresh) add(context.total !== null ? 22 : 8, 'context')
  if (order.total === null && order.items === null && !fresh) return nothing('nothing-bought')
  // An order page that is not fresh says little by its address alone: it has to show what was bought for how much.
  if (!fresh && (order.total === null || !numbered)) return nothing('not-an-order')
  points = Math.min(100, points)
  const action = points >= SAVE ? 'save' : points >= ASK ? 'ask' : 'nothing'
  return { action, score: points, reasons, order: action === 'nothing' ? null : order }
}
