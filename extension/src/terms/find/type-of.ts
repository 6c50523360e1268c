/**
 * Which document one link leads to. A wrong type is worse than none: a text that names a document decides, an address helps where the text
 * is a bare word ("Returns") or says nothing ("here"), and where the two disagree there is no answer.
 */
import type { Place, TermsType } from '../types.ts'
import { readAddress, type Address } from './address.ts'
import { isVague } from './lexicon.ts'
import { readName, type Name } from './naming.ts'

/** Of a link's words, in characters. */
export const LONGEST = 140
/** Unexplained words that a name may have: a shop's name, mostly. */
const GENERIC = 'Terms of Service'
const OF_GOODS = new Set<TermsType>(['Returns Policy', 'Shipping Policy', 'Seller Warranty'])
/** Of a text that names nothing: a name in a language that no list has. */
const UNKNOWN = 7
const STRANGE = { page: 2, listed: 3, confirmed: 4 }

export function typeOf(text: string, url: string, place: Place): TermsType | null {
  return typeFrom(text, url, place !== 'page', null)
}

export const namesDocument = (text: string): boolean => readName(text).types.length > 0

/** `listed`: among the links that shops keep such documents in. `sentence`: what is said before a link that itself says nothing. */
export function typeFrom(text: string, url: string, listed: boolean, sentence: string | null): TermsType | null {
  if (text.length > LONGEST) return null
  const name = readName(text)
  if (name.other) return null
  const address = readAddress(url)
  if (name.types.length > 0) return named(name, address, listed)
  const { name: there, elsewhere } = address
  if (elsewhere || there.other || there.offer) return null
  const vague = isVague(text)
  const [first] = there.types
  if (first !== undefined && (there.clear ? name.strange <= UNKNOWN : vague && listed)) return first
  return vague && sentence !== null ? lastNamed(sentence) : null
}

function named(name: Name, { name: there, elsewhere, account, root }: Address, listed: boolean): TermsType | null {
  if (there.other) return null
  // Two documents in one: the address says which it is, if it knows.
  const same = name.types.find((type) => type === there.types[0]) ?? null
  const type = same ?? (name.types[0] as TermsType)
  const certain = same !== null && (there.clear || there.strange === 0) && !there.offer
  if (name.offer && !certain && !(name.clear && type !== GENERIC && (listed || same !== null))) return null
  if (elsewhere) return name.clear && listed && name.strange === 0 ? type : null
  const limit = same !== null ? STRANGE.confirmed : listed ? STRANGE.listed : STRANGE.page
  if (name.clear) return name.strange <= limit ? type : null
  if (account || root) return null
  if (same !== null) return name.strange <= STRANGE.page ? type : null
  if (!listed || name.strange > (name.paired && OF_GOODS.has(type) ? 1 : 0)) return null
  const [other] = there.types
  if (other === undefined || other === GENERIC) return type
  // "Terms" that lead to a page on delivery; "Guarantee" that leads to one on returns is either.
  if (type === GENERIC) return there.clear ? other : type
  return OF_GOODS.has(type) && OF_GOODS.has(other) ? null : type
}

/** The document that was spoken of last. */
function lastNamed(sentence: string): TermsType | null {
  const pieces = sentence.slice(-240).split(/[.;:,]/)
  for (const piece of pieces.reverse()) {
    const { types, clear, other } = readName(piece)
    if (!other && types.length === 1 && (clear || types[0] !== 'Imprint')) return types[0] as TermsType
  }
  return null
}
