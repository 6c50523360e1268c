/** The relay in the settings: its address, another one, and the end of the history there. */
import { useEffect, useState } from 'preact/hooks'
import type { App, Status, Usage } from '../app.ts'
import { Ask, Opens } from '../ui/ask.tsx'
import { useBusy } from '../ui/busy.ts'
import { Compare } from '../ui/compare.tsx'
import { Announce, Words } from '../ui/components.tsx'
import { A_RELAY, RelayField, useRelay } from '../ui/relay-field.tsx'
import { clip, usedWords, wordsOf } from '../ui/text.ts'
import { AskWay } from '../ui/troubles.tsx'
import { wayWords } from '../ui/way-words.ts'

export function Relay({ app, status, over }: { app: App; status: Status; over: boolean }) {
  if (status.relay === null) return <AddRelay app={app} />
  const full = status.trouble.find(({ code }) => code === 'full')
  return (
    <>
      <p class="address"><Words text={status.relay} limit={300} /></p>
      <p class="hint">{A_RELAY} Your devices exchange your orders through it.</p>
      {!over && <Used app={app} />}
      {full !== undefined && <p>{clip(full.text, 300)}</p>}
      <details>
        <summary>Compare with another device</summary>
        <Compare app={app} />
      </details>
      {!over && (
        <div class="actions">
          <Move app={app} />
          <StartAgain app={app} relay={status.relay} />
          <Close app={app} />
        </div>
      )}
    </>
  )
}

/** What the history takes up there. */
function Used({ app }: { app: App }) {
  const [usage, setUsage] = useState<Usage | null>(null)
  useEffect(() => {
    let over = false
    // A relay that does not answer is told of elsewhere.
    void app.usage().then((found) => !over && setUsage(found), () => undefined)
    return () => {
      over = true
    }
  }, [app])
  return <p class="hint" aria-live="off">{usage === null ? '' : usedWords(usage)}</p>
}

function AddRelay({ app }: { app: App }) {
  const relay = useRelay()
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)

  async function add(): Promise<void> {
    const address = relay.take()
    if (address === undefined || isBusy()) return
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

function Move({ app }: { app: App }) {
  const relay = useRelay()
  const move = async (): Promise<unknown> => {
    const address = relay.take()
    return address === undefined ? false : app.moveRelay(address)
  }
  return (
    <Opens label="Change the address or move…">
      {(close) => (
        <Ask yes="Use this address" busy="Moving…" act={move} close={close}>
          <p>For a relay that has a new address, or for another relay: a history that is not there yet is put there from here. Then give each of your other devices the same address. The old relay keeps its copy, unreadable, until its operator deletes it.</p>
          <RelayField relay={relay} label="New relay address" />
        </Ask>
      )}
    </Opens>
  )
}

/** Always possible: a relay may be gone for good, or not be trusted any more though nothing is proved. */
function StartAgain({ app, relay }: { app: App; relay: string }) {
  const trouble = { code: 'none', stopped: false }
  return (
    <Opens label={wayWords('start-again', trouble).label}>
      {(close) => <AskWay app={app} way="start-again" trouble={trouble} relay={relay} close={close} />}
    </Opens>
  )
}

function Close({ app }: { app: App }) {
  return (
    <Opens label="Close the history…">
      {(close) => (
        <Ask yes="Close it" busy="Closing…" danger word="close" act={() => app.closeAccount()} close={close}>
          <p>The relay erases your orders, and nothing syncs any more. Your devices keep what they have, each for itself; a recovery kit no longer brings anything back. This cannot be undone.</p>
        </Ask>
      )}
    </Opens>
  )
}
