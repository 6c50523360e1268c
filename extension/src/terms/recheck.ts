/**
 * Looks again at what was agreed to: about once a week for each vendor of an order that may still matter, at a moment drawn by lot, so that
 * neither a vendor nor the network sees a pattern. A substantive change is looked at a second time, more than an hour later, before it is
 * announced.
 */
import { isDeleted, shown } from '@counterfoil/crypto/document'
import { dated } from '../capture/upsert/likeness.ts'
import { keptOrders } from '../vault/orders.ts'
import type { Vault } from '../vault/vault.ts'
import { termsViews } from './store/index.ts'
import type { TermsType } from './types.ts'
import { changeWork, type Look, setLook, type Work } from './work.ts'

const DAY = 86_400_000
/** Returns, warranty claims and subscriptions of an order come within half a year, mostly. */
const LIVE = 180 * DAY
const WEEK = 7 * DAY
const MOST_DOCUMENTS = 20
/** The store takes it for a second look after an hour. */
const SECOND = 61 * 60_000

/** Vendors of orders that are young enough. */
function liveVendors(vault: Vault, now: number): Set<string> {
  const live = keptOrders(vault.records()).filter(({ document }) => !isDeleted(document) && (dated(document) ?? 0) >= now - LIVE)
  return new Set(live.map(({ document }) => shown(document, 'vendor')).filter((vendor) => typeof vendor === 'string'))
}

/** Draws a moment for each vendor that has none, and turns those whose moment came into looks. `draw` gives 0 to 1. */
export function planned(work: Work, live: ReadonlySet<string>, documents: readonly Pick<Look, 'vendor' | 'url' | 'type'>[], now: number, draw: () => number): Work {
  const next: Record<string, number> = {}
  const looks = [...work.looks]
  for (const vendor of live) {
    const at = work.next[vendor] ?? now + draw() * WEEK
    next[vendor] = at <= now ? now + WEEK + (draw() - 0.5) * 2 * DAY : at
    if (at > now) continue
    const known = new Set(looks.filter((look) => look.vendor === vendor).map(({ url }) => url))
    const wanted = documents.filter((each) => each.vendor === vendor && !known.has(each.url)).slice(0, MOST_DOCUMENTS)
    looks.push(...wanted.map(({ url, type }) => ({ vendor, url, type, tries: 0, due: now })))
  }
  return { ...work, looks, next }
}

export function planLooks(vault: Vault): Promise<void> {
  const now = Date.now()
  const documents = termsViews(vault).flatMap(({ vendor, url, type }) => (url !== null && type !== null ? [{ vendor, url, type }] : []))
  return changeWork((work) => planned(work, liveVendors(vault, now), documents, now, Math.random))
}

/** A text that only pages have shown so far may differ from what a fetch brings without having changed: that is not looked at again. */
export async function lookAgain(vault: Vault, document: string): Promise<void> {
  const view = termsViews(vault).find(({ id }) => id === document)
  if (view?.url == null || view.type === null) return
  if (!view.versions.some(({ id, via }) => via === 'fetch' && id !== view.current)) return
  const { vendor, url } = view
  const type: TermsType = view.type
  await setLook({ vendor, url }, { vendor, url, type, tries: 0, due: Date.now() + SECOND + Math.random() * SECOND })
}
