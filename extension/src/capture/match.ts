/** Finds listed phrases in short folded texts. Lists are folded once, at first use. */
import { fold } from './clean.ts'

export interface Phrases {
  /** Where the first of the phrases begins, or -1. */
  at(folded: string): number
  has(folded: string): boolean
  /** The whole text is one of the phrases. */
  is(folded: string): boolean
}

const LETTER = /\p{L}/u
/** In these scripts words stand apart, so a phrase inside a longer word is another word. */
const SPACED = /[\u0041-\u024f\u0370-\u058f\u1e00-\u1fff]/

function opens(text: string, at: number): boolean {
  return at === 0 || !LETTER.test(text[at - 1] ?? '') || !SPACED.test(text[at] ?? '')
}

function closes(text: string, end: number): boolean {
  return end >= text.length || !LETTER.test(text[end] ?? '') || !SPACED.test(text[end - 1] ?? '')
}

export function phrases(list: string): Phrases {
  let entries: { text: string; open: boolean }[] | null = null
  let whole: Set<string> | null = null
  const load = (): { text: string; open: boolean }[] => {
    entries ??= [...new Set(fold(list).split('|'))].map((raw) => {
      const text = raw.trim()
      return text.endsWith('*') ? { text: text.slice(0, -1), open: true } : { text, open: false }
    }).filter((entry) => entry.text !== '')
    return entries
  }
  const at = (folded: string): number => {
    let first = -1
    for (const { text, open } of load()) {
      for (let found = folded.indexOf(text); found >= 0; found = folded.indexOf(text, found + 1)) {
        if (first >= 0 && found >= first) break
        if (opens(folded, found) && (open || closes(folded, found + text.length))) {
          first = found
          break
        }
      }
    }
    return first
  }
  return {
    at,
    has: (folded) => folded !== '' && at(folded) >= 0,
    is: (folded) => {
      whole ??= new Set(load().map((entry) => entry.text))
      return whole.has(folded)
    },
  }
}
