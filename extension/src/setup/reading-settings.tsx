/** Where Counterfoil reads, and what it does by itself. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { coversAll, grantAgain, revoke, type Access } from '../consent.ts'
import { type Preferences, readPreferences, savePreferences } from '../preferences.ts'
import { Many, Notice, Switch, Words } from '../ui/components.tsx'
import { ChooseReading, MODES } from './reading.tsx'

export function Reading({ access }: { access: Access }) {
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

export function SmallMessages() {
  return <Preference name="toast" label="Say it on the page when an order is saved" hint="A few words in a corner, with a way to undo. Without them, the mark on Counterfoil’s button still tells you." />
}

export function TermsReading() {
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
