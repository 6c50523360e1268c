/** What a document calls itself, and in what language it says it is. */
import type { Core } from './core.ts'
import { collapse } from './text.ts'
import type { Part } from './tree.ts'

const LONGEST_TITLE = 200
/** Between a page's title and the site's name. */
export const SITE = /\s+[|·•»–—]\s+|\s+-\s+|\s+::\s+/

export function titleOf(document: Document, { parts, dropped }: Core): string | null {
  return headingOf(parts, dropped) ?? ownTitle(document)
}

/** The first `h1` of what is kept; a page without one may begin with another heading. */
function headingOf(parts: readonly Part[], dropped: (part: Part) => boolean): string | null {
  const queue: Part[] = parts.toReversed()
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (part.chars === 0 || dropped(part)) continue
    if (part.tag === 'h1') {
      const title = lineOf(part)
      if (title.length > 1 && title.length <= LONGEST_TITLE) return title
    } else for (const child of part.children.toReversed()) if (typeof child !== 'string' && child.chars > 0) queue.push(child)
  }
  return null
}

function ownTitle(document: Document): string | null {
  const title = collapse(document.querySelector('head > title')?.textContent ?? '').trim()
  const [own = ''] = title.split(SITE)
  const said = own.length > 2 ? own : title
  return said === '' ? null : said.slice(0, LONGEST_TITLE)
}

export function lineOf(part: Part): string {
  const texts: string[] = []
  const queue: (Part | string)[] = [part]
  for (let next = queue.pop(); next !== undefined && texts.length < 1_000; next = queue.pop()) {
    if (typeof next === 'string') texts.push(next)
    else {
      if (next.block) texts.push(' ')
      // One by one, as a call takes only so many arguments.
      for (let at = next.children.length - 1; at >= 0; at--) queue.push(next.children[at] as Part | string)
    }
  }
  return collapse(texts.join('')).trim()
}

/** BCP 47; null: it does not say. */
export function languageOf(document: Document, { main }: Core): string | null {
  const nearest = main.element.closest('[lang]')?.getAttribute('lang')
  const said = [nearest, document.documentElement.getAttribute('lang'), document.documentElement.getAttribute('xml:lang'), metaOf(document, 'meta[http-equiv="content-language" i]'), metaOf(document, 'meta[property="og:locale"]')]
  for (const tag of said) {
    const language = tag == null ? null : canonical(tag)
    if (language !== null) return language
  }
  return null
}

const metaOf = (document: Document, selector: string) => document.querySelector(selector)?.getAttribute('content')

function canonical(tag: string): string | null {
  const plain = tag.trim().replaceAll('_', '-')
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(plain)) return null
  try {
    return Intl.getCanonicalLocales(plain)[0] ?? null
  } catch {
    return null
  }
}
