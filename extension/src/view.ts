// Records as the screens show them. What a record holds came from pages and other devices: each value is looked at before it is shown.
import { type Document, isDeleted, PAGE, PERSON, shown } from '@counterfoil/crypto/document'
import type { ItemView, OrderView } from './app.ts'
import { AMOUNT, CURRENCY, DATE, type FieldOf, type OrderField } from './vault/fields.ts'
import { SCHEMA } from './vault/editor.ts'
import type { Kept, Vault } from './vault/vault.ts'

export function orderViews(vault: Pick<Vault, 'records'>): OrderView[] {
  const names = new Map<string, string>()
  const orders: [string, Kept][] = []
  for (const [id, kept] of vault.records()) {
    if (kept.document.type === 'Order') orders.push([id, kept])
    if (kept.document.type !== 'Vendor') continue
    const [domain, name] = [text(kept.document, 'domain'), text(kept.document, 'name')]
    if (domain !== null && name !== null) names.set(domain, name)
  }
  return orders
    .map(([id, kept]) => orderView(id, kept, names))
    .sort((one, other) => (other.created ?? '').localeCompare(one.created ?? '') || one.id.localeCompare(other.id))
}

function orderView(id: string, { document, waiting }: Kept, names: ReadonlyMap<string, string>): OrderView {
  const vendor = text(document, 'vendor')
  const corrected = Object.keys(document.fields).filter((name) => has(document, name, PERSON) && name !== 'deleted' && name !== 'note')
  return {
    id,
    vendor,
    vendorName: (vendor !== null && names.get(vendor)) || null,
    orderNumber: text(document, 'orderNumber'),
    orderDate: inForm(DATE, shown(document, 'orderDate')),
    total: amount(document, 'total'),
    currency: inForm(CURRENCY, shown(document, 'currency')),
    subtotal: amount(document, 'subtotal'),
    shipping: amount(document, 'shipping'),
    tax: amount(document, 'tax'),
    discount: amount(document, 'discount'),
    items: items(shown(document, 'items')),
    note: text(document, 'note'),
    created: text(document, 'created'),
    deleted: isDeleted(document),
    corrected,
    fromPage: Object.fromEntries(corrected.map((name) => [name, document.fields[name]?.[PAGE]?.value ?? null])),
    waiting,
    readOnly: document.schema > SCHEMA,
  }
}

const has = (document: Document, name: string, origin: string): boolean => {
  const field = document.fields[name]
  return field !== undefined && Object.hasOwn(field, origin)
}

function text(document: Document, name: FieldOf): string | null {
  const value = shown(document, name)
  return typeof value === 'string' && value !== '' ? value : null
}

const inForm = (form: RegExp, value: unknown): string | null => (typeof value === 'string' && form.test(value) ? value : null)
const amount = (document: Document, name: OrderField): string | null => inForm(AMOUNT, shown(document, name))

function items(value: unknown): ItemView[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((item: unknown) => {
    const { name, quantity, unitPrice, total } = (item ?? {}) as Record<string, unknown>
    if (typeof name !== 'string') return []
    return [
      {
        name,
        quantity: Number.isSafeInteger(quantity) && (quantity as number) > 0 ? (quantity as number) : null,
        unitPrice: inForm(AMOUNT, unitPrice),
        total: inForm(AMOUNT, total),
      },
    ]
  })
}
