/**
 * What trusted statements add to an order. The amount of an event for marketers is often not what was paid (without tax, without
 * shipping, in the shop's own currency): it counts where the page or the checkout shows it too, or where the event's own parts make
 * it. What the shop states to others as the order's total counts unless the page says another.
 */
import { meaning } from './currency.ts'
import { units } from './money.ts'
import type { Printed } from './printed.ts'
import { same } from './values.ts'
import type { Amount, Candidate, Candidates, CheckoutContext, Fields, Item, Statement } from './types.ts'

/** A labelled total this sure is not contradicted by data. */
const LABELLED = 50
const PARTS = ['subtotal', 'shipping', 'tax', 'discount'] as const

type Found = { [K in keyof Fields]?: Candidate<Fields[K]>[] }

export function weigh(statements: readonly Statement[], page: Candidates, context: CheckoutContext | null, printed: Printed): Found {
  const found: Found = {}
  const add = <K extends keyof Fields>(field: K, value: Fields[K] | null | undefined, confidence: number, signal: string): void => {
    if (value !== null && value !== undefined) found[field] = [...(found[field] ?? []), { value, confidence, signal }] as never
  }
  const seen = (amount: string): boolean => printed.amounts.has(units(amount))
  for (const entry of statements) {
    const { signal } = entry
    const worth = totalWorth(entry, page, context, seen)
    if (worth !== null) add('total', entry.total, worth, signal)
    const accepted = worth !== null && worth > LABELLED
    const exact = proven(entry)
    for (const field of PARTS) add(field, entry[field], partWorth(entry, field, page, accepted && (exact || entry.by === 'shop'), accepted, seen), signal)
    const currency = currencyWorth(entry, page, context, accepted, printed)
    if (currency !== null) add('currency', entry.currency, currency, signal)
    const { seller, ...details } = entry.details
    for (const [field, value] of Object.entries(details)) add(field as keyof Fields, value as never, 66, signal)
    if (seller !== undefined) sold(seller, page, add, signal)
    if (entry.items.length > 0 && entry.orderNumber !== null) add('items', priced(entry, accepted, seen), itemsWorth(page, accepted), signal)
    // Without a number only the shop's own statement can be this order's.
    else if (entry.items.length > 0 && entry.by === 'shop') add('items', priced(entry, accepted, seen), itemsWorth(page, accepted) - 4, signal)
  }
  for (const field of PARTS) found[field] = (found[field] ?? []).filter(({ confidence }) => confidence > 0)
  return found
}

/** Null where it may not be taken for the total at all. */
function totalWorth(entry: Statement, page: Candidates, context: CheckoutContext | null, seen: (amount: string) => boolean): number | null {
  const { total, by } = entry
  if (total === null || (units(total) === 0n && !seen(total))) return null
  const labelled = (page.total ?? []).filter(({ confidence }) => confidence >= LABELLED)
  if (labelled.some(({ value }) => same('total', value, total))) return 64
  if (labelled.length > 0) return 20
  const agreed = context?.total !== null && context?.total !== undefined && same('total', context.total.value, total)
  if (by === 'shop') return seen(total) ? 74 : agreed ? 70 : 58
  if (withoutShipping(entry)) return null
  if (agreed) return 66
  // A sum that the page calls a part of the order is not the whole.
  const part = PARTS.some((field) => (page[field] ?? []).some(({ value }) => same('total', value, total)))
  if (seen(total) && !part) return 64
  return proven(entry) && !part ? 56 : null
}

function goods({ items }: Statement): bigint | null {
  if (items.length === 0) return null
  let sum = 0n
  for (const { total, unitPrice, quantity } of items) {
    if (total !== null) sum += units(total)
    else if (unitPrice !== null) sum += units(unitPrice) * BigInt(quantity ?? 1)
    else return null
  }
  return sum
}

const thousandths = (amount: string | null): bigint => (amount === null ? 0n : units(amount))

/** The event's parts make its total, with something on top of the goods: so it is what is paid in the end. */
function proven(entry: Statement): boolean {
  if (entry.total === null) return false
  const sum = entry.subtotal === null ? goods(entry) : units(entry.subtotal)
  const [shipping, tax] = [thousandths(entry.shipping), thousandths(entry.tax)]
  if (sum === null || entry.shipping === null || shipping + tax === 0n) return false
  return sum + shipping + tax - thousandths(entry.discount) === units(entry.total)
}

/** It says itself that there was shipping, and the goods alone make its sum. */
function withoutShipping(entry: Statement): boolean {
  const sum = entry.subtotal === null ? goods(entry) : units(entry.subtotal)
  return entry.total !== null && thousandths(entry.shipping) > 0n && sum !== null && (sum === units(entry.total) || sum - thousandths(entry.discount) === units(entry.total))
}

function partWorth(entry: Statement, field: Exclude<Amount, 'total'>, page: Candidates, exact: boolean, accepted: boolean, seen: (amount: string) => boolean): number {
  const value = entry[field]
  if (value === null) return 0
  const labelled = page[field] ?? []
  if (labelled.length > 0) return labelled.some((candidate) => same(field, candidate.value, value)) ? 50 : 0
  // Zero is what systems write where they know nothing.
  if (units(value) === 0n) return 0
  return exact ? 54 : accepted && seen(value) ? 50 : 0
}

function currencyWorth({ by, currency, ...entry }: Statement, page: Candidates, context: CheckoutContext | null, accepted: boolean, printed: Printed): number | null {
  if (currency === null) return null
  const amounts = [entry.total, entry.subtotal, ...entry.items.flatMap(({ unitPrice, total }) => [unitPrice, total])].filter((amount) => amount !== null && units(amount) > 0n)
  const shown = amounts.flatMap((amount) => printed.amounts.get(units(amount as string)) ?? [])
  // The data names the one of several that the sign beside its amount may mean; the page's language was only a guess.
  if (shown.some((signs) => [...signs].some((sign) => [meaning(sign)].flat().includes(currency) && Array.isArray(meaning(sign))))) return 92
  if (shown.length > 0) return 66
  if ((page.currency ?? []).length > 0) return null
  if (accepted || by === 'shop') return 58
  // Many shops count in a currency of their own: this is taken where nothing else says one.
  return context?.currency == null && (page.total ?? []).length === 0 ? 45 : null
}

function itemsWorth(page: Candidates, accepted: boolean): number {
  const rows = Math.max(0, ...(page.items ?? []).map(({ confidence }) => confidence))
  return rows > 0 ? Math.min(50, rows - 12) : accepted ? 64 : 56
}

/** Prices in events are with tax or without: kept where the page shows them, or where they make the total without any tax. */
function priced(entry: Statement, accepted: boolean, seen: (amount: string) => boolean): Item[] {
  const sum = goods(entry)
  const untaxed = thousandths(entry.tax) === 0n
  const exact = entry.total !== null && accepted && untaxed && sum !== null && sum + thousandths(entry.shipping) - thousandths(entry.discount) === units(entry.total)
  return entry.items.map((item) => {
    const { quantity, unitPrice, total } = item
    const line = unitPrice === null || quantity === null ? null : units(unitPrice) * BigInt(quantity)
    const shown = (unitPrice !== null && seen(unitPrice)) || (total !== null && seen(total))
    const known = exact || shown || (entry.by === 'shop' && quantity === 1 && untaxed && line === thousandths(entry.total))
    return known ? item : { ...item, unitPrice: null, total: null }
  })
}

/** In a shop of its own the seller is the shop; on a marketplace it is somebody else. */
function sold(seller: string, page: Candidates, add: (field: 'seller' | 'vendorName', value: string, confidence: number, signal: string) => void, signal: string): void {
  const named = [...(page.vendorName ?? [])].sort((a, b) => b.confidence - a.confidence)[0]
  const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const [one, other] = [plain(seller), plain(named?.value ?? '')]
  if (other === '' || one.includes(other) || other.includes(one)) add('vendorName', seller, 58, signal)
  else add('seller', seller, 66, signal)
}
