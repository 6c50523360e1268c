// Reads the page in a tab: the heavy part of capture is brought in only when it is wanted.
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import { browser } from '../browser.ts'
import { CONTEXT_LIFE, mergeContext } from './index.ts'
import type { CheckoutContext, Verdict } from './types.ts'

/**
 * What the injected script leaves in its isolated world. What goes in and out is JSON text: on the way through `executeScript` and
 * `storage` Chromium drops every key of an object whose value is null.
 */
export interface PageReader {
  readOrder(context: string, now: number): string
  readCheckout(now: number): string
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
  const read = (known: string, now: number) => globalThis.counterfoilReader?.readOrder(known, now)
  const verdict = await run<[string, number], Verdict>(tabId, read, [JSON.stringify(context), Date.now()])
  return verdict && { verdict, vendor }
}

/** Remembers what a cart, checkout or review page says, for the confirmation that may follow. */
export async function readCheckout(tabId: number, url: string): Promise<void> {
  const vendor = vendorOf(url, suffixes())
  const read = (now: number) => globalThis.counterfoilReader?.readCheckout(now)
  const seen = await run<[number], CheckoutContext | null>(tabId, read, [Date.now()])
  if (!seen) return
  const merged = mergeContext(await contextOf(vendor), seen)
  // In memory only, until the browser closes or two hours went by.
  await browser.storage.session.set({ [contextKey(vendor)]: JSON.stringify(merged) })
}

/** Forgets a purchase once its order is kept, and all that are too old. */
export async function forgetContexts(vendor: string): Promise<void> {
  const kept = await browser.storage.session.get(null)
  const old = Object.entries(kept)
    .filter(([key, value]) => key.startsWith(PREFIX) && parse(value).seenAt < Date.now() - CONTEXT_LIFE)
    .map(([key]) => key)
  await browser.storage.session.remove([...old, contextKey(vendor)])
}

const PREFIX = 'checkout '
const contextKey = (vendor: string): string => PREFIX + vendor

async function contextOf(vendor: string): Promise<CheckoutContext | null> {
  const key = contextKey(vendor)
  const { [key]: kept } = await browser.storage.session.get(key)
  return kept === undefined ? null : parse(kept)
}

const parse = (kept: unknown): CheckoutContext => JSON.parse(kept as string) as CheckoutContext

/** Null if the page went away or may not be read. */
async function run<A extends unknown[], R>(tabId: number, read: (...given: A) => string | undefined, args: A): Promise<R | null> {
  const target = { tabId, frameIds: [0] }
  await browser.scripting.executeScript({ target, files: ['/reader.js'] })
  const [done] = await browser.scripting.executeScript({ target, func: read, args })
  return typeof done?.result === 'string' ? (JSON.parse(done.result) as R) : null
}
