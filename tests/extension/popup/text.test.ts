import { describe, expect, it } from 'vitest'
import { reasonsInWords } from '../../../extension/src/popup/reasons.ts'
import { clip, count, hue, inOrder, invisible, monogram, shopLink, wordsOf } from '../../../extension/src/ui/text.ts'

describe('foreign text', () => {
  it('is cut between characters, never inside one', () => {
    expect(clip('abc', 3)).toBe('abc')
    expect(clip('🧾'.repeat(10), 3)).toBe('🧾🧾🧾…')
    expect(clip('🧾🧾🧾', 3)).toBe('🧾🧾🧾')
  })

  it('is known when it leaves no mark', () => {
    for (const text of ['', ' \n', '\u200b\u2060', '\u202e', '\u3164', '\u0301']) expect(invisible(text)).toBe(true)
    for (const text of ['a', '0', '—', '书', '🧾']) expect(invisible(text)).toBe(false)
  })

  it('cannot turn itself around', () => {
    expect(inOrder('\u202e123\u202c \u2067abc\u2069')).toBe('123 abc')
  })

  it('has a monogram and a colour of its own', () => {
    expect(monogram('  “lantern”')).toBe('L')
    expect(monogram('🧾🧾')).toBe('?')
    expect(monogram('ß-shop')).toBe('S')
    expect(hue('Lantern')).toBe(hue('Lantern'))
  })

  it('becomes a link only as a plain domain', () => {
    expect(shopLink('lantern.example')).toBe('https://lantern.example/')
    expect(shopLink('xn--bcher-kva.example')).toBe('https://xn--bcher-kva.example/')
    for (const domain of [null, '', 'localhost', '10.0.0.1', 'a.example/path', 'a.example:80', 'javascript:alert(1)', 'user@a.example', 'a..example', 'A.example', '\u202ea.example', `${'x'.repeat(300)}.example`]) {
      expect(shopLink(domain)).toBeNull()
    }
  })

  it('counts in words', () => {
    expect(count(1, 'order')).toBe('1 order')
    expect(count(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('says something even for an error without words', () => {
    expect(wordsOf(new Error('The relay is full.'))).toBe('The relay is full.')
    expect(wordsOf(new Error(''))).not.toBe('')
  })

  it('gives reasons as sentences and keeps clues to itself', () => {
    expect(reasonsInWords(['no-number', 'no-number', 'url:thanks', 'This page cannot be read.'])).toEqual(['No order number could be read.', 'This page cannot be read.'])
  })
})
