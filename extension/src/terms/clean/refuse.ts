/**
 * Why a page is no text of terms. Walls, faults and forms are short pages that say so; whatever else is no policy neither calls itself one nor
 * speaks like one. A page that was linked as a policy has that much for it; one that nobody named has more to show.
 */
import { fold } from '../../capture/clean.ts'
import { readName } from '../find/naming.ts'
import { typeOf } from '../find/type-of.ts'
import type { Refusal, TermsType } from '../types.ts'
import type { Core } from './core.ts'
import { legalIn } from './law.ts'
import { lineOf, SITE } from './naming.ts'
import type { Part } from './tree.ts'
import { CONSENT, FAULT, LOG_IN, ROBOT } from './words.ts'

interface Page {
  readonly document: Document
  readonly about: { readonly url: string; readonly requested: string; readonly type: TermsType | null }
  readonly body: Part
  readonly core: Core
  readonly title: string | null
  readonly markdown: string
}

/** Characters of a page that is only a wall, a fault or a form; a page of terms is longer, or calls itself terms. */
const SHORT = 3_000
const SHORT_PROSE = 1_500
/** A text of terms that is shorter is one whose page did not load; of some kinds a few lines are enough. */
const LEAST = 300
const LEAST_BRIEF = 100
const BRIEF = new Set<TermsType | null>(['Imprint', 'Returns Policy', 'Shipping Policy', 'Payment Terms', 'Seller Warranty'])
const LEAST_PROSE = 120
/** Languages whose words of the law are known. */
const KNOWN = new Set('en de fr es it nl pt pl sv da nb nn no fi cs sk hu ro tr ru uk bg el et lt lv sl hr sr bs vi he ar ja zh ko th id'.split(' '))
const CHALLENGE = 'script[src*="captcha-delivery.com"],iframe[src*="captcha-delivery.com"],iframe[src*="_Incapsula_"],script[src*="_Incapsula_"],script[src*="challenges.cloudflare.com"],script[src*="/cdn-cgi/challenge-platform/h/"],#challenge-form,#challenge-running,#cf-wrapper .cf-error-details,#px-captcha,[class*="px-captcha"],script[src*="hcaptcha.com"],script[src*="recaptcha/api"],script[src*="geetest"],script[src*="arkoselabs"],script[src*="awswaf"],script[src*="/_sec/cp_challenge"],script[src*="ddos-guard"],script[src*="queue-it"]'
const TO_CART = '[class*="add-to-cart" i],[class*="addtocart" i],[class*="add_to_cart" i],[id*="add-to-cart" i],[id*="addtocart" i],[id*="add_to_cart" i],[name*="add-to-cart" i]'
const LONGEST_NAME = 140
const PRICE = /[$€£¥₩₽₹]\s?\d|\d\s?(?:[$€£¥₩₽₹]|EUR|USD|GBP|CHF|kr|zł|Kč|Ft|lei|TL|円|元|원)/g
const STATUS = /^(?:error |http |status |fehler |erreur )?[45]\d\d\b/

/** Null: it reads like terms. */
export function refusalOf(page: Page): Refusal | null {
  const { about, document, body, core, title } = page
  const prose = core.parts.reduce((sum, part) => sum + part.prose, 0)
  const named = [title ?? '', ...document.title.slice(0, 300).split(SITE)].some((text) => names(text.trim(), about.type))
  const short = body.chars < SHORT || prose < SHORT_PROSE
  return (short ? wall(page, prose, named) : null) ?? elsewhere(page, prose, named) ?? (tooLittle(page, prose, named) ? 'empty' : null) ?? (readsLikeTerms(page, prose, named) ? null : 'not-a-policy')
}

/** "Returns" names a document where one was linked as that; "returns policy" does anywhere. */
function names(text: string, type: TermsType | null): boolean {
  if (text.length > LONGEST_NAME) return false
  const { types, clear, other, offer, strange } = readName(text)
  return !other && !offer && strange <= 3 && (clear ? types.length > 0 : type !== null && types.includes(type))
}

function wall({ document, body, title }: Page, prose: number, named: boolean): Refusal | null {
  const heading = fold(title ?? '')
  const titles = `${heading} | ${fold(document.title.slice(0, 300))}`
  const asked = named && prose >= LEAST
  const text = body.chars < SHORT ? fold(lineOf(body)) : ''
  const walls = new Set(text.match(new RegExp(said(ROBOT), 'g')) ?? []).size
  const challenged = document.querySelector(CHALLENGE) !== null
  if (!asked && body.chars < SHORT && (said(ROBOT).test(titles) || walls > 1 || (challenged && (walls > 0 || prose < LEAST)))) return 'bot-wall'
  if (!named && prose < SHORT_PROSE && (said(FAULT).test(titles) || STATUS.test(heading) || STATUS.test(fold(document.title)))) return 'error-page'
  const password = body.secrets > 0
  if (!asked && prose < SHORT_PROSE && ((password && !named) || (password && prose < LEAST) || (!named && body.fields > 0 && prose < LEAST && said(LOG_IN).test(heading)))) return 'log-in'
  if (!asked && body.chars < SHORT && body.buttons > 0 && (said(CONSENT).test(titles) || consenting(body))) return 'consent-wall'
  return null
}

/** All there is to read is a banner. */
function consenting(body: Part): boolean {
  let held = 0
  const queue: Part[] = [body]
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (part.furniture === 'consent') held = Math.max(held, part.chars)
    else for (const child of part.children) if (typeof child !== 'string' && child.chars > held) queue.push(child)
  }
  return held > 0.6 * body.chars
}

/** The home page, in place of what was asked for. */
function elsewhere({ document, about }: Page, prose: number, named: boolean): Refusal | null {
  if (named || isHome(about.requested)) return null
  if (isHome(about.url)) return 'home-page'
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? ''
  return prose < SHORT_PROSE && /^https?:/.test(canonical) && isHome(canonical) ? 'home-page' : null
}

/** The root, or that of a language or a country. */
function isHome(url: string): boolean {
  try {
    const { pathname, search } = new URL(url)
    return search.length < 2 && /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?){0,2}(?:(?:index|home|default|start)(?:\.\w+)?)?\/?$/i.test(pathname)
  } catch {
    return false
  }
}

function tooLittle({ about, core }: Page, prose: number, named: boolean): boolean {
  const length = core.parts.reduce((sum, part) => sum + part.chars, 0)
  if (BRIEF.has(about.type)) return length < LEAST_BRIEF || (length < LEAST && prose === 0 && !named)
  return length < LEAST
}

function readsLikeTerms(page: Page, prose: number, named: boolean): boolean {
  const { markdown, about, core } = page
  const chars = core.parts.reduce((sum, part) => sum + part.chars, 0)
  if (prose < LEAST_PROSE && !named && about.type !== 'Imprint') return false
  return evidence(page, chars, prose, named) >= (about.type === null && !named ? 6 : 4) && markdown !== ''
}

function evidence({ document, about, markdown }: Page, chars: number, prose: number, named: boolean): number {
  const { density, subjects, words } = legalIn(markdown.replace(/\]\([^)\s]*\)/g, ']'))
  const share = prose / Math.max(1, chars)
  let found = named ? 3 : 0
  if (typeOf('', about.url, 'footer') !== null) found += 1
  found += density >= 50 ? 3 : density >= 35 ? 2 : density >= 25 ? 1 : 0
  if (subjects >= 4) found += 1
  if (share >= 0.6) found += 1
  if (share >= 0.7 && prose >= 3_000) found += 1
  const language = document.documentElement.getAttribute('lang')?.slice(0, 2).toLowerCase() ?? ''
  if (density < 15 && words > 30 && language !== '' && !KNOWN.has(language)) found += 2
  const prices = markdown.slice(0, 12_000).match(PRICE)?.length ?? 0
  if (!named && prices > 3 && 1000 * prices > 12 * words) found -= 2
  if (!named && document.querySelector(TO_CART) !== null) found -= 2
  if (sells(document)) found -= 4
  if (tells(document)) found -= 2
  return found
}

/** The page says that it is a product's. */
function sells(document: Document): boolean {
  if (/product/i.test(document.querySelector('meta[property="og:type"]')?.getAttribute('content') ?? '')) return true
  return document.querySelector('[itemtype*="schema.org/Product" i],[typeof~="Product"],[typeof~="schema:Product"]') !== null || structured(document, /"@type"\s*:\s*(?:\[\s*)?"(?:Product|ProductGroup|IndividualProduct|Book|Offer)"/)
}

function tells(document: Document): boolean {
  return structured(document, /"@type"\s*:\s*(?:\[\s*)?"(?:NewsArticle|ReportageNewsArticle|BlogPosting|Recipe|Review|VideoObject|Event)"/)
}

function structured(document: Document, type: RegExp): boolean {
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) if (type.test((script.textContent ?? '').slice(0, 200_000))) return true
  return false
}

const patterns = new Map<string, RegExp>()

/** The folded phrases as one pattern. */
function said(phrases: string): RegExp {
  let pattern = patterns.get(phrases)
  if (pattern === undefined) {
    const all = phrases.split(/[|\n]+/).map((phrase) => fold(phrase)).filter((phrase) => phrase !== '')
    pattern = new RegExp(all.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'))
    patterns.set(phrases, pattern)
  }
  return pattern
}
