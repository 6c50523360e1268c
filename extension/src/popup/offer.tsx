/** One thing that waits for the person: what was read of it, why it waits, and their yes or no. */
import { useState } from 'preact/hooks'
import type { App, Decided, WaitingView } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Money, Words } from '../ui/components.tsx'
import { formatDate } from '../ui/dates.ts'
import { inOrder, wordsOf } from '../ui/text.ts'
import { decidedWords, undo } from './decided.ts'
import type { Moves } from './moves.ts'
import { draftOf } from './new-order.ts'
import { STATUS } from './order-words.ts'
import { whyWaiting } from './why-waiting.ts'

interface Props {
  waiting: WaitingView
  app: App
  moves: Moves
  leave?: () => void
  /** After the person decided: the order's record id, or null for none. */
  done?: (orderId: string | null) => void
}

export function Offer({ waiting, app, moves, leave, done }: Props) {
  const [busy, setBusy, isBusy] = useBusy()
  const [left, setLeft] = useState<Decided['left'][number] | null>(null)
  const what = name(waiting)
  const why = whyWaiting(waiting)

  async function save(apart: boolean): Promise<void> {
    const decided = await app.saveWaiting([waiting.id], apart)
    const [waitsOn] = decided.left
    if (waitsOn !== undefined) return setLeft(waitsOn)
    if (done) done(decided.orderIds[0] ?? null)
    else moves.say(decidedWords(decided, moves))
  }

  async function refuse(): Promise<void> {
    const takeBack = await app.refuseWaiting(waiting.id)
    done?.(null)
    moves.say({ text: waiting.from === 'list' ? 'Left out.' : 'Pages like this one are not taken for an order again.', action: undo(takeBack, moves) })
  }

  const decide = (work: () => Promise<void>) => (): void => {
    if (isBusy()) return
    setBusy(true)
    leave?.()
    work()
      .catch((error: unknown) => moves.say({ text: wordsOf(error), bad: true }))
      .finally(() => setBusy(false))
  }

  return (
    <>
      <div class="offer-head">
        <span class="row-title">{waiting.orderNumber !== null ? <>No. <Words text={waiting.orderNumber} limit={60} /></> : waiting.confirmationNumber !== null ? <>Confirmation <Words text={waiting.confirmationNumber} limit={60} /></> : <span class="quiet">No number read</span>}</span>
        <span class="row-money"><Money amount={waiting.total} currency={waiting.currency} /></span>
      </div>
      <p class="row-sub">
        {waiting.orderDate === null ? <>No date read, seen {formatDate(new Date(waiting.seenAt).toISOString(), undefined, 'medium')}</> : formatDate(waiting.orderDate, undefined, 'medium')}
        {waiting.status !== null && <> · {STATUS[waiting.status]}</>}
        {waiting.seller !== null && <> · sold by <Words text={waiting.seller} limit={60} /></>}
        {waiting.items === null && <> · items not read</>}
      </p>
      <Items items={waiting.items} />
      {why.length > 0 && <ul class="reasons quiet">{why.map((each) => <li key={each}>{each}</li>)}</ul>}
      {left !== null && (
        <p class="problem" role="alert">
          {left.words}{' '}
          {left.mayBeApart ? (
            <button type="button" class="link" onClick={decide(() => save(true))}>Save it as an order of its own</button>
          ) : (
            <button type="button" class="link" onClick={() => moves.go({ name: 'add', draft: draftOf(waiting) })}>Add it by hand</button>
          )}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" aria-disabled={busy} onClick={decide(() => save(false))}>Save<span class="hidden-label"> {what}</span></button>
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={decide(refuse)}>{waiting.from === 'list' ? 'Leave out' : 'Not an order'}<span class="hidden-label"> {what}</span></button>
      </div>
    </>
  )
}

const MOST_ITEMS = 3

function Items({ items }: Pick<WaitingView, 'items'>) {
  if (items === null || items.length === 0) return null
  return (
    <ul class="offer-items">
      {items.slice(0, MOST_ITEMS).map(({ name: item, quantity }, index) => (
        <li key={index} class="one-line">
          {quantity !== null && quantity > 1 && `${quantity.toLocaleString()} × `}
          <Words text={item} limit={120} />
        </li>
      ))}
      {items.length > MOST_ITEMS && <li class="quiet">and {(items.length - MOST_ITEMS).toLocaleString()} more</li>}
    </ul>
  )
}

/** For those who hear the buttons without the card around them. */
function name({ orderNumber, vendorName, vendor }: WaitingView): string {
  return orderNumber === null ? `the order from ${inOrder(vendorName ?? vendor).slice(0, 80)}` : `order ${inOrder(orderNumber).slice(0, 80)}`
}
