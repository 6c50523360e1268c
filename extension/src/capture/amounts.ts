/** The order's amounts: total, subtotal, shipping, tax, discount, from their labels, proved by arithmetic where it can be. */
import { fold } from './clean.ts'
import { free, labelKind, type LabelKind } from './label-text.ts'
import type { Labelled } from './labels.ts'
import { findMoney, units, value, type Money, type MoneyHints } from './money.ts'
import type { Candidate } from './types.ts'
import { JOIN } from './text.ts'

export type AmountField = 'total' | 'subtotal' | 'shipping' | 'tax' | 'discount'
export type Amounts = Record<AmountField, Candidate<string>[]> & {
  /** Sums before tax or discount: no field of an order, but goods may add up to them. */
  net: Candidate<string>[]
  /** Currencies that the chosen amounts name, with how often. */
  currencies: Map<string, number>
}

interface Reading {
  kind: LabelKind
  money: Money
  index: number
  how: Labelled['how']
  weak: boolean
}

export function readAmounts(found: Labelled[], hints: MoneyHints): Amounts {
  const columns = new Map<Element | null, Labelled[]>()
  for (const entry of found) {
    if (entry.how !== 'column') continue
    const row = entry.label.block.parentElement
    const beside = columns.get(row)
    if (beside === undefined) columns.set(row, [entry])
    else beside.push(entry)
  }
  const all = found.map((entry) => read(entry, columns, hints)).filter((entry) => entry !== null)
  // The small cart in a page's header is older or newer than what the page itself says.
  const own = all.filter((entry) => !entry.weak)
  const readings = own.some((entry) => entry.kind === 'total' || entry.kind === 'grandTotal' || entry.kind === 'subtotal') ? own : all
  const of = (...kinds: LabelKind[]): Reading[] => readings.filter((entry) => kinds.includes(entry.kind))
  const amounts: Amounts = { total: [], subtotal: [], shipping: [], tax: [], discount: [], net: [], currencies: new Map() }
  for (const { money } of readings) if (money.currency !== null) amounts.currencies.set(money.currency, (amounts.currencies.get(money.currency) ?? 0) + 1)

  amounts.subtotal = ranked(of('subtotal').filter((entry) => !entry.money.negative), 70, 'label:subtotal')
  amounts.shipping = ranked(of('shipping').filter((entry) => !entry.money.negative), 68, 'label:shipping')
  amounts.discount = ranked(of('discount'), 66, 'label:discount')
  amounts.net = ranked(of('net'), 50, 'label:net')
  amounts.tax = ranked(of('tax').filter((entry) => !entry.money.negative), 66, 'label:tax')
  amounts.total = totals(of('grandTotal'), of('total'), of('subtotal', 'shipping', 'tax', 'discount'), amounts)
  const chosen = amounts.total[0]
  const end = readings.filter((entry) => (entry.kind === 'total' || entry.kind === 'grandTotal') && entry.money.amount === chosen?.value).pop()?.index
  if (end !== undefined) for (const field of ['subtotal', 'shipping', 'tax', 'discount'] as const) near(amounts[field], of(field), end)
  const sum = taxSum(of('tax'), amounts)
  if (sum !== null) amounts.tax = [sum]
  return amounts
}

const MARKS = new RegExp(`[\\s${JOIN}:：+\\-–−=.]`, 'gu')

/** A labelled text as an amount: the amount opens the text, and nothing of weight follows. */
function read(entry: Labelled, columns: Map<Element | null, Labelled[]>, hints: MoneyHints): Reading | null {
  const { kind, how } = entry
  if (!['grandTotal', 'total', 'net', 'subtotal', 'shipping', 'tax', 'discount'].includes(kind)) return null
  if (how === 'column' && !overview(entry, columns.get(entry.label.block.parentElement) ?? [])) return null
  const text = entry.text.split(JOIN).join(' ').trim()
  const weak = ['header', 'nav', 'footer'].includes(entry.at.region)
  if (kind === 'shipping' && free.is(fold(text).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))) {
    return { kind, money: { amount: '0', currency: null, negative: false }, index: entry.label.index, how, weak }
  }
  const printed = findMoney(entry.text, true)[0]
  if (printed === undefined) return null
  const before = entry.text.slice(0, printed.start).replace(MARKS, '')
  const after = entry.text.slice(printed.end)
  if (before !== '' && labelKind(before) === null && !/^[\p{L}.*]{1,4}$/u.test(before)) return null
  if (how !== 'inline' && after.replace(/[(（[].*$/u, '').replace(/[^\p{L}]/gu, '').length > 24) return null
  const money = value(printed, hints)
  if (money === null || (printed.sign === null && how === 'inline' && after.trim().startsWith('%'))) return null
  return { kind, money, index: entry.label.index, how, weak }
}

/** One row under headings such as order number, date, total: an overview of the order, not a list of goods. */
function overview(entry: Labelled, beside: Labelled[]): boolean {
  if (entry.kind !== 'total' && entry.kind !== 'grandTotal') return false
  if (!beside.some((other) => other.kind === 'orderNumber' || other.kind === 'orderDate' || other.kind === 'date')) return false
  return beside.filter((other) => other.label === entry.label).length === 1
}

function ranked(readings: Reading[], confidence: number, signal: string): Candidate<string>[] {
  const found = new Map<string, Candidate<string>>()
  for (const { money, weak } of readings) {
    const points = confidence - (weak ? 30 : 0)
    const known = found.get(money.amount)
    if (known === undefined) found.set(money.amount, { value: money.amount, confidence: points, signal })
    else known.confidence = Math.min(90, Math.max(known.confidence, points) + 5)
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence).slice(0, 8)
}

/** Parts that stand together with the total are its parts; the same label elsewhere may be an offer. */
function near(candidates: Candidate<string>[], readings: Reading[], end: number): void {
  const beside = new Set(readings.filter((entry) => entry.index <= end + 6 && entry.index >= end - 18).map((entry) => entry.money.amount))
  for (const candidate of candidates) if (beside.has(candidate.value)) candidate.confidence += 8
  candidates.sort((a, b) => b.confidence - a.confidence)
}

function totals(grand: Reading[], plain: Reading[], parts: Reading[], amounts: Amounts): Candidate<string>[] {
  const positive = (entry: Reading): boolean => !entry.money.negative
  const found = new Map<string, Candidate<string>>()
  const put = (entry: Reading, confidence: number, signal: string): void => {
    const points = confidence - (entry.weak ? 30 : 0)
    const known = found.get(entry.money.amount)
    if (known === undefined) found.set(entry.money.amount, { value: entry.money.amount, confidence: points, signal })
    else {
      known.confidence = Math.min(92, Math.max(known.confidence, points) + 4)
      if (!known.signal.includes(signal)) known.signal += `+${signal}`
    }
  }
  const end = parts.reduce((last, entry) => Math.max(last, entry.index), -1)
  for (const entry of grand.filter(positive)) put(entry, 76, 'label:order-total')
  for (const entry of plain.filter(positive)) {
    // The sum closes the summary; a "total" elsewhere may be a line's.
    put(entry, end >= 0 && entry.index > end && entry.index - end < 14 ? 70 : 60, 'label:total')
  }
  const proofs = sums(amounts)
  for (const candidate of found.values()) {
    if (proofs.get(units(candidate.value)) === true) {
      candidate.confidence = Math.min(96, candidate.confidence + 14)
      candidate.signal += '+sum'
    }
  }
  const nonZero = [...found.values()].filter((candidate) => units(candidate.value) > 0n)
  return (nonZero.length > 0 ? nonZero : [...found.values()]).sort((a, b) => b.confidence - a.confidence).slice(0, 8)
}

/** What subtotal, shipping, tax and discount as printed make, with tax added or included; true where that proves a total. */
function sums(amounts: Amounts): Map<bigint, boolean> {
  const options = (list: Candidate<string>[]): bigint[] => [...list.slice(0, 3).map((candidate) => units(candidate.value)), 0n]
  const made = new Map<bigint, boolean>()
  const extras = amounts.shipping.length + amounts.tax.length + amounts.discount.length
  if (amounts.subtotal.length === 0 || extras === 0) return made
  const taxes = amounts.tax.slice(0, 4).reduce((sum, candidate) => sum + units(candidate.value), 0n)
  for (const { value } of amounts.subtotal.slice(0, 3)) {
    for (const shipping of options(amounts.shipping)) {
      for (const discount of options(amounts.discount)) {
        for (const tax of [...options(amounts.tax), taxes]) {
          const sum = units(value) + shipping + tax - discount
          if (!made.has(sum)) made.set(sum, shipping + tax + discount > 0n || amounts.shipping.length > 0)
        }
      }
    }
  }
  return made
}

/** Several taxes are one sum only where the sum is what makes the total. */
function taxSum(readings: Reading[], amounts: Amounts): Candidate<string> | null {
  const distinct = amounts.tax.filter((candidate) => candidate.confidence >= (amounts.tax[0]?.confidence ?? 0) - 6)
  const total = amounts.total[0]
  const subtotal = amounts.subtotal[0]
  if (distinct.length < 2 || readings.length > distinct.length * 2 || total === undefined || subtotal === undefined) return null
  const sum = distinct.reduce((all, candidate) => all + units(candidate.value), 0n)
  const shipping = amounts.shipping[0] === undefined ? 0n : units(amounts.shipping[0].value)
  const discount = amounts.discount[0] === undefined ? 0n : units(amounts.discount[0].value)
  if (units(subtotal.value) + shipping + sum - discount !== units(total.value)) return null
  const places = Math.max(...distinct.map((candidate) => candidate.value.split('.')[1]?.length ?? 0))
  const text = sum.toString().padStart(4, '0')
  const amount = places === 0 ? text.slice(0, -3) : `${text.slice(0, -3)}.${text.slice(-3).slice(0, places)}`
  return { value: amount, confidence: 75, signal: 'label:tax+sum' }
}
