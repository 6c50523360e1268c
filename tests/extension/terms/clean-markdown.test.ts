import { describe, expect, it } from 'vitest'
import { CLAUSES, page, text } from './clean-page.ts'

/** What that markup becomes at the end of a page of terms. */
function written(markup: string, head = ''): string {
  const found = text(page(`<main><h1>Terms of Service</h1>${CLAUSES}<h2>Here</h2>${markup}</main>`, { head }))
  return found.slice(found.indexOf('## Here') + '## Here'.length).trim()
}

describe('lists', () => {
  it('keep their numbers, letters and what lies in them', () => {
    expect(written('<ol start="3"><li>Three</li><li><p>Four</p><ul><li>a<ol type="a"><li>deep</li><li>deeper</li></ol></li></ul></li><li value="9">Nine</li></ol>')).toBe(
      '3. Three\n4. Four\n   - a\n     - a. deep\n     - b. deeper\n9. Nine',
    )
  })

  it('may hold several paragraphs, other lists without an item, and stray text', () => {
    expect(written('<ul><li><p>One.</p><p>More.</p></li><ul><li>Inner</li></ul>stray<li>Two</li><li> </li></ul>')).toBe('- One.\n\n  More.\n- Inner\nstray\n- Two')
  })
})

describe('tables', () => {
  it('are tables, with a head or an empty one', () => {
    expect(written('<table><caption>Delivery</caption><thead><tr><th>To</th><th>Price</th></tr></thead><tbody><tr><td>Linz</td><td>€ 4</td></tr></tbody></table>')).toBe('Delivery\n\n| To | Price |\n| --- | --- |\n| Linz | € 4 |')
    expect(written('<table><tr><td>Linz</td><td>4</td></tr><tr><td>Graz</td><td>5</td></tr></table>')).toBe('|  |  |\n| --- | --- |\n| Linz | 4 |\n| Graz | 5 |')
  })

  it('keep lists and paragraphs of a cell on its line, bars as text, and columns where they were', () => {
    expect(written('<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td rowspan="2"><p>one</p><p>two</p></td><td colspan="2"><ul><li>x|y</li><li>z</li></ul></td></tr><tr><td>b</td><td>c<br>d</td></tr></table>')).toBe(
      '| A | B | C |\n| --- | --- | --- |\n| one two | • x\\|y • z |  |\n|  | b | c d |',
    )
  })

  it('that only lay a page out are its text', () => {
    expect(written('<table><tr><td><h3>Left</h3><p>Text on the left.</p></td><td><p>Text on the right.</p></td></tr><tr><td>a</td><td>b</td></tr></table>')).toBe('### Left\n\nText on the left.\n\nText on the right.\n\na\n\nb')
  })
})

describe('text', () => {
  it('keeps bold and struck words, terms and their meanings, line ends and quotes', () => {
    expect(written('<p><strong>Note: </strong>the <del>old</del> price.<br>Next line.<br><br>New paragraph.</p><dl><dt>Jug</dt><dd>What pours.</dd></dl><blockquote><p>a</p><p>b</p></blockquote>')).toBe(
      '**Note:** the ~~old~~ price.  \nNext line.\n\nNew paragraph.\n\n**Jug**\n\nWhat pours.\n\n> a\n>\n> b',
    )
  })

  it('drops pictures, signs for the eye and characters that nobody sees', () => {
    expect(written('<p>A<img src="x.png" alt="picture"> ju\u00adg\u200b <i class="icon-arrow">arrow_right</i><span class="sr-only">opens in a new window</span><svg><text>drawn</text></svg>\u202epours\u0000</p>')).toBe('A jug pours')
  })

  it('keeps the lines of preformatted terms', () => {
    expect(written('<pre>1. First\n   clause\n\n2. Second</pre>')).toBe('1\\. First  \nclause\n\n2\\. Second')
    expect(written(`<textarea readonly>${'Terms inside a box. '.repeat(20)}</textarea>`)).toContain('Terms inside a box.')
  })
})

describe('links', () => {
  it('keep where they lead, as seen from the page', () => {
    expect(written('<p><a href="../returns?a=(1)">Returns</a>, <a href="#law">law</a>, <a href="mailto:a@b.example">a@b.example</a>, <a href="tel:+431">call</a>, <a href="https://user:secret@pay.example/">pay</a></p>')).toBe(
      '[Returns](https://kannenhof.example/returns?a=%281%29), law, a@b.example, [call](tel:+431), [pay](https://pay.example/)',
    )
    expect(written('<p><a href="x">x</a></p>', '<base href="https://docs.example/en/">')).toBe('[x](https://docs.example/en/x)')
    expect(written('<p><a href="x">x</a></p>', '<base href="javascript:alert(1)//">')).toBe('[x](https://kannenhof.example/legal/x)')
  })

  it('around blocks are links in each', () => {
    expect(written('<a href="/r"><h3>Returns</h3><p>In 14 days.</p></a>')).toBe('### Returns\n\n[In 14 days.](https://kannenhof.example/r)')
  })
})
