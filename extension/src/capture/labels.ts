/**
 * Labelled text: which line says what the next piece of text is. Reads "Total: 12 €" in one line, label and value in
 * neighbouring cells or blocks, and labels over columns, in tables and in rows of blocks alike.
 */
import { MONEY_KINDS, labelKind, type LabelKind } from './label-text.ts'
import { moneyIn } from './money.ts'
import { JOIN, type Line, type Page } from './text.ts'

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
  for (const line of page.lines) {
    if (found.length > MAX_LABELLED) break
    if (line.control || line.text.length > 400) continue
    page.budget.check()
    const inline = inlineLabels(line)
    found.push(...inline)
    if (inline.length > 0) continue
    const kind = labelKind(line.plain)
    if (kind === null) continue
    const next = page.lines[line.index + 1]
    const after = page.lines[line.index + 2]
    // A label over a column has its row's other labels beside it, not its value.
    const value = next !== undefined && /^[\s:：.\-–]*$/.test(next.text) ? after : next
    if (value !== undefined && !value.control && value.text.length < 200 && near(line, value) && labelKind(value.plain) === null) {
      found.push({ kind, text: value.plain, label: line, at: value, how: 'next' })
      continue
    }
    for (const at of columnLines(places, line)) found.push({ kind, text: at.plain, label: line, at, how: 'column' })
  }
  return found
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
    const kind = labelKind(text.slice(from, cut.index + (cut[0] === '#' || cut[0] === '№' ? 1 : 0)))
    if (kind === null) {
      if (cut[0] === JOIN) from = cut.index + 1
      continue
    }
    const value = text.slice(cut.index + cut[0].length).replace(OPENING, '')
    if (value !== '') found.push({ kind, text: value, label: line, at: line, how: 'inline' })
    from = cut.index + cut[0].length
  }
  if (found.length > 0) return found
  const money = moneyIn(line, true)[0]
  if (money !== undefined && money.start > 1 && !/[(（]\s*[-−–+]?\s*$/u.test(text.slice(0, money.start)) && !/^\s*\)?[(（]/u.test(text.slice(money.start, money.start + 1))) {
    const kind = labelKind(text.slice(0, money.start))
    if (kind !== null && MONEY_KINDS.has(kind)) found.push({ kind, text: text.slice(money.start), label: line, at: line, how: 'inline' })
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
