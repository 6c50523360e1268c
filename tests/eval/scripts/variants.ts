// Pages as they might look tomorrow: each variant takes one signal away and leaves the rest of the page as it is. What is taken away is found in
// the page itself, so that any page can be varied.

export interface Varied {
  html: string
  url: string
}

type Variant = (page: Document, url: string) => string | void

const VARIANTS: Record<string, Variant> = {
  scrambled: scramble,
  url: (_page, url) => new URL('/p', url).href,
  title: (page) => remove(page, 'title'),
  headings: (page) => {
    for (const heading of all(page, 'h1, h2, h3, h4, h5, h6')) rename(heading, 'div')
    strip(page, '[role=heading]', 'role')
  },
  phrases: (page) => {
    // The names of goods are often headings too, of lower rank.
    for (const head of all(page, 'title, h1, h2')) blur(head)
  },
  labels: (page) => {
    for (const label of all(page, 'th, dt, label, legend, caption')) blur(label)
    for (const text of texts(page.body)) if (/^[^:：]{1,60}[:：]/u.test(text.data.trim())) text.data = text.data.replace(/^[^:：]*/u, blurred)
  },
  emphasis: (page) => {
    for (const element of all(page, 'strong, b, em, mark')) rename(element, 'span')
  },
  tables: (page) => {
    for (const element of all(page, 'table, caption, thead, tbody, tfoot, tr, th, td')) rename(element, 'div')
    remove(page, 'colgroup')
  },
  links: (page) => strip(page, 'a[href]', 'href'),
  lang: (page) => {
    strip(page, '[lang]', 'lang')
    remove(page, 'meta[http-equiv=content-language i], meta[property="og:locale"]')
  },
  meta: (page) => remove(page, 'meta[property], meta[name]:not([name=viewport])'),
  attributes: (page) => {
    for (const element of all(page, 'body *')) for (const { name } of [...element.attributes]) if (name.startsWith('data-')) element.removeAttribute(name)
  },
  'json-ld': (page) => remove(page, 'script[type="application/ld+json" i]'),
  microdata: (page) => {
    for (const name of ['itemscope', 'itemprop', 'itemtype', 'itemid', 'itemref', 'typeof', 'vocab', 'property']) strip(page, `body [${name}], body[${name}]`, name)
  },
  scripts: (page) => {
    for (const script of all(page, 'script')) if (!/json/i.test(script.getAttribute('type') ?? '')) script.remove()
    remove(page, 'noscript')
  },
  'trusted-shops': (page) => remove(page, '#trustedShopsCheckout, [id^=tsCheckout], [class*=tsCheckout]'),
}

/** The page without one signal; null if it never had that. */
function vary(name: string, html: string, url: string): Varied | null {
  const parse = (): Document => new DOMParser().parseFromString(html, 'text/html')
  const page = parse()
  const moved = VARIANTS[name]?.(page, url) ?? url
  const varied = write(page)
  return varied === write(parse()) && moved === url ? null : { html: varied, url: moved }
}

const write = (page: Document): string => `${page.doctype ? '<!doctype html>' : ''}${page.documentElement.outerHTML}`

const all = (page: ParentNode, selector: string): Element[] => [...page.querySelectorAll(selector)]

function remove(page: Document, selector: string): void {
  for (const element of all(page, selector)) element.remove()
}

function strip(page: Document, selector: string, attribute: string): void {
  for (const element of all(page, selector)) element.removeAttribute(attribute)
}

function rename(element: Element, tag: string): void {
  const other = element.ownerDocument.createElement(tag)
  for (const { name, value } of [...element.attributes]) if (/^[a-z][\w-]*$/i.test(name)) other.setAttribute(name, value)
  other.append(...element.childNodes)
  element.replaceWith(other)
}

function texts(root: Node): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  while (walker.nextNode()) if (!/^(script|style|noscript|template)$/i.test(walker.currentNode.parentElement?.tagName ?? '')) found.push(walker.currentNode as Text)
  return found
}

function blur(element: Element): void {
  for (const text of texts(element)) text.data = blurred(text.data)
}

/** Words become other letters, as long; whatever holds a digit, such as the number of an order, stays. */
const blurred = (text: string): string => text.replace(/[^\s]+/gu, (word) => (/\p{N}/u.test(word) ? word : word.replace(/\p{L}\p{M}*/gu, 'x')))

const REFERENCES = ['for', 'headers', 'list', 'form', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-details', 'aria-flowto', 'aria-activedescendant']

/**
 * Another theme: every class and id under another name, the same one throughout the page, in whatever refers to it and in the page's own
 * styles, so that what was hidden stays hidden. Scripts are left alone: a shop's data would not change with its theme.
 */
function scramble(page: Document): void {
  const names = new Map<string, string>()
  const other = (name: string): string => {
    if (!names.has(name)) names.set(name, `x${digest(name)}${names.size.toString(36)}`)
    return names.get(name) as string
  }
  const others = (list: string): string => list.split(/\s+/).filter(Boolean).map(other).join(' ')
  for (const element of all(page, '[class]')) element.setAttribute('class', others(element.getAttribute('class') ?? ''))
  for (const element of all(page, '[id]')) element.id = other(element.id)
  for (const name of REFERENCES)
    for (const element of all(page, `[${name}]`)) element.setAttribute(name, others(element.getAttribute(name) ?? ''))
  for (const link of all(page, 'a[href^="#"]')) link.setAttribute('href', `#${other(link.getAttribute('href')?.slice(1) ?? '')}`)
  for (const style of all(page, 'style'))
    style.textContent = (style.textContent ?? '').replace(/([.#])(-?[_a-z][\w-]*)/gi, (whole, mark: string, name: string) => (names.has(name) ? mark + other(name) : whole))
}

/** FNV-1a: the same names give the same page in every run. */
function digest(name: string): string {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36)
}

Object.assign(globalThis, { vary, variants: Object.keys(VARIANTS) })
