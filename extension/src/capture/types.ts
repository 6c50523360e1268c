/**
 * What capture says: every field is a candidate with where it came from, or null. Null means "not read", never zero.
 * Money is a decimal string, dates are ISO 8601, times are milliseconds since the epoch. All of it is plain JSON.
 */

export interface Candidate<T> {
  value: T
  /** 0 to 100. */
  confidence: number
  /** Where it was read, for example `label:order-number` or `context:items`; agreeing signals are joined with `+`. */
  signal: string
}

export interface Item {
  name: string
  /** A positive integer. */
  quantity: number | null
  unitPrice: string | null
  /** The price of the whole line as printed, which a discount may have changed afterwards. */
  total: string | null
  url: string | null
  sku: string | null
}

export interface Fields {
  orderNumber: string
  orderDate: string
  total: string
  currency: string
  items: Item[]
  subtotal: string
  shipping: string
  tax: string
  discount: string
  vendorName: string
}

export type FieldName = keyof Fields

/** What one collector found: any number of candidates a field. */
export type Candidates = { [K in FieldName]?: Candidate<Fields[K]>[] }

/** Pure: the same document and URL always give the same candidates. Structured data and recipes plug in as more of these. */
export type Collector = (document: Document, url: string) => Candidates

/** Values that lost against the one in the order, best first; shown to the person, never averaged. */
export type Conflicts = { [K in FieldName]?: Candidate<Fields[K]>[] }

export type CapturedOrder = { [K in FieldName]: Candidate<Fields[K]> | null } & { conflicts: Conflicts }

export type ContextField = Exclude<FieldName, 'orderNumber' | 'orderDate'>

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

export type PageKind = 'confirmation' | 'checkout' | 'none'
