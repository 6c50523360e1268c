/**
 * A document's Markdown as blocks to be shown: headings, paragraphs, lists, tables, quotes, code. Line by line, in time that grows with the text
 * alone. There is no HTML in it: what looks like HTML is text like any other.
 */

interface TableBlock {
  readonly kind: 'table'
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Texts are Markdown still, for `inlineOf`. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | TableBlock

/** Lists in lists in lists: further in, text is shown as it is written. */
const DEEPEST = 12
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/
const HEADING = /^ {0,3}(#{1,6})(?: +|$)(.*)$/
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const QUOTE = /^ {0,3}> ?/
const UNDERLINE = /^ {0,3}(=+|-+) *$/
const DELIMITERS = /^ {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/
const MOST_COLUMNS = 60

export function markdownBlocks(markdown: string): Block[] {
  return blocksIn(markdown.split(/\r\n?|\n/), 0)
}

function blocksIn(lines: readonly string[], depth: number): Block[] {
  if (depth > DEEPEST) return paragraphs(lines)
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at++
      continue
    }
    const [block, next] = blockAt(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

function paragraphs(lines: readonly string[]): Block[] {
  const text = lines.join('\n').trim()
  return text === '' ? [] : [{ kind: 'paragraph', text }]
}

function blockAt(lines: readonly string[], at: number, depth: number): [Block, number] {
  const line = lines[at] ?? ''
  const heading = HEADING.exec(line)
  if (heading) return [{ kind: 'heading', level: heading[1]?.length ?? 1, text: (heading[2] ?? '').replace(/ +#+ *$/, '').trim() }, at + 1]
  if (RULE.test(line)) return [{ kind: 'rule' }, at + 1]
  const fence = FENCE.exec(line)?.[1]
  if (fence !== undefined) return code(lines, at, fence)
  if (QUOTE.test(line)) return quote(lines, at, depth)
  if (ITEM.test(line)) return list(lines, at, depth)
  if (line.includes('|') && DELIMITERS.test(lines[at + 1] ?? '') && cells(line).length === cells(lines[at + 1] ?? '').length) return table(lines, at)
  return paragraph(lines, at)
}

function code(lines: readonly string[], at: number, fence: string): [Block, number] {
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end++
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1]
}

function quote(lines: readonly string[], at: number, depth: number): [Block, number] {
  let end = at
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) end++
  return [{ kind: 'quote', blocks: blocksIn(lines.slice(at, end).map((line) => line.replace(QUOTE, '')), depth + 1) }, end]
}

function list(lines: readonly string[], from: number, depth: number): [Block, number] {
  const first = ITEM.exec(lines[from] ?? '')?.[2] ?? '-'
  const sort = sortOf(first)
  const items: Block[][] = []
  let at = from
  while (at < lines.length) {
    const marked = ITEM.exec(lines[at] ?? '')
    if (!marked || sortOf(marked[2] ?? '') !== sort || RULE.test(lines[at] ?? '')) break
    const indent = marked[0].length
    const own = [(lines[at] ?? '').slice(indent)]
    at = takeItem(lines, at + 1, indent, own)
    items.push(blocksIn(own, depth + 1))
    // Blank lines between two items belong to the list.
    let next = at
    while (next < lines.length && (lines[next] ?? '').trim() === '') next++
    if (next < lines.length && ITEM.test(lines[next] ?? '')) at = next
  }
  const start = /^\d+/.exec(first)?.[0]
  return [{ kind: 'list', start: start === undefined ? null : Number(start), items }, at]
}

/** Bullets of one kind make one list; so do numbers with the same sign after them. */
const sortOf = (marker: string): string => marker.at(-1) ?? ''

/** The lines of an item after its first: indented ones, blank ones between them, and a paragraph that goes on without. */
function takeItem(lines: readonly string[], from: number, indent: number, own: string[]): number {
  let at = from
  let blank = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') blank++
    else {
      const inside = indentOf(line) >= Math.min(indent, 2)
      if (!inside && (blank > 0 || starts(line))) break
      for (; blank > 0; blank--) own.push('')
      own.push(line.slice(Math.min(indent, indentOf(line))))
    }
    at++
  }
  return at - blank
}

const indentOf = (line: string): number => line.length - line.trimStart().length
const starts = (line: string): boolean => ITEM.test(line) || HEADING.test(line) || RULE.test(line) || FENCE.test(line) || QUOTE.test(line)

function table(lines: readonly string[], at: number): [Block, number] {
  const head = cells(lines[at] ?? '')
  let end = at + 2
  while (end < lines.length && (lines[end] ?? '').includes('|')) end++
  const rows = lines.slice(at + 2, end).map((line) => {
    const row = cells(line)
    return head.map((_, column) => row[column] ?? '')
  })
  return [{ kind: 'table', head, rows }, end]
}

function cells(line: string): string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/, MOST_COLUMNS).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function paragraph(lines: readonly string[], from: number): [Block, number] {
  let at = from + 1
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const underline = UNDERLINE.exec(line)?.[1]
    if (underline !== undefined) return [{ kind: 'heading', level: underline.startsWith('=') ? 1 : 2, text: text(lines, from, at) }, at + 1]
    if (line.trim() === '' || starts(line)) break
    at++
  }
  return [{ kind: 'paragraph', text: text(lines, from, at) }, at]
}

/** Two blanks at the end of a line are a line break; the rest of the margins says nothing. */
const text = (lines: readonly string[], from: number, to: number): string => lines.slice(from, to).map((line) => line.trimStart()).join('\n').trimEnd()
