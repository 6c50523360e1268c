/**
 * What two texts are compared by: letters and digits, and the signs without which an amount is another one. Case, white space, quotation
 * marks, dashes, hidden characters and full-width forms say nothing. A decimal point does: 1.50 is not 150.
 */

/** Format characters, variation selectors, and letters that have no shape (Hangul fillers): nobody sees them. */
const INVISIBLE = /[\p{Cf}\p{Cc}\ufe00-\ufe0f\u034f\u115f\u1160\u3164\uffa0\u{e0100}-\u{e01ef}]+/gu
const ASCII = /^[ -~]*$/
/** ASCII alone: where words are not parted, what stands behind an address is the clause itself. */
const ADDRESS = /https?:\/\/[!#-;=?-~]+/gi
const QUERY = /[?#].*$/
/** Marks of a letter (Devanagari and Thai vowels) belong to it. Ticks and crosses are a table's yes and no. */
const GAP = /[^\p{L}\p{M}\p{N}\p{Sc}%‰≤≥✓✔✅☑✗✘❌✕✖☒☐×]+/gu
const DIGIT = /\p{Nd}/u
const RUN = /[a-z0-9]{16,}/gi
const UUID = /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/
/** So often does a random run go from letters to digits and back; an article number or a name with a year does not. */
const RANDOM_TURNS = 4
const GROUPING = " .,'’"

export function normalOf(text: string): string {
  let plain = text
  const ascii = ASCII.test(plain)
  if (!ascii) plain = plain.replace(INVISIBLE, '')
  // Before full-width commas become plain ones, which an address may hold.
  if (plain.includes('://')) plain = plain.replace(ADDRESS, (address) => address.replace(QUERY, ' '))
  if (!ascii) plain = plain.normalize('NFKC')
  // A session's token that is printed differs on each visit. A bank account does not.
  plain = plain.replace(UUID, ' ').replace(RUN, (run) => (isRandom(run) ? ' ' : run))
  plain = plain.toLowerCase()
  return plain.replace(GAP, between)
}

function isRandom(run: string): boolean {
  if (IBAN.test(run)) return false
  let turns = 0
  for (let index = 1; index < run.length; index++) if (isDigit(run, index) !== isDigit(run, index - 1)) turns++
  return turns >= RANDOM_TURNS
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code >= 48 && code <= 57
}

function between(gap: string, at: number, whole: string): string {
  const next = whole.slice(at + gap.length, at + gap.length + 4)
  const compares = /[<>](?=\s*$)/.exec(gap)
  if (compares !== null && /^[\p{Sc}\p{Nd}]/u.test(next)) return compares[0]
  if (!DIGIT.test(next.charAt(0)) || !DIGIT.test(whole.charAt(at - 1))) return ''
  return groups(gap, whole, at, next) ? '' : '.'
}

/** Whether a mark between digits groups thousands: up to three digits before it, three behind it. */
function groups(gap: string, whole: string, at: number, next: string): boolean {
  if (gap.length !== 1 || !GROUPING.includes(gap)) return false
  if (!/^\p{Nd}{3}(?!\p{Nd})/u.test(next)) return false
  return !/\p{Nd}{4}$/u.test(whole.slice(Math.max(0, at - 4), at))
}

/** The numbers in a normal form, in order. */
export function numbersIn(normal: string): string[] {
  return normal.match(/\p{Nd}+(?:\.\p{Nd}+)*/gu) ?? []
}
