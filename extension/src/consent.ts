/**
 * Where the person lets Counterfoil read. Their word is kept in `storage.local` under `consent`; what the browser grants is
 * asked anew each time, because it can be taken away outside of Counterfoil.
 *
 * Reading needs both: a mode that allows it and the browser's permission. A site that was switched off stays off in every mode, and no
 * mode reaches sensitive sites (sensitive.ts) and payment services (payment-hosts.ts).
 */
import { browser } from './browser.ts'
import { isPaymentHost } from './payment-hosts.ts'
import { sensitiveKind } from './sensitive.ts'

export type Mode = 'everywhere' | 'per-site' | 'by-hand'

interface Consent {
  /** null: not asked yet. */
  mode: Mode | null
  /** Sites that are never read: each with everything below it. */
  off: string[]
}

/** What the person chose beside what the browser grants. */
export interface Access extends Consent {
  /** Match patterns of the pages the browser lets Counterfoil read. */
  origins: string[]
}

export const EVERYWHERE = '*://*/*'

const KEY = 'consent'
const IP = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/

/** The site a page belongs to: its host without `www.`. Null for pages that are not the web's. */
export function siteOf(url: string | URL): string | null {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return null
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null
  const host = parsed.hostname.replace(/\.$/, '')
  if (host === '') return null
  const bare = host.replace(/^www\./, '')
  return bare.includes('.') ? bare : host
}

/** What the person typed as a site: a domain or a whole address. */
export function readSite(text: string): string | null {
  const trimmed = text.trim()
  const site = siteOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  return site !== null && (site.includes('.') || site === 'localhost' || IP.test(site)) ? site : null
}

function within(host: string, site: string): boolean {
  return host === site || (host.endsWith(`.${site}`) && !IP.test(site))
}

/** The match pattern of a site and everything below it. */
export function patternOf(site: string): string {
  return IP.test(site) || !site.includes('.') ? `*://${site}/*` : `*://*.${site}/*`
}

/** Whether a granted match pattern covers a page of this host; ports and paths are not looked at. */
export function covers(pattern: string, url: URL): boolean {
  if (pattern === '<all_urls>') return true
  const parts = /^(\*|https?):\/\/([^/]*)\//.exec(pattern)
  if (parts === null) return false
  const [, scheme, authority = ''] = parts
  if (scheme !== '*' && `${scheme}:` !== url.protocol) return false
  const host = authority.replace(/:(\d+|\*)$/, '')
  if (host === '*') return true
  return host.startsWith('*.') ? within(url.hostname, host.slice(2)) : url.hostname === host
}

/** A pattern for every host. */
export function coversAll(pattern: string): boolean {
  return /^(<all_urls>$|(\*|https?):\/\/\*\/)/.test(pattern)
}

export function switchedOff(consent: Consent, host: string): boolean {
  return consent.off.some((site) => within(host, site))
}

/** Why a page is not read by itself: what the person said comes first. */
export type WhyNot = 'off' | 'sensitive' | 'payment' | 'by-hand' | 'no-access'

/** The whole decision about one page; null: it may be read. */
export function whyNot(access: Access, url: string | URL): WhyNot | null {
  if (siteOf(url) === null) return 'no-access'
  const page = new URL(url)
  if (switchedOff(access, page.hostname)) return 'off'
  if (isPaymentHost(page.hostname)) return 'payment'
  if (sensitiveKind(page.hostname) !== null) return 'sensitive'
  if (access.mode === 'by-hand') return 'by-hand'
  return access.mode !== null && access.origins.some((pattern) => covers(pattern, page)) ? null : 'no-access'
}

export function allowed(access: Access, url: string | URL): boolean {
  return whyNot(access, url) === null
}

function parse(stored: unknown): Consent {
  const { mode, off } = (stored ?? {}) as { mode?: unknown; off?: unknown }
  return {
    mode: mode === 'everywhere' || mode === 'per-site' || mode === 'by-hand' ? mode : null,
    off: Array.isArray(off) ? off.filter((site): site is string => typeof site === 'string' && site !== '') : [],
  }
}

export async function readConsent(): Promise<Consent> {
  return parse((await browser.storage.local.get(KEY))[KEY])
}

export async function readAccess(): Promise<Access> {
  const [consent, granted] = await Promise.all([readConsent(), browser.permissions.getAll()])
  return { ...consent, origins: granted.origins ?? [] }
}

export async function mayCapture(url: string): Promise<boolean> {
  return allowed(await readAccess(), url)
}

/** Popup and set-up page may both write; one at a time. */
async function update(change: (consent: Consent) => Consent): Promise<void> {
  await navigator.locks.request('counterfoil-consent', async () => {
    await browser.storage.local.set({ [KEY]: change(await readConsent()) })
  })
}

/**
 * Takes the person's choice of mode. Must be called in the click itself, before anything is awaited: browsers only then show
 * their question. False if the browser's question was answered with no; nothing has changed then.
 */
export async function chooseMode(mode: Mode): Promise<boolean> {
  if (mode === 'everywhere' && !(await browser.permissions.request({ origins: [EVERYWHERE] }))) return false
  await update((consent) => ({ ...consent, mode }))
  if (mode !== 'everywhere') {
    const { origins = [] } = await browser.permissions.getAll()
    const given = mode === 'by-hand' ? origins : origins.filter(coversAll)
    if (given.length > 0) await browser.permissions.remove({ origins: given })
  }
  return true
}

/** Lets Counterfoil read one site. Must be called in the click itself, like `chooseMode`. */
export async function grantSite(site: string): Promise<boolean> {
  const answer = browser.permissions.request({ origins: [patternOf(site)] })
  // Not after the answer: the browser's question may close the popup, and nobody would be left to write this.
  const cleared = switchOn(site)
  const granted = await answer
  await cleared
  return granted
}

/** Asks again for what the mode needs and the browser has taken away. Must be called in the click itself. */
export function grantAgain(): Promise<boolean> {
  return browser.permissions.request({ origins: [EVERYWHERE] })
}

export async function revoke(pattern: string): Promise<void> {
  await browser.permissions.remove({ origins: [pattern] })
}

export function switchOff(site: string): Promise<void> {
  return update((consent) => (consent.off.includes(site) ? consent : { ...consent, off: [...consent.off, site].sort() }))
}

/** Also takes back the entries that cover this site from above. */
export function switchOn(site: string): Promise<void> {
  return update((consent) => ({ ...consent, off: consent.off.filter((entry) => !within(site, entry)) }))
}

/** Takes one entry off the list, as the list shows it. */
export function removeOff(entry: string): Promise<void> {
  return update((consent) => ({ ...consent, off: consent.off.filter((site) => site !== entry) }))
}

/** Calls back when the person or the browser changes what may be read. Returns how to stop. */
export function watchAccess(listener: () => void): () => void {
  const stored = (changes: Record<string, unknown>, area: string): void => {
    if (area === 'local' && KEY in changes) listener()
  }
  const changed = (): void => listener()
  browser.storage.onChanged.addListener(stored)
  browser.permissions.onAdded.addListener(changed)
  browser.permissions.onRemoved.addListener(changed)
  return () => {
    browser.storage.onChanged.removeListener(stored)
    browser.permissions.onAdded.removeListener(changed)
    browser.permissions.onRemoved.removeListener(changed)
  }
}
