import { readCheckout, readOrder } from '../capture/index.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  globalThis.counterfoilReader = {
    readOrder: (context, now) => readOrder(document, location.href, context, now),
    readCheckout: (now) => readCheckout(document, location.href, now),
  }
})
