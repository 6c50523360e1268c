/**
 * Labelled text: which line says what the next piece of text is. Reads "Total: 12 €" in one line, label and value in
 * neighbouring cells or blocks, and labels over columns, in tables and in rows of blocks alike.
 */
import { fold } from './clean.ts'
import { MONEY_KINDS, free, labelKind, reduction, type LabelKind } from './label-text.ts'
import { phrases } from './match.ts'
import { findMoney, moneyIn } from './money.ts'
import { JOIN, type Line, type Page } from './text.ts'
import { QUANTITY } from './vocabulary.ts'

const count = phrases(QUANTITY)

export interface Labelled {
  kind: LabelKind
  /** The text of the value, with digits as ASCII. */
  text: string
  label: Line
  at: Line
  how: 'inline' | 'next' | 'column'
}

const MAX_LABELLED = 600
/** Lines between a label and its column's value. */
const MAX_AWAY = 1_500

export function labelled(page: Page): Labelled[] {
  const found: Labelled[] = []
  const places = new Places(page)
  for (let index = 0; index < page.lines.length; index++) {
    const line = page.lines[index] as Line
    if (found.length > MAX_LABELLED) break
    if (line.control || line.text.length > 400) continue
    page.budget.check()
    const inline = inlineLabels(line)
    found.push(...inline)
    if (inline.length > 0) continue
    const own = labelKind(line.plain)
    const value = own !== null && MONEY_KINDS.has(own) ? afterRemark(page, line) : afterColon(page, line)
    const kind = own ?? reducing(line, value)
    if (kind === null) continue
    const lists = parallel(page, line, kind)
    if (lists.length > 0) {
      found.push(...lists)
      index += lists.length - 1
      continue
    }
    const before = valueBefore(page, line, kind)
    if (before !== null) {
      found.push({ kind, text: before.plain, label: line, at: before, how: 'next' })
      continue
    }
    if (value !== undefined && !value.control && value.text.length < 200 && near(line, value) && (labelKind(value.plain) === null || taxedTotal(kind, value))) {
      found.push({ kind, text: value.plain, label: line, at: value, how: 'next' })
      continue
    }
    // A label over a column has its row's other labels beside it, not its value.
    for (const at of columnLines(places, line)) found.push({ kind, text: at.plain, label: line, at, how: 'column' })
  }
  return found
}

/** "€117.50 incl. €18.76 tax" beside "Total". */
function taxedTotal(kind: LabelKind, value: Line): boolean {
  return (kind === 'total' || kind === 'grandTotal') && moneyIn(value)[0]?.start === 0 && labelKind(value.plain) === 'tax'
}

/** The next line, or the one after a colon that stands alone. */
function afterColon(page: Page, line: Line): Line | undefined {
  const next = page.lines[line.index + 1]
  return next !== undefined && next.text.length < 8 && /^[\s:：.\-–]*$/.test(next.text) ? page.lines[line.index + 2] : next
}

/** The same, or the line after a remark on the tax in the amount or on how many things it is for. */
function afterRemark(page: Page, line: Line): Line | undefined {
  const next = afterColon(page, line)
  const after = next === undefined ? undefined : page.lines[next.index + 1]
  if (next === undefined || after === undefined || next.text.length >= 60 || rowOf(line.block) !== rowOf(after.block)) return next
  const remark = /^[(（].*[)）]$|^\p{Nd}{1,3}\s\p{L}+$/u.test(next.text) || inlineLabels(next).some((entry) => entry.kind === 'tax')
  return remark && (moneyIn(after).length === 1 || moneyIn(after)[0]?.start === 0) ? after : next
}

/** "Gift from us AUTUMN10" is a discount where money is taken off beside it. */
function reducing(line: Line, value: Line | undefined): LabelKind | null {
  if (value === undefined || line.text.length > 60 || value.text.length > 30) return null
  const money = moneyIn(value, true)
  return money.length === 1 && money[0]?.negative === true && reduction.has(line.folded) ? 'discount' : null
}

const MAX_LIST = 12
/** Kinds that head the columns of goods. */
const HEADS = new Set<LabelKind>(['product', 'quantity', 'unitPrice', 'position'])

/** A list of labels and beside it a list of as many values, each in an element of its own. */
function parallel(page: Page, first: Line, kind: LabelKind): Labelled[] {
  if (HEADS.has(kind) || rowOf(first.block) !== null) return []
  const parent = first.block.parentElement
  if (parent === null || page.lines[first.index - 1]?.block.parentElement === parent) return []
  const kinds: LabelKind[] = []
  for (let at = first.index; kinds.length <= MAX_LIST; at++) {
    const line = page.lines[at]
    const next = line === undefined || line.block.parentElement !== parent ? null : labelKind(line.plain)
    if (next === null || HEADS.has(next)) break
    kinds.push(next)
  }
  const count = kinds.length
  if (count < 2 || count > MAX_LIST || kinds.filter((each) => MONEY_KINDS.has(each)).length < 2) return []
  const values = page.lines.slice(first.index + count, first.index + 2 * count)
  const around = values[0]?.block.parentElement
  const whole = values.length === count && values.every((line, index) => line.block.parentElement === around && holds(line, kinds[index] as LabelKind))
  const following = page.lines[first.index + 2 * count]
  if (!whole || (around !== parent && following?.block.parentElement === around)) return []
  return values.map((at, index) => ({ kind: kinds[index] as LabelKind, text: at.plain, label: page.lines[first.index + index] as Line, at, how: 'next' as const }))
}

function holds(line: Line, kind: LabelKind): boolean {
  return MONEY_KINDS.has(kind) ? moneyIn(line, true).length === 1 || free.is(line.folded) : labelKind(line.plain) === null
}

/** A tile with the value over its label, and nothing else in it. */
function valueBefore(page: Page, line: Line, kind: LabelKind): Line | null {
  const parent = line.block.parentElement
  const before = page.lines[line.index - 1]
  if (parent === null || before === undefined || before.block.parentElement !== parent || parent.firstElementChild !== before.block || parent.lastElementChild !== line.block) return null
  if (before.block.nextElementSibling !== line.block || labelKind(before.plain) !== null || before.text.length > 60) return null
  return (kind === 'orderNumber' || kind === 'orderDate' ? /\d/.test(before.plain) : MONEY_KINDS.has(kind) && holds(before, kind)) ? before : null
}

const CUT = new RegExp(`[:：]|${JOIN}|#|№|\\s[-–—]\\s`, 'gu')
const OPENING = new RegExp(`^[\\s:：${JOIN}]+`, 'u')

/** `Label: value` and `Label<JOIN>value` in one line; several pairs may stand in it. */
function inlineLabels(line: Line): Labelled[] {
  const text = line.plain
  const found: Labelled[] = []
  // "Eco tax (2.00):" is a label whose value follows.
  if (/[:：]\s*$/.test(text) && labelKind(text) !== null) return found
  const cuts = [...text.matchAll(CUT)].slice(0, 12)
  let from = 0
  for (const cut of cuts) {
    if (cut.index < from) continue
    const label = text.slice(from, cut.index + (cut[0] === '#' || cut[0] === '№' ? 1 : 0))
    const named = labelKind(label)
    if (named === null) {
      if (cut[0] === JOIN) from = cut.index + 1
      continue
    }
    const value = text.slice(cut.index + cut[0].length).replace(OPENING, '')
    // "Jumlah" is a sum and a count.
    const kind = named === 'total' && /^\d{1,3}$/.test(value) && count.is(fold(label)) ? 'quantity' : named
    // "Subtotal" "· 3 items": the amount stands elsewhere.
    if (cut[0] === JOIN && MONEY_KINDS.has(kind) && findMoney(value, true).length === 0 && !/\d{3}/.test(value) && !free.is(fold(value)) && labelKind(text) === kind) return []
    if (value !== '') found.push({ kind, text: value, label: line, at: line, how: 'inline' })
    from = cut.index + cut[0].length
  }
  if (found.length > 0) return found
  const money = moneyIn(line, true)[0]
  if (money !== undefined && money.start > 1 && !/[(（]\s*[-−–+]?\s*$/u.test(text.slice(0, money.start)) && !/^\s*\)?[(（]/u.test(text.slice(money.start, money.start + 1))) {
    const kind = labelKind(text.slice(0, money.start))
    if (kind !== null && MONEY_KINDS.has(kind)) found.push({ kind, text: text.slice(money.start), label: line, at: line, how: 'inline' })
    else if (money.negative && line.text.length < 80 && reduction.has(fold(text.slice(0, money.start)))) found.push({ kind: 'discount', text: text.slice(money.start), label: line, at: line, how: 'inline' })
    // "includes £6.67 tax": the amount stands inside its label.
    else if (line.text.length < 60 && labelKind(`${text.slice(0, money.start)} ${text.slice(money.end)}`) === 'tax' && /\p{L}/u.test(text.slice(money.end))) found.push({ kind: 'tax', text: text.slice(money.start, money.end), label: line, at: line, how: 'inline' })
  }
  return found
}

const ROW = new Set(['TR', 'DL', 'LI'])

export function rowOf(element: Element): Element | null {
  return element.closest('tr')
}

/** Is the value beside or below the label, and not in the next row of a grid? */
function near(label: Line, value: Line): boolean {
  const row = rowOf(label.block)
  const valueRow = rowOf(value.block)
  if (row !== null && valueRow !== row) {
    if (valueRow === null) return row.contains(value.block)
    // The last head of a table is followed by the first cell of its body.
    return row.firstElementChild === row.lastElementChild && row.nextElementSibling === valueRow
  }
  let up: Element | null = label.block
  for (let depth = 0; up !== null && depth < 6; depth++, up = up.parentElement) {
    if (up.contains(value.block)) {
      if (up.tagName.toUpperCase() === 'BODY') return depth <= 1
      return depth <= 3 || ROW.has(up.tagName.toUpperCase()) || up.children.item(12) === null
    }
  }
  return false
}

/** Where things stand in the page's grids: looked up once, because every cell of a hostile table may be a label. */
class Places {
  readonly #page: Page
  readonly #cells = new Map<Element, Cells>()
  readonly #tables = new Map<Element, Rows | null>()
  #first: Map<Element, Line> | null = null

  constructor(page: Page) {
    this.#page = page
  }

  cells(row: Element): Cells {
    let known = this.#cells.get(row)
    if (known === undefined) this.#cells.set(row, (known = new Cells(row)))
    return known
  }

  /** The table's rows, or null where tables are nested: that is layout. */
  rows(table: Element): Rows | null {
    let known = this.#tables.get(table)
    if (known === undefined) this.#tables.set(table, (known = table.querySelector('table') === null ? rowsOf(table) : null))
    return known
  }

  /** The first line of an element that begins after the label. */
  firstLine(label: Line, element: Element): Line | null {
    if (this.#first === null) {
      this.#first = new Map()
      for (const line of this.#page.lines) {
        for (let up: Element | null = line.block; up !== null && !this.#first.has(up); up = up.parentElement) this.#first.set(up, line)
      }
    }
    const line = this.#first.get(element)
    return line !== undefined && line.index > label.index && line.index < label.index + MAX_AWAY ? line : null
  }
}

interface Rows {
  list: Element[]
  at: Map<Element, number>
}

function rowsOf(table: Element): Rows {
  const list = [...table.getElementsByTagName('tr')]
  return { list, at: new Map(list.map((row, index) => [row, index])) }
}

/** A row's cells with the columns that they begin at. */
class Cells {
  readonly list: Element[]
  readonly #starts: number[] = []
  readonly #at = new Map<Element, number>()
  readonly #width: number

  constructor(row: Element) {
    this.list = [...row.children]
    let at = 0
    for (const [index, cell] of this.list.entries()) {
      this.#at.set(cell, index)
      this.#starts.push(at)
      at += span(cell)
    }
    this.#width = at
  }

  place(cell: Element): number {
    return this.#at.get(cell) ?? -1
  }

  column(cell: Element): number {
    return this.#starts[this.place(cell)] ?? -1
  }

  over(column: number): Element | null {
    if (column < 0 || column >= this.#width) return null
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= column) low = middle
      else high = middle - 1
    }
    return this.list[low] ?? null
  }
}

export function span(cell: Element): number {
  return Math.min(50, Math.max(1, Number(cell.getAttribute('colspan') ?? '1') || 1))
}

/** First lines of the cells under a heading cell, at most 40 of them. */
function columnLines(places: Places, label: Line): Line[] {
  const cell = label.block.closest('th, td')
  const row = cell?.parentElement ?? null
  if (cell === null || row === null || row.tagName.toUpperCase() !== 'TR') return blockColumn(places, label)
  const table = row.closest('table')
  const rows = table === null ? null : places.rows(table)
  if (rows === null) return []
  const heads = places.cells(row)
  const column = heads.column(cell)
  const start = rows.at.get(row) ?? -1
  const least = Math.min(2, heads.list.length)
  const found: Line[] = []
  for (const below of rows.list.slice(start + 1, start + 41)) {
    const cells = places.cells(below)
    const under = cells.over(column)
    if (under === null || cells.list.length < least) continue
    const line = places.firstLine(label, under)
    if (line !== null && labelKind(line.plain) === null) found.push(line)
  }
  return found
}

/** The same for rows made of blocks: the label's place among its siblings, in the next row with as many of them. */
function blockColumn(places: Places, label: Line): Line[] {
  let cell: Element | null = label.block
  for (let depth = 0; cell !== null && depth < 3; depth++, cell = cell.parentElement) {
    const row: Element | null = cell.parentElement
    if (row === null || row.firstElementChild === row.lastElementChild) continue
    const below = row.nextElementSibling
    const cells = places.cells(row)
    if (below === null || places.cells(below).list.length !== cells.list.length) return []
    const under = places.cells(below).list[cells.place(cell)]
    const line = under === undefined ? null : places.firstLine(label, under)
    return line === null || labelKind(line.plain) !== null ? [] : [line]
  }
  return []
}
