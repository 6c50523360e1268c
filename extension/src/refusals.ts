/**
 * Pages that the person said are no orders: a site and the shape of a path, kept on this device, sealed, for they tell where somebody shops.
 * Pages of that shape are no longer taken for orders by themselves; "Read this page" still reads them.
 */
import { cleanUrl, looksSecret } from './capture/url.ts'
import { siteOf } from './consent.ts'
import { Sealed } from './sealed.ts'

export interface Refusal {
  readonly id: string
  readonly site: string
  /** With `*` for each segment that is another on every page: numbers and keys. */
  readonly path: string
}

const kept = new Sealed<Refusal[]>('refusals', () => [])
const MOST = 1_000

/** Shop software that has one file for all its pages names the page in one of these. */
const ROUTING = /^_?(route|rt|r|page|p|controller|module|action|act|view|task|option|do|cmd|fc|mod)$/i
const WORDS = /^[a-z][a-z_/-]{0,60}$/i

/** What of a query or a fragment says which page it is; never more than words. */
export function routeOf({ searchParams, hash }: URL): string {
  const named = [...searchParams].filter(([name, value]) => ROUTING.test(name) && WORDS.test(value) && !value.split('/').some(looksSecret)).slice(0, 5)
  const route = named.length === 0 ? '' : `?${named.map((pair) => pair.join('=')).join('&')}`
  const place = /^#!?(\/[^?]*)/.exec(hash)?.[1]
  const clean = place === undefined ? null : cleanUrl(place, 'https://place.invalid')
  return clean === null ? route : `${route}#${shape(new URL(clean).pathname)}`
}

export async function refuse(url: string): Promise<void> {
  const page = pageOf(url)
  if (page === null) return
  await update((refusals) => (refusals.some((each) => isSame(each, page)) ? refusals : [...refusals, { id: crypto.randomUUID(), ...page }].slice(-MOST)))
}

export async function isRefused(url: string): Promise<boolean> {
  const page = pageOf(url)
  return page !== null && (await listRefusals()).some((each) => isSame(each, page))
}

export const listRefusals = (): Promise<Refusal[]> => kept.read()

export function forgetRefusal(id: string): Promise<void> {
  return update((refusals) => refusals.filter((each) => each.id !== id))
}

type Page = Pick<Refusal, 'site' | 'path'>

const isSame = (one: Page, other: Page): boolean => one.site === other.site && one.path === other.path

function pageOf(url: string): Page | null {
  const site = siteOf(url)
  // Cleaned first, because the address of an order that was kept has lost its secrets, and must still be one of this shape.
  const clean = cleanUrl(url)
  return site === null || clean === null ? null : { site, path: shape(new URL(clean).pathname) + routeOf(new URL(url)) }
}

function shape(path: string): string {
  const segments = path.split('/').map((segment) => (/\d/.test(decoded(segment)) ? '*' : segment.toLowerCase()))
  return segments.join('/').replace(/(?<=.)\/$/, '').slice(0, 300)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function update(change: (refusals: Refusal[]) => Refusal[]): Promise<void> {
  return kept.update((refusals) => ({ value: change(refusals), answer: undefined }))
}
