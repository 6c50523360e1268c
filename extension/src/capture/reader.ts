// Reads the page in a tab: the heavy part of capture is brought in only when it is wanted.
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import { browser } from '../browser.ts'
import { CONTEXT_LIFE, mergeContext } from './index.ts'
import type { CheckoutContext, PageKind, Verdict } from './types.ts'

/**
 * What the injected script leaves in its isolated world. What goes in and out is JSON text: on the way through `executeScript` and
 * `storage` Chromium drops every key of an object whose value is null.
 */
export interface PageReader {
  /** Takes an `Ask`, gives a `FromPage`. */
  read(ask: string): string
}

export interface Ask {
  readonly kind: Exclude<PageKind, 'none'>
  /** What the site's checkout said before. */
  readonly context: CheckoutContext | null
  readonly now: number
  /** Copied out of the page's own world. */
  readonly globals: unknown
}

/** A page may be another one by the time it is read, so what is read says where: an isolated world's location cannot be forged. */
export interface FromPage {
  readonly url: string
  /** Null where only the checkout was asked for. */
  readonly order: Verdict | null
  readonly checkout: CheckoutContext | null
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

/**
 * Reads a page as an order, with what its site's checkout said before; a page that is none is remembered as a step towards one.
 * Null if it went away or may not be read, or if only the checkout was asked for.
 */
export async function readPage(target: Target, kind: Ask['kind']): Promise<OrderRead | null> {
  const vendor = vendorOf(target.url, suffixes())
  const context = await kept(vendor)
  const found = await run(target, { kind, context, now: Date.now(), globals: null })
  if (!found) return null
  if (found.checkout) {
    // In memory only, until the browser closes or two hours went by.
    await browser.storage.session.set({ [contextKey(vendor)]: JSON.stringify(mergeContext(context, found.checkout)) })
  }
  return found.order && { verdict: found.order, vendor, url: found.url }
}

/** Forgets a purchase once its order is kept, and all that are too old. */
export async function forgetContexts(vendor: string): Promise<void> {
  const all = await browser.storage.session.get(null)
  const old = Object.entries(all)
    .filter(([key, value]) => key.startsWith(PREFIX) && parse(value).seenAt < Date.now() - CONTEXT_LIFE)
    .map(([key]) => key)
  await browser.storage.session.remove([...old, contextKey(vendor)])
}

const PREFIX = 'checkout '
const contextKey = (vendor: string): string => PREFIX + vendor

async function kept(vendor: string): Promise<CheckoutContext | null> {
  const key = contextKey(vendor)
  const { [key]: stored } = await browser.storage.session.get(key)
  return stored === undefined ? null : parse(stored)
}

const parse = (stored: unknown): CheckoutContext => JSON.parse(stored as string) as CheckoutContext

async function run({ tabId, documentId, url }: Target, asked: Ask): Promise<FromPage | null> {
  const target = documentId === undefined ? { tabId, frameIds: [0] } : { tabId, documentIds: [documentId] }
  const func = (text: string) => globalThis.counterfoilReader?.read(text)
  const ask = () => browser.scripting.executeScript({ target, func, args: [JSON.stringify(asked)] })
  let [done] = await ask()
  if (typeof done?.result !== 'string') {
    // Not there yet; once it is, its code is warm for the next question.
    await browser.scripting.executeScript({ target, files: ['/reader.js'] })
    ;[done] = await ask()
  }
  if (typeof done?.result !== 'string') return null
  const found = JSON.parse(done.result) as FromPage
  return new URL(found.url).origin === new URL(url).origin ? found : null
}
