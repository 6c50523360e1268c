/** How many of a thing a text says: "× 2", "2 pcs", "Qty: 2", "数量：2". */
import { fold } from './clean.ts'
import { phrases } from './match.ts'
import { findMoney } from './money.ts'
import { JOIN, type Line } from './text.ts'
import { QUANTITY } from './vocabulary.ts'

export const unitWord = phrases(QUANTITY)
/** "2 pcs Blue mug" */
export const COUNTED = /^\d{1,4}\s?(?:stk|st|kpl|ks|szt|db|pcs|buc|tk|шт)\.?\s+(?=\p{L}{2})/u

/** Of a text that is a count and nothing else. */
export function quantityOf(text: string): number | null {
  if (text.length > 32 || !/\d/.test(text)) return null
  const times = /^[(（]?\s?[x×✕*]\s?(\d{1,4})\s?[)）]?$/.exec(text) ?? /^[(（]?\s?(\d{1,4})\s?[x×✕]\s?[)）]?$/.exec(text)
  if (times !== null) return positive(times[1])
  const unit = /^(\d{1,4})\s?(\p{L}{1,12}\.?)$/u.exec(text)
  if (unit !== null) return unitWord.is(fold(unit[2] ?? '')) ? positive(unit[1]) : null
  const label = /^(\p{L}[\p{L}.'’\s]{0,16}?)\s?[:：\-–—]?\s?(\d{1,4})(?:[.,]0{1,2})?(?:\s?\p{L}{1,12}\.?)?$/u.exec(text)
  return label !== null && unitWord.is(fold((label[1] ?? '').trim())) ? positive(label[2]) : null
}

/** What stands apart in a line: "Brass · Qty 1". */
const PIECES = new RegExp(`${JOIN}|\\s[·•|]\\s`, 'u')
const APART = new RegExp(`${JOIN}[x×✕]\\s?${JOIN}?(\\d{1,4})(?=$|[\\s${JOIN}]*[^\\d.,])`, 'u')
const AHEAD = new RegExp(`${JOIN}(\\d{1,4})\\s?[x×✕](?=$|[\\s${JOIN}])`, 'u')

export function quantityIn(line: Line): number | null {
  if (!/\d/.test(line.plain)) return null
  // In an element of its own "× 2" is a count even behind a number.
  const apart = APART.exec(line.plain)
  if (apart !== null) return positive(apart[1])
  const ahead = AHEAD.exec(line.plain)
  if (ahead !== null) return positive(ahead[1])
  for (const piece of line.text.length < 200 ? line.plain.split(PIECES) : []) {
    const count = quantityOf(piece.trim())
    if (count !== null) return count
  }
  const text = line.plain.split(JOIN).join(' ').replace(/\s+/g, ' ').trim()
  if (text.length > 320) return null
  const money = findMoney(text)[0]
  // "1 pc × 690 ₽" counts pieces: what follows the sign is the price.
  const before = money === undefined ? null : COUNTED.exec(text) ?? /(?:^|[\s(–—-])(\d{1,4})\s?(?:\p{L}{1,5}\.?\s?)?[x×✕]\s?$/u.exec(text.slice(0, money.start))
  if (before !== null) return positive(/\d+/.exec(before[0])?.[0])
  const bare = money === undefined ? text : `${text.slice(0, money.start)} ${text.slice(money.end)}`.trim()
  const times = /^[x×✕*]\s?(\d{1,4})$/.exec(bare) ?? /^(\d{1,4})\s?[x×✕]$/.exec(bare) ?? /^(\d{1,4})\s?[×✕x]\s/.exec(bare) ?? /\S\s+[×✕]\s?(\d{1,4})(?=$|\s*[^\d\s.,])/.exec(bare) ?? /\S\s+x\s?(\d{1,4})$/.exec(bare) ?? /\S\s*[(（][×✕x]\s?(\d{1,4})[)）]$/.exec(bare) ?? /\S\s*[(（](\d{1,4})\s?[×✕x][)）]$/.exec(bare) ?? /^(\d{1,3}) ?of:/.exec(bare)
  // "80 × 40" is a size.
  if (times !== null && !/(^|\s)\d+([.,]\d+)?\s?(cm|mm|m|in|")?\s+[×✕x]\s?\d+/.test(text)) return positive(times[1])
  const count = quantityOf(text)
  if (count !== null) return count
  if (money !== undefined) {
    const after = /^\s*[x×✕]\s?(\d{1,4})\b/.exec(text.slice(money.end))
    if (after !== null) return positive(after[1])
  }
  const label = /^(\p{L}[\p{L}.\s]{0,14})[\s:：]{1,3}(\d{1,4})(?![\d.,])/u.exec(text)
  return label !== null && unitWord.is(fold((label[1] ?? '').trim())) ? positive(label[2]) : null
}

export function positive(digits: string | undefined): number | null {
  const number = Number(digits)
  return Number.isInteger(number) && number > 0 && number < 10_000 ? number : null
}
