/**
 * What a site's checkout said before the order was placed, by vendor: in `storage.session`, so in memory only, until the browser closes or
 * two hours went by.
 *
 * A context belongs to one order. Once that is kept, the context is spent: only the page that it was spent on still reads with it (it may
 * go on rendering, be loaded anew or be gone back to), so that it never tells a poorer story, and never that of the next purchase.
 */
import { browser } from './browser.ts'
import { CONTEXT_LIFE, mergeContext } from './capture/index.ts'
import type { CheckoutContext } from './capture/types.ts'
import { cleanUrl } from './capture/url.ts'

/** The page that asks, as its gate told of it; null: the person asked by hand. */
export interface Seen {
  readonly visit: string
  readonly again: boolean
}

interface Spent {
  readonly visit: string | null
  readonly address: string | null
  readonly context: CheckoutContext
}

interface Contexts {
  current: CheckoutContext | null
  /** The newest last. */
  spent: Spent[]
}

const PREFIX = 'checkout '
const MOST_SPENT = 5
/** The browser gives all of an extension's memory one limit, and a site may have names without end. */
const MOST_VENDORS = 20
const LARGEST = 30_000
const keyOf = (vendor: string): string => PREFIX + vendor

export async function contextFor(vendor: string, seen: Seen | null, url: string): Promise<CheckoutContext | null> {
  const { current, spent } = await read(vendor)
  // By hand one may read the page of a purchase that nobody told of, or one that was read before.
  if (seen === null) return current ?? spentAt(spent, url)?.context ?? null
  return spentOn(spent, seen, url)?.context ?? current
}

/** What was spent on this very page. */
function spentOn(spent: readonly Spent[], seen: Seen, url: string): Spent | undefined {
  return spent.findLast(({ visit }) => visit === seen.visit) ?? (seen.again ? spentAt(spent, url) : undefined)
}

function spentAt(spent: readonly Spent[], url: string): Spent | undefined {
  const address = cleanUrl(url)
  return spent.findLast((each) => each.address === address)
}

/** A page that is a step of a checkout begins a purchase, whatever was bought on it before. */
export async function rememberContext(vendor: string, seen: Seen | null, context: CheckoutContext): Promise<void> {
  if (JSON.stringify(context).length > LARGEST) return
  await update(vendor, ({ current, spent }) => ({
    current: mergeContext(current, context),
    spent: spent.filter(({ visit }) => visit === null || visit !== seen?.visit),
  }))
  await forgetOldest()
}

async function forgetOldest(): Promise<void> {
  const all = Object.entries(await browser.storage.session.get(null)).filter(([key]) => key.startsWith(PREFIX))
  if (all.length <= MOST_VENDORS) return
  const newest = all.map(([key, stored]) => ({ key, at: newestOf(JSON.parse(stored as string) as Contexts) })).sort((one, other) => other.at - one.at)
  await browser.storage.session.remove(newest.slice(MOST_VENDORS).map(({ key }) => key))
}

const newestOf = ({ current, spent }: Contexts): number => Math.max(0, ...[current, ...spent.map(({ context }) => context)].map((context) => context?.seenAt ?? 0))

/** The order is kept; also forgets all that is too old. */
export async function spendContext(vendor: string, seen: Seen | null, url: string): Promise<void> {
  await update(vendor, (contexts) => {
    const { current, spent } = contexts
    if (current === null || (seen && spentOn(spent, seen, url))) return contexts
    return { current: null, spent: [...spent, { visit: seen?.visit ?? null, address: cleanUrl(url), context: current }].slice(-MOST_SPENT) }
  })
  const kept = Object.keys(await browser.storage.session.get(null)).filter((key) => key.startsWith(PREFIX))
  for (const key of kept) await update(key.slice(PREFIX.length), fresh)
}

function fresh({ current, spent }: Contexts): Contexts {
  const isFresh = ({ seenAt }: CheckoutContext): boolean => seenAt >= Date.now() - CONTEXT_LIFE
  return { current: current && isFresh(current) ? current : null, spent: spent.filter(({ context }) => isFresh(context)) }
}

/** As JSON text: on the way through `storage` Chromium drops every key of an object whose value is null. */
async function read(vendor: string): Promise<Contexts> {
  const { [keyOf(vendor)]: stored } = await browser.storage.session.get(keyOf(vendor))
  return stored === undefined ? { current: null, spent: [] } : (JSON.parse(stored as string) as Contexts)
}

/** Two tabs of one shop write at the same time. */
async function update(vendor: string, change: (contexts: Contexts) => Contexts): Promise<void> {
  await navigator.locks.request('counterfoil-contexts', async () => {
    const contexts = change(await read(vendor))
    if (contexts.current === null && contexts.spent.length === 0) await browser.storage.session.remove(keyOf(vendor))
    else await browser.storage.session.set({ [keyOf(vendor)]: JSON.stringify(contexts) })
  })
}
