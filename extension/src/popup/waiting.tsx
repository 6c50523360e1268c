/** What Counterfoil was not sure of, and orders of lists that the history lacks: the person decides, one by one or a list at once. */
import { useEffect, useRef } from 'preact/hooks'
import type { App, WaitingView } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Heading, Icon, Many, Words } from '../ui/components.tsx'
import { inOrder, wordsOf } from '../ui/text.ts'
import { decidedWords } from './decided.ts'
import { waitingByVendor, type WaitingVendor } from './group.ts'
import type { Moves } from './moves.ts'
import { Offer } from './offer.tsx'
import { ShopLink, vendorTitle } from './rows.tsx'

const LISTED = 'The shop’s list of your orders has them, and your history does not.'

interface Props {
  app: App
  waiting: WaitingView[]
  moves: Moves
}

export function Waiting({ app, waiting, moves }: Props) {
  const groups = waitingByVendor(waiting)
  const place = useRef<HTMLElement>(null)
  const at = useRef(0)

  // What had the focus may be gone, when the person decided or another device did: the card in its place takes it, else the heading.
  useEffect(() => {
    if (document.activeElement !== document.body) return
    const cards = place.current?.querySelectorAll<HTMLElement>('.offer .button') ?? []
    const next = cards[Math.min(at.current, cards.length - 1)] ?? place.current?.querySelector('h1')
    next?.focus()
  }, [waiting])

  const leave = (id: string): void => {
    at.current = groups.flatMap((group) => group.waiting).findIndex((each) => each.id === id)
  }

  return (
    <section class="block" ref={place}>
      <div class="view-head">
        <Heading>Waiting for you</Heading>
        <p class="quiet">{waiting.length === 0 ? 'Nothing waits.' : 'Counterfoil did not save these by itself. They wait here, on this device, until you decide.'}</p>
      </div>
      {groups.map((group) => <Group key={group.domain} group={group} app={app} moves={moves} leave={leave} />)}
    </section>
  )
}

function Group({ group, app, moves, leave }: { group: WaitingVendor; app: App; moves: Moves; leave: (id: string) => void }) {
  const [busy, setBusy, isBusy] = useBusy()
  const { waiting } = group
  const first = waiting[0]?.id ?? ''
  const all = (): void => {
    if (isBusy()) return
    setBusy(true)
    leave(first)
    app.saveWaiting(waiting.map(({ id }) => id)).then(
      (decided) => {
        setBusy(false)
        moves.say(decidedWords(decided, moves))
      },
      (error: unknown) => {
        setBusy(false)
        moves.say({ text: wordsOf(error), bad: true })
      },
    )
  }
  return (
    <section class="block" aria-label={inOrder(vendorTitle(group))}>
      <div class="group-head">
        <div>
          <h2 class="one-line"><Words text={vendorTitle(group)} limit={80} /></h2>
          {group.name !== null && <ShopLink domain={group.domain} beside={group.name} />}
        </div>
        {waiting.length > 1 && <button type="button" class="button-quiet" aria-disabled={busy} onClick={all}>Save all {waiting.length.toLocaleString()}</button>}
      </div>
      {waiting.some(({ from }) => from === 'list') && <p class="hint">{LISTED}</p>}
      <Many all={waiting} key={group.domain} size={30} class="offers" row={(each) => <li key={each.id} class="offer"><Offer waiting={each} app={app} moves={moves} leave={() => leave(each.id)} /></li>} />
    </section>
  )
}

/** The quiet way in, on the first screen. */
export function WaitingEntry({ waiting, moves }: { waiting: WaitingView[]; moves: Moves }) {
  if (waiting.length === 0) return null
  return (
    <button type="button" class="waiting-entry" data-key="waiting" onClick={() => moves.go({ name: 'waiting' })}>
      <span>Waiting for you</span>
      <span class="count">{waiting.length.toLocaleString()}<span class="hidden-label"> {waiting.length === 1 ? 'order' : 'orders'}</span></span>
      <Icon name="next" />
    </button>
  )
}
