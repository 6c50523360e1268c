/**
 * What a newer text is beside an earlier one: the same, changed in what matters, changed in what does not, or so much shorter that it is
 * probably no reading of the document. A change that is missed harms; a needless notice annoys. Where the two conflict, the change counts.
 */
import type { Grade } from '../types.ts'
import { align, type Match } from './align.ts'
import { type Block, blocksOf } from './blocks.ts'
import { differsInHiddenEmail, isDateLine, isNewDate, isRenumbered, isRotated } from './noise.ts'
import { numbersIn } from './normal.ts'
import { wordsOf } from './words.ts'

/** Under this share of the length before, the body did not load. */
const SUSPECT = 0.4
/** A block of so many words, or digits, is a clause, a telephone number or a date, and no entry of a menu. */
const WORDS = 6
const DIGITS = 4
/** A teaser of another page may be as long as a headline; a paragraph that is a link is text, and so is a sentence. */
const LINKED_WORDS = 15
const FULL_STOP = /[^.…。][.。।][)"'”’»]?$/u
const SENTENCE_WORDS = 3
const SENTENCE_END = /[^.…。][.!?。！？؟।][)"'”’»]?$/u
const CELLS = 2
/** A short block in which a word came or went still has these in common with what it was. */
const KEPT_WORDS = 2

export function gradeOf(before: string, after: string): Grade {
  if (before === after) return 'same'
  const [old, now] = [blocksOf(before), blocksOf(after)]
  if (lengthOf(now) < SUSPECT * lengthOf(old)) return 'suspect'
  const weights = align(old, now).matches.map((match) => weigh(match, old, now))
  if (weights.includes('substantive')) return 'substantive'
  return weights.includes('minor') ? 'minor' : 'same'
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { normal }) => sum + normal.length, 0)
}

type Weight = 'same' | 'minor' | 'substantive'

/** What one block's fate means. */
export function weigh(match: Match, before: readonly Block[], after: readonly Block[]): Weight {
  const old = 'before' in match ? before[match.before] : undefined
  const now = 'after' in match ? after[match.after] : undefined
  if (match.kind === 'same' || match.kind === 'moved') return 'same'
  if (old !== undefined && now !== undefined) return changed(old, now)
  const alone = old ?? now
  return alone !== undefined && stands(alone) ? 'substantive' : 'minor'
}

function changed(old: Block, now: Block): Weight {
  if (differsInHiddenEmail(old.text, now.text)) return 'same'
  if (isRenumbered(old.text, now.text) || isNewDate(old, now) || isRotated(old, now)) return 'minor'
  if (isTeaser(old) && isTeaser(now)) return 'minor'
  // "14 days" that became "30 days", however short the entry.
  if (differs(numbersIn(old.normal), numbersIn(now.normal))) return 'substantive'
  if (stands(old) || stands(now)) return 'substantive'
  return old.kind !== 'heading' && keepsItsWords(old, now) ? 'substantive' : 'minor'
}

/** Whether a block's coming or going is a change of what is agreed. */
function stands(block: Block): boolean {
  if (isTeaser(block) || isDateLine(block)) return false
  const words = wordsOf(block.text).length
  if (words >= WORDS || digits(block) >= DIGITS) return true
  if (block.kind === 'heading') return false
  if (block.led || block.cells >= CELLS || isAmount(block)) return true
  return words >= SENTENCE_WORDS && SENTENCE_END.test(block.text)
}

function isTeaser(block: Block): boolean {
  if (!block.linked) return false
  const words = wordsOf(block.text).length
  return words < LINKED_WORDS && !(words >= SENTENCE_WORDS && FULL_STOP.test(block.text))
}

function digits({ normal }: Block): number {
  return normal.match(/\p{Nd}/gu)?.length ?? 0
}

/** A price, a fee or a share. */
function isAmount({ normal }: Block): boolean {
  return /\p{Nd}/u.test(normal) && /[\p{Sc}%‰]/u.test(normal)
}

function differs(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join(' ') !== [...b].sort().join(' ')
}

/** "Returns accepted" and "returns not accepted", beside one entry of a menu in place of another. */
function keepsItsWords(old: Block, now: Block): boolean {
  const [before, after] = [old, now].map(({ text }) => wordsOf(text.toLowerCase())) as [string[], string[]]
  const kept = new Set(before)
  const shared = after.filter((word) => kept.has(word)).length
  return shared >= KEPT_WORDS && shared * 2 >= Math.max(before.length, after.length)
}
