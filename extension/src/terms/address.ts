/** Addresses of terms: how they are kept, and which are one document's. */
import { Refused } from '@counterfoil/crypto/errors'
import { vendorOf } from '@counterfoil/crypto/identity'
import { suffixes } from '@counterfoil/crypto/generated/suffixes'
import { cleanUrl, looksSecret } from '../capture/url.ts'

/** What says where a visitor came from and not what is shown. */
const TRACKING =
  /^(utm_|pk_|mtm_|mc_|_ga|_gl$|_hs|gclid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|ref$|referrer$|source$|campaign$|sid$|session|phpsessid|jsessionid|token|auth|key$|sig)/i
const MOST_PARAMETERS = 8
const LONGEST_VALUE = 100

/** As it may be kept: with the query, because some shops name the document there, but without what tracks or opens. Null: not the web's. */
export function addressOf(url: string): string | null {
  const clean = cleanUrl(url)
  if (clean === null) return null
  const kept = [...new URL(url).searchParams].filter(([name, value]) => !TRACKING.test(name) && value.length <= LONGEST_VALUE && !looksSecret(name) && !looksSecret(value))
  const query = new URLSearchParams(kept.slice(0, MOST_PARAMETERS)).toString()
  return query === '' ? clean : `${clean}?${query}`
}

export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [addressOf(one), addressOf(other)]
  return a !== null && b !== null && plain(a) === plain(b)
}

const plain = (address: string): string => address.replace(/^http:/, 'https:').replace(/^(https:\/\/)www\./, '$1').replace(/\/(?=\?|$)/, '')

/** Null for what is no page of the web. */
export function vendorAt(url: string): string | null {
  try {
    return vendorOf(url, suffixes())
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
