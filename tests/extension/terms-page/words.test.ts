import { describe, expect, test } from 'vitest'
import { within } from '../../../extension/src/open-terms.ts'
import { agreementOf, AGREEMENTS, VOCABULARY } from '../../../extension/src/terms/agreements.ts'
import { refusalWords } from '../../../extension/src/terms/refusal-words.ts'
import { REFUSALS } from '../../../extension/src/terms/types.ts'
import { languageWords, spoken } from '../../../extension/src/terms-page/words.ts'
import { agreementName, standingWords } from '../../../extension/src/ui/agreement-words.ts'

test('every refusal says why and what to do', () => {
  for (const reason of [...REFUSALS, null]) {
    const { why, next } = refusalWords(reason)
    expect(why, `${reason}`).toMatch(/^[a-z].*[a-z]$/)
    expect(next, `${reason}`).toMatch(/^[A-Z].*\.$/)
  }
})

describe('agreements', () => {
  const all = Object.values(AGREEMENTS).flat()

  test('each has an identifier of the vocabulary, once', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const { id, code } of all) {
      expect(id).toBe(`${VOCABULARY}${code}`)
      expect(agreementOf(id)?.code).toBe(code)
    }
    expect(agreementOf('https://evil.example/#SD-BASE')).toBeNull()
    expect(agreementName('https://evil.example/#SD-BASE')).toBe('https://evil.example/#SD-BASE')
  })

  test('what one allows, its words allow, and no more', () => {
    for (const { code, means } of all.filter(({ code }) => code.startsWith('SD-'))) {
      const [, , allowed = ''] = code.replace('S3P', 'shared').split('-')
      expect(means.includes('do analytics'), code).toBe(allowed.startsWith('A'))
      expect(/do analytics.*tracking of their own|analytics, tracking and profiling of their own/.test(means), code).toBe(allowed.includes('T'))
      expect(means.includes('take your data along'), code).toBe(code.endsWith('-DP'))
      expect(means.includes('fully anonymised'), code).toBe(code.includes('S3P'))
      expect(means.includes('Nothing is shared'), code).toBe(!code.includes('S3P'))
    }
  })

  test('only a reply makes an agreement', () => {
    const said = (state: Parameters<typeof standingWords>[0]['state']) => standingWords({ state, at: '2026-11-03T10:00:00Z', events: [{ state: 'offered', at: '2026-10-01T00:00:00Z', note: null }] })
    expect(said('offered')).toBe('Offered on November 3, 2026, no reply yet.')
    expect(said('accepted')).toBe('Agreed: they accepted on November 3, 2026.')
    expect(said('no-reply')).toBe('Offered on October 1, 2026, and no reply came. Nothing is agreed.')
    for (const state of ['counter-offer', 'refused'] as const) expect(said(state)).toMatch(/Nothing is agreed\.$/)
  })

  test('what is written down for a day stays on that day, in the order in which it was written', () => {
    const [early, late] = [new Date(2026, 10, 3, 0, 1), new Date(2026, 10, 3, 23, 59)]
    expect(new Date(within('2026-11-01', early)).toISOString()).toMatch(/^2026-11-01/)
    expect(new Date(within('2026-11-01', late)).toISOString()).toMatch(/^2026-11-01/)
    expect(within('2026-11-01', early)).toBeLessThan(within('2026-11-01', late))
  })
})

test('a language is named if it is one', () => {
  expect(languageWords('de-AT')).toBe('Austrian German')
  expect(languageWords('xx-none')).toBe('xx-none')
  expect(spoken('ja')).toEqual({ lang: 'ja' })
  for (const code of ['xx-none', '!', '', null]) expect(spoken(code)).toEqual({})
})
