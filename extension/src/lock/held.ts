/**
 * What pages said while the history was locked: each sealing in a box of its own to this device's box key, which anybody could have made. So
 * it is read as strictly as a page when the lock opens, and never counts for more than a page's word.
 */
import type { Device } from '@counterfoil/crypto/device'
import { fromBase64url } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import type { OrderRead } from '../capture/reader.ts'
import type { CapturedOrder } from '../capture/types.ts'
import { upsert } from '../capture/upsert/index.ts'
import { isFlooded } from '../flood.ts'
import { addOffers, notDismissed, type Offer } from '../offers.ts'
import { settings } from '../own.ts'
import { knownIn } from '../known.ts'
import { isRefused } from '../refusals.ts'
import { openSealed, sealFor } from '../vault/settings.ts'
import type { Vault } from '../vault/vault.ts'
import { addBox, type Box, readHeld, removeBox } from './boxes.ts'
import { parseOrder } from './parse-order.ts'

/** Of one capture as text; no order that a person placed is longer. */
const LARGEST = 50_000
const MOST_REASONS = 40

interface Capture {
  readonly url: string
  readonly at: number
  readonly action: 'save' | 'ask'
  readonly reasons: readonly string[]
  readonly order: CapturedOrder
}

/** True if it, or something richer that the same visit said, waits now. */
export async function hold({ verdict, url }: OrderRead, visit: string): Promise<boolean> {
  const lock = await settings.lock()
  const vendor = vendorAt(url)
  if (!lock || !verdict.order || verdict.action === 'nothing' || vendor === null) return false
  const capture: Capture = { url, at: Date.now(), action: verdict.action, reasons: verdict.reasons.slice(0, MOST_REASONS), order: verdict.order }
  if (JSON.stringify(capture).length > LARGEST) return false
  const weight = Object.values(verdict.order).filter((field) => field !== null).length + (verdict.action === 'save' ? 1_000 : 0)
  return addBox({ visit, vendor, weight, box: sealFor(fromBase64url(lock.box), capture) })
}

export async function countHeld(): Promise<number> {
  return (await readHeld()).length
}

/** Merges all of it into the history that was opened, by one context at a time; each box goes once what was in it is on disk. */
export function mergeHeld(vault: Vault): Promise<void> {
  return navigator.locks.request('counterfoil-merge', () => mergeAll(vault)) as unknown as Promise<void>
}

async function mergeAll(vault: Vault): Promise<void> {
  for (const held of await readHeld()) {
    const capture = openCapture(vault.device, held)
    // Sealed anew by now, maybe, to the device that takes this one's place: then it is that one's to open or to drop.
    if (!capture && !(await isHere(vault.device))) return
    try {
      if (capture) await merge(vault, capture)
    } catch (error) {
      // What cannot be an order never will be one. Anything else waits on, and no other one behind it.
      if (!(error instanceof Refused)) {
        console.error('counterfoil:', error)
        continue
      }
    }
    await removeBox(held)
  }
}

async function isHere({ name }: Device): Promise<boolean> {
  const [next, device] = await Promise.all([settings.next(), settings.device()])
  return next === null && device?.name === name
}

async function merge(vault: Vault, { vendor, url, at, action, reasons, order }: Capture & { readonly vendor: string }): Promise<void> {
  if (await isRefused(url)) return
  const offer: Offer = { id: crypto.randomUUID(), seenAt: at, vendor, url, from: 'page', order, reasons: [...reasons] }
  if (knownIn(vault)(offer) || (action === 'save' && !isFlooded(vault, vendor, Date.now()))) {
    const { outcome } = await upsert(vault, { order, vendor, url })
    if (outcome !== 'too-little' && outcome !== 'other-order') return
  }
  await addOffers(await notDismissed([offer]))
}

/** Null: not sealed to this device, or nothing that a reading of a page gives. */
export function openCapture(device: Device, { box }: Pick<Box, 'box'>): (Capture & { readonly vendor: string }) | null {
  const said = openSealed<unknown>(device, box)
  if (typeof said !== 'object' || said === null) return null
  const { url, at, action, reasons, order } = said as Partial<Record<keyof Capture, unknown>>
  const parsed = parseOrder(order)
  const vendor = typeof url === 'string' && url.length <= 2_000 ? vendorAt(url) : null
  if (vendor === null || parsed === null || (action !== 'save' && action !== 'ask')) return null
  if (!Number.isSafeInteger(at) || (at as number) <= 0) return null
  if (!Array.isArray(reasons) || reasons.length > MOST_REASONS || !reasons.every((reason) => typeof reason === 'string' && /^[a-z0-9:+.-]{1,80}$/i.test(reason))) return null
  // A clock that was set back loses nobody an order, and none waits longer for the time that it names.
  return { url: url as string, vendor, at: Math.min(at as number, Date.now()), action, reasons: reasons as string[], order: parsed }
}

function vendorAt(url: string): string | null {
  try {
    return vendorOf(url, suffixes())
  } catch {
    return null
  }
}
