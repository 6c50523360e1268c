/** Invented pages of terms. */
import { parseHTML } from 'linkedom'
import { clean, type About } from '../../../extension/src/terms/clean/index.ts'
import type { Cleaned } from '../../../extension/src/terms/types.ts'

export const ABOUT: About = { url: 'https://kannenhof.example/legal/terms', requested: 'https://kannenhof.example/legal/terms', type: 'Terms of Service' }

export const parse = (html: string): Document => parseHTML(html).document as unknown as Document

export const page = (body: string, { title = 'Terms of Service', lang = 'en', head = '' } = {}): Document =>
  parse(`<!doctype html><html lang="${lang}"><head><title>${title}</title>${head}</head><body>${body}</body></html>`)

export const cleaned = (document: Document, about: Partial<About> = {}): Cleaned => clean(document, { ...ABOUT, ...about })

export function text(document: Document, about: Partial<About> = {}): string {
  const said = cleaned(document, about)
  return said.outcome === 'text' ? said.markdown : `(${said.outcome === 'refused' ? said.reason : said.outcome})`
}

export const refusal = (document: Document, about: Partial<About> = {}): string => {
  const said = cleaned(document, about)
  return said.outcome === 'refused' ? said.reason : said.outcome
}

/** Enough of a contract that nobody takes the page for anything else. */
export const CLAUSES = `
  <p>These terms are the contract between you and the pottery that sells you a jug. By placing an order you agree to them, and we agree to deliver what you have paid for.</p>
  <p>Our liability for damages is limited to the price of the goods, except where the law of your country gives a consumer a better right.</p>
  <p>You may withdraw from the contract within fourteen days of delivery and return the goods; we refund the price and the cost of the cheapest delivery.</p>
  <p>We process your personal data only to perform the contract, and name in our privacy notice each service provider who sees it.</p>`
