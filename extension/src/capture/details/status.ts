/** How the order stands: a labelled status, or a badge, in words that mean one member of schema.org's OrderStatus. */
import { fold } from '../clean.ts'
import { STATUS_WORDS } from './vocabulary.ts'
import type { Labelled } from '../labels.ts'
import type { Line, Page } from '../text.ts'
import type { Candidate, OrderStatus } from '../types.ts'

const TOP = 120
/** "New" or "confirmed" on a badge may be said of anything. */
const BADGES: ReadonlySet<OrderStatus> = new Set(['OrderPaymentDue', 'OrderPickupAvailable', 'OrderInTransit', 'OrderDelivered', 'OrderCancelled'])
let words: Map<string, OrderStatus | null> | null = null

function load(): Map<string, OrderStatus | null> {
  const made = new Map<string, OrderStatus | null>()
  for (const line of STATUS_WORDS.split('\n')) {
    const [member = '', list = ''] = line.split(/:\s(.*)/s)
    for (const raw of fold(list).split('|')) {
      const word = raw.trim()
      // The same word for two members, in two languages or in one, says neither.
      made.set(word, made.has(word) && made.get(word) !== member ? null : (member as OrderStatus))
    }
  }
  return made
}

export function statusOf(text: string): OrderStatus | null {
  const folded = fold(text).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return folded === '' || folded.length > 60 ? null : ((words ??= load()).get(folded) ?? null)
}

export function statuses(page: Page, labels: readonly Labelled[]): Candidate<OrderStatus>[] {
  const said = labels.filter((entry) => entry.kind === 'status' && entry.at.region !== 'footer' && entry.at.region !== 'nav')
  if (said.length > 0) {
    const members = new Set(said.map((entry) => statusOf(entry.text)))
    const [only] = members
    return members.size === 1 && only !== null && only !== undefined ? [{ value: only, confidence: 76, signal: 'label:status' }] : []
  }
  const badges = page.lines.slice(0, TOP).filter((line) => line.text.length <= 40 && !line.control && isBadge(line)).map((line) => statusOf(line.text)).filter((member) => member !== null)
  const [badge] = badges
  return badges.length === 1 && badge !== undefined && BADGES.has(badge) ? [{ value: badge, confidence: 60, signal: 'badge:status' }] : []
}

/** The steps of a parcel's way are no status: which of them is reached is said by colour. */
function isBadge(line: Line): boolean {
  const [part] = line.parts
  if (part === undefined || line.region === 'footer' || line.region === 'nav') return false
  for (let up: Element | null = part.element, depth = 0; up !== null && depth < 3; up = up.parentElement, depth++) {
    if (up.tagName.toUpperCase() === 'LI') return false
    if (/badge|status|pill|chip/i.test((up.getAttribute('class') ?? '').slice(0, 300))) return true
  }
  return false
}
