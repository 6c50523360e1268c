/** The registrable domain of a page. The suffix list comes in a chunk of its own: the first paint does not need it. */
import { siteOf } from '../consent.ts'

export async function registrableSite(url: URL): Promise<string | null> {
  const [{ vendorOf }, { suffixes }] = await Promise.all([import('@counterfoil/crypto/identity'), import('@counterfoil/crypto/generated/suffixes')])
  try {
    return vendorOf(url.href, suffixes()).replace(/:\d+$/, '')
  } catch {
    return siteOf(url)
  }
}
