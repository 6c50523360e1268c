// A relay's address, as a person typed it or a pairing code names it.

interface RelayAddress {
  /** The one spelling: scheme, host, port if not the default, and a path if it is not at the root; no trailing slash. */
  address: string
  /** Plain http to another machine. */
  open: boolean
}

/** Plain http to another machine: anyone on the way can see when this device syncs and interfere. */
function isOpen(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url)
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Null: not an address. Without a scheme it is https, and a name without a dot is then more likely a slip. */
export function readRelay(text: string): RelayAddress | null {
  const typed = text.trim()
  if (typed === '' || /\s/.test(typed)) return null
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
  const spelled = hasScheme ? typed : `https://${typed}`
  if (!URL.canParse(spelled)) return null
  const url = new URL(spelled)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  if (!hasScheme && !isLoopback(url) && !url.hostname.includes('.') && !url.hostname.startsWith('[')) return null
  return { address: url.origin + url.pathname.replace(/\/+$/, ''), open: isOpen(url) }
}

/** Whether the relay that a pairing code names is reached without protection. */
export function isOpenCode(code: string): boolean {
  const address = code.trim().split('#', 1)[0] ?? ''
  return URL.canParse(address) && isOpen(new URL(address))
}
