/**
 * What a site's pages said of terms before an order was placed or an account opened, by vendor: in `storage.session`, so in memory only, until
 * the browser closes or two hours went by. Beside it what became of the documents that were read meanwhile.
 *
 * A set belongs to one order, like a checkout's context: once that is kept, the next purchase begins with none.
 */
import { browser } from '../browser.ts'
import { CONTEXT_LIFE } from '../capture/index.ts'
import type { TermsAgreed } from '../messages.ts'
import type { Outcome } from './reading.ts'
import type { Agreeing, FoundTerms, Place, Refusal, TermsLink } from './types.ts'

export interface TermsSet {
  readonly links: readonly TermsLink[]
  readonly agreeing: readonly Agreeing[]
  readonly language: string | null
  readonly gpc: boolean | null
  readonly seenAt: number
  /** The person came as far as a sentence of agreement, so the documents are read at once; of a mere cart's page only the links are remembered. */
  readonly wanted: boolean
}

interface Read {
  readonly at: number
  /** How often it was begun: what a worker died over is not begun for ever. */
  readonly begun: number
  readonly outcome: Outcome | null
}

interface Remembered {
  readonly checkout: TermsSet | null
  readonly signUp: TermsSet | null
  readonly read: Readonly<Record<string, Read>>
}

export type Step = 'checkout' | 'signUp'

const PREFIX = 'terms '
const keyOf = (vendor: string): string => PREFIX + vendor
const NONE: Remembered = { checkout: null, signUp: null, read: {} }
/** The browser gives all of an extension's memory one limit, and a site may have names without end. */
const MOST_VENDORS = 20
const LARGEST = 30_000
const MOST_LINKS = 16
const MOST_SENTENCES = 8
const MOST_READ = 60
const MOST_BEGUN = 2
const PLACES: readonly Place[] = ['acceptance', 'submit', 'footer', 'page']

export async function rememberTerms(vendor: string, step: Step, found: FoundTerms, wanted: boolean): Promise<void> {
  if (JSON.stringify(found).length > LARGEST) return
  await update(vendor, (remembered) => {
    const before = fresh(remembered[step])
    return { ...remembered, [step]: merge(before, { ...found, seenAt: Date.now(), wanted }) }
  })
  await forgetOldest()
}

/** The newer page wins: it is the one whose boxes the person ticks now. */
export function merge(before: TermsSet | null, after: TermsSet): TermsSet {
  const links = new Map<string, TermsLink>()
  for (const link of [...(before?.links ?? []), ...after.links]) {
    const known = links.get(link.url)
    if (!known || PLACES.indexOf(link.place) <= PLACES.indexOf(known.place)) links.set(link.url, link)
  }
  const sentences = new Map([...(before?.agreeing ?? []), ...after.agreeing].map((each) => [each.wording, each]))
  return {
    links: [...links.values()].sort((one, other) => PLACES.indexOf(one.place) - PLACES.indexOf(other.place)).slice(0, MOST_LINKS),
    agreeing: [...sentences.values()].slice(-MOST_SENTENCES),
    language: after.language ?? before?.language ?? null,
    gpc: after.gpc ?? before?.gpc ?? null,
    seenAt: after.seenAt,
    wanted: after.wanted || (before?.wanted ?? false),
  }
}

const fresh = (set: TermsSet | null): TermsSet | null => (set !== null && set.seenAt >= Date.now() - CONTEXT_LIFE ? set : null)

/** A box that is not ticked is not agreed to. */
export const isAgreed = ({ act }: Pick<Agreeing, 'act'>): boolean => act !== 'unticked'

/** What the person did to sentences that were seen already; a page says nothing new by it. */
export function noteAgreed(vendor: string, sentences: TermsAgreed['sentences']): Promise<void> {
  const acts = new Map(sentences.map(({ wording, act }) => [wording, act]))
  const acted = (set: TermsSet | null): TermsSet | null => {
    if (set === null) return null
    const agreeing = set.agreeing.map((each) => ({ ...each, act: acts.get(each.wording) ?? each.act }))
    return { ...set, agreeing, wanted: set.wanted || agreeing.some(isAgreed) }
  }
  return update(vendor, (remembered) => ({ ...remembered, checkout: acted(remembered.checkout), signUp: acted(remembered.signUp) }))
}

/** What the checkout said; null: nothing, or too long ago. */
export async function seenAtCheckout(vendor: string): Promise<TermsSet | null> {
  return fresh((await read(vendor)).checkout)
}

/** The set's order is kept. */
export function spendTerms(vendor: string): Promise<void> {
  return update(vendor, (remembered) => ({ ...remembered, checkout: null }))
}

/** Whether the person was about to buy or to sign up there. */
export async function wasSeen(vendor: string): Promise<boolean> {
  const { checkout, signUp } = await read(vendor)
  return [checkout, signUp].some((set) => fresh(set)?.wanted)
}

/** `since`: what may have passed is not taken for an answer that is older. */
export async function outcomeOf(vendor: string, url: string, since = 0): Promise<Outcome | null> {
  const known = (await read(vendor)).read[url]
  if (!known || known.at < Date.now() - CONTEXT_LIFE || (known.at < since && mayPass(known.outcome))) return null
  return known.outcome ?? (known.begun >= MOST_BEGUN ? { at: known.at, refused: 'timeout' } : null)
}

const PASSING: readonly Refusal[] = ['offline', 'timeout', 'server-error']

export const mayPass = (outcome: Outcome | null): boolean => outcome !== null && 'refused' in outcome && PASSING.includes(outcome.refused)

/** Must be called before a document is read. */
export function noteBegun(vendor: string, url: string): Promise<void> {
  return note(vendor, url, (before) => ({ at: Date.now(), begun: (before?.begun ?? 0) + 1, outcome: null }))
}

export function noteOutcome(vendor: string, url: string, outcome: Outcome): Promise<void> {
  return note(vendor, url, () => ({ at: outcome.at, begun: 0, outcome }))
}

function note(vendor: string, url: string, change: (before: Read | undefined) => Read): Promise<void> {
  return update(vendor, (remembered) => {
    const { [url]: before, ...others } = remembered.read
    return { ...remembered, read: Object.fromEntries([...Object.entries(others), [url, change(before)]].slice(-MOST_READ)) }
  })
}

export interface Wanted {
  readonly vendor: string
  readonly link: TermsLink
  /** In a list of documents, and not on the page itself. */
  readonly listed: boolean
}

/** The first of a set's documents that is not read; null: all are. */
export async function nextOf(vendor: string, { links }: Pick<TermsSet, 'links'>, since = 0): Promise<Wanted | null> {
  for (const link of links) {
    const outcome = await outcomeOf(vendor, link.url, since)
    if (outcome === null) return { vendor, link, listed: false }
    for (const each of 'index' in outcome ? outcome.index : []) if ((await outcomeOf(vendor, each.url, since)) === null) return { vendor, link: each, listed: true }
  }
  return null
}

/** The first of what is to be read before an order comes; null: nothing. */
export async function nextWanted(): Promise<Wanted | null> {
  for (const [vendor, set] of await setsOf()) {
    const next = set.wanted ? await nextOf(vendor, set) : null
    if (next !== null) return next
  }
  return null
}

/** Every set that is remembered, by vendor. */
export async function setsOf(): Promise<[string, TermsSet][]> {
  const all = Object.entries(await browser.storage.session.get(null)).filter(([key]) => key.startsWith(PREFIX))
  return all.flatMap(([key, stored]) => {
    const { checkout, signUp } = JSON.parse(stored as string) as Remembered
    return [fresh(checkout), fresh(signUp)].flatMap((set) => (set === null ? [] : [[key.slice(PREFIX.length), set] as [string, TermsSet]]))
  })
}

async function forgetOldest(): Promise<void> {
  const all = Object.entries(await browser.storage.session.get(null)).filter(([key]) => key.startsWith(PREFIX))
  if (all.length <= MOST_VENDORS) return
  const newest = all.map(([key, stored]) => ({ key, at: newestOf(JSON.parse(stored as string) as Remembered) })).sort((one, other) => other.at - one.at)
  await browser.storage.session.remove(newest.slice(MOST_VENDORS).map(({ key }) => key))
}

const newestOf = ({ checkout, signUp, read }: Remembered): number => Math.max(checkout?.seenAt ?? 0, signUp?.seenAt ?? 0, ...Object.values(read).map(({ at }) => at))

/** As JSON text: on the way through `storage` Chromium drops every key of an object whose value is null. */
async function read(vendor: string): Promise<Remembered> {
  const { [keyOf(vendor)]: stored } = await browser.storage.session.get(keyOf(vendor))
  return stored === undefined ? NONE : (JSON.parse(stored as string) as Remembered)
}

/** Two tabs of one shop write at the same time. */
async function update(vendor: string, change: (remembered: Remembered) => Remembered): Promise<void> {
  await navigator.locks.request('counterfoil-terms-seen', async () => {
    const before = await read(vendor)
    const after = change(before)
    if (JSON.stringify(after) !== JSON.stringify(before)) await browser.storage.session.set({ [keyOf(vendor)]: JSON.stringify(after) })
  })
}
