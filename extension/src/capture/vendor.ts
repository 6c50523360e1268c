/** The shop's own name: what it calls itself in metadata, or a part of the title that the page repeats elsewhere. */
import { cleanText, fold } from './clean.ts'
import { textKind } from './gate.ts'
import { metaContent, type Page } from './text.ts'
import type { Candidate } from './types.ts'

const META: ['property' | 'name', string, number][] = [
  ['property', 'og:site_name', 85],
  ['name', 'application-name', 70],
  ['name', 'apple-mobile-web-app-title', 65],
]

export function vendorNames(page: Page): Candidate<string>[] {
  const found: Candidate<string>[] = []
  const add = (text: string | null | undefined, confidence: number, signal: string): void => {
    const name = cleanText((text ?? '').slice(0, 400), 80)
    // A name that speaks of orders or carts is the page's, not the shop's.
    if (name !== null && /\p{L}{2}/u.test(name) && textKind(fold(name)) === 'none' && !/https?:/i.test(name)) found.push({ value: name, confidence, signal })
  }
  for (const [attribute, value, confidence] of META) add(metaContent(page.document, attribute, value), confidence, `meta:${attribute}="${value}"`)
  const host = hostWords(page.url)
  const logo = [...page.document.querySelectorAll('header a, a[rel="home"], a[class*="logo" i]')].slice(0, 6).flatMap((link) => [link.textContent ?? '', link.querySelector('img')?.getAttribute('alt') ?? ''])
  const marks = new Set(logo.map((text) => fold(text.slice(0, 120))).filter((text) => text.length > 1))
  const copyright = page.lines.filter((line) => line.text.length < 300 && /©|\(c\)|copyright/i.test(line.text))
  // "© 2026 Shop": taken when the head of the page says the same.
  const head = new Set([...marks, ...page.lines.slice(0, 40).map((line) => line.folded)])
  for (const line of copyright.filter((entry) => entry.text.length < 120)) {
    const name = line.text.split(/[|.,\u001f]/)[0]?.replace(/©|\(c\)|copyright|\b(19|20)\d\d\b|[-–—]/giu, ' ').replace(/\s+/g, ' ').trim() ?? ''
    if (head.has(fold(name))) add(name, 60, 'copyright+page')
  }
  const parts = page.title.split(/\s[-–—|·•:»]\s|\s\|\s?|»/u).map((part) => part.trim()).filter((part) => part.length > 1 && part.length <= 60)
  for (const part of parts.length > 1 ? parts : []) {
    const folded = fold(part)
    const squeezed = folded.replace(/[^\p{L}\p{N}]/gu, '')
    if (squeezed.length < 2) continue
    const repeated = marks.has(folded) || copyright.some((line) => line.folded.includes(folded)) || host.some((word) => word === squeezed)
    if (repeated) add(part, 62, 'title+page')
  }
  return found
}

function hostWords(url: string): string[] {
  try {
    const labels = new URL(url).hostname.replace(/^www\./, '').split('.')
    return labels.slice(0, -1).map((label) => label.replace(/-/g, ''))
  } catch {
    return []
  }
}
