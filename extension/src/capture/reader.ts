// Reads the page in a tab: the heavy part of capture is brought in only when it is wanted.
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import { browser } from '../browser.ts'
import { CONTEXT_LIFE, mergeContext } from './index.ts'
import type { CheckoutContext, Verdict } from './types.ts'

/** What the injected script leaves in its isolated world. */
export interface PageReader {
  readOrder(context: CheckoutContext | null, now: number): Verdict
  readCheckout(now: number): CheckoutContext | null
}

declare global {
  // `var` is how a global is declared.
  var counterfoilReader: PageReader | undefined
}

export interface OrderRead {
  readonly verdict: Verdict
  readonly vendor: string
}

/** Reads a page as an order, with what its site's checkout said before. */
export async function readOrder(tabId: number, url: string): Promise<OrderRead | null> {
  const vendor = vendorOf(url, suffixes())
  const context = await contextOf(vendor)
  const verdict = await run<[CheckoutContext | null, number], Verdict | null>(
    tabId,
    (known, now) => globalThis.counterfoilReader?.readOrder(known, now) ?? null,
    [context, Date.now()],
  )
  return verdict && { verdict, vendor }
}

/** Remembers what a cart, checkout or review page says, for the confirmation that may follow. */
export async function readCheckout(tabId: number, url: string): Promise<void> {
  const vendor = vendorOf(url, suffixes())
  const read = await run(tabId, (now) => globalThis.counterfoilReader?.readCheckout(now) ?? null, [Date.now()])
  if (!read) return
  const merged = mergeContext(await contextOf(vendor), read)
  // In memory only, until the browser closes or two hours went by.
  await browser.storage.session.set({ [contextKey(vendor)]: merged })
}

/** Forgets a purchase once its order is kept, and all that are too old. */
export async function forgetContexts(vendor: string): Promise<void> {
  const kept = await browser.storage.session.get(null)
  const old = Object.entries(kept)
    .filter(([key, value]) => key.startsWith(PREFIX) && (value as CheckoutContext).seenAt < Date.now() - CONTEXT_LIFE)
    .map(([key]) => key)
  await browser.storage.session.remove([...old, contextKey(vendor)])
}

const PREFIX = 'checkout '
const contextKey = (vendor: string): string => PREFIX + vendor

async function contextOf(vendor: string): Promise<CheckoutContext | null> {
  const key = contextKey(vendor)
  return ((await browser.storage.session.get(key))[key] as CheckoutContext | undefined) ?? null
}

/** Null if the page went away or may not be read. */
async function run<A extends unknown[], R>(tabId: number, read: (...given: A) => R, args: A): Promise<R | null> {
  const target = { tabId, frameIds: [0] }
  await browser.scripting.executeScript({ target, files: ['/reader.js'] })
  const [done] = await browser.scripting.executeScript({ target, func: read, args })
  return (done?.result as R | undefined) ?? null
}
