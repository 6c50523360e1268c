/** What the whole page says about its money: language, region, named currencies, and the decimal mark of clear amounts. */
import { isCurrency, meaning } from './currency.ts'
import { moneyIn, type MoneyHints } from './money.ts'
import type { Page } from './text.ts'

const CODE_IN_SCRIPT = /["']?(?:price_?)?currency(?:_?code|_?iso(?:_?code)?)?["']?\s{0,3}[:=]\s{0,3}["']([A-Z]{3})["']/gi
const META = 'meta[property="og:price:currency"], meta[property="product:price:currency"], meta[itemprop="priceCurrency"], [itemprop="priceCurrency"], meta[name="currency"]'
const SWITCH = 'button[name], button[value], option[selected], [data-currency], [data-currency-code]'

export function pageHints(page: Page): MoneyHints {
  const { document } = page
  const locale = localeOf(document)
  return { ...locale, topLevel: topLevel(page.url), named: namedCodes(page), mark: decimalMark(page) }
}

function localeOf(document: Document): { language: string; region: string } {
  const sources = [
    document.documentElement?.getAttribute('lang'),
    document.querySelector('meta[property="og:locale"]')?.getAttribute('content'),
    document.querySelector('meta[http-equiv="content-language" i]')?.getAttribute('content'),
  ]
  let language = ''
  let region = ''
  for (const source of sources) {
    const match = /^([a-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}))?\b/i.exec((source ?? '').trim())
    if (match === null) continue
    const found = (match[1] ?? '').toLowerCase()
    language ||= found
    if (found === language) region ||= (match[2] ?? '').toUpperCase()
  }
  return { language, region }
}

/** Country domains that are sold to the whole world say nothing of a country. */
const WORLDWIDE = new Set(['co', 'io', 'me', 'tv', 'ai', 'cc', 'ly', 'to', 'fm', 'ws', 'sh', 'gg', 'la'])

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
    if (text.toLowerCase().includes('currency')) for (const match of text.matchAll(CODE_IN_SCRIPT)) add(match[1])
    if (budget <= 0) break
  }
  return [...found].slice(0, 20)
}

function decimalMark(page: Page): '.' | ',' | null {
  const marks = new Set<string>()
  for (const line of page.lines) {
    if (line.text.length > 200) continue
    page.budget.check()
    for (const { number } of moneyIn(line)) {
      const match = /[.,](?=\d{2}$)/.exec(number)
      if (match !== null) marks.add(match[0])
      else if (/^\d{1,3}(\.\d{3}){2,}$/.test(number)) marks.add(',')
      else if (/^\d{1,3}(,\d{3}){2,}$/.test(number)) marks.add('.')
    }
  }
  const [only] = marks
  return marks.size === 1 && (only === '.' || only === ',') ? only : null
}
