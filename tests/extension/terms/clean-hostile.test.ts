import { describe, expect, it } from 'vitest'
import { DEEPEST, MOST_MARKDOWN, MOST_NODES, MOST_TEXT } from '../../../extension/src/terms/clean/limits.ts'
import { took } from '../work.ts'
import { CLAUSES, page, refusal, text } from './clean-page.ts'

const head = `<h1>Terms of Service</h1>${CLAUSES}`

describe('nothing that runs', () => {
  it('comes out of markup, and none of it out of text', () => {
    const found = text(page(`${head}<script>alert(1)</script><style>p{}</style><iframe src="https://evil.example"></iframe><object data="x"></object><svg onload="alert(1)"><script>alert(2)</script></svg>
      <p onclick="alert(3)">&lt;script&gt;alert(4)&lt;/script&gt; &lt;img src=x onerror=alert(5)&gt; &amp;lt;b&amp;gt; <noscript>alert(6)</noscript></p>
      <p>[click](javascript:alert(7)) ![](x) \`code\` *bold* _it_ a_b # no | bar ~~no~~ <a href="  JaVaScRiPt:alert(8)">here</a> <a href="data:text/html,x">there</a> <a href="vbscript:x">where</a> <a href="https://ok.example/)[x](javascript:alert(9)">ok</a></p>
      <p># head</p><p>- item</p><p>1. one</p><p>> quote</p><p>---</p><p>+ plus</p><table><tr><td>&lt;b&gt;</td><td>x</td></tr><tr><td>a</td><td>b</td></tr></table>`))
    expect(found).not.toMatch(/<[a-z!/?]/i)
    expect(found).not.toMatch(/(?<!\\)\]\((?!https?:|mailto:|tel:)/)
    expect(found).not.toMatch(/alert\([123 6]\)/)
    expect(found).toContain('&lt;script>alert(4)&lt;/script>')
    expect(found).toContain('&amp;lt;b&amp;gt;')
    expect(found).toContain('\\[click\\](javascript:alert(7))')
    expect(found).toContain('here there where [ok](https://ok.example/%29%5Bx%5D%28javascript:alert%289%29)')
    for (const line of ['\\# head', '\\- item', '1\\. one', '\\> quote', '\\---', '\\+ plus']) expect(found.split('\n')).toContain(line)
  })

  it('and no rule of a heading or a cell is one of a list', () => {
    expect(text(page(`${head}<h2>1. Law ###</h2>`))).toMatch(/## 1\. Law \\###$/)
  })
})

describe('a page of any size and depth ends soon', () => {
  const nested = (tag: string, depth: number, inside: string): Document => {
    const document = page(head)
    let at: Element = document.body
    for (let n = 0; n < depth; n++) {
      const element = document.createElement(tag)
      at.append(element)
      at = element
    }
    at.append(inside)
    return document
  }

  it.each(['div', 'span', 'b', 'blockquote', 'section', 'a', 'x-y'])('with 10,000 %s in each other', (tag) => {
    expect(text(nested(tag, 10_000, 'The last clause.'))).toContain('The last clause.')
  })

  it('with lists and tables in each other', () => {
    const lists = '<ul><li>'.repeat(3 * DEEPEST)
    expect(text(page(`${head}${lists}Last clause.`))).toContain('Last clause.')
    expect(text(page(`${head}${'<table><tr><td>a</td><td>'.repeat(DEEPEST)}Last clause.`))).toContain('Last clause.')
  })

  it('with so many items and cells that each may be looked at once only', () => {
    expect(took(() => expect(text(page(`${head}<ol>${'<li>word word</li>'.repeat(20_000)}</ol>`))).toContain('20000. word word'))).toBeLessThan(5_000)
    expect(took(() => text(page(`${head}<table><tr>${'<td>w</td>'.repeat(20_000)}</tr><tr><td>a</td><td>b</td></tr></table>`)))).toBeLessThan(5_000)
  })

  it('with so many bold words in a line', () => {
    expect(took(() => text(page(`${head}<p>${'<b>x</b> y '.repeat(30_000)}</p>`)))).toBeLessThan(3_000)
  })

  it('with cells that claim to be a million wide', () => {
    expect(text(page(`${head}<table><tr><td colspan="1000000" rowspan="1000000">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>`)).length).toBeLessThan(5_000)
  })

  it('and is refused as too large beyond that', () => {
    expect(refusal(page(`${head}<p>${'terms '.repeat(MOST_TEXT / 5)}</p>`))).toBe('too-large')
    const address = `https://kannenhof.example/${'a'.repeat(1_900)}`
    const document = page(`${head}<ul>${`<li><a href="${address}">terms</a></li>`.repeat(Math.ceil(MOST_MARKDOWN / address.length) + 10)}</ul>`)
    expect(refusal(document)).toBe('too-large')
  })

  it('with more children of one element than a call has room for', () => {
    const document = page(head)
    for (let n = 0; n < 200_000; n++) document.body.append(document.createElement('i'))
    expect(text(document)).toContain('cheapest delivery')
    expect(refusal(page('<b>x</b>'.repeat(120_000), { title: 'x' }))).toBe('not-a-policy')
  })

  it('with more elements than any text has', () => {
    const document = page(head)
    const list = document.createElement('div')
    for (let n = 0; n <= MOST_NODES; n++) list.append(document.createElement('i'))
    document.body.append(list)
    expect(refusal(document)).toBe('too-large')
  })
})
