import { describe, expect, test } from 'vitest'
import { inlineOf, plainOf } from '../../../extension/src/terms-page/inline.ts'

describe('text inside a block', () => {
  test('emphasis, code and line breaks', () => {
    expect(inlineOf('You **must** pay _in time_, see `A~1`')).toEqual([
      'You ',
      { kind: 'strong', children: ['must'] },
      ' pay ',
      { kind: 'emphasis', children: ['in time'] },
      ', see ',
      { kind: 'code', text: 'A~1' },
    ])
    expect(inlineOf('one  \ntwo\\\nthree\nfour')).toEqual(['one', { kind: 'break' }, 'two', { kind: 'break' }, 'three four'])
    expect(inlineOf('1 day<br>2 days<BR />3')).toEqual(['1 day', { kind: 'break' }, '2 days', { kind: 'break' }, '3'])
    expect(inlineOf('***both***')).toEqual([{ kind: 'strong', children: [{ kind: 'emphasis', children: ['both'] }] }])
    expect(inlineOf('~~old~~ new')).toEqual([{ kind: 'strike', children: ['old'] }, ' new'])
  })

  test('links keep their address as it is written', () => {
    expect(inlineOf('see [our **terms**](https://shop.example/a_(b) "Terms").')).toEqual([
      'see ',
      { kind: 'link', url: 'https://shop.example/a_(b)', children: ['our ', { kind: 'strong', children: ['terms'] }] },
      '.',
    ])
    expect(inlineOf('<https://shop.example/x>')).toEqual([{ kind: 'link', url: 'https://shop.example/x', children: ['https://shop.example/x'] }])
    expect(inlineOf('[a](<b c>)')).toEqual([{ kind: 'link', url: 'b c', children: ['a'] }])
  })

  test('what does not close, and what is escaped, is text', () => {
    for (const text of ['5 * 3 * 2', 'a_b_c', 'snake_case_name', '[no link]', '[a](b', '**open', 'a < b > c', 'x ` y', 'http://x.example/a_b_c', '****', '<script>alert(1)</script>']) {
      expect(plainOf(inlineOf(text)), text).toBe(text)
      expect(inlineOf(text), text).toHaveLength(1)
    }
    expect(inlineOf('1\\. \\*not\\* \\[a\\]\\(b\\) c:\\d')).toEqual(['1. *not* [a](b) c:\\d'])
  })

  test('pictures are their words', () => {
    expect(plainOf(inlineOf('a ![seal](https://x.example/seal.png) b'))).toBe('a seal b')
  })

  test('a hostile text takes no longer than its length', () => {
    for (const piece of ['[', '*', '**a', '_a ', '`', '[](', '![', '<', '\\', '[a](<', '[a](b "', '](', '~~', '[a*_`', '((((', '[x](((((']) {
      const text = piece.repeat(Math.ceil(200_000 / piece.length))
      const began = performance.now()
      inlineOf(text)
      expect(performance.now() - began, piece).toBeLessThan(1_500)
    }
  })

  test('nesting ends', () => {
    const depth = (parts: readonly unknown[]): number => Math.max(0, ...parts.map((part) => (typeof part === 'object' && part !== null && 'children' in part ? 1 + depth(part.children as unknown[]) : 0)))
    expect(depth(inlineOf(`${'**a _b '.repeat(500)}${'_ **'.repeat(500)}`))).toBeLessThan(20)
  })
})
