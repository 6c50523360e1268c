/** The words that changed inside one block. */
import { diffArrays } from 'diff'
import { tokensOf } from './words.ts'

export interface Piece {
  readonly change: 'same' | 'removed' | 'added'
  readonly text: string
}

/** What is left to spend on words: time grows with the square of what differs, and texts come from strangers. */
export class Effort {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  /** Differing words that there are steps for. */
  get most(): number {
    return Math.floor(Math.sqrt(2 * Math.max(0, this.#left)))
  }

  spend(steps: number): void {
    this.#left -= steps
  }
}

const MAX_DIFFERENCES = 600
const MAX_TOKENS = 8_000
/** With less than this in common, two blocks side by side say more than crossed-out words between new ones. */
const COMMON = 0.25
const WORD = /[\p{L}\p{N}]/u

interface Span {
  same: boolean
  before: string
  after: string
}

/** Null: too much of it differs to be shown, or to be found, word by word. */
export function piecesOf(before: string, after: string, language: string | null, effort: Effort): Piece[] | null {
  const [old, now] = [tokensOf(before, language), tokensOf(after, language)]
  if (old.length > MAX_TOKENS || now.length > MAX_TOKENS) return null
  const most = Math.min(MAX_DIFFERENCES, effort.most)
  const numbers = new Map<string, number>()
  const numbered = (tokens: readonly string[]): number[] => tokens.map((token) => numberOf(numbers, comparable(token)))
  const parts = diffArrays(numbered(old), numbered(now), { maxEditLength: most }) as ReturnType<typeof diffArrays<number>> | undefined
  effort.spend(old.length + now.length)
  if (parts === undefined) {
    effort.spend((most * most) / 2)
    return null
  }
  const spans: Span[] = []
  let [left, right, different] = [0, 0, 0]
  for (const { count, added, removed } of parts) {
    const gone = added ? '' : old.slice(left, (left += count)).join('')
    const come = removed ? '' : now.slice(right, (right += count)).join('')
    if (added || removed) different += count
    spans.push({ same: !added && !removed, before: gone, after: come })
  }
  effort.spend((different * different) / 2)
  const joined = join(spans)
  const kept = joined.reduce((sum, { same, after: text }) => sum + (same ? text.length : 0), 0)
  if (kept < COMMON * Math.max(before.length, after.length)) return null
  return joined.flatMap(pieces)
}

function numberOf(numbers: Map<string, number>, word: string): number {
  const known = numbers.get(word) ?? numbers.size
  numbers.set(word, known)
  return known
}

const QUOTES = /^["'`´‘’‚‛“”„‟«»‹›「」『』＂＇]$/u
const DASHES = /^[-‐‑‒–—―−﹣－]$/u

/** What is not a change of words: white space, case, and one sign for another of its kind. */
function comparable(token: string): string {
  if (token.trim() === '') return ' '
  if (QUOTES.test(token)) return '"'
  return DASHES.test(token) ? '-' : token.toLowerCase()
}

/** Changes with nothing but a space or a comma between them are read as one. */
function join(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  spans.forEach((span, index) => {
    const last = out.at(-1)
    const bridge = span.same && !WORD.test(span.after) && last?.same === false && spans[index + 1]?.same === false
    if (last !== undefined && last.same === (span.same && !bridge)) {
      last.before += span.before
      last.after += span.after
    } else out.push({ ...span })
  })
  return out
}

function pieces({ same, before, after }: Span): Piece[] {
  // What was the same but for case or kind of sign is shown as it is now.
  if (same) return [{ change: 'same', text: after }]
  const both: Piece[] = [
    { change: 'removed', text: before },
    { change: 'added', text: after },
  ]
  return both.filter(({ text }) => text !== '')
}
