/** What of a page may matter here, found in one pass that goes into open shadow roots. Everything has a bound: pages may be made to be slow. */

export interface Elements {
  readonly links: readonly Element[]
  /** Boxes to tick: inputs, elements with the role of one, and elements only styled as one. */
  readonly boxes: readonly Element[]
  readonly buttons: readonly Element[]
}

const MOST_ELEMENTS = 60_000
/** To list all elements takes time by itself; no page on which one agrees to anything comes near. */
const FAR_TOO_MANY = 150_000
const MOST_ROOTS = 500
const MOST_LINKS = 6_000
const MOST_CONTROLS = 300
const MOST_UP = 60

export function elementsOf(document: Document): Elements {
  const links: Element[] = []
  const boxes: Element[] = []
  const buttons: Element[] = []
  const roots: ParentNode[] = document.getElementsByTagName('*').length > FAR_TOO_MANY ? [] : [document.body ?? document]
  let left = 2 * MOST_ELEMENTS
  for (let at = 0; at < roots.length && left > 0; at++) {
    for (const element of ends([...(roots[at] as ParentNode).querySelectorAll('*')], MOST_ELEMENTS)) {
      if (left-- <= 0) break
      if (element.shadowRoot && roots.length < MOST_ROOTS) roots.push(element.shadowRoot)
      const tag = element.tagName
      if (tag === 'A' || tag === 'AREA') links.push(element)
      else if (tag === 'INPUT') {
        const type = element.getAttribute('type')?.toLowerCase()
        if (type === 'checkbox' || type === 'radio') boxes.push(element)
        else if (type === 'submit' || type === 'image' || type === 'button') buttons.push(element)
      } else if (tag === 'BUTTON' || element.hasAttribute('role')) {
        const role = element.getAttribute('role')
        if (role === 'checkbox' || role === 'switch' || role === 'radio') boxes.push(element)
        else if (role === 'link') links.push(element)
        else if (tag === 'BUTTON' || role === 'button') {
          buttons.push(element)
          // A button that opens a document.
          if (addressIn(element) !== null) links.push(element)
        }
      }
    }
  }
  return { links: ends(links, MOST_LINKS), boxes: boxes.slice(0, MOST_CONTROLS), buttons: ends(buttons, MOST_CONTROLS) }
}

/** What is long is read at its beginning and at its end, where the footer is. */
function ends<T>(list: T[], most: number): T[] {
  return list.length <= most ? list : [...list.slice(0, most / 2), ...list.slice(-most / 2)]
}

/** Where an element of the page's own making leads. */
const ADDRESSES = ['data-url', 'data-href', 'data-remote', 'data-src', 'data-link', 'data-ajax-url', 'data-modal-url', 'data-target-url', 'data-content-url']

function addressIn(element: Element): string | null {
  for (const name of ADDRESSES) {
    const value = element.getAttribute(name)
    if (value !== null && /^(?:https?:)?\/|^[\w./-]+\.(?:html?|php|aspx?|pdf)/i.test(value)) return value
  }
  return null
}

const SCRIPTED = /['"]((?:https?:)?\/[^'"\s]{1,500}|[\w./-]{1,200}\.(?:html?|php|aspx?|pdf)[^'"\s]{0,200})['"]/i
const MOST_ADDRESS = 2_000

/** Absolute, without fragment and user; null where the link leads nowhere else. */
export function addressOf(element: Element, base: string): URL | null {
  const href = (element.getAttribute('href') ?? '').trim()
  const real = href !== '' && !href.startsWith('#') && !/^javascript:/i.test(href)
  const written = real ? href : (addressIn(element) ?? SCRIPTED.exec(href.slice(0, MOST_ADDRESS))?.[1] ?? SCRIPTED.exec((element.getAttribute('onclick') ?? '').slice(0, MOST_ADDRESS))?.[1])
  if (written === undefined || written.length > MOST_ADDRESS) return null
  try {
    const url = new URL(written, base)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
    const place = url.hash !== '' && withoutFragment(url) === withoutFragment(new URL(base))
    if (place) return null
    url.hash = url.username = url.password = ''
    return url
  } catch {
    return null
  }
}

function withoutFragment(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length)
}

export function parentOf(element: Element): Element | null {
  return element.parentElement ?? (element.parentNode as ShadowRoot | null)?.host ?? null
}

/** The element itself and what is around it, the nearest first. */
export function* around(element: Element): Generator<Element> {
  let up: Element | null = element
  for (let n = 0; up !== null && n < MOST_UP; n++, up = parentOf(up)) yield up
}

const UNREAD = new Set('SCRIPT STYLE TEMPLATE NOSCRIPT SVG IFRAME SELECT TEXTAREA'.split(' '))
const MOST_NODES = 1_500

/** The text inside, up to a limit; white space is one space. */
export function textOf(element: Element, limit: number, until: Element | null = null): string {
  let text = ''
  let nodes = 0
  const stack: Node[] = [element]
  while (stack.length > 0 && text.length < limit * 2 && nodes++ < MOST_NODES) {
    const node = stack.pop() as Node
    if (node === until) break
    if (node.nodeType === 3) text += (node.nodeValue ?? '').slice(0, limit * 2).replace(/\s+/g, ' ')
    else if (node.nodeType === 1) {
      const tag = (node as Element).tagName.toUpperCase()
      if (UNREAD.has(tag)) continue
      if (BREAKS.has(tag)) text += ' '
      let child = node.lastChild
      for (let n = 0; child !== null && n < MOST_NODES; n++, child = child.previousSibling) stack.push(child)
    }
  }
  return text.replace(/\s+/g, ' ').trim().slice(0, limit)
}

const BREAKS = new Set('BR P DIV LI TD TH TR UL OL DT DD H1 H2 H3 H4 H5 H6 SECTION LABEL'.split(' '))

/** What a link or button is called. */
export function nameOf(element: Element, limit: number): string {
  const shown = textOf(element, limit)
  if (/[\p{L}\p{N}]/u.test(shown)) return shown
  const picture = element.querySelector('img[alt]')?.getAttribute('alt')
  return (element.getAttribute('aria-label') ?? element.getAttribute('title') ?? picture ?? element.getAttribute('value') ?? '').slice(0, limit).trim()
}
