// What is known of one order and of what was agreed to with it, as plain JSON for somebody else.
import { type Document, type Json, PAGE, PERSON, type Register, shown } from '@counterfoil/crypto/document'
import { toBase64url } from '@counterfoil/crypto/encoding'
import type { OrderField } from '../../vault/fields.ts'
import { keptOrders } from '../../vault/orders.ts'
import type { Vault } from '../../vault/vault.ts'
import { moment } from '../store/records.ts'
import { type AcceptanceView, acceptanceViews, type TermsView, termsViews, type VersionView } from '../store/views.ts'

/** What a field says and who said so; `page`: what the page had said, where the person corrected it. */
export interface FieldEvidence {
  readonly value: Json
  readonly from: 'page' | 'person'
  readonly at: string
  readonly signal?: string
  readonly confidence?: number
  readonly page?: { readonly value: Json; readonly at: string; readonly signal?: string; readonly confidence?: number }
}

export interface DocumentEvidence {
  /** The version's id. */
  readonly id: string
  readonly type: string | null
  readonly url: string | null
  readonly finalUrl: string | null
  readonly title: string | null
  readonly language: string | null
  readonly seenAt: string
  readonly via: string | null
  readonly confirmed: boolean
  readonly extractor: number | null
  readonly kind: string
  readonly size: number | null
  readonly digest: string
  /** Of the page as it came, which is not in here. */
  readonly sourceDigest: string | null
  /** The exact text, or the file's bytes as base64url; both null: only its digest is known. */
  readonly markdown: string | null
  readonly file: string | null
}

export interface OrderEvidence {
  readonly made: string
  readonly madeBy: string
  readonly order: {
    readonly id: string
    readonly vendor: string | null
    readonly vendorName: string | null
    readonly fields: Readonly<Record<string, FieldEvidence>>
    /** Pages it was read from. */
    readonly sources: readonly Json[]
  }
  readonly acceptance: Omit<AcceptanceView, 'id' | 'order' | 'vendor'> | null
  readonly documents: readonly DocumentEvidence[]
}

/** In the order in which they are shown. */
export const FIELDS = [
  'orderNumber', 'confirmationNumber', 'orderDate', 'status', 'seller', 'items', 'subtotal', 'discount', 'shipping', 'tax', 'total', 'currency', 'payment', 'delivery',
  'returnPolicy', 'invoiceUrl',
] as const satisfies readonly OrderField[]

/** Throws if there is no such order. */
export async function gather(vault: Vault, order: string, now: number, version: string): Promise<OrderEvidence> {
  const records = [...vault.records()]
  const found = keptOrders(records).find(({ id, records: parts }) => id === order || parts.includes(order))
  if (!found) throw new Error('This order is not here any more. Nothing was saved.')
  const { document } = found
  const vendor = textOf(shown(document, 'vendor'))
  const acceptance = acceptanceViews(vault).filter((view) => found.records.includes(view.order)).at(-1) ?? null
  return {
    made: moment(now),
    madeBy: `Counterfoil ${version}`,
    order: {
      id: found.id,
      vendor,
      vendorName: vendor === null ? null : nameOf(records.map(([, kept]) => kept.document), vendor),
      fields: Object.fromEntries(FIELDS.flatMap((name) => fieldOf(document, name).map((field) => [name, field] as const))),
      sources: Object.keys(document.fields)
        .filter((name) => name.startsWith('source/'))
        .map((name) => shown(document, name)),
    },
    acceptance: acceptance && without(acceptance),
    documents: acceptance ? await accepted(acceptance, termsViews(vault)) : [],
  }
}

function without({ id: _, order: __, vendor: ___, ...acceptance }: AcceptanceView): OrderEvidence['acceptance'] {
  return acceptance
}

async function accepted({ documents }: AcceptanceView, views: readonly TermsView[]): Promise<DocumentEvidence[]> {
  const versions = new Map<string, DocumentEvidence>()
  for (const { document, version } of documents) {
    const view = views.find(({ id }) => id === document)
    const found = view?.versions.find(({ id }) => id === version)
    if (view && found) versions.set(found.id, await documentOf(view, found))
  }
  return [...versions.values()]
}

async function documentOf({ type, url, title, language }: TermsView, version: VersionView): Promise<DocumentEvidence> {
  const file = await version.pdf()
  return {
    id: version.id,
    type,
    url,
    finalUrl: version.finalUrl,
    title: version.title ?? title,
    language,
    seenAt: version.seenAt,
    via: version.via,
    confirmed: version.confirmed,
    extractor: version.extractor,
    kind: version.kind,
    size: version.size,
    digest: version.digest,
    sourceDigest: version.sourceDigest,
    markdown: version.text(),
    file: file && toBase64url(new Uint8Array(file)),
  }
}

function nameOf(documents: readonly Document[], vendor: string): string | null {
  const record = documents.find((document) => document.type === 'Vendor' && shown(document, 'domain') === vendor)
  return record ? textOf(shown(record, 'name')) : null
}

function fieldOf(document: Document, name: OrderField): FieldEvidence[] {
  const field = Object.hasOwn(document.fields, name) ? document.fields[name] : undefined
  const [person, page] = [PERSON, PAGE].map((origin) => (field && Object.hasOwn(field, origin) ? field[origin] : undefined))
  const register = person ?? page
  if (!register || (register.value === null && !page)) return []
  return [{ from: person ? 'person' : 'page', ...said(register), ...(person && page && { page: said(page) }) }]
}

function said(register: Register): { value: Json; at: string; signal?: string; confidence?: number } {
  const { value, at, signal, confidence } = register as Register & { readonly signal?: Json; readonly confidence?: Json }
  return { value, at: moment(at[0]), ...(typeof signal === 'string' && { signal }), ...(typeof confidence === 'number' && { confidence }) }
}

const textOf = (value: Json): string | null => (typeof value === 'string' && value !== '' ? value : null)
