import { describe, expect, it } from 'vitest'
import { faultWords, readKit, wordFaults } from '../../../extension/src/ui/kit-words.ts'

const LIST = ['abandon', 'ability', 'able', 'act', 'action', 'actor', 'actress', 'zebra', 'zero', 'zone', 'zoo']

describe('the words of a kit, as people type and paste them', () => {
  it('are found between numbers, commas, lines and capitals', () => {
    expect(readKit(' 1. Abandon\t2) ability,\n03 - ABLE\r\n').words).toEqual(['abandon', 'ability', 'able'])
    expect(readKit('').words).toEqual([])
    expect(readKit('ａｂｌｅ zoo').words).toEqual(['able', 'zoo'])
  })

  it('bring the relay’s address along where a scanner read both', () => {
    expect(readKit('https://relay.example.org/x#abandon ability')).toEqual({ relay: 'https://relay.example.org/x', words: ['abandon', 'ability'] })
    expect(readKit('http://127.0.0.1:8080#zoo').relay).toBe('http://127.0.0.1:8080')
    expect(readKit('javascript:alert(1)#zoo').relay).toBeNull()
    expect(readKit('abandon # ability').relay).toBeNull()
  })
})

describe('a mistyped word', () => {
  const meant = (word: string): string | null | undefined => wordFaults([word], LIST)[0]?.meant

  it('is named by its position on paper', () => {
    expect(wordFaults(['able', 'zooo', 'act', 'zebr'], LIST).map(({ position }) => position)).toEqual([2, 4])
    expect(faultWords({ position: 7, word: 'abilty', meant: 'ability' })).toBe('Word 7 (“abilty”) is not one of the words that kits use. Is it “ability”?')
    expect(faultWords({ position: 7, word: 'x'.repeat(500), meant: null }).length).toBeLessThan(120)
  })

  it('is guessed by its first four letters, or when one slip leads to one word alone', () => {
    expect(meant('abiliti')).toBe('ability')
    expect(meant('zebra')).toBeUndefined()
    expect(meant('zbera')).toBe('zebra')
    expect(meant('zonee')).toBe('zone')
    expect(meant('zoe')).toBeNull()
    expect(meant('actr')).toBe('actress')
    expect(meant('qqqq')).toBeNull()
  })

  it('is none while it may still become a word', () => {
    expect(wordFaults(['able', 'ze'], LIST, true)).toEqual([])
    expect(wordFaults(['able', 'ze'], LIST)).toHaveLength(1)
    expect(wordFaults(['zx', 'ze'], LIST, true)).toHaveLength(1)
    expect(wordFaults(['able', 'zx'], LIST, true)).toHaveLength(1)
  })
})
