/**
 * A tree as Markdown: CommonMark with GFM tables, in time that grows with the text and not with its square.
 *
 * Written here and not by Turndown with a GFM plug-in, which was measured first. On real terms it is quick enough, but a list of 20,000 items
 * takes it 14 s and a row of as many cells 19 s; it leaves `&lt;img onerror=…&gt;` in a text as a live tag; and the plug-in keeps each table that
 * holds a list as raw HTML, which is where privacy policies say what is kept about people. Of both only the walk would have remained.
 *
 * Images are dropped, links keep where they lead, bold and struck text stay so. What else a style sheet could do is not in it.
 */
import { MOST_COLUMNS, MOST_INDENTED, MOST_MARKDOWN, TooLarge } from './limits.ts'
import { targetOf } from './links.ts'
import { collapse, escape, escapeStart } from './text.ts'
import { BREAK, PARTED, type Part } from './tree.ts'

interface Style {
  readonly mark: '' | '**' | '~~'
  readonly target: string | null
  /** Line ends are the text's own. */
  readonly kept: boolean
}

interface Run {
  readonly text: string
  readonly style: Style
}

interface Block {
  readonly text: string
  readonly list: boolean
}

const PLAIN: Style = { mark: '', target: null, kept: false }
const STRONG = new Set(['strong', 'b', 'dt', 'summary', 'legend'])
const STRUCK = new Set(['del', 's', 'strike'])
/** A heading that is longer is a text. */
const LONGEST_HEADING = 400
/** Cells that hold more, and cells with headings, are laid out rather than listed. */
const LONGEST_CELL = 4_000
const HEADING = /^h[1-6]$/
const BULLET = '•'

export interface Options {
  readonly dropped: (part: Part) => boolean
  readonly base: string
}

/** Throws `TooLarge`. */
export function write(parts: readonly Part[], options: Options): string {
  const writer = new Writer({ ...options, left: MOST_MARKDOWN, targets: new Map() }, 0, false)
  writer.walk(parts, PLAIN)
  const written = writer.blocks().map(({ text }) => text).join('\n\n')
  if (written.length > MOST_MARKDOWN) throw new TooLarge()
  return written
}

interface Sheet extends Options {
  left: number
  readonly targets: Map<string, string | null>
}

class Writer {
  readonly #sheet: Sheet
  readonly #indented: number
  /** All on one line, as in headings and cells. */
  readonly #flat: boolean
  #blocks: Block[] = []
  #runs: Run[] = []

  constructor(sheet: Sheet, indented: number, flat: boolean) {
    this.#sheet = sheet
    this.#indented = indented
    this.#flat = flat
  }

  blocks(): Block[] {
    this.#flush()
    return this.#blocks
  }

  walk(children: readonly (Part | string)[], style: Style): void {
    for (const child of children) {
      if (typeof child === 'string') this.#text(child, style)
      else if (child.chars > 0 && !this.#sheet.dropped(child)) this.#part(child, style)
      else if (child.block) this.#flush()
    }
  }

  #text(text: string, style: Style): void {
    if (text === PARTED) this.#flush()
    else if (style.kept && text.includes('\n')) {
      text.split('\n').forEach((line, at) => {
        if (at > 0) this.#run(BREAK, style)
        if (line.trim() !== '') this.#run(line, style)
      })
    } else this.#run(text, style)
  }

  #run(text: string, style: Style): void {
    if ((this.#sheet.left -= text.length + (style.target?.length ?? 0)) < 0) throw new TooLarge()
    this.#runs.push({ text, style })
  }

  #part(part: Part, style: Style): void {
    const { tag } = part
    const own = this.#styled(part, style)
    if (!part.block) return this.walk(part.children, own)
    this.#flush()
    if (this.#flat) {
      if (tag === 'li') this.#run(`${BULLET} `, style)
      this.walk(part.children, own)
    } else if (HEADING.test(tag) && part.chars <= LONGEST_HEADING) this.#heading(part, Number(tag[1]))
    else if (tag === 'ul' || tag === 'ol' || tag === 'menu' || tag === 'dir') this.#list(part, style)
    else if (tag === 'li') this.#push(this.#item(part, '- ', style), true)
    else if (tag === 'table') this.#table(part, style)
    else if (tag === 'blockquote') this.#quote(part, style)
    else this.walk(part.children, own)
    this.#flush()
  }

  #styled({ tag, element }: Part, style: Style): Style {
    if (tag === 'a') return { ...style, target: this.#target(element.getAttribute('href')) ?? style.target }
    if (tag === 'pre' || tag === 'textarea') return { ...style, kept: true }
    if (STRONG.has(tag)) return { ...style, mark: '**' }
    return STRUCK.has(tag) ? { ...style, mark: '~~' } : style
  }

  #target(href: string | null): string | null {
    if (href === null) return null
    const { targets, base } = this.#sheet
    const known = targets.get(href)
    if (known !== undefined) return known
    const target = targetOf(href, base)
    targets.set(href, target)
    return target
  }

  #heading(part: Part, level: number): void {
    const text = this.#line(part, PLAIN)
    if (text !== '') this.#push(`${'#'.repeat(level)} ${text.replace(/#+$/, '\\$&')}`)
  }

  /** Without bold, which headings and heads of tables are anyway. */
  #line(part: Part, style: Style): string {
    const writer = new Writer(this.#sheet, this.#indented, true)
    writer.walk(part.children, style)
    return writer.blocks().map(({ text }) => text.replaceAll('  \n', ' ')).join(' ')
  }

  #list(list: Part, style: Style): void {
    const { element, tag } = list
    const lines: string[] = []
    const ordered = tag === 'ol' ? countOf(element) : null
    let number = ordered?.start ?? 1
    const writer = new Writer(this.#sheet, this.#indented, false)
    const loose = () => {
      for (const block of writer.take()) lines.push(block.text)
    }
    for (const child of list.children) {
      if (typeof child === 'string' || child.tag !== 'li') {
        // Lists in lists without an item around them, and whatever else is not allowed there.
        writer.walk([child], style)
        continue
      }
      loose()
      const value = ordered === null ? null : child.element.getAttribute('value')
      if (value !== null && /^\d{1,6}$/.test(value)) number = Number(value)
      if (child.chars === 0 || this.#sheet.dropped(child)) continue
      const item = this.#item(child, ordered === null ? '- ' : ordered.marker(number), style)
      if (item !== '') lines.push(item)
      number++
    }
    loose()
    if (lines.length > 0) this.#push(lines.join('\n'), true)
  }

  #item(part: Part, marker: string, style: Style): string {
    const deep = this.#indented >= MOST_INDENTED
    const writer = new Writer(this.#sheet, this.#indented + 1, false)
    writer.walk(part.children, style)
    const blocks = writer.blocks()
    if (blocks.length === 0) return ''
    const text = blocks.map((block, at) => (at === 0 ? block.text : `${block.list ? '\n' : '\n\n'}${block.text}`)).join('')
    return marker + (deep ? text : text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.startsWith('- ') ? 2 : marker.length)}`))
  }

  #quote(part: Part, style: Style): void {
    const writer = new Writer(this.#sheet, this.#indented + 1, false)
    writer.walk(part.children, style)
    const text = writer.blocks().map((block) => block.text).join('\n\n')
    if (text !== '') this.#push(this.#indented >= MOST_INDENTED ? text : text.replace(/^/gm, '> ').replace(/^> $/gm, '>'))
  }

  #table(table: Part, style: Style): void {
    const { rows, captions, rest } = rowsOf(table, this.#sheet.dropped)
    const widest = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
    const laidOut = rows.length < 2 || widest < 2 || rows.some(({ cells }) => cells.some((cell) => cell.chars > LONGEST_CELL || holdsStructure(cell)))
    for (const caption of captions) this.#loose(caption.children, style)
    if (laidOut) for (const { cells } of rows) for (const cell of cells) this.#loose(cell.children, style)
    else this.#push(this.#grid(rows, style).join('\n'))
    if (rest.length > 0) this.#loose(rest, style)
  }

  #loose(children: readonly (Part | string)[], style: Style): void {
    this.#flush()
    this.walk(children, style)
    this.#flush()
  }

  #grid(rows: readonly Row[], style: Style): string[] {
    /** How many more rows the cell above reaches into, by column. */
    const reach: number[] = []
    const lines = rows.map(({ cells }) => {
      const line: string[] = []
      const skip = () => {
        for (; (reach[line.length] ?? 0) > 0 && line.length < MOST_COLUMNS; line.push('')) reach[line.length] = (reach[line.length] ?? 0) - 1
      }
      for (const cell of cells) {
        skip()
        const text = this.#line(cell, cell.tag === 'th' ? { ...style, mark: '' } : style)
        const [wide, high] = [span(cell.element, 'colspan'), span(cell.element, 'rowspan')]
        for (let column = 0; column < wide; column++) {
          if (high > 1) reach[line.length] = high - 1
          line.push(column === 0 ? text : '')
        }
      }
      skip()
      return line
    })
    const columns = lines.reduce((most, line) => Math.max(most, line.length), 0)
    if ((this.#sheet.left -= columns * lines.length * 3) < 0) throw new TooLarge()
    const written = lines.map((line) => `| ${[...line, ...Array<string>(columns - line.length).fill('')].join(' | ')} |`)
    const first = rows[0] as Row
    const ruler = `|${' --- |'.repeat(columns)}`
    if (first.head || first.cells.every(({ tag }) => tag === 'th')) return [written[0] as string, ruler, ...written.slice(1)]
    return [`|${'  |'.repeat(columns)}`, ruler, ...written]
  }

  take(): Block[] {
    const taken = this.blocks()
    this.#blocks = []
    return taken
  }

  #push(text: string, list = false): void {
    if (text !== '') this.#blocks.push({ text, list })
  }

  #flush(): void {
    if (this.#runs.length === 0) return
    const runs = this.#runs
    this.#runs = []
    for (const text of paragraphs(runs, this.#flat)) this.#push(text)
  }
}

interface Row {
  readonly cells: readonly Part[]
  readonly head: boolean
}

function rowsOf(table: Part, dropped: (part: Part) => boolean): { rows: Row[]; captions: Part[]; rest: (Part | string)[] } {
  const rows: Row[] = []
  const captions: Part[] = []
  const rest: (Part | string)[] = []
  const look = (part: Part, head: boolean) => {
    for (const child of part.children) {
      if (typeof child === 'string') continue
      if (child.chars === 0 || dropped(child)) continue
      if (child.tag === 'caption') captions.push(child)
      else if (child.tag === 'thead' || child.tag === 'tbody' || child.tag === 'tfoot') look(child, child.tag === 'thead')
      else if (child.tag === 'tr') {
        const cells = child.children.filter((cell): cell is Part => typeof cell !== 'string' && (cell.tag === 'td' || cell.tag === 'th'))
        if (cells.length > 0) rows.push({ cells, head })
        else rest.push(child)
      } else rest.push(child)
    }
  }
  look(table, false)
  return { rows, captions, rest }
}

function holdsStructure(cell: Part): boolean {
  if (!cell.holdsBlocks) return false
  const queue: Part[] = [cell]
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (part.tag === 'table' || /^h[1-4]$/.test(part.tag)) return true
    for (const child of part.children) if (typeof child !== 'string' && child.block) queue.push(child)
  }
  return false
}

function span(cell: Element, name: 'colspan' | 'rowspan'): number {
  const said = Number(cell.getAttribute(name) ?? 1)
  return Number.isInteger(said) && said > 1 ? Math.min(said, MOST_COLUMNS) : 1
}

/** Letters and Roman numbers are no markers in Markdown, but terms refer to them: "clause 4 (b)". */
function countOf(list: Element): { start: number; marker: (number: number) => string } {
  const start = /^\d{1,6}$/.test(list.getAttribute('start') ?? '') ? Number(list.getAttribute('start')) : 1
  const type = list.getAttribute('type')
  const lettered = type === 'a' || type === 'A' ? letters : type === 'i' || type === 'I' ? roman : null
  if (lettered === null) return { start, marker: (number) => `${number}. ` }
  return { start, marker: (number) => `- ${type === 'A' || type === 'I' ? lettered(number).toUpperCase() : lettered(number)}. ` }
}

function letters(number: number): string {
  let text = ''
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(97 + ((rest - 1) % 26)) + text
  return text || String(number)
}

const ROMAN: readonly (readonly [number, string])[] = [[100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'], [10, 'x'], [9, 'ix'], [5, 'v'], [4, 'iv'], [1, 'i']]

function roman(number: number): string {
  if (number < 1 || number > 399) return String(number)
  let rest = number
  return ROMAN.map(([value, sign]) => {
    const times = Math.floor(rest / value)
    rest -= times * value
    return sign.repeat(times)
  }).join('')
}

/** Two line ends in a row part paragraphs. */
function paragraphs(runs: readonly Run[], flat: boolean): string[] {
  const found: string[] = []
  let lines: string[] = []
  let line: Run[] = []
  let blank = true
  const end = () => {
    const text = lineOf(line)
    line = []
    blank = true
    if (text !== '') lines.push(flat ? text : escapeStart(text))
    else if (lines.length > 0) {
      found.push(lines.join('  \n'))
      lines = []
    }
  }
  for (const run of runs) {
    if (run.text !== BREAK) {
      blank &&= run.text.trim() === ''
      line.push(run)
    } else if (flat) line.push({ ...run, text: ' ' })
    else if (!blank || lines.length > 0) end()
  }
  if (!blank) end()
  if (lines.length > 0) found.push(lines.join('  \n'))
  return found
}

function lineOf(runs: readonly Run[]): string {
  const merged: Run[] = []
  let spaced = true
  for (const { text, style } of runs) {
    let tidy = collapse(text)
    if (spaced && tidy.startsWith(' ')) tidy = tidy.slice(1)
    if (tidy === '') continue
    spaced = tidy.endsWith(' ')
    const last = merged.at(-1)
    if (last !== undefined && last.style.mark === style.mark && last.style.target === style.target) merged[merged.length - 1] = { text: last.text + tidy, style }
    else merged.push({ text: tidy, style })
  }
  const line: string[] = []
  // Kept by itself: to ask a growing text for its end would be to copy it each time.
  let before: string | undefined
  for (let at = 0; at < merged.length; ) {
    const { mark } = (merged[at] as Run).style
    let group = ''
    let next = at
    for (; next < merged.length && (merged[next] as Run).style.mark === mark; next++) group += linked(merged[next] as Run)
    const piece = marked(group, mark, before, merged[next]?.text[0])
    before = piece.at(-1) ?? before
    line.push(piece)
    at = next
  }
  return line.join('').trim()
}

function linked({ text, style: { target } }: Run): string {
  const words = text.trim()
  if (target === null || words === '') return escape(text)
  const written = /^(?:mailto:|tel:)?(.*?)\/?$/.exec(target)?.[1] ?? ''
  const start = text.startsWith(' ') ? ' ' : ''
  const end = text.endsWith(' ') ? ' ' : ''
  // Its own address needs no second one.
  if (written === words.replace(/\/$/, '') || written === words.replace(/\s/g, '')) return escape(text)
  return `${start}[${escape(words)}](${target})${end}`
}

/** Marks only hold where CommonMark's rules of flanking let them: never between two letters' worth of punctuation. */
function marked(text: string, mark: Style['mark'], before: string | undefined, after: string | undefined): string {
  const words = text.trim()
  if (mark === '' || words === '') return text
  const opens = !PUNCTUATION.test(words[0] ?? '') || before === undefined || OUTSIDE.test(before) || text.startsWith(' ')
  const closes = !PUNCTUATION.test(words.at(-1) ?? '') || after === undefined || OUTSIDE.test(after) || text.endsWith(' ')
  if (!opens || !closes) return text
  return `${text.startsWith(' ') ? ' ' : ''}${mark}${words}${mark}${text.endsWith(' ') ? ' ' : ''}`
}

const PUNCTUATION = /[\p{P}\p{S}]/u
const OUTSIDE = /[\s\p{P}\p{S}]/u
