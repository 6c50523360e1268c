/** Finds listed phrases in short folded texts. Lists are folded once, at first use. */
import { fold } from './clean.ts'

export interface Phrases {
  /** Where the first of the phrases begins, or -1. */
  at(folded: string): number
  has(folded: string): boolean
  /** The whole text is one of the phrases. */
  is(folded: string): boolean
}

const letters = new Map<number, boolean>()

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  let known = letters.get(code)
  if (known === undefined) letters.set(code, (known = /\p{L}/u.test(String.fromCharCode(code))))
  return known
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
  /** Its second character, which tells most others apart. */
  second: number
  open: boolean
}

/** By first character. */
type Index = Map<number, Entry[]>

// The gate must not carry the other pages' lists: see the bundlers' annotation.
// @__NO_SIDE_EFFECTS__
export function phrases(list: string): Phrases {
  let whole: Map<string, boolean> | null = null
  let index: Index | null = null
  const load = (): Map<string, boolean> => (whole ??= split(list))
  const at = (folded: string): number => {
    const entries = (index ??= indexOf(load()))
    let inWord = false
    for (let start = 0; start < folded.length; start++) {
      const code = folded.charCodeAt(start)
      // Most of a text is the inside of words in Latin letters, where nothing begins.
      const letter = code >= 97 && code <= 122
      const inside = letter && inWord
      inWord = letter
      if (inside) continue
      const listed = entries.get(code)
      if (listed === undefined || !opens(folded, start)) continue
      const second = folded.charCodeAt(start + 1)
      for (const entry of listed) {
        if (entry.second !== second && entry.text.length > 1) continue
        if (folded.startsWith(entry.text, start) && (entry.open || closes(folded, start + entry.text.length))) return start
      }
    }
    return -1
  }
  return {
    at,
    has: (folded) => folded !== '' && at(folded) >= 0,
    is: (folded) => load().has(folded),
  }
}

/** Each phrase, and whether its word may go on. */
export function split(list: string): Map<string, boolean> {
  const whole = new Map<string, boolean>()
  for (const raw of fold(list).split('|')) {
    const open = raw.endsWith('*')
    const text = (open ? raw.slice(0, -1) : raw).trim()
    if (text !== '' && !whole.has(text)) whole.set(text, open)
  }
  return whole
}

function indexOf(whole: Map<string, boolean>): Index {
  const index: Index = new Map()
  for (const [text, open] of whole) {
    const entry = { text, second: text.charCodeAt(1), open }
    const known = index.get(text.charCodeAt(0))
    if (known === undefined) index.set(text.charCodeAt(0), [entry])
    else known.push(entry)
  }
  return index
}
