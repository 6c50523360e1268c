/** Finds what a page says of terms: links to documents, and sentences by which a person agrees to them. */
import { cleanText } from '../../capture/clean.ts'
import { metaContent } from '../../capture/text.ts'
import { TERMS_TYPES, type Agreeing, type FoundTerms, type Place, type TermsLink, type TermsType } from '../types.ts'
import { addressOf, around, elementsOf, nameOf, textOf } from './elements.ts'
import { isForeign, isOwn } from './foreign.ts'
import { isVague } from './lexicon.ts'
import { Regions } from './places.ts'
import { formsOf, type Sentence } from './sentences.ts'
import { LONGEST, namesDocument, typeFrom } from './type-of.ts'

export { isTermsUrl } from './gate-url.ts'
export { typeOf } from './type-of.ts'

const BEST: readonly Place[] = ['acceptance', 'submit', 'footer', 'page']
const MOST_LINKS = 40
const MOST_CANDIDATES = 400
const MOST_TEXT = 200
const MOST_WORDING_LINKS = 12
/** Milliseconds of the page's own time; what was found by then is what there is. */
const TIME = 200
/** Links that are read however slow the device is: more than almost any page has. */
const FREE = 2_500

interface Seen {
  readonly element: Element
  readonly url: URL
  readonly text: string
  readonly vague: boolean
  /** The type where documents are listed, and anywhere. */
  readonly listed: TermsType | null
  readonly open: TermsType | null
}

export function findTerms(document: Document, url: string, clock: () => number = () => performance.now()): Omit<FoundTerms, 'gpc'> {
  const end = clock() + TIME
  const base = baseOf(document, url)
  const elements = elementsOf(document)
  let asked = 0
  const seen = candidates(elements.links, base, url, () => ++asked > FREE && clock() > end)
  const regions = new Regions()
  const { sentences, near } = formsOf(elements, seen.map(({ element }) => element), regions)
  const found = new Map<string, TermsLink>()
  const home = hostOf(url)
  for (const link of seen) {
    const sentence = sentences.find(({ element }) => element.contains(link.element))
    const place = sentence === undefined ? placeOf(link, regions, near) : 'acceptance'
    const type = typeAt(link, place, sentence, seen, regions, home)
    if (type !== null) keep(found, type, link, place)
  }
  const links = [...found.values()].sort((a, b) => BEST.indexOf(a.place) - BEST.indexOf(b.place) || TERMS_TYPES.indexOf(a.type) - TERMS_TYPES.indexOf(b.type))
  const agreeing: Agreeing[] = sentences.map(({ element, wording, act }) => ({ wording, act, urls: addressesIn(element, base) }))
  return { links: links.slice(0, MOST_LINKS), agreeing, language: languageOf(document) }
}

/** All of them: in a language that no list has, the sentence is known by other words than its links. */
function addressesIn(sentence: Element, base: string): string[] {
  const links = [...sentence.querySelectorAll('a, area, button, [role=link]')].slice(0, MOST_WORDING_LINKS)
  return [...new Set(links.map((link) => addressOf(link, base)).filter((url) => url !== null).map((url) => plain(url).href))]
}

/** Links that may lead to a document, by their words and address alone. */
function candidates(links: readonly Element[], base: string, url: string, late: () => boolean): Seen[] {
  const home = hostOf(url)
  const here = lastSegment(url)
  const seen: Seen[] = []
  // Backwards: footers and buttons are at the end, and time may run out.
  for (let at = links.length - 1; at >= 0 && seen.length < MOST_CANDIDATES && !late(); at--) {
    const element = links[at] as Element
    const text = nameOf(element, MOST_TEXT)
    // A link is called by a name and not by a paragraph; most of a shop's links are goods.
    if (text.length > LONGEST) continue
    const target = addressOf(element, base)
    if (target === null || isForeign(target.hostname, home)) continue
    const address = plain(target)
    const vague = isVague(text)
    const listed = typeFrom(text, address.href, true, null)
    if (listed === null && !vague) continue
    const open = listed === null ? null : typeFrom(text, address.href, false, null)
    // The page itself in another language.
    if (open !== null && here !== '' && lastSegment(address.href) === here && !namesDocument(text) && !vague) continue
    seen.push({ element, url: address, text, vague, listed, open })
  }
  return seen.reverse()
}

function placeOf(link: Seen, regions: Regions, near: ReadonlySet<Element>): Place {
  const region = regions.of(link.element)
  if (region === 'footer') return 'footer'
  return region !== 'banner' && isNear(link.element, near) ? 'submit' : 'page'
}

function typeAt(link: Seen, place: Place, sentence: Sentence | undefined, seen: readonly Seen[], regions: Regions, home: string): TermsType | null {
  if (sentence !== undefined) return link.vague ? typeFrom(link.text, link.url.href, true, before(sentence.element, link.element)) : link.listed
  if (place !== 'page') return link.listed
  // Texts speak of other companies' documents too.
  if (!isOwn(link.url.hostname, home)) return null
  if (link.open !== null || link.listed === null) return link.open
  const region = regions.of(link.element)
  return (region === 'banner' && link.vague) || (region === 'main' && keepsCompany(link, seen)) ? link.listed : null
}

/** Once a document, where it stands best. */
function keep(found: Map<string, TermsLink>, type: TermsType, { url, text }: Seen, place: Place): void {
  const key = `${type} ${url.href.replace(/\/$/, '')}`
  const known = found.get(key)
  if (known !== undefined && BEST.indexOf(place) >= BEST.indexOf(known.place)) return
  found.set(key, { type, url: url.href, text: cleanText(text, MOST_TEXT) ?? known?.text ?? '', place })
}

/** What the sentence says up to the link; where that is nothing, all of it. */
function before(sentence: Element, link: Element): string {
  const said = textOf(sentence, 900, link)
  return said.length > 12 ? said : textOf(sentence, 900)
}

function isNear(element: Element, near: ReadonlySet<Element>): boolean {
  for (const up of around(element)) if (near.has(up)) return true
  return false
}

const STEPS = 3
const MOST_LISTED = 12
const MOST_COMPANY = 30

/** Stands in a list with documents that are named in full: such lists are kept for nothing else. */
function keepsCompany(link: Seen, seen: readonly Seen[]): boolean {
  let steps = 0
  for (const up of around(link.element)) {
    if (up === link.element) continue
    if (++steps > STEPS || up.tagName === 'BODY' || up.tagName === 'MAIN') return false
    const others = seen.filter((other) => other.url.href !== link.url.href && other.listed !== null && up.contains(other.element))
    if (others.length > MOST_LISTED) return false
    if (others.some(({ open }) => open !== null)) return up.getElementsByTagName('a').length <= MOST_COMPANY
  }
  return false
}

const TRACKING = /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|_gl|phpsessid|jsessionid|sid|xtcsid|zenid|oscsid|osCsid|session_?id|ref_?)$/i

/** Without what only says who came from where. */
function plain(url: URL): URL {
  if (url.search !== '') for (const key of [...url.searchParams.keys()]) if (TRACKING.test(key)) url.searchParams.delete(key)
  url.pathname = url.pathname.replace(/;jsessionid=[^/]*/i, '')
  return url
}

function baseOf(document: Document, url: string): string {
  const written = document.querySelector('base[href]')?.getAttribute('href') ?? ''
  try {
    return written === '' ? url : new URL(written.slice(0, 2_000), url).href
  } catch {
    return url
  }
}

function lastSegment(url: string): string {
  try {
    return new URL(url).pathname.split('/').filter((segment) => segment !== '').pop() ?? ''
  } catch {
    return ''
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

function languageOf(document: Document): string | null {
  const root = document.documentElement
  const said = root?.getAttribute('lang') || root?.getAttribute('xml:lang') || metaContent(document, 'property', 'og:locale') || contentLanguage(document)
  const tag = (said ?? '').trim().slice(0, 35).replace(/_/g, '-')
  try {
    return tag === '' ? null : (Intl.getCanonicalLocales(tag)[0] ?? null)
  } catch {
    return null
  }
}

function contentLanguage(document: Document): string | null {
  for (const meta of document.getElementsByTagName('meta')) if (meta.getAttribute('http-equiv')?.toLowerCase() === 'content-language') return (meta.getAttribute('content') ?? '').split(',')[0] ?? null
  return null
}
