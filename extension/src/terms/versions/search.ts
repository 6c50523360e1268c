/** Words in a text, whatever their case and accents. Every word that is asked for must stand in the same block; a phrase goes in quotes. */
import { type BlockKind, passagesOf } from './blocks.ts'

interface TextHit {
  readonly kind: BlockKind
  /** The headings above it, outermost first. */
  readonly path: readonly string[]
  /** The block, or a piece of it around the first word found. */
  readonly snippet: string
  /** Where in the snippet the words stand: start and end, in UTF-16 units. They rise and never overlap. */
  readonly marks: readonly (readonly [number, number])[]
}

export interface TextHits {
  /** The first of them, in the order of the text. */
  readonly hits: readonly TextHit[]
  /** Blocks that hold all words. */
  readonly total: number
}

const MAX_HITS = 20
const MAX_WORDS = 12
const BEFORE = 80
const SNIPPET = 240
const MAX_MARKS = 20

export function searchIn(markdown: string, query: string): TextHits {
  const words = wordsOf(query)
  if (words.length === 0) return { hits: [], total: 0 }
  // Most texts hold none of it: a look at the whole text is cheap, and its blocks are not.
  const all = folded(markdown)
  if (!words.every((word) => mayHold(all, word))) return { hits: [], total: 0 }
  const hits: TextHit[] = []
  let total = 0
  for (const { kind, path, text } of passagesOf(markdown)) {
    const plain = folded(text)
    if (!words.every((word) => plain.includes(word))) continue
    total++
    if (hits.length < MAX_HITS) hits.push({ kind, path, ...around(text, words) })
  }
  return { hits, total }
}

function wordsOf(query: string): string[] {
  const found = [...query.slice(0, 500).matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]|([^\s"“”„«»]+)/gu)]
  const words = found.map((match) => folded(match[1] ?? match[2] ?? '').trim().replace(/\s+/g, ' ')).filter((word) => word !== '')
  return [...new Set(words)].slice(0, MAX_WORDS)
}

/** Markup may part a phrase, so the whole text is asked for its pieces only. */
function mayHold(all: string, word: string): boolean {
  return (word.match(/[\p{L}\p{N}]+/gu) ?? []).every((part) => all.includes(part))
}

const ASCII = /^[\n -~]*$/

/** Without case, accents and compatibility forms. */
function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/[\p{Mn}\p{Cf}]+/gu, '').toLowerCase().replace(/ı/g, 'i').replace(/ς/g, 'σ').replace(/ß/g, 'ss')
}

function around(text: string, words: readonly string[]): Pick<TextHit, 'snippet' | 'marks'> {
  const { plain, places } = mapped(text)
  const found: [number, number][] = []
  for (const word of words)
    for (let at = plain.indexOf(word); at >= 0 && found.length < MAX_MARKS * words.length; at = plain.indexOf(word, at + word.length))
      found.push([places[at] ?? 0, places[at + word.length] ?? text.length])
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const first = found[0]?.[0] ?? 0
  const from = startOf(text, first)
  const to = endOf(text, from)
  const marks: [number, number][] = []
  for (const [start, end] of found) {
    const after = marks.at(-1)?.[1] ?? 0
    if (end <= to && start - from >= after && end > start && marks.length < MAX_MARKS) marks.push([start - from, end - from])
  }
  return { snippet: text.slice(from, to), marks }
}

/** At a space, so that no word is cut where there are spaces. */
function startOf(text: string, first: number): number {
  if (text.length <= SNIPPET || first <= BEFORE) return 0
  const space = text.lastIndexOf(' ', first - BEFORE / 2)
  return space > first - BEFORE ? space + 1 : whole(text, first - BEFORE)
}

function endOf(text: string, from: number): number {
  if (text.length - from <= SNIPPET) return text.length
  const space = text.lastIndexOf(' ', from + SNIPPET)
  return space > from + SNIPPET / 2 ? space : whole(text, from + SNIPPET)
}

/** Never between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

/** The folded text with, for each of its units, the place of the character that it came from. */
function mapped(text: string): { plain: string; places: number[] } {
  let plain = ''
  const places: number[] = []
  let at = 0
  for (const character of text) {
    const piece = folded(character)
    for (let index = 0; index < piece.length; index++) places.push(at)
    plain += piece
    at += character.length
  }
  places.push(at)
  return { plain, places }
}
