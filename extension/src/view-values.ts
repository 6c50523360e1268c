// Values that pages and other devices said, as the screens may show them: each is of its kind, or null.
import type { ItemView } from './app.ts'
import { type Delivery, ORDER_STATUSES, type OrderStatus, type Payment, PAYMENT_KINDS, type ReturnPolicy } from './capture/types.ts'
import { webLink } from './ui/text.ts'
import { AMOUNT, DATE } from './vault/fields.ts'

type Loose = Record<string, unknown>

const objectOf = (value: unknown): Loose | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null)
const ownOf = (object: Loose, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined)

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const inForm = (form: RegExp, value: unknown): string | null => (typeof value === 'string' && form.test(value) ? value : null)
const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null => all.find((each) => each === value) ?? null

/** Null where nothing in it is known. */
const some = <T extends object>(value: T): T | null => (Object.values(value).some((part) => part !== null) ? value : null)

export function items(value: unknown): ItemView[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((item: unknown) => {
    const { name, quantity, unitPrice, total } = (item ?? {}) as Loose
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

export const status = (value: unknown): OrderStatus | null => oneOf(ORDER_STATUSES, value)

export function payment(value: unknown): Payment | null {
  const said = objectOf(value)
  return said && some({ kind: oneOf(PAYMENT_KINDS, ownOf(said, 'kind')), brand: text(ownOf(said, 'brand')), last4: inForm(/^\d{4}$/, ownOf(said, 'last4')) })
}

export function delivery(value: unknown): Delivery | null {
  const said = objectOf(value)
  return (
    said &&
    some({
      expectedFrom: inForm(DATE, ownOf(said, 'expectedFrom')),
      expectedUntil: inForm(DATE, ownOf(said, 'expectedUntil')),
      carrier: text(ownOf(said, 'carrier')),
      trackingNumber: text(ownOf(said, 'trackingNumber')),
      trackingUrl: webLink(ownOf(said, 'trackingUrl')),
    })
  )
}

export function returnPolicy(value: unknown): ReturnPolicy | null {
  const said = objectOf(value)
  if (!said) return null
  const days = ownOf(said, 'days')
  return some({ days: Number.isSafeInteger(days) && (days as number) > 0 && (days as number) <= 3_650 ? (days as number) : null, url: webLink(ownOf(said, 'url')) })
}
