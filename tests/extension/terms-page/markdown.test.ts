import { describe, expect, test } from 'vitest'
import { type Block, markdownBlocks } from '../../../extension/src/terms-page/markdown.ts'

const p = (text: string): Block => ({ kind: 'paragraph', text })

describe('blocks of a document', () => {
  test('headings of both kinds, paragraphs, rules', () => {
    expect(markdownBlocks('Terms\n=====\n\nPart\n---\n\n### 1. Scope ##\n\nOne\ntwo\n\n* * *\n\nend')).toEqual([
      { kind: 'heading', level: 1, text: 'Terms' },
      { kind: 'heading', level: 2, text: 'Part' },
      { kind: 'heading', level: 3, text: '1. Scope' },
      p('One\ntwo'),
      { kind: 'rule' },
      p('end'),
    ])
  })

  test('lists in lists, with paragraphs in their items', () => {
    expect(markdownBlocks('-   one\n-   two\n    \n    more\n    \n    1.  a\n    2.  b\n\n-   three\n\nafter')).toEqual([
      {
        kind: 'list',
        start: null,
        items: [[p('one')], [p('two'), p('more'), { kind: 'list', start: 1, items: [[p('a')], [p('b')]] }], [p('three')]],
      },
      p('after'),
    ])
  })

  test('numbers go on where they stop', () => {
    expect(markdownBlocks('7.  seven\n8.  eight')).toEqual([{ kind: 'list', start: 7, items: [[p('seven')], [p('eight')]] }])
    expect(markdownBlocks('-   a\n\n1.  b')).toHaveLength(2)
  })

  test('tables keep rows and columns whatever a row lacks', () => {
    expect(markdownBlocks('| Country | Days |\n| --- | :-: |\n| FR | 2 \\| 3 |\n| DE |\n\nx')).toEqual([
      { kind: 'table', head: ['Country', 'Days'], rows: [['FR', '2 | 3'], ['DE', '']] },
      p('x'),
    ])
    expect(markdownBlocks('a | b\nis no table')).toEqual([p('a | b\nis no table')])
  })

  test('quotes and code', () => {
    expect(markdownBlocks('> a\n> b\n\n```\n<b>&\n# no\n```\nend')).toEqual([{ kind: 'quote', blocks: [p('a\nb')] }, { kind: 'code', text: '<b>&\n# no' }, p('end')])
  })

  test('nothing of the text is lost', () => {
    const text = 'A  \n\n- x\n\n    y\n> q\n1) z\n\n\ttabbed\n#hash\n| a |\n```\nopen'
    const words = JSON.stringify(markdownBlocks(text))
    for (const word of ['A', 'x', 'y', 'q', 'z', 'tabbed', '#hash', 'a', 'open']) expect(words).toContain(word)
  })

  test('a hostile text takes no longer than its length, and nesting ends', () => {
    const lines = 20_000
    for (const make of [(n: number) => '> '.repeat(n % 400) + 'x', () => '- - - - - - - - - - a', (n: number) => `${' '.repeat((n * 2) % 300)}- a`, () => '|', () => '| - |', () => '```', () => '1. ', () => '='.repeat(40), () => '#'.repeat(6)]) {
      const text = Array.from({ length: lines }, (_, index) => make(index)).join('\n')
      const began = performance.now()
      markdownBlocks(text)
      expect(performance.now() - began, text.slice(0, 40)).toBeLessThan(3_000)
    }
    expect(JSON.stringify(markdownBlocks(`${'> '.repeat(5_000)}deep`))).toContain('deep')
  })
})
