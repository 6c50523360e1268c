import { describe, expect, it } from 'vitest'
import { planned } from '../../../extension/src/terms/recheck.ts'
import type { Work } from '../../../extension/src/terms/work.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-22T12:00:00Z')
const NONE: Work = { freezes: [], looks: [], next: {} }
const document = (vendor: string, path = 'terms') => ({ vendor, url: `https://${vendor}/${path}`, type: 'Terms of Service' as const })
const plan = (work: Work, vendors: string[], now = NOW, draw = 0.5) => planned(work, new Set(vendors), vendors.flatMap((vendor) => [document(vendor), document(vendor, 'privacy')]), now, () => draw)

describe('looking again', () => {
  it('is drawn by lot within the first week, and asks for nothing before', () => {
    expect(plan(NONE, ['a.example'], NOW, 0.25)).toEqual({ ...NONE, next: { 'a.example': NOW + 1.75 * DAY } })
  })

  it('comes when its moment comes, and then a week later, more or less', () => {
    const { looks, next } = plan({ ...NONE, next: { 'a.example': NOW, 'b.example': NOW + 1 } }, ['a.example', 'b.example'], NOW, 0)
    expect(looks.map(({ url, due }) => [url, due])).toEqual([
      ['https://a.example/terms', NOW],
      ['https://a.example/privacy', NOW],
    ])
    expect(next).toEqual({ 'a.example': NOW + 6 * DAY, 'b.example': NOW + 1 })
  })

  it('does not ask twice for what is to be looked at anyway', () => {
    const look = { ...document('a.example'), tries: 0, due: NOW + DAY }
    const { looks } = plan({ ...NONE, looks: [look], next: { 'a.example': NOW } }, ['a.example'])
    expect(looks.map(({ url }) => url)).toEqual(['https://a.example/terms', 'https://a.example/privacy'])
    expect(looks[0]).toBe(look)
  })

  it('ends with the last order that may still matter', () => {
    expect(plan({ ...NONE, next: { 'a.example': NOW - 1 } }, [])).toEqual(NONE)
  })
})
