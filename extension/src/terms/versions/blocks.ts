/**
 * A document's blocks: headings, paragraphs, list items, table rows. They are what is digested, compared and shown, so a block is what
 * changes as one piece. Read line by line: CommonMark as `clean/` writes it, with GFM tables; whatever else comes in is a paragraph.
 */
import { inlineOf } from './inline.ts'
import { normalOf } from './normal.ts'

export type BlockKind = 'heading' | 'paragraph' | 'item' | 'row' | 'code'

export interface Block {
  readonly kind: BlockKind
  /** The words as a reader sees them, without markup. */
  readonly text: string
  /** What it is compared by; never empty. */
  readonly normal: string
  /** The headings above it, outermost first. */
  readonly path: readonly string[]
  /** Of a heading 1 to 6, else 0. */
  readonly level: number
  /** Nothing but links. */
  readonly linked: boolean
  /** An item of a list that a colon leads in ("excluded are:"): a part of a sentence, whatever its length. */
  readonly led: boolean
  /** Of a row, how many cells hold something. */
  readonly cells: number
}

const HEADING = /^(#{1,6})(?=\s|$)/
const CLOSING = /\s#+$/
const SETEXT = /^(?:=+|-{2,})\s*$/
const RULE = /^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/
const ITEM = /^(?:[*+-]|\d{1,9}[.)])(?:\s+|$)/
const FENCE = /^(?:```|~~~)/
const SEPARATOR = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/
const QUOTED = /^(?:>\s?)+/
const LEADS = /[:：]\s*$/
/** A paragraph that is bold from end to end stands where a heading would. */
const BOLD = /^(?:\*\*[^*]+\*\*|__[^_]+__)$/
const BOLD_LEVEL = 7
const MAX_BOLD_HEADING = 100
const ENDS_SENTENCE = /[.!?;:,。！？；：，]$/

export function blocksOf(markdown: string): Block[] {
  return new Reader(normalOf).read(markdown)
}

const WORD = /[\p{L}\p{N}]/u

/** Without the forms that blocks are compared by, which take most of the time. */
export function passagesOf(markdown: string): Omit<Block, 'normal'>[] {
  return new Reader((text) => (WORD.test(text) ? text : '')).read(markdown)
}

class Reader {
  readonly #normal: (text: string) => string
  readonly #blocks: Block[] = []
  #headings: { level: number; text: string }[] = []
  #path: readonly string[] = []
  #lines: string[] = []
  #kind: BlockKind = 'paragraph'
  /** Whether a colon led the list in, and what a paragraph says of the list after it. */
  #led = false
  #leads = false

  constructor(normal: (text: string) => string) {
    this.#normal = normal
  }

  read(markdown: string): Block[] {
    let fenced = false
    for (const raw of markdown.split(/\r\n?|\n/)) {
      const line = raw.trimStart().replace(QUOTED, '').trimStart()
      const bare = line.trimEnd()
      if (FENCE.test(bare)) {
        this.#flush()
        fenced = !fenced
      } else if (fenced) {
        if (bare !== '') this.#add('code', bare, 0)
      } else if (bare === '') this.#flush()
      else this.#line(bare, line.endsWith('  ') || bare.endsWith('\\'))
    }
    this.#flush()
    return this.#blocks
  }

  #line(line: string, breaks: boolean): void {
    const heading = HEADING.exec(line)
    if (heading !== null) {
      this.#flush()
      this.#add('heading', line.slice(heading[0].length).replace(CLOSING, ''), heading[0].length)
    } else if (this.#lines.length > 0 && this.#kind === 'paragraph' && SETEXT.test(line)) {
      const text = this.#lines.join(' ')
      this.#lines = []
      this.#add('heading', text, line.startsWith('=') ? 1 : 2)
    } else if (RULE.test(line)) this.#flush()
    else if (line.startsWith('|') && line.length > 1) {
      this.#flush()
      if (!SEPARATOR.test(line)) this.#row(line)
    } else {
      const marker = ITEM.exec(line)
      if (marker !== null) {
        this.#flush()
        this.#kind = 'item'
      }
      this.#lines.push(marker === null ? line.replace(/\\$/, '') : line.slice(marker[0].length).replace(/\\$/, ''))
      // Addresses and whole policies are set with line breaks alone: each line is a block.
      if (breaks) this.#flush(this.#kind)
    }
  }

  #flush(next: BlockKind = 'paragraph'): void {
    if (this.#lines.length > 0) this.#add(this.#kind, this.#lines.join(' '), 0)
    this.#lines = []
    this.#kind = next
  }

  #row(line: string): void {
    const cells = cellsOf(line).map(inlineOf)
    const filled = cells.filter(({ text }) => text !== '')
    const text = cells.map((cell) => cell.text).join(' | ')
    this.#push('row', text, { level: 0, linked: filled.every(({ linked }) => linked), cells: filled.length })
  }

  #add(kind: BlockKind, markdown: string, level: number): void {
    const { text, linked } = kind === 'code' ? { text: markdown, linked: false } : inlineOf(markdown)
    const bold = kind === 'paragraph' && text.length <= MAX_BOLD_HEADING && BOLD.test(markdown) && !ENDS_SENTENCE.test(text)
    if (level > 0 || bold) this.#open(text, level > 0 ? level : BOLD_LEVEL)
    this.#push(kind, text, { level, linked, cells: 0 })
    if (bold) this.#path = this.#headings.map((heading) => heading.text)
  }

  /** A heading's own path is of those above it. */
  #open(text: string, level: number): void {
    const above = this.#headings.filter((heading) => heading.level < level)
    this.#path = above.map((heading) => heading.text)
    this.#headings = [...above, { level, text }]
  }

  #push(kind: BlockKind, text: string, more: { level: number; linked: boolean; cells: number }): void {
    const normal = this.#normal(text)
    if (kind !== 'item') this.#led = false
    else this.#led ||= this.#leads
    if (normal !== '') this.#blocks.push({ kind, text, normal, path: this.#path, led: this.#led, ...more })
    if (kind === 'heading') this.#path = this.#headings.map((heading) => heading.text)
    this.#leads = LEADS.test(text)
  }
}

/** A row's cells; `\|` is a bar inside one. */
function cellsOf(line: string): string[] {
  const cells = ['']
  const inside = line.replace(/^\|/, '').replace(/(?<!\\)\|$/, '')
  for (let index = 0; index < inside.length; index++) {
    const sign = inside[index] ?? ''
    if (sign === '|') cells.push('')
    else {
      const escaped = sign === '\\' && inside[index + 1] === '|'
      cells[cells.length - 1] += escaped ? '|' : sign
      if (escaped) index++
    }
  }
  return cells
}
