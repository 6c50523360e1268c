import { describe, expect, it } from 'vitest'
import { type DiffEntry, diffOf, type TermsDiff } from '../../../extension/src/terms/versions/index.ts'

const clauses = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `Clause number ${'abcdefghijklmnopqrstuvwxyz'[from + at]} says what it says and nothing else.`)
const text = (...blocks: string[]): string => ['# Conditions', '## Returns', ...blocks].join('\n\n')

const kinds = ({ entries }: TermsDiff): string[] => entries.map((entry) => (entry.kind === 'folded' ? `folded ${entry.blocks}` : entry.kind))
const changedIn = ({ entries }: TermsDiff): Extract<DiffEntry, { kind: 'changed' }> => {
  const found = entries.find((entry) => entry.kind === 'changed')
  if (found?.kind !== 'changed') throw new Error('nothing changed')
  return found
}
/** A block's pieces as one line: [-gone-] and {+come+}. */
const line = (diff: TermsDiff): string =>
  (changedIn(diff).pieces ?? []).map(({ change, text: words }) => (change === 'same' ? words : change === 'removed' ? `[-${words}-]` : `{+${words}+}`)).join('')

describe('blocks', () => {
  it('that did not change are counted, but for one on each side of a change', () => {
    const diff = diffOf(text(...clauses(0, 5), 'You have 14 days for it.', ...clauses(5, 10)), text(...clauses(0, 5), 'You have 30 days for it.', ...clauses(5, 10)), 'en')
    expect(kinds(diff)).toEqual(['folded 6', 'unchanged', 'changed', 'unchanged', 'folded 4'])
    expect(diff.counts).toEqual({ before: 13, after: 13, changed: 1, added: 0, removed: 0, moved: 0 })
    expect(changedIn(diff).block).toEqual({ kind: 'paragraph', level: 0, text: 'You have 30 days for it.', path: ['Conditions', 'Returns'] })
    expect(diff.limited).toBe(false)
  })

  it('make up the whole later text, with what was folded', () => {
    const [before, after] = [text(...clauses(0, 9)), text(...clauses(3, 5), 'A new one.', ...clauses(0, 3), ...clauses(6, 12))]
    const { entries, counts } = diffOf(before, after, 'en')
    const stands = entries.reduce((sum, entry) => sum + (entry.kind === 'folded' ? entry.blocks : entry.kind === 'removed' ? 0 : 1), 0)
    expect(stands).toBe(counts.after)
    expect(counts.before - counts.removed + counts.added).toBe(counts.after)
  })

  it('that came, went and moved are told apart', () => {
    const [one = '', ...rest] = clauses(0, 6)
    const diff = diffOf(text(one, ...rest, 'This goes away for good.'), text(...rest, one, 'Arbitration is what we now ask of you.'), 'en')
    expect(diff.counts).toMatchObject({ added: 1, removed: 1, moved: 1, changed: 0 })
    expect(diff.entries.find(({ kind }) => kind === 'moved')).toMatchObject({ block: { text: one } })
  })

  it('of a list in another order have moved and are no change', () => {
    const diff = diffOf(text('* Austria\n* Belgium\n* Denmark'), text('* Denmark\n* Austria\n* Belgium'), 'en')
    expect(diff.counts).toMatchObject({ added: 0, removed: 0, changed: 0, moved: 1 })
  })

  it('that only got another number or date are minor', () => {
    const diff = diffOf(text('Last updated: 4 March 2025', '5.1 Goods travel at our risk.'), text('Last updated: 11 May 2026', '5.2 Goods travel at our risk.'), 'en')
    expect(diff.entries.filter((entry) => entry.kind === 'changed' && entry.minor)).toHaveLength(2)
    expect(diff.figures).toEqual([{ kind: 'date', before: '4 March 2025', after: '11 May 2026', path: ['Conditions', 'Returns'] }])
  })

  it('without any difference are one fold', () => {
    expect(kinds(diffOf(text(...clauses(0, 4)), text(...clauses(0, 4).map((words) => `**${words}**`)), null))).toEqual(['folded 6'])
    expect(kinds(diffOf('', '', null))).toEqual([])
  })

  it('hold a page’s own markup as text', () => {
    const diff = diffOf(text('Nothing to see in here.'), text('<script>alert("1")</script> is what you agree to.'), 'en')
    expect(diff.entries.find(({ kind }) => kind === 'added')).toMatchObject({ block: { text: '<script>alert("1")</script> is what you agree to.' } })
  })
})

describe('words', () => {
  it.each([
    ['en', 'You may withdraw within 14 days, free of charge.', 'You may not withdraw within 30 days, free of charge.', 'You may {+not +}withdraw within [-14-]{+30+} days, free of charge.'],
    ['de', 'Die „Frist“ beträgt 1.000 Stunden', 'Die "Frist" beträgt 1.500 Stunden', 'Die "Frist" beträgt [-1.000-]{+1.500+} Stunden'],
    ['ja', '商品到着後14日以内に限り返品をお受けします。', '商品到着後30日以内に限り返品をお受けします。', '商品到着後[-14-]{+30+}日以内に限り返品をお受けします。'],
    ['zh', '自收到商品之日起7日内可无理由退货。', '自收到商品之日起3日内可无理由退货。', '自收到商品之日起[-7-]{+3+}日内可无理由退货。'],
    ['th', 'คืนสินค้าได้ภายใน 14 วัน', 'คืนสินค้าได้ภายใน 7 วัน', 'คืนสินค้าได้ภายใน [-14-]{+7+} วัน'],
    ['not-a-language-', 'Returns are free of any charge.', 'Returns are free of some charge.', 'Returns are free of [-any-]{+some+} charge.'],
  ])('that changed inside a block, %s', (language, before, after, expected) => {
    expect(line(diffOf(text(before), text(after), language))).toBe(expected)
  })

  it('side by side are one change', () => {
    expect(line(diffOf(text('We pay all of the costs for you.'), text('We pay none of those fees for you.'), 'en'))).toBe('We pay [-all-]{+none+} of [-the costs-]{+those fees+} for you.')
  })

  it('of blocks with little in common are not crossed out one by one', () => {
    const diff = diffOf(text('The buyer pays the costs of returning goods to our warehouse.'), text('Goods we shall fetch, and the whole risk and price of the carriage is ours, not that of the buyer.'), 'en')
    const changed = diff.entries.find(({ kind }) => kind === 'changed')
    expect(changed === undefined || (changed.kind === 'changed' && changed.pieces === null)).toBe(true)
  })

  it('of texts that differ in nearly all of them are given up, and it is said', () => {
    const words = (seed: number): string => Array.from({ length: 300 }, (_, at) => `w${(at * seed) % 97}`).join(' ')
    const many = (seed: number): string => Array.from({ length: 300 }, (_, at) => `para${at} same${at} here${at} ${words(seed + at)}`).join('\n\n')
    const start = process.cpuUsage()
    const diff = diffOf(many(3), many(5), 'en')
    const { user, system } = process.cpuUsage(start)
    expect(diff.limited).toBe(true)
    expect((user + system) / 1_000).toBeLessThan(3_000)
  })
})

describe('figures', () => {
  const figures = (before: string, after: string, language: string | null): (string | null)[][] =>
    diffOf(text(before), text(after), language).figures.map((figure) => [figure.kind, figure.before, figure.after])

  it.each([
    ['days', 'en', 'You may withdraw within 14 days of it.', 'You may withdraw within 30 days of it.', [['number', '14 days', '30 days']]],
    ['amounts', 'de', 'Der Versand kostet 4,90 € je Paket.', 'Der Versand kostet 6,90 € je Paket.', [['amount', '4,90 €', '6,90 €']]],
    ['amounts', 'pl', 'Dostawa kosztuje 12,99 zł za paczkę.', 'Dostawa kosztuje 15,99 zł za paczkę.', [['amount', '12,99 zł', '15,99 zł']]],
    ['amounts', 'ja', '送料は全国一律500円です。', '送料は全国一律800円です。', [['amount', '500円', '800円']]],
    ['shares', 'fr', 'Les intérêts de retard sont de 5 % par an.', 'Les intérêts de retard sont de 9 % par an.', [['percentage', '5 %', '9 %']]],
    ['dates', 'es', 'Esta versión es válida desde el 4 de marzo de 2025 para todos.', 'Esta versión es válida desde el 11 de mayo de 2026 para todos.', [['date', '4 de marzo de 2025', '11 de mayo de 2026']]],
    ['dates', 'de', 'Dies gilt ab dem 20. April 2026 für alle.', 'Dies gilt ab dem 1. Mai 2026 für alle.', [['date', '20. April 2026', '1. Mai 2026']]],
    ['dates', 'zh', '本政策自2025年3月4日起生效。', '本政策自2026年5月11日起生效。', [['date', '2025年3月4日', '2026年5月11日']]],
    ['days', 'ja', '返品は14日以内にお願いします。', '返品は30日以内にお願いします。', [['number', '14日以', '30日以']]],
    ['nothing but words', 'en', 'We pay all of the costs.', 'We pay none of the costs.', []],
    ['a number that only moved inside its clause', 'en', 'Within 14 days you may withdraw from it.', 'You may withdraw from it within 14 days.', []],
  ])('that became others: %s, %s', (_, language, before, after, expected) => {
    expect(figures(before, after, language)).toEqual(expected)
  })

  it('of clauses that came or went', () => {
    expect(figures('Goods travel at our risk.', 'Goods travel at our risk.\n\nFor each reminder we charge 7.50 € on top.', 'en')).toEqual([['amount', null, '7.50 €']])
  })

  it('are the first of many, and the rest is counted', () => {
    const prices = (more: number): string => Array.from({ length: 60 }, (_, at) => `Parcels to zone ${'abcdefghijklmnopqrstuvwxyz'[at % 26]}${at} cost ${at + more}.50 € each, whatever they weigh.`).join('\n\n')
    const diff = diffOf(text(prices(1)), text(prices(100)), 'en')
    expect(diff.figures).toHaveLength(24)
    expect(diff.moreFigures).toBe(36)
  })
})
