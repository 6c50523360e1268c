// Whether an order is in the history already.
import { KnownOrders } from './capture/upsert/known-orders.ts'
import { numbersOf } from './capture/upsert/order-numbers.ts'
import type { Offer } from './offers.ts'
import { keptOrders } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'

type Named = Pick<Offer, 'vendor' | 'order'>

/** Tells by its numbers whether an order is in the history or its bin. */
export function knownIn(vault: Vault): (named: Named) => boolean {
  const all = keptOrders(vault.records())
  return ({ vendor, order }) => {
    const orders = new KnownOrders(all, vendor, vault)
    const numbers = numbersOf(order)
    return (numbers.number !== null && orders.numbered(numbers.number).length > 0) || orders.confirmed(numbers) !== null
  }
}
