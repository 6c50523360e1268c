/**
 * The page as lines of text, read once in document order without layout, so that every browser and linkedom see the same.
 * A line is what stands between two block boundaries. Pieces from different elements are joined by `JOIN`, which is white
 * space to labels but ends a number: `<span>2</span> <span>500 kr</span>` is never 2500.
 */
import { fold, plainDigits } from './clean.ts'

export const JOIN = '\u001f'
/** A decimal point that markup expressed instead of a character: `12<sup>99</sup>`. */
export const POINT = '\u001e'

const MAX_NODES = 80_000
const MAX_LINES = 5_000
const MAX_CHARACTERS = 600_000
const MAX_LINE = 1_200
/** Of elements. Every look upwards from a line is at most this long. */
const MAX_DEPTH = 256

/** Struck text is no longer so. */
const SKIP = new Set('SCRIPT STYLE TEMPLATE NOSCRIPT SVG MATH IFRAME OBJECT VIDEO AUDIO CANVAS SELECT DATALIST TEXTAREA HEAD LINK META PICTURE S DEL STRIKE'.split(' '))
const INLINE = new Set(
  'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DFN EM FONT I INS KBD MARK NOBR OUTPUT Q RUBY SAMP SMALL SPAN STRONG SUB SUP TIME TT U VAR WBR'.split(' '),
)
/** White space that is not one space. */
const UNTIDY = /[^\S ]| {2}/
const STRONG = new Set(['STRONG', 'B', 'BDI', 'MARK', 'EM', 'CODE'])
const HIDDEN_STYLE = /(display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[a-z-]*\s*:[^;]*line-through)/i
/** What common style sheets call hidden or struck. Text that only screen readers get is there, and often the only label. */
const HIDDEN_CLASS = /(?:^|\s)(?:hidden|d-none|is-hidden|u-hidden|uk-hidden|hide|display-none|line-through|text-decoration-line-through)(?:\s|$)/
/** Shown again on some widths: `hidden md:block`, `d-none d-lg-flex`. */
const SHOWN_CLASS = /(?:^|\s)(?:\w+:|d-(?:xs|sm|md|lg|xl|xxl)-|is-)(?:block|flex|grid|inline|table|contents|revert|list-item|visible)|(?:^|\s)show(?:\s|$)/

/** Milliseconds, for whoever counts them. */
export type Clock = () => number

export class TooLong extends Error {}

/** What one reading of a page may take of the page's own thread, in milliseconds. */
const TIME = 200
/**
 * Questions that cost nothing: twice what the longest page of an order asks, so that a slow device reads ordinary pages all the same. On a
 * page made to be slow they take about 100 ms.
 */
const FREE = 4_000

/** Asked between the stages and once a line inside them: a page that is made to be slow is given up, never read in part. */
export class Budget {
  readonly #clock: Clock
  readonly #end: number
  #asked: number

  /** `large`: no page of an order, so that no question is free. */
  constructor(clock: Clock, large = false) {
    this.#clock = clock
    this.#end = clock() + TIME
    this.#asked = large ? FREE : 0
  }

  check(): void {
    if (++this.#asked > FREE && this.#clock() > this.#end) throw new TooLong()
  }
}

export type Region = 'main' | 'header' | 'footer' | 'nav' | 'aside'

export interface Part {
  text: string
  /** What stands between the part before and this one: nothing, a space, `JOIN`, `POINT`. */
  glue: string
  element: Element
  node: Node
}

export class Line {
  readonly index: number
  readonly text: string
  readonly block: Element
  /** 1 to 6 inside such a heading, else 0. */
  readonly heading: number
  readonly region: Region
  /** Inside a button. */
  readonly control: boolean
  readonly parts: Part[]
  private foldedText: string | null = null
  private plainText: string | null = null

  constructor(index: number, text: string, at: { block: Element; heading: number; region: Region; control: boolean }, parts: Part[]) {
    this.index = index
    this.text = text
    this.block = at.block
    this.heading = at.heading
    this.region = at.region
    this.control = at.control
    this.parts = parts
  }

  /** For comparing with phrases. */
  get folded(): string {
    return (this.foldedText ??= fold(this.plain))
  }

  /** For reading numbers: ASCII digits, `JOIN` and `POINT` kept. */
  get plain(): string {
    // One character may stand for eighteen.
    return (this.plainText ??= plainDigits(this.text).slice(0, 2 * MAX_LINE))
  }
}

export interface Page {
  document: Document
  url: string
  title: string
  lines: Line[]
  /** A cap was met: what was read is a beginning. */
  cut: boolean
  budget: Budget
}

/** What a page's markup says of the text inside an element; the walk carries it down, so that no line looks up. */
interface Frame {
  block: Element
  heading: number
  region: Region
  control: boolean
  /** Inside a part of the page that has headers and footers of its own. */
  sectioned: boolean
}

const SECTIONS = new Set(['MAIN', 'ARTICLE', 'SECTION', 'TABLE', 'FORM'])

function hidden(element: Element, tag: string): boolean {
  // What HTML calls a listing of code: an order in it is an example of one.
  if (tag === 'PRE' && element.getElementsByTagName('code').length > 0) return true
  if (!element.hasAttributes()) return false
  if (element.hasAttribute('hidden')) return true
  const style = element.getAttribute('style')
  if (style !== null && style.length < 2_000 && HIDDEN_STYLE.test(style)) return true
  const name = element.getAttribute('class')
  if (name !== null && name.length < 2_000 && HIDDEN_CLASS.test(name) && !SHOWN_CLASS.test(name)) return true
  // Dialogs put aria-hidden on the whole page behind them; only small pieces are decoration.
  return INLINE.has(tag) && element.getAttribute('aria-hidden') === 'true'
}

function regionOf(tag: string, current: Region, sectioned: boolean): Region {
  if (current !== 'main') return current
  if (tag === 'NAV') return 'nav'
  if (tag === 'ASIDE') return 'aside'
  // Cards and tables have headers and footers of their own; only the page's are furniture.
  if (!sectioned && tag === 'HEADER') return 'header'
  if (!sectioned && tag === 'FOOTER') return 'footer'
  return current
}

/** One text that a parser or a framework cut in two. */
function adjoining(before: Node, after: Node): boolean {
  let next = before.nextSibling
  while (next !== null && next !== after && (next.nodeType === 8 || (next.nodeType === 3 && /^\s*$/.test(next.nodeValue ?? '')) || next.nodeName.toUpperCase() === 'WBR')) next = next.nextSibling
  return next === after
}

/** What goes between two pieces of one line. */
function glue(before: Part, after: Part, spaced: boolean): string {
  if (adjoining(before.node, after.node)) return spaced ? ' ' : ''
  if (/[A-Za-z]$/.test(before.text) || /^[A-Za-z]/.test(after.text)) return JOIN
  const left = plainDigits(before.text.slice(-24))
  const right = plainDigits(after.text.slice(0, 24))
  if (/\d$/.test(left) && /^\d/.test(right)) {
    const cents = /^\d\d(?!\d)/.test(right) && !/[.,٫]\d{1,2}$/.test(left)
    const tag = after.element.tagName.toUpperCase()
    const nested = before.element.contains(after.element) && before.element !== after.element && !spaced
    if (cents && (tag === 'SUP' || tag === 'SMALL' || tag === 'SUB' || nested) && /^\d\d[\s*]*$/.test(right)) return POINT
    return JOIN
  }
  if (/\d\s?[.,٫]$/.test(left) && /^\d\d(?!\d)/.test(right)) return ''
  if (/\d$/.test(left) && /^[.,٫]($|\d\d(?!\d))/.test(right)) return ''
  return JOIN
}

export function readPage(document: Document, url: string, budget: Budget): Page {
  const lines: Line[] = []
  const root = document.body ?? document.documentElement
  const page: Page = { document, url, title: (document.title ?? '').slice(0, 500), lines, cut: false, budget }
  if (root === null) return page

  let parts: { part: Part; spaced: boolean }[] = []
  let at: Frame | null = null
  let space = false
  let length = 0
  let characters = 0

  const flush = (): void => {
    space = false
    if (parts.length === 0 || at === null) return
    let text = ''
    let last: Part | null = null
    for (const { part, spaced } of parts) {
      const between = last === null ? '' : glue(last, part, spaced)
      part.glue = (between === JOIN && spaced ? ' ' : '') + between
      text += part.glue + part.text
      last = part
    }
    const line = new Line(lines.length, text.trim(), at, parts.map((entry) => entry.part))
    if (line.text !== '') lines.push(line)
    parts = []
    length = 0
  }

  const add = (raw: string, node: Node, frame: Frame): void => {
    if (!/\S/.test(raw)) {
      if (raw !== '') space = true
      return
    }
    const text = UNTIDY.test(raw) ? raw.replace(/\s+/g, ' ') : raw
    characters += text.length
    const kept = text.slice(0, Math.max(0, MAX_LINE - length)).trim()
    if (kept === '') return
    if (parts.length === 0) at = frame
    const parent = node.nodeType === 1 ? (node as Element) : ((node.parentNode as Element | null) ?? frame.block)
    parts.push({ part: { text: kept, glue: '', element: parent, node }, spaced: space || text.startsWith(' ') })
    length += kept.length
    space = text.endsWith(' ')
  }

  /** What stands inside the element, or null if nothing in it is read. */
  const enter = (element: Element, frame: Frame): Frame | null => {
    const tag = element.tagName.toUpperCase()
    if (SKIP.has(tag) || hidden(element, tag)) return null
    if (tag === 'BR' || tag === 'HR') {
      flush()
      return null
    }
    if (tag === 'INPUT') {
      const type = element.getAttribute('type')?.toLowerCase()
      if (type === 'submit' || type === 'button' || type === 'image') {
        flush()
        add(element.getAttribute(type === 'image' ? 'alt' : 'value') ?? '', element, { ...frame, control: true })
        flush()
      }
      return null
    }
    const role = element.getAttribute('role')
    const sectioned = frame.sectioned || SECTIONS.has(tag) || role === 'main'
    if (INLINE.has(tag)) return sectioned === frame.sectioned ? frame : { ...frame, sectioned }
    flush()
    const heading = /^H[1-6]$/.test(tag) ? Number(tag[1]) : frame.heading
    const control = frame.control || tag === 'BUTTON' || role === 'button'
    return { block: element, heading, region: regionOf(tag, frame.region, sectioned), control, sectioned }
  }

  // The frames of the elements around the node: a hostile page may nest deeper than the call stack goes.
  const frames: Frame[] = [{ block: root, heading: 0, region: 'main', control: false, sectioned: root.closest('[role=main]') !== null }]
  let node: Node = root
  let nodes = 0
  for (;;) {
    const frame = frames[frames.length - 1] as Frame
    if (++nodes > MAX_NODES || lines.length >= MAX_LINES || characters > MAX_CHARACTERS) {
      page.cut = true
      break
    }
    if (nodes % 256 === 0) budget.check()
    if (node.nodeType === 3) add((node.nodeValue ?? '').slice(0, 4_000), node, frame)
    else if (node.nodeType === 1) {
      const inside = enter(node as Element, frame)
      const first = inside === null ? null : node.firstChild
      if (first !== null && frames.length < MAX_DEPTH) {
        frames.push(inside as Frame)
        node = first
        continue
      }
      if (first !== null) page.cut = true
      if (inside !== null && inside.block === node) flush()
    }
    while (node !== root && node.nextSibling === null && node.parentNode !== null) {
      node = node.parentNode
      const left = frames.pop()
      if (left?.block === node) flush()
    }
    if (node === root || node.nextSibling === null) break
    node = node.nextSibling
  }
  flush()
  return page
}

/** The first such `meta` that has a content; a selector would look through the whole page for each name that it lacks. */
export function metaContent(document: Document, attribute: 'property' | 'name', value: string): string | null {
  for (const meta of document.getElementsByTagName('meta')) if (meta.getAttribute(attribute) === value) return meta.getAttribute('content')
  return null
}

export function isStrong(element: Element): boolean {
  for (let up: Element | null = element, depth = 0; up !== null && depth < 4; up = up.parentElement, depth++) {
    const tag = up.tagName.toUpperCase()
    if (STRONG.has(tag)) return true
    if (!INLINE.has(tag)) return false
  }
  return false
}
