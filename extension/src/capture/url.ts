/**
 * A URL as it may be stored: no query, no fragment, no user info, no path segment that looks like a secret.
 * Order-status links carry their right of access in the path.
 */
import { plainDigits, scrub } from './clean.ts'

/** Words and numbers are names; long mixtures of letter cases and digits are keys. */
export function looksSecret(segment: string): boolean {
  let text = segment
  try {
    // What was encoded twice is read like what was encoded once.
    text = decodeURIComponent(segment)
    if (/%[0-9a-f]{2}/i.test(text)) text = decodeURIComponent(text)
  } catch {
    return true
  }
  if (text.includes('@') || scrub(plainDigits(text)) !== plainDigits(text)) return true
  if (/[:=;]/.test(text) && text.length > 12) return true
  return text.split(/[.,~|+\s]/).some((part) => isKey(part))
}

function isKey(part: string): boolean {
  if (part.length < 16) return false
  if (/^[0-9a-f]{16,}$/i.test(part) && /[a-f]/i.test(part)) return true
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part)) return true
  if (/^eyJ/.test(part)) return true
  if (/^\d+$/.test(part)) return part.length > 24
  const words = part.split(/[-_]/)
  if (words.some((word) => word.length >= 16 && mixed(word)) || (part.length >= 24 && words.filter(mixed).length >= 2)) return true
  // Random base64url has a joint now and then; a slug has one every few letters.
  const bare = words.join('')
  return (words.length - 1) * 8 <= part.length && switches(bare) * 4 >= bare.length
}

function mixed(word: string): boolean {
  return word.length >= 6 && (switches(word) >= 3 || (word.length >= 28 && switches(word) >= 1))
}

/** How often letters of one case, of the other and digits take turns: a capital before small letters is a word. */
function switches(text: string): number {
  return text.match(/[a-z](?=[A-Z0-9])|[0-9](?=[A-Za-z])|[A-Z](?=[0-9])/g)?.length ?? 0
}

export function cleanUrl(url: string, base?: string): string | null {
  let parsed: URL
  try {
    parsed = base === undefined ? new URL(url) : new URL(url, base)
  } catch {
    return null
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null
  const path = parsed.pathname
    .split('/')
    .map((segment) => (segment !== '' && looksSecret(segment) ? '…' : segment))
    .join('/')
    .replace(/(\/…)+/g, '')
  const clean = parsed.origin + (path === '' ? '/' : path)
  return clean.length > 500 ? null : clean
}
