/** Days that a delivery is expected on or between, as printed: with a year, or without where it can only be the next such day. */
import { fold } from '../clean.ts'
import { months } from '../dates.ts'

export interface Days {
  from: string | null
  until: string | null
}

export interface DayLocale {
  language: string
  region: string
}

const DAY = 86_400_000
/** A day without a year is the next such day only if that is soon; else it may be long past. */
const SOON = 120 * DAY
const LATEST = 400 * DAY

/** "by", before the day. */
const UNTIL = /(?:^|[^\p{L}])(?:by|before|until|no later than|bis|spatestens|bis zum|ate|jusqu'au|avant le|au plus tard|hasta|antes del?|entro|uiterlijk|voor|tegen|do|najpozniej|senast|senest|innen|viimeistaan|legkesobb|pana la|pana pe|μεχρι|εως|до|не позднее|не пізніше)(?:[^\p{L}]|$)|まで|까지|之前/u
const CLOCK = /\d{1,2}[:h]\d{2}(?:\s?(?:am|pm|uhr))?|\d{1,2}\s?(?:am|pm|uhr)\b/g
/** "3-5 business days" and "2 weeks" are a time, no day. */
const DURATION = /\d+\s?(?:[-–~]|to|bis|a|à)?\s?\d*\s?(?:working|business|werk|arbeits)?\s?(?:days?|tage?n?|jours?|dias?|giorni|dagen|dagar|dager|dage|hverdage?|werkdagen|werktagen?|arbeitstagen?|vardagar|arkipaiva\p{L}*|dni|dnu|nap|zile|gun|дн\p{L}*|weeks?|wochen|semaines|営業日|个工作日|個工作天|일 이내)/u

interface Piece {
  at: number
  end: number
  /** Milliseconds, or null where this is no day. */
  time: number | null
}

/** `base`: the day of the order, or today. Null where the text names no day, or more than two. */
export function readDays(text: string, locale: DayLocale, base: number): Days | null {
  const folded = fold(text).slice(0, 140).normalize('NFC').replace(CLOCK, ' ')
  if (!/\d/.test(folded)) return null
  const found = numeric(folded, locale, base) ?? named(folded, locale, base)
  if (found === null) return null
  const [first, last] = found
  if (first === undefined) return null
  if (last !== undefined) return first <= last ? { from: iso(first), until: iso(last) } : null
  return UNTIL.test(folded) ? { from: null, until: iso(first) } : { from: iso(first), until: iso(first) }
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)

function day(year: number | null, month: number, date: number, base: number): number | null {
  if (month < 1 || month > 12 || date < 1 || date > 31) return null
  const start = Math.floor(base / DAY) * DAY
  if (year !== null) {
    const time = Date.UTC(year, month - 1, date)
    return new Date(time).getUTCDate() === date && Math.abs(time - start) <= LATEST ? time : null
  }
  for (const guess of [new Date(start).getUTCFullYear(), new Date(start).getUTCFullYear() + 1]) {
    const time = Date.UTC(guess, month - 1, date)
    if (new Date(time).getUTCDate() === date && time >= start - DAY && time <= start + SOON) return time
  }
  return null
}

/** 2026-11-24, 24.11.2026, 24.11., 24/11, 11月24日, and "24.–26.11.2026". */
function numeric(folded: string, { language, region }: DayLocale, base: number): number[] | null {
  const pieces: Piece[] = []
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => number | null): void => {
    for (const match of folded.matchAll(pattern)) {
      const [at, end] = [match.index ?? 0, (match.index ?? 0) + match[0].length]
      if (!pieces.some((piece) => at < piece.end && end > piece.at)) pieces.push({ at, end, time: read(match) })
    }
  }
  const year = (digits: string | undefined): number | null => (digits === undefined ? null : digits.length === 2 ? 2000 + Number(digits) : Number(digits))
  const dayFirst = (a: number, b: number): [number, number] | null => {
    if (b > 12 && a <= 12) return [a, b]
    if (a > 12 || a === b) return [b, a]
    if (region === 'US' || region === 'PH') return language === 'en' ? [a, b] : null
    return language === '' || region === 'CA' || (language === 'en' && !['GB', 'IE', 'AU', 'NZ', 'IN', 'ZA'].includes(region)) ? null : [b, a]
  }
  let opened: { at: number; time: number | null } | null = null
  for (const match of folded.matchAll(/(?<!\d)(\d{1,2})\.?\s?[-–]\s?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?(?!\d)/g)) {
    opened = { at: match.index, time: day(year(match[4]), Number(match[3]), Number(match[1]), base) }
    pieces.push({ at: match.index, end: match.index + match[0].length, time: day(year(match[4]), Number(match[3]), Number(match[2]), base) })
  }
  take(/(?<!\d)(?<!\d[.])(\d{4})(?:\s?[.年년]\s?|[-/])(\d{1,2})(?:\s?[.月월]\s?|[-/])(\d{1,2})(?!\d)/g, (match) => day(Number(match[1]), Number(match[2]), Number(match[3]), base))
  take(/(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)/g, (match) => {
    const order = match[2] === '.' ? ([Number(match[3]), Number(match[1])] as [number, number]) : dayFirst(Number(match[1]), Number(match[3]))
    return order === null || (match[4]?.length === 2 && match[2] === '-') ? null : day(year(match[4]), order[0], order[1], base)
  })
  take(/(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일號号]/g, (match) => day(null, Number(match[1]), Number(match[2]), base))
  take(/(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?!\s?\d)/g, (match) => day(null, Number(match[2]), Number(match[1]), base))
  take(/(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d/])/g, (match) => {
    const order = dayFirst(Number(match[1]), Number(match[2]))
    return order === null ? null : day(null, order[0], order[1], base)
  })
  if (opened !== null) pieces.push({ at: opened.at - 1, end: opened.at, time: opened.time })
  if (pieces.length === 0) return null
  const times = pieces.sort((a, b) => a.at - b.at).map((piece) => piece.time)
  return pieces.length > 2 || times.includes(null) ? [] : (times as number[])
}

/** "24 November", "Nov 24 – 27", "24 et le 26 novembre 2026", "30 Nov to 2 Dec". */
function named(folded: string, { language }: DayLocale, base: number): number[] | null {
  if (DURATION.test(folded)) return null
  const tokens: { number: number | null; month: number | null }[] = []
  let year: number | null = null
  const names = [...new Set([language || 'en', 'en'])].map(months)
  for (const [word] of folded.matchAll(/\d+|\p{L}+/gu)) {
    if (/^\d{4}$/.test(word)) {
      if (year !== null && year !== Number(word)) return null
      year = Number(word)
    } else if (/^\d{1,2}$/.test(word)) tokens.push({ number: Number(word), month: null })
    else if (/^\d/.test(word)) return null
    else {
      const month = names.map((list) => list.get(word)).find((known) => known !== undefined)
      if (month !== undefined) tokens.push({ number: null, month })
    }
  }
  const shape = tokens.map((token) => (token.month === null ? 'N' : 'M')).join('')
  const at = (index: number): number => tokens[index]?.number ?? tokens[index]?.month ?? 0
  const pairs: [number, number][] | null =
    shape === 'NM' ? [[at(1), at(0)]] : shape === 'MN' ? [[at(0), at(1)]] : shape === 'NNM' ? [[at(2), at(0)], [at(2), at(1)]] : shape === 'MNN' ? [[at(0), at(1)], [at(0), at(2)]]
    : shape === 'NMNM' ? [[at(1), at(0)], [at(3), at(2)]] : shape === 'MNMN' ? [[at(0), at(1)], [at(2), at(3)]] : null
  if (pairs === null) return null
  // A year behind two days may be the second's alone.
  const turns = (pairs[1]?.[0] ?? 12) < (pairs[0]?.[0] ?? 0)
  const times = pairs.map(([month, date], index) => day(year !== null && turns && index === 0 ? year - 1 : year, month, date, base))
  return times.includes(null) ? null : (times as number[])
}
