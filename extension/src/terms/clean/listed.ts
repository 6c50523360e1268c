/** Pages that hold no terms but a list of them: "our policies". */
import { typeOf } from '../find/type-of.ts'
import type { TermsLink } from '../types.ts'
import type { Core } from './core.ts'
import { resolve } from './links.ts'
import { lineOf } from './naming.ts'
import type { Part } from './tree.ts'

/** Documents that a list names at least, and sentences that it has at most, in characters. */
const FEWEST = 3
const MOST_PROSE = 250
const MOST_LISTED = 50

/** Empty: it is no list. */
export function listedIn({ parts, dropped }: Core, base: string, url: string): TermsLink[] {
  const prose = parts.reduce((sum, part) => sum + part.prose, 0)
  if (prose > MOST_PROSE) return []
  const own = url.replace(/#.*/, '')
  const found = new Map<string, TermsLink>()
  const queue: Part[] = parts.toReversed()
  for (let part = queue.pop(); part !== undefined && found.size < MOST_LISTED; part = queue.pop()) {
    if (part.links === 0 || dropped(part)) continue
    if (part.tag === 'a') {
      const target = resolve(part.element.getAttribute('href'), base)
      if (target === null || !/^https?:$/.test(target.protocol)) continue
      target.hash = ''
      const text = lineOf(part)
      const type = text === '' ? null : typeOf(text, target.href, 'page')
      if (type !== null && target.href !== own && !found.has(target.href)) found.set(target.href, { type, url: target.href, text: text.slice(0, 200), place: 'page' })
    } else for (const child of part.children.toReversed()) if (typeof child !== 'string') queue.push(child)
  }
  return found.size >= FEWEST ? [...found.values()] : []
}
