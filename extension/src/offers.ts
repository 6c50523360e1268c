/**
 * "Waiting for you": what may be an order, and orders of a shop's list that the history lacks. On this device only, until the person decides
 * or 90 days went by.
 */
import { browser } from './browser.ts'
import type { CapturedOrder } from './capture/types.ts'
import { normal } from './capture/upsert/order-numbers.ts'
import { cleanUrl } from './capture/url.ts'
import { routeOf } from './refusals.ts'
import { Sealed } from './sealed.ts'

export interface Offer {
  readonly id: string
  /** ms since 1970. */
  readonly seenAt: number
  readonly vendor: string
  /** Cleaned like every address that is kept, with what says which page it is. */
  readonly url: string
  readonly from: 'page' | 'list'
  readonly order: CapturedOrder
  readonly reasons: string[]
}

interface Kept {
  /** The oldest first. */
  offers: Offer[]
  /** What the person no longer wants to be offered, by key. */
  dismissed: string[]
}

const KEY = 'offers'
const MOST = 100
/** Of one shop, so that its list does not push out what waits of others. */
const MOST_OF_VENDOR = 80
/** Of all as text: what the person chose has to find room beside them. */
const MOST_TEXT = 1_000_000
const MOST_DISMISSED = 1_000
const LIFE = 90 * 86_400_000
/** No order that a person placed is longer. */
const LARGEST = 50_000

export async function listOffers(): Promise<Offer[]> {
  return (await read()).offers
}

/** The same order waits once, with the most that was read of it; returns how each waits now. Clears an earlier "no" to it. */
export function addOffers(added: readonly Offer[]): Promise<Offer[]> {
  return update((kept) => {
    const waiting: Offer[] = []
    for (const offer of added) {
      const url = keptAddress(offer.url)
      if (url === null || JSON.stringify(offer).length > LARGEST) continue
      const before = kept.offers.find((each) => isSame(each, { ...offer, url }))
      const better = before && weight(before) > weight(offer) ? before : { ...offer, url }
      const now = { ...better, id: before?.id ?? offer.id }
      kept.offers = [...kept.offers.filter((each) => each !== before), now]
      kept.dismissed = kept.dismissed.filter((key) => key !== keyOf(now))
      waiting.push(now)
    }
    return waiting
  })
}

/** The person decided: these are not offered by themselves again. */
export function removeOffers(ids: readonly string[]): Promise<void> {
  return update((kept) => {
    const decided = kept.offers.filter(({ id }) => ids.includes(id))
    kept.offers = kept.offers.filter((offer) => !decided.includes(offer))
    kept.dismissed = [...new Set([...kept.dismissed, ...decided.map(keyOf)])]
  })
}

/** What the history has needs no decision any more. */
export function dropOffers(isKept: (offer: Offer) => boolean): Promise<void> {
  return update((kept) => {
    kept.offers = kept.offers.filter((offer) => !isKept(offer))
  })
}

/** Those that the person has not said no to. */
export async function notDismissed(offers: readonly Offer[]): Promise<Offer[]> {
  const { dismissed } = await read()
  return offers.filter((offer) => !dismissed.includes(keyOf({ ...offer, url: keptAddress(offer.url) ?? '' })))
}

/** Calls back after any change in any context. Returns how to stop. */
export function watchOffers(listener: () => void): () => void {
  const stored = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener()
  }
  browser.storage.onChanged.addListener(stored)
  return () => browser.storage.onChanged.removeListener(stored)
}

type Told = Pick<Offer, 'vendor' | 'url' | 'order'>

/** Whether two pages speak of one order: by its number, or at one address with nothing that tells them apart. */
export function isSame(one: Told, other: Told): boolean {
  if (one.vendor !== other.vendor) return false
  const [a, b] = [numberOf(one.order), numberOf(other.order)]
  if (a !== null && b !== null) return a === b
  const [total, otherTotal] = [one.order.total?.value, other.order.total?.value]
  return one.url === other.url && (total === undefined || otherTotal === undefined || total === otherTotal)
}

const keyOf = ({ vendor, url, order }: Told): string => `${vendor} ${numberOf(order) ?? `${url} ${order.total?.value ?? ''}`}`

function numberOf(order: CapturedOrder): string | null {
  // What is refused as a number, such as nothing but blanks, is none.
  return normal(order.orderNumber?.value) ?? normal(order.confirmationNumber?.value)
}

/** A page of its own says more than a row of a list. */
function weight({ from, order }: Offer): number {
  return Object.values(order).filter((field) => field !== null).length + (from === 'page' ? 0.5 : 0)
}

function keptAddress(url: string): string | null {
  const clean = cleanUrl(url)
  return clean === null ? null : clean + routeOf(new URL(url))
}

const sealed = new Sealed<Kept>(KEY, () => ({ offers: [], dismissed: [] }))

async function read(): Promise<Kept> {
  return fresh(await sealed.read())
}

function fresh(kept: Kept): Kept {
  const oldest = Date.now() - LIFE
  return { ...kept, offers: kept.offers.filter(({ seenAt }) => seenAt > oldest) }
}

function newest(offers: readonly Offer[]): Offer[] {
  const left = new Map<string, number>()
  let text = 0
  const kept = offers.toReversed().filter((offer) => {
    const more = (left.get(offer.vendor) ?? MOST_OF_VENDOR) - 1
    const longer = text + JSON.stringify(offer).length
    if (more < 0 || longer > MOST_TEXT) return false
    left.set(offer.vendor, more)
    text = longer
    return true
  })
  return kept.slice(0, MOST).toReversed()
}

/** Without a history nothing waits for one. */
function update<T>(change: (kept: Kept) => T): Promise<T> {
  return sealed.update((stored) => {
    const kept = fresh(stored)
    const answer = change(kept)
    return { value: { offers: newest(kept.offers), dismissed: kept.dismissed.slice(-MOST_DISMISSED) }, answer }
  })
}
