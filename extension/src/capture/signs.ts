/** What kind of page this is, from the whole of it: the gate's signs, and those that only the text gives. */
import { heads, textKind, urlKind, type TextKind, type UrlKind } from './gate.ts'
import { labelKind } from './label-text.ts'
import { phrases } from './match.ts'
import { FAILED } from './phrases.ts'
import { ADD_TO_CART, CONDITIONAL, NOT_YET, PLACE_ORDER } from './review-phrases.ts'
import type { Page } from './text.ts'

export interface Signs {
  url: UrlKind
  /** Of the title and the first headings. */
  heads: TextKind[]
  /** Thanks for an order, or that it was received, in a heading or near the top. */
  placed: boolean
  thanked: boolean
  /** Just now, as far as the page says; the page of an old order tells of its placing too. */
  fresh: boolean
  failed: boolean
  /** The order can still be placed here. */
  review: boolean
  product: boolean
}

const failed = phrases(FAILED)
const notYet = phrases(NOT_YET)
const placeOrder = phrases(PLACE_ORDER)
const addToCart = phrases(ADD_TO_CART)
const conditional = phrases(CONDITIONAL)
const TOP_LINES = 45
const SENTENCE = 220

export function readSigns(page: Page): Signs {
  page.budget.check()
  const { title, headings } = heads(page.document)
  const kinds = [title, ...headings].map(textKind)
  const content = page.lines.filter((line) => line.region === 'main' || line.region === 'aside')
  const start = Math.max(0, content.findIndex((line) => line.heading === 1) - 8)
  const top = content.slice(start, start + TOP_LINES).filter((line) => line.text.length <= SENTENCE && !line.control)
  const url = urlKind(page.url)
  page.budget.check()
  const first = kinds.slice(0, 2)
  const says = (kind: TextKind): boolean => top.some((line) => textKind(line.folded.slice(0, 200)) === kind && labelKind(line.plain) === null)
  const placed = kinds.includes('placed') || says('placed')
  const record = url === 'order' || first.includes('order')
  return {
    url,
    heads: kinds,
    placed,
    fresh: url === 'confirmation' || (url === 'thanks' && !first.includes('other')) || kinds.includes('placed') || (placed && !record),
    thanked: kinds.includes('thanks') || says('thanks'),
    failed: first.includes('failed') || top.some((line) => failed.has(line.folded) && !sentenceOpens(line.folded)),
    review: page.lines.some((line) => line.control && line.text.length < 60 && placesOrder(line.folded)) || top.some((line) => notYet.has(line.folded)),
    product: page.lines.some((line) => line.control && line.text.length < 40 && addToCart.has(line.folded)) && !kinds.includes('placed'),
  }
}

/** "If your payment was declined …" tells of no payment. */
function sentenceOpens(folded: string): boolean {
  return conditional.has(folded.slice(0, 40))
}

function placesOrder(folded: string): boolean {
  return placeOrder.is(folded.replace(/[!.»›>→\s]+$/u, '').replace(/\s*[(（].*$/u, '').replace(/\s[-–|·]?\s?[€$£¥]?\s?\d.*$/u, '').trim())
}
