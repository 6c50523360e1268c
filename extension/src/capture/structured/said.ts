/** What a page says through its scripts: one list, whether it was read from its variables or from the text of its scripts. */
import { listOf } from './plain.ts'

export interface Said {
  /** The variable or function by which it was said: `dataLayer`, `fbq`, `AWIN.Tracking.Sale`. */
  readonly name: string
  /** A call is the array of its arguments. */
  readonly value: unknown
}

const MAX_SAID = 400

/** From the page's own world: pairs of name and value, the newest first. Forged input: anything may stand there. */
export function saidByGlobals(globals: unknown): Said[] {
  const said: Said[] = []
  for (const pair of Array.isArray(globals) ? globals.slice(0, MAX_SAID) : []) {
    const [name, value] = listOf(pair)
    if (typeof name === 'string' && name.length <= 80 && typeof value === 'object' && value !== null) said.push({ name, value })
  }
  return said
}
