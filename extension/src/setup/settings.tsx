import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, Status } from '../app.ts'
import { coversAll, grantAgain, revoke, type Access } from '../consent.ts'
import { type Preferences, readPreferences, savePreferences } from '../preferences.ts'
import { Announce, Heading, Many, Notice, Switch, Words } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'
import { Troubles } from '../ui/troubles.tsx'
import { OffList, RefusedPages, SensitiveKinds } from './kept-out.tsx'
import { StandingChoice } from './own-terms.tsx'
import { PairDevice } from './pair.tsx'
import { ChooseReading, MODES } from './reading.tsx'
import { A_RELAY, RelayField, useRelay } from './relay.tsx'

export function Settings({ app, status, access, fresh }: { app: App; status: Status; access: Access; fresh: boolean }) {
  return (
    <>
      <Heading focus={fresh}>{fresh ? 'All set' : 'Settings'}</Heading>
      {fresh && (
        <Notice tone="good">
          <p>Counterfoil is ready. You find your orders behind its button in the browser’s toolbar. Pin it there if you don’t see it. You can close this page.</p>
        </Notice>
      )}
      {status.trouble.length > 0 && <Troubles app={app} trouble={status.trouble} />}
      <section class="panel" aria-labelledby="reading">
        <h2 id="reading">Where Counterfoil may read</h2>
        <Reading access={access} />
      </section>
      {access.mode !== 'by-hand' && (
        <>
          <section class="panel" aria-labelledby="off">
            <h2 id="off">Sites that are never read</h2>
            <SensitiveKinds />
            <h3>Sites you turned off</h3>
            <OffList off={access.off} />
          </section>
          <section class="panel" aria-labelledby="refused">
            <h2 id="refused">Pages that are not orders</h2>
            <RefusedPages />
          </section>
          <section class="panel" aria-labelledby="terms">
            <h2 id="terms">Terms of shops</h2>
            <TermsReading />
          </section>
          <section class="panel" aria-labelledby="messages">
            <h2 id="messages">Messages</h2>
            <SmallMessages />
          </section>
        </>
      )}
      <section class="panel" aria-labelledby="own-terms">
        <h2 id="own-terms">Your own terms</h2>
        <StandingChoice app={app} />
      </section>
      <section class="panel" aria-labelledby="relay-title">
        <h2 id="relay-title">Relay</h2>
        <Relay app={app} status={status} />
      </section>
      <section class="panel" aria-labelledby="devices">
        <h2 id="devices">Your devices</h2>
        {status.deviceName !== null && <p>This device is called <strong><Words text={status.deviceName} limit={80} /></strong>.</p>}
        {status.history === 'relay' ? <PairDevice app={app} /> : <p class="quiet">To have your orders on another device too, add a relay first.</p>}
      </section>
    </>
  )
}

function Reading({ access }: { access: Access }) {
  const [changing, setChanging] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasChanging = useRef(false)
  useEffect(() => {
    if (wasChanging.current && !changing) button.current?.focus()
    wasChanging.current = changing
  }, [changing])
  const { mode, origins } = access
  if (mode === null) return null
  const lost = mode === 'everywhere' && !origins.some(coversAll)
  const sites = origins.filter((pattern) => !coversAll(pattern))
  return (
    <>
      {lost && (
        <Notice tone="warn">
          <p>Your browser’s settings no longer let Counterfoil read every site, so orders there are not saved.</p>
          <div class="actions">
            <button type="button" class="button-quiet" onClick={() => void grantAgain()}>Allow again</button>
          </div>
        </Notice>
      )}
      {!changing ? (
        <div class="line">
          <p>{MODES[mode].title}</p>
          <button ref={button} type="button" class="button-quiet" onClick={() => setChanging(true)}>Change<span class="hidden-label"> where Counterfoil may read</span></button>
        </div>
      ) : (
        <>
          <ChooseReading mode={mode} done={() => setChanging(false)} />
          <button type="button" class="link" onClick={() => setChanging(false)}>Leave it as it is</button>
        </>
      )}
      {mode === 'per-site' && !changing && (
        sites.length === 0 ? (
          <p class="quiet">No shops yet. Turn one on in the popup while you are there.</p>
        ) : (
          <Many
            all={sites}
            class="sites"
            row={(pattern) => (
              <li key={pattern} class="line">
                <Words text={siteName(pattern)} limit={100} />
                <button type="button" class="button-quiet" onClick={() => void revoke(pattern)}>Stop reading<span class="hidden-label"> {siteName(pattern)}</span></button>
              </li>
            )}
          />
        )
      )}
    </>
  )
}

function siteName(pattern: string): string {
  return pattern.replace(/^[^/]*:\/\//, '').replace(/^\*\./, '').replace(/\/.*$/, '')
}

function SmallMessages() {
  return <Preference name="toast" label="Say it on the page when an order is saved" hint="A few words in a corner, with a way to undo. Without them, the mark on Counterfoil’s button still tells you." />
}

function TermsReading() {
  return (
    <>
      <p>When you buy something, Counterfoil can keep what the shop’s terms say on that day, so that you know later what you agreed to.</p>
      <Preference name="terms" label="Keep the terms of what I buy" hint="It reads what the checkout links to, from the shop itself and without your cookies, and the terms that you open yourself." />
      <Preference name="recheck" label="Look at them again about once a week" hint="Only at shops of recent orders, to tell you what has changed since you bought. The shop sees a visit without your cookies." />
    </>
  )
}

function Preference({ name, label, hint }: { name: keyof Preferences; label: string; hint: string }) {
  const [on, setOn] = useState<boolean | null>(null)
  useEffect(() => void readPreferences().then((preferences) => setOn(preferences[name])), [name])
  if (on === null) return null
  const turn = (): void => {
    setOn(!on)
    void savePreferences({ [name]: !on })
  }
  return (
    <div>
      <Switch on={on} label={label} describedBy={`${name}-hint`} onChange={turn} />
      <p id={`${name}-hint`} class="hint">{hint}</p>
    </div>
  )
}

function Relay({ app, status }: { app: App; status: Status }) {
  const relay = useRelay()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  if (status.relay !== null) {
    return (
      <>
        <p class="address">
          <Words text={status.relay} limit={300} />
        </p>
        <p class="hint">{A_RELAY} Your devices exchange your orders through it.</p>
      </>
    )
  }

  async function add(): Promise<void> {
    const address = relay.take()
    if (address === undefined || busy) return
    setBusy(true)
    setProblem(null)
    try {
      await app.addRelay(address)
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setBusy(false)
  }

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <RelayField relay={relay} label="Relay address">
        Your orders are on this device only. With a relay you can have them on several. {A_RELAY}
      </RelayField>
      <Announce class="problem">{problem}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Connecting…' : 'Add relay'}</button>
      </div>
    </form>
  )
}
