// A captured order becomes records: made once, completed by what later visits add, never set back by them.
import { canonical, type Captured, type Document, type Json, PAGE, shown } from '@counterfoil/crypto/document'
import { equalBytes } from '@counterfoil/crypto/encoding'
import { orderKey, sourceId, vendorKey } from '@counterfoil/crypto/identity'
import type { Editor } from '../vault/editor.ts'
import type { Vault } from '../vault/vault.ts'
import type { OrderField, Source, VendorField } from '../vault/fields.ts'
import type { CapturedOrder, FieldName } from './types.ts'
import { cleanUrl } from './url.ts'

export interface Sighting {
  readonly order: CapturedOrder
  /** Registrable domain of the page. */
  readonly vendor: string
  readonly url: string
}

export type Upserted =
  | { readonly outcome: 'saved' | 'known' | 'deleted'; readonly record: string }
  /** Without an order number there is no telling this order from another. */
  | { readonly outcome: 'no-number' }
  /** The number is known, but nothing else of it is the same: a number used twice. */
  | { readonly outcome: 'other-order'; readonly record: string }

const FIELDS: readonly (FieldName & OrderField)[] = ['orderNumber', 'orderDate', 'total', 'currency', 'items', 'subtotal', 'shipping', 'tax', 'discount']
/** What tells two orders apart that share a number. */
const TELLING: readonly FieldName[] = ['total', 'currency', 'items']

/** What a page said, by the names that the record models know. */
type Fields<Name extends string> = { [K in Name | `source/${string}`]?: Captured['fields'][string] }

export async function upsert(vault: Vault, { order, vendor, url }: Sighting): Promise<Upserted> {
  const number = order.orderNumber?.value
  if (number === undefined) return { outcome: 'no-number' }
  const record = vault.idOf('Order', orderKey(vendor, number))
  const vendorRecord = vault.idOf('Vendor', vendorKey(vendor))
  let outcome: Upserted['outcome'] = 'known'
  const changed = await vault.edit((editor) => {
    const before = editor.document(record)
    if (editor.isDeleted(record)) outcome = 'deleted'
    else if (before && isOther(before, order)) outcome = 'other-order'
    else {
      editor.capture(record, orderPage(editor, before, order, vendor, url))
      editor.capture(vendorRecord, vendorPage(editor, editor.document(vendorRecord), order, vendor))
    }
  })
  if (outcome === 'known' && changed) outcome = 'saved'
  return { outcome, record } as Upserted
}

function orderPage(editor: Editor, before: Document | null, order: CapturedOrder, vendor: string, url: string): Captured {
  const fields: Fields<OrderField> = { vendor: { value: vendor } }
  for (const name of FIELDS) {
    const candidate = order[name]
    if (candidate && !isSurer(before, name, candidate.confidence))
      fields[name] = {
        value: candidate.value as unknown as Json,
        signal: candidate.signal,
        confidence: Math.round(candidate.confidence),
      }
  }
  if (!before || shown(before, 'created') === null) fields.created = { value: moment(editor.now) }
  const address = cleanUrl(url)
  const source = address === null ? null : (`source/${sourceId(address)}` as const)
  // A page seen again is no new source; its time would be the only news.
  if (source && (!before || (shown(before, source) === null && sources(before) < MOST_SOURCES))) {
    const seen = { kind: 'page', time: moment(editor.now), url: address } satisfies Source
    fields[source] = { value: seen }
  }
  return { type: 'Order', fields: fields as Captured['fields'] }
}

function vendorPage(editor: Editor, before: Document | null, order: CapturedOrder, vendor: string): Captured {
  const fields: Fields<VendorField> = { domain: { value: vendor } }
  const name = order.vendorName
  // The first name stays: shops word their titles anew on every page.
  if (name && (!before || shown(before, 'name') === null))
    fields.name = { value: name.value, signal: name.signal, confidence: Math.round(name.confidence) }
  if (!before || shown(before, 'created') === null) fields.created = { value: moment(editor.now) }
  return { type: 'Vendor', fields: fields as Captured['fields'] }
}

/** Whether an earlier page was surer of a field than this one: a reload without its checkout context knows less, not better. */
function isSurer(before: Document | null, name: FieldName, confidence: number): boolean {
  const register = before && Object.hasOwn(before.fields, name) ? before.fields[name]?.[PAGE] : undefined
  return typeof register?.confidence === 'number' && register.confidence > Math.round(confidence)
}

/** All that tells orders apart is known of both, and all of it differs. */
function isOther(before: Document, order: CapturedOrder): boolean {
  return TELLING.every((name) => {
    const known = shown(before, name)
    const read = order[name]?.value
    return known !== null && read !== undefined && !equalBytes(canonical(known), canonical(read as unknown as Json))
  })
}

/** A shop must not make a record grow by showing the order at ever new addresses. */
const MOST_SOURCES = 20
const sources = (document: Document): number => Object.keys(document.fields).filter((name) => name.startsWith('source/')).length

/** RFC 3339 to the second. */
const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
