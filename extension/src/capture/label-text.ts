/** What a label names. The label is a short text, folded; the whole of it has to make sense, not a part. */
import { fold } from './clean.ts'
import * as details from './details/vocabulary.ts'
import { phrases, split } from './match.ts'
import { ORDER } from './phrases.ts'
import * as words from './vocabulary.ts'

export type LabelKind =
  | 'orderNumber' | 'confirmationNumber' | 'otherNumber' | 'orderDate' | 'date' | 'grandTotal' | 'total' | 'net'
  | 'subtotal' | 'shipping' | 'tax' | 'discount' | 'quantity' | 'unitPrice' | 'product' | 'position'
  | 'payment' | 'expected' | 'status' | 'tracking' | 'carrier' | 'seller'

export const MONEY_KINDS: ReadonlySet<LabelKind> = new Set<LabelKind>(['grandTotal', 'total', 'net', 'subtotal', 'shipping', 'tax', 'discount'])

const order = phrases(ORDER)
const numberWord = phrases(words.NUMBER_WORD)
const dateWord = phrases(words.DATE_WORD)
const totalWord = phrases(words.TOTAL_WORD)
const discountWord = phrases(words.DISCOUNT_WORD)
/** Anything that takes money off; the amount beside it has to be negative. */
export const reduction = phrases(words.DISCOUNT)
const taxWord = phrases(words.TAX_WORD)
const productWord = phrases(words.PRODUCT)
const including = phrases(words.INCLUDING)
const excluding = phrases(words.EXCLUDING)
export const free = phrases(words.FREE)

/** Where two lists share a phrase, the first has it. */
const EXACT: [LabelKind, string][] = [
  ['orderNumber', words.ORDER_NUMBER],
  ['tracking', details.TRACKING_LABEL],
  ['otherNumber', words.OTHER_NUMBER],
  ['orderDate', words.ORDER_DATE],
  ['grandTotal', words.GRAND_TOTAL],
  ['subtotal', words.SUBTOTAL],
  ['total', words.TOTAL],
  ['shipping', words.SHIPPING],
  ['discount', words.DISCOUNT],
  ['date', words.DATE],
  ['quantity', words.QUANTITY],
  ['confirmationNumber', words.CONFIRMATION_NUMBER],
  ['unitPrice', words.UNIT_PRICE],
  ['product', words.PRODUCT],
  ['position', words.POSITION],
  ['payment', details.PAYMENT_LABEL],
  ['expected', details.EXPECTED],
  ['status', details.STATUS_LABEL],
  ['carrier', details.CARRIER_LABEL],
  ['seller', details.SELLER_LABEL],
]

const POSSESSIVE =
  /^(your|my|the|ihre?|deine?|die|der|das|votre|vos|ta|la|le|tu|su|el|il tuo|il|lo|uw|je|de|het|o seu|a sua|seu|sua|twoje|twój|din|ditt|dit|din|sinun|vase|vaše|az ön|az|a|η|ο|το|ваш|ваше|your|お客様の|您的|你的)\s+/u
const NOISE = '[\\s:：.。,，;；*†‡\\-–—=>»›|•·()（）\\[\\]]+'
const NOISE_BEFORE = new RegExp(`^${NOISE}`, 'u')
const NOISE_AFTER = new RegExp(`(?<!\\b(?:no|nr|ref))${NOISE}$`, 'u')

export function trimLabel(folded: string): string {
  let text = folded
    .replace(/[(（[][^()（）[\]]{0,60}[)）\]]/gu, ' ')
    .replace(/\b(eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|aud|cad)\b/g, ' ')
    .replace(/[€$£¥]/g, ' ')
    .replace(/[-−–]?\d+(?:[.,]\d+)?\s?[%٪]/gu, ' ')
    .replace(/\s+/g, ' ')
  text = text.replace(NOISE_BEFORE, '').replace(NOISE_AFTER, '').trim()
  return text.replace(/[:：\s]+$/, '')
}

let kinds: Map<string, LabelKind> | null = null

function exact(text: string): LabelKind | null {
  if (kinds === null) {
    kinds = new Map()
    for (const [kind, list] of EXACT) for (const phrase of split(list).keys()) if (!kinds.has(phrase)) kinds.set(phrase, kind)
  }
  return kinds.get(text) ?? null
}

const cache = new Map<string, LabelKind | null>()

export function labelKind(text: string): LabelKind | null {
  if (text.length > 90) return null
  const known = cache.get(text)
  if (known !== undefined) return known
  const kind = decide(fold(text))
  // The cache serves one page, whose stages ask for the same texts; a hostile page must not grow it.
  if (cache.size > 12_000) cache.clear()
  cache.set(text, kind)
  return kind
}

function decide(folded: string): LabelKind | null {
  if (folded === '' || folded.length > 70 || !/\p{L}|#|№/u.test(folded)) return null
  const whole = exact(folded.replace(/[\s:：]+$/, ''))
  if (whole !== null) return whole
  const text = trimLabel(folded)
  const trimmed = exact(text) ?? exact(text.replace(POSSESSIVE, ''))
  const amountLike = trimmed === 'total' || trimmed === 'grandTotal' || trimmed === 'subtotal' || trimmed === null
  if (amountLike && (trimmed !== null || totalWord.has(text)) && excluding.has(folded)) return 'net'
  if (trimmed !== null) return trimmed
  // "Total 3 items", "Total incl. 19 % VAT", "Subtotal - 2 articles": what qualifies comes after.
  const counted = exact(text.replace(/[\s\-–:·•|,]*\d+\s*\p{L}+$/u, ''))
  if (counted !== null && counted !== 'position') return counted
  const included = including.at(text)
  if (included > 0) {
    const before = exact(trimLabel(text.slice(0, included)))
    if (before !== null) return before
  }
  const count = text.split(/\s+/).length
  if (taxWord.has(text) && count <= 7 && text.length <= 48) return 'tax'
  if (count <= 6 && text.length <= 48 && opensOrEnds(text) && !totalWord.has(text) && !numberWord.has(text)) return 'discount'
  if (count <= 7 && text.length <= 48 && order.has(text) && numberWord.has(text) && !/\d/.test(text)) return 'orderNumber'
  if (count <= 5 && text.length <= 48 && order.has(text)) {
    if (totalWord.has(text)) return productWord.has(text) ? 'subtotal' : 'grandTotal'
    if (dateWord.has(text)) return 'orderDate'
  }
  if (count <= 4 && text.length <= 40 && /[(（]/.test(folded)) {
    const first = exact(text.split(/\s[-–]\s/)[0] ?? '')
    if (first !== null) return first
  }
  return null
}

/** "Descuento por transferencia", "Voucher AUTUMN", "Order discount": inside a longer text it is said of something else. */
function opensOrEnds(text: string): boolean {
  const words = text.split(' ')
  return discountWord.is(words[0] ?? '') || discountWord.is(words[words.length - 1] ?? '')
}
