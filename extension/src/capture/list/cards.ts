/**
 * Orders as cards, list entries or runs of lines: each begins somewhere, holds one number, and ends where the next one begins. What stands
 * beside them and is built like them counts as an order too, whether its number can be read or not.
 */
import { fold, plainDigits } from '../clean.ts'
import { textKind, urlKind } from '../gate.ts'
import type { Labelled } from '../labels.ts'
import { rangeIn } from './count.ts'
import type { Extent, Extents } from './extents.ts'
import { OTHER_LISTS } from './phrases.ts'
import { phrases } from '../match.ts'
import { moneyIn } from '../money.ts'
import { afterOrder, tokens } from '../numbers.ts'
import { ORDER } from '../phrases.ts'
import { JOIN, type Line, type Page } from '../text.ts'

export interface Card extends Extent {
  element: Element
  number: string | null
}

interface Anchor {
  line: Line
  /** Upper case; an address where only a link says that this is an order. */
  key: string
  number: string | null
}

const order = phrases(ORDER)
const otherLists = phrases(OTHER_LISTS)
const MANY = ''
const MAX_ANCHORS = 1_000

/** `taken`: the lines that grids hold. */
export function findCards(page: Page, labels: Labelled[], extents: Extents, taken: (line: Line) => boolean): Card[] {
  const anchors = findAnchors(page, labels, taken)
  if (anchors.length === 0) return []
  const marks = new Map<Element, string>()
  const mark = (from: Element, key: string): void => {
    for (let up: Element | null = from; up !== null; up = up.parentElement) {
      const known = marks.get(up)
      if (known === MANY || known === key) break
      marks.set(up, known === undefined ? key : MANY)
    }
  }
  const numbered = new Set(anchors.filter(({ number }) => number !== null).map(({ line }) => line.block))
  for (const line of page.lines) if (isBoundary(line, numbered) || taken(line)) mark(line.block, MANY)
  for (const { line, key } of anchors) {
    page.budget.check()
    mark(line.block, key)
  }
  // A mention beside the list, such as "your order 1234 is on its way", holds less than the order's own card.
  const best = new Map<string, Card>()
  for (const { line, key, number } of anchors) {
    const element = highest(line.block, key, marks)
    const extent = element === null ? null : extents.of(element)
    if (element === null || extent === null) continue
    const known = best.get(key)
    if (known === undefined || extent.to - extent.from > known.to - known.from) best.set(key, { element, number, ...extent })
  }
  const cards = [...best.values()].sort((a, b) => a.from - b.from)
  // A link to an order inside a card whose number was read is that order's.
  const read = cards.filter((card) => card.number !== null || !cards.some((other) => other !== card && other.number !== null && other.element.contains(card.element)))
  return withUnread(spread(read, extents, page), extents, page)
}

function findAnchors(page: Page, labels: Labelled[], taken: (line: Line) => boolean): Anchor[] {
  const found: Anchor[] = []
  const labelled = new Map<Line, string>()
  const others = new Set<Line>()
  for (const { kind, text, how, at } of labels) {
    if (how === 'column') continue
    if (kind !== 'orderNumber') others.add(at)
    if (kind !== 'orderNumber' || text.length > 120) continue
    const first = tokens(text, true)[0]
    if (first !== undefined && first.index <= 12 && !labelled.has(at)) labelled.set(at, first.token)
  }
  for (const line of page.lines) {
    if (line.region === 'nav' || line.region === 'footer' || line.region === 'header' || line.text.length > 300 || taken(line) || found.length >= MAX_ANCHORS) continue
    page.budget.check()
    const number = labelled.get(line) ?? (others.has(line) || line.text.length > 120 ? null : numberAfter(line))
    if (number !== null) {
      found.push({ line, key: number.toUpperCase(), number })
      continue
    }
    const link = orderLink(line, page.url)
    if (link === null) continue
    const own = /\d/.test(link.text) && link.text.length <= 40 ? tokens(link.text)[0]?.token : undefined
    if (own !== undefined && link.address.toUpperCase().includes(own.toUpperCase())) found.push({ line, key: own.toUpperCase(), number: own })
    else found.push({ line, key: link.address, number: null })
  }
  // Where no word says so, links that are a number and lead to it do.
  if (found.length === 0) return numberedLinks(page, taken)
  const known = new Set(found.filter(({ number }) => number !== null).map(({ key }) => key))
  // A link names its order by the number that is printed elsewhere.
  return found.map((anchor) => {
    const named = anchor.number === null ? [...known].find((key) => new RegExp(`(^|[/=_-])${escape(key)}([/?&._-]|$)`, 'i').test(anchor.key)) : undefined
    return named === undefined ? anchor : { ...anchor, key: named }
  })
}

function numberedLinks(page: Page, taken: (line: Line) => boolean): Anchor[] {
  const found: Anchor[] = []
  for (const line of page.lines) {
    if (line.region !== 'main' || line.text.length > 120 || taken(line) || found.length >= MAX_ANCHORS) continue
    page.budget.check()
    for (const { element } of line.parts) {
      const anchor = element.closest('a[href]')
      const own = /^\s*[#№]?\s*(\S{3,40})\s*$/.exec((anchor?.textContent ?? '').slice(0, 60))?.[1]
      const number = own === undefined ? undefined : tokens(plainDigits(own))[0]?.token
      if (number === undefined || number !== own) continue
      if (!(anchor?.getAttribute('href') ?? '').toUpperCase().split(/[/?&=#]/).includes(number.toUpperCase())) continue
      found.push({ line, key: number.toUpperCase(), number })
      break
    }
  }
  return found
}

const escape = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '\\$&')

/** "Refund: Order #1234" tells of a refund. */
function numberAfter(line: Line): string | null {
  const plain = line.plain.split(JOIN).join(' ')
  const found = afterOrder(plain)
  // "Orders 1-10 of 43" counts them.
  if (found === null || rangeIn(plain) !== null) return null
  const before = fold(plain.slice(0, plain.indexOf(found.token)))
  return otherLists.has(before) ? null : found.token
}

function orderLink(line: Line, base: string): { text: string; address: string } | null {
  for (const { element } of line.parts) {
    const anchor = element.closest('a[href]')
    const href = anchor?.getAttribute('href') ?? ''
    if (anchor === null || href === '' || href.length > 500) continue
    try {
      const url = new URL(href, base)
      if (urlKind(url.href) === 'order') return { text: (anchor.textContent ?? '').slice(0, 80), address: url.pathname + url.search }
    } catch {
      // no address, no order
    }
  }
  return null
}

/** What belongs to no order: the page's own heading, headings of lists, and its furniture. */
function isBoundary(line: Line, numbered: Set<Element>): boolean {
  if (numbered.has(line.block)) return false
  if (line.region !== 'main') return true
  if (line.heading === 1) return true
  return line.heading > 0 && line.heading <= 4 && (textKind(line.folded.slice(0, 200)) === 'history' || otherLists.is(line.folded))
}

function highest(block: Element, key: string, marks: Map<Element, string>): Element | null {
  if (marks.get(block) !== key) return null
  let element = block
  while (element.parentElement !== null && marks.get(element.parentElement) === key) element = element.parentElement
  return /^(BODY|HTML)$/.test(element.tagName.toUpperCase()) ? block : element
}

/** In a flat run of lines an order goes on until the next one begins; a label before the number may begin it. */
function spread(cards: Card[], extents: Extents, page: Page): Card[] {
  const lines = page.lines
  const flat = cards.filter((card, i) => {
    const next = cards[i + 1]
    return next !== undefined && next.element.parentElement === card.element.parentElement && next.from > card.to + 1 && !builtAlike(card.element.nextElementSibling, card.element)
  })
  if (flat.length === 0 || flat.length < (cards.length - 1) / 2) return cards
  const before = lead(cards, lines, extents)
  const longest = Math.max(...flat.map((card) => (cards[cards.indexOf(card) + 1]?.from ?? card.to) - card.from))
  return cards.map((card, i) => {
    const next = cards[i + 1]
    const parent = card.element.parentElement
    const end = parent === null ? card.to : (extents.of(parent)?.to ?? card.to)
    const to = next !== undefined && next.element.parentElement === parent ? next.from - 1 - before : Math.min(end, card.from + longest - 1 - before)
    return { ...card, from: card.from - before, to: Math.max(card.to, to) }
  })
}

/** How many lines before its number every order begins: those whose first is the same word each time. */
function lead(cards: Card[], lines: Line[], extents: Extents): number {
  const [first] = cards
  const start = first?.element.parentElement === null || first === undefined ? undefined : extents.of(first.element.parentElement)?.from
  if (first === undefined || start === undefined) return 0
  for (let back = Math.min(6, first.from - start); back > 0; back--) {
    const word = lines[first.from - back]?.folded ?? ''
    if (/\d/.test(word) || word === '' || (lines[first.from - back]?.heading ?? 0) === 1) continue
    if (cards.every((card) => lines[card.from - back]?.folded === word)) return back
  }
  return 0
}

function shapeOf(element: Element): string {
  return [...element.children].slice(0, 12).map((child) => child.tagName).join()
}

function builtAlike(element: Element | null, model: Element): boolean {
  if (element === null || element.tagName !== model.tagName) return false
  const name = model.getAttribute('class') ?? ''
  return name !== '' && element.getAttribute('class') === name ? true : model.children.length > 1 && shapeOf(element) === shapeOf(model)
}

/** The siblings that no number was found in. */
function withUnread(cards: Card[], extents: Extents, page: Page): Card[] {
  const known = new Set(cards.map(({ element }) => element))
  const unread: Card[] = []
  const seen = new Set<Element>()
  for (const { element } of cards) {
    const parent = element.parentElement
    if (parent === null || seen.has(parent)) continue
    seen.add(parent)
    for (let sibling = parent.firstElementChild, count = 0; sibling !== null && count < MAX_ANCHORS; sibling = sibling.nextElementSibling, count++) {
      page.budget.check()
      if (known.has(sibling) || !builtAlike(sibling, element)) continue
      const extent = extents.of(sibling)
      if (extent === null || cards.some((card) => card.from <= extent.from && card.to >= extent.to)) continue
      if (extents.lines(extent).some(looksLikeOrder)) unread.push({ element: sibling, number: null, ...extent })
    }
  }
  return [...cards, ...unread].sort((a, b) => a.from - b.from)
}

function looksLikeOrder(line: Line): boolean {
  if (line.control || line.text.length > 200) return false
  return moneyIn(line).length > 0 || /(?<!\d)\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(?!\d)|(?<!\d)(19|20)\d\d(?!\d)/.test(line.plain) || order.at(line.folded) === 0
}
