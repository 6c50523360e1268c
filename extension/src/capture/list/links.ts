/** Where a row of a list leads, and which goods it shows. */
import { cleanText, fold } from '../clean.ts'
import { urlKind } from '../gate.ts'
import { nameOf } from '../rows.ts'
import type { Line } from '../text.ts'
import type { Item } from '../types.ts'
import { cleanUrl } from '../url.ts'

const MAX_LINKS = 60
const MAX_ITEMS = 30
const OTHER_DEED = /(invoice|receipt|print|pdf|download|cancel|re-?order|buy-?again|return|refund|track|shipment|review|feedback|payment|[/_-]pay([/_?-]|$)|support|contact|message|archive|rechnung|facture|factura|fattura|faktur|storno|retour)/i

/** A part of an order's address in whatever software. */
const ORDER_PATH = /(order|bestell|commande|pedido|encomenda|ordin[ei]|zamow|objedn|tilau|rendel|comand|siparis|zakaz|purchase)[^?]*\d/i

/** The page and its subdomains; a link elsewhere is somebody else's word. */
function onSite(url: URL, base: string): boolean {
  const [here, there] = [new URL(base).hostname, url.hostname].map((host) => host.replace(/^www\./, '')) as [string, string]
  return here === there || here.endsWith(`.${there}`) || there.endsWith(`.${here}`)
}

function linksOf(element: Element, lines: Line[]): Element[] {
  const found = new Set<Element>([...element.querySelectorAll('a[href]')].slice(0, MAX_LINKS))
  if (element.tagName.toUpperCase() === 'A') found.add(element)
  for (const line of lines) for (const part of line.parts) {
    const anchor = part.element.closest('a[href]')
    if (anchor !== null && found.size < MAX_LINKS) found.add(anchor)
  }
  return [...found]
}

/** The order's own page, or null where none is linked or its address does not survive cleaning. */
export function orderUrl(element: Element, lines: Line[], number: string, base: string): string | null {
  let best: { url: URL; score: number } | null = null
  const key = number.toUpperCase()
  for (const anchor of linksOf(element, lines)) {
    const href = anchor.getAttribute('href') ?? ''
    if (href === '' || href.startsWith('#') || href.length > 1_000) continue
    let url: URL
    try {
      url = new URL(href, base)
    } catch {
      continue
    }
    if (!/^https?:$/.test(url.protocol) || !onSite(url, base) || OTHER_DEED.test(url.pathname + url.search)) continue
    const pieces = (url.pathname + url.search).toUpperCase().split(/[/?&=#]/)
    const score = (pieces.includes(key) ? 4 : 0) + (urlKind(url.href) === 'order' ? 3 : ORDER_PATH.test(url.pathname) ? 2 : 0) + ((anchor.textContent ?? '').slice(0, 200).toUpperCase().includes(key) ? 3 : 0)
    if (score > (best?.score ?? 0)) best = { url, score }
  }
  if (best === null) return null
  const clean = cleanUrl(best.url.href)
  // Without its query, or with a key cut out of its path, it would lead to another page.
  const whole = clean === best.url.origin + best.url.pathname
  return whole && clean !== cleanUrl(base) && (best.url.search === '' || best.url.pathname.toUpperCase().split('/').includes(key)) ? clean : null
}

/** Names of goods that the row shows with their pictures. `repeated`: what other rows say as well, which are deeds and not goods. */
export function shownItems(element: Element, lines: Line[], repeated: ReadonlySet<string>, base: string): Item[] {
  const pictures = [...element.querySelectorAll('img')].slice(0, MAX_LINKS)
  if (pictures.length === 0) return []
  const alts = new Set(pictures.map((picture) => fold((picture.getAttribute('alt') ?? '').slice(0, 300))).filter((alt) => alt !== ''))
  const pictured = new Set(pictures.map((picture) => pathOf(picture.closest('a[href]'), base)).filter((path) => path !== null))
  const found = new Map<string, Item>()
  for (const line of lines) {
    const name = line.control ? '' : nameOf(line)
    if (name === '' || repeated.has(fold(name)) || found.size >= MAX_ITEMS) continue
    const anchor = line.parts.map((part) => part.element.closest('a[href]')).find((entry) => entry !== null) ?? null
    const path = pathOf(anchor, base)
    if (!alts.has(fold(name)) && (path === null || !pictured.has(path) || anchor?.querySelector('img') !== null)) continue
    const clean = cleanText(name, 300)
    if (clean !== null) found.set(fold(clean), { name: clean, quantity: null, unitPrice: null, total: null, url: path === null ? null : cleanUrl(path), sku: null, gtin: null })
  }
  return [...found.values()]
}

function pathOf(anchor: Element | null, base: string): string | null {
  const href = anchor?.getAttribute('href') ?? ''
  if (href === '' || href.startsWith('#') || href.length > 1_000) return null
  try {
    const url = new URL(href, base)
    return /^https?:$/.test(url.protocol) && onSite(url, base) && urlKind(url.href) !== 'order' ? url.origin + url.pathname : null
  } catch {
    return null
  }
}
