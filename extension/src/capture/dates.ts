/** Labelled dates to ISO 8601. A date that can be read in two ways is none. */
import { fold } from './clean.ts'

const names = new Map<string, Map<string, number>>()

/** Month names of a language, long and short, folded, as `Intl` has them. */
export function months(language: string): Map<string, number> {
  let known = names.get(language)
  if (known === undefined) {
    known = new Map()
    for (const style of ['long', 'short'] as const) {
      for (const shape of [{ month: style }, { month: style, day: 'numeric' as const }]) {
        let format: Intl.DateTimeFormat
        try {
          format = new Intl.DateTimeFormat(language, { ...shape, timeZone: 'UTC', calendar: 'gregory' })
        } catch {
          break
        }
        for (let month = 0; month < 12; month++) {
          const part = format.formatToParts(new Date(Date.UTC(2024, month, 3))).find((piece) => piece.type === 'month')
          const name = fold(part?.value ?? '').replace(/\.$/, '')
          if (name.length >= 2 && !/\d/.test(name)) known.set(name, month + 1)
        }
      }
    }
    names.set(language, known)
  }
  return known
}

function iso(year: number, month: number, day: number, now: number): string | null {
  const time = Date.UTC(year, month - 1, day)
  const date = new Date(time)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  // An order is not placed tomorrow (but it may be tomorrow elsewhere), and web shops began in the nineties.
  if (year < 1994 || time > now + 86_400_000) return null
  return date.toISOString().slice(0, 10)
}

export function parseDate(text: string, locale: { language: string; region: string }, now: number): string | null {
  const folded = fold(text).slice(0, 120)
  let match = /(?<!\d)(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)/.exec(folded.normalize('NFC'))
  if (match !== null) return iso(Number(match[1]), Number(match[2]), Number(match[3]), now)
  match = /(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)/.exec(folded)
  if (match !== null) {
    const [first, mark, second] = [Number(match[1]), match[2], Number(match[3])]
    let year = Number(match[4])
    if (match[4]?.length === 2) {
      if (mark !== '.') return null
      year += 2000
    }
    if (first > 12 || mark === '.') return iso(year, second, first, now)
    if (second > 12) return iso(year, first, second, now)
    if (first === second) return iso(year, first, second, now)
    if (locale.region === 'US' || locale.region === 'PH') return locale.language === 'en' || locale.language === 'es' ? iso(year, first, second, now) : null
    if (locale.language === '' || (locale.language === 'en' && !['GB', 'IE', 'AU', 'NZ', 'IN', 'ZA'].includes(locale.region))) return null
    if (['fr', 'en'].includes(locale.language) && locale.region === 'CA') return null
    return iso(year, second, first, now)
  }
  const year = /(?<!\d)(\d{4})(?!\d)/.exec(folded)
  const day = /(?<![\d:])(\d{1,2})(?![\d:])/.exec(year === null ? folded : folded.slice(0, year.index) + ' ' + folded.slice(year.index + 4))
  if (year === null || day === null) return null
  const found = new Set<number>()
  for (const language of new Set([locale.language || 'en', 'en'])) {
    for (const word of folded.match(/\p{L}+/gu) ?? []) {
      const month = months(language).get(word)
      if (month !== undefined) found.add(month)
    }
    if (found.size > 0) break
  }
  const [month] = found
  return found.size === 1 && month !== undefined ? iso(Number(year[1]), month, Number(day[1]), now) : null
}
