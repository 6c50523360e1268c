/**
 * What makes a text of an earlier one, as `patched` (crypto/SPEC.md, *terms*) puts it together again. Exact to the character, because the
 * text is evidence, and small, because it lies in a record.
 */
import type { Edits } from '@counterfoil/crypto/terms'
import { diffArrays } from 'diff'

interface Edit {
  /** Where in the base. */
  at: number
  drop: number
  insert: string
}

/** Differing lines and words beyond which one replaced span is as good: time grows with their square. */
const MAX_LINES = 600
const MAX_WORDS = 300
const MAX_WORD_TOKENS = 6_000
/** Two edits that are this near cost more as two than the text between them. */
const NEAR = 8

export function makePatch(base: string, next: string): Edits {
  const edits: (number | string)[] = []
  let at = 0
  for (const edit of joined(editsOf(base, next), base)) {
    edits.push(edit.at - at, edit.drop, edit.insert)
    at = edit.at + edit.drop
  }
  return edits
}

/** Lines first, then the words of lines that differ. */
function editsOf(base: string, next: string): Edit[] {
  const [start, end] = sharedEnds(base, next)
  const [old, now] = [base.slice(start, base.length - end), next.slice(start, next.length - end)]
  if (old === '' || now === '') return old === now ? [] : [{ at: start, drop: old.length, insert: now }]
  const lines = spans(old, now, /[^\n]*\n|[^\n]+$/g, MAX_LINES)
  const edits: Edit[] = []
  for (const span of lines ?? [{ at: 0, drop: old.length, insert: now }]) edits.push(...wordsOf(span, old, start))
  return edits
}

function wordsOf(span: Edit, old: string, start: number): Edit[] {
  const gone = old.slice(span.at, span.at + span.drop)
  const at = start + span.at
  const [head, tail] = sharedEnds(gone, span.insert)
  const [before, after] = [gone.slice(head, gone.length - tail), span.insert.slice(head, span.insert.length - tail)]
  const whole = { at: at + head, drop: before.length, insert: after }
  if (before === '' || after === '') return [whole]
  // One run of letters or one other character: scripts without spaces give runs too, and a longer edit is still a right one.
  const words = spans(before, after, /[\p{L}\p{M}]+|\p{N}+|\s+|[^\p{L}\p{M}\p{N}\s]/gu, MAX_WORDS, MAX_WORD_TOKENS)
  if (words === null) return [whole]
  return words.map((edit) => ({ ...edit, at: at + head + edit.at }))
}

/** Where two texts differ, by their tokens; null where that takes too long. */
function spans(old: string, now: string, token: RegExp, most: number, tokens = Infinity): Edit[] | null {
  const [before, after] = [old.match(token) ?? [], now.match(token) ?? []]
  if (before.length > tokens || after.length > tokens) return null
  const parts = diffArrays([...before], [...after], { maxEditLength: most }) as ReturnType<typeof diffArrays<string>> | undefined
  if (parts === undefined) return null
  const edits: Edit[] = []
  let at = 0
  let open: Edit | null = null
  for (const { value, added, removed } of parts) {
    const text = value.join('')
    if (!added && !removed) {
      at += text.length
      open = null
      continue
    }
    if (open === null) {
      open = { at, drop: 0, insert: '' }
      edits.push(open)
    }
    if (added) open.insert += text
    else {
      open.drop += text.length
      at += text.length
    }
  }
  return edits
}

function joined(edits: readonly Edit[], base: string): Edit[] {
  const out: Edit[] = []
  for (const edit of edits) {
    const before = out.at(-1)
    const gap = before === undefined ? Infinity : edit.at - (before.at + before.drop)
    if (before !== undefined && gap <= NEAR) {
      before.insert += base.slice(edit.at - gap, edit.at) + edit.insert
      before.drop += gap + edit.drop
    } else out.push({ ...edit })
  }
  return out
}

/** Characters that both begin and end with; never half of a surrogate pair, which JSON and UTF-8 could not carry. */
function sharedEnds(a: string, b: string): [number, number] {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++
  if (start > 0 && isHigh(a.charCodeAt(start - 1))) start--
  let end = 0
  while (end < most - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  if (end > 0 && isLow(a.charCodeAt(a.length - end))) end--
  return [start, end]
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff
