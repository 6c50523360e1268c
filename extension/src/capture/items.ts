/**
 * The goods of the order, out of the page's rows. Rows of one list share their markup path; a list is taken when it shows
 * quantities or when its prices add up to what the page calls the subtotal or total. Anything else may be advertising.
 */
import { cleanText, fold, isCard } from './clean.ts'
import { units } from './money.ts'
import type { Page } from './text.ts'
import { phrases } from './match.ts'
import { RECOMMENDED } from './review-phrases.ts'
import { findRows, type Row } from './rows.ts'
import type { Labelled } from './labels.ts'
import type { MoneyHints } from './money.ts'
import type { Candidate, Item } from './types.ts'
import { cleanUrl } from './url.ts'

export const MAX_ITEMS = 200
const NAME_LENGTH = 300
const recommended = phrases(RECOMMENDED)

export interface ItemsReading {
  candidate: Candidate<Item[]> | null
  rows: Row[]
}

/** `sums`: the printed amounts that a complete list may add up to. */
export function readItems(page: Page, found: Labelled[], hints: MoneyHints, sums: bigint[]): ItemsReading {
  const rows = findRows(page, found, hints)
  page.budget.check()
  badges(rows, new Set(sums))
  const targets = new Set(sums.filter((sum) => sum > 0n))
  const groups = [...groupBy(rows)].filter((group) => !advertised(page, group))
  const qualified = groups
    .map(goodsOnly)
    .map((group) => group.filter((row) => row.quantity !== null || row.picture || row.tabular || group.length > 1))
    .filter((group) => group.length > 0 && !repeated(group))
    .map((group) => ({ rows: group, match: matching(group, targets), counted: group.filter((row) => row.quantity !== null).length * 2 >= group.length }))
  const counted = qualified.filter((group) => group.counted)
  const matched = qualified.filter((group) => group.match !== null)
  const best =
    matched.find((group) => group.counted) ??
    (counted.length > 1 ? union(counted, targets) : null) ??
    counted.sort((a, b) => detail(b.rows) - detail(a.rows))[0] ??
    matched[0] ??
    qualified.find((group) => group.rows.every((row) => row.tabular))
  if (best === undefined || best === null) return { candidate: null, rows: [] }
  const items = best.rows.slice(0, MAX_ITEMS).map((row) => item(row, best.match, page.url)).filter((entry) => entry !== null)
  if (items.length === 0) return { candidate: null, rows: [] }
  const confidence = best.match !== null ? (best.counted ? 90 : 80) : best.counted ? 72 : 58
  return { candidate: { value: items, confidence, signal: best.match !== null ? 'rows+sum' : 'rows' }, rows: best.rows }
}

/** Numbers at the rows' beginnings are quantities if the sum says so. */
function badges(rows: Row[], targets: Set<bigint>): void {
  for (const group of groupBy(rows)) {
    if (!group.some((row) => row.badge !== null && row.badge > 1)) continue
    let sum: bigint | null = 0n
    for (const row of group) {
      const [price] = row.prices
      sum = sum === null || price === undefined || (row.badge ?? row.quantity) === null ? null : sum + units(price.amount) * BigInt(row.badge ?? row.quantity ?? 0)
    }
    if (sum !== null && targets.has(sum)) for (const row of group) row.quantity ??= row.badge
  }
}

interface Group {
  rows: Row[]
  match: 'total' | 'unit' | null
  counted: boolean
}

function groupBy(rows: Row[]): Iterable<Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.path)
    if (group === undefined) groups.set(row.path, [row])
    else group.push(row)
  }
  return groups.values()
}

/** Among rows with quantities and links, one with neither is a fee. */
function goodsOnly(group: Row[]): Row[] {
  const full = group.filter((row) => row.quantity !== null)
  if (full.length * 2 < group.length || full.length === 0) return group
  return full.some((row) => row.link !== null) ? group.filter((row) => row.quantity !== null || row.link !== null) : full
}

/** Rows that share one name are controls or notices, not goods. */
function repeated(group: Row[]): boolean {
  return group.length > 2 && new Set(group.map((row) => row.name)).size === 1
}

function advertised(page: Page, group: Row[]): boolean {
  const first = group[0]
  if (first === undefined) return true
  for (let index = first.from - 1, seen = 0; index >= 0 && seen < 14; index--, seen++) {
    const line = page.lines[index]
    if (line === undefined) break
    if (line.text.length < 90 && recommended.has(line.folded)) return true
    if (line.heading > 0) return false
  }
  return false
}

function detail(rows: Row[]): number {
  return rows.reduce((sum, row) => sum + 1 + (row.quantity !== null ? 1 : 0) + Math.min(2, row.prices.length) + (row.link !== null ? 1 : 0), 0)
}

/** Do the rows' prices, as line totals or times their quantities, add up to a printed sum? */
function matching(rows: Row[], targets: Set<bigint>): 'total' | 'unit' | null {
  if (targets.size === 0) return null
  let total: bigint | null = 0n
  let unit: bigint | null = 0n
  for (const row of rows) {
    const pair = assign(row, null)
    const line = pair.total ?? last(row)
    total = total === null || line === null ? null : total + units(line)
    const single = pair.unit ?? row.prices[0]?.amount ?? null
    unit = unit === null || single === null || row.quantity === null ? null : unit + units(single) * BigInt(row.quantity)
  }
  // "2 × €5.00" says itself that it is the unit's.
  const said = rows.every((row) => row.prices.length === 1 && row.prices[0]?.kind === 'unit')
  if (total !== null && targets.has(total) && !(said && unit !== null)) return 'total'
  return unit !== null && targets.has(unit) ? 'unit' : null
}

function last(row: Row): string | null {
  return row.prices[row.prices.length - 1]?.amount ?? null
}

function union(groups: Group[], targets: Set<bigint>): Group | null {
  const rows = groups.flatMap((group) => group.rows).sort((a, b) => a.from - b.from)
  if (new Set(rows.map((row) => fold(row.name))).size !== rows.length) return null
  const match = matching(rows, targets)
  return match === null ? null : { rows, match, counted: true }
}

/** Which printed price is the unit's and which the line's; null where nothing says so. */
function assign(row: Row, match: 'total' | 'unit' | null): { unit: string | null; total: string | null } {
  const { quantity, prices } = row
  const amounts = [...new Set(prices.map((price) => price.amount))]
  const [only] = amounts
  if (amounts.length === 0 || only === undefined) return { unit: null, total: null }
  if (amounts.length === 1) {
    if (quantity === 1) return { unit: only, total: only }
    const kind = prices.find((price) => price.kind === 'unit' || price.kind === 'total')?.kind ?? null
    if (match !== null) return { unit: match === 'unit' ? only : null, total: match === 'total' ? only : null }
    return { unit: kind === 'unit' ? only : null, total: kind === 'total' ? only : null }
  }
  if (quantity !== null && quantity > 1) {
    const worth = new Map<bigint, string>()
    for (const amount of amounts) if (!worth.has(units(amount))) worth.set(units(amount), amount)
    for (const amount of amounts) {
      const times = units(amount) > 0n ? worth.get(units(amount) * BigInt(quantity)) : undefined
      if (times !== undefined) return { unit: amount, total: times }
    }
  }
  const named = (kind: string): string | null => prices.filter((price) => price.kind === kind).pop()?.amount ?? null
  const unit = named('unit') ?? named('price')
  let total = named('total')
  const rest = amounts.filter((amount) => amount !== unit)
  if (total === null && rest.length === 1 && (unit !== null || (quantity === 1 && match === 'total'))) total = rest[0] ?? null
  return { unit: unit === total && quantity !== 1 ? null : unit, total }
}

function item(row: Row, match: 'total' | 'unit' | null, base: string): Item | null {
  const name = cleanText(row.name, NAME_LENGTH)
  if (name === null) return null
  const { unit, total } = assign(row, match)
  const sku = row.sku === null ? null : (/^[\p{L}\p{N}][\p{L}\p{N}\-_./]{0,39}/u.exec(row.sku.trim())?.[0] ?? null)
  return {
    name,
    quantity: row.quantity,
    unitPrice: unit,
    total,
    url: row.link === null ? null : cleanUrl(row.link, base),
    sku: sku === null || isCard(sku) ? null : cleanText(sku, 40),
    gtin: null,
  }
}
