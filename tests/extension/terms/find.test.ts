import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { findTerms, isTermsUrl, typeOf } from '../../../extension/src/terms/find/index.ts'
import { linked, plain, SHOPS } from './find-shops.ts'

const URL_ = 'https://lantern.example/page'

function dom(body: string, language = 'en'): Document {
  return parseHTML(`<!doctype html><html lang="${language}"><head><title>Lantern</title></head><body>${body}</body></html>`).document as unknown as Document
}

const find = (body: string, url = URL_, language = 'en') => findTerms(dom(body, language), url)
const typed = (body: string, url = URL_) => find(body, url).links.map(({ type, place }) => [type, place])
const path = (url: string) => new URL(url).pathname + new URL(url).search

describe.each(SHOPS)('a shop in $language', ({ language, footer, box, order, button, join }) => {
  test('its footer', () => {
    const list = footer.map(([words, to]) => `<li><a href="${to}">${words}</a></li>`).join('')
    const { links } = find(`<header><a href="/">Lantern</a></header><main><h1>Lamp</h1></main><footer><ul>${list}</ul></footer>`, URL_, language)
    const wanted = footer.filter(([, , type]) => type !== null).map(([, to, type]) => [to, type])
    const found = new Map(links.map(({ url, type }) => [path(url), type]))
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted))
    expect(links.every(({ place }) => place === 'footer')).toBe(true)
  })

  test.each([
    ['unticked', ''],
    ['ticked', ' checked'],
  ])('its checkout, %s', (act, checked) => {
    const { agreeing, links } = find(
      `<main><form action="/checkout"><input name="name"><div><label><input type="checkbox" name="terms"${checked}> <span>${linked(box.sentence)}</span></label></div><button type="submit">${order}</button></form></main>`,
      URL_,
      language,
    )
    expect(agreeing).toEqual([{ wording: plain(box.sentence), act, urls: links.map(({ url }) => url) }])
    expect(links.map(({ type, place }) => [type, place])).toEqual(box.types.map((type) => [type, 'acceptance']))
  })

  test('its form for a new account', () => {
    const { agreeing, links } = find(`<main><form><input type="email"><input type="password"><p>${linked(button.sentence)}</p><button>${join}</button></form></main>`, URL_, language)
    expect(agreeing.map(({ wording, act }) => [wording, act])).toEqual([[plain(button.sentence), 'button']])
    expect(links.map(({ type, place }) => [type, place])).toEqual(button.types.map((type) => [type, 'acceptance']))
  })
})

describe('what is no document', () => {
  test.each([
    ['an article', '<a href="/blog/what-is-a-privacy-policy">What is a privacy policy?</a>'],
    ['goods', '<a href="/products/warranty-plus">Extended warranty</a>'],
    ['an offer', '<a href="/sale">Free shipping over $50</a>'],
    ['an account', '<a href="/account/returns">My returns</a><a href="/index.php?route=account/return/add">Returns</a>'],
    ['a log-in', '<a href="/login?return_url=/privacy-policy">Log in</a>'],
    ['a captcha', '<p>Protected by reCAPTCHA: <a href="https://policies.google.com/privacy">Privacy</a> - <a href="https://policies.google.com/terms">Terms</a> apply.</p>'],
    ['a social network', '<a href="https://www.facebook.com/privacy/policy">Privacy policy of Facebook</a>'],
    ['settings', '<a href="/cookies">Cookie settings</a><a href="/privacy">Your privacy choices</a>'],
    ['a job', '<a href="https://jobs.lantern.example/privacy">Applicant privacy policy</a>'],
    ['a place on this page', '<a href="#terms">Terms and conditions</a>'],
    ['a script', '<a href="javascript:void(0)">Privacy policy</a>'],
    ['the front page', '<a href="/">Privacy</a>'],
    ['a word in a menu', '<nav><a href="/c/7">Cookies</a><a href="/c/8">Returns</a></nav>'],
  ])('%s', (_, markup) => {
    expect(find(`${markup}<footer>${markup}</footer>`).links.filter(({ place, url }) => place === 'footer' && !/\/c\//.test(url))).toEqual([])
    expect(find(markup).links).toEqual([])
  })
})

describe('addresses', () => {
  test.each([
    ['here', '/policies/refund-policy', 'Returns Policy'],
    ['here', '/datenschutzerklaerung/', 'Privacy Policy'],
    ['more', '/content/3-conditions-utilisation', 'Terms of Service'],
    ['', '/PrivacyPolicy.aspx', 'Privacy Policy'],
    ['こちら', '/legal/shipping', 'Shipping Policy'],
    ['here', '/index.php?page=privacy-policy', 'Privacy Policy'],
    ['here', '/index.php?route=information/information&information_id=5', null],
    ['Terms & Conditions', '/index.php?route=information/information&information_id=5', 'Terms of Service'],
    ['here', '/login?next=/privacy-policy', null],
    ['Terms', '/rewards/terms', 'Loyalty Terms'],
    ['Privacy', '/careers/privacy', null],
    ['Shipping & returns', '/returns-policy', 'Returns Policy'],
  ])('"%s" at %s', (text, to, type) => {
    expect(typeOf(text, `https://lantern.example${to}`, 'acceptance')).toBe(type)
  })

  test('that the gate takes for terms', () => {
    for (const to of ['/terms', '/policies/refund-policy', '/agb', '/privacy-policy/', '/legal/datenschutz.html', '/regulamin', '/info/cgv', '/polityka-prywatnosci', '/conditions-generales', '/shipping-policy', '/kopvillkor']) expect([to, isTermsUrl(`https://lantern.example${to}`)]).toEqual([to, true])
    for (const to of ['/', '/lamp', '/blog/privacy-policy', '/checkout', '/c/12', '/account/orders']) expect([to, isTermsUrl(`https://lantern.example${to}`)]).toEqual([to, false])
  })
})

describe('sentences', () => {
  const order = '<button>Place order</button>'

  test('a link that only says "here" is what the sentence spoke of', () => {
    const body = `<form><input><p>By placing your order you accept our terms and conditions, which you find <a href="/c/1">here</a>, and our privacy policy (<a href="/c/2">read</a>).</p>${order}</form>`
    expect(typed(body)).toEqual([
      ['Terms of Service', 'acceptance'],
      ['Privacy Policy', 'acceptance'],
    ])
  })

  test('boxes are also drawn', () => {
    const sentence = 'I agree to the <a href="/t">Terms of Sale</a>'
    const act = (box: string) => find(`<form><input>${box}${order}</form>`).agreeing.map((one) => one.act)
    expect(act(`<div><span role="checkbox" aria-checked="true" aria-labelledby="l"></span><span id="l">${sentence}</span></div>`)).toEqual(['ticked'])
    expect(act(`<div><span role="checkbox" aria-checked="false"></span> ${sentence}</div>`)).toEqual(['unticked'])
    expect(act(`<input type="checkbox" id="b" checked hidden><label for="b">${sentence}</label>`)).toEqual(['ticked'])
    expect(act(`<div class="row"><div><input type="checkbox"></div><div><p>${sentence}</p></div></div>`)).toEqual(['unticked'])
  })

  test('documents may be listed below', () => {
    const body = `<form><input><div><p>By ordering you agree to:</p><ul><li><a href="/1">Terms of Sale</a></li><li><a href="/2">Privacy notice</a></li></ul></div>${order}</form>`
    expect(typed(body).map(([, place]) => place)).toEqual(['acceptance', 'acceptance'])
  })

  test('every address of the sentence is told, known or not', () => {
    const { agreeing, links } = find(`<form><input><p>By ordering you accept the <a href="/1">terms of sale</a> and the <a href="/2">book of the house</a>.</p>${order}</form>`)
    expect(agreeing.map(({ urls }) => urls.map(path))).toEqual([['/1', '/2']])
    expect(links.map(({ type }) => type)).toEqual(['General Conditions of Sale'])
  })

  test('neither a letter, nor a banner, nor the foot of the page, nor a captcha', () => {
    const { agreeing } = find(`
      <form><input type="email"><input name="name"><p>By subscribing to our newsletter you accept our <a href="/p">privacy policy</a>.</p><button>Send</button></form>
      <div class="cookie-banner">By continuing you agree to our <a href="/c">cookie policy</a> and terms. <button>Accept</button></div>
      <form><input><input type="password">${order}<p>This site is protected by reCAPTCHA and the Google <a href="https://policies.google.com/privacy">Privacy Policy</a> and <a href="https://policies.google.com/terms">Terms of Service</a> apply.</p></form>`)
    expect(agreeing).toEqual([])
    expect(find('<footer><p>By using this site you agree to our <a href="/terms">Terms of Use</a>.</p></footer>').agreeing).toEqual([])
  })

  test('what is hidden is not said', () => {
    const { agreeing } = find(`<form><input><p style="display:none">By ordering you accept the <a href="/t">terms of sale</a>.</p>${order}</form>`)
    expect(agreeing).toEqual([])
  })

  test("a payment provider's terms are told with their address", () => {
    const { links } = find(`<form><input><div>Pay later: <a href="https://www.klarna.com/terms-and-conditions">Klarna terms and conditions</a></div>${order}</form>`)
    expect(links).toMatchObject([{ type: 'Terms of Service', place: 'submit', url: 'https://www.klarna.com/terms-and-conditions' }])
  })
})

describe('places', () => {
  test('the same document once, where it stands best', () => {
    const body = `<main><a href="/terms?utm_source=x">Terms and conditions</a><form><input><label><input type="checkbox"> I accept the <a href="/terms#top">terms and conditions</a></label><button>Place order</button></form></main><footer><a href="/terms">Terms</a></footer>`
    expect(find(body).links).toEqual([{ type: 'Terms of Service', url: 'https://lantern.example/terms', text: 'terms and conditions', place: 'acceptance' }])
  })

  test('shadow roots are looked into', () => {
    const document = dom('<lantern-footer></lantern-footer>')
    const host = document.querySelector('lantern-footer') as HTMLElement
    host.attachShadow({ mode: 'open' }).innerHTML = '<footer><a href="/p">Privacy policy</a></footer>'
    expect(findTerms(document, URL_).links).toMatchObject([{ type: 'Privacy Policy', place: 'footer' }])
  })

  test('links that a script opens', () => {
    const { links } = find(`<a href="#" data-url="/widgets/cms/19">Terms and conditions</a><a href="javascript:popup('/privacy.html')">Privacy policy</a><a href="#" onclick="window.open('returns.php')">Returns policy</a>`)
    expect(links.map(({ type, url }) => [type, path(url)])).toEqual([
      ['Terms of Service', '/widgets/cms/19'],
      ['Privacy Policy', '/privacy.html'],
      ['Returns Policy', '/returns.php'],
    ])
  })

  test('a bare word counts beside a document with a full name', () => {
    expect(typed('<main><ul><li><a href="/1">Privacy policy</a></li><li><a href="/2">Returns</a></li></ul></main>')).toEqual([
      ['Privacy Policy', 'page'],
      ['Returns Policy', 'page'],
    ])
  })

  test('the language of the page', () => {
    expect(find('', URL_, 'de_AT').language).toBe('de-AT')
    expect(find('', URL_, '"><b').language).toBeNull()
  })
})

describe('pages made to be slow', () => {
  test('a hundred thousand links', () => {
    const many = '<a href="/c/1">Terms of lamps here</a>'.repeat(100_000)
    const document = dom(`${many}<footer><a href="/privacy">Privacy</a></footer>`)
    const began = performance.now()
    expect(findTerms(document, URL_).links.map(({ type }) => type)).toContain('Privacy Policy')
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  test('deep nesting and long texts', () => {
    const deep = `${'<div>'.repeat(3_000)}<form><input type="checkbox"><a href="/t">Terms of Sale</a><button>Place order</button></form>${'</div>'.repeat(3_000)}`
    const long = `<form><label><input type="checkbox">I agree to the terms ${'and more '.repeat(200_000)}</label><button>Pay</button></form>`
    const began = performance.now()
    find(deep)
    find(long)
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  test('no more links than anyone needs', () => {
    const many = Array.from({ length: 500 }, (_, n) => `<a href="/${n}/terms-of-sale">Terms of Sale</a>`).join('')
    expect(find(`<footer>${many}</footer>`).links.length).toBeLessThanOrEqual(40)
  })

  test('addresses that are none', () => {
    expect(find('<footer><a href="http://[">Privacy policy</a><a href="mailto:privacy@lantern.example">Privacy policy</a><a href="data:text/html,x">Terms of Sale</a></footer>').links).toEqual([])
  })
})
