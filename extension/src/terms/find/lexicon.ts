/**
 * Finds listed words and phrases in a short text that was cut into words. Both sides lose case, accents, articles and prepositions; words
 * for "and" are one sign. Scripts that do not part words are searched by character.
 */
import { fold } from '../../capture/clean.ts'
import type { TermsType } from '../types.ts'
import { stem } from './stems.ts'
import { DOCUMENT, DOCUMENT_ENDING, INFORMATION, OFFER, OTHER, PARTICULAR, PLAIN, TYPES, VAGUE, type TypeWords } from './words.ts'

type Strength = keyof TypeWords

/** What a phrase says; it may say more than one thing. */
interface Meaning {
  types: { type: TermsType; strength: Strength }[]
  document: boolean
  information: boolean
  particular: boolean
  other: boolean
  offer: boolean
}

export interface Mark extends Meaning {
  /** Ends in the name of a document: "Versandbedingungen". */
  compound: boolean
  /** In words. */
  at: number
}

interface Marked {
  readonly marks: readonly Mark[]
  /** Words that no list explains. */
  readonly strange: number
  readonly words: readonly string[]
}

interface Entry {
  /** What is left of the phrase after its first word. */
  rest: string[]
  first: string
  open: boolean
  size: number
  meaning: Meaning
}

const MOST_WORDS = 60
const MOST_CHARACTERS = 600
/** An ending, as languages put them on words. */
const ENDING = 3

const AND = new Set('& and und et y e u en i a og och ja es si και ve и та й oraz samt sowie as und/oder és și un in ir ning'.split(' ').map(latin))
const SMALL = new Set(
  (
    'the of for to our your their this that these in on at by with from its it is are der die das des dem den von vom zum zur fur unsere unserer unseren unser ihre ihrer ihren im am auf uber an als ' +
    'de du d la le les l à au aux nos notre votre vos sur pour des del el las los lo nuestra nuestras nuestro nuestros su sus para por al con di della dei delle degli dell il gli nostra nostre nostro nostri sulla sul sui per ' +
    'van onze ons voor het een op over met uw je da do das dos o os no na nas nos nossa nossas em pela pelo um uma w z ze za naszego nasze nasza naszej dla var vara vart om av for vores vore våre til fra ved af ' +
    'v ve s se k o naše náš našeho pre az egy a al ale cu pe din la pentru της του των τις τους η ο οι το τα για στο στη μας σας о об в во на по для за с наші наша про bu ve ile icin bizim una unsres'
  )
    .split(' ')
    .map(latin),
)

function latin(word: string): string {
  return fold(word).replace(/[łøæœßđð]/g, (letter) => LETTERS[letter] ?? letter)
}

const LETTERS: Record<string, string> = { ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', đ: 'd', ð: 'd' }

const DENSE = /[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\ua960-\ua97f\ud7b0-\ud7ff]/
const PIECES = /[\u1100-\u11ff\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]+|[^\s&,\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]+|[&,]/g

/** "&" between what belongs together, "," between what stands side by side. */
function wordsOf(text: string): string[] {
  return wordsIn(latin(text.slice(0, MOST_CHARACTERS)))
}

function wordsIn(folded: string): string[] {
  const plain = folded
    // "C.G.V."
    .replace(/(?<![\p{L}\p{N}.])(?:\p{L}\.){2,}\p{L}?(?!\p{L})/gu, (letters) => letters.replace(/\./g, ''))
    .replace(/[&+]/g, ' & ')
    .replace(/[,;/|•·・、，]/g, ' , ')
    .replace(/[^\p{L}\p{N}&,]+/gu, ' ')
  const words: string[] = []
  for (const word of plain.match(PIECES) ?? []) {
    const last = words[words.length - 1]
    const piece = AND.has(word) ? '&' : SMALL.has(word) ? '' : stem(word)
    if (piece === '') continue
    if ((piece === '&' || piece === ',') && (last === undefined || last === '&' || last === ',')) continue
    // Such scripts are spaced by taste.
    if (last !== undefined && DENSE.test(piece) && DENSE.test(last)) words[words.length - 1] = last + piece
    else words.push(piece)
    if (words.length >= MOST_WORDS) break
  }
  if (/^[&,]$/.test(words[words.length - 1] ?? '')) words.pop()
  return words
}

interface Lexicon {
  /** By the first two letters. */
  spaced: Map<string, Entry[]>
  /** By the first character; phrases of scripts that do not part words. */
  dense: Map<string, { text: string; meaning: Meaning }[]>
}

let built: Lexicon | null = null

function lexicon(): Lexicon {
  if (built !== null) return built
  const meanings = new Map<string, { open: boolean; meaning: Meaning }>()
  const add = (list: string, tell: (meaning: Meaning) => void): void => {
    // Folded as a whole, which is a tenth of the work. A word may be listed closed by one language and open by another.
    for (const part of latin(list).split('|')) {
      const phrase = part.trim()
      const open = phrase.endsWith('*')
      const key = wordsIn(phrase).join(' ')
      if (key === '') continue
      const known = meanings.get(key) ?? { open, meaning: { types: [], document: false, information: false, particular: false, other: false, offer: false } }
      known.open ||= open
      tell(known.meaning)
      meanings.set(key, known)
    }
  }
  for (const [type, words] of Object.entries(TYPES) as [TermsType, TypeWords][]) {
    for (const [strength, list] of Object.entries(words) as [Strength, string][]) {
      add(list, ({ types }) => types.some((entry) => entry.type === type) || types.push({ type, strength }))
    }
  }
  add(DOCUMENT, (meaning) => (meaning.document = true))
  add(OTHER, (meaning) => (meaning.other = true))
  add(OFFER, (meaning) => (meaning.offer = true))
  add(INFORMATION, (meaning) => (meaning.information = true))
  add(PARTICULAR, (meaning) => (meaning.particular = true))
  add(PLAIN, () => undefined)
  // "Learn more about returns".
  add(VAGUE, () => undefined)
  built = { spaced: new Map(), dense: new Map() }
  for (const [key, { open, meaning }] of meanings) {
    const [first = '', ...rest] = key.split(' ')
    if (DENSE.test(first)) put(built.dense, first[0] as string, { text: first, meaning })
    else put(built.spaced, first.slice(0, 2), { first, rest, open, size: rest.length + 1, meaning })
  }
  for (const entries of built.spaced.values()) entries.sort((a, b) => b.size - a.size || b.first.length - a.first.length)
  for (const entries of built.dense.values()) entries.sort((a, b) => b.text.length - a.text.length)
  return built
}

function put<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [entry])
  else known.push(entry)
}

/** How the word goes on after the phrase's: null if it is another word. */
function tail(word: string | undefined, wanted: string, open: boolean): string | null {
  if (word === wanted) return ''
  if (!open || word === undefined || !word.startsWith(wanted)) return null
  const rest = word.slice(wanted.length)
  return rest.length <= ENDING || DOCUMENT_ENDING.test(rest) ? rest : null
}

export function mark(text: string): Marked {
  const words = wordsOf(text)
  const { spaced, dense } = lexicon()
  const marks: Mark[] = []
  let strange = 0
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string
    if (word === '&' || word === ',') {
      at++
      continue
    }
    if (DENSE.test(word)) {
      strange += markDense(word, at, dense, marks)
      at++
      continue
    }
    let size = 0
    for (const entry of spaced.get(word.slice(0, 2)) ?? []) {
      let rest = tail(word, entry.first, entry.open && entry.size === 1)
      for (let n = 0; rest !== null && n < entry.rest.length; n++) {
        const ended = tail(words[at + 1 + n], entry.rest[n] as string, entry.open && n === entry.rest.length - 1)
        rest = ended
      }
      if (rest === null) continue
      size = entry.size
      marks.push({ ...entry.meaning, compound: rest.length > 2 && DOCUMENT_ENDING.test(rest), at })
      break
    }
    if (size === 0 && !/^\d+$/.test(word)) strange++
    at += Math.max(1, size)
  }
  return { marks, strange, words }
}

function markDense(run: string, at: number, dense: Lexicon['dense'], marks: Mark[]): number {
  let strange = 0
  for (let start = 0; start < run.length; ) {
    const found = dense.get(run[start] as string)?.find((entry) => run.startsWith(entry.text, start))
    if (found === undefined) {
      strange++
      start++
      continue
    }
    marks.push({ ...found.meaning, compound: false, at: at + start / (run.length + 1) })
    start += found.text.length
  }
  // Two characters are about a word; Korean letters come apart into three.
  return Math.ceil(strange / (/[\u1100-\u11ff]/.test(run) ? 5 : 2))
}

let vague: Set<string> | null = null

/** The text does not say what lies behind its link. */
export function isVague(text: string): boolean {
  const words = wordsOf(text)
  if (words.length === 0) return true
  vague ??= new Set(latin(VAGUE).split('|').map((phrase) => wordsIn(phrase).join(' ')))
  return vague.has(words.join(' ')) || vague.has(words.join(''))
}
