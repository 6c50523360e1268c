import { expect, test } from 'vitest'
import { parseDate } from '../../../extension/src/capture/dates.ts'
import { NOW } from './page.ts'

test.each([
  ['2026-11-20', 'en', '', '2026-11-20'], ['20.11.2026', 'de', '', '2026-11-20'], ['4. März 2026', 'de', '', '2026-03-04'], ['October 18, 2020', 'en', 'US', '2020-10-18'],
  ['20/11/2026', 'es', '', '2026-11-20'], ['03/04/2026', 'en', 'US', '2026-03-04'], ['03/04/2026', 'en', 'GB', '2026-04-03'], ['03/04/2026', 'en', '', null], ['2026年11月20日', 'ja', '', '2026-11-20'],
  ['2026년 11월 20일', 'ko', '', '2026-11-20'], ['20 ноября 2026 г.', 'ru', '', '2026-11-20'], ['20 de noviembre de 2026', 'es', '', '2026-11-20'], ['20 novembre 2026 à 14:31', 'fr', '', '2026-11-20'],
  ['20. marraskuuta 2026', 'fi', '', '2026-11-20'], ['31.02.2026', 'de', '', null], ['20.11.2031', 'de', '', null], ['yesterday', 'en', '', null], ['11/2026', 'en', 'US', null],
])('%s (%s-%s)', (text, language, region, expected) => {
  expect(parseDate(text, { language, region }, NOW)).toBe(expected)
})
