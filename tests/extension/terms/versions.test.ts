import { type Edits, patched } from '@counterfoil/crypto/terms'
import { describe, expect, it } from 'vitest'
import { blocksOf, makePatch, searchIn } from '../../../extension/src/terms/versions/index.ts'

describe('blocks', () => {
  it('are headings, paragraphs, items, rows and code, each with the headings above it', () => {
    const blocks = blocksOf(
      [
        'Conditions\n==========',
        'First _line_\nof a paragraph.',
        '## Goods ##',
        '* One\n    * Under **one**\n2.  Two',
        '| Zone | Price |\n| :-- | --: |\n| Islands \\| all | [9 €](/p) |',
        'Withdrawal\n----------',
        '> Quoted.',
        '```\nraw *text*\n```',
        '* * *',
      ].join('\n\n'),
    )
    expect(blocks.map(({ kind, level, text, path }) => [kind, level, text, path.join(' > ')])).toEqual([
      ['heading', 1, 'Conditions', ''],
      ['paragraph', 0, 'First line of a paragraph.', 'Conditions'],
      ['heading', 2, 'Goods', 'Conditions'],
      ['item', 0, 'One', 'Conditions > Goods'],
      ['item', 0, 'Under one', 'Conditions > Goods'],
      ['item', 0, 'Two', 'Conditions > Goods'],
      ['row', 0, 'Zone | Price', 'Conditions > Goods'],
      ['row', 0, 'Islands | all | 9 €', 'Conditions > Goods'],
      ['heading', 2, 'Withdrawal', 'Conditions'],
      ['paragraph', 0, 'Quoted.', 'Conditions > Withdrawal'],
      ['code', 0, 'raw *text*', 'Conditions > Withdrawal'],
    ])
  })

  it('stand under a line that is bold from end to end as under a heading', () => {
    const [, , under] = blocksOf('# Conditions\n\n**Payment**\n\nPay with the order.')
    expect(under?.path).toEqual(['Conditions', 'Payment'])
  })

  it('hold the words that are seen and no markup', () => {
    const text = (markdown: string): string | undefined => blocksOf(markdown)[0]?.text
    expect(text('1\\. Pay \\*now\\* with \\[card\\] or snake\\_case')).toBe('1. Pay *now* with [card] or snake_case')
    expect(text('See [the *new* form](https://a.example/x_(1)?y=[2] "A \\"title\\") here") and ![a map](m.png)[![icon](i.png) us](/u).')).toBe('See the new form and us.')
    expect(text('Write to <mail@a.example> or <https://a.example/b>')).toBe('Write to mail@a.example or https://a.example/b')
    expect(text('Weight <x kg and >y kg, a<br>line &amp; <span class="b">a word</span>')).toBe('Weight <x kg and >y kg, a line & a word')
    expect(text('5 &amp; 6, a [bracket] and an ](odd one')).toBe('5 & 6, a [bracket] and an ](odd one')
    expect(text('Parcels &lt;5 kg, and &amp;lt; is how that is written; &lt;b>no mark&lt;/b>')).toBe('Parcels <5 kg, and &lt; is how that is written; <b>no mark</b>')
    expect(text('<script>alert(1)</script> is text here')).toBe('<script>alert(1)</script> is text here')
  })

  it('know whether they are nothing but links', () => {
    expect(blocksOf('* [One](/a), [two](/b)')[0]?.linked).toBe(true)
    expect(blocksOf('* [One](/a) and two')[0]?.linked).toBe(false)
  })

  it('without a letter or a digit are none', () => {
    expect(blocksOf('---\n\n![](a.png)\n\n\\*\n\n|  |  |\n\n...')).toEqual([])
  })
})

describe('a patch', () => {
  const base = Array.from({ length: 80 }, (_, at) => `Clause ${at}: goods of kind ${at * 7} travel at our risk, and we insure them. “Ünïcödé” 返品 😀`).join('\n\n')
  const made = (next: string): Edits => {
    const edits = JSON.parse(JSON.stringify(makePatch(base, next))) as Edits
    expect(patched(base, edits)).toBe(next)
    return edits
  }

  it.each([
    ['the same text', base, 0],
    ['one word', base.replace('Clause 40: goods', 'Clause 40: wares'), 3],
    ['a clause in the middle', base.replace('\n\nClause 9:', '\n\nA new clause.\n\nClause 9:'), 3],
    ['a clause that went', base.replace(/Clause 30[^\n]*\n\n/, ''), 3],
    ['two clauses far apart', base.replace('Clause 3:', 'Clause three:').replace('Clause 70:', 'Clause seventy:'), 6],
    ['nothing left', '', 3],
    ['another text', 'Nothing in common.', 3],
    ['half of a surrogate pair in common', base.replaceAll('😀', '😁'), null],
    ['other line ends', base.replaceAll('\n', '\r\n'), null],
    ['every word', base.replaceAll('goods', 'wares'), null],
    ['many blocks in another order', base.split('\n\n').reverse().join('\n\n'), null],
  ])('makes %s, exactly', (_, next, values) => {
    const edits = made(next)
    if (values !== null) expect(edits).toHaveLength(values)
  })

  it('is small', () => {
    expect(JSON.stringify(made(base.replace('Clause 40: goods', 'Clause 40: wares'))).length).toBeLessThan(100)
    expect(JSON.stringify(made(base.replaceAll('Clause 4', 'Clause Four'))).length).toBeLessThan(500)
  })

  it('never parts a surrogate pair, which could not be kept', () => {
    const edits = made(base.replaceAll('😀', '😁'))
    for (const edit of edits) if (typeof edit === 'string') expect(edit.isWellFormed()).toBe(true)
  })

  it('applies in a chain of versions', () => {
    const versions = [base]
    for (let at = 0; at < 16; at++) versions.push((versions.at(-1) ?? '').replace(`Clause ${at}:`, `Clause ${at}, amended on day ${at}:`))
    const patches = versions.slice(1).map((next, at) => makePatch(versions[at] ?? '', next))
    expect(patches.reduce(patched, base)).toBe(versions.at(-1))
  })
})

describe('a search', () => {
  const text = [
    '# Bedingungen',
    '## Rücksendung',
    'Die Kosten der **Rücksendung** tragen Sie selbst, wenn der Preis 40 € nicht übersteigt.',
    '* ΑΘΗΝΑΣ, Straße 5, İstanbul',
    '商品到着後14日以内に限り返品をお受けします。',
    `${'Langer Text vor der Stelle. '.repeat(30)}Die Widerrufsfrist endet nach 14 Tagen. ${'Und danach. '.repeat(60)}`,
  ].join('\n\n')
  const marked = (query: string): string[][] =>
    searchIn(text, query).hits.map(({ snippet, marks }) => marks.map(([start, end]) => snippet.slice(start, end)))

  it.each([
    ['whatever the case and accents', 'rucksendung KOSTEN', [['Kosten', 'Rücksendung']]],
    ['in Greek capitals', 'αθήνας', [['ΑΘΗΝΑΣ']]],
    ['of a sharp s', 'strasse', [['Straße']]],
    ['of a Turkish capital', 'istanbul', [['İstanbul']]],
    ['in Japanese', '返品', [['返品']]],
    ['as a phrase', '"preis 40 €"', [['Preis 40 €']]],
    ['of full-width digits', '１４日', [['14日']]],
  ])('finds words %s', (_, query, words) => {
    expect(marked(query)).toEqual(words)
  })

  it('asks for all words in one block', () => {
    expect(searchIn(text, 'Kosten Widerrufsfrist')).toEqual({ hits: [], total: 0 })
    expect(searchIn(text, 'nirgends').total).toBe(0)
    expect(searchIn(text, '  ""  ').total).toBe(0)
  })

  it('says under which headings, and shows the words with what is around them', () => {
    const [hit] = searchIn(text, 'widerrufsfrist').hits
    expect(hit?.path).toEqual(['Bedingungen', 'Rücksendung'])
    expect(hit?.snippet.length).toBeLessThanOrEqual(240)
    expect(hit?.snippet).toContain('Die Widerrufsfrist endet nach 14 Tagen.')
    // No word is cut at either end.
    expect(text).toContain(` ${hit?.snippet} `)
  })

  it('counts more than it shows', () => {
    const many = Array.from({ length: 100 }, (_, at) => `Clause ${at} on returns.`).join('\n\n')
    const { hits, total } = searchIn(many, 'returns')
    expect([hits.length, total]).toEqual([20, 100])
  })

  it('takes a query of any kind', () => {
    for (const query of ['(', '[a-z]+', '\\', '"', '*', 'a'.repeat(100_000), '\ud800']) expect(() => searchIn(text, query)).not.toThrow()
  })
})
