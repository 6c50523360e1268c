import { type CheckoutContext, NO_SINGLE_ORDER, Reading } from '../capture/index.ts'
import type { Ask, FromPage } from '../capture/reader.ts'
import { findTerms } from '../terms/find/index.ts'
import type { FoundTerms } from '../terms/types.ts'
import { watchAgreement } from '../terms/watch.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  globalThis.counterfoilReader = {
    read: (asked) => {
      const { kind, context, now, globals, byHand } = JSON.parse(asked) as Ask
      const step = kind === 'checkout' || kind === 'sign-up'
      const requests = performance.getEntriesByType('resource').map(({ name }) => name)
      const reading = new Reading({ document, url: location.href, globals, requests }, now)
      const read = step ? null : reading.order(context as CheckoutContext | null)
      const order = kind === 'orders' && read?.action !== 'nothing' ? NO_SINGLE_ORDER : read
      const listed = kind === 'orders' || (order?.reasons.includes('order-list') ?? false)
      const orders = listed ? reading.orders() : null
      // A review page may call itself a confirmation; what it says belongs to the checkout. What a list says belongs to no purchase.
      const checkout = kind !== 'sign-up' && !listed && (order === null || order.action === 'nothing') ? reading.checkout() : null
      const draft = byHand && orders === null && order?.action === 'nothing' ? reading.draft() : null
      // Of a page that is neither an order nor on the way to one nobody asks for terms.
      const terms = step || checkout !== null || (order !== null && order.action !== 'nothing') || draft !== null ? termsHere() : null
      if (terms !== null && terms.agreeing.length > 0) watchAgreement(() => termsHere()?.agreeing ?? [])
      return JSON.stringify({ url: location.href, order, checkout, orders, draft, terms } satisfies FromPage)
    },
  }
})

/** What a page does to be read wrongly costs its terms and not the order. */
function termsHere(): FoundTerms | null {
  try {
    const { globalPrivacyControl: gpc } = navigator as { globalPrivacyControl?: unknown }
    return { ...findTerms(document, location.href), gpc: typeof gpc === 'boolean' ? gpc : null }
  } catch {
    return null
  }
}
