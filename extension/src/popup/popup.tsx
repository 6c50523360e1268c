/** The popup: opened to look something up, so the search is in reach and everything else stays out of the way. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { App, OrderView } from '../app.ts'
import { activeTab, type ActiveTab } from '../browser.ts'
import { Announce, CannotOpen, Heading, Icon, Mark, Notice } from '../ui/components.tsx'
import { NoKit, useDevices } from '../ui/kit-notice.tsx'
import { type Live, useAccess, useLive } from '../ui/live.ts'
import { LockScreen } from '../ui/lock-screen.tsx'
import { wordsOf } from '../ui/text.ts'
import { Troubles } from '../ui/troubles.tsx'
import { Add } from './add.tsx'
import { Bin } from './bin.tsx'
import { undo } from './decided.ts'
import { Edit } from './edit.tsx'
import { vendors } from './group.ts'
import { Home } from './home.tsx'
import { toSetup, type Moves, type View, type Word } from './moves.ts'
import { Order } from './order.tsx'
import { Opening, Shell } from './shell.tsx'
import { StatusLine } from './status.tsx'
import { VendorOrders } from './vendor.tsx'
import { Waiting } from './waiting.tsx'

const HOME: View = { name: 'home' }

export function Popup({ opening }: { opening: Promise<App> }) {
  const live = useLive(opening, { orders: true, terms: true })
  const { app, lock } = live
  if (app === null || lock?.state !== 'locked') return <Opened live={live} />
  // In the place of all that was there, so that nothing of it is kept, not even what was typed.
  return (
    <Shell tools={null}>
      <main><LockScreen app={app} lock={lock} /></main>
    </Shell>
  )
}

function Opened({ live: { app, lock, status, orders: read, waiting, terms, changes, failed } }: { live: Live }) {
  // Without a relay there is nothing to wait for.
  const local = status?.history === 'local'
  const orders = useMemo(() => (local && read !== null ? read.map((each) => ({ ...each, waiting: false })) : read), [read, local])
  const known = useMemo(() => (terms === null ? null : { terms, changes }), [terms, changes])
  const access = useAccess()
  const [tab, setTab] = useState<ActiveTab | null>(null)
  const [stack, setStack] = useState<View[]>([HOME])
  const [query, setQuery] = useState('')
  const [word, setWord] = useState<Word | null>(null)
  const opener = useRef<string[]>([])
  const returning = useRef<string | null>(null)
  const content = useRef<HTMLElement>(null)
  const view = stack.at(-1) ?? HOME
  // Who has nothing yet has nothing to lose.
  const devices = useDevices(app, status?.history === 'relay' && (orders?.length ?? 0) > 0)

  useEffect(() => void activeTab().then(setTab), [])

  const moves: Moves = {
    go(next) {
      opener.current.push((document.activeElement as HTMLElement | null)?.dataset['key'] ?? '')
      setWord(null)
      setStack((before) => [...before, next])
    },
    back() {
      if (stack.length < 2) return
      returning.current = opener.current.pop() ?? null
      setStack((before) => before.slice(0, -1))
    },
    say: setWord,
  }

  useEffect(() => {
    const key = returning.current
    returning.current = null
    if (key === null) content.current?.scrollTo(0, 0)
    else (content.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? content.current?.querySelector('h1'))?.focus()
  }, [view])

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      // Left alone on the first view, so that the browser closes the popup.
      if (stack.length > 1) moves.back()
      else if (query !== '') setQuery('')
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  const order = (id: string): OrderView | undefined => orders?.find((each) => each.id === id)

  async function remove(id: string): Promise<void> {
    if (app === null) return
    try {
      await app.remove(id)
    } catch (error) {
      return setWord({ text: wordsOf(error), bad: true })
    }
    // Its row is about to vanish and could not hold the focus.
    opener.current = opener.current.with(-1, '')
    moves.back()
    setWord({ text: 'Moved to the bin.', action: { label: 'Undo', run: () => void bringBack(id) } })
  }

  async function notAnOrder(id: string): Promise<void> {
    if (app === null) return
    try {
      const takeBack = await app.notAnOrder(id, tab?.url.href ?? null)
      opener.current = opener.current.with(-1, '')
      moves.back()
      setWord({ text: 'Moved to the bin. Pages like the one it was on are not taken for an order again.', action: undo(takeBack, moves) })
    } catch (error) {
      setWord({ text: wordsOf(error), bad: true })
    }
  }

  /** The form is done with: back goes to where it was opened. */
  function added(id: string): void {
    setStack((before) => [...before.slice(0, -1), { name: 'order', id }])
    setWord({ text: 'Saved.' })
  }

  async function bringBack(id: string): Promise<void> {
    if (app === null) return
    try {
      await app.bringBack(id)
      setWord({ text: 'The order is back.', action: { label: 'Show it', run: () => moves.go({ name: 'order', id }) } })
    } catch (error) {
      setWord({ text: wordsOf(error), bad: true })
    }
  }

  function body() {
    if (app === null || status === null) {
      if (failed === null) return <Opening />
      return <CannotOpen why={failed} />
    }
    if (status.history === 'none') return <Invitation />
    if (view.name === 'vendor') return <VendorOrders vendor={vendors(orders ?? []).find(({ key }) => key === view.key) ?? null} known={known} moves={moves} />
    if (view.name === 'bin') return <Bin orders={orders ?? []} moves={moves} bringBack={bringBack} />
    if (view.name === 'waiting') return <Waiting app={app} waiting={waiting} moves={moves} />
    if (view.name === 'add') return <Add app={app} orders={orders ?? []} draft={view.draft} moves={moves} saved={added} />
    if (view.name === 'order' || view.name === 'edit') {
      const found = order(view.id)
      if (found === undefined) return orders === null ? <p class="loading quiet">Reading…</p> : <NotHere />
      if (view.name === 'edit') return <Edit key={found.id} app={app} order={found} moves={moves} />
      return <Order key={found.id} order={found} known={known} moves={moves} remove={remove} bringBack={bringBack} notAnOrder={notAnOrder} />
    }
    return <Home app={app} orders={orders} known={known} waiting={waiting} tab={tab} access={access} query={query} setQuery={setQuery} moves={moves} bringBack={bringBack} returning={opener.current.length > 0 || returning.current !== null} />
  }

  const { relay = null, trouble = [] } = status ?? {}
  const stopping = trouble.filter(({ stopped }) => stopped)
  // Below the content and short: it comes while someone is already reaching for a row, and must not move it.
  const passing = trouble.filter(({ stopped, code }) => !stopped && code !== 'no-kit')

  const lockNow = app !== null && lock?.state === 'unlocked' && (
    <button type="button" class="icon-button" aria-label="Lock now" onClick={() => void app.lockNow().catch((error: unknown) => setWord({ text: wordsOf(error), bad: true }))}>
      <Icon name="lock" />
    </button>
  )

  return (
    <Shell back={stack.length > 1 ? moves.back : null} tools={lockNow}>
      <main ref={content}>
        {app !== null && stopping.length > 0 && <Troubles app={app} trouble={stopping} relay={relay} />}
        {failed !== null && status !== null && <Notice tone="bad">{failed}</Notice>}
        {body()}
      </main>
      <div class="foot">
        <Announce class={`toast ${word === null ? 'empty' : ''} ${word?.bad === true ? 'bad' : ''}`}>
          {word !== null && (
            <>
              <span>{word.text}</span>
              {word.action !== undefined && <button type="button" class="link" onClick={word.action.run}>{word.action.label}</button>}
              <button type="button" class="icon-button" aria-label="Close this message" onClick={() => setWord(null)}>
                <Icon name="close" />
              </button>
            </>
          )}
        </Announce>
        {app !== null && passing.length > 0 && <Troubles app={app} trouble={passing} relay={relay} label="About syncing" limit={240} />}
        {view.name === 'home' && trouble.length === 0 && word === null && <NoKit devices={devices} />}
        {app !== null && status !== null && status.history !== 'none' && <StatusLine app={app} status={status} />}
      </div>
    </Shell>
  )
}

function Invitation() {
  return (
    <section class="invitation">
      <Mark size={52} />
      <Heading focus={false}>Keep your half of the receipt</Heading>
      <p>Counterfoil saves what you buy online: the shop, the order number, the items and the total. It all stays yours, and only your own devices can read it.</p>
      <button type="button" class="button" onClick={toSetup}>Set up Counterfoil</button>
      <p class="hint">Takes a minute. No account, no e-mail address.</p>
    </section>
  )
}

/** Nothing takes an order away but a local copy that was lost, and that is being read again. */
function NotHere() {
  return (
    <section>
      <Heading>This order is not here right now</Heading>
      <p class="quiet">Counterfoil may still be reading your history. Please look again in a moment.</p>
    </section>
  )
}
