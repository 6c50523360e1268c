/**
 * Reads one document of terms and keeps it: as it stands in the page in front of the person, else by a fetch of its own, and that only of the
 * vendor's own hosts, where the person lets Counterfoil read. Whatever a page links to elsewhere is listed, and read when the person opens it.
 */
import { onForget } from '../lock/forget.ts'
import { browser } from '../browser.ts'
import { injection, type Target } from '../capture/reader.ts'
import { allowed, readAccess } from '../consent.ts'
import type { Vault } from '../vault/vault.ts'
import { addressOf, vendorAt } from './address.ts'
import type { PageAsk, PageSaid } from './errand.ts'
import { bring } from './offscreen.ts'
import { keepTerms, type RawPage, RawPages, termsViews } from './store/index.ts'
import type { Capture, Cleaned, Refusal, TermsLink, TermsType } from './types.ts'

/** What became of a document, by the ids of what was kept. */
export type Outcome =
  | { readonly at: number; readonly document: string; readonly version: string | null; /** It says something else than before. */ readonly changed: boolean }
  | { readonly at: number; readonly index: readonly TermsLink[] }
  | { readonly at: number; readonly refused: Refusal }

/** Of one list of documents. */
const MOST_LISTED = 15
const MOST_OF_VENDOR = 60
const HOUR = 3_600_000
const MOST_OF_HOUR = 200

const refused = (reason: Refusal): Outcome => ({ at: Date.now(), refused: reason })

/** `listed`: found in a list of documents, where no further list is followed. What a site does is an outcome and no error. */
export async function readFar(vault: Vault, vendor: string, { url, type }: Pick<TermsLink, 'url' | 'type'>, listed = false): Promise<Outcome> {
  const access = await readAccess()
  if (vendorAt(url) !== vendor || !allowed(access, url)) return refused('no-permission')
  const at = Date.now()
  const brought = await bring({ url, vendor, type, kept: null })
  if (brought.kind === 'refused') return refused(brought.reason)
  const { finalUrl, language, digest, extractor } = brought
  if (vendorAt(finalUrl) !== vendor) return refused('redirected-away')
  if (!allowed(access, finalUrl)) return refused('no-permission')
  const about: About = { vendor, type, url, finalUrl, via: 'fetch', seenAt: at, language, sourceDigest: digest, extractor }
  if (brought.kind === 'cleaned') return keepCleaned(vault, about, brought.cleaned, brought.source, listed)
  const { bytes, size } = brought
  return keep(vault, about, null, bytes === null ? { kind: 'large-pdf', digest, size } : { kind: 'pdf', bytes })
}

/** The page in front of the person, linked as `link`; null: it is no page of terms, or went away. */
export async function readNear(vault: Vault, vendor: string, link: Pick<TermsLink, 'url'> & { readonly type: TermsType | null }, page: Target): Promise<Outcome | null> {
  const said = await sayOf(page, { requested: link.url, type: link.type })
  const type = link.type ?? said?.type ?? null
  if (!said || type === null) return null
  const { url, cleaned, source, extractor } = said
  return keepCleaned(vault, { vendor, type, url: link.url, finalUrl: url, via: 'page', seenAt: Date.now(), language: null, sourceDigest: null, extractor }, cleaned, source, true)
}

async function sayOf(page: Target, asked: PageAsk): Promise<PageSaid | null> {
  const target = injection(page)
  const func = async (ask: string) => (await globalThis.counterfoilTermsReader?.read(ask)) ?? null
  try {
    await browser.scripting.executeScript({ target, files: ['/terms-reader.js'] })
    const [done] = await browser.scripting.executeScript({ target, func, args: [JSON.stringify(asked)] })
    if (typeof done?.result !== 'string') return null
    const said = JSON.parse(done.result) as PageSaid
    return new URL(said.url).origin === new URL(page.url).origin ? said : null
  } catch {
    // The page went away.
    return null
  }
}

type About = Omit<Capture, 'title' | 'content'>

async function keepCleaned(vault: Vault, about: About, cleaned: Cleaned, source: string | null, listed: boolean): Promise<Outcome> {
  if (cleaned.outcome === 'refused') return refused(cleaned.reason)
  if (cleaned.outcome === 'text') return keep(vault, { ...about, language: cleaned.language ?? about.language }, cleaned.title, { kind: 'text', markdown: cleaned.markdown }, source)
  const index = cleaned.links.filter(({ url }) => vendorAt(url) === about.vendor && url !== about.url && url !== about.finalUrl).slice(0, MOST_LISTED)
  // One level, or a site could be read without end.
  return listed || index.length === 0 ? refused('not-a-policy') : { at: about.seenAt, index }
}

async function keep(vault: Vault, about: About, title: string | null, content: Capture['content'], source: string | null = null): Promise<Outcome> {
  const [url, finalUrl] = [addressOf(about.url), addressOf(about.finalUrl)]
  if (url === null || finalUrl === null) return refused('unsupported-type')
  if (isFull(vault, about.vendor, url)) return refused('too-many')
  const pages = await rawPages(vault)
  const { document, version, outcome, grade } = await keepTerms(vault, { ...about, url, finalUrl, title, content }, pages && { pages, clean: cleanAnew })
  if (source !== null && version !== null) {
    const { type, url: requested, finalUrl: answered } = about
    await pages?.keep({ document, version, type, url: answered, requested, html: source })
  }
  return { at: about.seenAt, document, version, changed: outcome === 'new' && grade === 'substantive' }
}

/** A site can link to documents without end, under names without end. What is known goes on being read. */
function isFull(vault: Vault, vendor: string, url: string): boolean {
  const views = termsViews(vault)
  const own = views.filter((view) => view.vendor === vendor)
  if (own.some((view) => view.url === url)) return false
  const since = Date.now() - HOUR
  const lately = views.filter(({ versions }) => Date.parse(versions[0]?.seenAt ?? '') > since)
  return own.length >= MOST_OF_VENDOR || lately.length >= MOST_OF_HOUR
}

/** By the extractor of today; null: it no longer reads as a document. */
async function cleanAnew({ html, url, requested, type }: RawPage): Promise<string | null> {
  const brought = await bring({ url, vendor: vendorAt(url) ?? '', type, kept: { html, requested } })
  return brought.kind === 'cleaned' && brought.cleaned.outcome === 'text' ? brought.cleaned.markdown : null
}

onForget(() => {
  void opened?.pages.then((pages) => pages.close(), () => undefined)
  opened = null
})

let opened: { readonly device: string; readonly pages: Promise<RawPages> } | null = null

/** Null where the browser gives no room: only cleaning anew is lost. */
async function rawPages({ device }: Vault): Promise<RawPages | null> {
  if (opened?.device !== device.name) opened = { device: device.name, pages: RawPages.open(device) }
  try {
    return await opened.pages
  } catch {
    opened = null
    return null
  }
}
