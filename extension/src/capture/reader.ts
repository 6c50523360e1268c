// Reads the page in a tab: the heavy part of capture is brought in only when it is wanted.
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import { browser } from '../browser.ts'
import { contextFor, rememberContext, type Seen } from '../contexts.ts'
import { settings } from '../own.ts'
import { isAgreed, rememberTerms } from '../terms/seen.ts'
import type { FoundTerms } from '../terms/types.ts'
import type { CapturedOrder, CheckoutContext, OrderList, PageKind, Verdict } from './types.ts'

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
  /** By hand: also what could be read of a page that is not taken for an order. */
  readonly byHand: boolean
}

/** A page may be another one by the time it is read, so what is read says where: an isolated world's location cannot be forged. */
export interface FromPage {
  readonly url: string
  /** Null where only the checkout was asked for. */
  readonly order: Verdict | null
  readonly checkout: CheckoutContext | null
  /** Null where the page is no list of orders. */
  readonly orders: OrderList | null
  /** By hand, where nothing was taken for an order: what could be read all the same. */
  readonly draft: CapturedOrder | null
  /** What it says of terms; null where it was not asked, or failed over it. */
  readonly terms: FoundTerms | null
}

declare global {
  // `var` is how a global is declared.
  var counterfoilReader: PageReader | undefined
}

export interface OrderRead {
  /** Of a list: nothing. */
  readonly verdict: Verdict
  readonly orders: OrderList | null
  readonly draft: CapturedOrder | null
  readonly terms: FoundTerms | null
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
 * Reads a page as an order, as its gate told of it or by hand (`seen` null), with what its site's checkout said before; a page that is
 * none is remembered as a step towards one. Null if it went away or may not be read, or if only the checkout was asked for.
 */
export async function readPage(target: Target, kind: Ask['kind'], seen: Seen | null): Promise<OrderRead | null> {
  const vendor = vendorOf(target.url, suffixes())
  // Nothing of what pages say is readable while the history is locked, not in the browser's memory either.
  const isLocked = await settings.isLocked()
  const context = isLocked ? null : await contextFor(vendor, seen, target.url)
  const found = await run(target, { kind, context, now: Date.now(), globals: kind === 'confirmation' ? await pageWorld(target) : null, byHand: seen === null })
  if (!found) return null
  if (found.checkout && !isLocked) await rememberContext(vendor, seen, found.checkout)
  if (found.terms && !isLocked) await rememberFound(vendor, found, kind)
  const { url, order: verdict, orders, draft, terms } = found
  return verdict && { verdict, orders, draft, terms, vendor, url }
}

/** Of a cart's page the links are remembered; documents are wanted where the person is about to agree to them. */
async function rememberFound(vendor: string, { terms, order, checkout }: FromPage, kind: Ask['kind']): Promise<void> {
  // A review page may call itself a confirmation.
  const step = kind === 'sign-up' ? 'signUp' : kind === 'checkout' || (order?.action === 'nothing' && checkout !== null) ? 'checkout' : null
  if (terms === null || step === null) return
  const near = terms.links.some(({ place }) => place === 'acceptance' || place === 'submit')
  const asked = terms.agreeing.length > 0 || near || checkout?.stage === 'review'
  // Forms to sign up stand beside those to log in, where nobody agrees to anything.
  await rememberTerms(vendor, step, terms, step === 'checkout' ? asked : terms.agreeing.some(isAgreed))
}

/** More than the script gives is not its own answer. */
const MAX_GLOBALS = 250_000

export const injection = ({ tabId, documentId }: Target) => (documentId === undefined ? { tabId, frameIds: [0] } : { tabId, documentIds: [documentId] })

/** What the page's own variables say, which is what the page wants said. A world that fails or lies costs only itself. */
async function pageWorld(page: Target): Promise<unknown> {
  try {
    const [done] = await browser.scripting.executeScript({ target: injection(page), world: 'MAIN', files: ['/page-world.js'] })
    return typeof done?.result === 'string' && done.result.length <= MAX_GLOBALS ? (JSON.parse(done.result) as unknown) : null
  } catch {
    return null
  }
}

async function run(page: Target, asked: Ask): Promise<FromPage | null> {
  const target = injection(page)
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
  return new URL(found.url).origin === new URL(page.url).origin ? found : null
}
