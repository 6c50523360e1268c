import { type CheckoutContext, Reading } from '../capture/index.ts'
import type { Ask, FromPage } from '../capture/reader.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  globalThis.counterfoilReader = {
    read: (asked) => {
      const { kind, context, now, globals } = JSON.parse(asked) as Ask
      const requests = performance.getEntriesByType('resource').map(({ name }) => name)
      const reading = new Reading({ document, url: location.href, globals, requests }, now)
      const order = kind === 'checkout' ? null : reading.order(context as CheckoutContext | null)
      // A review page may call itself a confirmation; what it says belongs to the checkout.
      const checkout = order === null || order.action === 'nothing' ? reading.checkout() : null
      return JSON.stringify({ url: location.href, order, checkout } satisfies FromPage)
    },
  }
})
