/**
 * Money as people read and write it. Amounts are decimal strings and never become floating-point numbers, neither in sums nor
 * on the screen, and no digit is rounded away.
 */

import { AMOUNT, CURRENCY } from '../vault/fields.ts'

/** Wider than a record's amount, because sums pass through here as well. */
const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/

// Engines before Intl.NumberFormat v3 turn the string into a double.
const exact = new Intl.NumberFormat('en', { useGrouping: false }).format('9007199254740993' as never) === '9007199254740993'

const formats = new Map<string, Intl.NumberFormat>()

function formatFor(currency: string, places: number, locale: string | undefined): Intl.NumberFormat {
  const key = `${locale ?? ''} ${currency} ${places}`
  let format = formats.get(key)
  if (format === undefined) {
    const usual = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    const digits = Math.max(usual, places)
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
    formats.set(key, format)
  }
  return format
}

/** "€12.50" in the person's locale; "12.50 XYZ" for what no locale knows; the text as it is if it is no amount. */
export function formatMoney(amount: string, currency: string | null, locale?: string): string {
  const parts = DECIMAL.exec(amount)
  const plain = currency === null ? amount : `${amount} ${currency}`
  if (parts === null || currency === null || !CURRENCY.test(currency)) return plain
  const [, , whole = '', fraction = ''] = parts
  if (!exact && whole.length + fraction.length > 15) return plain
  try {
    return formatFor(currency, fraction.length, locale).format(amount as `${number}`)
  } catch {
    return plain
  }
}

/** The exact sum, with as many places as the longest addend has; null if one of them is no amount. */
export function sum(amounts: string[]): string | null {
  const parts = amounts.map((amount) => DECIMAL.exec(amount))
  const places = Math.max(0, ...parts.map((part) => part?.[3]?.length ?? 0))
  let total = 0n
  for (const part of parts) {
    if (part === null) return null
    const [, sign, whole = '', fraction = ''] = part
    const units = BigInt(whole + fraction.padEnd(places, '0'))
    total += sign === '-' ? -units : units
  }
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0')
  const cut = digits.length - places
  return (total < 0n ? '-' : '') + digits.slice(0, cut) + (places > 0 ? `.${digits.slice(cut)}` : '')
}

/** What the person typed as a decimal string; null if it can be read in two ways or not at all. */
export function readAmount(text: string, places = 2): string | null {
  const typed = text.normalize('NFKC').replace(/[\s'’]/g, '')
  if (!/^\d[\d.,]{0,40}$/.test(typed) || /[.,]$/.test(typed)) return null
  const marks = typed.replace(/\d/g, '')
  const last = marks.at(-1)
  if (last === undefined) return clean(typed, '')
  const [head = '', tail = ''] = [typed.slice(0, typed.lastIndexOf(last)), typed.slice(typed.lastIndexOf(last) + 1)]
  const kinds = new Set(marks).size
  // Several of one kind can only be thousands: 1,234,567.
  if (kinds === 1 && marks.length > 1) return grouped(typed, last) ? clean(typed.replaceAll(last, ''), '') : null
  if (kinds === 2) {
    const other = marks[0] ?? ''
    if (marks.indexOf(last) !== marks.length - 1 || !grouped(head, other)) return null
    return clean(head.replaceAll(other, ''), tail)
  }
  // "1,234" is one thousand to some and one and a bit to others.
  if (tail.length === 3 && head.length <= 3 && head !== '0' && places !== 3) return null
  return clean(head, tail)
}

function grouped(text: string, mark: string): boolean {
  const [first = '', ...rest] = text.split(mark)
  return first.length >= 1 && first.length <= 3 && rest.every((group, index) => group.length === 3 || (group.length === 2 && index < rest.length - 1))
}

function clean(whole: string, fraction: string): string | null {
  const amount = whole.replace(/^0+(?=\d)/, '') + (fraction === '' ? '' : `.${fraction}`)
  return AMOUNT.test(amount) ? amount : null
}
