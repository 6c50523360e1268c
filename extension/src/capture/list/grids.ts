/**
 * Orders under headed columns, in tables and in rows of blocks alike. The head says which column holds the number; every row below it
 * counts, whether its number can be read or not.
 */
import { fold, plainDigits } from '../clean.ts'
import { parseDate } from '../dates.ts'
import { labelKind, trimLabel, type LabelKind } from '../label-text.ts'
import { span } from '../labels.ts'
import type { Extent, Extents } from './extents.ts'
import { OTHER_DATE } from './phrases.ts'
import { phrases } from '../match.ts'
import { findMoney } from '../money.ts'
import { tokens } from '../numbers.ts'
import { ORDER } from '../phrases.ts'
import type { Line, Page } from '../text.ts'
import { DATE_WORD, NUMBER_WORD } from '../vocabulary.ts'

export interface GridRow extends Extent {
  element: Element
  /** Null where the row has none that can be read. */
  number: string | null
  cells: Map<LabelKind, { head: string; text: string }>
}

export interface Grid extends Extent {
  head: Element
  rows: GridRow[]
}

const order = phrases(ORDER)
const numberWord = phrases(NUMBER_WORD)
const dateWord = phrases(DATE_WORD)
const otherDate = phrases(OTHER_DATE)
const MAX_ROWS = 1_000
const MAX_HEADS = 60
/** Columns that say that the rows are orders. */
const COMPANIONS = new Set<LabelKind>(['orderDate', 'date', 'grandTotal', 'total', 'status', 'unitPrice', 'subtotal'])

/** How surely a head names the order's number: "Order number" 3, "Order" 2, "No." 1. */
function namesNumber(head: string): number {
  const folded = fold(head)
  if (folded === '' || folded.length > 60) return 0
  if (labelKind(head) === 'orderNumber') return 3
  const text = trimLabel(folded)
  if (order.is(text) || (order.at(text) === 0 && !/\s/.test(text) && labelKind(head) === null)) return 2
  return numberWord.is(text) || numberWord.is(folded) ? 1 : 0
}

function columnOf(head: string): LabelKind | null {
  const kind = labelKind(head)
  const text = trimLabel(fold(head))
  // "Date added", "Sendedatum": in a list of orders a date is the order's, unless it says of what else.
  const dated = text.length <= 40 && (dateWord.has(text) || /(datum|dato|paiva)$/.test(text))
  if (kind === 'orderDate' || (dated && (kind === null || kind === 'date'))) return otherDate.has(text) ? null : (kind ?? 'date')
  return kind
}

interface Head {
  element: Element
  columns: (LabelKind | null)[]
  heads: string[]
  number: number
}

/** The columns of a row of heads, or null where it is none. */
function headOf(row: Element, extents: Extents): Head | null {
  if (row.children.item(1) === null) return null
  const texts = extents.cells(row)
  if (texts === null || texts.some((text) => /\d/.test(plainDigits(text)))) return null
  const columns: (LabelKind | null)[] = []
  const heads: string[] = []
  const sure: number[] = []
  for (const [index, text] of texts.entries()) {
    const width = span(row.children.item(index) as Element)
    for (let i = 0; i < width && columns.length < 60; i++) {
      columns.push(columnOf(text))
      heads.push(text)
      sure.push(i === 0 ? namesNumber(text) : 0)
    }
  }
  const best = Math.max(...sure)
  if (best === 0) return null
  const number = sure.indexOf(best)
  columns[number] = 'orderNumber'
  if (!columns.some((column, index) => index !== number && column !== null && COMPANIONS.has(column))) return null
  // Where a number of something else goes before, the rows are invoices or returns that name their order.
  const other = columns.indexOf('otherNumber')
  return other >= 0 && other < number ? null : { element: row, columns, heads, number }
}

export function findGrids(page: Page, extents: Extents, locale: { language: string; region: string }, now: number): Grid[] {
  const grids: Grid[] = []
  const tried = new Set<Element>()
  let heads = 0
  for (const line of page.lines) {
    if (line.control || line.text.length > 400 || line.region === 'nav' || line.region === 'footer' || line.region === 'header' || heads > MAX_HEADS) continue
    page.budget.check()
    if (!line.parts.some((part) => namesNumber(part.text) > 0)) continue
    heads++
    for (const row of rowsAround(line)) {
      if (tried.has(row)) break
      tried.add(row)
      const head = headOf(row, extents)
      if (head === null) continue
      const rows = rowsUnder(head, extents, page).map((element) => read(head, element, extents, locale, now)).filter((entry) => entry !== null)
      const last = rows[rows.length - 1]
      const top = extents.of(row)?.from ?? line.index
      if (last !== undefined) grids.push({ head: row, rows: rows.filter((entry) => entry.number !== null || looksFilled(entry)), from: top, to: Math.max(...rows.map((entry) => entry.to)) })
      break
    }
  }
  return grids
}

/** The row that a cell may stand in. */
function rowsAround(line: Line): Element[] {
  const cell = line.block.closest('th, td')
  if (cell !== null) return cell.parentElement === null ? [] : [cell.parentElement]
  const found: Element[] = []
  const first = line.parts[0]?.element
  for (let up: Element | null = first ?? line.block, depth = 0; up !== null && depth < 5; up = up.parentElement, depth++) if (up.children.length > 2) found.push(up)
  return found
}

function rowsUnder({ element: head }: Head, extents: Extents, page: Page): Element[] {
  const tag = head.tagName.toUpperCase()
  if (tag === 'TR') {
    const table = head.closest('table')
    if (table === null) return []
    const all: Element[] = [...table.getElementsByTagName('tr')].filter((row) => row.closest('table') === table && row.closest('tfoot') === null)
    return all.slice(all.indexOf(head) + 1).slice(0, MAX_ROWS)
  }
  const width = head.children.length
  const alike = (elements: Element[]): Element[] => elements.filter((element) => element.children.length === width && extents.cells(element) !== null).slice(0, MAX_ROWS)
  for (let up: Element = head, depth = 0; depth < 3; depth++) {
    page.budget.check()
    const after: Element[] = []
    for (let next = up.nextElementSibling; next !== null && after.length < MAX_ROWS; next = next.nextElementSibling) after.push(next)
    const rows = alike(after)
    if (rows.length > 0) return rows
    for (const body of after.slice(0, 2)) {
      const inside = alike([...body.children])
      if (inside.length > 0) return inside
      const deeper = alike([...body.children].slice(0, MAX_ROWS).map((child) => child.firstElementChild ?? child))
      if (deeper.length > 0) return deeper
    }
    if (up.parentElement === null) break
    up = up.parentElement
  }
  return []
}

function read(head: Head, element: Element, extents: Extents, locale: { language: string; region: string }, now: number): GridRow | null {
  const texts = extents.cells(element)
  const extent = extents.of(element) ?? (element.parentElement === null ? null : extents.of(element.parentElement))
  if (texts === null || extent === null) return null
  const filled = texts.filter((text) => text !== '').length
  // A full-width row, or one of goods under a number that spans several, belongs to the order above.
  if (filled < 2 || texts.length * 2 <= head.columns.length) return null
  const cells: GridRow['cells'] = new Map()
  let numbered = ''
  let at = 0
  for (const [index, text] of texts.entries()) {
    const column = head.columns[at]
    const plain = plainDigits(text)
    if (at === head.number) numbered = plain
    else if (column !== null && column !== undefined && !cells.has(column)) cells.set(column, { head: head.heads[at] ?? '', text: plain })
    at += span(element.children.item(index) as Element)
  }
  // Heads are repeated for narrow screens and for readers.
  if (namesNumber(numbered) > 0 && !/\d/.test(numbered)) return null
  return { element, ...extent, number: numberIn(numbered, locale, now), cells }
}

/** A cell that is a date or an amount holds no number. */
function numberIn(text: string, locale: { language: string; region: string }, now: number): string | null {
  if (text.length > 120) return null
  const marked = /[#№]\s*\S/.test(text)
  // "KHWLILZLL": where it is all that the cell says.
  const found = tokens(text, /^\s*[#№]?\s*[A-Z]{6,16}\s*$/.test(text))
  const first = marked ? found.find(({ index }) => /[#№]\s*$/.test(text.slice(0, index))) : found[0]
  if (first === undefined) return null
  if (!marked && (parseDate(text, locale, now) !== null || /^[\d\s./-]+$/.test(text.trim()) && /^\d{1,2}[./-]\d{1,2}/.test(text.trim()))) return null
  if (!marked && findMoney(text).length > 0 && text.length < 24) return null
  return first.index > 60 ? null : first.token
}

function looksFilled({ cells, element }: GridRow): boolean {
  const texts = [...cells.values()].map(({ text }) => text)
  if (texts.some((text) => labelKind(text) !== null)) return false
  return element.closest('tfoot') === null && texts.filter((text) => text !== '').length >= 2 && texts.some((text) => /\d/.test(text))
}
