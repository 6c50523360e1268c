/**
 * Amounts as printed, to decimal strings. A number is read in one way or not at all: where "1.249" may be either, the
 * page's other amounts or the currency decide, else the amount is null.
 */
import { NO_HINTS, exponent, meaning, settle, type CurrencyHints } from './currency.ts'
import { JOIN, POINT, type Line } from './text.ts'
import { plainDigits } from './clean.ts'

export interface Printed {
  /** The number as printed, ASCII digits. */
  number: string
  sign: string | null
  negative: boolean
  start: number
  end: number
}

export interface Money {
  /** Decimal string, without a sign. */
  amount: string
  currency: string | null
  negative: boolean
}

export interface MoneyHints extends CurrencyHints {
  /** The decimal mark of the page's unambiguous amounts. */
  mark: '.' | ',' | null
}

export const NO_MONEY_HINTS: MoneyHints = { ...NO_HINTS, mark: null }

// Every \p{L} costs the regular expression's compiler a millisecond, so signs that are words share theirs.
const SIGN =
  "(?:(?:US|USD|CA|CAD|CDN|C|AU|AUD|A|NZ|HK|SG|S|NT|MX|R)?\\$(?:US)?|(?:JP|CN)?[¥￥]|[€£₤₽₴₺₪₹₩₫฿₱₦₵₡₲₸₼₾₮₭৳֏៛﷼]|[A-Z]{3}(?![A-Za-z])|(?:[Ee]uro?|Ft|[Ll]ei|тг|TL|RM|KM|SR|Dhs|Rs\\.?)(?!\\p{L})|(?:[Kk][Rr]|[Рр]уб|грн|лв|ден)(?!\\p{L})\\.?|Kč|KČ|kč|zł|ZŁ|S?Fr\\.|р\\.|дин\\.|din\\.|元|円|원|Rp\\.?|R(?=\\s?\\d[\\d\\s,]*[.,]\\d\\d(?!\\d))|đ|S\\/\\.?|บาท|د\\.إ|ر\\.س|ر\\.ق|د\\.ك|د\\.ب|ر\\.ع\\.?|د\\.أ|د\\.ا|ج\\.م|د\\.م\\.?|د\\.ت|د\\.ج|درهم|ريال|تومان|ש[\"״]ח)"
const GAP = `[\\s${JOIN}]{0,3}`
const NUMBER = `\\d{1,3}(?:(?:[.,'’٬\\u00a0\\u202f\\u2009 ]\\d{2,3})*[.,'’٬\\u00a0\\u202f\\u2009 ]\\d{3})(?!\\d)(?:[.,٫${POINT}]\\d{1,3}(?!\\d))?|\\d{1,12}(?:[.,٫${POINT}]\\d{1,3}(?!\\d))?`
const DASH = '(?:[.,][-–—]+)?'
const START = `(?<![\\p{L}\\d.,٫#№/])([-−–(]?)${GAP}`
// A sign before the number takes only a code after it; a sign apart from the number before it belongs to a number that it touches.
const AMOUNT = new RegExp(
  `${START}(?:(?<![\\p{L}])(${SIGN})${GAP}([-−–]?)${GAP}(${NUMBER})${DASH}(?:${GAP}([A-Z]{3})(?![\\p{L}\\d]))?` +
    `|(?<![\\d.,])(${NUMBER})${DASH}(?:\\s{0,3}(?<![\\p{L}])(${SIGN})|${GAP}(?<![\\p{L}])(${SIGN})(?!\\s?\\d))?)(?:${GAP}(-(?!\\p{L}|\\d)))?`,
  'gu',
)

const UNSURE_CENTS = new RegExp(`^${JOIN}\\d\\d(?![\\d.,])`, 'u')

/** Codes that are also words or units ("14 AWG", "TOP 10"): money only with cents. */
const WORDLIKE = new Set('AWG ALL TOP CUP PEN GEL MOP BAM SOS MAD LAK COP ANG CAD XAG XAU XPT XPD TRY STD SRD'.split(' '))

/** Every amount in the text. Without `bare`, only those with a currency sign. */
export function findMoney(text: string, bare = false): Printed[] {
  const found: Printed[] = []
  if (text.length > 1_200 || !/\d/.test(text)) return found
  for (const match of text.matchAll(AMOUNT)) {
    const [whole, minus = '', before, inner = '', led, code, plain, close, apart, trailing] = match
    const number = led ?? plain ?? ''
    const after = code ?? close ?? apart
    const first = before !== undefined && meaning(before) !== null ? before : null
    const second = after !== undefined && meaning(after) !== null ? after : null
    const start = match.index
    const end = start + whole.length
    const follows = text.slice(end, end + 2)
    if (/^\s?%/.test(follows) || /^[\d]/.test(follows)) continue
    // "$" "69" "99" in elements of their own: cents or something else, nobody knows.
    if (!/[.,٫\u001e]\d{1,2}$/.test(number) && UNSURE_CENTS.test(text.slice(end, end + 8))) continue
    if (first === null && second === null && !(bare && /[.,٫\u001e]\d{2,3}$/.test(number))) continue
    // "KM-200" is a model, "kr-50,00" an amount.
    if (inner !== '' && first !== null && /\p{L}$/u.test(first) && /\p{L}[-−–]\d/u.test(whole) && !/[.,٫\u001e]\d{2}$/.test(number)) continue
    if (WORDLIKE.has(first ?? second ?? '') && !/[.,]\d{2}$/.test(number)) continue
    // "$ 12 USD": the code says more than the sign.
    const sign = first !== null && second !== null && Array.isArray(meaning(first)) ? second : (first ?? second)
    found.push({ number: number.trim(), sign, negative: /[-−–(]/.test(minus + inner) || trailing !== undefined, start, end })
  }
  return found
}

const printed = new WeakMap<Line, { all: Printed[]; signed: Printed[] }>()

/** `findMoney` in a line, found once: every stage asks. */
export function moneyIn(line: Line, bare = false): Printed[] {
  let known = printed.get(line)
  if (known === undefined) {
    const all = findMoney(line.plain, true)
    printed.set(line, (known = { all, signed: all.filter((entry) => entry.sign !== null) }))
  }
  return bare ? known.all : known.signed
}

/** The parts of a number, or null when it can be read in two ways. */
export function split(number: string, mark: '.' | ',' | null, places: number | null): { whole: string; fraction: string } | null {
  const pointed = number.indexOf(POINT) >= 0 ? POINT : number.indexOf('٫') >= 0 ? '٫' : null
  if (pointed !== null) {
    const [whole = '', fraction = ''] = number.split(pointed)
    return { whole: whole.replace(/\D/g, ''), fraction }
  }
  const marks = number.replace(/\d/g, '')
  const last = marks[marks.length - 1]
  if (last === undefined) return { whole: number, fraction: '' }
  const at = number.lastIndexOf(last)
  const tail = number.slice(at + 1)
  const plain = number.replace(/\D/g, '')
  if (last !== '.' && last !== ',') return { whole: plain, fraction: '' }
  const repeated = marks.split(last).length - 1 > 1
  if (repeated) return { whole: plain, fraction: '' }
  const decimal = { whole: number.slice(0, at).replace(/\D/g, ''), fraction: tail }
  if (tail.length !== 3) return decimal
  if (marks.length > 1) {
    // "1,234.567": three places behind two kinds of mark exist only where the currency has them.
    return places === 3 || places === null ? decimal : null
  }
  if (places === 3) return mark === null ? null : mark === last ? decimal : { whole: plain, fraction: '' }
  if (number.startsWith('0')) return null
  if (places !== null) return mark === last && places !== 0 ? null : { whole: plain, fraction: '' }
  return mark === null || mark === last ? null : { whole: plain, fraction: '' }
}

/** A printed amount as a value, or null where it is ambiguous or has more places than its currency. */
export function value(printed: Printed, hints: MoneyHints): Money | null {
  const currency = printed.sign === null ? null : settle(printed.sign, hints)
  const means = printed.sign === null ? null : meaning(printed.sign)
  const candidates = currency !== null ? [currency] : Array.isArray(means) ? means : []
  const places = candidates.length > 0 ? Math.max(...candidates.map(exponent)) : null
  const parts = split(printed.number, hints.mark, places)
  if (parts === null || parts.whole === '') return null
  let { fraction } = parts
  if (currency !== null) {
    const exact = exponent(currency)
    if (fraction.length > exact) {
      if (/[1-9]/.test(fraction.slice(exact))) return null
      fraction = fraction.slice(0, exact)
    }
    fraction = fraction.padEnd(exact, '0')
  }
  const whole = parts.whole.replace(/^0+(?=\d)/, '')
  if (whole.length > 12) return null
  return { amount: fraction === '' ? whole : `${whole}.${fraction}`, currency, negative: printed.negative }
}

/** The one amount a text holds, or null. */
export function parseMoney(text: string, hints: MoneyHints = NO_MONEY_HINTS): Money | null {
  const plain = text.split(POINT).map(plainDigits).join(POINT)
  const found = findMoney(plain, true)
  const only = found.length === 1 ? found[0] : undefined
  return only === undefined ? null : value(only, hints)
}

/** Integer minor units for comparing sums; amounts are compared with the longer fraction. */
export function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, '0').slice(0, 3))
}

export function sameAmount(a: string, b: string): boolean {
  return units(a) === units(b)
}
