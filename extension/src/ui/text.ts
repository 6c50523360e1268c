/** Foreign text on its way to the screen: always text, never longer than its place, never invisible. */

/** Cut to `limit` code points, so that a page's novel costs no layout time. */
export function clip(text: string, limit = 240): string {
  if (text.length <= limit) return text
  const cut = Array.from(text.slice(0, limit * 2)).slice(0, limit).join('')
  return cut.length === text.length ? text : `${cut}…`
}

/** Nothing in it leaves a mark: blanks, controls, format characters, lone combining marks. */
export function invisible(text: string): boolean {
  return !/[^\s\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u.test(text)
}

/** Without the controls that reorder what follows them: an order number reads in the order that its characters have. */
export function inOrder(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
}

export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')
}

/** The first letter or digit, for a monogram. */
export function monogram(text: string): string {
  const first = /[\p{L}\p{N}]/u.exec(text.slice(0, 200))?.[0]
  return first === undefined ? '?' : Array.from(first.toUpperCase())[0] ?? '?'
}

/** 0 to 359, the same for the same text. */
export function hue(text: string): number {
  let hash = 7
  for (const char of text.slice(0, 100)) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return hash % 360
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`
}

/** A shop's address, if the domain is one; nothing else of a record ever makes a link. */
export function shopLink(domain: string | null): string | null {
  if (domain === null || domain.length > 253) return null
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain) && !/\.\d+$/.test(domain) ? `https://${domain}/` : null
}

/** An address of the web as it may be opened: without user info, which can make it look like another's. */
export function webLink(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_000) return null
  let url: URL
  try {
    url = new URL(value)
  } catch {
    return null
  }
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '' ? url.href : null
}

/** The words of an error that was made for the person. */
export function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return invisible(text) ? 'Something went wrong. Please try again.' : clip(text, 400)
}

const LEAST_BYTES = 100_000

/** Of a relay's room, in megabytes. */
export function usedWords({ used, limit }: { used: number; limit: number | null }): string {
  const megabytes = (bytes: number): string =>
    bytes < LEAST_BYTES ? 'less than 0.1' : (bytes / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 })
  return limit === null ? `Your history takes up ${megabytes(used)} MB there.` : `Your history takes up ${megabytes(used)} of ${megabytes(limit)} MB there.`
}
