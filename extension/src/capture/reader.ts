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

/** A page may be another one by the time it is read, so what is read says where: an isolated world's location cannot be forged. */
export interface FromPage<T> {
  readonly url: string
  readonly read: T
}

declare global {
  // `var` is how a global is declared.
  var counterfoilReader: PageReader | undefined
}

export interface OrderRead {
  readonly verdict: Verdict
  /** Of the page that was read. */
  readonly vendor: string
  readonly url: string
}

/** Which page of a tab: the one that is there now, or null for none; a document id where the browser gives one. */
export interface Target {
  readonly tabId: number
  readonly documentId?: string | undefined
  /** Where it is believed to be; read elsewhere, it is not taken. */
  readonly url: string
}

/** Reads a page as an order, with what its site's checkout said before. Null if it went away or may not be read. */
export async function readOrder(target: Target): Promise<OrderRead | null> {
  const vendor = vendorOf(target.url, suffixes())
  const read = (known: string, now: number) => globalThis.counterfoilReader?.readOrder(known, now)
  const found = await run<[string, number], Verdict>(target, read, [JSON.stringify(await contextOf(vendor)), Date.now()])
  return found && { verdict: found.read, vendor, url: found.url }
}

/** Remembers what a cart, checkout or review page says, for the confirmation that may follow. */
export async function readCheckout(target: Target): Promise<void> {
  const vendor = vendorOf(target.url, suffixes())
  const read = (now: number) => globalThis.counterfoilReader?.readCheckout(now)
  const found = await run<[number], CheckoutContext | null>(target, read, [Date.now()])
  if (!found?.read) return
  const merged = mergeContext(await contextOf(vendor), found.read)
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

async function run<A extends unknown[], R>(
  { tabId, documentId, url }: Target,
  read: (...given: A) => string | undefined,
  args: A,
): Promise<FromPage<R> | null> {
  const target = documentId === undefined ? { tabId, frameIds: [0] } : { tabId, documentIds: [documentId] }
  const ask = () => browser.scripting.executeScript({ target, func: read, args })
  let [done] = await ask()
  if (typeof done?.result !== 'string') {
    // Not there yet; once it is, its code is warm for the next question.
    await browser.scripting.executeScript({ target, files: ['/reader.js'] })
    ;[done] = await ask()
  }
  if (typeof done?.result !== 'string') return null
  const found = JSON.parse(done.result) as FromPage<R>
  return new URL(found.url).origin === new URL(url).origin ? found : null
}
