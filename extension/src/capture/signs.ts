/** What kind of page this is, from the whole of it: the gate's signs, and those that only the text gives. */
import { hasThanksOrDone, heads, textKind, urlKind, type TextKind, type UrlKind } from './gate.ts'
import { labelKind } from './label-text.ts'
import { phrases } from './match.ts'
import { FAILED, THANKS } from './phrases.ts'
import { ABOUT, ADD_TO_CART, CONDITIONAL, NOT_YET, PLACE_ORDER } from './review-phrases.ts'
import type { Page } from './text.ts'

export interface Signs {
  url: UrlKind
  /** Of the title and the first headings. */
  heads: TextKind[]
  /** Thanks for an order, or that it was received, in a heading or near the top. */
  placed: boolean
  thanked: boolean
  /** Thanks, whatever else the words say: a page that only speaks of a confirmation may be where the order is to be confirmed. */
  thankful: boolean
  /** Title and first heading speak of something other than an order that was placed. */
  about: boolean
  /** Just now, as far as the page says; the page of an old order tells of its placing too. */
  fresh: boolean
  failed: boolean
  /** The order can still be placed here. */
  review: boolean
  product: boolean
}

const failed = phrases(FAILED)
const thanks = phrases(THANKS)
const about = phrases(ABOUT)
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
  const said = new Set<TextKind>()
  for (const line of top) {
    const text = line.folded.slice(0, 200)
    if (hasThanksOrDone(text) && labelKind(line.plain) === null) said.add(textKind(text))
  }
  // Some shops say it above their page's own part.
  const above = page.lines.slice(0, TOP_LINES).some((line) => line.region === 'header' && !line.control && line.text.length <= SENTENCE && /\d/.test(line.plain) && textKind(line.folded.slice(0, 200)) === 'placed')
  const placed = kinds.includes('placed') || said.has('placed') || above
  const record = url === 'order' || first.includes('order')
  // Most pages are turned away before these are asked for.
  const later = {
    thankful: once(() => [title, ...headings, ...top.map((line) => line.folded)].some((text) => thanks.has(text))),
    about: once(() => headings.length > 0 && [title, ...headings.slice(0, 1)].every((text, index) => kinds[index] === 'other' || about.has(text)) && ![title, ...headings].some((text, index) => kinds[index] === 'placed' && thanks.has(text))),
    failed: once(() => first.includes('failed') || top.some((line) => failed.has(line.folded) && !sentenceOpens(line.folded))),
    review: once(() => page.lines.some((line) => line.control && line.text.length < 60 && placesOrder(line.folded)) || top.some((line) => notYet.has(line.folded))),
    product: once(() => page.lines.some((line) => line.control && line.text.length < 40 && addToCart.has(line.folded)) && !kinds.includes('placed')),
  }
  return {
    url,
    heads: kinds,
    placed,
    fresh: url === 'confirmation' || (url === 'thanks' && !first.includes('other')) || kinds.includes('placed') || (placed && !record),
    thanked: kinds.includes('thanks') || said.has('thanks'),
    get thankful() {
      return later.thankful()
    },
    get about() {
      return later.about()
    },
    get failed() {
      return later.failed()
    },
    get review() {
      return later.review()
    },
    get product() {
      return later.product()
    },
  }
}

function once<T>(work: () => T): () => T {
  let known: { value: T } | null = null
  return () => (known ??= { value: work() }).value
}

/** "If your payment was declined …" tells of no payment. */
function sentenceOpens(folded: string): boolean {
  return conditional.has(folded.slice(0, 40))
}

function placesOrder(folded: string): boolean {
  return placeOrder.is(folded.replace(/[!.»›>→\s]+$/u, '').replace(/\s*[(（].*$/u, '').replace(/\s[-–|·]?\s?[€$£¥]?\s?\d.*$/u, '').trim())
}
