// An order as a page's reading gives it, looked at piece by piece: whoever can write to this browser's storage can forge one.
import { type Candidate, type CapturedOrder, FIELD_NAMES, type FieldName, type Item, ORDER_STATUSES, PAYMENT_KINDS } from '../capture/types.ts'
import { AMOUNT, CURRENCY, DATE } from '../vault/fields.ts'

type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const LONGEST = 1_000
const MOST_ITEMS = 500
const MOST_CONFLICTS = 5
const SIGNAL = /^[\x20-\x7e]{0,300}$/

const text: Check = (value) => typeof value === 'string' && value.length <= LONGEST && value.isWellFormed()
const fits = (form: RegExp): Check => (value) => typeof value === 'string' && form.test(value)
const among = (all: readonly string[]): Check => (value) => all.includes(value as string)
const orNull = (check: Check): Check => (value) => value === null || check(value)
const count = (most: number): Check => (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
const link: Check = (value) => text(value) && /^https?:\/\//.test(value as string) && URL.canParse(value as string)
const amount = fits(AMOUNT)

/** Exactly these keys, each as it must be. */
const shaped = (shape: Shape): Check => (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length === Object.keys(shape).length && keys.every((key) => Object.hasOwn(shape, key) && (shape[key] as Check)((value as Record<string, unknown>)[key]))
}

const item = shaped({
  name: text,
  quantity: orNull((value) => count(1_000_000)(value) && value !== 0),
  unitPrice: orNull(amount),
  total: orNull(amount),
  url: orNull(link),
  sku: orNull(text),
  gtin: orNull(text),
} satisfies Record<keyof Item, Check>)

const FIELDS: Readonly<Record<FieldName, Check>> = {
  orderNumber: text,
  confirmationNumber: text,
  orderDate: fits(DATE),
  status: among(ORDER_STATUSES),
  total: amount,
  currency: fits(CURRENCY),
  items: (value) => Array.isArray(value) && value.length <= MOST_ITEMS && value.every(item),
  subtotal: amount,
  shipping: amount,
  tax: amount,
  discount: amount,
  vendorName: text,
  seller: text,
  payment: shaped({ kind: orNull(among(PAYMENT_KINDS)), brand: orNull(text), last4: orNull(fits(/^\d{4}$/)) }),
  delivery: shaped({ expectedFrom: orNull(fits(DATE)), expectedUntil: orNull(fits(DATE)), carrier: orNull(text), trackingNumber: orNull(text), trackingUrl: orNull(link) }),
  returnPolicy: shaped({ days: orNull(count(10_000)), url: orNull(link) }),
  invoiceUrl: link,
}

/** Null: no order that a reading gives. */
export function parseOrder(value: unknown): CapturedOrder | null {
  if (typeof value !== 'object' || value === null) return null
  const said = value as Record<string, unknown>
  if (Object.keys(said).some((key) => key !== 'conflicts' && !Object.hasOwn(FIELDS, key))) return null
  const order: Record<string, unknown> = {}
  for (const name of FIELD_NAMES) {
    const candidate = said[name] ?? null
    if (candidate !== null && !isCandidate(candidate, FIELDS[name])) return null
    order[name] = candidate
  }
  const conflicts = conflictsOf(said['conflicts'])
  return conflicts && ({ ...order, conflicts } as CapturedOrder)
}

function conflictsOf(value: unknown): CapturedOrder['conflicts'] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const conflicts: Record<string, unknown> = {}
  for (const [name, lost] of Object.entries(value)) {
    const check = Object.hasOwn(FIELDS, name) ? FIELDS[name as FieldName] : null
    if (!check || !Array.isArray(lost) || !lost.every((candidate) => isCandidate(candidate, check))) return null
    conflicts[name] = lost.slice(0, MOST_CONFLICTS)
  }
  return conflicts as CapturedOrder['conflicts']
}

const isCandidate = (value: unknown, check: Check): value is Candidate<unknown> => shaped({ value: check, confidence: count(100), signal: fits(SIGNAL) })(value)
