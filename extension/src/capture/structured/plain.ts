/** What stands in data, as the plain values that an order is made of; null for what is none. Data is whatever a page's authors put there. */
import { cleanText, fold, isCard, plainDigits } from '../clean.ts'
import { isCurrency, meaning } from '../currency.ts'
import { parseMoney, split } from '../money.ts'
import { cleanUrl, looksSecret } from '../url.ts'

export type Data = Readonly<Record<string, unknown>>

export const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 200) : value === undefined || value === null ? [] : [value])

/** Its own key only: a copied object may carry any name. */
export const at = (data: unknown, key: string): unknown => (isData(data) && Object.hasOwn(data, key) ? data[key] : undefined)
export const dataAt = (data: unknown, key: string): Data | null => {
  const value = at(data, key)
  return isData(value) ? value : null
}
/** The first of the keys that has a value. */
export function any(data: unknown, ...keys: string[]): unknown {
  for (const key of keys) {
    const value = at(data, key)
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

const ENTITIES: Record<string, string> = { amp: '&', quot: '"', apos: "'", '#39': "'", '#039': "'", lt: '<', gt: '>', nbsp: ' ' }

export function text(value: unknown, limit = 300): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return cleanText(String(value).slice(0, 2_000).replace(/&(amp|quot|apos|#0?39|lt|gt|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' '), limit)
}

/** Numbers come as the sum of a float's errors or as text in some country's way; one that may be read in two ways is none. */
export function amount(value: unknown): string | null {
  if (typeof value === 'number') return value < 0 || value > 1e11 ? null : places(value.toFixed(6))
  if (typeof value !== 'string' || value.length > 40) return null
  const plain = plainDigits(value).trim()
  if (/^\d{1,12}(\.\d{1,2}|\.\d{4,8})?$/.test(plain)) return places(plain)
  if (/^[\d.,'\s]+$/.test(plain)) {
    const parts = /^\d{1,3}([.,'\s]\d{3})*([.,]\d{1,2})?$|^\d+,\d{1,2}$/.test(plain) ? split(plain, null, 2) : null
    // "1.234": a thousand to some, a little more than one to others.
    if (parts === null || /^\d{1,3}[.,]\d{3}$/.test(plain)) return null
    return places(`${parts.whole}.${parts.fraction}`)
  }
  const money = parseMoney(plain)
  return money === null || money.negative ? null : money.amount
}

/** Of no more places than there are digits: "35.4300" is 35.43; null where more than four would be needed. */
function places(decimal: string): string | null {
  const [whole = '0', fraction = ''] = decimal.split('.')
  const kept = fraction.slice(0, 4).replace(/0+$/, '')
  // Beyond the fourth place there is only the dirt of floats.
  const exact = Math.abs(Number(`0.${fraction || '0'}`) - Number(`0.${kept || '0'}`)) < 1e-5
  return exact ? `${whole.replace(/^0+(?=\d)/, '') || '0'}${kept === '' ? '' : `.${kept.padEnd(2, '0')}`}` : null
}

/** A discount is written with a minus or without. */
export const discountAmount = (value: unknown): string | null => amount(typeof value === 'number' ? Math.abs(value) : typeof value === 'string' ? value.replace(/^\s*[-−–]/, '') : value)

export function currencyCode(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 8) return null
  const code = value.trim().toUpperCase()
  if (/^[A-Z]{3}$/.test(code)) return isCurrency(code) ? code : null
  const means = meaning(value.trim())
  return typeof means === 'string' ? means : null
}

/** A token that can name an order; placeholders, keys and cards can't. */
export function orderToken(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? tokenOf(String(value)) : null
  return typeof value === 'string' && value.length <= 80 ? tokenOf(value.trim().replace(/^[#№]\s*/, '')) : null
}

function tokenOf(plain: string): string | null {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}\-_./]{0,39}$/u.test(plain) || /^[0.\-]+$/.test(plain)) return null
  if (!/\d/.test(plain) && !/^[A-Z]{6,16}$/.test(plain)) return null
  if (isCard(plain) || (looksSecret(plain) && !/^[A-Z0-9-]+$/.test(plain))) return null
  return cleanText(plain, 40) === plain ? plain : null
}

export function day(value: unknown): string | null {
  const found = typeof value === 'string' ? /^\s*(\d{4}-\d{2}-\d{2})(?:[T\s]|\s*$)/.exec(value)?.[1] : undefined
  if (found === undefined) return null
  const time = Date.parse(found)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== found || found < '1994' ? null : found
}

export function count(value: unknown): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\s*\d{1,7}(\.0+)?\s*$/.test(value) ? Number(value) : Number.NaN
  return Number.isSafeInteger(number) && number > 0 && number <= 1_000_000 ? number : null
}

export const code = (value: unknown): string | null => {
  const found = text(value, 80)
  return found === null || isCard(found) || found !== String(value).trim() ? null : found
}

export function gtin(...values: unknown[]): string | null {
  for (const value of values) {
    const digits = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim().replace(/^(urn:)?gtin:?/i, '') : ''
    // A GTIN's check digit is computed otherwise than a card's, but thirteen and more digits may be a card's all the same.
    if (/^\d{8}(\d{4,6})?$/.test(digits) && checked(digits) && !isCard(digits)) return digits
  }
  return null
}

function checked(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 1 ? 3 : 1), 0)
  return sum % 10 === 0
}

/** Only the scheme and host that the page itself could link to; the query and secrets go. */
export const link = (value: unknown, base: string): string | null => (typeof value === 'string' && value.trim() !== '' && value.length < 2_000 ? cleanUrl(value.trim(), base) : null)

export const word = (value: unknown): string => (typeof value === 'string' ? fold(value.slice(0, 200)) : '')
