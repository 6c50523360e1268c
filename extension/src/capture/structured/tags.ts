/** The collector of what a page's scripts say: its variables, where they were asked for, and the text of its scripts. */
import type { Collector, Statement } from '../types.ts'
import { Commands } from './commands.ts'
import { placed, purchaseOf } from './events.ts'
import { amount, any, at, dataAt, isData, orderToken, type Data } from './plain.ts'
import { saidByGlobals, type Said } from './said.ts'
import { saidByScripts } from './scripts.ts'
import { itemsOf, statement } from './statement.ts'

const MAX_WRAPPED = 40

export const readTags: Collector = ({ document, url, globals }) => ({
  // One event is in the page's variables and in its script's text: each side is read by itself, so that its goods count once.
  statements: [...statementsOf(saidByGlobals(globals), url), ...statementsOf(saidByScripts(document), url)],
})

function statementsOf(said: readonly Said[], base: string): Statement[] {
  const commands = new Commands(base)
  const statements: Statement[] = []
  for (const { name, value } of said) {
    if (Array.isArray(value)) commands.add(value as unknown[])
    else if (isData(value)) statements.push(...shopify(name, value, base), ...purchases(value, base, 2))
  }
  return [...statements, ...commands.statements()]
}

/** Shops wrap their events in envelopes of their own. */
function purchases(data: Data, base: string, depth: number): Statement[] {
  const found = purchaseOf(data, base)
  if (found !== null) return [found]
  if (depth === 0 || !placed(data)) return []
  return Object.values(data).slice(0, MAX_WRAPPED).filter(isData).flatMap((inner) => purchases(inner, base, depth - 1))
}

/** `Shopify.checkout` of older checkouts. Its `order_id` is no number that a person ever sees. */
function shopify(name: string, data: Data, base: string): Statement[] {
  const checkout = /(^|\.)Shopify$/.test(name) ? dataAt(data, 'checkout') : /(^|\.)Shopify\.checkout$/.test(name) ? data : null
  if (checkout === null || orderToken(at(checkout, 'order_id')) === null || amount(at(checkout, 'total_price')) === null) return []
  return [
    statement({
      by: 'shop', says: 'placed', signal: 'shopify:checkout', total: at(checkout, 'total_price'), subtotal: at(checkout, 'subtotal_price'), tax: at(checkout, 'total_tax'),
      shipping: any(dataAt(checkout, 'shipping_rate'), 'price'), discount: any(dataAt(checkout, 'discount'), 'amount'), currency: any(checkout, 'presentment_currency', 'currency'),
      items: itemsOf(at(checkout, 'line_items'), base),
    }),
  ]
}
