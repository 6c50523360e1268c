/**
 * Fetches one document of a vendor, without credentials, in the person's language (the browser sends its own `Accept-Language`). Runs in the
 * document of `entrypoints/offscreen`, which lives for one document.
 *
 * A site chooses what its links and redirects lead to, so the document may connect to the vendor's hosts alone: `connect-src` is checked by
 * the browser before each redirect is followed. A shop cannot make the extension, which reaches everywhere, ask a machine in the house or
 * another site for anything.
 */
import { sha256, toHex } from '@counterfoil/crypto/encoding'
import { charsetOf, decode } from './charset.ts'
import type { Refusal } from './types.ts'

export type Fetched =
  | { readonly kind: 'html' | 'plain'; readonly finalUrl: string; readonly language: string | null; readonly text: string; readonly digest: string; readonly status: number }
  | { readonly kind: 'pdf'; readonly finalUrl: string; readonly language: string | null; readonly bytes: Uint8Array | null; readonly digest: string; readonly size: number }
  | { readonly kind: 'refused'; readonly reason: Refusal }

/** Of what is taken, after decompression: real terms are under 1.5 MB. */
export const LARGEST_PAGE = 4_000_000
export const LARGEST_PDF = 16_000_000
/** Of what may find room inside a record's envelope. */
const LARGEST_KEPT_PDF = 8_000_000
/** From the first byte asked for to the last one read. */
const LONGEST = 15_000

/** Must be called before anything is fetched; there is no way back for the document. */
export function connectOnlyTo(vendor: string, url: string): void {
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = `connect-src ${sources(vendor, url).join(' ')}`
  document.head.append(policy)
}

/** A vendor that is no registrable domain (an address, a name in the house) is one host with its port, as `vendorOf` writes it. */
export function sources(vendor: string, url: string): string[] {
  // From https there is no way down.
  const schemes = new URL(url).protocol === 'http:' ? ['http', 'https'] : ['https']
  if (!/^[a-z0-9._-]+(:\d+)?$/.test(vendor)) return ["'none'"]
  const hosts = vendor.includes(':') || /^[\d.]+$/.test(vendor) ? [vendor] : [`${vendor}:*`, `*.${vendor}:*`]
  return schemes.flatMap((scheme) => hosts.map((host) => `${scheme}://${host}`))
}

export async function fetchDocument(url: string, longest = LONGEST): Promise<Fetched> {
  const overdue = AbortSignal.timeout(longest)
  let blocked = false
  const onBlocked = (): void => void (blocked = true)
  document.addEventListener('securitypolicyviolation', onBlocked)
  try {
    const response = await fetch(url, { ...PLAIN, signal: overdue })
    return await take(response)
  } catch (error) {
    if (overdue.aborted || (error instanceof DOMException && error.name === 'TimeoutError')) return refused('timeout')
    // The event is queued when the fetch has failed already.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return refused(blocked ? 'redirected-away' : await whyFailed(url))
  } finally {
    document.removeEventListener('securitypolicyviolation', onBlocked)
  }
}

const PLAIN: RequestInit = { credentials: 'omit', cache: 'no-cache', redirect: 'follow', referrerPolicy: 'no-referrer' }
const refused = (reason: Refusal): Fetched => ({ kind: 'refused', reason })

/** Browsers say no more of a failure than that it was one. A site that answers with a redirect is there, and led in circles. */
async function whyFailed(url: string): Promise<Refusal> {
  if (!navigator.onLine) return 'offline'
  try {
    const { type } = await fetch(url, { ...PLAIN, redirect: 'manual', signal: AbortSignal.timeout(LONGEST / 3) })
    return type === 'opaqueredirect' ? 'too-many-redirects' : 'server-error'
  } catch {
    return 'offline'
  }
}

async function take(response: Response): Promise<Fetched> {
  const { status, headers, url: finalUrl } = response
  const contentType = headers.get('content-type') ?? ''
  const language = languageOf(headers.get('content-language'))
  const media = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const reason = ofStatus(status)
  // What a wall shows instead of a page tells which wall it is.
  if (reason !== null && !(WALLS.has(status) && media === 'text/html')) return giveUp(response, reason)
  const isPdf = media === 'application/pdf' || (OPAQUE.has(media) && /\.pdf$/i.test(new URL(finalUrl).pathname))
  if (!isPdf && !PAGES.has(media) && media !== 'text/plain' && media !== '') return giveUp(response, 'unsupported-type')
  const bytes = await bytesOf(response, isPdf ? LARGEST_PDF : LARGEST_PAGE)
  if (bytes === null) return refused('too-large')
  if (bytes.length === 0) return refused(reason ?? 'empty')
  const digest = toHex(sha256(bytes))
  if (isPdf) {
    if (!startsAsPdf(bytes)) return refused('unsupported-type')
    return { kind: 'pdf', finalUrl, language, bytes: bytes.length <= LARGEST_KEPT_PDF ? bytes : null, digest, size: bytes.length }
  }
  return { kind: media === 'text/plain' ? 'plain' : 'html', finalUrl, language, text: decode(bytes, charsetOf(contentType)), digest, status }
}

const PAGES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])
const OPAQUE: ReadonlySet<string> = new Set(['application/octet-stream', 'binary/octet-stream', 'application/x-pdf', ''])
const WALLS: ReadonlySet<number> = new Set([401, 403, 429, 503])

/** Null: a page was given. */
export function ofStatus(status: number): Refusal | null {
  if (status >= 200 && status < 300) return status === 204 || status === 205 ? 'empty' : null
  if (status === 404 || status === 410) return 'not-found'
  if (status === 401) return 'log-in'
  return status >= 500 ? 'server-error' : 'refused-by-site'
}

function giveUp(response: Response, reason: Refusal): Fetched {
  // Else what is not read goes on being sent.
  void response.body?.cancel().catch(() => undefined)
  return refused(reason)
}

/** Counted as it comes, so that neither a body without end nor a small one that unpacks to gigabytes is held. Null: more than `most`. */
async function bytesOf({ body }: Response, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.length
    if (size > most) {
      void reader?.cancel().catch(() => undefined)
      return null
    }
    chunks.push(next.value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const startsAsPdf = (bytes: Uint8Array): boolean => new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')

const languageOf = (header: string | null): string | null => (header !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(header.trim()) ? header.trim() : null)
