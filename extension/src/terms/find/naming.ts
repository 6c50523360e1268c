/** What a name (a link's words, a part of an address) says of the document behind it. */
import type { TermsType } from '../types.ts'
import { mark, type Mark } from './lexicon.ts'

export interface Name {
  /** Named in this order, the one that the name is of first. Empty: no document that is known. */
  readonly types: readonly TermsType[]
  /** Names a document by itself; else only where documents are listed. */
  readonly clear: boolean
  /** A tool, a form, a job, another reader's document. */
  readonly other: boolean
  /** A service or a deed: "free returns", "my returns". */
  readonly offer: boolean
  /** Words that no list explains. */
  readonly strange: number
  /** Two things: "Delivery & recycling". */
  readonly paired: boolean
}

const NOTHING: Name = { types: [], clear: false, other: false, offer: false, strange: 0, paired: false }
const GENERIC = 'Terms of Service'
/** These stand beside the terms of service and are not a part of them, whatever the conjunction. */
const APART = new Set<TermsType>(['Privacy Policy', 'Trackers Policy', 'Imprint'])

interface Named {
  readonly type: TermsType
  readonly strength: string
  readonly entry: Mark
}

export function readName(text: string): Name {
  if (text === '') return NOTHING
  const { marks, strange, words } = mark(text)
  const document = marks.some((entry) => entry.document || entry.compound || entry.types.some(({ type, strength }) => type === GENERIC && strength === 'clear'))
  const said = marks.flatMap((entry) => entry.types.map(({ type, strength }) => ({ type, strength, entry })))
  const named = subjects(said, document, words)
  const types = inOrder(named)
  const [first] = types
  const described = document || marks.some((entry) => entry.information)
  const clear =
    named.some(({ strength, type }) => strength === 'clear' && type === first) || (first !== undefined && (first === GENERIC ? document && named.length > 1 : described))
  // "Delivery options" are a part of delivery, "privacy options" are a tool.
  const particular = first !== undefined && APART.has(first) && marks.some((entry) => entry.particular && entry.types.length === 0)
  return {
    types,
    clear,
    other: marks.some((entry) => entry.other && entry.types.length === 0) || /[?？]\s*$/.test(text),
    offer: marks.some((entry) => entry.offer && entry.types.length === 0),
    strange: strange + (particular ? 2 : 0),
    paired: words.includes('&') || words.includes(','),
  }
}

function subjects(said: readonly Named[], document: boolean, words: readonly string[]): Named[] {
  const firm = ({ type, strength }: Named): boolean => type !== GENERIC && strength !== 'weak' && (strength !== 'about' || document)
  const strong = said.some(firm)
  const named = said.filter(({ type, strength }) => {
    if (strength === 'weak') return !strong && (document || type !== 'Payment Terms')
    return strength !== 'about' || document || said.some((also) => also.type === type && (also.strength === 'clear' || (also.strength === 'bare' && type !== GENERIC)))
  })
  // "Terms of delivery" are no terms of service; "Terms & privacy" are both.
  return named.filter(({ type, entry }) => type !== GENERIC || named.every((also) => also.type === GENERIC || (APART.has(also.type) && parted(words, entry, also.entry))))
}

function inOrder(named: readonly Named[]): TermsType[] {
  const types = named.map(({ type }) => type)
  if (types.includes('Privacy Policy') && types[0] === 'Trackers Policy') types.unshift('Privacy Policy')
  if (types.includes('General Conditions of Sale') && types[0] !== undefined && !APART.has(types[0])) types.unshift('General Conditions of Sale')
  return [...new Set(types)]
}

function parted(words: readonly string[], one: Mark, two: Mark): boolean {
  const between = words.slice(Math.floor(Math.min(one.at, two.at)), Math.ceil(Math.max(one.at, two.at)))
  return between.includes('&') || between.includes(',')
}
