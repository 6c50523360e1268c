/** How it was paid, from the codes that data uses for it: `PAYPAL`, `credit_card`, `http://purl.org/goodrelations/v1#VISA`. */
import { readPayment } from '../details/payment.ts'
import type { Payment } from '../types.ts'

/** `ending` names the card or the account that was used; only what stands behind a mask is read of it. */
export function paymentOf(method: unknown, ending: unknown = null): Payment | null {
  const name = typeof method === 'string' ? method.slice(0, 100).replace(/^.*[/#]/, '').replace(/[_\-.]+/g, ' ') : ''
  const paid = readPayment(name) ?? readPayment(name.replace(/([a-z])([A-Z])/g, '$1 $2'))
  const last4 = typeof ending === 'string' ? (readPayment(ending.slice(0, 40))?.last4 ?? null) : null
  return paid === null && last4 === null ? null : { kind: paid?.kind ?? null, brand: paid?.brand ?? null, last4: paid?.last4 ?? last4 }
}
