/**
 * A line of Markdown as the words that a reader sees. Written by hand and linear, because the text comes from strangers: no regular
 * expression of links stays linear on a line of a hundred thousand brackets.
 */

interface Inline {
  readonly text: string
  /** Nothing but links: an entry of a menu, a teaser, a "more about this". */
  readonly linked: boolean
}

/** Characters of a link's destination and title. Longer ones are text. */
const MAX_DESTINATION = 4_000
/** What only looks like a link costs a look ahead each time. */
const MAX_MISSES = 200

/** Elements that a converter leaves in Markdown where it has no signs for them. Any other `<` is the page's own text. */
const TAG =
  /<\/?(?:a|abbr|address|article|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)(?:\s+[a-z][\w:-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*\s*\/?>/gi
const ENTITY = /&(?:amp|lt|gt|quot|nbsp|#39);/g
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ', '&#39;': "'" }
const MARKS = /[\\[\]*_`~<!]/
const ESCAPABLE = /[!-/:-@[-`{-~]/
const WORD = /[\p{L}\p{N}]/u

export function inlineOf(markdown: string): Inline {
  const source = markdown.includes('<') ? markdown.replace(TAG, ' ') : markdown
  const { text, linked } = MARKS.test(source) ? scan(source) : { text: tidy(source), linked: false }
  // Last, and once: what stands as text in the page must not become a mark.
  return { text: text.replace(ENTITY, (entity) => ENTITIES[entity] ?? entity), linked }
}

function scan(source: string): Inline {
  const out: string[] = []
  /** Where in `out` a bracket opened, and whether an image did. */
  const open: { at: number; image: boolean }[] = []
  /** Pieces from this one on are inside a link that has closed. */
  const links: [number, number][] = []
  let misses = 0
  let at = 0
  let plain = 0
  const flush = (end: number): void => {
    if (end > plain) out.push(source.slice(plain, end))
  }
  while (at < source.length) {
    const sign = source[at] ?? ''
    let next = at + 1
    if (sign === '\\' && ESCAPABLE.test(source[at + 1] ?? '')) {
      flush(at)
      plain = at + 1
      next = at + 2
    } else if (sign === '[' || (sign === '!' && source[at + 1] === '[')) {
      const image = sign === '!'
      flush(at)
      open.push({ at: out.length, image })
      out.push(image ? '![' : '[')
      next = at + (image ? 2 : 1)
      plain = next
    } else if (sign === ']' && open.length > 0) {
      const start = open.pop()
      const end = source[at + 1] === '(' && misses < MAX_MISSES ? destinationEnd(source, at + 1) : -1
      if (start !== undefined && end >= 0) {
        flush(at)
        if (start.image) {
          out.length = start.at
          while ((links.at(-1)?.[0] ?? -1) >= start.at) links.pop()
        } else {
          out[start.at] = ''
          links.push([start.at, out.length])
        }
        next = end
        plain = end
      } else if (source[at + 1] === '(') misses++
    } else if (sign === '*' || sign === '`') {
      flush(at)
      plain = next
    } else if (sign === '_' && !(WORD.test(source[at - 1] ?? '') && WORD.test(source[at + 1] ?? ''))) {
      flush(at)
      plain = next
    } else if (sign === '~' && source[at + 1] === '~') {
      flush(at)
      next = at + 2
      plain = next
    } else if (sign === '<') {
      const address = /^<((?:https?:\/\/|mailto:)?[^\s<>]{3,500})>/.exec(source.slice(at, at + 520))
      if (address !== null && /^(?:https?:|mailto:)|@/.test(address[1] ?? '')) {
        flush(at)
        links.push([out.length, out.length + 1])
        out.push(address[1] ?? '')
        next = at + address[0].length
        plain = next
      }
    }
    at = next
  }
  flush(source.length)
  return { text: tidy(out.join('')), linked: onlyLinks(out, links) }
}

function onlyLinks(pieces: readonly string[], links: readonly [number, number][]): boolean {
  if (links.length === 0) return false
  const inside = new Uint8Array(pieces.length)
  for (const [start, end] of links) inside.fill(1, start, end)
  return !pieces.some((piece, index) => inside[index] !== 1 && WORD.test(piece))
}

/** The index after the `)` of a destination with an optional title, -1 where there is none. `at` is at its `(`. */
function destinationEnd(source: string, at: number): number {
  const end = Math.min(source.length, at + MAX_DESTINATION)
  let depth = 0
  let quote = ''
  for (let index = at; index < end; index++) {
    const sign = source[index]
    if (sign === '\\') index++
    else if (quote !== '') {
      if (sign === quote) quote = ''
    } else if (sign === '"' && source[index - 1] === ' ') quote = sign
    else if (sign === '<' && index === at + 1) {
      const close = source.indexOf('>', index)
      if (close < 0 || close >= end) return -1
      index = close
    } else if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return index + 1
  }
  return -1
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
