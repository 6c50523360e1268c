import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import type { App, LockState, Status } from '../app.ts'
import type { Access } from '../consent.ts'
import { Heading, Notice } from '../ui/components.tsx'
import { NoKit, useDevices } from '../ui/kit-notice.tsx'
import { Troubles } from '../ui/troubles.tsx'
import { grouped } from './device-words.ts'
import { Devices } from './devices.tsx'
import { OffList, RefusedPages, SensitiveKinds } from './kept-out.tsx'
import { Kits } from './kits.tsx'
import { Lock } from './lock.tsx'
import { OwnCopy } from './own-copy.tsx'
import { StandingChoice } from './own-terms.tsx'
import { Reading, SmallMessages, TermsReading } from './reading-settings.tsx'
import { Relay } from './relay-settings.tsx'
import { SetAside } from './set-aside.tsx'

/** This browser no longer belongs to the history, or the history is closed: what is here can be looked at, and no more. */
const ENDS: readonly string[] = ['removed', 'closed']

interface Props {
  app: App
  status: Status
  lock: LockState
  access: Access
  fresh: boolean
  /** The heading takes the focus. */
  focus: boolean
}

export function Settings({ app, status, lock, access, fresh, focus }: Props) {
  const devices = useDevices(app, true)
  const members = useMemo(() => (devices === null ? null : grouped(devices)), [devices])
  const trouble = status.trouble.filter(({ code }) => code !== 'no-kit')
  const over = trouble.some(({ code }) => ENDS.includes(code))
  const welcome = fresh && !trouble.some(({ stopped }) => stopped)
  return (
    <>
      <Heading focus={focus}>{welcome ? 'All set' : 'Settings'}</Heading>
      {welcome && (
        <Notice tone="good">
          <p>Counterfoil is ready. You find your orders behind its button in the browser’s toolbar. Pin it there if you don’t see it. You can close this page.</p>
        </Notice>
      )}
      {trouble.length > 0 && <Troubles app={app} trouble={trouble} relay={status.relay} />}
      <SetAside status={status} />
      {welcome && status.history === 'relay' && <NoKit devices={devices} />}
      <Panel id="reading" title="Where Counterfoil may read"><Reading access={access} /></Panel>
      {access.mode !== 'by-hand' && (
        <>
          <Panel id="off" title="Sites that are never read">
            <SensitiveKinds />
            <h3>Sites you turned off</h3>
            <OffList off={access.off} />
          </Panel>
          <Panel id="refused" title="Pages that are not orders"><RefusedPages /></Panel>
          <Panel id="terms" title="Terms of shops"><TermsReading /></Panel>
          <Panel id="messages" title="Messages"><SmallMessages /></Panel>
        </>
      )}
      <Panel id="own-terms" title="Your own terms"><StandingChoice app={app} /></Panel>
      <Panel id="devices" title="Your devices"><Devices app={app} status={status} members={members} over={over} /></Panel>
      {!over && <Panel id="kit" title="Recovery kit"><Kits app={app} status={status} members={members} /></Panel>}
      <Panel id="lock" title="Lock"><Lock app={app} lock={lock} /></Panel>
      <Panel id="relay-title" title="Relay"><Relay app={app} status={status} over={over} /></Panel>
      <Panel id="copy" title="A copy for yourself"><OwnCopy app={app} /></Panel>
    </>
  )
}

function Panel({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
