/** How the screens speak of entries that were set aside. */
import type { SetAsideView } from '../app.ts'
import { count } from './text.ts'

export function asideWords({ code, reason, by, count: number }: SetAsideView): string {
  const entries = count(number, 'entry', 'entries')
  if (code === 'newer') return `${entries} ${number === 1 ? 'needs' : 'need'} a newer version.`
  return `${entries} ${number === 1 ? 'is' : 'are'} ${reason}${by === null ? '' : ` (written by ${by})`}.`
}
