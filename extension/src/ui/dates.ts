/** Dates in the person's locale. What a shop printed without a time or a zone is not moved across zones. */

const DATE_ONLY = /^(\d{4})-(\d\d)-(\d\d)$/
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Seconds: as far as a device's clock follows what others date (SPEC.md, *Writing*). */
const MOST_AHEAD = 600

const cache = new Map<string, Intl.DateTimeFormat>()

function formatter(options: Intl.DateTimeFormatOptions, locale: string | undefined): Intl.DateTimeFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`
  let format = cache.get(key)
  if (format === undefined) cache.set(key, (format = new Intl.DateTimeFormat(locale, options)))
  return format
}

/** "21 November 2026", or the text itself if it is no date. */
export function formatDate(iso: string, locale?: string, style: 'long' | 'medium' = 'long'): string {
  if (DATE_ONLY.test(iso)) {
    const day = Date.parse(`${iso}T00:00:00Z`)
    return Number.isNaN(day) ? iso : formatter({ dateStyle: style, timeZone: 'UTC' }, locale).format(day)
  }
  if (/^\d{4}-\d\d$/.test(iso) && !Number.isNaN(Date.parse(iso))) return formatter({ year: 'numeric', month: style === 'long' ? 'long' : 'short', timeZone: 'UTC' }, locale).format(Date.parse(iso))
  const time = DATE_TIME.test(iso) ? Date.parse(iso) : NaN
  return Number.isNaN(time) ? iso : formatter({ dateStyle: style }, locale).format(time)
}

/** "November 24 – 26, 2026"; one date where both are the same. */
export function formatDays(from: string, until: string, locale?: string): string {
  if (from === until) return formatDate(from, locale)
  const days = [from, until].map((day) => (DATE_ONLY.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN)) as [number, number]
  if (!(days[0] <= days[1])) return `${formatDate(from, locale)} – ${formatDate(until, locale)}`
  return formatter({ dateStyle: 'long', timeZone: 'UTC' }, locale).formatRange(...days)
}

export function formatMoment(time: string | number, locale?: string): string {
  const ms = typeof time === 'number' ? time : Date.parse(time)
  return Number.isNaN(ms) ? String(time) : formatter({ dateStyle: 'long', timeStyle: 'short' }, locale).format(ms)
}

/** "3 minutes ago", for the last weeks; the date after that, and of what a clock that is far ahead dates in the future. */
export function formatAgo(time: number, now: number, locale?: string): string {
  const seconds = Math.round((now - time) / 1000)
  if (seconds < -MOST_AHEAD) return formatDate(new Date(time).toISOString(), locale)
  if (seconds < 45) return 'just now'
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (seconds < 3_600) return relative.format(-Math.round(seconds / 60), 'minute')
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3_600), 'hour')
  if (seconds < 14 * 86_400) return relative.format(-Math.round(seconds / 86_400), 'day')
  return formatDate(new Date(time).toISOString(), locale)
}

/** For sorting and for the newest of a group: ms since 1970, or -Infinity where nothing is known. */
export function instant(iso: string | null): number {
  const ms = iso === null ? NaN : Date.parse(iso)
  return Number.isNaN(ms) ? -Infinity : ms
}

/** The day of an ISO 8601 date or time, as a date field wants it; '' if it is none. */
export function dayOf(iso: string | null): string {
  const day = iso?.slice(0, 10) ?? ''
  return DATE_ONLY.test(day) && !Number.isNaN(Date.parse(day)) ? day : ''
}
