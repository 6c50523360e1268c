/** What a list shows of one order, as candidates. What a row leaves open is left open. */
import { cleanText, plainDigits } from '../clean.ts'
import { quantityIn } from '../counts.ts'
import { meaning, settle } from '../currency.ts'
import { parseDate } from '../dates.ts'
import { statusOf } from '../details/status.ts'
import { labelKind } from '../label-text.ts'
import type { Labelled } from '../labels.ts'
import type { GridRow } from './grids.ts'
import { phrases } from '../match.ts'
import { findMoney, moneyIn, sameAmount, value, type Money, type MoneyHints } from '../money.ts'
import { ORDER } from '../phrases.ts'
import { JOIN, type Line } from '../text.ts'
import type { Candidate, Candidates, OrderStatus } from '../types.ts'
import { ORDER_DATE, TOTAL_WORD } from '../vocabulary.ts'

const order = phrases(ORDER)
const orderedOn = phrases(ORDER_DATE)
const totalWord = phrases(TOTAL_WORD)

/** Whether numeric dates of this list begin with the day; null where none of them says so. */
export type DayFirst = boolean | null

const NUMERIC = /(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(?:\d{4}|\d{2})(?!\d)/
/** Only where the day is known to stand in the middle can two digits at the end be nothing but the year. */
const SHORT_YEAR = /(?<!\d)(\d{1,2}\/\d{1,2}\/)(\d{2})(?!\d)/

/** "13/02/2026" settles how "01/02/2026" in the next row is meant. */
export function dayFirst(texts: string[]): DayFirst {
  let first = false
  let second = false
  for (const text of texts) {
    const match = NUMERIC.exec(text)
    if (match === null) continue
    if (Number(match[1]) > 12) first = true
    if (Number(match[3]) > 12) second = true
  }
  return first === second ? null : first
}

export interface Ways {
  hints: MoneyHints
  dayFirst: DayFirst
  now: number
}

function dateIn(text: string, { hints, dayFirst, now }: Ways): string | null {
  const plain = text.split(JOIN).join(' ').slice(0, 64)
  if (dayFirst !== null && NUMERIC.test(plain)) return dayFirst ? parseDate(plain, { language: 'de', region: 'DE' }, now) : parseDate(plain.replace(SHORT_YEAR, '$120$2'), { language: 'en', region: 'US' }, now)
  return parseDate(plain, hints, now)
}

/** The one amount of a text that may hold a count of goods too. */
function amountIn(text: string, hints: MoneyHints, head = ''): Money | null {
  const signed = findMoney(text)
  const found = signed.length > 0 ? signed : findMoney(text, true)
  const values = found.map((printed) => value(printed, hints))
  const [first] = values
  if (first === undefined || first === null || first.negative || values.some((other) => other === null || !sameAmount(other.amount, first.amount))) return null
  return first.currency === null && signed.length === 0 ? { ...first, currency: currencyOf(head, hints) } : first
}

/** "Total (EUR)". */
function currencyOf(head: string, hints: MoneyHints): string | null {
  const sign = /(?<![\p{L}])[A-Z]{3}(?!\p{L})|[€£$¥₹₺₽₴₪]/u.exec(head)?.[0]
  return sign === undefined || meaning(sign) === null ? null : settle(sign, hints)
}

const say = <T>(value: T | null, confidence: number, signal: string): Candidate<T>[] => (value === null ? [] : [{ value, confidence, signal }])

export function fromGrid({ cells }: GridRow, ways: Ways): Candidates {
  const dated = cells.get('orderDate') ?? cells.get('date')
  const summed = cells.get('grandTotal') ?? cells.get('total') ?? (cells.has('product') ? undefined : cells.get('unitPrice'))
  const total = summed === undefined ? null : amountIn(summed.text, ways.hints, summed.head)
  return {
    orderDate: say(dated === undefined ? null : dateIn(dated.text, ways), 80, 'list:date'),
    status: say(statusOf(cells.get('status')?.text ?? ''), 78, 'list:status'),
    total: say(total?.amount ?? null, 80, 'list:total'),
    currency: say(total?.currency ?? null, 80, 'list:total'),
  }
}

export function fromCard(lines: Line[], number: string, labels: Map<Line, Labelled[]>, goods: boolean, ways: Ways): Candidates {
  const own = lines.flatMap((line) => labels.get(line) ?? [])
  const total = cardTotal(lines, own, goods, ways)
  return {
    orderDate: say(cardDate(lines, own, number, ways), 78, 'list:date'),
    status: say(cardStatus(lines, own, goods), 70, 'list:status'),
    total: say(total?.amount ?? null, 76, 'list:total'),
    currency: say(total?.currency ?? null, 76, 'list:total'),
  }
}

function one<T>(values: (T | null)[]): T | null {
  const found = new Set(values.filter((entry) => entry !== null))
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

function cardDate(lines: Line[], own: Labelled[], number: string, ways: Ways): string | null {
  for (const kind of ['orderDate', 'date'] as const) {
    const said = own.filter((entry) => entry.kind === kind).map(({ text }) => dateIn(text, ways))
    if (said.length > 0) return one(said)
  }
  const dated = lines.filter((line) => !line.control && line.text.length <= 160 && /\d/.test(line.plain))
  const told = dated.filter((line) => orderedOn.at(line.folded) >= 0 || namedByDate(line)).map((line) => dateIn(line.plain, ways))
  if (told.some((date) => date !== null)) return one(told)
  return one(dated.map((line) => bareDate(line, lines, number, ways)))
}

/** "Order: 16 November 2026", where a shop names its orders by their day. */
function namedByDate(line: Line): boolean {
  const [, word = '', rest = ''] = /^(\p{L}+)\s?[:：]\s?(\S.*)$/u.exec(line.folded) ?? []
  return order.at(word) === 0 && (rest.match(/\p{L}+/gu) ?? []).length <= 2
}

/** A date that stands alone or right behind the order's number; not one whose own words say what it is of. */
function bareDate(line: Line, lines: Line[], number: string, ways: Ways): string | null {
  const plain = line.plain.split(JOIN).join(' ')
  const at = plain.indexOf(number)
  if (at >= 0) {
    const rest = plain.slice(at + number.length)
    const words = /^[^\d]*/.exec(rest)?.[0] ?? ''
    return words.length <= 14 && !/\p{L}{5}/u.test(words) ? dateIn(rest, ways) : null
  }
  const letters = plain.match(/\p{L}+/gu) ?? []
  if (letters.length > 4 || /[:：].*\p{L}/u.test(plain) || plain.length > 40 || /[€£$¥]/.test(plain)) return null
  const before = lines[lines.indexOf(line) - 1]
  if (before !== undefined && !/\d/.test(before.plain) && !before.control) return null
  // "Delivered 3 May 2026" says more than a date; a weekday or a month is all that a bare one has.
  const date = dateIn(plain, ways)
  return date !== null && letters.length <= 2 ? date : null
}

function cardStatus(lines: Line[], own: Labelled[], goods: boolean): OrderStatus | null {
  const said = own.filter((entry) => entry.kind === 'status').map(({ text }) => statusOf(text))
  if (said.length > 0) return one(said)
  const status = one(lines.filter((line) => !line.control && line.text.length <= 40 && labelKind(line.plain) === null).map((line) => statusOf(line.text)))
  // "New" is said of goods as well.
  return goods && status === 'OrderProcessing' ? null : status
}

function cardTotal(lines: Line[], own: Labelled[], goods: boolean, { hints }: Ways): Money | null {
  for (const kind of ['grandTotal', 'total'] as const) {
    const said = own.filter((entry) => entry.kind === kind && /\d/.test(entry.text)).map(({ text }) => amountIn(text.slice(0, 160), hints))
    if (said.length > 0) return agreed(said)
  }
  if (own.some(({ kind }) => kind === 'subtotal' || kind === 'shipping' || kind === 'tax' || kind === 'net' || kind === 'discount')) return null
  const printed = lines.filter((line) => !line.control && line.text.length <= 160 && moneyIn(line).length > 0)
  const summed = printed.filter((line) => totalWord.has(line.folded)).map((line) => amountIn(line.plain, hints))
  if (summed.length > 0) return agreed(summed)
  // Beside goods an amount without a word may be one thing's price.
  return goods || printed.some((line) => quantityIn(line) !== null) ? null : agreed(printed.map((line) => amountIn(line.plain, hints)))
}

function agreed(values: (Money | null)[]): Money | null {
  const [first] = values
  if (first === undefined || first === null) return null
  return values.every((other) => other !== null && sameAmount(other.amount, first.amount) && other.currency === first.currency) ? first : null
}

/** A row that could not be read, told by what it prints of dates, amounts and orders: never by a name or an address. */
export function describe(lines: Line[], ways: Ways): string {
  const said = lines
    .filter((line) => !line.control && line.text.length <= 60 && (moneyIn(line).length > 0 || dateIn(line.plain, ways) !== null || NUMERIC.test(line.plain)))
    .map((line) => line.text.split(JOIN).join(' ').replace(/\s+/g, ' ').trim())
  return cleanText(plainDigits(said.slice(0, 3).join(' · ')), 80) ?? '…'
}

