/** Why a page waits for the person instead of being saved, in words. Orders of a list all wait for one reason, which is said once. */
import type { WaitingView } from '../app.ts'
import type { FieldName } from '../capture/types.ts'
import { formatDate } from '../ui/dates.ts'
import { formatMoney } from '../ui/money.ts'
import { clip } from '../ui/text.ts'
import { FIELD } from './order-words.ts'

/** A clue that the order on a page is placed; without one it may be a page about orders. */
const PLACED = /^(url|heading:placed|text:placed)$/

export function whyWaiting(waiting: WaitingView): string[] {
  const why: string[] = []
  const torn = (field: FieldName): boolean => waiting.conflicts.some((conflict) => conflict.field === field)
  const listed = waiting.from === 'list'
  if (waiting.orderNumber === null && !torn('orderNumber')) why.push('No order number was read.')
  if (waiting.total === null && !torn('total') && !listed) why.push('No total was read.')
  if (!listed && !waiting.reasons.some((reason) => PLACED.test(reason))) why.push('The page does not clearly say that an order was placed.')
  for (const { field, values } of waiting.conflicts) {
    const shown = values.map((value) => clip(field === 'orderDate' ? formatDate(value) : MONEY.has(field) ? formatMoney(value, waiting.currency) : value, 60))
    const what = FIELD[field].toLowerCase()
    why.push(has(waiting, field) ? `The page also shows another ${what}: ${shown.join(', ')}.` : `The page shows more than one ${what}: ${shown.join(', ')}.`)
  }
  return why.length > 0 || listed ? why : ['Too few things on the page agree that it is an order.']
}

const MONEY: ReadonlySet<string> = new Set(['total', 'subtotal', 'shipping', 'tax', 'discount'])
const has = (waiting: WaitingView, field: string): boolean => (waiting as unknown as Record<string, unknown>)[field] != null
