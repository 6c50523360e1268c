/** What came of reading a list of orders, in sentences whose numbers add up. */
import type { ListOutcome } from '../app.ts'
import { count } from '../ui/text.ts'

export interface ListWords {
  /** "41 of 43 orders read". */
  head: string
  /** "38 were known (3 completed)" and so on. */
  parts: string[]
  /** What is missing, and how to go on; null where nothing is. */
  next: string | null
}

export function listWords({ read, unread, printed, known, completed, waiting, tooMany, more }: ListOutcome): ListWords {
  const here = read + unread.length
  const all = Math.max(printed ?? 0, here)
  const parts: string[] = []
  if (known > 0) parts.push(`${known.toLocaleString()} ${known === 1 ? 'was' : 'were'} known${completed > 0 ? ` (${completed.toLocaleString()} completed)` : ''}`)
  if (waiting > 0) parts.push(`${waiting.toLocaleString()} ${waiting === 1 ? 'waits' : 'wait'} for you`)
  if (tooMany > 0) parts.push(`${tooMany.toLocaleString()} more than can wait at once`)
  if (unread.length > 0) parts.push(`${unread.length.toLocaleString()} could not be read`)
  return {
    head: read === all ? `${read === 1 ? 'The one order' : `All ${read.toLocaleString()} orders`} ${more ? 'on this page ' : ''}read` : `${read.toLocaleString()} of ${count(all, 'order')} read`,
    parts,
    next: tooMany > 0 ? 'Decide about those that wait, then read this page again.' : nextStep(all - here, more),
  }
}

function nextStep(elsewhere: number, more: boolean): string | null {
  const missing = elsewhere > 0 ? `${count(elsewhere, 'order')} ${elsewhere === 1 ? 'is' : 'are'} not on this page. ` : ''
  if (more) return `${missing}The list goes on: open its next page and read that too.`
  return elsewhere > 0 ? `${missing}Look for another page, year or filter in the shop’s list, and read that too.` : null
}
