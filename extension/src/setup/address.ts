/** A relay's address as the person typed it. */

export interface RelayAddress {
  address: string
  /** Plain http to another machine: anyone on the way can see when this device syncs and interfere. */
  open: boolean
}

export function readRelay(text: string): RelayAddress | null {
  const typed = text.trim()
  if (typed === '' || /\s/.test(typed)) return null
  let url: URL
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`)
  } catch {
    return null
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  const loopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname)
  if (!loopback && !url.hostname.includes('.') && !url.hostname.startsWith('[')) return null
  return { address: url.origin + url.pathname.replace(/\/+$/, ''), open: url.protocol === 'http:' && !loopback }
}
