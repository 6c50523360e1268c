// Where what pages said while the history was locked waits: boxes in `storage.local`, and beside them tags that tell a thief neither shop nor time.
import type { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import { browser } from '../browser.ts'
import { openSealed, sealFor } from '../vault/settings.ts'

const KEY = 'held'
const LOCK = 'counterfoil-held'
const MOST_HELD = 100
/** Of one shop, so that one page does not take the room of all. */
const MOST_OF = 20

export interface Box {
  /** The page's visit, as a tag: told again while it renders, it waits once. The visit itself would tell the time to the millisecond. */
  readonly visit: string
  /** The shop, as a tag. */
  readonly of: string
  readonly box: string
}

/** In `storage.session`, until the history is locked again or the browser ends. */
interface Beside {
  /** What tags are made with: without it they tell nobody of what. */
  readonly key: string
  /** How much each visit's box says, by tag. */
  readonly weights: Readonly<Record<string, number>>
}

/** True if it, or what the same visit said before and weighs more, waits now. */
export function addBox({ visit, vendor, weight, box }: { visit: string; vendor: string; weight: number; box: string }): Promise<boolean> {
  return alone(async () => {
    const { key, weights } = await readBeside()
    const added: Box = { visit: await tagOf(key, visit), of: await tagOf(key, vendor), box }
    const boxes = await readHeld()
    const others = boxes.filter((one) => one.visit !== added.visit)
    if (others.length < boxes.length && weight < (weights[added.visit] ?? 0)) return true
    // What waits already is not pushed out by what comes after it.
    if (others.length >= MOST_HELD || others.filter(({ of }) => of === added.of).length >= MOST_OF) return false
    const kept = Object.fromEntries(others.flatMap((one) => (weights[one.visit] === undefined ? [] : [[one.visit, weights[one.visit]]])))
    await browser.storage.session.set({ [KEY]: { key, weights: { ...kept, [added.visit]: weight } } })
    await browser.storage.local.set({ [KEY]: [...others, added] })
    return true
  })
}

export function removeBox(gone: Box): Promise<void> {
  return alone(async () => browser.storage.local.set({ [KEY]: (await readHeld()).filter(({ box }) => box !== gone.box) }))
}

/** What waits for `before` waits for whoever has the box key; done twice it does no harm. */
export function resealHeld(before: Device, boxKey: Bytes): Promise<void> {
  return alone(async () => {
    const boxes = await readHeld()
    if (boxes.length === 0) return
    const resealed = boxes.map((one) => {
      const said = openSealed<unknown>(before, one.box)
      return said === null ? one : { ...one, box: sealFor(boxKey, said) }
    })
    await browser.storage.local.set({ [KEY]: resealed })
  })
}

export async function readHeld(): Promise<Box[]> {
  const { [KEY]: stored } = await browser.storage.local.get(KEY)
  const isBox = (one: unknown): one is Box => typeof one === 'object' && one !== null && (['visit', 'of', 'box'] as const).every((name) => typeof (one as Box)[name] === 'string')
  return Array.isArray(stored) ? stored.filter(isBox).slice(0, MOST_HELD) : []
}

async function readBeside(): Promise<Beside> {
  const { [KEY]: kept } = await browser.storage.session.get(KEY)
  return (kept as Beside | undefined) ?? { key: toBase64url(crypto.getRandomValues(new Uint8Array(32))), weights: {} }
}

async function tagOf(key: string, name: string): Promise<string> {
  const hmac = await crypto.subtle.importKey('raw', fromBase64url(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, toUtf8(name))).slice(0, 16))
}

const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request(LOCK, work) as unknown as Promise<T>
