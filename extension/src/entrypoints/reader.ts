import { type CheckoutContext, NO_SINGLE_ORDER, Reading } from '../capture/index.ts'
import type { Ask, FromPage } from '../capture/reader.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  globalThis.counterfoilReader = {
    read: (asked) => {
      const { kind, context, now, globals, byHand } = JSON.parse(asked) as Ask
      const requests = performance.getEntriesByType('resource').map(({ name }) => name)
      const reading = new Reading({ document, url: location.href, globals, requests }, now)
      const read = kind === 'checkout' ? null : reading.order(context as CheckoutContext | null)
      const order = kind === 'orders' && read?.action !== 'nothing' ? NO_SINGLE_ORDER : read
      const listed = kind === 'orders' || (order?.reasons.includes('order-list') ?? false)
      const orders = listed ? reading.orders() : null
      // A review page may call itself a confirmation; what it says belongs to the checkout. What a list says belongs to no purchase.
      const checkout = !listed && (order === null || order.action === 'nothing') ? reading.checkout() : null
      const draft = byHand && orders === null && order?.action === 'nothing' ? reading.draft() : null
      return JSON.stringify({ url: location.href, order, checkout, orders, draft } satisfies FromPage)
    },
  }
})
