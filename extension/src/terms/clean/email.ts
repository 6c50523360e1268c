/** Addresses that Cloudflare hides from robots: the first byte is the key of the others. A document must not differ by whether it was hidden. */

const HEX = /^(?:[0-9a-f]{2}){4,200}$/i
const HIDDEN_LINK = /\/cdn-cgi\/l\/email-protection#([0-9a-f]+)/i

/** What stands there instead of an element of that kind; null: it is none, or says nothing that can be read. */
export function emailOf(element: Element, tag: string): string | null {
  if (tag !== 'a' && tag !== 'span') return null
  const hidden = element.getAttribute('data-cfemail')
  return hidden === null ? null : decode(hidden)
}

/** The address that a link of theirs hides. */
export const emailIn = (target: string): string | null => {
  const [, hidden] = HIDDEN_LINK.exec(target) ?? []
  return hidden === undefined ? null : decode(hidden)
}

function decode(hidden: string): string | null {
  if (!HEX.test(hidden)) return null
  const [key = 0, ...coded] = hidden.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? []
  try {
    const address = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(coded, (byte) => byte ^ key))
    return /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? address : null
  } catch {
    return null
  }
}
