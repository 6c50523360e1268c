/** What a field's value may be and when two of them are the same, whoever said it: a page's markup, its scripts, or its words. */
import { cleanText, fold, isCard } from './clean.ts'
import { isCurrency } from './currency.ts'
import { units } from './money.ts'
import { ORDER_STATUSES, PAYMENT_KINDS, type FieldName, type Fields, type Item } from './types.ts'
import { cleanUrl } from './url.ts'

const text = (value: unknown, limit: number): value is string => typeof value === 'string' && cleanText(value, limit) === value
const amount = (value: unknown): value is string => typeof value === 'string' && /^\d{1,12}(\.\d{1,4})?$/.test(value)
const day = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
const address = (value: unknown): value is string => typeof value === 'string' && cleanUrl(value) === value
const object = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const orNull = (value: unknown, is: (value: unknown) => boolean): boolean => value === null || is(value)
const some = (...values: unknown[]): boolean => values.some((value) => value !== null)

const CHECKS: { [K in FieldName]: (value: unknown) => boolean } = {
  orderNumber: (value) => text(value, 40) && !isCard(value),
  confirmationNumber: (value) => text(value, 40) && !isCard(value),
  orderDate: day,
  status: (value) => ORDER_STATUSES.includes(value as never),
  total: amount,
  currency: (value) => typeof value === 'string' && isCurrency(value),
  items: (value) => Array.isArray(value) && value.length > 0 && value.every(isItem),
  subtotal: amount,
  shipping: amount,
  tax: amount,
  discount: amount,
  vendorName: (value) => text(value, 80),
  seller: (value) => text(value, 80),
  payment: (value) => object(value) && isPayment(value),
  delivery: (value) => object(value) && isDelivery(value),
  returnPolicy: (value) => object(value) && isReturnPolicy(value),
  invoiceUrl: address,
}

/** What cannot be true, or must never be kept, is dropped whoever said it. */
export function isSane(field: FieldName, value: unknown): boolean {
  return CHECKS[field](value)
}

function isItem(value: unknown): boolean {
  if (!object(value)) return false
  const { name, quantity, unitPrice, total, url, sku, gtin } = value
  return text(name, 300) && orNull(quantity, (count) => Number.isSafeInteger(count) && (count as number) > 0 && (count as number) <= 1_000_000) &&
    orNull(unitPrice, amount) && orNull(total, amount) && orNull(url, address) && orNull(sku, (code) => text(code, 80)) && orNull(gtin, (code) => /^\d{8}(\d{4,6})?$/.test(String(code)))
}

function isPayment({ kind, brand, last4 }: Record<string, unknown>): boolean {
  return some(kind, brand, last4) && orNull(kind, (word) => PAYMENT_KINDS.includes(word as never)) && orNull(brand, (name) => text(name, 40)) && orNull(last4, (digits) => typeof digits === 'string' && /^\d{4}$/.test(digits))
}

function isDelivery({ expectedFrom, expectedUntil, carrier, trackingNumber, trackingUrl }: Record<string, unknown>): boolean {
  return some(expectedFrom, expectedUntil, carrier, trackingNumber, trackingUrl) && orNull(expectedFrom, day) && orNull(expectedUntil, day) &&
    orNull(carrier, (name) => text(name, 60)) && orNull(trackingNumber, (code) => text(code, 60) && !isCard(code)) && orNull(trackingUrl, address)
}

function isReturnPolicy({ days, url }: Record<string, unknown>): boolean {
  return some(days, url) && orNull(days, (count) => Number.isSafeInteger(count) && (count as number) > 0 && (count as number) <= 3_650) && orNull(url, address)
}

/** Whether two candidates say the same. */
export function same<K extends FieldName>(field: K, a: Fields[K], b: Fields[K]): boolean {
  switch (field) {
    case 'items':
      return sameItems(a as Item[], b as Item[])
    case 'total':
    case 'subtotal':
    case 'shipping':
    case 'tax':
    case 'discount':
      return units(a as string) === units(b as string)
    case 'payment':
    case 'delivery':
    case 'returnPolicy':
      return agree(a as object, b as object)
    default:
      return fold(a as string) === fold(b as string)
  }
}

/** Nothing that both say differs. */
function agree<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((key) => a[key] === null || b[key] === null || (typeof a[key] === 'string' && typeof b[key] === 'string' ? fold(a[key]) === fold(b[key]) : a[key] === b[key]))
}

/** Of two values that are the same, what both know together; where they say it in different words, as `a` does. */
export function joined<K extends FieldName>(field: K, a: Fields[K], b: Fields[K]): Fields[K] {
  if (field === 'items') return (a as Item[]).map((item, i) => filled(item, (b as Item[])[i] as Item)) as Fields[K]
  if (field !== 'payment' && field !== 'delivery' && field !== 'returnPolicy') return a
  return filled(a as object, b as object) as Fields[K]
}

function filled<T extends object>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(a).map(([key, value]: [string, unknown]) => [key, value ?? (b as Record<string, unknown>)[key]])) as T
}

/** The same goods in the same order: nothing that both say differs, and one name may be a part of the other, such as a shortened one. */
function sameItems(a: Item[], b: Item[]): boolean {
  return a.length === b.length && a.every((item, i) => sameItem(item, b[i] as Item))
}

function sameItem(a: Item, b: Item): boolean {
  const [one, other] = [a.name, b.name].map((name) => fold(name).replace(/[^\p{L}\p{N}]+/gu, '')) as [string, string]
  const named = one === other || (Math.min(one.length, other.length) >= 3 && (one.includes(other) || other.includes(one)))
  const agree = <T>(x: T | null, y: T | null, same: (x: T, y: T) => boolean): boolean => x === null || y === null || same(x, y)
  const money = (x: string, y: string): boolean => units(x) === units(y)
  return named && agree(a.quantity, b.quantity, (x, y) => x === y) && agree(a.unitPrice, b.unitPrice, money) && agree(a.total, b.total, money)
}
