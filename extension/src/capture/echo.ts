/**
 * Whether a page only says what its address told it to: searches and "not found" repeat what they were asked for, so that a link from
 * anywhere could make an order of any shop. A number alone is in the address of most orders; words around it are not.
 */
import { fold } from './clean.ts'

const WORD_BEFORE = /\p{L}{4,}[\s:：#№"'“„]+$/u

export function isEchoed(number: string, url: string): boolean {
  const wanted = fold(number)
  return wanted !== '' && partsOf(url).some((part) => {
    const at = part.indexOf(wanted)
    return at >= 0 && (WORD_BEFORE.test(part.slice(0, at)) || /\s/.test(part))
  })
}

function partsOf(url: string): string[] {
  try {
    const { pathname, searchParams, hash } = new URL(url)
    return [...pathname.split('/').map(decoded), ...[...searchParams].map(([, value]) => value), ...hash.split(/[/&=?]/).map(decoded)].map((part) => fold(part.slice(0, 2_000)))
  } catch {
    return []
  }
}

/** A form writes a blank as a plus sign. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}
