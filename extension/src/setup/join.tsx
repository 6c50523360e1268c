import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, GuestPairing } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce, Notice } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'
import { isOpenCode } from '../sync/address.ts'
import { DeviceName, Step } from './parts.tsx'
import { UNPROTECTED } from '../ui/relay-field.tsx'
import { RelockField, useRelock } from '../ui/relock.tsx'

interface Props {
  app: App
  name: string
  setName: (name: string) => void
  /** From here on this page belongs to the pairing, whatever the history's state becomes. */
  started: () => void
  back: () => void
  done: () => void
  /** A pairing that a page was loaded anew over. */
  resumed: GuestPairing | null
}

export function Join({ app, name, setName, started, back, done, resumed }: Props) {
  const [code, setCode] = useState('')
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  /** The code for which a relay without protection was pointed out, and waits for a second yes. */
  const [warned, setWarned] = useState<string | null>(null)
  const [pairing, setPairing] = useState<GuestPairing | null>(null)
  const [joined, setJoined] = useState(false)
  const current = useRef<GuestPairing | null>(null)
  const lock = useRelock(app)

  const gone = useRef(false)
  useEffect(
    () => () => {
      gone.current = true
      current.current?.cancel()
    },
    [],
  )

  // One that this page was loaded anew over goes on with the same digits.
  useEffect(() => {
    if (resumed) void follow(() => Promise.resolve(resumed))
  }, [])

  async function join(): Promise<void> {
    if (isBusy()) return
    if (code.trim() === '') return setProblem('Please paste or type the code that your other device shows.')
    if (name.trim() === '') return setProblem('Please give this device a name.')
    if (isOpenCode(code) && warned !== code) {
      setWarned(code)
      return setProblem(UNPROTECTED)
    }
    await follow(() => app.pairAsGuest({ code: code.trim(), name: name.trim(), passphrase: lock.passphrase }))
  }

  async function follow(begin: () => Promise<GuestPairing>): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      const next = await begin()
      // Who went back while it connected has not begun to join.
      if (gone.current) return next.cancel()
      started()
      current.current = next
      setPairing(next)
      await next.done
      // Cancelled meanwhile, perhaps.
      if (current.current !== next) return
      current.current = null
      setCode('')
      setJoined(true)
    } catch (error) {
      setProblem(wordsOf(error))
      current.current = null
      setPairing(null)
    } finally {
      setBusy(false)
    }
  }

  function cancel(): void {
    const given = current.current
    current.current = null
    given?.cancel()
    back()
  }

  if (joined) {
    return (
      <Step key="joined" number={1} title="This device has joined">
        <Notice tone="good">
          <p>Your orders are here, and new ones will appear on all your devices.</p>
        </Notice>
        <div class="actions">
          <button type="button" class="button" onClick={done}>Continue</button>
        </div>
      </Step>
    )
  }
  if (pairing !== null && pairing.digits === '') {
    return (
      <Step key="reading" number={1} title="Joining your history">
        <Announce class="waiting">
          <span class="pulse" aria-hidden="true" /> Reading your orders…
        </Announce>
        <p>This device was let in before the browser was closed, and goes on from there. Keep this page open.</p>
      </Step>
    )
  }
  if (pairing !== null) {
    const digits = pairing.digits.slice(0, 6)
    return (
      <Step key="digits" number={1} title="Type these digits on your other device">
        <p class="digits" aria-label={digits.split('').join(' ')} role="img">
          {digits.slice(0, 3)} {digits.slice(3)}
        </p>
        <p>They prove that it is this device that wants to join, and not someone who saw the code. Keep this page open; nothing is shared before you typed them there.</p>
        <Announce class="waiting">
          <span class="pulse" aria-hidden="true" /> Waiting for your other device…
        </Announce>
        <div class="actions">
          <button type="button" class="button-quiet" onClick={cancel}>Cancel</button>
        </div>
      </Step>
    )
  }
  return (
    <Step key="code" number={1} title="Join your history">
      <ol class="how">
        <li>On your other device, open Counterfoil, then Settings.</li>
        <li>Press “Pair another device”. It shows a code.</li>
        <li>Bring the code here. It is good for ten minutes and one device.</li>
      </ol>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void join()
        }}
      >
        <div class="field">
          <label for="code">Code from your other device</label>
          <textarea
            id="code"
            class="code"
            rows={3}
            dir="ltr"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={1_000}
            value={code}
            onInput={(event) => {
              setCode(event.currentTarget.value)
              setProblem(null)
            }}
          />
        </div>
        <DeviceName name={name} setName={setName} />
        <RelockField lock={lock} />
        <div role="alert">{problem !== null && <Notice tone={warned === code ? 'warn' : 'bad'}><p>{problem}</p></Notice>}</div>
        <div class="actions">
          <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Connecting…' : 'Join'}</button>
          <button type="button" class="button-quiet" onClick={cancel}>Back</button>
        </div>
      </form>
    </Step>
  )
}
