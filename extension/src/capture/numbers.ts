/**
 * The order number by consensus: a labelled token counts most, and one that also stands in the title, a heading, the URL or
 * a link is surer. Without any label only a token that the page repeats in such places is taken.
 */
import { isCard, fold, plainDigits } from './clean.ts'
import { textKind } from './gate.ts'
import { labelKind } from './label-text.ts'
import type { Labelled } from './labels.ts'
import { phrases } from './match.ts'
import { findMoney, type Printed } from './money.ts'
import { ORDER } from './phrases.ts'
import { JOIN, isStrong, type Line, type Page } from './text.ts'
import type { Candidate } from './types.ts'
import { looksSecret } from './url.ts'
import { NUMBER_WORD, ORDER_NUMBER, OTHER_NUMBER } from './vocabulary.ts'

const TOKEN = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[-_/.](?=[\p{L}\p{N}])){0,39}/gu
/** "(e.g. 100123)" is nobody's order. */
const EXAMPLE = /(?:(?<![\p{L}\d])(?:e\.?\s?g\.?|for example|such as|z\.\s?b\.?|zum beispiel|p\.?\s?ex\.?|par exemple|p\.\s?ej\.?|por (?:ejemplo|exemplo)|ad esempio|bijv\.?|bijvoorbeeld|np\.?|t\.?\s?ex\.?|f\.?\s?eks\.?|esim\.?|např\.?|napr\.?|örn\.?|örneğin|например|напр\.?)|[例예])[\s:：.,]*[#№]?\s*$/iu
const order = phrases(ORDER)
const numberWord = phrases(NUMBER_WORD)
const numberLabel = phrases(ORDER_NUMBER)
const otherNumber = phrases(OTHER_NUMBER)

/** A number's tokens, without those that are dates, times, amounts, cards or secrets. */
export function tokens(text: string, letters = false): { token: string; index: number }[] {
  const found: { token: string; index: number }[] = []
  let money: Printed[] | null = null
  for (const match of text.slice(0, 1_200).matchAll(TOKEN)) {
    const token = match[0]
    const index = match.index
    if (!/\d/.test(token) && !(letters && /^[A-Z]{6,16}$/.test(token))) continue
    if (!/^[\x21-\x7e]+$/.test(token)) {
      // "100045です": the number ends where another script begins.
      const ascii = /^[A-Za-z]{0,6}[-_]?\d[\dA-Za-z\-_/]*/.exec(token)?.[0]
      if (ascii !== undefined && usable(ascii)) found.push({ token: ascii, index })
      continue
    }
    if (!usable(token) || EXAMPLE.test(text.slice(Math.max(0, index - 16), index))) continue
    if (/[@%:]/.test(text[index + token.length] ?? '') && /[@%]|:\d/.test(text.slice(index + token.length, index + token.length + 2))) continue
    if (/[@+:]/.test(text[index - 1] ?? '') && !/[:]/.test(text[index - 1] ?? '')) continue
    money ??= findMoney(text.slice(0, 1_200), true)
    // "SR-100" is a name, though SR is a currency's.
    if (!/^[A-Za-z]{1,6}-\d/.test(token) && money.some((amount) => index >= amount.start && index < amount.end && (amount.sign !== null || /[.,]\d{2}$/.test(token)))) continue
    found.push({ token, index })
  }
  return found
}

function usable(token: string): boolean {
  if (isDate(token)) return false
  if (/^\d+[.,]\d{1,2}$/.test(token) || /^\d{1,3}(\.\d{3})+$/.test(token)) return false
  if (/^(\d+(st|nd|rd|th)|\d{1,2}(am|pm|h)|https?.*|www.*)$/i.test(token)) return false
  if (/\.(com|net|org|html?|php|jpe?g|png|pdf)$/i.test(token)) return false
  return !isCard(token) && !(looksSecret(token) && !/^[A-Z0-9-]+$/.test(token))
}

function isDate(token: string): boolean {
  return /^(\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2}))$/.test(token)
}

const GROUPED = /^[#\s]*([A-Z0-9]+(?:[ ./-][A-Z0-9]+){1,5})$/i

/** A number in groups, "5581 204" or "50.221", where it is all that its element holds; `card` where that is a card's. */
function grouped(text: string): string | 'card' | null {
  const whole = text.length > 44 ? undefined : GROUPED.exec(text.replace(/[\s\u001f]+/g, ' ').trim())?.[1]
  if (whole === undefined) return null
  if (isCard(whole)) return 'card'
  const groups = whole.split(' ')
  return groups.every((group, index) => (/\d/.test(group) || (index === 0 && /^[A-Z]{1,4}$/.test(group))) && !isDate(group)) && /(?:\d.*){3}/.test(whole) && (groups.length > 1 || /^\d{1,3}(\.\d{3})+$/.test(whole)) ? whole : null
}

interface Support {
  token: string
  score: number
  signals: Set<string>
  labels: number
}

export interface NumberReading {
  candidates: Candidate<string>[]
  /** Distinct tokens with a full order-number label: three of them make a list. */
  distinct: number
}

export function orderNumbers(page: Page, found: Labelled[]): NumberReading {
  const votes = new Map<string, Support>()
  const vote = (token: string, signal: string, points: number, label = false): void => {
    const key = token.toUpperCase()
    let entry = votes.get(key)
    if (entry === undefined) votes.set(key, (entry = { token, score: 0, signals: new Set(), labels: 0 }))
    if (label) entry.labels++
    if (entry.signals.has(signal)) return
    entry.signals.add(signal)
    entry.score += points
  }
  const others = new Set<string>()
  const full = new Set<string>()
  const read = new Set<Line>()

  for (const { kind, text, how, at } of found) {
    if (kind === 'otherNumber' || kind === 'tracking') {
      const first = tokens(text.slice(0, 60))[0]
      if (first !== undefined) others.add(first.token.toUpperCase())
    }
    if (kind !== 'orderNumber' && kind !== 'confirmationNumber') continue
    if (how !== 'inline' && text.length > 80) continue
    const whole = grouped(text.split(JOIN)[0] ?? '')
    if (whole === 'card') continue
    const first = whole === null ? tokens(text.slice(0, 90).split(/[\s\u001f]+(?=\p{L}{3,}:)/u)[0] ?? '', true)[0] : { token: whole, index: 0 }
    if (first === undefined || first.index > 40) continue
    const start = at.plain.indexOf(first.token)
    if (start > 0 && EXAMPLE.test(at.plain.slice(Math.max(0, start - 16), start))) continue
    if (how !== 'inline' && findMoney(text)[0] !== undefined) continue
    if (how === 'inline') read.add(at)
    if (kind === 'orderNumber') {
      vote(first.token, 'label:order-number', at.region === 'footer' || at.region === 'nav' ? 30 : 60, true)
      full.add(first.token.toUpperCase())
    } else vote(first.token, 'label:confirmation-number', 36, true)
  }

  let strong = 0
  for (const line of page.lines) {
    page.budget.check()
    if (line.control || !/\d/.test(line.plain)) continue
    const { folded } = line
    if (folded.length > 400) continue
    const plain = line.plain.split(JOIN).join(' ')
    // A sentence: "Your order number is 100030", "ご注文番号は100045です".
    const named = numberLabel.at(folded)
    if (read.has(line)) {
      // Its label said it all.
    } else if (named >= 0 && labelKind(line.plain) === null) {
      const token = wholeOf(line, nearest(plain, folded, named))
      if (token !== null) {
        vote(token, 'label:order-number', 55, true)
        full.add(token.toUpperCase())
      }
    } else {
      const found = afterOrder(plain) ?? under(plain) ?? beside(page, line)
      const whole = wholeOf(line, found?.token ?? null)
      const token = found === null || whole === null ? null : { ...found, token: whole }
      if (token !== null && line.text.length < 160) vote(token.token, 'label:order', token.marked ? 52 : line.heading > 0 || line.index < 60 ? 42 : 30, true)
    }
    if (line.heading > 0 && line.heading <= 3 && line.text.length < 160) for (const { token } of tokens(plain)) vote(token, 'heading', 15)
    if (strong < 80) {
      for (const part of line.parts) {
        if (part.text.length > 40 || !/\d/.test(part.text) || !isStrong(part.element)) continue
        strong++
        for (const { token } of tokens(plainDigits(part.text))) vote(token, 'strong', 10)
      }
    }
  }
  const title = plainDigits(page.title)
  for (const { token } of tokens(title)) vote(token, 'title', 15)
  const inTitle = afterOrder(title)
  if (inTitle !== null) vote(inTitle.token, 'title:order', 30, true)

  const places = new Map([...votes.values()].map((entry) => [entry.token.toUpperCase(), entry]))
  for (const piece of urlPieces(page.url)) if (places.has(piece)) vote(piece, 'url', 15)
  page.budget.check()
  const hrefs = new Set<string>()
  const links = places.size === 0 ? [] : [...page.document.querySelectorAll('a[href]')].slice(0, 600)
  for (const link of links) for (const piece of urlPieces(link.getAttribute('href') ?? '')) hrefs.add(piece)
  for (const piece of hrefs) if (places.has(piece)) vote(piece, 'link', 10)

  const candidates = [...votes.values()]
    .filter((entry) => !others.has(entry.token.toUpperCase()) || entry.signals.has('label:order-number'))
    .filter((entry) => entry.labels > 0 || (entry.score >= 35 && entry.token.length >= 4 && !/^(19|20)\d\d$/.test(entry.token)))
    .filter((entry) => entry.labels > 0 || textKind(fold(page.title)) !== 'none' || entry.signals.size >= 3)
    .map((entry) => ({ value: entry.token, confidence: Math.min(97, entry.score), signal: [...entry.signals].join('+') }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, 8)
  return { candidates, distinct: full.size }
}

/** "Order 1234", "Bestellung #1234", "Commande n° 1234": an order word and straight after it a number. */
export function afterOrder(plain: string): { token: string; marked: boolean } | null {
  if (plain.length > 300) return null
  for (const { token, index } of tokens(plain)) {
    if (token.length < 2) continue
    const before = fold(plain.slice(Math.max(0, index - 24), index))
    const sign = /\s*(?:(?:number|nummer|no\.?|nr\.?|n[o°º]\.?|n\.?\s?[o°º]|n°|n\.|num\.?|c\.|id)\s*)?[#:]?\s*#?$/.exec(before)
    if (sign === null) continue
    const head = before.slice(0, sign.index).replace(/^\S*\s(?=\S)/, (dropped) => (before.length < 20 ? dropped : ''))
    const words = head.split(' ').slice(-2).join(' ')
    const word = head.split(' ').pop() ?? ''
    const marked = /[#]|\bn[or°º]|number|nummer|num/.test(sign[0])
    if (order.at(word) === 0 && (marked || /^\d|^[A-Z]{0,6}[-_]?\d/.test(token)) && (marked || token.length >= 3)) return { token, marked }
    if (/^(don hang|đon hang)$/.test(words)) return { token, marked }
  }
  return null
}

/** "Your order is registered under number 4711." */
function under(plain: string): { token: string; marked: boolean } | null {
  const named = plain.length > 160 ? null : /(?<![\p{L}])(\p{L}+[.°º]?)\s?[:：#]?\s?#?([A-Z]{0,6}[-_]?\d[A-Z\d\-_/]*)/u.exec(plain)
  const before = named === null ? '' : fold(plain.slice(0, named.index))
  if (named === null || !/(?:\d.*){3}/.test(named[2] ?? '') || !numberWord.is(fold(named[1] ?? '')) || order.at(before) < 0 || otherNumber.has(fold(plain))) return null
  const token = tokens(plain).find((each) => each.index >= named.index)?.token
  return token === undefined || !(named[2] ?? '').startsWith(token) ? null : { token, marked: true }
}

/** "Order:" and in the next cell "#118". */
function beside(page: Page, line: Line): { token: string; marked: boolean } | null {
  const label = page.lines[line.index - 1]
  const token = /^[#№]\s?([A-Z]{0,6}[-_]?\d[A-Z\d\-_/]*)$/.exec(line.plain)?.[1]
  return token === undefined || label === undefined || !order.is(label.folded.replace(/[\s:：]+$/u, '')) || !usable(token) ? null : { token, marked: true }
}

/** The token after the label, or just before it where the language says it so. */
function nearest(plain: string, folded: string, at: number): string | null {
  const all = tokens(plain, true)
  // Folding shortens the text, so places are compared by the tokens before the label.
  const before = tokens(folded.slice(0, at), true).length
  const after = all[before]
  if (after !== undefined) {
    const position = folded.indexOf(fold(after.token), at)
    if (position >= 0 && position - at < 60) return after.token
  }
  const last = all[before - 1]
  if (last !== undefined) {
    const position = folded.lastIndexOf(fold(last.token), at)
    if (position >= 0 && at - position - last.token.length < 6) return last.token
  }
  return null
}

/** The groups that belong to a number, where one element holds them all. */
function wholeOf(line: Line, token: string | null): string | null {
  if (token === null) return null
  const part = line.parts.find(({ text }) => plainDigits(text).trim().replace(/^#\s?/, '').startsWith(token))
  const whole = part === undefined || line.parts.length < 2 ? null : grouped(plainDigits(part.text))
  return whole === 'card' ? null : (whole ?? token)
}

function urlPieces(url: string): string[] {
  if (url.length > 2_000 || !/\d/.test(url)) return []
  return url
    .split(/[/?&#=]/)
    .slice(0, 40)
    .filter((piece) => piece.length >= 2 && piece.length <= 40)
    .map((piece) => piece.toUpperCase())
}
