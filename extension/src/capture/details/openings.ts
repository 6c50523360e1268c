/** Which of many listed phrases a folded text begins with: one look-up a line, however long the lists are. */
import { fold } from '../clean.ts'

export interface Opening<K> {
  kind: K
  /** Where the phrase ends. */
  end: number
}

/** `lists`: phrases separated by `|` for each kind. The longest phrase wins; a phrase ends where its word does. */
export function openings<K extends string>(lists: Record<K, string>): (folded: string) => Opening<K> | null {
  let index: Map<string, { text: string; kind: K }[]> | null = null
  const load = (): Map<string, { text: string; kind: K }[]> => {
    const made = new Map<string, { text: string; kind: K }[]>()
    for (const kind of Object.keys(lists) as K[]) {
      for (const raw of fold(lists[kind]).split('|')) {
        const text = raw.trim()
        if (text === '') continue
        const known = made.get(text.slice(0, 2))
        if (known === undefined) made.set(text.slice(0, 2), [{ text, kind }])
        else known.push({ text, kind })
      }
    }
    for (const list of made.values()) list.sort((a, b) => b.text.length - a.text.length)
    return made
  }
  return (folded) => {
    for (const { text, kind } of (index ??= load()).get(folded.slice(0, 2)) ?? []) {
      if (folded.startsWith(text) && ends(folded, text.length)) return { kind, end: text.length }
    }
    return null
  }
}

/** Scripts that write words without spaces have no word's end. */
function ends(folded: string, at: number): boolean {
  const after = folded.charAt(at)
  return after === '' || !/\p{L}/u.test(after) || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(folded.charAt(at - 1))
}
