/** What a list says of itself: how many orders there are, that there are none, and that it goes on elsewhere. */
import { fold } from '../clean.ts'
import { parseDate } from '../dates.ts'
import { ENTRIES, NEXT, NONE, RECENT } from './phrases.ts'
import { phrases } from '../match.ts'
import { moneyIn } from '../money.ts'
import { afterOrder } from '../numbers.ts'
import { ORDER } from '../phrases.ts'
import { JOIN, type Line, type Page } from '../text.ts'

const order = phrases(ORDER)
const none = phrases(NONE)
const recent = phrases(RECENT)
const entries = phrases(ENTRIES)
const next = phrases(NEXT)

const COUNT = '\\d{1,3}(?:[.,\\u00a0\\u202f ]\\d{3})+(?!\\d)|\\d{1,6}'
const BETWEEN = '[\\s\\p{L}~〜～–—-]{1,8}?'
/** "1 to 10 of 43", "1–10 von 43", "Showing 1-10 / 43". */
const RANGE = new RegExp(`(?<![\\d.,])(\\d{1,6})(${BETWEEN})(\\d{1,6})([^\\d.,]{1,24})(${COUNT})(?![\\d.,%])`, 'u')
const HEADING = /^([^\d]{2,40}?)\s?(?:[(（[]\s?(\d{1,6})\s?[)）\]]|[:：]\s?(\d{1,6}))$/u
const COUNTED = new RegExp(`(?<![\\d.,#№/:-])(${COUNT})(?![.,]?\\d)\\s?([件个個건개筆条條](?:[の의]|\\s)?)?\\s?`, 'u')
/** "43件中 1-10件". */
const RANGE_AFTER = /(?<!\d)(\d{1,6})\s?[件個条條개건]?[中の의里]\s?[^\d]{0,4}(\d{1,6})\s?[-~〜～–]\s?(\d{1,6})/u

export interface Told {
  printed: number | null
  /** The page shows a part of them. */
  part: boolean
  none: boolean
}

export function toldCount(page: Page, inRow: (line: Line) => boolean, shown: number): Told {
  const ranges = new Set<number>()
  const counts = new Set<number>()
  let part = false
  let empty = false
  for (const line of page.lines) {
    if (line.region === 'nav' || line.region === 'footer' || line.region === 'header' || line.text.length > 160 || inRow(line)) continue
    page.budget.check()
    const plain = line.plain.split(JOIN).join(' ').replace(/\s+/g, ' ')
    if (!empty && order.has(line.folded) && none.has(line.folded) && !/\d/.test(plain)) empty = true
    if (!/\d/.test(plain) || line.text.length > 100 || moneyIn(line).length > 0) continue
    const range = rangeIn(plain)
    if (range !== null) {
      ranges.add(range.of)
      part ||= range.from > 1 || range.to < range.of
      continue
    }
    const count = ordersIn(plain) ?? (shown > 0 ? entriesIn(line.folded, shown) : null)
    if (count !== null) counts.add(count)
  }
  const [ranged] = ranges
  const [counted] = counts
  const printed = ranges.size === 1 ? (ranged ?? null) : ranges.size === 0 && counts.size === 1 ? (counted ?? null) : null
  return { printed: printed ?? (empty && shown === 0 ? 0 : null), part, none: empty || printed === 0 }
}

const whole = (text: string): number => Number(text.replace(/\D/g, ''))

/** What part of how many a line says that the page shows. */
export function rangeIn(plain: string): { from: number; to: number; of: number } | null {
  const [, a = '', , b = '', , c = ''] = RANGE.exec(plain.slice(0, 140)) ?? []
  const [, z = '', x = '', y = ''] = RANGE_AFTER.exec(plain.slice(0, 140)) ?? []
  for (const [from, to, of] of [[whole(a), whole(b), whole(c)], [whole(x), whole(y), whole(z)]] as [number, number, number][]) {
    if (from >= 1 && from <= to && to <= of && to - from < 500 && !isDated(plain)) return { from, to, of }
  }
  return null
}

const isDated = (plain: string): boolean => parseDate(plain, { language: 'en', region: 'GB' }, Date.UTC(2100, 0)) !== null

/** "43 orders", "Bestellungen (43)", "Sie haben 43 Bestellungen"; not "Order 43" and not "your last 5 orders". */
function ordersIn(plain: string): number | null {
  if (plain.length > 80 || recent.has(fold(plain))) return null
  const heading = HEADING.exec(plain)
  if (heading !== null && order.has(fold(heading[1] ?? '')) && afterOrder(plain) === null) return whole(heading[2] ?? heading[3] ?? '')
  const ahead = COUNTED.exec(plain)
  if (ahead === null || ahead.index > 30) return null
  const rest = plain.slice(ahead.index + ahead[0].length)
  if (!/^\d/.test(rest) && order.has(fold(rest.split(' ').slice(0, 3).join(' ')))) return whole(ahead[1] ?? '')
  // "注文 43件": the counter comes after.
  return ahead[2] !== undefined && order.has(fold(plain.slice(0, ahead.index))) ? whole(ahead[1] ?? '') : null
}

/** "43 Item(s)" in the list's own toolbar. */
function entriesIn(folded: string, shown: number): number | null {
  const match = /^(\d{1,6})\s?(\D{1,20})$/u.exec(folded) ?? null
  const count = match === null ? 0 : whole(match[1] ?? '')
  return match !== null && entries.is((match[2] ?? '').trim()) && count >= shown ? count : null
}

/** Links to other parts of the list. */
export function goesOn(page: Page): boolean {
  const { document } = page
  if (document.querySelector('link[rel~="next"][href], a[rel~="next"][href], a[rel~="prev"][href]') !== null) return true
  for (const control of [...document.querySelectorAll('a, button, [role="button"]')].slice(-600)) {
    page.budget.check()
    if (control.hasAttribute('disabled') || control.getAttribute('aria-disabled') === 'true' || /(^|\s)(disabled|is-disabled)(\s|$)/.test(`${control.getAttribute('class') ?? ''} ${control.parentElement?.getAttribute('class') ?? ''}`)) continue
    const text = fold((control.textContent ?? '').slice(0, 60))
    const href = control.getAttribute('href')
    const paged = href !== null && /([?&/;](page|p|pg|start|startindex|offset|seite|pagina|strona|sayfa|pagenumber|currentpage)[=/-]?\d|\/page\/)/i.test(href)
    if (/^(\p{L}+\s)?\d{1,3}$/u.test(text) && paged) return true
    if (/^[›»→>]{1,2}$/.test(text) && paged) return true
    const named = text !== '' ? text : fold((control.getAttribute('aria-label') ?? control.getAttribute('title') ?? '').slice(0, 60))
    if (named !== '' && next.is(named.replace(/[›»→>\s]+$/u, '')) && (paged || href === null || inList(control))) return true
  }
  return false
}

/** A slider has a "next" too. */
function inList(control: Element): boolean {
  for (let up = control.parentElement, depth = 0; up !== null && depth < 4; up = up.parentElement, depth++) {
    if (/pag(inat|er|ing|es)/i.test(`${up.getAttribute('class') ?? ''} ${up.getAttribute('aria-label') ?? ''}`)) return true
  }
  return false
}
