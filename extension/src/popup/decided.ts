/** What the popup says once the person decided about what waited. */
import type { Decided, TakeBack } from '../app.ts'
import { count, wordsOf } from '../ui/text.ts'
import type { Moves, Word } from './moves.ts'

export const undo = (takeBack: TakeBack, moves: Moves): NonNullable<Word['action']> => ({
  label: 'Undo',
  run: () => void takeBack().then(() => moves.say({ text: 'Taken back.' }), (error: unknown) => moves.say({ text: wordsOf(error), bad: true })),
})

export function decidedWords({ orderIds, left }: Decided, moves: Moves): Word {
  const [id] = orderIds
  const saved = orderIds.length === 1 ? 'Saved.' : `${count(orderIds.length, 'order')} saved.`
  if (left.length > 0) return { text: `${orderIds.length > 0 ? `${saved} ` : ''}${left.length === 1 ? 'One waits on' : `${left.length.toLocaleString()} wait on`}: ${left[0]?.words ?? ''}`, bad: true }
  return orderIds.length === 1 && id !== undefined ? { text: saved, action: { label: 'Show it', run: () => moves.go({ name: 'order', id }) } } : { text: saved }
}
