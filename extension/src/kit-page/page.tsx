/** The page where a recovery kit is made. Its words are in this page's memory and on paper, and nowhere else. */
import { useState } from 'preact/hooks'
import type { App, KitDraft, Status } from '../app.ts'
import { openSetup } from '../browser.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce, CannotOpen, Heading, Mark, Notice } from '../ui/components.tsx'
import { hasKit, useDevices } from '../ui/kit-notice.tsx'
import { useLive } from '../ui/live.ts'
import { LockScreen } from '../ui/lock-screen.tsx'
import { wordsOf } from '../ui/text.ts'
import { KitStep } from './parts.tsx'
import { Retype } from './retype.tsx'
import { Sheet } from './sheet.tsx'

export function KitPage({ opening }: { opening: Promise<App> }) {
  const { app, lock, status, failed } = useLive(opening, { orders: false })
  function body() {
    if (app !== null && lock?.state === 'locked') return <LockScreen app={app} lock={lock} />
    if (app === null || status === null) {
      if (failed === null) return <p class="quiet" aria-busy="true">One moment…</p>
      return <CannotOpen why={failed} />
    }
    if (status.history !== 'relay') return <NoRelay status={status} />
    return <Make app={app} />
  }
  return (
    <div class="setup">
      <header class="setup-top screen-only"><Mark size={28} /> <span>Counterfoil</span></header>
      <main>{body()}</main>
    </div>
  )
}

type At = { step: 'why' } | { step: 'sheet' | 'retype'; draft: KitDraft } | { step: 'done' }

function Make({ app }: { app: App }) {
  const [at, setAt] = useState<At>({ step: 'why' })
  if (at.step === 'why') return <Why app={app} made={(draft) => setAt({ step: 'sheet', draft })} />
  if (at.step === 'done') return <Done />
  const { draft } = at
  if (at.step === 'retype') return <Retype draft={draft} back={() => setAt({ step: 'sheet', draft })} done={() => setAt({ step: 'done' })} />
  return (
    <KitStep number={2} title="Put it on paper">
      <p class="screen-only">Print this page, or write the 24 words down by hand with their numbers. They are shown only now and kept nowhere: if you close this page before the last step, nothing has happened, and you start over.</p>
      <Sheet draft={draft} />
      <div class="actions screen-only">
        <button type="button" class="button" onClick={() => print()}>Print</button>
        <button type="button" class="button-quiet" onClick={() => setAt({ step: 'retype', draft })}>I have it on paper</button>
      </div>
      <p class="hint screen-only">Print on paper, not into a file. Do not photograph it, and do not copy the words into a note or a message.</p>
    </KitStep>
  )
}

function Why({ app, made }: { app: App; made: (draft: KitDraft) => void }) {
  const devices = useDevices(app, true)
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  async function make(): Promise<void> {
    if (isBusy()) return
    setBusy(true)
    setProblem(null)
    try {
      made(await app.makeKit())
    } catch (error) {
      setProblem(wordsOf(error))
      setBusy(false)
    }
  }
  return (
    <KitStep number={1} title="A recovery kit" focus={false}>
      <p>Nobody but your devices can open your orders: there is no password to reset and no one to ask. If all your devices are lost, stolen or broken, a recovery kit brings your orders back.</p>
      <ul class="plain-list">
        <li>It is one sheet of paper with 24 words.</li>
        <li>Whoever has the words can read all your orders. Keep the sheet like a passport, and away from your devices.</li>
        <li>You need it only when all devices are gone. If it is lost, you can replace it.</li>
      </ul>
      {devices !== null && hasKit(devices) && (
        <Notice>
          <p>You have a kit already. A new one works beside it; you can remove the old one afterwards, in the settings under “Recovery kit”.</p>
        </Notice>
      )}
      <Announce class="problem" urgent>{problem}</Announce>
      <div class="actions">
        <button type="button" class="button" aria-disabled={busy} onClick={() => void make()}>{busy ? 'One moment…' : 'Show the words'}</button>
      </div>
      <p class="hint">Make sure that nobody looks over your shoulder, and that no camera or screen sharing is on.</p>
    </KitStep>
  )
}

function Done() {
  return (
    <section class="step">
      <Heading>Your kit is ready</Heading>
      <Notice tone="good">
        <p>The words on your sheet open your history from now on. Put it where you keep important papers.</p>
      </Notice>
      <p>If an older kit is lost or may have been seen, remove it in the settings under “Recovery kit”.</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void openSetup()}>To the settings</button>
      </div>
    </section>
  )
}

function NoRelay({ status }: { status: Status }) {
  const none = status.history === 'none'
  return (
    <section class="step">
      <Heading focus={false}>{none ? 'No history yet' : 'A relay comes first'}</Heading>
      <p>{none ? 'A recovery kit opens a history. First start or join one.' : 'Your orders are on this device only, so there is no other place that a kit could bring them back from. Add a relay in the settings first.'}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void openSetup()}>{none ? 'Set up Counterfoil' : 'To the settings'}</button>
      </div>
    </section>
  )
}
