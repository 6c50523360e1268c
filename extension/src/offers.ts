/**
 * "Waiting for you": what may be an order, and orders of a shop's list that the history lacks. On this device only, until the person decides
 * or 90 days went by.
 *
 * Sealed to the device like the history itself, so that a copied `storage.local` tells no more with it than without it.
 */
import { type Device, sealBox } from '@counterfoil/crypto/device'
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import { normalOrderNumber } from '@counterfoil/crypto/identity'
import { browser } from './browser.ts'
import type { CapturedOrder } from './capture/types.ts'
import { cleanUrl } from './capture/url.ts'
import { routeOf } from './refusals.ts'
import { deviceOf, Settings } from './vault/settings.ts'

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
  const number = order.orderNumber?.value ?? order.confirmationNumber?.value
  // Nothing but blanks is refused as a number.
  return number === undefined || /^[#\s]*$/.test(number) ? null : normalOrderNumber(number)
}

/** A page of its own says more than a row of a list. */
function weight({ from, order }: Offer): number {
  return Object.values(order).filter((field) => field !== null).length + (from === 'page' ? 0.5 : 0)
}

function keptAddress(url: string): string | null {
  const clean = cleanUrl(url)
  return clean === null ? null : clean + routeOf(new URL(url))
}

const settings = new Settings({
  get: async (key) => (await browser.storage.local.get(key))[key],
  set: (key, value) => browser.storage.local.set({ [key]: value }),
})

let opened: Device | null = null

/** Making a device of its seed costs more than all else here. */
async function deviceHere(): Promise<Device | null> {
  const identity = await settings.identity()
  if (!identity) return null
  if (!opened || toBase64url(opened.seed) !== identity.seed) opened = deviceOf(identity)
  return opened
}

async function read(): Promise<Kept> {
  const none: Kept = { offers: [], dismissed: [] }
  const [{ [KEY]: sealed }, device] = await Promise.all([browser.storage.local.get(KEY), deviceHere()])
  if (typeof sealed !== 'string' || !device) return none
  let kept: Kept
  try {
    kept = JSON.parse(fromUtf8(device.openBox(fromBase64url(sealed)))) as Kept
  } catch {
    // Sealed to a device that this browser no longer is.
    return none
  }
  const oldest = Date.now() - LIFE
  return { ...kept, offers: kept.offers.filter(({ seenAt }) => seenAt > oldest) }
}

function newest(offers: readonly Offer[]): Offer[] {
  const left = new Map<string, number>()
  let text = 0
  const kept = offers.toReversed().filter((offer) => {
    const more = (left.get(offer.vendor) ?? MOST_OF_VENDOR) - 1
    text += JSON.stringify(offer).length
    left.set(offer.vendor, more)
    return more >= 0 && text <= MOST_TEXT
  })
  return kept.slice(0, MOST).toReversed()
}

/** Worker and popup may both write; one at a time. Without a history nothing waits for one. */
async function update<T>(change: (kept: Kept) => T): Promise<T> {
  const updated = navigator.locks.request('counterfoil-offers', async () => {
    const kept = await read()
    const before = JSON.stringify(kept)
    const result = change(kept)
    const device = await deviceHere()
    const now = JSON.stringify({ offers: newest(kept.offers), dismissed: kept.dismissed.slice(-MOST_DISMISSED) } satisfies Kept)
    if (device && now !== before) await browser.storage.local.set({ [KEY]: toBase64url(sealBox(device.keys.box, toUtf8(now))) })
    return result
  })
  return updated as Promise<T>
}
