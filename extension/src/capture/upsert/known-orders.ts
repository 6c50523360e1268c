// Which known order a page shows, if any. A wrong join hides a purchase, so whatever is not plain makes a new record, which is only seen twice.
import { pageSaid, shown } from '@counterfoil/crypto/document'
import { orderKey } from '@counterfoil/crypto/identity'
import { confirmationOf, numberOf, type Order } from '@counterfoil/crypto/orders'
import type { Vault } from '../../vault/vault.ts'
import { age, agrees, dated, isSame, isUnnumbered, totalOf } from './likeness.ts'
import { amount, normal, type Numbers, realNumber } from './order-numbers.ts'
import { CONTEXT_LIFE } from '../reconcile.ts'
import type { CapturedOrder } from '../types.ts'

/** Shops date an order by their own clock, and a purchase at midnight has two days. */
const DAYS = 2
const DAY_MS = 86_400_000

export interface Seen {
  readonly order: CapturedOrder
  /** When, in ms since 1970. */
  readonly at: number
}

/** The orders of one vendor, by whatever a page may know them. */
export class KnownOrders {
  /** The record id that a number has by itself. */
  readonly #recordOf: (number: string) => string
  readonly #records = new Map<string, Order>()
  readonly #numbers = new Map<string, Order[]>()
  readonly #typed = new Map<string, Order[]>()
  readonly #confirmations = new Map<string, Order[]>()
  readonly #totals = new Map<string, Order[]>()

  constructor(orders: Iterable<Order>, vendor: string, vault: Pick<Vault, 'idOf'>) {
    this.#recordOf = (number) => vault.idOf('Order', orderKey(vendor, number))
    for (const order of orders) {
      const { document, records } = order
      if (pageSaid(document, 'vendor') !== vendor && shown(document, 'vendor') !== vendor) continue
      for (const record of records) this.#records.set(record, order)
      add(this.#numbers, numberOf(document), order)
      add(this.#typed, normal(shown(document, 'orderNumber')), order)
      add(this.#confirmations, confirmationOf(document), order)
      add(this.#totals, totalOf(document), order)
    }
  }

  /** The orders with a number: by what pages said and by the number's own record, else by the person's word. */
  numbered(number: string): Order[] {
    const own = this.#records.get(this.#recordOf(number))
    const said = [...new Set([...(this.#numbers.get(number) ?? []), ...(own ? [own] : [])])]
    return said.length > 0 ? said : (this.#typed.get(number) ?? [])
  }

  /** The one order with this confirmation number and no other order number. */
  confirmed({ number, confirmation }: Numbers): Order | null {
    if (confirmation === null) return null
    const found = new Set([...this.numbered(confirmation), ...(this.#confirmations.get(confirmation) ?? [])])
    return only([...found].filter(({ document }) => number === null || [null, number].includes(realNumber(document))))
  }

  /** The orders without a number that may be this one: what is known of both agrees, and the total is known. */
  unnumberedLike({ order, at }: Seen): Order[] {
    const day = order.orderDate === null ? at : Date.parse(order.orderDate.value)
    return this.#ofTotal(order).filter(({ document }) => {
      const placed = dated(document)
      const near = placed !== null && Math.abs(Math.floor(placed / DAY_MS) - Math.floor(day / DAY_MS)) <= DAYS
      return near && isUnnumbered(document) && agrees(document, order)
    })
  }

  /**
   * The order that a page without a number shows again. Two purchases of the same goods for the same sum within two days, both without a
   * number, are taken for one: a reload, another tab or another device shows the same as a second purchase would. Once the number of
   * one turns up it is that one's, and the other's makes a record of its own.
   *
   * Within the life of a checkout context an order with a number counts as well, and what one of the two does not say: shops show the
   * number on one page of a purchase and not on the next.
   */
  shownAgain({ order, at }: Seen): Order | null {
    const alike = this.#ofTotal(order)
    const same = alike.filter(({ document }) => age(document, at) <= DAYS * DAY_MS && isUnnumbered(document) && isSame(document, order))
    if (same.length > 0) return same.reduce((one, other) => (age(other.document, at) < age(one.document, at) ? other : one))
    return only(alike.filter(({ document }) => age(document, at) <= CONTEXT_LIFE && agrees(document, order)))
  }

  #ofTotal({ total }: CapturedOrder): Order[] {
    const read = amount(total?.value)
    return read === null ? [] : (this.#totals.get(read) ?? [])
  }
}

export const only = <T>(found: readonly T[]): T | null => (found.length === 1 ? (found[0] ?? null) : null)

function add(index: Map<string, Order[]>, key: string | null, order: Order): void {
  if (key === null) return
  const known = index.get(key)
  if (known) known.push(order)
  else index.set(key, [order])
}
