/** The set-up page: two steps at the start, the settings afterwards. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, GuestPairing } from '../app.ts'
import { suggestedDeviceName } from '../browser.ts'
import { CannotOpen, Mark, Notice } from '../ui/components.tsx'
import { useAccess, useLive } from '../ui/live.ts'
import { LockScreen } from '../ui/lock-screen.tsx'
import { Create } from './create.tsx'
import { Join } from './join.tsx'
import { Step } from './parts.tsx'
import { ChooseReading } from './reading.tsx'
import { Restore } from './restore.tsx'
import { Settings } from './settings.tsx'

type Start = 'choose' | 'create' | 'join' | 'restore'

export function Setup({ opening }: { opening: Promise<App> }) {
  const { app, lock, status, failed } = useLive(opening, { orders: false })
  const access = useAccess()
  const [start, setStart] = useState<Start>('choose')
  /** Joining or restoring: the page stays with that, whatever the history becomes meanwhile. */
  const [joining, setJoining] = useState(false)
  const [fresh, setFresh] = useState(false)
  const [name, setName] = useState('')
  const [resumed, setResumed] = useState<GuestPairing | null>(null)

  // Whoever comes back to it after a lock knows it by now.
  const locked = lock?.state === 'locked'
  // The field that had the focus is gone by then.
  const unlocked = useRef(false)
  if (locked) unlocked.current = true
  useEffect(() => {
    if (locked) setFresh(false)
  }, [locked])

  const none = status?.history === 'none'
  useEffect(() => {
    if (app === null || !none || joining) return
    let over = false
    void app.pairingUnderWay().then(
      ({ guest }) => {
        if (over || guest === null) return
        setResumed(guest)
        setStart('join')
      },
      () => undefined,
    )
    return () => {
      over = true
    }
  }, [app, none])

  // And whoever erases or leaves it later starts from the first question.
  const there = status !== null && status.history !== 'none' && !joining
  useEffect(() => {
    if (there) setStart('choose')
  }, [there])

  useEffect(() => void suggestedDeviceName().then((suggested) => setName((typed) => (typed === '' ? suggested : typed))), [])

  function body() {
    if (app !== null && lock !== null && locked) return <LockScreen app={app} lock={lock} />
    if (app === null || lock === null || status === null || access === null) {
      if (failed === null) return <p class="quiet" aria-busy="true">One moment…</p>
      return <CannotOpen why={failed} />
    }
    // A device that joins has a history before the person has seen how it went.
    if (status.history === 'none' || joining) {
      if (start === 'create') return <Create app={app} name={name} setName={setName} back={() => setStart('choose')} done={() => setFresh(true)} />
      const entering = {
        app,
        name,
        setName,
        started: () => setJoining(true),
        back: () => {
          setResumed(null)
          setJoining(false)
          setStart('choose')
        },
        done: () => {
          setFresh(true)
          setJoining(false)
        },
      }
      if (start === 'restore') return <Restore {...entering} arrived={status.history !== 'none'} />
      if (start === 'join' || joining) return <Join {...entering} resumed={resumed} />
      return <Choose choose={setStart} stay={status.again ? () => void app.notAgain() : null} />
    }
    if (access.mode === null) {
      return (
        <Step number={2} title="Where may Counterfoil read?" focus={fresh}>
          <p>To save an order, Counterfoil has to read the page that confirms it. It reads only to find orders, and only your own devices can read what it saves.</p>
          <ChooseReading mode={null} />
        </Step>
      )
    }
    return <Settings app={app} status={status} lock={lock} access={access} fresh={fresh} focus={fresh || unlocked.current} />
  }

  return (
    <div class="setup">
      <header class="setup-top">
        <Mark size={28} /> <span>Counterfoil</span>
      </header>
      <main>{body()}</main>
    </div>
  )
}

/** `stay`: it was removed, and need not be paired again; null: nothing was ever here. */
function Choose({ choose, stay }: { choose: (start: Start) => void; stay: (() => void) | null }) {
  return (
    <Step number={1} title="Your order history" focus={false}>
      {stay === null ? (
        <p>Counterfoil saves what you buy online: the shop, the order number, the items and the total. There is no account and no password. Your devices hold the keys.</p>
      ) : (
        <Notice tone="good">
          <p>The orders of this browser are still here. They come along into the history that you choose.</p>
          <button type="button" class="link" onClick={stay}>Not now</button>
        </Notice>
      )}
      <div class="choices">
        <button type="button" class="choice" onClick={() => choose('create')}>
          <span class="label">Start a new history</span>
          <span class="quiet">{stay === null ? 'This is the first device you use Counterfoil on.' : 'One of its own, apart from that of your other devices.'}</span>
        </button>
        <button type="button" class="choice" onClick={() => choose('join')}>
          <span class="label">Join a history you already have</span>
          <span class="quiet">You use Counterfoil on another device and want the same orders here.</span>
        </button>
        <button type="button" class="choice" onClick={() => choose('restore')}>
          <span class="label">Restore from a recovery kit</span>
          <span class="quiet">Your devices are gone, and you have the 24 words on paper.</span>
        </button>
      </div>
    </Step>
  )
}
