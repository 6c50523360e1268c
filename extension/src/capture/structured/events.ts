/**
 * Purchases in the events that shops send to their marketers, told by their shape: an event's name is free, and another system's
 * event often has the same form. One object is one purchase.
 */
import type { Statement } from '../types.ts'
import { any, at, dataAt, day, isData, listOf, orderToken, word, type Data } from './plain.ts'
import { itemsOf, statement, type Told } from './statement.ts'

type Shape = (data: Data, base: string) => Told | null

/** An order number stands in refunds, in steps before the order, and on pages of old orders too. */
const NOT_PLACED = /refund|cancel|checkout_started|begin_checkout|add_to|remove_from|view_|viewed|shipping_info|payment_info|return|abandon|quote|wishlist|impression|detail|delivered|shipped/
const named = (data: Data): string => word(any(data, 'event', 'eventName', 'event_name', 'tealium_event'))
export const placed = (data: Data): boolean => !NOT_PLACED.test(named(data))

/** GA4, wherever it keeps its fields: in `ecommerce`, beside it, in an event model, or in an array of them. */
const ga4: Shape = (data, base) => {
  const nested = dataAt(data, 'ecommerce') ?? dataAt(data, 'eventModel') ?? data
  const number = any(nested, 'transaction_id') ?? any(data, 'transaction_id')
  if (orderToken(number) === null) return null
  const from = (...keys: string[]): unknown => any(nested, ...keys) ?? any(data, ...keys)
  const items = itemsOf(from('items', 'products'), base)
  if (from('value', 'revenue', 'currency', 'total') === undefined && items.length === 0) return null
  return marketing('ga4', { number, total: from('value', 'revenue', 'total'), tax: from('tax'), shipping: from('shipping'), currency: from('currency'), discount: from('discount'), items })
}

/** Enhanced e-commerce: `ecommerce.purchase.actionField`. */
const universal: Shape = (data, base) => {
  const commerce = dataAt(data, 'ecommerce') ?? data
  const purchase = dataAt(commerce, 'purchase')
  const action = dataAt(purchase, 'actionField')
  if (action === null || orderToken(at(action, 'id')) === null) return null
  return marketing('ua', {
    number: at(action, 'id'), total: at(action, 'revenue'), tax: at(action, 'tax'), shipping: at(action, 'shipping'),
    currency: any(commerce, 'currencyCode') ?? any(action, 'currency', 'currencyCode'), items: itemsOf(at(purchase, 'products'), base),
  })
}

const tagManager: Shape = (data, base) => {
  if (orderToken(at(data, 'transactionId')) === null || any(data, 'transactionTotal', 'transactionProducts') === undefined) return null
  return marketing('gtm', {
    number: at(data, 'transactionId'), total: at(data, 'transactionTotal'), tax: at(data, 'transactionTax'), shipping: at(data, 'transactionShipping'),
    currency: any(data, 'transactionCurrency', 'currency', 'currencyCode'), items: itemsOf(at(data, 'transactionProducts'), base),
  })
}

/** Google Customer Reviews' opt-in stands on confirmation pages only. Its e-mail address is left where it is. */
const customerReviews: Shape = (data) => {
  if (at(data, 'merchant_id') === undefined || orderToken(at(data, 'order_id')) === null || any(data, 'estimated_delivery_date', 'delivery_country') === undefined) return null
  const expectedUntil = day(at(data, 'estimated_delivery_date'))
  const details = expectedUntil === null ? {} : { delivery: { expectedFrom: null, expectedUntil, carrier: null, trackingNumber: null, trackingUrl: null } }
  return marketing('customer-reviews', { number: at(data, 'order_id'), details })
}

/** Its amount lacks tax and shipping by definition. */
const awin: Shape = (data) =>
  orderToken(at(data, 'orderRef')) === null || any(data, 'amount', 'parts') === undefined ? null : marketing('awin', { number: at(data, 'orderRef'), currency: at(data, 'currency') })

const criteo: Shape = (data) =>
  word(at(data, 'event')) !== 'tracktransaction' || orderToken(at(data, 'id')) === null ? null : marketing('criteo', { number: at(data, 'id'), currency: at(data, 'currency') })

/** Adobe's experience data model. */
const experience: Shape = (data, base) => {
  const commerce = dataAt(data, 'commerce') ?? dataAt(dataAt(data, 'xdm'), 'commerce')
  const order = dataAt(commerce, 'order')
  if (order === null || orderToken(at(order, 'purchaseID')) === null) return null
  const lines = any(data, 'productListItems') ?? any(dataAt(data, 'xdm'), 'productListItems')
  // Its `priceTotal` is a line's, and its `price` is nothing.
  return marketing('adobe', { number: at(order, 'purchaseID'), total: at(order, 'priceTotal'), tax: at(order, 'taxAmount'), currency: at(order, 'currencyCode'), items: itemsOf(lines, base).map((item) => ({ ...item, unitPrice: null })) })
}

/** The W3C's customer experience data layer. */
const digitalData: Shape = (data, base) => {
  const transaction = dataAt(data, 'transaction') ?? dataAt(dataAt(data, 'digitalData'), 'transaction')
  const number = any(transaction, 'transactionID', 'transactionId')
  if (transaction === null || orderToken(number) === null) return null
  const total = dataAt(transaction, 'total')
  const items = listOf(at(transaction, 'item')).filter(isData).map((entry) => {
    const product = dataAt(entry, 'productInfo')
    const price = dataAt(entry, 'price')
    return { name: any(product, 'productName', 'name'), sku: any(product, 'sku', 'productID'), quantity: at(entry, 'quantity'), price: any(price, 'priceWithTax', 'basePrice') }
  })
  return marketing('digital-data', { number, total: any(total, 'transactionTotal', 'priceWithTax'), shipping: any(total, 'shipping'), discount: any(total, 'voucherDiscount'), currency: any(total, 'currency'), items: itemsOf(items, base) })
}

/** Tealium's flat variables, with the goods in arrays side by side. */
const tealium: Shape = (data, base) => {
  const number = any(data, 'order_id', 'order_number', '_corder')
  if (orderToken(number) === null || any(data, 'order_total', '_ctotal', 'order_subtotal', 'order_currency') === undefined) return null
  const column = (...keys: string[]): readonly unknown[] => listOf(any(data, ...keys))
  const [names, quantities, prices, skus] = [column('product_name', '_cprodname'), column('product_quantity', '_cquan'), column('product_unit_price', 'product_price', '_cprice'), column('product_sku', '_csku')]
  const items = names.map((name, i) => ({ name, quantity: quantities[i], price: prices[i], sku: skus[i] }))
  // These variables stand on the page of an old order too.
  const says = /purchase|confirm|receipt|thank|complete|success/.test([named(data), word(any(data, 'page_type', 'pageType')), word(any(data, 'page_name', 'pageName'))].join(' ')) ? 'placed' : 'order'
  return { ...marketing('tealium', {
    number, total: any(data, 'order_total', '_ctotal'), subtotal: any(data, 'order_subtotal', '_csubtotal'), tax: any(data, 'order_tax', 'order_tax_amount', '_ctax'),
    shipping: any(data, 'order_shipping', 'order_shipping_amount', '_cship'), discount: any(data, 'order_discount', 'order_discount_amount'), currency: any(data, 'order_currency', 'order_currency_code', '_ccurrency'), items: itemsOf(items, base),
  }), says }
}

/** Wix, TikTok, Pinterest and others: an id of the order with what was paid in which currency, under the usual names. */
const common: Shape = (data, base) => {
  const number = any(data, 'orderNumber', 'order_number', 'orderId', 'order_id', 'orderID', 'order_reference') ?? (any(data, 'origin', 'contents') === undefined ? undefined : at(data, 'id'))
  if (orderToken(number) === null) return null
  const total = any(data, 'orderTotal', 'order_total', 'total', 'value', 'revenue', 'grand_total', 'grandTotal')
  const items = itemsOf(any(data, 'items', 'products', 'contents', 'line_items', 'lineItems'), base)
  const currency = any(data, 'currency', 'currencyCode', 'currency_code', 'order_currency')
  if (total === undefined || currency === undefined || !/purchase|order|transaction|checkout_completed|completepayment|sale|conversion/.test(named(data))) return null
  return marketing('purchase', { number, total, tax: any(data, 'tax', 'tax_amount'), shipping: any(data, 'shipping', 'shipping_amount'), discount: any(data, 'discount'), currency, items })
}

export const marketing = (signal: string, told: Omit<Told, 'by' | 'says' | 'signal'>): Told => ({ by: 'marketing', says: 'placed', signal: `event:${signal}`, ...told })

/** The particular before the general: what one knows, the next does not read again. */
const SHAPES: readonly Shape[] = [universal, ga4, tagManager, customerReviews, awin, criteo, experience, digitalData, tealium, common]

export function purchaseOf(data: Data, base: string): Statement | null {
  if (!placed(data)) return null
  for (const shape of SHAPES) {
    const told = shape(data, base)
    if (told !== null) return statement(told)
  }
  return null
}
