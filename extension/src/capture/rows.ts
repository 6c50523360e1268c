/** Repeated rows of a page that carry a name with a price or a quantity, in any markup: the raw material of items. */
import { fold, isCard, plainDigits } from './clean.ts'
import { COUNTED, positive, quantityIn, quantityOf, unitWord } from './counts.ts'
import { labelKind, type LabelKind } from './label-text.ts'
import { rowOf, span, type Labelled } from './labels.ts'
import { findMoney, moneyIn, units, value, type MoneyHints } from './money.ts'
import { phrases } from './match.ts'
import { JOIN, type Line, type Page } from './text.ts'
import { NAME } from './vocabulary.ts'

const nameWord = phrases(NAME)

export interface Price {
  amount: string
  /** What is said of it. A column called "price" may be either. */
  kind: 'unit' | 'price' | 'total' | null
}

export interface Row {
  element: Element
  from: number
  to: number
  /** Tag names from the body down: rows of one list share it, and no class name is needed. */
  path: string
  name: string
  link: string | null
  quantity: number | null
  /** A number that stands alone at the row's beginning: a position or a quantity. */
  badge: number | null
  prices: Price[]
  sku: string | null
  picture: boolean
  tabular: boolean
}

const MAX_ROW_LINES = 40
const MAX_STARTS = 800
const MAX_ROWS = 400
/** Prices in one row of goods; every two of them are compared. */
const MAX_PRICES = 40
const OUTSIDE = new Set(['nav', 'footer', 'header'])
/** Inside these labels stands money that no item costs. */
const SUMMARY = new Set<LabelKind>(['grandTotal', 'net', 'shipping', 'discount'])
/** Money in a row that is no price of its goods. */
const NO_PRICE = new Set<LabelKind>(['net', 'shipping', 'tax', 'discount'])

export function findRows(page: Page, found: Labelled[], hints: MoneyHints): Row[] {
  const labels = new Map<Line, Labelled[]>()
  for (const entry of found) {
    if (entry.how === 'column') continue
    for (const line of new Set([entry.label, entry.at])) {
      const known = labels.get(line)
      if (known === undefined) labels.set(line, [entry])
      else known.push(entry)
    }
  }
  const summary = (line: Line): boolean => labels.get(line)?.some((entry) => SUMMARY.has(entry.kind)) ?? false
  // "19 % VAT" is said of one thing too; of the order where nothing is counted beside it.
  const taxed = (line: Line): boolean => labels.get(line)?.some((entry) => entry.kind === 'tax' && findMoney(entry.text, true).length > 0) ?? false
  const partial = (line: Line): boolean => labels.get(line)?.some((entry) => entry.kind === 'total' || entry.kind === 'subtotal') ?? false
  const signed = page.lines.some((line) => line.text.length < 200 && moneyIn(line).length > 0)

  const rows = new Map<Element, Row>()
  let starts = 0
  for (const line of page.lines) {
    if (OUTSIDE.has(line.region) || line.control || line.text.length > 400 || summary(line) || taxed(line) || partial(line)) continue
    page.budget.check()
    const priced = moneyIn(line, !signed).length > 0
    if (!priced && quantityIn(line) === null && !(labels.get(line)?.some((entry) => entry.kind === 'quantity' && entry.at === line) ?? false)) continue
    if (++starts > MAX_STARTS) break
    const row = climb(page, line, summary, taxed)
    if (row !== null) rows.set(row.element, row)
  }
  const outermost = keepRows([...rows.values()])
  const heads = new Heads()
  return outermost.map((row) => fill(page, row, labels, heads, hints, !signed)).filter((row) => row.name !== '')
}

/** Up from a price until a name stands beside it. */
function climb(page: Page, start: Line, summary: (line: Line) => boolean, taxed: (line: Line) => boolean): Row | null {
  let from = start.index
  let to = start.index
  let element: Element | null = start.block
  for (let depth = 0; element !== null && depth < 9; depth++, element = element.parentElement) {
    const tag = element.tagName.toUpperCase()
    if (tag === 'BODY' || tag === 'MAIN' || tag === 'TABLE' || tag === 'TBODY' || tag === 'TFOOT' || tag === 'THEAD' || tag === 'FORM' || tag === 'HTML') return null
    const row: Element = tag === 'TD' || tag === 'TH' ? (element.parentElement ?? element) : element
    while (from > 0 && to - from <= MAX_ROW_LINES && row.contains(page.lines[from - 1]?.block ?? null)) from--
    while (to < page.lines.length - 1 && to - from <= MAX_ROW_LINES && row.contains(page.lines[to + 1]?.block ?? null)) to++
    if (to - from > MAX_ROW_LINES) return null
    const lines = page.lines.slice(from, to + 1)
    if (lines.some(summary) || (lines.some(taxed) && !lines.some((line) => /^\d{1,3}$/.test(line.plain) || quantityIn(line) !== null))) return null
    if (row.parentElement?.tagName.toUpperCase() === 'TFOOT') return null
    if (lines.some((line) => nameOf(line) !== '')) {
      const whole = widened(page, row, from, to)
      from = whole.from
      return { element: whole.element, from, to, path: pathOf(whole.element), name: '', link: null, quantity: null, badge: null, prices: [], sku: null, picture: false, tabular: whole.element.tagName.toUpperCase() === 'TR' }
    }
  }
  return null
}

/** The picture, and a number on it, often stand beside the text's own block. */
function widened(page: Page, row: Element, from: number, to: number): { element: Element; from: number } {
  let element = row
  let start = from
  for (let depth = 0; depth < 4; depth++) {
    const up: Element | null = element.parentElement
    if (up === null || /^(BODY|MAIN|TABLE|TBODY|FORM|UL|OL|SECTION|ARTICLE|HTML)$/.test(up.tagName.toUpperCase())) break
    if (up.contains(page.lines[to + 1]?.block ?? null)) break
    let first = start
    if (up.contains(page.lines[first - 1]?.block ?? null) && /^\d{1,3}$/.test(page.lines[first - 1]?.plain ?? '')) first--
    if (up.contains(page.lines[first - 1]?.block ?? null)) break
    element = up
    start = first
    if (element.querySelector('img, picture') !== null) break
  }
  return element.querySelector('img, picture') !== null ? { element, from: start } : { element: row, from }
}

function pathOf(element: Element): string {
  const tags: string[] = []
  for (let up: Element | null = element; up !== null && tags.length < 14; up = up.parentElement) tags.push(up.tagName.toUpperCase())
  return tags.join('<')
}

/** A row around one other row is the fuller row; one around several is their list. */
function keepRows(rows: Row[]): Row[] {
  const sorted = rows.sort((a, b) => a.from - b.from || b.to - a.to).slice(0, MAX_ROWS)
  const known = new Set(sorted.map((row) => row.element))
  const inside = new Map<Element, number>()
  for (const { element } of sorted) {
    const around = above(element, known)
    if (around !== null) inside.set(around, (inside.get(around) ?? 0) + 1)
  }
  const kept = sorted.filter((row) => (inside.get(row.element) ?? 0) <= 1)
  const fuller = new Set(kept.map((row) => row.element))
  return kept.filter((row) => above(row.element, fuller) === null)
}

function above(element: Element, among: Set<Element>): Element | null {
  let up = element.parentElement
  while (up !== null && !among.has(up)) up = up.parentElement
  return up
}

const NO_NAME = /^(https?:|www\.|[^\p{L}]*$)|@|\.(?:zip|pdf|epub|mobi|mp3|rar|exe|dmg)$/u

const names = new WeakMap<Line, string>()

/** The line as a product's name, without a quantity at its ends; empty when it is none. */
export function nameOf(line: Line): string {
  let known = names.get(line)
  if (known === undefined) names.set(line, (known = readName(line)))
  return known
}

function readName(line: Line): string {
  if (line.control || line.text.length > 900) return ''
  const money = moneyIn(line)
  const linked = line.parts.find((part) => part.element.closest('a') !== null && /\p{L}{2}/u.test(part.text))
  let text = line.text
  if (linked !== undefined && line.parts.length > 1 && (money.length > 0 || linked.text.length * 2 > line.text.length)) {
    const anchor = linked.element.closest('a')
    text = line.parts.filter((part) => part.element.closest('a') === anchor).map((part) => part.glue + part.text).join('')
  } else if (money.length > 0 && (linked === undefined || line.parts.length > 1)) return beforeMoney(line)
  text = withoutCounts(text)
  text = bareName(text)
  if (quantityOf(plainDigits(text)) !== null) return ''
  if (text.length < 2 || NO_NAME.test(text) || !/\p{L}/u.test(text)) return ''
  if (labelKind(text) !== null || isCard(text) || findMoney(text).length > 0 && text.length < 16) return ''
  if (/^\p{L}+(\s\p{L}+)?\s?[:：]\s?\S/u.test(text.slice(0, 60)) && linked === undefined && line.heading === 0) return ''
  if (/[:：]$/.test(text)) return ''
  return text
}

/** "Size: 42" */
const ATTRIBUTE = /^\s*\p{L}[\p{L} ]{1,18}[:：]\s?\S/u

/** The line's pieces that are no count and no attribute, as one text. */
function withoutCounts(text: string): string {
  const pieces = text.split(JOIN)
  const kept = pieces.length > 1 ? pieces.filter((piece, index) => quantityOf(plainDigits(piece).trim()) === null && !(index > 0 && ATTRIBUTE.test(piece))) : pieces
  return kept.reduce((text, piece) => text + (/^[,.;:!?)\]]/.test(piece) ? '' : ' ') + piece, '').replace(/\s+/g, ' ').trim()
}

function bareName(text: string): string {
  return text
    .replace(/^\p{Nd}{1,4}(\s?[x×✕]|\s?of:)\s+(?=\p{L})/u, '')
    .replace(/(?<!(?:^|\s)\p{Nd}+(?:[.,]\p{Nd}+)?)\s+[×✕x]\s?\p{Nd}{1,4}$/u, '')
    .replace(/\s*[(（](?:[×✕x]\s?\p{Nd}{1,4}|\p{Nd}{1,4}\s?[×✕x])[)）]$/u, '')
    .replace(/\s*[×✕]$/u, '')
    .trim()
}

/** "2 × Blue mug 12,00 €" in one line: the name is what stands before the amount. */
function beforeMoney(line: Line): string {
  const money = moneyIn(line)[0]
  if (money === undefined || money.start < 4) return ''
  const text = withoutCounts(line.plain.slice(0, money.start)).replace(/[\s\-–—:=@.…]+$/u, '')
  const bare = bareName(text.replace(/\s+\d{1,4}\s?[x×✕]$/u, '').replace(COUNTED, '').replace(/\s(?:à|á|a|je|@)$/u, '').replace(/[\s\-–—:=@.…]+$/u, ''))
  if (!/\p{L}{2}/u.test(bare) || labelKind(bare) !== null || /^\p{L}+[:：]/u.test(bare) || bare.length < 3) return ''
  return unitWord.is(fold(bare)) ? '' : bare
}

/** What the cells above a row are called, in a table or over blocks with as many parts. One head serves many rows. */
class Heads {
  readonly #kinds = new Map<Element, Map<number, LabelKind>>()
  readonly #heads = new Map<Element, Element | null>()
  readonly #counts = new Map<Element, number>()

  row(row: Element): Map<number, LabelKind> {
    if (row.tagName.toUpperCase() === 'TR') {
      const table = row.closest('table')
      const head = table === null ? null : this.#headOf(table)
      return head === null || head === row ? new Map<number, LabelKind>() : this.#kindsOf(head)
    }
    const parent = row.parentElement
    const before = parent?.previousElementSibling ?? null
    for (const head of [parent?.firstElementChild, before, before?.firstElementChild, before?.lastElementChild]) {
      if (head === null || head === undefined || head === row || head.firstElementChild === head.lastElementChild || this.#count(head) !== this.#count(row)) continue
      const kinds = this.#kindsOf(head)
      if (kinds.size >= 2) return kinds
    }
    return new Map<number, LabelKind>()
  }

  #headOf(table: Element): Element | null {
    let head = this.#heads.get(table)
    if (head === undefined) this.#heads.set(table, (head = table.querySelector('tr')))
    return head
  }

  #kindsOf(head: Element): Map<number, LabelKind> {
    let kinds = this.#kinds.get(head)
    if (kinds === undefined) this.#kinds.set(head, (kinds = cellKinds(head)))
    return kinds
  }

  #count(element: Element): number {
    let count = this.#counts.get(element)
    if (count === undefined) this.#counts.set(element, (count = element.childElementCount))
    return count
  }
}

function cellKinds(head: Element): Map<number, LabelKind> {
  const kinds = new Map<number, LabelKind>()
  let index = 0
  let named = -1
  for (let cell = head.firstElementChild; cell !== null && index < 60; cell = cell.nextElementSibling) {
    const text = (cell.textContent ?? '').slice(0, 90)
    const kind = labelKind(text)
    if (kind !== null) kinds.set(index, kind)
    else if (nameWord.is(fold(text).trim())) named = index
    index += span(cell)
  }
  const all = [...kinds.values()]
  if (named >= 0 && !all.includes('product') && all.some((kind) => kind === 'unitPrice' || kind === 'quantity')) kinds.set(named, 'product')
  return kinds
}

function columnOf(row: Element, line: Line): number {
  let own: Element | null = line.block
  while (own !== null && own.parentElement !== row) own = own.parentElement
  if (own === null) return -1
  let index = 0
  for (let cell = row.firstElementChild; cell !== null && cell !== own; cell = cell.nextElementSibling) index += span(cell)
  return index
}

function fill(page: Page, row: Row, labels: Map<Line, Labelled[]>, over: Heads, hints: MoneyHints, bare: boolean): Row {
  const lines = page.lines.slice(row.from, row.to + 1)
  const heads = over.row(rowOf(row.element) ?? row.element)
  row.tabular = [...heads.values()].includes('product')
  row.picture = row.element.querySelector('img, picture') !== null
  const alts = new Set([...row.element.querySelectorAll('img[alt]')].slice(0, 6).map((image) => fold(image.getAttribute('alt') ?? '')))
  let best = -Infinity
  let first = true
  let lone: number[] = []
  for (const line of lines) {
    page.budget.check()
    const column = heads.size > 0 ? heads.get(columnOf(row.element, line)) : undefined
    const name = nameOf(line)
    if (name !== '' && column !== 'quantity' && column !== 'otherNumber') {
      const anchor = line.parts.map((part) => part.element.closest('a[href]')).find((found) => found !== null && found !== undefined)
      const href = anchor?.getAttribute('href') ?? ''
      const goes = href !== '' && !/^(#|javascript:)/i.test(href)
      const score = (first ? 2 : 0) + (goes ? 3 : 0) + (line.heading > 0 ? 3 : 0) + (alts.has(fold(name)) ? 4 : 0) + (column === 'product' ? 4 : 0) - (line.text.length > 200 ? 1 : 0)
      if (score > best) {
        best = score
        row.name = name
        row.link = goes ? href : null
      }
      first = false
    }
    const entry = labels.get(line)?.find((found) => found.at === line)
    const own = column ?? entry?.kind
    const said = entry?.kind === 'quantity' ? entry.text : column === 'quantity' ? line.plain : null
    const counted = said === null ? quantityIn(line) : positive(/^\D{0,4}(\d{1,4})(?:[.,]0+)?(?![\d.,])/.exec(said)?.[1])
    if (counted !== null) row.quantity ??= counted
    else if (/^\d{1,3}(?:[.,]0)?$/.test(line.plain) && column === undefined) lone.push(Number.parseInt(line.plain, 10))
    if (entry?.kind === 'otherNumber' || entry?.kind === 'orderNumber') row.sku ??= entry.text.slice(0, 60)
    if (own !== undefined && NO_PRICE.has(own)) continue
    const inline = entry !== undefined && entry.how === 'inline'
    const text = inline ? entry.text : line.plain
    for (const printed of inline ? findMoney(text, bare) : moneyIn(line, bare)) {
      if (row.prices.length >= MAX_PRICES) break
      const amount = value(printed, hints)
      if (amount === null || amount.negative) continue
      const kind = own === 'unitPrice' ? 'price' : own === 'total' || own === 'subtotal' || own === 'grandTotal' ? 'total' : null
      const each = /[x×✕]\s*$/.test(text.slice(0, printed.start)) || /^\s*([x×✕]\s?\d|\/|each|je\b|st[üu]ck|pro\b|per\b)/i.test(text.slice(printed.end))
      row.prices.push({ amount: amount.amount, kind: each ? 'unit' : kind })
    }
  }
  row.quantity ??= typedQuantity(row.element) ?? (lone.length > 1 ? multiplied(lone, row.prices) : null)
  const [only] = lone
  lone = lone.filter((number) => number > 0)
  const numbersFirst = lines[0] !== undefined && /^\d{1,3}$/.test(lines[0].plain)
  if (row.quantity === null && lone.length === 1 && only !== undefined && !numbersFirst) row.quantity = positive(String(only))
  if (row.quantity === null && numbersFirst && lines[0] !== undefined && onPicture(row.element, lines[0])) row.quantity = positive(lines[0].plain)
  if (row.quantity === null && numbersFirst) row.badge = positive(lines[0]?.plain)
  return row
}

/** A number in the corner of the goods' picture is how many; positions stand before it. */
function onPicture(row: Element, line: Line): boolean {
  let cell: Element | null = line.block
  if (cell === row) return false
  while (cell !== null && cell.parentElement !== row) cell = cell.parentElement
  return cell !== null && cell.querySelector('img, picture') !== null && (cell.textContent ?? '').trim().length <= 4
}

/** Of several numbers that stand alone, the one by which a price becomes the other. */
function multiplied(numbers: number[], prices: Price[]): number | null {
  const worth = new Set(prices.map((price) => units(price.amount)))
  const fits = new Set<number>()
  for (const number of numbers) if (number > 1 && [...worth].some((each) => each > 0n && worth.has(each * BigInt(number)))) fits.add(number)
  const [only] = fits
  return fits.size === 1 ? (only ?? null) : null
}

/** On cart pages the quantity is in a field. */
function typedQuantity(element: Element): number | null {
  const inputs = [...element.querySelectorAll('input[type="number"], input[name*="q" i], input[id*="q" i], input[aria-label]')].slice(0, 6)
  const values = new Set<number>()
  for (const input of inputs) {
    const type = (input.getAttribute('type') ?? 'text').toLowerCase()
    if (type !== 'number' && type !== 'text' && type !== 'tel') continue
    const live = (input as HTMLInputElement).value
    const number = positive(/^\d{1,4}$/.exec((live === undefined || live === '' ? (input.getAttribute('value') ?? '') : live).trim())?.[0])
    if (number !== null) values.add(number)
  }
  for (const option of [...element.querySelectorAll('select[name*="q" i] option[selected], select[id*="q" i] option[selected]')].slice(0, 3)) {
    const number = positive(/^\d{1,4}$/.exec((option.textContent ?? '').trim())?.[0])
    if (number !== null) values.add(number)
  }
  const [only] = values
  return values.size === 1 && only !== undefined ? only : null
}
