/** What the whole page says about its money: language, region, named currencies, and the decimal mark of clear amounts. */
import { isCurrency, meaning } from './currency.ts'
import { moneyIn, type MoneyHints } from './money.ts'
import { metaContent, type Page } from './text.ts'

const CODE_IN_SCRIPT = /["']?(?:price_?)?currency(?:_?code|_?iso(?:_?code)?)?["']?\s{0,3}[:=]\s{0,3}["']([A-Z]{3})["']/gi
const META = 'meta[property="og:price:currency"], meta[property="product:price:currency"], meta[itemprop="priceCurrency"], [itemprop="priceCurrency"], meta[name="currency"]'
const SWITCH = 'button[name], button[value], option[selected], [data-currency], [data-currency-code]'

export function pageHints(page: Page): MoneyHints {
  const locale = localeOf(page)
  const { mark, dollars } = amountsOf(page)
  const named = namedCodes(page)
  return { ...locale, topLevel: topLevel(page.url), named, mark, taxed: dollars && named.length === 0 ? taxedIn(page) : null }
}

function localeOf(page: Page): { language: string; region: string; chosen: boolean } {
  const { document } = page
  const sources = [
    document.documentElement?.getAttribute('lang'),
    metaContent(document, 'property', 'og:locale'),
    document.querySelector('meta[http-equiv="content-language" i]')?.getAttribute('content'),
  ]
  let language = ''
  let region = ''
  // A shop with several countries has one in the path of every page: that is no theme's default.
  const local = /^https?:\/\/[^/]+(?:\/[^/]+){0,2}?\/([a-z]{2})[-_]([a-z]{2})(?:[/?#]|$)/i.exec(page.url)
  if (local !== null) sources.unshift(`${local[1] ?? ''}-${local[2] ?? ''}`)
  for (const source of sources) {
    const match = /^([a-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}))?\b/i.exec((source ?? '').trim())
    if (match === null) continue
    const found = (match[1] ?? '').toLowerCase()
    language ||= found
    if (found === language) region ||= (match[2] ?? '').toUpperCase()
  }
  return { language, region, chosen: local !== null }
}

/** Country domains that are sold to the whole world say nothing of a country. */
const WORLDWIDE = new Set(['co', 'io', 'me', 'tv', 'ai', 'cc', 'ly', 'to', 'fm', 'ws', 'sh', 'gg', 'la', 'nu', 'vc', 'st', 'so', 'am', 'pw', 'ms'])

function topLevel(url: string): string {
  try {
    const label = new URL(url).hostname.split('.').pop() ?? ''
    return /^[a-z]{2}$/.test(label) && !WORLDWIDE.has(label) ? label : ''
  } catch {
    return ''
  }
}

function namedCodes(page: Page): string[] {
  const { document } = page
  const found = new Set<string>()
  const add = (code: string | null | undefined): void => {
    const upper = (code ?? '').trim().toUpperCase()
    if (/^[A-Z]{3}$/.test(upper) && isCurrency(upper)) found.add(upper)
  }
  for (const element of [...document.querySelectorAll(META)].slice(0, 20)) add(element.getAttribute('content') ?? element.textContent?.slice(0, 8))
  for (const line of page.lines.slice(0, 3_000)) {
    if (!/[A-Z]{3}/.test(line.text) || !/\d/.test(line.text)) continue
    for (const match of line.plain.slice(0, 300).matchAll(/(?<![A-Za-z])([A-Z]{3})[\s\u001f]{0,3}[$¥£]|[$¥£][\s\u001f]?[\d.,]+[\s\u001f]{0,3}([A-Z]{3})(?![A-Za-z])/g)) add(match[1] ?? match[2])
    page.budget.check()
    for (const printed of moneyIn(line)) if (printed.sign !== null && /^[A-Z]{3}$/.test(printed.sign)) add(printed.sign)
  }
  if (found.size > 0) return [...found]
  // A currency switch says what a sign means here: `<button name="USD">$ US Dollar</button>`.
  for (const element of [...document.querySelectorAll(SWITCH)].slice(0, 80)) {
    const text = (element.textContent ?? '').slice(0, 60)
    for (const name of ['name', 'value', 'data-currency', 'data-currency-code']) {
      const code = (element.getAttribute(name) ?? '').toUpperCase()
      if (/^[A-Z]{3}$/.test(code) && isCurrency(code) && [...text].some((sign) => Array.isArray(meaning(sign)))) found.add(code)
    }
  }
  if (found.size > 0) return [...found]
  let budget = 400_000
  for (const script of [...document.getElementsByTagName('script')].slice(0, 80)) {
    const text = (script.textContent ?? '').slice(0, Math.min(budget, 120_000))
    budget -= text.length
    if (/currency/i.test(text)) for (const match of text.matchAll(CODE_IN_SCRIPT)) add(match[1])
    if (budget <= 0) break
  }
  return [...found].slice(0, 20)
}

/** A tax, an address or a seller of the United States, and taxes that they do not have. */
const AMERICAN = /\bsales tax\b|(?:,\s*|\s)(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s+\d{5}(?:-\d{4})?(?!\d)/i
/** A form of company that no other country with a dollar of its own has, of who sells here and not of some trade mark's owner. */
const AMERICAN_SELLER = /(?:\b(?:sold by|seller|copyright)\b|©).{0,60}\bL\.?L\.?C\b/i
const FOREIGN = /\b(?:GST|HST|PST|QST|TPS|TVQ|VAT|IVA|ABN|ACN)\b/

/** Whose taxes the page tells of, where a bare dollar sign may be several countries'. */
function taxedIn(page: Page): 'US' | 'elsewhere' | null {
  let american = false
  for (const line of page.lines) {
    if (line.text.length > 120) continue
    if (FOREIGN.test(line.text)) return 'elsewhere'
    american ||= AMERICAN.test(line.text) || AMERICAN_SELLER.test(line.text)
  }
  return american ? 'US' : null
}

function amountsOf(page: Page): { mark: '.' | ',' | null; dollars: boolean } {
  const marks = new Set<string>()
  let dollars = false
  for (const line of page.lines) {
    if (line.text.length > 200) continue
    page.budget.check()
    for (const { number, sign } of moneyIn(line)) {
      dollars ||= sign === '$'
      const match = /[.,](?=\d{2}$)/.exec(number)
      if (match !== null) marks.add(match[0])
      else if (/^\d{1,3}(\.\d{3}){2,}$/.test(number)) marks.add(',')
      else if (/^\d{1,3}(,\d{3}){2,}$/.test(number)) marks.add('.')
    }
  }
  const [only] = marks
  return { mark: marks.size === 1 && (only === '.' || only === ',') ? only : null, dollars }
}
