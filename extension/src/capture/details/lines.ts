/** One pass over the page for what tells of an order beside its sums: lines that open with such words, and links that name them. */
import { fold } from '../clean.ts'
import { EXPECTED, INVOICE_LINK, PAID, RETURNS_LINK, SELLER_LABEL, TRACK_LINK } from './vocabulary.ts'
import { openings } from './openings.ts'
import { phrases } from '../match.ts'
import { JOIN, type Line, type Page } from '../text.ts'

export interface DetailLine {
  kind: 'expected' | 'seller' | 'paid'
  line: Line
  /** What follows the words. */
  text: string
}

export interface DetailLink {
  kind: 'track' | 'invoice' | 'returns'
  href: string
  text: string
  line: Line
}

const opening = openings({ expected: EXPECTED, seller: SELLER_LABEL, paid: PAID })
const link = openings({ track: TRACK_LINK })
const LINKS = [
  ['track', phrases(TRACK_LINK)],
  ['invoice', phrases(INVOICE_LINK)],
  ['returns', phrases(RETURNS_LINK)],
] as const
const MAX_LINKS = 300
const MAX_LINES = 60

export function readDetails(page: Page): { lines: DetailLine[]; links: DetailLink[] } {
  const lines: DetailLine[] = []
  const links: DetailLink[] = []
  let looked = 0
  for (const line of page.lines) {
    if (line.index % 8 === 0) page.budget.check()
    const outside = line.region === 'nav' || line.region === 'footer' || line.region === 'header'
    // Several sentences of one block stand in elements of their own.
    if (!outside && line.text.length <= 160 && lines.length < MAX_LINES) {
      for (const text of line.plain.includes(JOIN) ? line.plain.split(JOIN).slice(0, 8) : [line.plain]) {
        const found = opening(fold(text))
        if (found !== null) lines.push({ kind: found.kind, line, text: afterWords(text.trim(), found.end) })
      }
    }
    if (line.text.length > 300) continue
    for (const part of line.parts) {
      if (part.text.length > 60 || looked > MAX_LINKS) continue
      const anchor = anchorOf(part.element)
      if (anchor === null) continue
      looked++
      const href = anchor.getAttribute('href') ?? ''
      if (href === '' || /^(#|javascript:|mailto:|tel:)/i.test(href)) continue
      const kind = linkKind(part.text) ?? (link(line.folded) === null ? null : 'track')
      // The foot of every page links to a shop's returns, and often to a form for following any order; its head to an account's.
      if (kind !== null && (kind === 'returns' ? line.region !== 'nav' && line.region !== 'header' : !outside)) links.push({ kind, href, text: kind === 'track' ? part.text : '', line })
    }
  }
  return { lines, links }
}

function anchorOf(element: Element): Element | null {
  let up: Element | null = element
  for (let depth = 0; up !== null && depth < 3; depth++, up = up.parentElement) if (up.tagName.toUpperCase() === 'A') return up
  return null
}

function linkKind(text: string): DetailLink['kind'] | null {
  const whole = fold(text)
  if (/^\d{1,3}[\s-]days? returns?( policy)?$/.test(whole)) return 'returns'
  const folded = whole.replace(/\s*[(（[]?\bpdf\b[)）\]]?\s*$/u, '').replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  for (const [kind, list] of LINKS) if (list.is(folded)) return kind
  return null
}

/** Folding may change lengths, so the words are counted off character by character. */
function afterWords(text: string, end: number): string {
  let at = 0
  for (let folded = 0; at < text.length && folded < end; at++) folded += fold(text.charAt(at)).length + (/\s/.test(text.charAt(at)) ? 1 : 0)
  return text.slice(at).replace(/^[\s\u001f:：\-–—]+/u, '')
}
