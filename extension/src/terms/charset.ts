/** Bytes of a page as text, as browsers decode them: a byte order mark, the header, the page's own word, and else what the bytes are. */

/** Browsers look no further for the page's word. */
const LOOKS = 1024

export function decode(bytes: Uint8Array, header: string | null): string {
  const label = marked(bytes) ?? known(header) ?? declared(bytes)
  if (label !== null) return new TextDecoder(label).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What the web was written in before UTF-8, and what browsers take where nobody says.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The charset of a `Content-Type`. */
export const charsetOf = (contentType: string): string | null => /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? null

function marked([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : null
}

function declared(bytes: Uint8Array): string | null {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, LOOKS)).replace(/<!--[\s\S]*?(-->|$)/g, '')
  const said = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})/i.exec(start)?.[1] ?? /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i.exec(start)?.[1] ?? null
  const label = known(said)
  // It could not have been read in UTF-16, so it is not.
  return label?.startsWith('utf-16') ? 'utf-8' : label
}

function known(label: string | null): string | null {
  if (label === null) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}
