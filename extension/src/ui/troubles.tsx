/** What went wrong with sync, and what the person can do about it. */
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import type { App, Trouble, Way } from '../app.ts'
import { openKit, openSetup } from '../browser.ts'
import { Ask, Opens } from './ask.tsx'
import { Announce, Notice } from './components.tsx'
import { RelayField, useRelay } from './relay-field.tsx'
import { Compare } from './compare.tsx'
import { LostList } from './lost-list.tsx'
import { ReadBack } from './read-back.tsx'
import { RelockField, useRelock } from './relock.tsx'
import { save } from './save.ts'
import { clip, wordsOf } from './text.ts'
import { wayWords } from './way-words.ts'

export function Troubles({ app, trouble, relay, label = 'Needs your attention', limit = 600 }: { app: App; trouble: Trouble[]; relay: string | null; label?: string; limit?: number }) {
  return (
    <div class="troubles" role="region" aria-label={label}>
      {trouble.map((each) => <TroubleNotice key={each.code} app={app} trouble={each} relay={relay} limit={limit} />)}
    </div>
  )
}

function TroubleNotice({ app, trouble, relay, limit }: { app: App; trouble: Trouble; relay: string | null; limit: number }) {
  const [problem, setProblem] = useState<string | null>(null)
  const now = (way: Way): void => {
    setProblem(null)
    take(app, way, trouble, null).catch((error: unknown) => setProblem(wordsOf(error)))
  }
  return (
    <Notice tone={trouble.stopped ? 'bad' : 'warn'}>
      <p role={trouble.stopped ? 'alert' : undefined}>{clip(trouble.text, limit)}</p>
      {trouble.ways.length > 0 && (
        <div class="ways-out">
          {trouble.ways.map((way, at) => {
            const { label, ask } = wayWords(way, trouble)
            const name = at === 0 && way !== 'dismiss' ? 'button-quiet' : 'link'
            const Inside = INSIDE[way]
            // A popup would close over the choice of a file.
            if (Inside && (way !== 'import' || isPage()))
              return (
                <Opens key={way} label={label} class={name}>
                  {(close) => <Inside app={app} close={close} />}
                </Opens>
              )
            if (ask === null) return <button key={way} type="button" class={name} onClick={() => now(way)}>{label}</button>
            return (
              <Opens key={way} label={label} class={name}>
                {(close) => <AskWay app={app} way={way} trouble={trouble} relay={relay} close={close} />}
              </Opens>
            )
          })}
        </div>
      )}
      <Announce class="problem" urgent>{problem}</Announce>
    </Notice>
  )
}

/** Ways that show something in the place of their button. */
const INSIDE: Partial<Record<Way, (given: { app: App; close: () => void }) => ComponentChild>> = { 'see-list': LostList, compare: Compare, import: ReadBack }

const isPage = (): boolean => location.pathname === '/setup.html'

/** What is asked before a way out is taken. */
export function AskWay({ app, way, trouble, relay, close }: { app: App; way: Way; trouble: Pick<Trouble, 'code' | 'stopped'>; relay: string | null; close: () => void }) {
  const { ask, yes, danger, address, newKeys } = wayWords(way, trouble)
  const lock = useRelock(app, newKeys)
  const typed = useRelay(address === 'optional' ? (relay ?? '') : '')
  const act = async (): Promise<unknown> => {
    const empty = typed.text.trim() === ''
    const given = address === 'no' || (address === 'optional' && empty) ? null : typed.take()
    return given === undefined ? false : take(app, way, trouble, given, lock.passphrase)
  }
  return (
    <Ask yes={yes} danger={danger} act={act} close={close}>
      <p>{ask}</p>
      {address !== 'no' && (
        <RelayField relay={typed} label={address === 'optional' ? 'Relay address (empty: without a relay)' : 'Relay address'} />
      )}
      <RelockField lock={lock} />
    </Ask>
  )
}

async function take(app: App, way: Way, { code }: Pick<Trouble, 'code'>, argument: string | null, passphrase: string | null = null): Promise<void> {
  // File names are fixed, because a file's name shows in more places than what is in it.
  if (way === 'save-evidence') {
    const evidence = await app.evidence(code)
    if (evidence === null) throw new Error('There is nothing to save about this any more.')
    save(evidence, 'application/json', 'counterfoil-evidence.json')
  } else if (way === 'export') {
    save(await app.exportAll(), 'application/json', 'counterfoil-export.json')
  } else if (way === 'make-kit') {
    await openKit()
  } else if (way === 'import') {
    await openSetup()
  } else if (way === 'dismiss') {
    await app.dismissTrouble(code)
  } else {
    await app.take(way, code, argument, passphrase)
    if (way === 'pair-again') await openSetup()
  }
}
