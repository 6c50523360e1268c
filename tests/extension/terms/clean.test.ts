import { describe, expect, it } from 'vitest'
import { EXTRACTOR } from '../../../extension/src/terms/clean/index.ts'
import { CLAUSES, cleaned, page, parse, text } from './clean-page.ts'

const NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/jugs">Jugs</a></li><li><a href="/cups">Cups</a></li></ul></nav>'
const FOOTER = '<footer><p>Kannenhof, since 1890, makers of jugs that do not drip, now and for all the years that are still to come.</p><a href="/a">A</a> <a href="/b">B</a></footer>'
const terms = (inside = '') => page(`<header><div class="logo">Kannenhof</div>${NAV}</header><main><h1>Terms of Service</h1>${CLAUSES}${inside}</main>${FOOTER}`)

describe('what is kept', () => {
  it('is the text, without menus and what stands below every page', () => {
    const found = text(terms())
    expect(found).toMatch(/^# Terms of Service\n\nThese terms are the contract/)
    expect(found).toMatch(/sees it\.$/)
  })

  it('is the same where no element says what it is', () => {
    const found = text(page(`<div class="top-bar"><a href="/">Home</a> <a href="/jugs">Jugs</a> <a href="/cups">Cups</a></div>
      <div class="wrap"><div class="col"><h1>Terms of Service</h1>${CLAUSES}</div><div class="col"><ul><li><a href="/x">Our story</a></li><li><a href="/y">Our clay</a></li><li><a href="/z">Visit us</a></li></ul></div></div>
      <div id="site-footer"><p>We bake on Tuesdays and on Fridays, and everyone who can find the house is welcome to watch us do it.</p></div>`))
    expect(found).toMatch(/^# Terms of Service/)
    expect(found).not.toMatch(/Home|Our story|Tuesdays/)
  })

  it('is closed panels of an accordion, with the buttons that open them', () => {
    const found = text(terms(`
      <h2><button aria-expanded="false">Gift cards</button></h2><div hidden>A gift card is valid for three years from the day of purchase and cannot be exchanged for money.</div>
      <button class="accordion-header">Auctions</button><div style="display:none"><p>Bids bind the bidder.</p></div>
      <details><summary>Minors</summary>Who is under age needs the consent of a parent.</details>
      <div aria-hidden="true"><p>Goods stay ours until they are paid for in full, whatever has become of them in the meantime.</p></div>`))
    for (const part of ['## Gift cards', 'valid for three years', 'Auctions', 'Bids bind the bidder', '**Minors**', 'consent of a parent', 'Goods stay ours']) expect(found).toContain(part)
  })

  it('is a cookie policy, whatever its parts are called, but not the banner on it', () => {
    const policy = page(
      `<div class="cookie-consent-banner"><p>We use cookies to improve our shop and your experience in it. Accept?</p><button>Accept</button><button>Refuse</button></div>
       <div class="cookie-policy cookie-container"><h1>Cookie Policy</h1><div class="cookie-notice">${CLAUSES}</div><div class="cookies-list"><p>The cookie “jug” remembers for thirty days which jugs you have looked at.</p></div></div>`,
      { title: 'Cookie Policy' },
    )
    const found = text(policy, { type: 'Trackers Policy' })
    expect(found).toContain('remembers for thirty days')
    expect(found).toContain('These terms are the contract')
    expect(found).not.toContain('improve our shop')
  })

  it('is all of it where the whole page lies in a form, in a dialog, or in the footer', () => {
    for (const [open, close] of [['<form action="/x"><input type="text" name="q">', '</form>'], ['<div role="dialog">', '</div>'], ['<footer>', '</footer>'], ['<aside class="sidebar">', '</aside>']] as const) {
      expect(text(page(`${NAV}${open}<h1>Terms of Service</h1>${CLAUSES}${close}`))).toContain('cheapest delivery')
    }
  })

  it('is all of it where every clause lies in what looks like furniture', () => {
    const clause = '<form class="newsletter"><input type="text"><p>You may withdraw from the contract within fourteen days of delivery, and need not say why.</p></form>'
    expect(text(page(`<h1>Terms of Service</h1>${clause.repeat(8)}`)).match(/fourteen days/g)).toHaveLength(8)
  })

  it('is a short clause beside the long ones', () => {
    const found = text(page(`${NAV}<div><h1>Terms of Service</h1><section>${CLAUSES.repeat(6)}</section><section><h2>Law</h2><p>The law of Austria applies to this contract, and the courts of Linz decide.</p></section></div>`))
    expect(found).toContain('## Law\n\nThe law of Austria applies')
  })

  it('is an article’s own header and the line below it, not those of the site', () => {
    const found = text(page(`<header><p>Free delivery on everything that costs more than forty euros, until the end of the month.</p></header>
      <article><header><h1>Terms of Service</h1><p>In this version they hold for every order that reaches us after the first of March.</p></header>${CLAUSES}<footer>As of March 2026</footer></article>`))
    expect(found).toMatch(/^# Terms of Service\n\nIn this version/)
    expect(found).toMatch(/As of March 2026$/)
    expect(found).not.toContain('forty euros')
  })

  it('holds an imprint of a few lines', () => {
    const imprint = page(`<div class="menu"><a href="/">Start</a><a href="/k">Kannen</a><a href="/t">Tassen</a></div><div><h1>Impressum</h1><p>Kannenhof e. U.<br>Lehmgasse 4<br>4020 Linz</p><p>Inhaberin: Rosa Krug<br>UID: ATU00000000<br>E-Mail: hof@kannenhof.example</p></div>`, { title: 'Impressum – Kannenhof', lang: 'de' })
    const found = text(imprint, { type: 'Imprint' })
    expect(found).toBe('# Impressum\n\nKannenhof e. U.  \nLehmgasse 4  \n4020 Linz\n\nInhaberin: Rosa Krug  \nUID: ATU00000000  \nE-Mail: hof@kannenhof.example')
  })

  it('names a hidden e-mail address, as if it had never been hidden', () => {
    const key = 0x2a
    const hidden = [key, ...[...'hof@kannenhof.example'].map((sign) => sign.charCodeAt(0) ^ key)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const found = text(terms(`<p>Write to <a class="__cf_email__" data-cfemail="${hidden}" href="/cdn-cgi/l/email-protection">[email&#160;protected]</a>, or to <a href="/cdn-cgi/l/email-protection#${hidden}">the potter</a>.</p><p>Or <span data-cfemail="zz">[email protected]</span></p>`))
    expect(found).toContain('Write to hof@kannenhof.example, or to [the potter](mailto:hof@kannenhof.example).')
    expect(found).toContain('Or \\[email protected\\]')
  })

  it('holds what an open shadow root shows, and what its slots are filled with', () => {
    const document = page(`<main><h1>Terms of Service</h1><x-terms><p slot="last">Last of all.</p><p>Filled in.</p><p slot="nowhere">Not shown.</p></x-terms></main>`)
    const host = document.querySelector('x-terms') as Element
    // linkedom attaches no open roots by itself that can be asked for.
    const inside = parse(`<html><body>${CLAUSES}<slot></slot><slot name="last"></slot><slot name="empty">Otherwise.</slot></body></html>`).body
    Object.defineProperty(host, 'shadowRoot', { value: inside })
    const found = text(document)
    expect(found).toContain('sees it.\n\nFilled in.\n\nLast of all.\n\nOtherwise.')
    expect(found).not.toContain('Not shown')
    expect(text(page(`<h1>Terms of Service</h1><x-terms><template shadowrootmode="open">${CLAUSES}</template></x-terms>`))).toContain('cheapest delivery')
  })

  it('leaves the document as it was', () => {
    const document = terms('<p>Last <a href="javascript:alert(1)">words</a></p>')
    const before = document.documentElement.outerHTML
    cleaned(document)
    expect(document.documentElement.outerHTML).toBe(before)
  })
})

describe('what the text is called', () => {
  const said = (document: Document) => {
    const found = cleaned(document)
    return found.outcome === 'text' ? [found.title, found.language] : found
  }

  it('is its own heading and the language that is nearest to it', () => {
    expect(said(page(`<h1 class="logo"><a href="/">Kannenhof</a></h1><main lang="de-AT"><h1> Allgemeine <b>Bedingungen</b> </h1>${CLAUSES}</main>`))).toEqual(['Allgemeine Bedingungen', 'de-AT'])
  })

  it('is else the page’s title without the site’s name, and unknown where nothing is said', () => {
    expect(said(parse(`<html><head><title>Terms of Service | Kannenhof</title></head><body>${CLAUSES}</body></html>`))).toEqual(['Terms of Service', null])
    expect(said(parse(`<html lang="??"><head><meta property="og:locale" content="pt_BR"><title>Termos de uso</title></head><body>${CLAUSES}</body></html>`))).toEqual(['Termos de uso', 'pt-BR'])
  })
})

it('is a version that can be told from others', () => {
  expect(Number.isInteger(EXTRACTOR)).toBe(true)
})
