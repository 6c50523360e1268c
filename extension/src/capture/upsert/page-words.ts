// What a page said, as the words that are captured into the records of its order and its vendor.
import { type Captured, type Document, type Json, PAGE, type Register, shown } from '@counterfoil/crypto/document'
import { sourceId } from '@counterfoil/crypto/identity'
import type { OrderField, Source, VendorField } from '../../vault/fields.ts'
import { completion } from './completion.ts'
import { numbersOf, realNumber } from './order-numbers.ts'
import { recipeOf } from '../recipe/index.ts'
import { type Candidate, type CapturedOrder, FIELD_NAMES, type FieldName } from '../types.ts'
import { cleanUrl } from '../url.ts'

export interface PageSeen {
  readonly order: CapturedOrder
  /** Registrable domain of the page. */
  readonly vendor: string
  readonly url: string
  /** ms since 1970. */
  readonly at: number
  /** A row of a list, which shows a part of an order. */
  readonly listed: boolean
}

/** What a page said, by the names that the record models know. */
type Words<Name extends string> = { [K in Name | `source/${string}`]?: Captured['fields'][string] }

const FIELDS = FIELD_NAMES.filter((name): name is FieldName & OrderField => name !== 'vendorName')
/** A shop must not make a record grow by showing the order at ever new addresses. */
const MOST_SOURCES = 20

export function orderWords(before: Document | null, seen: PageSeen): Captured {
  const words: Words<OrderField> = { vendor: { value: seen.vendor } }
  for (const name of FIELDS) {
    const said = wordFor(before, name, seen)
    if (said) words[name] = { value: said.value, signal: said.signal, confidence: said.confidence }
  }
  if (!before || shown(before, 'created') === null) words.created = { value: moment(seen.at) }
  return { type: 'Order', fields: { ...words, ...sourceWords(before, seen, Object.keys(words).length) } as Captured['fields'] }
}

export function vendorWords(before: Document | null, { order, vendor, at }: PageSeen): Captured {
  const words: Words<VendorField> = { domain: { value: vendor } }
  const name = order.vendorName
  // The first name stays: shops word their titles anew on every page.
  if (name && (!before || shown(before, 'name') === null))
    words.name = { value: name.value, signal: name.signal, confidence: Math.round(name.confidence) }
  if (!before || shown(before, 'created') === null) words.created = { value: moment(at) }
  return { type: 'Vendor', fields: words as Captured['fields'] }
}

function wordFor(before: Document | null, name: FieldName, { order, listed }: PageSeen): Candidate<Json> | null {
  const candidate = (name === 'confirmationNumber' ? confirmationIn(order) : order[name]) as Candidate<Json> | null
  if (candidate === null) return null
  const known = before && registerOf(before, name)
  if (name === 'orderNumber' && before && known) {
    const [real, read] = [realNumber(before), numbersOf(order).number]
    // A confirmation number steps aside for the order's own, however surely it was read, and never pushes that out.
    if (read === null && real !== null) return null
    if (read !== null && real === null) return { ...candidate, confidence: Math.round(candidate.confidence) }
  }
  return completion(known, { name, candidate, partial: listed })
}

/** A number that was only called a confirmation number is kept as that too: the order's own is then known to be another. */
function confirmationIn(order: CapturedOrder): Candidate<string> | null {
  return order.confirmationNumber ?? (numbersOf(order).confirmation === null ? null : order.orderNumber)
}

/** A page seen again is no new source, unless another recipe reads it now; its time would be the only news. */
function sourceWords(before: Document | null, { order, url, at, listed }: PageSeen, news: number): Words<never> {
  const address = cleanUrl(url)
  if (address === null) return {}
  const name = `source/${sourceId(address)}` as const
  const known = before ? (shown(before, name) as Source | null) : null
  const { signal, recipe } = readBy(order)
  if (known !== null && (recipe === null || (known.recipe === recipe.id && known.recipeVersion === recipe.version))) return {}
  if (known === null && before && sources(before) >= MOST_SOURCES) return {}
  // A list is where an order comes from only if it said something of it beside whose it is.
  if (known === null && listed && news <= 1) return {}
  const source = { kind: 'page', time: moment(at), url: address, ...(signal !== null && { signal }), ...(recipe && { recipe: recipe.id, recipeVersion: recipe.version }) } satisfies Source
  return { [name]: { value: source } }
}

/** What the page was known by: the signal of the order's number, else of its total; and the recipe, if one won any field. */
function readBy(order: CapturedOrder): { signal: string | null; recipe: { id: string; version: number } | null } {
  const signal = (order.orderNumber ?? order.confirmationNumber ?? order.total)?.signal ?? null
  for (const name of FIELD_NAMES) {
    const recipe = recipeOf(order[name]?.signal ?? '')
    if (recipe) return { signal, recipe }
  }
  return { signal, recipe: null }
}

const registerOf = (document: Document, name: string): Register | null =>
  (Object.hasOwn(document.fields, name) ? document.fields[name]?.[PAGE] : undefined) ?? null

const sources = (document: Document): number => Object.keys(document.fields).filter((name) => name.startsWith('source/')).length

/** RFC 3339 to the second. */
const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
