/** This device's place in the history, for two people to read to each other. */
import { useEffect, useId, useState } from 'preact/hooks'
import type { App, Place } from '../app.ts'

export function Compare({ app, close }: { app: App; close?: () => void }) {
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState<Place | null>(null)
  const id = useId()
  const entry = /^\d{1,15}$/.test(typed.trim()) ? Number(typed.trim()) : null
  useEffect(() => {
    let over = false
    const read = (): void => void app.place(entry).then((found) => !over && setPlace(found), () => undefined)
    read()
    const stop = app.subscribe(read)
    return () => {
      over = true
      stop()
    }
  }, [app, entry])
  if (place === null) return null
  return (
    <div class="ask compare">
      <p>This browser has read {place.newest.toLocaleString()} {place.newest === 1 ? 'entry' : 'entries'} of the history.</p>
      {place.fingerprint === null ? (
        <p class="problem">This browser does not know entry {place.entry.toLocaleString()}. Look at a number that both devices have.</p>
      ) : (
        <p>Entry {place.entry.toLocaleString()}: <code dir="ltr" class="place">{place.fingerprint}</code></p>
      )}
      <div class="field">
        <label for={id}>Look at an earlier entry</label>
        <input id={id} type="text" inputMode="numeric" autocomplete="off" maxLength={15} dir="ltr" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </div>
      <p class="hint">Read both to whoever has the other device in front of them, by phone or side by side. Where it has read less, look here at the number that it shows. The same entry must have the same letters and digits on both. If it has not, the relay shows the two of you different histories.</p>
      {close !== undefined && (
        <div class="actions">
          <button type="button" class="button-quiet" onClick={close}>Close</button>
        </div>
      )}
    </div>
  )
}
