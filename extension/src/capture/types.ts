/**
 * What capture says: every field is a candidate with where it came from, or null. Null means "not read", never zero.
 * Money is a decimal string, dates are ISO 8601, times are milliseconds since the epoch. All of it is plain JSON.
 */
import type { MoneyHints } from './money.ts'

export interface Candidate<T> {
  value: T
  /** 0 to 100. */
  confidence: number
  /** Where it was read, for example `label:order-number` or `context:items`; agreeing signals are joined with `+`. */
  signal: string
}

/** schema.org OrderItem. */
export interface Item {
  name: string
  /** A positive integer. */
  quantity: number | null
  unitPrice: string | null
  /** The price of the whole line as printed, which a discount may have changed afterwards. */
  total: string | null
  url: string | null
  sku: string | null
  gtin: string | null
}

/** The members of schema.org's OrderStatus. */
export const ORDER_STATUSES = ['OrderProcessing', 'OrderPaymentDue', 'OrderPickupAvailable', 'OrderInTransit', 'OrderDelivered', 'OrderCancelled', 'OrderReturned', 'OrderProblem'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export const PAYMENT_KINDS = ['card', 'wallet', 'bank-transfer', 'direct-debit', 'invoice', 'instalments', 'cash-on-delivery', 'gift-card'] as const
export type PaymentKind = (typeof PAYMENT_KINDS)[number]

/** How it was paid. Never more of a card than its brand and last four digits. */
export interface Payment {
  kind: PaymentKind | null
  /** As one says it: Visa, PayPal, Klarna. */
  brand: string | null
  last4: string | null
}

/** schema.org ParcelDelivery: the days (ISO 8601) between which it should come, and where to follow it. */
export interface Delivery {
  expectedFrom: string | null
  expectedUntil: string | null
  carrier: string | null
  trackingNumber: string | null
  /** Cleaned like every address that is kept. */
  trackingUrl: string | null
}

/** schema.org MerchantReturnPolicy; the days count from delivery. */
export interface ReturnPolicy {
  days: number | null
  url: string | null
}

export interface Fields {
  orderNumber: string
  /** A shop's first word for an order whose number comes later, such as Shopify's. */
  confirmationNumber: string
  orderDate: string
  status: OrderStatus
  total: string
  currency: string
  items: Item[]
  subtotal: string
  shipping: string
  tax: string
  discount: string
  vendorName: string
  /** Who sold it on a marketplace. */
  seller: string
  payment: Payment
  delivery: Delivery
  returnPolicy: ReturnPolicy
  invoiceUrl: string
}

export type FieldName = keyof Fields
export const FIELD_NAMES: readonly FieldName[] = [
  'orderNumber', 'confirmationNumber', 'orderDate', 'status', 'total', 'currency', 'items', 'subtotal', 'shipping', 'tax', 'discount', 'vendorName',
  'seller', 'payment', 'delivery', 'returnPolicy', 'invoiceUrl',
]
export type Amount = 'total' | 'subtotal' | 'shipping' | 'tax' | 'discount'
export const AMOUNTS: readonly Amount[] = ['total', 'subtotal', 'shipping', 'tax', 'discount']

/** Something beside the words of the page that says what kind of page it is, such as a `purchase` event. */
export interface Proof {
  /** `placed`: this order was just placed. `order`: the page of one order, old or new. `failed`: it came to nothing. */
  says: 'placed' | 'order' | 'failed'
  confidence: number
  signal: string
}

/** What one thing on the page says of one order, taken as a whole: whether its parts count depends on what the page prints. */
export interface Statement {
  /** `shop`: its own words on the order's total. `marketing`: an event, whose amount may lack tax or shipping or be in another currency. */
  readonly by: 'shop' | 'marketing'
  /** Null: it tells of the order, but proves none. */
  readonly says: 'placed' | 'order' | null
  readonly signal: string
  readonly orderNumber: string | null
  /** Another name of the same order, such as an event's id that was made from its number. */
  readonly alias: string | null
  readonly total: string | null
  readonly subtotal: string | null
  readonly shipping: string | null
  readonly tax: string | null
  readonly discount: string | null
  readonly currency: string | null
  readonly items: readonly Item[]
  /** What else it tells of that order. */
  readonly details: Partial<Pick<Fields, 'orderDate' | 'status' | 'vendorName' | 'seller' | 'payment' | 'delivery' | 'returnPolicy' | 'invoiceUrl'>>
}

/** What one collector found: any number of candidates a field. */
export type Candidates = { [K in FieldName]?: Candidate<Fields[K]>[] } & { proofs?: Proof[]; statements?: Statement[] }

/** All that a page gives to be read. What its scripts said is forged input until something else agrees. */
export interface PageSource {
  readonly document: Document
  readonly url: string
  /** Plain JSON copied out of the page's own world; null where it was not asked. */
  readonly globals: unknown
  /** Addresses that the page fetched, as `performance` lists them. */
  readonly requests: readonly string[]
}

/** How the page's amounts and dates are to be read, as the whole of it says. */
export interface Notation {
  readonly hints: MoneyHints
  /** Of the reading, in milliseconds since the epoch: no order is from after it. */
  readonly now: number
}

/** Pure: the same page always gives the same candidates. Structured data and recipes are such. */
export type Collector = (source: PageSource, notation: Notation) => Candidates

/** Values that lost against the one in the order, best first; shown to the person, never averaged. */
export type Conflicts = { [K in FieldName]?: Candidate<Fields[K]>[] }

export type CapturedOrder = { [K in FieldName]: Candidate<Fields[K]> | null } & { conflicts: Conflicts }

/** Fields that a page before the order can know. */
export type ContextField = Exclude<FieldName, 'orderNumber' | 'confirmationNumber' | 'orderDate' | 'status' | 'invoiceUrl'>
export const CONTEXT_FIELDS: readonly ContextField[] = [
  'total', 'currency', 'items', 'subtotal', 'shipping', 'tax', 'discount', 'vendorName', 'seller', 'payment', 'delivery', 'returnPolicy',
]

/** The purchase as it stood on the cart, checkout or review page. Kept in memory only, per site. */
export type CheckoutContext = { [K in ContextField]: Candidate<Fields[K]> | null } & {
  /** Before the review page shipping and tax are often missing, so a cart's total is not what will be paid. */
  stage: 'cart' | 'review'
  seenAt: number
}

export type Action = 'save' | 'ask' | 'nothing'

export interface Verdict {
  action: Action
  /** 0 to 100. */
  score: number
  reasons: string[]
  order: CapturedOrder | null
}

/** One order of a list, with what the list shows of it; its items are rarely all. */
export interface ListedOrder {
  order: CapturedOrder
  /** The order's own page, cleaned; null where the list has no link. */
  url: string | null
}

/** A shop's list of a person's orders. */
export interface OrderList {
  orders: ListedOrder[]
  /** Rows that look like orders but could not be read, each in words that the page printed (cleaned and short). */
  unread: string[]
  /** How many orders the page says there are, on all its pages; null where it does not say. */
  printed: number | null
  /** The list goes on on other pages. */
  more: boolean
}

export type PageKind = 'confirmation' | 'checkout' | 'orders' | 'terms' | 'sign-up' | 'none'
