/**
 * The general collectors. Each is a pure function of document and URL; the page is read into lines once and shared.
 * Structured data and recipes join this list.
 */
import { readAmounts, type Amounts } from './amounts.ts'
import { settle } from './currency.ts'
import { parseDate } from './dates.ts'
import { readOther } from './details/index.ts'
import { readItems } from './items.ts'
import { labelled, type Labelled } from './labels.ts'
import { moneyIn, units, type MoneyHints } from './money.ts'
import { orderNumbers } from './numbers.ts'
import { phrases } from './match.ts'
import { ORDER } from './phrases.ts'
import { Budget, readPage, TooLong, type Clock, type Page } from './text.ts'
import type { Candidate, Candidates, Collector, Notation, PageSource } from './types.ts'
import { vendorNames } from './vendor.ts'

const order = phrases(ORDER)

/** Every selector looks at all of them; no page of an order comes near. */
const MOST_ELEMENTS = 100_000
const MANY_ELEMENTS = 40_000

export interface Reading {
  page: Page
  hints: MoneyHints
  labels: Labelled[]
  candidates: Candidates
  /** Distinct labelled order numbers. */
  numbers: number
}

/** The page as lines. Throws `TooLong` where it takes more of the clock than a page may, as all that reads on does. */
export function openPage(document: Document, url: string, clock: Clock): Page {
  const elements = document.getElementsByTagName('*').length
  if (elements > MOST_ELEMENTS) throw new TooLong()
  return readPage(document, url, new Budget(clock, elements > MANY_ELEMENTS))
}

export function readText(page: Page, { hints, now }: Notation): Reading {
  const { budget } = page
  budget.check()
  const labels = labelled(page)
  budget.check()
  const all = readAmounts(labels, hints)
  budget.check()
  const sums = listSums(all)
  const goods = readItems(page, labels, hints, sums)
  // Inside a row of goods "order no." is the article's.
  const inside = new Set(goods.rows.flatMap((row) => page.lines.slice(row.from, row.to + 1)))
  const outside = inside.size === 0 ? labels : labels.filter((entry) => !inside.has(entry.label))
  const numbers = orderNumbers(page, outside)
  // There tax and subtotal are the article's too.
  const own = outside.length === labels.length ? all : readAmounts(outside, hints)
  const amounts = own.total.length === 0 ? all : own
  const { currencies, net: _net, ...money } = amounts
  const orderDate = dates(page, labels, hints, now)
  const candidates: Candidates = {
    ...money,
    orderNumber: numbers.candidates,
    orderDate,
    currency: currency(page, currencies, hints),
    items: goods.candidate === null ? [] : [goods.candidate],
    vendorName: vendorNames(page),
    ...readOther(page, labels, hints, Date.parse(orderDate[0]?.value ?? '') || now),
  }
  return { page, hints, labels, candidates, numbers: numbers.distinct }
}

/** Goods may add up to a printed sum, or to one with shipping on top or from which a discount was taken. */
function listSums(amounts: Amounts): bigint[] {
  const sums = [...amounts.subtotal, ...amounts.total, ...amounts.net].map((candidate) => units(candidate.value))
  const discounts = amounts.discount.map((candidate) => units(candidate.value))
  // Where no subtotal is printed the goods are what is left of the total.
  const left = amounts.total.slice(0, 2).flatMap((total) => amounts.shipping.slice(0, 2).map((shipping) => units(total.value) - units(shipping.value)))
  return [...sums, ...left, ...[...sums, ...left].flatMap((sum) => discounts.map((discount) => sum + discount))]
}

function dates(page: Page, labels: Labelled[], hints: MoneyHints, now: number): Candidate<string>[] {
  const found = new Map<string, Candidate<string>>()
  for (const { kind, text, how } of labels) {
    if ((kind !== 'orderDate' && kind !== 'date') || text.length > 160) continue
    const date = parseDate(text.slice(0, 48), hints, now)
    page.budget.check()
    if (date === null || (how === 'column' && labels.filter((entry) => entry.kind === kind && entry.how === 'column').length > 1)) continue
    const confidence = kind === 'orderDate' ? 82 : 62
    if ((found.get(date)?.confidence ?? 0) < confidence) found.set(date, { value: date, confidence, signal: kind === 'orderDate' ? 'label:order-date' : 'label:date' })
  }
  // "Ordered on October 18, 2020": the label opens the line.
  for (const line of page.lines) {
    if (line.text.length > 160 || !/\d{4}|\d年/.test(line.plain)) continue
    const behind = dateBehind(line.folded, hints, now)
    if (behind !== null && !found.has(behind)) found.set(behind, { value: behind, confidence: 78, signal: 'label:order-date' })
    if (line.text.length > 80) continue
    const opening = /^(ordered on|order placed on|order placed|placed on|bestellt am|bestellung vom|aufgegeben am|commande (?:passee|effectuee) le|commande du|passee le|pedido realizado (?:el|em)|realizado (?:el|em)|ordine effettuato il|ordinato il|effettuato il|besteld op|geplaatst op|zlozono|bestalld|bestilt|tilattu|objednano)\b/.exec(line.folded)
    if (opening === null) continue
    const date = parseDate(line.plain, hints, now)
    if (date !== null && !found.has(date)) found.set(date, { value: date, confidence: 80, signal: 'label:order-date' })
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence)
}

const BEHIND = /\d\s?(?:[·•|,]\s*|(?:du|vom|from|of|on|del|dell'|van|av|fra|fran|z dnia|z|ze dne|zo dna|от|від|από|de|do|den|em)\s+)(?=\d|\p{L}+\.?\s\d)/u

/** "Bestellung 4711 vom 20.11.2026": straight behind the number, else it may be any day of the order's. */
function dateBehind(folded: string, hints: MoneyHints, now: number): string | null {
  const joint = BEHIND.exec(folded)
  const word = joint === null ? -1 : order.at(folded)
  if (joint === null || word < 0 || word > joint.index || joint.index - word > 48) return null
  return parseDate(folded.slice(joint.index + joint[0].length).slice(0, 24), hints, now)
}

/** The currency that the order's amounts are printed in; else the only one the page prints or names. */
function currency(page: Page, labelledCodes: Map<string, number>, hints: MoneyHints): Candidate<string>[] {
  if (labelledCodes.size > 0) {
    return [...labelledCodes.entries()].sort((a, b) => b[1] - a[1]).map(([value, count], index) => ({ value, confidence: index === 0 && labelledCodes.size === 1 ? 85 : 45 + Math.min(10, count), signal: 'label:amount' }))
  }
  const printed = new Set<string>()
  let unsettled = false
  for (const line of page.lines) {
    if (line.text.length > 200) continue
    page.budget.check()
    for (const { sign } of moneyIn(line)) {
      const code = sign === null ? null : settle(sign, hints)
      if (code === null) unsettled = true
      else printed.add(code)
    }
  }
  const [only] = printed
  if (printed.size === 1 && only !== undefined && !unsettled) return [{ value: only, confidence: 60, signal: 'page:amounts' }]
  const [named] = hints.named
  return printed.size === 0 && !unsettled && hints.named.length === 1 && named !== undefined ? [{ value: named, confidence: 55, signal: 'page:named' }] : []
}

/** What the further collectors say; one that throws on a hostile page costs only itself. */
export function collect(collectors: readonly Collector[], source: PageSource, notation: Notation, budget: Budget): Candidates {
  let all: Candidates = {}
  for (const collector of collectors) {
    budget.check()
    let more: Candidates
    try {
      more = collector(source, notation)
    } catch {
      continue
    }
    all = joined(all, more)
  }
  return all
}

export function joined(first: Candidates, more: Candidates): Candidates {
  const all: Record<string, unknown[]> = { ...first }
  for (const [field, list] of Object.entries(more)) all[field] = [...(all[field] ?? []), ...list]
  return all as Candidates
}
