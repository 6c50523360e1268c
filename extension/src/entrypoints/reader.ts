import { type CheckoutContext, readCheckout, readOrder } from '../capture/index.ts'
import type { FromPage } from '../capture/reader.ts'

// Injected into the isolated world of a page that the gate, or the person, said yes to.
export default defineUnlistedScript(() => {
  const from = <T>(read: T): string => JSON.stringify({ url: location.href, read } satisfies FromPage<T>)
  globalThis.counterfoilReader = {
    readOrder: (context, now) =>
      from(readOrder(document, location.href, JSON.parse(context) as CheckoutContext | null, now)),
    readCheckout: (now) => from(readCheckout(document, location.href, now)),
  }
})
