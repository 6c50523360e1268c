/** Reads a page by a recipe. Every value passes the same checks as the general signals' before it is believed. */
import { cleanText, fold, plainDigits } from '../clean.ts'
import { isCurrency } from '../currency.ts'
import { parseDate } from '../dates.ts'
import { parseMoney, type Money } from '../money.ts'
import { tokens } from '../numbers.ts'
import { recipeSignal, type Find, type InAddress, type Place, type Recipe, type RecipeProof, type Rows } from './index.ts'
import { textOf } from './text.ts'
import { JOIN } from '../text.ts'
import { AMOUNTS, type Amount, type Candidates, type Item, type Notation, type PageSource, type Proof } from '../types.ts'
import { cleanUrl } from '../url.ts'

const MAX_ROWS = 300
/** A page may print one value for wide and narrow screens; more elements than this are something else. */
const MAX_SAME = 8
/** Amounts of which an order may have several, and all of the same height: two taxes of 2.00 are not a tax of 2.00. */
const SUMMANDS: readonly Amount[] = ['shipping', 'tax', 'discount']
const SPLIT = new RegExp(`\\p{N}[.,]?${JOIN}[.,]?\\p{N}`, 'u')

export function readRecipe(recipe: Recipe, source: PageSource, notation: Notation): Candidates {
  if (!applies(recipe, source)) return {}
  const signal = recipeSignal(recipe)
  const proofs = recipe.proofs.filter((proof) => holds(proof, source)).map(({ says, confidence }): Proof => ({ says, confidence, signal }))
  const failed = proofs.filter((proof) => proof.says === 'failed')
  if (failed.length > 0) return { proofs: failed }
  if (proofs.length === 0) return {}

  const found: Candidates = { proofs }
  const { orderNumber, orderDate, currency, vendorName } = recipe.fields
  const number = first(orderNumber, source, numberIn)
  if (number !== null) found.orderNumber = [{ ...number, signal }]
  const date = first(orderDate, source, (text) => parseDate(text, notation.hints, notation.now))
  if (date !== null) found.orderDate = [{ ...date, signal }]
  const code = first(currency, source, (text) => (isCurrency(text) ? text : null))
  if (code !== null) found.currency = [{ ...code, signal }]
  const vendor = first(vendorName, source, (text) => cleanText(text, 80))
  if (vendor !== null) found.vendorName = [{ ...vendor, signal }]
  for (const field of AMOUNTS) {
    const most = SUMMANDS.includes(field) ? 1 : MAX_SAME
    const money = first(recipe.fields[field], source, (text, plain) => amountIn(text, plain, notation, field === 'discount'), most)
    if (money === null) continue
    found[field] = [{ value: money.value.amount, confidence: money.confidence, signal }]
    if (field === 'total' && money.value.currency !== null) found.currency ??= [{ value: money.value.currency, confidence: money.confidence, signal }]
  }
  for (const rows of recipe.items) {
    const goods = readRows(rows, source, notation)
    if (goods === null) continue
    found.items = [{ value: goods.items, confidence: rows.confidence, signal }]
    if (goods.seller !== null) found.seller = [{ value: goods.seller, confidence: rows.confidence, signal }]
    break
  }
  return found
}

function applies({ applies: { at, host, url } }: Recipe, source: PageSource): boolean {
  if (host !== undefined && !host.test(hostOf(source.url))) return false
  return holds({ ...(at === undefined ? {} : { at }), ...(url === undefined ? {} : { url }) }, source)
}

function holds({ at, url }: Pick<RecipeProof, 'at' | 'url'>, source: PageSource): boolean {
  return (url === undefined || url.test(source.url)) && (at === undefined || source.document.querySelector(at) !== null)
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

/** The first place that gives a value. `plain` tells an attribute from printed text. */
function first<T>(finds: readonly Find[] | undefined, source: PageSource, parse: (text: string, plain: boolean) => T | null, most = MAX_SAME): { value: T; confidence: number } | null {
  for (const find of finds ?? []) {
    const text = 'url' in find ? inAddress(find, source.url) : textAt(source.document, find, most)
    const value = text === null ? null : parse(text, 'attribute' in find)
    if (value !== null) return { value, confidence: find.confidence }
  }
  return null
}

function inRow<T>(row: Element, places: readonly Place[] | undefined, parse: (text: string, plain: boolean) => T | null): T | null {
  for (const place of places ?? []) {
    const text = textAt(row, place)
    const value = text === null ? null : parse(text, 'attribute' in place)
    if (value !== null) return value
  }
  return null
}

function inAddress({ url, says }: InAddress, address: string): string | null {
  const match = url.exec(address)
  return match === null ? null : (says ?? match[1] ?? null)
}

function textAt(root: ParentNode, { at, attribute, own, match }: Place, most = MAX_SAME): string | null {
  const elements = root.querySelectorAll(at)
  if (elements.length === 0 || elements.length > most) return null
  const texts = new Set<string>()
  for (const element of elements) {
    const text = attribute === undefined ? textOf(element, own === true) : (element.getAttribute(attribute) ?? '').slice(0, 600).trim()
    const part = match === undefined ? text : (match.exec(text)?.[1]?.trim() ?? '')
    if (part !== '') texts.add(part)
  }
  const [only] = texts
  return texts.size === 1 && only !== undefined ? only : null
}

/** The one thing in the text that can be an order's number. */
function numberIn(text: string): string | null {
  const found = new Set(tokens(plainDigits(text), true).map(({ token }) => token))
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

function amountIn(text: string, plain: boolean, { hints }: Notation, signless = false): Money | null {
  if (plain) return /^\d{1,12}(\.\d{1,4})?$/.test(text) ? { amount: text, currency: null, negative: false } : null
  // Two numbers, or one in pieces: nobody knows.
  if (SPLIT.test(text)) return null
  const money = parseMoney(text, hints)
  return money === null || (money.negative && !signless) ? null : money
}

/** "2", "× 2", "2 x", "Qty: 2": one whole number. Half a metre is not one piece. */
function quantityIn(text: string): number | null {
  const times = /[x×✕✖]\D{0,4}(\d{1,4})(?![\d.,])|(?<![\d.,])(\d{1,4})\s?[x×✕✖]/iu.exec(plainDigits(text))
  const plain = /^\D*(\d{1,4})(?:[.,]0{1,4})?(?![\d.,])\D*$/u.exec(plainDigits(text))
  const number = Number(times?.[1] ?? times?.[2] ?? plain?.[1])
  return Number.isInteger(number) && number > 0 ? number : null
}

function readRows(rule: Rows, source: PageSource, notation: Notation): { items: Item[]; seller: string | null } | null {
  const rows = [...source.document.querySelectorAll(rule.rows)]
  // Rows inside rows would count goods twice, and cost the square of the page.
  if (rows.length === 0 || rows.length > MAX_ROWS || rows.some((row, index) => rows[index + 1] !== undefined && row.contains(rows[index + 1] as Element))) return null
  const items: Item[] = []
  const sellers = new Set<string | null>()
  let seller: string | null = null
  for (const row of rows) {
    const name = inRow(row, rule.name, (text) => cleanText(text, 300))
    if (name === null) return null
    items.push({
      name,
      quantity: inRow(row, rule.quantity, quantityIn) ?? (isPrinted(row, rule.quantity) ? null : (rule.unprinted ?? null)),
      unitPrice: inRow(row, rule.unitPrice, (text, plain) => amountIn(text, plain, notation))?.amount ?? null,
      total: inRow(row, rule.total, (text, plain) => amountIn(text, plain, notation))?.amount ?? null,
      sku: inRow(row, rule.sku, (text) => cleanText(text, 80)),
      url: inRow(row, rule.url, (text) => cleanUrl(text, source.url)),
      gtin: null,
    })
    seller = inRow(row, rule.seller, (text) => cleanText(text, 80))
    sellers.add(seller === null ? null : fold(seller))
  }
  if (rule.count !== undefined && !adds(items, textAt(source.document, rule.count))) return null
  return { items, seller: sellers.size === 1 ? seller : null }
}

const isPrinted = (row: Element, places: readonly Place[] | undefined): boolean => (places ?? []).some(({ at }) => row.querySelector(at) !== null)

function adds(items: Item[], printed: string | null): boolean {
  return printed !== null && items.reduce((sum, item) => sum + (item.quantity ?? Number.NaN), 0) === quantityIn(printed)
}
