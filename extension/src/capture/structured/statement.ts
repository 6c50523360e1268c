/** One purchase as some data tells it. Whoever bought it, and where it goes, is not taken. */
import type { Item, Statement } from '../types.ts'
import { amount, any, code, count, currencyCode, discountAmount, gtin, isData, link, listOf, orderToken, text } from './plain.ts'

/** Values as found; what is no number, amount or code is left out. */
export interface Told {
  readonly by: Statement['by']
  readonly says: Statement['says']
  readonly signal: string
  readonly number?: unknown
  readonly alias?: unknown
  readonly total?: unknown
  readonly subtotal?: unknown
  readonly shipping?: unknown
  readonly tax?: unknown
  readonly discount?: unknown
  readonly currency?: unknown
  readonly items?: readonly Item[]
  readonly details?: Statement['details']
}

export function statement(told: Told): Statement {
  const { by, says, signal } = told
  return {
    by,
    says,
    signal,
    orderNumber: orderToken(told.number),
    alias: text(told.alias, 80),
    total: amount(told.total),
    subtotal: amount(told.subtotal),
    shipping: amount(told.shipping),
    tax: amount(told.tax),
    discount: discountAmount(told.discount),
    currency: currencyCode(told.currency),
    items: told.items ?? [],
    details: told.details ?? {},
  }
}

const NAME = ['item_name', 'name', 'title', 'productName', 'product_name', 'product_title']
const PRICE = ['price', 'unit_price', 'unitPrice', 'item_price', 'product_price']
const QUANTITY = ['quantity', 'qty', 'product_quantity']
const SKU = ['sku', 'SKU', 'item_sku', 'product_sku', 'item_id', 'productSku']

/** The lines of a purchase in any of the dialects; those without a name are not goods that a person knows. */
export function itemsOf(list: unknown, base: string): Item[] {
  const items: Item[] = []
  for (const entry of listOf(list)) {
    if (!isData(entry)) continue
    const name = text(any(entry, ...NAME))
    if (name === null || !/\p{L}/u.test(name)) continue
    items.push({
      name,
      quantity: count(any(entry, ...QUANTITY)),
      unitPrice: amount(any(entry, ...PRICE)),
      total: amount(any(entry, 'line_price', 'line_total', 'lineTotal')),
      url: link(any(entry, 'url', 'product_url', 'item_url'), base),
      sku: code(any(entry, ...SKU)),
      gtin: gtin(any(entry, 'gtin', 'gtin13', 'ean', 'item_gtin', 'gtin14', 'gtin12', 'gtin8', 'barcode')),
    })
  }
  return items
}
