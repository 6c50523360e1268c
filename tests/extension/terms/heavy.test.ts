import { describe, expect, it } from 'vitest'
import { isHeavy } from '../../../extension/src/terms/heavy.ts'

const bold = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `<b id=b${from + at}>`).join('')

describe('a page that keeps a parser busy', () => {
  it.each([
    ['nested too deep', '<div>'.repeat(5_001)],
    ['nested too deep, in many ways', '<section><font size=1><x>'.repeat(1_700)],
    ['with formatting that is made anew in every block', bold(0, 1_000) + '<p>a'.repeat(3_000)],
    ['of tags alone', '<br>'.repeat(2_000_001)],
  ])('%s', (_, html) => {
    expect(isHeavy(html)).toBe(true)
  })

  it.each([
    ['is none that is long', `<main>${'<div><p>A clause of <b>many</b>.<br></p></div>'.repeat(20_000)}</main>`],
    ['is none whose ends were left out', '<ul>' + '<li>one<p>two<br><td>three'.repeat(20_000)],
    ['is none with more ends than beginnings', '</div></b>'.repeat(20_000) + '<div>'.repeat(100)],
    ['is none that is nested as deep as it may', '<div>'.repeat(5_000)],
    ['is none with some formatting left open', bold(0, 40) + '<p>a'.repeat(10_000)],
  ])('%s', (_, html) => {
    expect(isHeavy(html)).toBe(false)
  })
})
