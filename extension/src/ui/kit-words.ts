/** The 24 words of a recovery kit, as a person types or pastes them. The words themselves are checked by whoever opens the kit. */
import { inOrder } from './text.ts'

export const KIT_WORDS = 24

export interface TypedKit {
  words: string[]
  /** The relay's address, where it was pasted with them, as a QR code has it. */
  relay: string | null
}

/** Numbers, commas and lines between the words are left out, and what stands before the `#` of a scanned code is the relay. */
export function readKit(text: string): TypedKit {
  const scanned = /^\s*(https?:\/\/[^\s#]+)#(.*)$/s.exec(text)
  const list = scanned?.[2] ?? text
  const words = list.normalize('NFKC').toLowerCase().split(/[^a-z\p{L}\p{M}]+/u).filter((word) => word !== '')
  return { words, relay: scanned?.[1] ?? null }
}

export interface WordFault {
  /** From 1, as on paper. */
  position: number
  word: string
  /** The word of the list that it is likely meant to be. */
  meant: string | null
}

/** Those that are not of the list. `last`: the last one is still being typed and may be the beginning of a word. */
export function wordFaults(words: string[], list: readonly string[], last = false): WordFault[] {
  const known = new Set(list)
  return words.flatMap((word, at) => {
    if (known.has(word)) return []
    if (last && at === words.length - 1 && list.some((one) => one.startsWith(word))) return []
    return [{ position: at + 1, word, meant: nearest(word, list) }]
  })
}

export function faultWords({ position, word, meant }: WordFault): string {
  const shown = inOrder(Array.from(word).slice(0, 24).join(''))
  return `Word ${position} (“${shown}”) is not one of the words that kits use.${meant === null ? '' : ` Is it “${meant}”?`}`
}

/** Four letters tell each word of the list from all others; else one slip away, if only one word is. */
function nearest(word: string, list: readonly string[]): string | null {
  const begins = word.length < 4 ? [] : list.filter((one) => one.startsWith(word.slice(0, 4)))
  if (begins.length === 1) return begins[0] ?? null
  const near = list.filter((one) => isOneSlip(word, one))
  return near.length === 1 ? (near[0] ?? null) : null
}

/** One letter more, less, other, or two swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const [restA, restB] = [a.slice(from), b.slice(from)]
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
}
