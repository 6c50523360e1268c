// Which records are read as one order (SPEC.md, *orders*): by what pages said, so that no correction joins or parts any.
import { type Document, join, type Json, PAGE, pageSaid } from './document.ts'
import { Refused } from './errors.ts'
import { normalAmount, normalOrderNumber } from './identity.ts'

/** A shop that starts its numbers anew does not do so within half a year. */
const APART_DAYS = 180
const DAY_MS = 86_400_000

/** One order: the id to write on, all records it stands in, and their join. */
export interface Order {
  readonly id: string
  readonly records: readonly string[]
  readonly document: Document
}

/** Orders of one vendor under one number, nearly always one. */
interface Numbered {
  readonly vendor: string
  readonly number: string
  orders: Order[]
}

/** The orders among `records`, ids in hex, in no order that means anything; what is of another type is left out. */
export function ordersOf(records: Iterable<readonly [string, Document]>): Order[] {
  const found: Order[] = []
  const numbered = new Map<string, Numbered>()
  for (const [id, document] of records) {
    if (document.type !== 'Order') continue
    const order = { id, records: [id], document }
    const vendor = pageSaid(document, 'vendor')
    const number = numberOf(document)
    if (typeof vendor !== 'string' || number === null) {
      found.push(order)
      continue
    }
    const key = keyOf(vendor, number)
    const alike = numbered.get(key)
    if (alike) alike.orders.push(order)
    else numbered.set(key, { vendor, number, orders: [order] })
  }
  for (const alike of numbered.values()) if (alike.orders.length > 1) alike.orders = begun(alike.orders)
  followNames(numbered)
  for (const { orders } of numbered.values()) found.push(...orders)
  return found
}

/** Whether two records with one number are two orders all the same. */
export function isOther(one: Document, other: Document): boolean {
  const [day, otherDay] = [dayOf(one), dayOf(other)]
  if (day !== null && otherDay !== null && Math.abs(day - otherDay) >= APART_DAYS) return true
  const [amount, otherAmount] = [amountOf(one), amountOf(other)]
  const [currency, otherCurrency] = [pageSaid(one, 'currency'), pageSaid(other, 'currency')]
  if (amount === null || otherAmount === null || amount === otherAmount) return false
  if (typeof currency !== 'string' || typeof otherCurrency !== 'string' || currency === otherCurrency) return false
  const names = namesOf(one)
  const otherNames = new Set(namesOf(other))
  return names.length > 0 && otherNames.size > 0 && !names.some((name) => otherNames.has(name))
}

/** In normal form: the order number, or the confirmation number while there is no other. */
export const numberOf = (document: Document): string | null =>
  normal(pageSaid(document, 'orderNumber')) ?? confirmationOf(document)

/** In normal form. */
export const confirmationOf = (document: Document): string | null => normal(pageSaid(document, 'confirmationNumber'))

const keyOf = (vendor: string, number: string): string => JSON.stringify([vendor, number])
const byId = (one: Order, other: Order): number => (one.id < other.id ? -1 : 1)

/** Records with one number, as orders. */
function begun(alike: Order[]): Order[] {
  const orders: Order[] = []
  for (const record of alike.sort(byId)) {
    const place = orders.findIndex((order) => !isOther(order.document, record.document))
    const order = orders[place]
    if (order) orders[place] = asOne(order, record)
    else orders.push(record)
  }
  return orders
}

/** An order whose number turned out to be another's confirmation number is that one. */
function followNames(numbered: ReadonlyMap<string, Numbered>): void {
  const naming = new Map<Numbered, [Numbered, Order][]>()
  for (const alike of numbered.values())
    for (const order of alike.orders) {
      const confirmation = confirmationOf(order.document)
      if (confirmation === null || confirmation === alike.number) continue
      const named = numbered.get(keyOf(alike.vendor, confirmation))
      if (named?.orders.length === 1) naming.set(named, [...(naming.get(named) ?? []), [alike, order]])
    }
  for (const [named, [first, ...others]] of naming) {
    const [earlier] = named.orders
    if (!first || !earlier || others.length > 0) continue
    const [alike, order] = first
    const names = confirmationOf(earlier.document)
    if ((names !== null && names !== named.number) || isOther(order.document, earlier.document)) continue
    named.orders = []
    alike.orders = alike.orders.map((one) => (one === order ? asOne(order, { ...earlier, document: withoutNumber(earlier.document) }) : one))
  }
}

/** Without what pages took for its order number: it may have been said after the real one was. */
function withoutNumber(document: Document): Document {
  const { orderNumber, ...fields } = document.fields
  const { [PAGE]: stoodIn, ...others } = orderNumber ?? {}
  if (!stoodIn) return document
  return { ...document, fields: Object.keys(others).length === 0 ? fields : { ...fields, orderNumber: others } }
}

function asOne(order: Order, other: Order): Order {
  const records = [...order.records, ...other.records].sort()
  return { id: records[0] as string, records, document: join(order.document, other.document) }
}

function normal(number: Json): string | null {
  if (typeof number !== 'string') return null
  return orAbsent(() => normalOrderNumber(number))
}

function amountOf(document: Document): string | null {
  const said = pageSaid(document, 'total')
  return typeof said === 'string' ? orAbsent(() => normalAmount(said)) : null
}

/** What cannot be read as what it should be is not there. */
export function orAbsent(read: () => string): string | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/** Days since 1970; null for what is no day of the calendar, which browsers' own parsers do not agree about. */
function dayOf(document: Document): number | null {
  const said = pageSaid(document, 'orderDate')
  const [, year, month, day] = (typeof said === 'string' && /^([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})$/.exec(said)) || []
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day))
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === said ? ms / DAY_MS : null
}

function namesOf(document: Document): string[] {
  const said = pageSaid(document, 'items')
  if (!Array.isArray(said)) return []
  return said.flatMap((item: Json) => {
    const name = typeof item === 'object' && item !== null && Object.hasOwn(item, 'name') ? (item as { name: Json }).name : null
    return typeof name === 'string' ? [name] : []
  })
}
