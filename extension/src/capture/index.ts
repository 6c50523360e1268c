/**
 * Capture: DOM in, result out. The gate runs on every permitted page; the rest is loaded when it says yes.
 *
 * On 'checkout' call `readCheckout` and keep `mergeContext(kept, read)` for the site. On 'confirmation' call `readOrder` with
 * what is kept; when it answers 'nothing' the page may be a review that calls itself a confirmation, so call `readCheckout` too.
 */
import { collect, readText } from './collect.ts'
import { readContext } from './context.ts'
import { isFresh, reconcile } from './reconcile.ts'
import { nothing, score } from './score.ts'
import { readSigns } from './signs.ts'
import { TooLong, type Clock } from './text.ts'
import type { CheckoutContext, Collector, Verdict } from './types.ts'

export { gate } from './gate.ts'
export { mergeContext } from './context.ts'
export { CONTEXT_LIFE } from './reconcile.ts'
export { cleanUrl } from './url.ts'
export type * from './types.ts'

/** Further collectors (structured data, recipes) go here. */
const COLLECTORS: Collector[] = []
const CLOCK: Clock = () => performance.now()

/**
 * `now` in milliseconds since the epoch. `context` older than two hours is ignored. `clock` times the reading, which holds the
 * page's own thread: what takes too long is nothing, and never a part of an order.
 */
export function readOrder(document: Document, url: string, context: CheckoutContext | null, now: number, collectors: Collector[] = COLLECTORS, clock: Clock = CLOCK): Verdict {
  try {
    return orderOf(document, url, context, now, collectors, clock)
  } catch (error) {
    if (error instanceof TooLong) return nothing('too-long')
    throw error
  }
}

/** Null where there is nothing to remember, or reading took too long. */
export function readCheckout(document: Document, url: string, now: number, collectors: Collector[] = COLLECTORS, clock: Clock = CLOCK): CheckoutContext | null {
  try {
    return readContext(document, url, now, collectors, clock)
  } catch (error) {
    if (error instanceof TooLong) return null
    throw error
  }
}

function orderOf(document: Document, url: string, context: CheckoutContext | null, now: number, collectors: Collector[], clock: Clock): Verdict {
  const reading = readText(document, url, now, clock)
  const signs = readSigns(reading.page)
  const candidates = collect(reading.candidates, collectors, document, url)
  // A page of an old order has nothing to do with what lies in the cart today.
  const dated = candidates.orderDate?.[0]?.value
  const old = dated !== undefined && now - Date.parse(dated) > 2 * 86_400_000
  const known = signs.fresh && !old && isFresh(context, now) ? context : null
  reading.page.budget.check()
  return score(reconcile(candidates, known), signs, known, reading.numbers)
}
