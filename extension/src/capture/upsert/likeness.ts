// Whether a page may show what a record holds, by all but their numbers.
import { type Document, type Json, PAGE, pageSaid, shown } from '@counterfoil/crypto/document'
import { confirmationOf, isOther } from '@counterfoil/crypto/orders'
import { sameGoods, someGoods } from './goods.ts'
import { amount, normal, numbersOf, realNumber } from './order-numbers.ts'
import type { CapturedOrder, Item } from '../types.ts'

/** Whether a page with this order's number shows another order. */
export const isAnother = (document: Document, order: CapturedOrder): boolean => isOther(document, asDocument(order))

/** Whether it has no number yet, by pages and by the person. */
export function isUnnumbered(document: Document): boolean {
  const typed = normal(shown(document, 'orderNumber'))
  return realNumber(document) === null && (typed === null || typed === confirmationOf(document))
}

/** The total as pages said it, else as the person did. */
export const totalOf = (document: Document): string | null => amount(pageSaid(document, 'total')) ?? amount(shown(document, 'total'))

/** What one of the two does not say does not part them; two confirmation numbers do. */
export function agrees(document: Document, order: CapturedOrder): boolean {
  const currency = pageSaid(document, 'currency') ?? shown(document, 'currency')
  if (currency !== null && order.currency !== null && currency !== order.currency.value) return false
  const goods = goodsOf(document)
  return sameConfirmation(document, order) && (goods === null || order.items === null || someGoods(goods, order.items.value))
}

/** The same currency and goods, or for both unknown. */
export function isSame(document: Document, order: CapturedOrder): boolean {
  if (pageSaid(document, 'currency') !== (order.currency?.value ?? null)) return false
  const goods = goodsOf(document)
  const items = order.items?.value ?? null
  return sameConfirmation(document, order) && (goods === null || items === null ? goods === items : sameGoods(goods, items))
}

/** When the order was made, as far as known, in ms. */
export function dated(document: Document): number | null {
  const said = Date.parse(String(pageSaid(document, 'orderDate') ?? shown(document, 'orderDate') ?? shown(document, 'created')))
  return Number.isNaN(said) ? null : said
}

/** How long before or after `at` it was captured, in ms. */
export function age(document: Document, at: number): number {
  const created = Date.parse(String(shown(document, 'created')))
  return Number.isNaN(created) ? Infinity : Math.abs(at - created)
}

function sameConfirmation(document: Document, order: CapturedOrder): boolean {
  const [known, read] = [confirmationOf(document), numbersOf(order).confirmation]
  return known === null || read === null || known === read
}

function goodsOf(document: Document): Item[] | null {
  const said = pageSaid(document, 'items')
  return Array.isArray(said) ? (said as unknown as Item[]) : null
}

/** What a page shows, to be compared with records. */
function asDocument(order: CapturedOrder): Document {
  const at = [0, 0, '0'.repeat(32)] as const
  const said = (['orderDate', 'total', 'currency', 'items'] as const).flatMap((name) => {
    const candidate = order[name]
    return candidate ? [[name, { [PAGE]: { at, value: candidate.value as unknown as Json } }] as const] : []
  })
  return { type: 'Order', schema: 1, fields: Object.fromEntries(said) }
}
