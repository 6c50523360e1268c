/** Letting another device in: a code to carry over, then six digits to bring back. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, HostPairing } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce, Notice, Words } from '../ui/components.tsx'
import { useFocus } from '../ui/focus.ts'
import { useNow } from '../ui/live.ts'
import { QrCode } from '../ui/qr.tsx'
import { wordsOf } from '../ui/text.ts'

type State =
  | { at: 'start'; problem?: string }
  | { at: 'opening' }
  | { at: 'code'; pairing: HostPairing }
  | { at: 'digits'; pairing: HostPairing; name: string }
  | { at: 'done'; name: string }

/** `removed`: what was said of a device that was removed last; one that was let in before is no longer news then. */
export function PairDevice({ app, removed }: { app: App; removed: string | null }) {
  const [state, setState] = useState<State>({ at: 'start' })
  const current = useRef<HostPairing | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const before = useRef<State['at']>('start')

  useEffect(() => {
    const ended = (before.current === 'code' || before.current === 'digits') && (state.at === 'start' || state.at === 'done')
    if (ended) button.current?.focus()
    before.current = state.at
  }, [state.at])

  useEffect(() => setState((now) => (now.at === 'done' ? { at: 'start' } : now)), [removed])

  useEffect(() => () => void current.current?.cancel().catch(() => undefined), [])

  // One that this page was loaded anew over goes on with the same code.
  useEffect(() => {
    void app.pairingUnderWay().then(({ host }) => host !== null && current.current === null && void follow(() => Promise.resolve(host)), () => undefined)
  }, [])

  async function follow(begin: () => Promise<HostPairing>): Promise<void> {
    setState({ at: 'opening' })
    let pairing: HostPairing | null = null
    try {
      pairing = await begin()
      current.current = pairing
      setState({ at: 'code', pairing })
      const { name } = await pairing.claimed
      if (current.current === pairing) setState({ at: 'digits', pairing, name })
    } catch (error) {
      // One that was ended here rejects too, and its words are said already.
      if (current.current === pairing) fail(pairing !== null && Date.now() >= pairing.expires ? RAN_OUT : wordsOf(error))
    }
  }

  function fail(problem: string): void {
    current.current = null
    setState({ at: 'start', problem })
  }

  function stop(problem?: string): void {
    const pairing = current.current
    current.current = null
    setState(problem === undefined ? { at: 'start' } : { at: 'start', problem })
    void pairing?.cancel().catch(() => undefined)
  }

  if (state.at === 'start' || state.at === 'opening' || state.at === 'done') {
    return (
      <>
        <Announce>
          {state.at === 'done' && (
            <Notice tone="good">
              <p><strong><Words text={state.name} limit={80} none="The device" /></strong> is in. It now has your orders.</p>
            </Notice>
          )}
          {state.at === 'start' && state.problem !== undefined && (
            <Notice tone="bad">
              <p>{state.problem}</p>
            </Notice>
          )}
        </Announce>
        <div class="actions">
          <button ref={button} type="button" class="button" aria-disabled={state.at === 'opening'} onClick={() => state.at !== 'opening' && void follow(() => app.pairAsHost())}>
            {state.at === 'opening' ? 'One moment…' : 'Pair another device'}
          </button>
        </div>
      </>
    )
  }
  if (state.at === 'code') return <Code pairing={state.pairing} stop={stop} />
  return (
    <Digits
      pairing={state.pairing}
      name={state.name}
      stop={stop}
      fail={fail}
      done={() => {
        current.current = null
        setState({ at: 'done', name: state.name })
      }}
    />
  )
}

function Countdown({ expires, over }: { expires: number; over: () => void }) {
  const left = Math.max(0, Math.ceil((expires - useNow(500)) / 1000))
  useEffect(() => {
    if (left === 0) over()
  }, [left === 0])
  return (
    <p class="hint" role="timer" aria-live="off">
      Good for {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')} more minutes.
    </p>
  )
}

const RAN_OUT = 'The code has run out. Please make a new one.'

function Code({ pairing, stop }: { pairing: HostPairing; stop: (problem?: string) => void }) {
  const [copied, setCopied] = useState<string | null>(null)
  const heading = useFocus<HTMLHeadingElement>()
  const copy = (): void => {
    navigator.clipboard.writeText(pairing.code).then(
      () => setCopied('Copied.'),
      () => setCopied('Copying did not work. Please select the code and copy it.'),
    )
  }
  return (
    <div class="pairing">
      <h3 ref={heading} tabIndex={-1}>Bring this code to your other device</h3>
      <ol class="how">
        <li>On the other device, install Counterfoil and choose “Join a history you already have”.</li>
        <li>Give it this code: copy it over, or scan the picture with a phone and paste what it reads.</li>
        <li>It then shows six digits. Come back here and type them.</li>
      </ol>
      <div class="code-and-picture">
        <p class="code-box" dir="ltr" aria-label="Pairing code" role="group">
          <code>{pairing.code}</code>
        </p>
        <QrCode text={pairing.code} label="The same code as a picture to scan" />
      </div>
      <p class="hint">Whoever has this code can ask to join, once. Keep it to yourself, and keep this page open.</p>
      <div class="actions">
        <button type="button" class="button" onClick={copy}>Copy the code</button>
        <button type="button" class="button-quiet" onClick={() => stop()}>Cancel</button>
        <Announce class="hint">{copied}</Announce>
      </div>
      <Countdown expires={pairing.expires} over={() => stop(RAN_OUT)} />
      <Announce class="waiting">
        <span class="pulse" aria-hidden="true" /> Waiting for your other device…
      </Announce>
    </div>
  )
}

function Digits({ pairing, name, stop, fail, done }: { pairing: HostPairing; name: string; stop: (problem?: string) => void; fail: (problem: string) => void; done: () => void }) {
  const [digits, setDigits] = useState('')
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  const field = useFocus<HTMLInputElement>()

  function confirm(): void {
    const typed = digits.normalize('NFKC').replace(/\D/g, '')
    // A wrong entry ends the pairing, an unfinished one need not.
    if (typed.length !== 6) return setProblem('Please type all six digits.')
    if (isBusy()) return
    setBusy(true)
    setProblem(null)
    pairing.confirm(typed).then(done, (error: unknown) => fail(wordsOf(error)))
  }

  return (
    <form
      class="pairing"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        confirm()
      }}
    >
      <h3>A device wants to join</h3>
      <p>It calls itself <strong><Words text={name} limit={80} none="nothing at all" /></strong>. Anyone can choose that name, so look at the device in your hand: if it shows six digits, type them. You have one try.</p>
      <p class="hint">If yours says that another device used this code first, press “Don’t let it in” and make a new code.</p>
      <div class="field">
        <label for="digits">Six digits</label>
        <input ref={field} id="digits" class="digits-input" type="text" inputMode="numeric" autocomplete="off" maxLength={9} dir="ltr" aria-invalid={problem !== null} aria-describedby="digits-problem" value={digits} onInput={(event) => setDigits(event.currentTarget.value)} />
        <div id="digits-problem" class="problem" role="alert">{problem}</div>
      </div>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Letting it in…' : 'Let it in'}</button>
        <button type="button" class="button-quiet" onClick={() => stop()}>Don’t let it in</button>
      </div>
      {!busy && <Countdown expires={pairing.expires} over={() => stop(RAN_OUT)} />}
    </form>
  )
}
