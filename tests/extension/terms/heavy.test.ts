import { describe, expect, it } from 'vitest'
import { isHeavy } from '../../../extension/src/terms/heavy.ts'

const bold = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `<b id=b${from + at}>`).join('')

describe('a page that keeps a parser busy', () => {
  it.each([
    ['nested too deep', '<div>'.repeat(5_001)],
    ['nested too deep, in many ways', '<section><font size=1><x>'.repeat(1_700)],
    ['with formatting that is made anew in every block', bold(0, 1_000) + '<p>a'.repeat(3_000)],
    ['with ends that close nothing', '<div></span>'.repeat(5_001)],
    ['with ends of other formatting', '<b></i>'.repeat(5_001)],
    ['with ends of formatting beyond a table', '<b><table></b></table>'.repeat(5_001)],
    ['with ends in comments', '<div><!--</div>-->'.repeat(5_001)],
    ['with ends in attributes', '<div title="</div>">'.repeat(5_001)],
    ['with ends behind a sign in an attribute', `<div a = '></div>' b="></div>">`.repeat(5_001)],
    ['with ends that an attribute only seems to hold', `<div a=b"></span "><div>`.repeat(2_501)],
    ['with ends in scripts', '<div><script></div></script>'.repeat(5_001)],
    ['with ends in scripts in scripts', '<div><script><!--<script></script></div>--></script>'.repeat(5_001)],
    ['with ends beyond a table', '<div><table></div></table>'.repeat(5_001)],
    ['with ends in what a drawing takes for text', '<div><svg><![CDATA[></svg></div>]]></svg>'.repeat(5_001)],
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
    ['is none with scripts, drawings and forms', '<div><script>a("<div><div>")</script><svg viewBox="0 0 1 1"><path d="M0"/><g/></svg><textarea><div></textarea><!-- <div> --></div>'.repeat(6_000)],
    ['is none with elements left open inside others', '<div><span><label></div>'.repeat(10_000)],
  ])('%s', (_, html) => {
    expect(isHeavy(html)).toBe(false)
  })

  it.each([
    ['comments without end', '<!--'.repeat(900_000)],
    ['tags without end', '<div a="'.repeat(450_000)],
    ['attributes', `<div ${'a="b" c=d =\''.repeat(300_000)}`],
    ['equals signs', `<div ${'='.repeat(4_000_000)}`],
    ['scripts without end', '<script><!--'.repeat(300_000)],
    ['ends that go far', `<main><table>${'<x>'.repeat(4_000)}${'</main>'.repeat(500_000)}`],
    ['drawings', '<![CDATA['.repeat(400_000)],
  ])('is told soon: %s', (_, html) => {
    const start = performance.now()
    isHeavy(html)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
