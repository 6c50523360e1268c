/**
 * Every text that leaves a page passes here: well-formed, folded, capped, and without what must never be kept
 * (card numbers, e-mail addresses).
 */

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000e-\u001d\u007f-\u009f]/g
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]
const NATIVE_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g

/** Lone surrogates become U+FFFD: they can't be encoded as UTF-8, and so can't be sealed. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** Has neither accents nor compatibility forms, invisible characters nor other digits: most texts are such, and normalising is dear. */
const PLAIN = /^[\t-\r\u001e-~]*$/
/** Of such a text, what folding would still change beside case. */
const UNTIDY = /[\t-\r\u001e\u001f`]| {2}/

/** Comparable form: compatibility forms, case, accents and invisible characters gone. Both sides of a comparison need it. */
export function fold(text: string): string {
  if (PLAIN.test(text) && !UNTIDY.test(text)) return text.toLowerCase().trim()
  return text
    .replace(INVISIBLE, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/ς/g, 'σ')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\s\u001e\u001f]+/g, ' ')
    .trim()
}

/** Digits of any script as ASCII, full-width forms as plain ones, so that one grammar reads numbers. */
export function plainDigits(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(INVISIBLE, '').replace(/№/g, 'No ').normalize('NFKC').replace(NATIVE_DIGIT, (digit) => {
    const code = digit.charCodeAt(0)
    const zero = ZEROS.find((start) => code >= start && code < start + 10) ?? code
    return String(code - zero)
  })
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1 && (digit *= 2) > 9) digit -= 9
    sum += digit
  }
  return sum % 10 === 0
}

/**
 * How the numbers of the world's card schemes begin (ISO/IEC 7812, and the national schemes Mir, Troy, Uzcard, Humo, GPN, UATP).
 * What begins otherwise passes the check digit by chance, as one order number in ten does.
 */
const ISSUER = /^(?:1946|1\d{14}$|220[0-4]|22[2-9]|2[3-6]|27[01]|2720|3[0-9]|4|5|6|8600|979|986)/

/** Groupings that cards are printed in. An order number such as 3-7-7 digits passes Luhn one time in ten and is no card. */
const CARD_GROUPS = new Set(['4-6-5', '4-6-4', '6-13', '4-4-5', '8-8', '6-10'])
const BY_FOURS = /^4(-4)+(-[1-3])?$/

export function isCard(token: string): boolean {
  const groups = token.split(/[^\d]+/).filter((group) => group !== '')
  const digits = groups.join('')
  if (digits.length < 13 || digits.length > 19 || !ISSUER.test(digits) || !luhn(digits)) return false
  const shape = groups.map((group) => group.length).join('-')
  return groups.length === 1 || BY_FOURS.test(shape) || CARD_GROUPS.has(shape)
}

const CARD_LIKE = /\d(?:[ \u00a0\u202f\u2009.\-–]?\d){12,}/g
/** A card's own groups, whatever stands between them. */
const CARD_IN_GROUPS = /(?<!\d)\d{4}([^\p{L}\d]{1,3})(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{6}\1\d{4,5})(?!\d)/gu
const EMAIL = /[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}.\-]{1,255}/gu

/** A run of digits longer than any card may still have a card inside. */
function hideCards(run: string): string {
  if (isCard(run)) return '…'
  const digits = run.replace(/\D/g, '')
  // "2 4111111111111111": what stands by itself is looked at by itself.
  if (digits.length <= 19) return run.replace(/\d{13,}/g, (part) => (isCard(part) ? '…' : part))
  for (let at = 0; at + 13 <= digits.length && at < 60; at++) {
    for (let size = 13; size <= 19 && at + size <= digits.length; size++) if (ISSUER.test(digits.slice(at, at + size)) && luhn(digits.slice(at, at + size))) return '…'
  }
  return digits.length > 72 ? '…' : run
}

export function scrub(text: string): string {
  return text.replace(EMAIL, '…').replace(CARD_IN_GROUPS, (run) => (isCard(run) ? '…' : run)).replace(CARD_LIKE, (run) => (/\d{13}/.test(plainDigits(run).replace(/\D/g, '')) ? hideCards(run) : run))
}

/** One line of text as it may be stored, or null when nothing is left. */
export function cleanText(text: string, limit: number): string | null {
  const folded = wellFormed(text.slice(0, limit * 8))
    .replace(INVISIBLE, '')
    .replace(/[\s\u001e\u001f]+/g, ' ')
    .trim()
  const plain = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/.test(folded) && scrub(plainDigits(folded)) !== plainDigits(folded) ? plainDigits(folded) : folded
  const safe = wellFormed(scrub(plain).slice(0, limit)).replace(/\ufffd$/, '').trim()
  return safe === '' || safe === '…' ? null : safe
}
