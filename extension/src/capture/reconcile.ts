/**
 * Many candidates to one order. Signals that agree raise confidence; those that do not are kept as conflicts and shown, never
 * averaged. Where two different values are equally believable the field is null: a wrong value is worse than none.
 */
import { fold } from './clean.ts'
import { exponent } from './currency.ts'
import type { Printed } from './printed.ts'
import type { Trusted } from './trust.ts'
import { isSane, joined, same } from './values.ts'
import { weigh } from './weigh.ts'
import { AMOUNTS, FIELD_NAMES, type Candidate, type Candidates, type CapturedOrder, type CheckoutContext, type Conflicts, type FieldName, type Fields, type Item } from './types.ts'

export const CONTEXT_LIFE = 2 * 60 * 60 * 1000
/** A winner must lead by this much. */
const LEAD = 6
const CONTEXT_DISCOUNT = 10
/** What a later step of the same purchase does not change. */
const CARRIED = ['vendorName', 'seller', 'payment', 'delivery', 'returnPolicy'] as const

/** Pages print these several times and the first is as good as the others. */
const LENIENT: ReadonlySet<FieldName> = new Set<FieldName>(['vendorName', 'delivery', 'returnPolicy', 'invoiceUrl'])

export function isFresh(context: CheckoutContext | null, now: number): context is CheckoutContext {
  return context !== null && now - context.seenAt >= 0 && now - context.seenAt < CONTEXT_LIFE
}

/** What the page's data told, with what the page prints to weigh it by. */
export interface Told {
  trusted: Trusted
  printed: Printed
}

/** Without `told` the page's statements about orders do not count: a cart is not read by the last purchase's event. */
export function reconcile(candidates: Candidates, context: CheckoutContext | null, told: Told | null = null): CapturedOrder {
  const number = pick('orderNumber', [...(candidates.orderNumber ?? []), ...(told?.trusted.numbers ?? [])])
  const more = told === null ? {} : weigh(told.trusted.about(number.first?.value ?? null), candidates, context, told.printed)
  const conflicts: Conflicts = {}
  const chosen = FIELD_NAMES.map((field) => {
    const { first, others } = field === 'orderNumber' ? number : pick(field, [...((candidates[field] ?? []) as Candidate<never>[]), ...((more[field] ?? []) as Candidate<never>[])])
    if (others.length > 0) conflicts[field] = others as never
    return [field, first]
  })
  const order = { ...Object.fromEntries(chosen), conflicts } as CapturedOrder
  order.confirmationNumber ??= confirmed(order.orderNumber)
  if (order.items !== null) for (const { value } of more.items ?? []) order.items = { ...order.items, value: order.items.value.map((item) => filled(item, value)) }
  if (context !== null) complete(order, context)
  return settleAmounts(order)
}

/** The number that the page shows and its data agree to, before anything else is read. */
export function pickNumber(candidates: Candidates, trusted: Trusted): string | null {
  return pick('orderNumber', [...(candidates.orderNumber ?? []), ...trusted.numbers]).first?.value ?? null
}

/** A shop's first word for an order is its number until the number comes. */
function confirmed(number: Candidate<string> | null): Candidate<string> | null {
  if (number === null || !number.signal.includes('label:confirmation-number') || number.signal.includes('label:order-number')) return null
  return { ...number, signal: 'label:confirmation-number' }
}

/** The best value, if it leads; else all of them are in conflict. */
function pick<K extends FieldName>(field: K, list: Candidate<Fields[K]>[]): { first: Candidate<Fields[K]> | null; others: Candidate<Fields[K]>[] } {
  const [first, ...others] = merge(field, list.filter((candidate) => isSane(field, candidate.value))).sort((a, b) => b.confidence - a.confidence)
  if (first === undefined) return { first: null, others: [] }
  const [second] = others
  const close = second !== undefined && first.confidence - second.confidence < LEAD && !LENIENT.has(field)
  return close ? { first: null, others: [first, ...others] } : { first, others }
}

function merge<K extends FieldName>(field: K, list: Candidate<Fields[K]>[]): Candidate<Fields[K]>[] {
  const merged: Candidate<Fields[K]>[] = []
  for (const candidate of list) {
    const known = merged.find((other) => same(field, other.value, candidate.value))
    if (known === undefined) {
      merged.push({ ...candidate })
      continue
    }
    known.value = candidate.confidence > known.confidence ? joined(field, candidate.value, known.value) : joined(field, known.value, candidate.value)
    const signals = new Set(`${known.signal}+${candidate.signal}`.split('+'))
    const independent = signals.size > known.signal.split('+').length
    known.confidence = Math.min(98, Math.max(known.confidence, candidate.confidence) + (independent ? 10 : 0))
    known.signal = [...signals].join('+')
  }
  return merged
}

/** The page outranks the context; the context fills what the page does not print. */
function complete(order: CapturedOrder, context: CheckoutContext): void {
  const differs = order.total !== null && context.total !== null && !same('total', order.total.value, context.total.value)
  if (order.total !== null && context.total !== null) {
    if (!differs) order.total = { ...order.total, confidence: Math.min(98, order.total.confidence + 10), signal: `${order.total.signal}+context` }
    else if (context.stage === 'review') order.conflicts.total = [...(order.conflicts.total ?? []), context.total]
  }
  const foreign = order.currency !== null && context.currency !== null && order.currency.value !== context.currency.value
  if (foreign) {
    order.conflicts.currency = [...(order.conflicts.currency ?? []), context.currency as Candidate<string>]
    return
  }
  // Two totals on the page that the context tells apart.
  if (order.total === null && order.conflicts.total !== undefined && context.total !== null) {
    const seen = context.total.value
    const told = order.conflicts.total.find((candidate) => same('total', candidate.value, seen))
    if (told !== undefined) {
      order.conflicts.total = order.conflicts.total.filter((candidate) => candidate !== told)
      order.total = { ...told, signal: `${told.signal}+context` }
    }
  }
  order.currency ??= lowered(context.currency)
  for (const field of CARRIED) order[field] ??= lowered(context[field] as Candidate<never> | null)
  if (order.items === null) order.items = differs && context.stage === 'review' ? null : lowered(context.items)
  else if (context.items !== null) order.items = { ...order.items, value: order.items.value.map((item) => filled(item, context.items?.value ?? [])) }
  // A cart's sums lack shipping; only the review page's are what was agreed to.
  if (differs || context.stage !== 'review') return
  order.total ??= order.conflicts.total === undefined ? lowered(context.total) : null
  for (const field of ['subtotal', 'shipping', 'tax', 'discount'] as const) order[field] ??= order.conflicts[field] === undefined ? lowered(context[field]) : null
}

function lowered<T>(candidate: Candidate<T> | null): Candidate<T> | null {
  return candidate === null ? null : { value: candidate.value, confidence: Math.max(0, candidate.confidence - CONTEXT_DISCOUNT), signal: `context:${candidate.signal}` }
}

/** The same thing in the cart, if the cart holds it once, and at prices that do not contradict. */
function filled(item: Item, others: Item[]): Item {
  const twins = others.filter((other) => fold(other.name) === fold(item.name))
  const [twin] = twins
  if (twin === undefined || twins.length > 1) return item
  if (item.quantity !== null && twin.quantity !== null && item.quantity !== twin.quantity) return item
  return { ...item, quantity: item.quantity ?? twin.quantity, unitPrice: item.unitPrice ?? twin.unitPrice, total: item.total ?? twin.total, url: item.url ?? twin.url, sku: item.sku ?? twin.sku, gtin: item.gtin ?? twin.gtin }
}

/** All amounts with the currency's places, so that the same sum is the same string. */
function settleAmounts(order: CapturedOrder): CapturedOrder {
  if (order.currency === null) return order
  const places = exponent(order.currency.value)
  const pad = (value: string): string | null => {
    const [whole = '0', fraction = ''] = value.split('.')
    if (/[1-9]/.test(fraction.slice(places))) return null
    return places === 0 ? whole : `${whole}.${fraction.slice(0, places).padEnd(places, '0')}`
  }
  for (const field of AMOUNTS) {
    const others = order.conflicts[field]
    if (others !== undefined) order.conflicts[field] = others.map((other) => ({ ...other, value: pad(other.value) ?? other.value }))
    const candidate = order[field]
    if (candidate === null) continue
    const padded = pad(candidate.value)
    order[field] = padded === null ? null : { ...candidate, value: padded }
  }
  if (order.items !== null) {
    const value = order.items.value.map((item) => ({ ...item, unitPrice: item.unitPrice === null ? null : pad(item.unitPrice), total: item.total === null ? null : pad(item.total) }))
    order.items = { ...order.items, value }
  }
  return order
}
