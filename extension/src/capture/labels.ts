/**
 * Labelled text: which line says what the next piece of text is. Reads "Total: 12 €" in one line, label and value in
 * neighbouring cells or blocks, and labels over columns, in tables and in rows of blocks alike.
 */
import { MONEY_KINDS, labelKind, type LabelKind } from './label-text.ts'
import { findMoney } from './money.ts'
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

export function labelled(page: Page): Labelled[] {
  const found: Labelled[] = []
  for (const line of page.lines) {
    if (found.length > MAX_LABELLED) break
    if (line.control || line.text.length > 400) continue
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
    for (const at of columnLines(page, line)) found.push({ kind, text: at.plain, label: line, at, how: 'column' })
  }
  return found
}

/** `Label: value` and `Label<JOIN>value` in one line; several pairs may stand in it. */
function inlineLabels(line: Line): Labelled[] {
  const text = line.plain
  const found: Labelled[] = []
  // "Eco tax (2.00):" is a label whose value follows.
  if (/[:：]\s*$/.test(text) && labelKind(text) !== null) return found
  const cuts = [...text.matchAll(new RegExp(`[:：]|${JOIN}|#|№|\\s[-–—]\\s`, 'gu'))].slice(0, 12)
  let from = 0
  for (const cut of cuts) {
    if (cut.index < from) continue
    const kind = labelKind(text.slice(from, cut.index + (cut[0] === '#' || cut[0] === '№' ? 1 : 0)))
    if (kind === null) {
      if (cut[0] === JOIN) from = cut.index + 1
      continue
    }
    const value = text.slice(cut.index + cut[0].length).replace(new RegExp(`^[\\s:：${JOIN}]+`, 'u'), '')
    if (value !== '') found.push({ kind, text: value, label: line, at: line, how: 'inline' })
    from = cut.index + cut[0].length
  }
  if (found.length > 0) return found
  const money = findMoney(text, true)[0]
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
    return row.children.length === 1 && row.nextElementSibling === valueRow
  }
  let up: Element | null = label.block
  for (let depth = 0; up !== null && depth < 6; depth++, up = up.parentElement) {
    if (up.contains(value.block)) {
      if (up.tagName.toUpperCase() === 'BODY') return depth <= 1
      return depth <= 1 || ROW.has(up.tagName.toUpperCase()) || childCount(up) <= 12 || depth <= 3
    }
  }
  return false
}

function childCount(element: Element): number {
  return element.childElementCount
}

function cellIndex(cell: Element): number {
  let index = 0
  for (let before = cell.previousElementSibling; before !== null; before = before.previousElementSibling) {
    index += Math.min(50, Math.max(1, Number(before.getAttribute('colspan') ?? '1') || 1))
  }
  return index
}

function cellAt(row: Element, index: number): Element | null {
  let at = 0
  for (let cell = row.firstElementChild; cell !== null; cell = cell.nextElementSibling) {
    const span = Math.min(50, Math.max(1, Number(cell.getAttribute('colspan') ?? '1') || 1))
    if (index >= at && index < at + span) return cell
    at += span
  }
  return null
}

/** First lines of the cells under a heading cell, at most 40 of them. */
export function columnLines(page: Page, label: Line): Line[] {
  const cell = label.block.closest('th, td')
  const row = cell?.parentElement ?? null
  if (cell === null || row === null || row.tagName.toUpperCase() !== 'TR') return blockColumn(page, label)
  const index = cellIndex(cell)
  const table = row.closest('table')
  if (table === null || table.querySelector('table') !== null) return []
  const rows = [...table.getElementsByTagName('tr')]
  const start = rows.indexOf(row as HTMLTableRowElement)
  const found: Line[] = []
  for (const below of rows.slice(start + 1, start + 41)) {
    const under = cellAt(below, index)
    if (under === null || below.children.length < Math.min(2, row.children.length)) continue
    const line = firstLine(page, label.index, under)
    if (line !== null && labelKind(line.plain) === null) found.push(line)
  }
  return found
}

/** The same for rows made of blocks: the label's place among its siblings, in the next row with as many of them. */
function blockColumn(page: Page, label: Line): Line[] {
  let cell: Element | null = label.block
  for (let depth = 0; cell !== null && depth < 3; depth++, cell = cell.parentElement) {
    const row: Element | null = cell.parentElement
    if (row === null || row.childElementCount < 2) continue
    const below = row.nextElementSibling
    if (below === null || below.childElementCount !== row.childElementCount) return []
    const under = below.children[[...row.children].indexOf(cell)]
    const line = under === undefined ? null : firstLine(page, label.index, under)
    return line === null || labelKind(line.plain) !== null ? [] : [line]
  }
  return []
}

function firstLine(page: Page, from: number, element: Element): Line | null {
  for (let i = from + 1; i < page.lines.length && i < from + 1_500; i++) {
    const line = page.lines[i]
    if (line !== undefined && element.contains(line.block)) return line
  }
  return null
}
