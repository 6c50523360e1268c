// Records as the screens show them. What a record holds came from pages and other devices: each value is looked at before it is shown.
import { type Document, type Field, isDeleted, PAGE, PERSON, shown } from '@counterfoil/crypto/document'
import type { HowRead, OrderView, SourceView } from './app.ts'
import { webLink } from './ui/text.ts'
import { AMOUNT, CURRENCY, DATE, type FieldOf, type OrderField } from './vault/fields.ts'
import { SCHEMA } from './vault/editor.ts'
import { type KeptOrder, keptOrders } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'
import * as values from './view-values.ts'

export function orderViews(vault: Pick<Vault, 'records'>): OrderView[] {
  const records = [...vault.records()]
  const names = new Map<string, string>()
  for (const [, { document }] of records) {
    if (document.type !== 'Vendor') continue
    const [domain, name] = [text(document, 'domain'), text(document, 'name')]
    if (domain !== null && name !== null) names.set(domain, name)
  }
  return keptOrders(records)
    // What was purged is in no bin any more; it comes back only if the person says so on its page.
    .filter(({ document }) => document.purge === undefined || !isDeleted(document))
    .map((order) => orderView(order, names))
    .sort((one, other) => (other.created ?? '').localeCompare(one.created ?? '') || one.id.localeCompare(other.id))
}

/** What the person's word may stand over; of the rest it says nothing about a page. */
const NO_CORRECTION = new Set(['deleted', 'note', 'created'])

function orderView({ id, document, waiting }: KeptOrder, names: ReadonlyMap<string, string>): OrderView {
  const vendor = text(document, 'vendor')
  const fields = Object.entries(document.fields)
  const byHand = fields.length > 0 && fields.every(([, field]) => !Object.hasOwn(field, PAGE))
  const corrected = byHand ? [] : fields.filter(([name, field]) => Object.hasOwn(field, PERSON) && !NO_CORRECTION.has(name) && !isSource(name)).map(([name]) => name)
  return {
    id,
    vendor,
    vendorName: (vendor !== null && names.get(vendor)) || null,
    orderNumber: text(document, 'orderNumber'),
    confirmationNumber: text(document, 'confirmationNumber'),
    orderDate: values.inForm(DATE, shown(document, 'orderDate')),
    status: values.status(shown(document, 'status')),
    seller: text(document, 'seller'),
    total: amount(document, 'total'),
    currency: values.inForm(CURRENCY, shown(document, 'currency')),
    subtotal: amount(document, 'subtotal'),
    shipping: amount(document, 'shipping'),
    tax: amount(document, 'tax'),
    discount: amount(document, 'discount'),
    items: values.items(shown(document, 'items')),
    payment: values.payment(shown(document, 'payment')),
    delivery: values.delivery(shown(document, 'delivery')),
    returnPolicy: values.returnPolicy(shown(document, 'returnPolicy')),
    invoiceUrl: webLink(shown(document, 'invoiceUrl')),
    note: text(document, 'note'),
    created: text(document, 'created'),
    deleted: isDeleted(document),
    byHand,
    corrected,
    fromPage: Object.fromEntries(corrected.map((name) => [name, document.fields[name]?.[PAGE]?.value ?? null])),
    howRead: Object.fromEntries(fields.flatMap(([name, field]) => howRead(field).map((how) => [name, how]))),
    sources: fields.flatMap(([name]) => (isSource(name) ? source(shown(document, name)) : [])).sort((one, other) => one.time.localeCompare(other.time)),
    waiting,
    readOnly: document.schema > SCHEMA,
  }
}

const isSource = (name: string): boolean => name.startsWith('source/')

/** How the page's word was read, where it says so. */
function howRead(field: Field): HowRead[] {
  if (!Object.hasOwn(field, PAGE) || Object.hasOwn(field, PERSON)) return []
  const { signal, confidence } = field[PAGE] as { signal?: unknown; confidence?: unknown }
  if (typeof signal !== 'string' || signal === '') return []
  return [{ signal, confidence: Number.isSafeInteger(confidence) && (confidence as number) >= 0 && (confidence as number) <= 100 ? (confidence as number) : null }]
}

function source(value: unknown): SourceView[] {
  if (typeof value !== 'object' || value === null) return []
  const { kind, url, time } = value as Record<string, unknown>
  return typeof kind === 'string' && typeof time === 'string' ? [{ kind, url: webLink(url), time }] : []
}

const text = (document: Document, name: FieldOf): string | null => values.text(shown(document, name))
const amount = (document: Document, name: OrderField): string | null => values.inForm(AMOUNT, shown(document, name))
