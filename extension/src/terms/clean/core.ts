/**
 * Which parts of a page are its text. Nothing here reads a word: it goes by where the sentences are, by what the markup calls furniture, and by
 * how much of a part is links. In doubt a part is kept, as a missing clause is worse than a stray line of a menu.
 */
import type { Part } from './tree.ts'

export interface Core {
  /** In the order of the document; what is below them is kept but for `dropped`. */
  readonly parts: readonly Part[]
  /** The one that holds the text, of `parts`. */
  readonly main: Part
  readonly dropped: (part: Part) => boolean
}

/** Into these it goes down in search of the text; a list or a paragraph is part of one. */
const WRAPPERS = new Set('body div section article main form center table tbody tr td fieldset details dialog aside header footer nav textarea'.split(' '))
/** Of the page's sentences, how many a part must hold to be gone into, or to be taken for its text where it is named so. */
const MOST = 0.9
const NAMED_MAIN = 0.5
/** How many furniture may hold: above, it is what the page is about. */
const CERTAIN = 0.5
const LIKELY = 0.3
/** If less than this is left, less is dropped. */
const ENOUGH = 0.85
const SOME = 0.6
/** Parts, in search of a heading. */
const MOST_LOOKED = 500
/** A page with fewer sentences than this, like an imprint, is measured by all its text. */
const FEW = 200

export function coreOf(body: Part, aboutCookies: boolean): Core {
  const page = new Page(body, aboutCookies)
  const path = descend(body, page)
  const main = path.at(-1) as Part
  const all = path.flatMap((part, level) => (level + 1 < path.length ? beside(part, path, level, page) : [main]))
  // A page may have a heading for each of its parts; the text's is the one in it, or the nearest before.
  const nearest = all.some((part) => part.tag !== 'h1' && headingIn(part) !== null) ? null : all.findLast(({ tag }) => tag === 'h1')
  const around = all.filter((part) => part.tag !== 'h1' || part === nearest)
  const sum = (measure: (part: Part) => number) => around.reduce((total, part) => total + measure(part), 0)
  const dropped = (part: Part) => page.furnished(part, false)
  if (sum(page.measure) >= ENOUGH * page.total && sum(({ framed }) => framed) - lostIn(around, dropped) >= SOME * body.framed) {
    return { parts: inOrder(path, new Set(around)), main, dropped }
  }
  return { parts: [body], main: body, dropped: (part) => part.furniture === 'certain' && page.furnished(part, false) }
}

/** What is measured of the page as a whole, and what of it is taken for furniture. */
class Page {
  readonly measure: (part: Part) => number
  readonly total: number
  readonly #body: Part
  readonly #aboutCookies: boolean
  /** Furniture that holds the page's text is none: a dialog with the terms, a whole page inside a form. */
  readonly #promoted = new Set<Part>()

  constructor(body: Part, aboutCookies: boolean) {
    this.#body = body
    this.#aboutCookies = aboutCookies
    // Where most sentences are in what class names call furniture, they are not believed.
    const solid = body.solid < CERTAIN * body.framed ? ({ framed }: Part) => framed : (part: Part) => part.solid
    const more = this.#promote(solid)
    const measured = (part: Part) => solid(part) + (more.get(part) ?? 0)
    this.measure = measured(body) >= FEW ? measured : plain
    this.total = Math.max(1, this.measure(body))
  }

  /** What each part above such furniture has to count for it. */
  #promote(solid: (part: Part) => number): Map<Part, number> {
    const more = new Map<Part, number>()
    for (let part: Part | undefined = this.#body; part !== undefined; ) {
      const next: Part | undefined = parts(part).find(({ prose }) => prose > 0 && prose >= CERTAIN * this.#body.prose)
      if (next !== undefined && (next.furniture === 'certain' || next.furniture === 'frame' || next.furniture === 'consent')) {
        this.#promoted.add(next)
        for (let above: Part | null = next.parent; above !== null; above = above.parent) more.set(above, (more.get(above) ?? 0) + solid(next))
      }
      part = next
    }
    return more
  }

  /** `outside`: where class names are believed more readily, as no clause is expected there. */
  furnished(part: Part, outside: boolean): boolean {
    if (this.#promoted.has(part)) return false
    const { furniture, prose, chars, links, linked, fields, buttons } = part
    const small = (share: number) => prose <= share * this.#body.prose && chars <= share * this.#body.chars
    if (furniture === 'control') return prose === 0
    if (furniture === 'own') return links > 3 && prose === 0
    if (furniture === 'certain') return small(CERTAIN)
    if (furniture === 'consent') return small(LIKELY) && (!this.#aboutCookies || buttons > 0)
    if (furniture === 'frame' || furniture === 'likely') {
      const dense = links > 2 && linked > 0.5 * chars
      return small(LIKELY) && (outside || prose === 0 || dense || fields > 0 || buttons > 1)
    }
    return fields > 0 && (part.tag === 'form' || part.tag === 'fieldset') && small(LIKELY)
  }
}

/** Sentences that each small drop takes, all together. */
function lostIn(kept: readonly Part[], dropped: (part: Part) => boolean): number {
  let lost = 0
  const queue = kept.filter(({ framed }) => framed > 0)
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (dropped(part)) lost += part.furniture === 'certain' || part.furniture === 'consent' ? 0 : part.framed
    else for (const child of part.children) if (typeof child !== 'string' && child.framed > 0) queue.push(child)
  }
  return lost
}

const plain = (part: Part) => part.chars - part.linked

function descend(body: Part, { measure, total }: Page): Part[] {
  const path = [body]
  const named = mainOf(body)
  if (named !== null && measure(named) >= NAMED_MAIN * total) {
    const above: Part[] = []
    for (let part: Part | null = named; part !== null && part !== body; part = part.parent) above.unshift(part)
    path.push(...above)
  }
  const whole = Math.min(total, Math.max(1, measure(path.at(-1) as Part)))
  for (;;) {
    const part = path.at(-1) as Part
    const next = parts(part).find((child) => measure(child) >= MOST * whole && (WRAPPERS.has(child.tag) || child.tag.includes('-')))
    if (next === undefined) return path
    path.push(next)
  }
}

/** The page's own word for where its text is. */
function mainOf(body: Part): Part | null {
  let found: Part | null = null
  const queue: Part[] = [body]
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (part.tag === 'main' || part.element.getAttribute('role') === 'main') {
      if (found === null || part.chars > found.chars) found = part
    } else for (const child of part.children) if (typeof child !== 'string' && child.chars > 0) queue.push(child)
  }
  return found
}

/** What is kept of the parts beside the way down to the text: headings, sentences, and close to the text also single lines. */
function beside(part: Part, path: readonly Part[], level: number, page: Page): Part[] {
  const next = path[level + 1]
  const close = level + 2 >= path.length || path.slice(0, level + 1).some(isMain)
  const outsideMain = path.slice(level + 1).some(isMain)
  const kept: Part[] = []
  let before = true
  for (const child of parts(part)) {
    if (child === next) before = false
    else if (before && /^h[1-6]$/.test(child.tag)) {
      if (!outsideMain || child.tag === 'h1') kept.push(child)
    }
    else if (page.furnished(child, true) || outsideMain || dull(child)) {
      const heading = before ? headingIn(child) : null
      if (heading !== null) kept.push(heading)
    } else if (child.framed > 0 || (close && child.chars > 0)) kept.push(child)
  }
  return kept
}

const isMain = (part: Part) => part.tag === 'main' || part.element.getAttribute('role') === 'main'

/** Lists of links, boxes to fill in, rows of buttons. */
const dull = (part: Part) => part.fields > 0 || part.buttons > 1 || (part.links > 1 && part.linked > 0.4 * part.chars && part.tag !== 'p')

function headingIn(part: Part): Part | null {
  const queue: Part[] = [part]
  for (let at = 0; at < Math.min(queue.length, MOST_LOOKED); at++) {
    const next = queue[at] as Part
    if (next.tag === 'h1') return next.chars > 0 && next.chars < 200 && next.linked === 0 ? next : null
    for (const child of next.children) if (typeof child !== 'string' && child.chars > 0 && queue.length < MOST_LOOKED) queue.push(child)
  }
  return null
}

const parts = (part: Part): Part[] => part.children.filter((child) => typeof child !== 'string')

/** Children of one part stand in its order; those beside the way stand before or after it. */
function inOrder(path: readonly Part[], kept: ReadonlySet<Part>): Part[] {
  const before: Part[] = []
  const after: Part[] = []
  path.forEach((part, level) => {
    const next = path[level + 1]
    if (next === undefined) return
    const here = { before: [] as Part[], after: [] as Part[] }
    let place = here.before
    for (const child of parts(part)) {
      if (child === next) place = here.after
      else if (kept.has(child)) place.push(child)
      else {
        const heading = headingIn(child)
        if (heading !== null && kept.has(heading)) place.push(heading)
      }
    }
    before.push(...here.before)
    after.unshift(...here.after)
  })
  const main = path.at(-1) as Part
  return [...before, main, ...after]
}
