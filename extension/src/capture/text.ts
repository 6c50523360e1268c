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

/** Struck text is no longer so. */
const SKIP = new Set('SCRIPT STYLE TEMPLATE NOSCRIPT SVG MATH IFRAME OBJECT VIDEO AUDIO CANVAS SELECT DATALIST TEXTAREA HEAD LINK META PICTURE S DEL STRIKE'.split(' '))
const INLINE = new Set(
  'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DFN EM FONT I INS KBD MARK NOBR OUTPUT Q RUBY SAMP SMALL SPAN STRONG SUB SUP TIME TT U VAR WBR'.split(' '),
)
const STRONG = new Set(['STRONG', 'B', 'BDI', 'MARK', 'EM', 'CODE'])
const HIDDEN_STYLE = /(display\s*:\s*none|visibility\s*:\s*hidden)/i

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
    return (this.foldedText ??= fold(plainDigits(this.text)))
  }

  /** For reading numbers: ASCII digits, `JOIN` and `POINT` kept. */
  get plain(): string {
    return (this.plainText ??= this.text.split(JOIN).map((piece) => piece.split(POINT).map(plainDigits).join(POINT)).join(JOIN))
  }
}

export interface Page {
  document: Document
  url: string
  title: string
  lines: Line[]
  /** The budget ran out: what was read is a beginning. */
  cut: boolean
}

interface Frame {
  node: Node
  block: Element
  heading: number
  region: Region
  control: boolean
}

function hidden(element: Element, tag: string): boolean {
  if (element.hasAttribute('hidden')) return true
  const style = element.getAttribute('style')
  if (style !== null && style.length < 2_000 && HIDDEN_STYLE.test(style)) return true
  // Dialogs put aria-hidden on the whole page behind them; only small pieces are decoration.
  return INLINE.has(tag) && element.getAttribute('aria-hidden') === 'true'
}

function regionOf(element: Element, tag: string, current: Region): Region {
  if (current !== 'main') return current
  if (tag === 'NAV') return 'nav'
  if (tag === 'ASIDE') return 'aside'
  if (tag === 'HEADER' || tag === 'FOOTER') {
    // Cards and tables have headers and footers of their own; only the page's are furniture.
    return element.closest('main, article, section, table, form, [role=main]') === null ? (tag === 'HEADER' ? 'header' : 'footer') : current
  }
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
  const tag = after.element.tagName.toUpperCase()
  if (adjoining(before.node, after.node)) return spaced ? ' ' : ''
  const left = plainDigits(before.text.slice(-24))
  const right = plainDigits(after.text.slice(0, 24))
  if (/\d$/.test(left) && /^\d/.test(right)) {
    const cents = /^\d\d(?!\d)/.test(right) && !/[.,٫]\d{1,2}$/.test(left)
    const nested = before.element.contains(after.element) && before.element !== after.element && !spaced
    if (cents && (tag === 'SUP' || tag === 'SMALL' || tag === 'SUB' || nested) && /^\d\d[\s*]*$/.test(right)) return POINT
    return JOIN
  }
  if (/\d\s?[.,٫]$/.test(left) && /^\d\d(?!\d)/.test(right)) return ''
  if (/\d$/.test(left) && /^[.,٫]($|\d\d(?!\d))/.test(right)) return ''
  return JOIN
}

export function readPage(document: Document, url: string): Page {
  const lines: Line[] = []
  const root = document.body ?? document.documentElement
  const page: Page = { document, url, title: (document.title ?? '').slice(0, 500), lines, cut: false }
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

  const add = (raw: string, frame: Frame): void => {
    const text = raw.replace(/\s+/g, ' ')
    if (text === '' || text === ' ') {
      if (text === ' ') space = true
      return
    }
    characters += text.length
    const kept = text.slice(0, Math.max(0, MAX_LINE - length)).trim()
    if (kept === '') return
    at ??= frame
    if (parts.length === 0) at = frame
    const parent = frame.node.nodeType === 1 ? (frame.node as Element) : ((frame.node.parentNode as Element | null) ?? frame.block)
    parts.push({ part: { text: kept, glue: '', element: parent, node: frame.node }, spaced: space || text.startsWith(' ') })
    length += kept.length
    space = text.endsWith(' ')
  }

  // An explicit stack: a hostile page may nest deeper than the call stack goes.
  const stack: (Frame | null)[] = [{ node: root, block: root, heading: 0, region: 'main', control: false }]
  let nodes = 0
  while (stack.length > 0) {
    const frame = stack.pop()
    if (frame === null || frame === undefined) {
      flush()
      continue
    }
    if (++nodes > MAX_NODES || lines.length >= MAX_LINES || characters > MAX_CHARACTERS) {
      page.cut = true
      break
    }
    const { node } = frame
    if (node.nodeType === 3) {
      add((node.nodeValue ?? '').slice(0, 4_000), frame)
      continue
    }
    if (node.nodeType !== 1) continue
    const element = node as Element
    const tag = element.tagName.toUpperCase()
    if (SKIP.has(tag)) continue
    if (hidden(element, tag)) continue
    if (tag === 'BR' || tag === 'HR') {
      flush()
      continue
    }
    if (tag === 'INPUT') {
      const type = element.getAttribute('type')?.toLowerCase()
      if (type === 'submit' || type === 'button') {
        flush()
        add(element.getAttribute('value') ?? '', { ...frame, control: true })
        flush()
      }
      continue
    }
    let next = frame
    const block = !INLINE.has(tag) || tag === 'BUTTON'
    if (block) {
      flush()
      const level = /^H[1-6]$/.test(tag) ? Number(tag[1]) : frame.heading
      const control = frame.control || tag === 'BUTTON' || element.getAttribute('role') === 'button'
      next = { node, block: element, heading: level, region: regionOf(element, tag, frame.region), control }
      stack.push(null)
    }
    for (let child = element.lastChild; child !== null; child = child.previousSibling) {
      stack.push({ ...next, node: child })
      if (stack.length > MAX_NODES) {
        page.cut = true
        break
      }
    }
  }
  flush()
  return page
}

export function isStrong(element: Element): boolean {
  for (let up: Element | null = element, depth = 0; up !== null && depth < 4; up = up.parentElement, depth++) {
    const tag = up.tagName.toUpperCase()
    if (STRONG.has(tag)) return true
    if (!INLINE.has(tag)) return false
  }
  return false
}
