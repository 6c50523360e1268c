import { useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'
import { DeviceName, Step } from './parts.tsx'
import { A_RELAY, RelayField, useRelay } from '../ui/relay-field.tsx'
import { RelockField, useRelock } from '../ui/relock.tsx'

interface Props {
  app: App
  name: string
  setName: (name: string) => void
  back: () => void
  done: () => void
}

export function Create({ app, name, setName, back, done }: Props) {
  const relay = useRelay()
  const lock = useRelock(app)
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)

  async function create(): Promise<void> {
    const address = relay.text.trim() === '' ? null : relay.take()
    if (address === undefined || isBusy()) return
    setBusy(true)
    setProblem(null)
    try {
      await app.createHistory({ name: name.trim(), relay: address, passphrase: lock.passphrase })
      done()
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setBusy(false)
  }

  return (
    <Step number={1} title="Start a new history">
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() === '') setProblem('Please give this device a name.')
          else void create()
        }}
      >
        <DeviceName name={name} setName={setName} />
        <RelayField relay={relay} label="Relay address (you can leave this empty)">
          Only needed to have your orders on several devices. {A_RELAY} You can add one later.
        </RelayField>
        <RelockField lock={lock} />
        <Announce class="problem">{problem}</Announce>
        <div class="actions">
          <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Starting…' : relay.text.trim() === '' ? 'Start without a relay' : 'Start'}</button>
          <button type="button" class="button-quiet" onClick={back}>Back</button>
        </div>
      </form>
    </Step>
  )
}
