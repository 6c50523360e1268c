/** Where links lead, as far as it may be kept: the web, mail and telephones. Nothing that runs, and no name or password inside an address. */
import { emailIn } from './email.ts'
import { LONGEST_LINK } from './limits.ts'

const UNSAFE = /[()\\<>|`*_[\]"'\s]/g
const CODES: Readonly<Record<string, string>> = { '(': '%28', ')': '%29', '\\': '%5C', '<': '%3C', '>': '%3E', '|': '%7C', '`': '%60', '*': '%2A', '_': '_', '[': '%5B', ']': '%5D', '"': '%22', "'": '%27' }

/** Ready to stand in Markdown; null: to nowhere that is kept. */
export function targetOf(href: string | null, base: string): string | null {
  const url = resolve(href, base)
  if (url === null) return null
  const target = url.href.replace(UNSAFE, (sign) => CODES[sign] ?? '%20')
  return target.length <= LONGEST_LINK ? target : null
}

export function resolve(href: string | null, base: string): URL | null {
  if (href === null || href.length > LONGEST_LINK || /^\s*(?:#|$)/.test(href)) return null
  const email = emailIn(href)
  if (email !== null) return parse(`mailto:${encodeURIComponent(email).replace('%40', '@')}`, base)
  const url = parse(href, base)
  if (url === null || !/^(?:https?|mailto|tel):$/.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  return url
}

/** A page may say that its links start elsewhere; it is asked for in the text, as a document that was parsed has no address of its own. */
export function baseOf(document: Document, url: string): string {
  const said = document.querySelector('base[href]')?.getAttribute('href') ?? null
  const base = said === null ? null : parse(said, url)
  return base !== null && /^https?:$/.test(base.protocol) ? base.href : url
}

function parse(href: string, base: string): URL | null {
  try {
    return new URL(href, base)
  } catch {
    return null
  }
}
