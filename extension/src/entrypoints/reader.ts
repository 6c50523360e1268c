import { type CheckoutContext, readCheckout, readOrder } from '../capture/index.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  globalThis.counterfoilReader = {
    readOrder: (context, now) =>
      JSON.stringify(readOrder(document, location.href, JSON.parse(context) as CheckoutContext | null, now)),
    readCheckout: (now) => JSON.stringify(readCheckout(document, location.href, now)),
  }
})
