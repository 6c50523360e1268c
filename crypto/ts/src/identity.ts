// What makes two sightings one record: vendors, natural keys, and the ids made from them (SPEC.md, *identity*).
import { type Document, type Json, pageSaid } from './document.ts'
import { type Bytes, compareBytes, digest, frame, keyedHash, toHex, toUtf8 } from './encoding.ts'
import type { Epoch } from './epoch.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'
import { numberOf } from './orders.ts'
import { MOST_MS } from './stamp.ts'

/** SPEC.md's list, as the inside of a regular expression's class; `\s` has U+FEFF as well. */
export const WHITE_SPACE =
  '\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const DROPPED = new RegExp(`[#${WHITE_SPACE}]`, 'g')

/** Without spaces and `#`, ASCII letters upper case; refused (`empty`) if nothing is left. */
export function normalOrderNumber(number: string): string {
  const normal = number.replace(DROPPED, '').replace(/[a-z]/g, (letter) => letter.toUpperCase())
  if (normal === '') throw new Refused('empty', 'an order number needs at least one character')
  return normal
}

export type NaturalKey = readonly string[]

export const vendorKey = (vendor: string): NaturalKey => ['domain', vendor]
export const orderKey = (vendor: string, number: string): NaturalKey => ['number', vendor, normalOrderNumber(number)]
/** An item by its name and how many of it; null: unknown. */
export interface Goods {
  readonly name: string
  readonly quantity: number | null
}

/** An order without a number as a page showed it at `at`, ms since 1970; no items: unknown. */
export interface Unnumbered {
  readonly vendor: string
  readonly at: number
  readonly total: string
  readonly currency: string | null
  readonly items: readonly Goods[]
}

const AMOUNT = /^(-?)(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,8}))?$/
const CURRENCY = /^[A-Z]{3}$/
const MOST_OF_ONE = 1_000_000

/** Refused: `time`, `amount`, `currency`, `quantity`. */
export function unnumberedKey({ vendor, at, total, currency, items }: Unnumbered): NaturalKey {
  if (!Number.isSafeInteger(at) || at < 0 || at >= MOST_MS) throw new Refused('time', 'not a time from 1970 to 2248')
  const amount = normalAmount(total)
  if (currency !== null && !CURRENCY.test(currency)) throw new Refused('currency', 'a currency is three capital letters')
  const day = new Date(at).toISOString().slice(0, 10)
  return ['unnumbered', vendor, day, currency === null ? amount : `${amount} ${currency}`, itemsDigest(items)]
}

/** A decimal string in its one spelling, `12.5` for `12.50`; refused (`amount`) if it is none. */
export function normalAmount(amount: string): string {
  const [, sign, whole, digits = ''] = AMOUNT.exec(amount) ?? []
  if (whole === undefined) throw new Refused('amount', 'an amount looks like 49.97')
  const fraction = digits.replace(/0+$/, '')
  const normal = fraction === '' ? whole : `${whole}.${fraction}`
  return normal === '0' ? normal : `${sign}${normal}`
}

function itemsDigest(items: readonly Goods[]): string {
  if (items.length === 0) return ''
  const pairs = items.map(({ name, quantity }) => [toUtf8(name), toUtf8(quantityText(quantity))] as const)
  pairs.sort(([a, m], [b, n]) => compareBytes(a, b) || compareBytes(m, n))
  return toHex(digest(labels.ITEMS, ...pairs.flat()).subarray(0, 16))
}

function quantityText(quantity: number | null): string {
  if (quantity === null) return ''
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MOST_OF_ONE)
    throw new Refused('quantity', `a quantity is from 1 to ${MOST_OF_ONE}`)
  return String(quantity)
}

export const deviceKey = (device: Bytes): NaturalKey => ['device', toHex(device)]

/** A document at one address in one language, null: unknown; `part` counts the records that a long one takes. */
export function termsKey(vendor: string, url: string, language: string | null, part = 0): NaturalKey {
  return ['terms', vendor, url, language === null ? 'und' : language.replace(/[A-Z]/g, (letter) => letter.toLowerCase()), String(part)]
}

/** The texts of all documents, in as many records as they take. */
export const textsKey = (part: number): NaturalKey => ['texts', String(part)]

/** By the record id of its order, in hex. */
export const acceptanceKey = (order: string): NaturalKey => ['acceptance', order]

/** Null: the person's standing choice. */
export const agreementKey = (vendor: string | null): NaturalKey => ['agreement', vendor ?? '']

/** SHA-256 in hex. */
export const attachmentKey = (sha256: string): NaturalKey => ['sha-256', sha256]

/** The natural key of a captured record, by what pages said; null for a record that has none, or not enough to tell. */
export function naturalKeyOf(document: Document): NaturalKey | null {
  const text = (name: string): string | null => {
    const said = pageSaid(document, name)
    return typeof said === 'string' ? said : null
  }
  const vendor = text('vendor')
  switch (document.type) {
    case 'Vendor': {
      const domain = text('domain')
      return domain === null ? null : vendorKey(domain)
    }
    case 'Order': {
      if (vendor === null) return null
      const number = numberOf(document)
      return number === null ? unnumberedOf(document, vendor) : orderKey(vendor, number)
    }
    case 'TermsDocument': {
      const [url, part] = [text('url'), pageSaid(document, 'part') ?? 0]
      return vendor === null || url === null || typeof part !== 'number' || part < 0 ? null : termsKey(vendor, url, text('language'), part)
    }
    case 'Acceptance': {
      const order = text('order')
      return order === null ? null : acceptanceKey(order)
    }
    default:
      return null
  }
}

/** Ms since 1970; null for what is no moment of the calendar: engines make another day of a 30 February, or of the hour 24. */
function momentOf(said: Json | undefined): number | null {
  if (typeof said !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(said)) return null
  const at = Date.parse(said)
  return !Number.isNaN(at) && new Date(at).toISOString() === said.replace('Z', '.000Z') ? at : null
}

/** Null where a value is not as the record model has it. */
function unnumberedOf(document: Document, vendor: string): NaturalKey | null {
  const [created, total, currency] = ['created', 'total', 'currency'].map((name) => pageSaid(document, name))
  const items = goodsOf(pageSaid(document, 'items'))
  const at = momentOf(created)
  if (at === null || typeof total !== 'string' || items === null) return null
  if (currency !== null && typeof currency !== 'string') return null
  try {
    return unnumberedKey({ vendor, at, total, currency: currency ?? null, items })
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/** Null: not a list of items; nothing said is an empty one. */
function goodsOf(said: Json): Goods[] | null {
  if (said === null) return []
  if (!Array.isArray(said)) return null
  const goods: Goods[] = []
  for (const item of said as readonly Json[]) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return null
    const { name, quantity = null } = item as { readonly name?: Json; readonly quantity?: Json }
    if (typeof name !== 'string' || (quantity !== null && typeof quantity !== 'number')) return null
    goods.push({ name, quantity })
  }
  return goods
}

/** The 16-byte id of a captured record: keyed, so that nobody outside the epoch can confirm a guess. */
export const recordId = (epoch: Epoch, type: string, key: NaturalKey): Bytes =>
  keyedHash(epoch.idKey, frame(labels.RECORD, ...[type, ...key].map((part) => toUtf8(part))), 16)

/** What is left of a natural key once its record was purged: the name of a field `key/<digest>`, 32 hex digits. */
export const naturalKeyDigest = (type: string, key: NaturalKey): string =>
  toHex(digest(labels.NATURAL_KEY, ...[type, ...key].map((part) => toUtf8(part)))).slice(0, 32)

/** The element of `source/<id>` that a page's cleaned address has on every device: 16 hex digits. */
export const sourceId = (address: string): string => toHex(digest(labels.SOURCE, toUtf8(address)).subarray(0, 8))

/** The public suffix list: rules in punycode and lower case, `*.` and `!` as the list has them. */
export type Suffixes = ReadonlySet<string>

const AUTHORITY = /^(https?):\/\/([^/?#\\]+)/i
const HOST_PORT = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::([0-9]{0,5}))?$/i
const LABELS = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/
const NUMERIC_END = /(^|\.)([0-9]+|0x[0-9a-f]*)$/
const QUAD = /^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(?!$)|$)){4}$/
const DEFAULT_PORT: Readonly<Record<string, number>> = { http: 80, https: 443 }

/**
 * The vendor that a page's URL belongs to; refused (`url`) if it is not an http(s) URL in the spelling `location.href` has.
 *
 * Parsed here and not by `new URL`, because Python must come to the same vendor and no parser there repairs URLs as browsers do.
 */
export function vendorOf(url: string, suffixes: Suffixes): string {
  const [, scheme, authority] = AUTHORITY.exec(url) ?? []
  const [, typed, digits] = HOST_PORT.exec(authority?.slice(authority.lastIndexOf('@') + 1) ?? '') ?? []
  if (!scheme || !typed) throw new Refused('url', 'not the address of a web page')
  const number = digits ? Number(digits) : DEFAULT_PORT[scheme.toLowerCase()]
  if (number === undefined || number > 65_535) throw new Refused('url', 'no such port')
  const port = number === DEFAULT_PORT[scheme.toLowerCase()] ? '' : `:${number}`
  if (typed.startsWith('[')) return shortIpv6(typed) + port
  const host = asciiHost(typed)
  if (NUMERIC_END.test(host)) {
    if (!QUAD.test(host)) throw new Refused('url', 'not an IPv4 address as browsers write it')
    return host + port
  }
  return registrable(host, suffixes) ?? host + port
}

function asciiHost(typed: string): string {
  const lower = typed.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const host = lower.endsWith('.') ? lower.slice(0, -1) : lower
  if (!LABELS.test(host)) throw new Refused('url', "not a host's name as browsers write it")
  return host
}

/** In its short form, by the platform. */
function shortIpv6(typed: string): string {
  try {
    return new URL(`http://${typed}`).hostname
  } catch (error) {
    throw new Refused('url', 'not an IPv6 address', { cause: error })
  }
}

/** The label before the longest matching rule and that rule; null for a public suffix, a single label among them. */
function registrable(host: string, suffixes: Suffixes): string | null {
  const labels = host.split('.')
  const from = (at: number): string => labels.slice(at).join('.')
  let suffix = labels.length - 1
  for (let at = 0; at < labels.length; at++) {
    if (suffixes.has(`!${from(at)}`)) {
      suffix = at + 1
      break
    }
    if (suffixes.has(from(at)) || (at + 1 < labels.length && suffixes.has(`*.${from(at + 1)}`))) {
      suffix = at
      break
    }
  }
  return suffix === 0 ? null : from(suffix - 1)
}
