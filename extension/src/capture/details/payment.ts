/**
 * How the order was paid: from what stands under a payment label, from sentences ("Paid with …") and from masked card numbers.
 * Of a card never more than brand and last four digits. Words of several ways to pay are a choice, not an answer: null.
 */
import { fold } from '../clean.ts'
import type { DetailLine } from './lines.ts'
import { labelKind } from '../label-text.ts'
import type { Labelled } from '../labels.ts'
import { phrases, type Phrases } from '../match.ts'
import { BRANDS, KINDS } from './payment-words.ts'
import { JOIN, type Line, type Page } from '../text.ts'
import type { Candidate, Payment, PaymentKind } from '../types.ts'

interface Means {
  kind: PaymentKind | null
  brand: string | null
  words: Phrases
}

let brands: Means[] | null = null
let kinds: Means[] | null = null

function list(text: string, branded: boolean): Means[] {
  return text.split('\n').map((line) => {
    const [head = '', words = ''] = line.split(/:\s(.*)/s)
    const [kind = '', brand] = head.split('|')
    return { kind: kind === '' ? null : (kind as PaymentKind), brand: branded ? (brand ?? null) : null, words: phrases(words) }
  })
}

/** "•••• 4242", "**** **** **** 1881", "XXXX-1111": what is masked and the four digits behind it. */
const MASKED = /(?:[•*·●∗＊⋅…]{2,}|(?<![A-Za-z])[xX]{3,})[\s\-•*·●xX]{0,24}(\d{4})(?!\d)/u
/** A word that says that the digits are the last ones. */
const ENDING = /(?:ending(?: (?:in|with|on))?|ends in|last (?:4|four)(?: digits)?|endet auf|endend auf|endziffern?|mit endung|endnummer|se terminant par|finissant par|terminant par|terminada en|terminado en|acabada en|que termina en|che termina con|termina con|terminante (?:con|in)|eindigend op|eindigt op|final|terminado em|terminada em|com final|konczaca sie na|konczacej sie na|som slutar pa|slutar pa|slutsiffror|der ender pa|ender pa|som slutter pa|slutter pa|paattyy|paattyva|koncici na|konci na|konciaca na|vegzodo|terminat in|care se termina in|που ληγει σε|ile biten|заканчивается на|оканчивающ\p{L}+ на|末尾|下4桁|下四桁|尾号|末四碼|尾號|끝자리|ينتهي ب|تنتهي ب|المنتهية ب|המסתיים ב)[\s:：#•*·.x"'-]{0,8}(\d{4})(?!\d)/u
/** Longer texts are terms or an advertisement. */
const LONG = 160
/** Lines that a payment's block may have under its label. */
const BELOW = 5

export function payments(page: Page, labels: readonly Labelled[], lines: readonly DetailLine[]): Candidate<Payment>[] {
  const said = labels.filter((entry) => entry.kind === 'payment')
  const texts: string[] = []
  const seen = new Set<Line>()
  for (const entry of said) {
    if (entry.at.region === 'footer' || entry.at.region === 'nav') continue
    page.budget.check()
    if (entry.text.length <= LONG) texts.push(entry.text)
    seen.add(entry.at)
    if (entry.how !== 'next') continue
    for (const line of below(page, entry.at)) {
      if (!seen.has(line)) texts.push(line.plain)
      seen.add(line)
    }
  }
  for (const { kind, line, text } of lines) if (kind === 'paid' && !seen.has(line)) texts.push(text)
  const labelled = whole(texts.map(readPayment))
  if (labelled === 'several') return []
  const masked = whole(maskedLines(page).filter((line) => !seen.has(line)).map((line) => readPayment(aroundMask(page, line))))
  if (labelled !== null && masked !== null && masked !== 'several') {
    const joined = whole([labelled, masked])
    if (joined !== null && joined !== 'several') return [{ value: joined, confidence: 80, signal: 'label:payment' }]
  }
  if (labelled !== null) return [{ value: labelled, confidence: 76, signal: 'label:payment' }]
  return masked === null || masked === 'several' ? [] : [{ value: masked, confidence: 66, signal: 'page:masked-card' }]
}

/** The lines under a label's value that still tell of the payment. */
function below(page: Page, at: Line): Line[] {
  const found: Line[] = []
  for (let index = at.index + 1; index <= at.index + BELOW; index++) {
    const line = page.lines[index]
    if (line === undefined || line.heading > 0 || line.text.length > LONG) break
    const kind = labelKind(line.plain)
    if (kind !== null && kind !== 'payment') break
    if (readPayment(line.plain) !== null) found.push(line)
  }
  return found
}

function maskedLines(page: Page): Line[] {
  return page.lines.filter((line) => line.region !== 'footer' && line.region !== 'nav' && line.text.length <= LONG && /\d{4}/.test(line.plain) && (MASKED.test(line.plain) || ENDING.test(line.folded)))
}

/** The brand often stands in the line before: "Visa", then "**** 1111". */
function aroundMask(page: Page, line: Line): string {
  const before = page.lines[line.index - 1]
  return (before !== undefined && before.text.length <= 40 ? `${before.plain}${JOIN}` : '') + line.plain
}

/** Null where the text says nothing of paying. */
export function readPayment(text: string): Payment | null {
  const folded = fold(text)
  const last4 = MASKED.exec(text)?.[1] ?? ENDING.exec(folded)?.[1] ?? null
  const named = (brands ??= list(BRANDS, true)).filter((entry) => entry.words.has(folded))
  const general = (kinds ??= list(KINDS, false)).filter((entry) => entry.words.has(folded))
  const brand = pickBrand(named, last4)
  const kind = kindOf(named, general, brand, last4)
  return kind === null && brand === null && last4 === null ? null : { kind, brand: brand?.brand ?? null, last4 }
}

/** A wallet that holds a card is the wallet; names without any digits are a choice. */
function pickBrand(named: Means[], last4: string | null): Means | null {
  const [only, second] = named
  if (only === undefined || second === undefined) return only ?? null
  const outer = named.filter((entry) => entry.kind !== 'card')
  return outer.length === 1 && named.length === 2 && last4 !== null ? (outer[0] ?? null) : null
}

function kindOf(named: Means[], general: Means[], brand: Means | null, last4: string | null): PaymentKind | null {
  if (brand !== null && brand.kind !== null) return brand.kind
  const said = new Set(general.map((entry) => entry.kind))
  // "Gift card" holds "card", "cash on delivery by card" is on delivery, "pay the invoice by bank transfer" is an invoice.
  for (const kind of ['gift-card', 'cash-on-delivery', 'direct-debit'] as const) if (said.has(kind)) return said.size === 1 || (said.size === 2 && (said.has('card') || said.has('bank-transfer'))) ? kind : null
  const [only] = said
  if (said.size === 1 && only !== undefined) return only
  if (said.size > 1) return null
  if (named.length > 1) return named.every((entry) => entry.kind === 'card') ? 'card' : null
  return last4 !== null && brand === null ? 'card' : null
}

/** One payment out of several texts that complete each other; `several` where they contradict. */
function whole(parts: (Payment | null)[]): Payment | 'several' | null {
  let sum: Payment | null = null
  for (const part of parts) {
    if (part === null) continue
    if (sum === null) {
      sum = part
      continue
    }
    const kind: PaymentKind | null = sum.kind ?? part.kind
    if (part.kind !== null && kind !== part.kind && !(kind === 'wallet' && part.kind === 'card')) return 'several'
    if (sum.brand !== null && part.brand !== null && sum.brand !== part.brand && !(kind === 'wallet' && part.kind === 'card')) return 'several'
    if (sum.last4 !== null && part.last4 !== null && sum.last4 !== part.last4) return 'several'
    sum = { kind, brand: sum.brand ?? part.brand, last4: sum.last4 ?? part.last4 }
  }
  return sum
}
