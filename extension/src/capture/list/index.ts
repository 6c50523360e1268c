/**
 * A person's own list of orders. Rows are found and counted by how they are built, apart from what can be read in them, so that what is
 * missing is told: `orders` and `unread` together are all that the page shows, `printed` is what it says there is.
 */
import { fold } from '../clean.ts'
import type { Reading } from '../collect.ts'
import { isList, textKind } from '../gate.ts'
import type { Labelled } from '../labels.ts'
import { findCards, type Card } from './cards.ts'
import { goesOn, toldCount } from './count.ts'
import { Extents, type Extent } from './extents.ts'
import { dayFirst, describe, fromCard, fromGrid, type Ways } from './fields.ts'
import { findGrids, type Grid, type GridRow } from './grids.ts'
import { orderUrl, shownItems } from './links.ts'
import { OTHER_LISTS } from './phrases.ts'
import { phrases } from '../match.ts'
import { ORDER } from '../phrases.ts'
import { reconcile } from '../reconcile.ts'
import { nameOf } from '../rows.ts'
import { nothing } from '../score.ts'
import type { Signs } from '../signs.ts'
import type { Line, Page } from '../text.ts'
import type { Candidates, ListedOrder, OrderList } from '../types.ts'

/** What a list is as a single order. */
export const NO_SINGLE_ORDER = nothing('order-list')

const otherLists = phrases(OTHER_LISTS)
const orderWord = phrases(ORDER)
/** So many numbers with a date and an amount each are a list even where no heading says so. */
const SPEAKS_FOR_ITSELF = 3

type Row = { kind: 'grid'; row: GridRow } | { kind: 'card'; row: Card }

/** Null where the page is no list of orders, or shows none of them and does not say that there are none. */
export function readOrders(text: Reading, signs: Signs, now: number): OrderList | null {
  const { page, hints, labels } = text
  const first = signs.heads.slice(0, 2)
  if (signs.url === 'never' || first.includes('checkout')) return null
  // The page of one order has a section of its history too.
  const single = first.includes('order') || first.includes('placed')
  const named = isList(signs.heads) || (!single && (signs.heads.includes('history') || signs.url === 'orders'))
  if (!named && (signs.review || signs.product || isOtherList(page))) return null

  const extents = new Extents(page)
  const grids = findGrids(page, extents, hints, now).filter((grid) => !underOtherHeading(page, grid))
  const inGrid = (line: Line): boolean => grids.some((grid) => line.index >= grid.from && line.index <= grid.to)
  const cards = findCards(page, labels, extents, inGrid).filter((card) => !underOtherHeading(page, card))
  const rows: Row[] = [...outermost(grids).flatMap((grid) => grid.rows.map((row): Row => ({ kind: 'grid', row }))), ...cards.map((row): Row => ({ kind: 'card', row }))].sort((a, b) => a.row.from - b.row.from)

  const ways: Ways = { hints, now, dayFirst: dayFirst(rows.flatMap(({ row }) => extents.lines(row).filter((line) => line.text.length <= 160).map((line) => line.plain))) }
  const byLine = labelsByLine(labels)
  const repeated = repeatedNames(rows, extents)
  const orders = new Map<string, ListedOrder>()
  const unread: string[] = []
  for (const { kind, row } of rows) {
    page.budget.check()
    const lines = extents.lines(row)
    if (row.number === null) {
      unread.push(describe(lines, ways))
      continue
    }
    const items = shownItems(row.element, lines, repeated, page.url)
    const read = kind === 'grid' ? fromGrid(row, ways) : fromCard(lines, row.number, byLine, items.length > 0, ways)
    const listed: ListedOrder = {
      order: reconcile({ ...read, ...whose(text, row.number), items: items.length > 0 ? [{ value: items, confidence: 45, signal: 'list:items' }] : [] }, null),
      url: orderUrl(row.element, lines, row.number, page.url),
    }
    if (listed.order.orderNumber === null) {
      unread.push(describe(lines, ways))
      continue
    }
    const key = row.number.toUpperCase()
    const known = orders.get(key)
    orders.set(key, known === undefined ? listed : joined(known, listed))
  }
  if (!named && [...orders.values()].filter(({ order }) => order.orderDate !== null && order.total !== null).length < SPEAKS_FOR_ITSELF) return null

  const shown = orders.size + unread.length
  const told = toldCount(page, (line) => rows.some(({ row }) => line.index >= row.from && line.index <= row.to), shown)
  if (shown === 0 && !told.none && told.printed === null) return null
  return { orders: [...orders.values()], unread, printed: told.printed, more: told.part || (shown > 0 && goesOn(page)) }
}

function whose(text: Reading, number: string): Candidates {
  return { orderNumber: [{ value: number, confidence: 85, signal: 'list:number' }], vendorName: text.candidates.vendorName ?? [] }
}

/** One order on two rows: what they say differently is not known. */
function joined(a: ListedOrder, b: ListedOrder): ListedOrder {
  const order = { ...a.order }
  const differ = (field: 'total' | 'currency' | 'orderDate'): boolean => a.order[field] !== null && b.order[field] !== null && a.order[field].value !== b.order[field].value
  if (differ('total') || differ('currency')) order.total = order.currency = null
  else if (order.total === null) Object.assign(order, { total: b.order.total, currency: b.order.currency })
  order.status = a.order.status?.value === b.order.status?.value ? a.order.status : null
  order.orderDate = differ('orderDate') ? null : (a.order.orderDate ?? b.order.orderDate)
  return { order, url: a.url ?? b.url }
}

/** The page names itself a list of something else. */
function isOtherList(page: Page): boolean {
  const title = fold(page.title)
  const heading = page.lines.find((line) => line.heading === 1)?.folded ?? ''
  return otherLists.has(title) || otherLists.has(heading)
}

/** The heading that a row stands under is of returns, invoices, transactions. */
function underOtherHeading(page: Page, { from }: Extent): boolean {
  for (let index = from - 1; index >= 0 && index > from - 400; index--) {
    const line = page.lines[index]
    if (line === undefined || line.heading === 0 || line.heading > 4 || line.region === 'nav' || line.region === 'footer' || line.region === 'header') continue
    if (textKind(line.folded.slice(0, 200)) === 'history') return false
    if (line.folded.split(' ').length <= 5 && otherLists.has(line.folded)) return true
    if (orderWord.has(line.folded.slice(0, 60)) || line.heading === 1) return false
  }
  return false
}

/** A head that was found twice gives its rows once. */
function outermost(grids: Grid[]): Grid[] {
  return grids.filter((grid, i) => !grids.some((other, j) => j < i && other.rows.some((row) => grid.rows.some((own) => own.element === row.element))))
}

function labelsByLine(labels: Labelled[]): Map<Line, Labelled[]> {
  const map = new Map<Line, Labelled[]>()
  for (const entry of labels) {
    if (entry.how === 'column') continue
    const known = map.get(entry.at)
    if (known === undefined) map.set(entry.at, [entry])
    else known.push(entry)
  }
  return map
}

/** "Buy again", "Track package": what most rows say is no thing that was bought. */
function repeatedNames(rows: Row[], extents: Extents): Set<string> {
  const counts = new Map<string, number>()
  for (const { row } of rows) for (const name of new Set(extents.lines(row).map((line) => fold(nameOf(line))))) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > 2 && count * 2 > rows.length).map(([name]) => name))
}
