import { describe, expect, it } from 'vitest'
import { dayOf, formatAgo, formatDate, formatMoment, instant } from '../../../extension/src/ui/dates.ts'

describe('dates', () => {
  it('does not move a printed day across time zones', () => {
    expect(formatDate('2026-11-21', 'en-GB')).toBe('21 November 2026')
    expect(formatDate('2026-01-01', 'en-GB')).toBe('1 January 2026')
  })

  it('shows as much of a date as the shop printed', () => {
    expect(formatDate('2026-11', 'en-GB')).toBe('November 2026')
    expect(formatDate('2026', 'en-GB')).toBe('2026')
  })

  it('follows the locale', () => {
    expect(formatDate('2026-11-21', 'de-DE')).toBe('21. November 2026')
  })

  it('shows what is no date as it is', () => {
    expect(formatDate('soon', 'en-GB')).toBe('soon')
    expect(formatDate('2026-13-45', 'en-GB')).toBe('2026-13-45')
    expect(formatMoment('never', 'en-GB')).toBe('never')
  })

  it('says how long ago something was', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(formatAgo(now - 10_000, now, 'en-GB')).toBe('just now')
    expect(formatAgo(now - 180_000, now, 'en-GB')).toBe('3 minutes ago')
    expect(formatAgo(now - 86_400_000, now, 'en-GB')).toBe('yesterday')
    expect(formatAgo(now + 60_000, now, 'en-GB')).toBe('just now')
    // A device whose clock is far ahead is not alive for that.
    expect(formatAgo(now + 30 * 86_400_000, now, 'en-GB')).toBe('21 December 2026')
  })

  it('sorts the unknown last', () => {
    expect(instant(null)).toBe(-Infinity)
    expect(instant('nonsense')).toBe(-Infinity)
    expect(instant('2026-11-21')).toBeGreaterThan(0)
  })

  it('gives a date field a day or nothing', () => {
    expect(dayOf('2026-11-21T10:00:00Z')).toBe('2026-11-21')
    expect(dayOf('2026-11')).toBe('')
    expect(dayOf(null)).toBe('')
  })
})
