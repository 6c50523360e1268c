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

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  return LETTER.test(String.fromCharCode(code))
}

/** In these scripts words stand apart, so a phrase inside a longer word is another word. */
function isSpaced(code: number): boolean {
  return (code >= 0x41 && code <= 0x24f) || (code >= 0x370 && code <= 0x58f) || (code >= 0x1e00 && code <= 0x1fff)
}

function opens(text: string, at: number): boolean {
  return at === 0 || !isSpaced(text.charCodeAt(at)) || !isLetter(text.charCodeAt(at - 1))
}

function closes(text: string, end: number): boolean {
  return end >= text.length || !isSpaced(text.charCodeAt(end - 1)) || !isLetter(text.charCodeAt(end))
}

interface Entry {
  text: string
  open: boolean
}

// The gate must not carry the other pages' lists: see the bundlers' annotation.
// @__NO_SIDE_EFFECTS__
export function phrases(list: string): Phrases {
  let index: Map<string, Entry[]> | null = null
  let whole: Set<string> | null = null
  const load = (): Map<string, Entry[]> => {
    if (index !== null) return index
    index = new Map()
    whole = new Set()
    for (const raw of fold(list).split('|')) {
      const open = raw.endsWith('*')
      const text = (open ? raw.slice(0, -1) : raw).trim()
      if (text === '' || whole.has(text)) continue
      whole.add(text)
      const key = text.slice(0, 2)
      const known = index.get(key)
      if (known === undefined) index.set(key, [{ text, open }])
      else known.push({ text, open })
    }
    return index
  }
  const at = (folded: string): number => {
    const entries = load()
    for (let start = 0; start < folded.length; start++) {
      if (!opens(folded, start)) continue
      for (const key of [folded.slice(start, start + 2), folded.charAt(start)]) {
        for (const { text, open } of entries.get(key) ?? []) {
          if (folded.startsWith(text, start) && (open || closes(folded, start + text.length))) return start
        }
      }
    }
    return -1
  }
  return {
    at,
    has: (folded) => folded !== '' && at(folded) >= 0,
    is: (folded) => {
      load()
      return whole?.has(folded) ?? false
    },
  }
}
