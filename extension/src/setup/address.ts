/** A relay's address as the person typed it. */

interface RelayAddress {
  address: string
  open: boolean
}

/** Plain http to another machine: anyone on the way can see when this device syncs and interfere. */
function isOpen(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url)
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
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
  if (!isLoopback(url) && !url.hostname.includes('.') && !url.hostname.startsWith('[')) return null
  return { address: url.origin + url.pathname.replace(/\/+$/, ''), open: isOpen(url) }
}

/** Whether the relay that a pairing code names is reached without protection. */
export function isOpenCode(code: string): boolean {
  const address = code.trim().split('#', 1)[0] ?? ''
  return URL.canParse(address) && isOpen(new URL(address))
}
