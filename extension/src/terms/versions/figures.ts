/** The dates, amounts and other numbers of a text: what a person looks for first in what changed. */
import { fold } from '../../capture/clean.ts'
import { months } from '../../capture/dates.ts'
import { findMoney } from '../../capture/money.ts'
import { labelOf } from './noise.ts'
import { normalOf } from './normal.ts'

export type FigureKind = 'date' | 'amount' | 'percentage' | 'number'

export interface Figure {
  readonly kind: FigureKind
  /** As printed; of a number, with the word behind it ("14 days"). */
  readonly text: string
  /** What it is compared by. */
  readonly key: string
}

const MONTH = "\\p{L}[\\p{L}\\p{M}'’.]{2,14}"
const DAY = '\\p{Nd}{1,2}(?:\\.|st|nd|rd|th|er|º|ª)?'
const YEAR = '(?:19|20)\\d\\d'
const OF = '(?:de|del|di|of|do|da|d)'
/** Where a month's word stands, it is looked up afterwards. */
const DATE = new RegExp(
  `(?<![\\p{Nd}]|(?![\\p{sc=Han}\\p{sc=Hiragana}])\\p{L})(?:${YEAR}\\s?[-/.年년]\\s?\\d{1,2}\\s?[-/.月월](?:\\s?\\d{1,2}\\s?[日일]?)?` +
    `|\\d{1,2}([./-])\\s?\\d{1,2}\\1\\s?(?:${YEAR}|\\d\\d(?!\\d))` +
    `|${DAY}\\s+(?:${OF}\\s+)?(?<a>${MONTH})(?:\\s+${OF})?,?(?:\\s+${YEAR})?` +
    `|(?:${YEAR}\\.?\\s+)?(?<b>${MONTH})\\s+${DAY}(?:,?\\s+${YEAR})?` +
    `|(?<c>${MONTH})(?:\\s+${OF})?,?\\s+${YEAR})(?![\\p{Nd}])`,
  'gu',
)
const SHARE = /\p{Nd}+(?:[.,]\p{Nd}+)?\s?[%‰٪％]|[%٪]\s?\p{Nd}+(?:[.,]\p{Nd}+)?/gu
const NUMBER = /\p{Nd}+(?:[.,'’\u00a0\u202f]\p{Nd}+)*(?:[\s\u00a0-]{1,2}(?:\p{L}[\p{L}\p{M}]{0,23})|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]{1,2}|\p{L}{1,3}(?!\p{L}))?/gu

const ENDS_IN_YEAR = new RegExp(`${YEAR}$`)

/** Longer texts are not looked through: a summary is of what can be read. */
const MAX_TEXT = 12_000
/** What `findMoney` reads at once. */
const WINDOW = 1_000

/** In reading order. Names of months are known in the text's language and in English. */
export function figuresOf(text: string, language: string | null): Figure[] {
  let rest = text.slice(0, MAX_TEXT)
  if (!/\p{Nd}/u.test(rest)) return []
  const found: { at: number; figure: Figure }[] = []
  const take = (kind: FigureKind, at: number, words: string): void => {
    found.push({ at, figure: { kind, text: words.trim(), key: `${kind} ${normalOf(words)}` } })
    // What is taken is no other figure as well; the places of the rest stay.
    rest = `${rest.slice(0, at)}${' '.repeat(words.length)}${rest.slice(at + words.length)}`
  }
  const label = labelOf(rest)
  rest = ' '.repeat(label.length) + rest.slice(label.length)
  for (const match of dates(rest, language)) take('date', match.index, match[0])
  for (const { start, end } of amounts(rest)) take('amount', start, rest.slice(start, end))
  for (const match of rest.matchAll(SHARE)) take('percentage', match.index, match[0])
  for (const match of rest.matchAll(NUMBER)) take('number', match.index, match[0])
  return found.sort((a, b) => a.at - b.at).map(({ figure }) => figure)
}

function dates(text: string, language: string | null): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  DATE.lastIndex = 0
  for (let match = DATE.exec(text); match !== null; match = DATE.exec(text)) {
    if (isDate(match, language)) found.push(match)
    // "from 20. April 2026" begins like "April 20".
    else DATE.lastIndex = match.index + Math.max(1, match[0].search(/\s/))
  }
  return found
}

function isDate({ 0: words, groups }: RegExpExecArray, language: string | null): boolean {
  const month = groups?.['a'] ?? groups?.['b'] ?? groups?.['c']
  // A day and a year with a word between them are a date in any language.
  if (month === undefined || (groups?.['a'] !== undefined && ENDS_IN_YEAR.test(words))) return true
  const name = fold(month).replace(/\.$/, '')
  return ['en', ...(language === null ? [] : [language])].some((known) => months(known).has(name))
}

function amounts(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  // Chinese and Japanese put no space before a number; what reads amounts asks for one. 円 and 元 are currencies.
  const spaced = text.replace(/(?![円元])[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu, (sign) => ' '.repeat(sign.length))
  for (let from = 0; from < text.length; ) {
    const end = text.length - from <= WINDOW ? text.length : Math.max(from + 1, text.lastIndexOf(' ', from + WINDOW))
    const piece = spaced.slice(from, end)
    for (const { start, end: stop, sign } of findMoney(piece)) {
      // An amount is found with the space before it, and here a space may be a word.
      const blank = piece.slice(start).search(/\S/)
      if (sign !== null) found.push({ start: from + start + blank, end: from + stop })
    }
    from = end
  }
  return found
}
