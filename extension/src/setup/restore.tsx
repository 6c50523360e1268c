/** A history brought back from the words of a recovery kit alone. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { openKit } from '../browser.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce, Notice } from '../ui/components.tsx'
import { faultWords, KIT_WORDS, readKit, wordFaults } from '../ui/kit-words.ts'
import { A_RELAY, RelayField, useRelay } from '../ui/relay-field.tsx'
import { RelockField, useRelock } from '../ui/relock.tsx'
import { count, wordsOf } from '../ui/text.ts'
import { DeviceName, Step } from './parts.tsx'

interface Props {
  app: App
  name: string
  setName: (name: string) => void
  /** From here on this page belongs to the restoring, whatever the history's state becomes. */
  started: () => void
  /** The history is there, and is being read. */
  arrived: boolean
  back: () => void
  done: () => void
}

/** More is not shown at once: who typed another list has to look at it anyway. */
const MOST_FAULTS = 4

export function Restore({ app, name, setName, started, arrived, back, done }: Props) {
  const relay = useRelay()
  const lock = useRelock(app)
  const [text, setText] = useState('')
  const [list, setList] = useState<readonly string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [state, setState] = useState<'asking' | 'restoring' | 'restored'>('asking')
  const [, setBusy, isBusy] = useBusy()
  const found = useCount(app, state !== 'asking')
  const field = useRef<HTMLTextAreaElement>(null)
  // 2,048 words that nobody else needs.
  useEffect(() => void import('@counterfoil/crypto/kit').then(({ WORDS }) => setList(WORDS)), [])

  const { words } = readKit(text)
  const faults = list === null ? [] : wordFaults(words, list, !/\s$/.test(text))

  function type(typed: string): void {
    setText(typed)
    setProblem(null)
    const given = readKit(typed).relay
    if (given !== null && relay.text === '') relay.set(given)
  }

  async function restore(): Promise<void> {
    if (isBusy()) return
    const address = relay.take()
    if (address === undefined) return
    if (words.length !== KIT_WORDS || faults.length > 0) {
      setProblem(faults.length > 0 ? 'Please look at the words above once more.' : `A kit has ${KIT_WORDS} words. Here ${words.length === 1 ? 'is' : 'are'} ${words.length}.`)
      field.current?.focus()
      return
    }
    if (name.trim() === '') return setProblem('Please give this device a name.')
    setProblem(null)
    setBusy(true)
    setState('restoring')
    started()
    try {
      await app.restoreFromKit({ relay: address, words: words.join(' '), name: name.trim(), passphrase: lock.passphrase })
      // They open the whole history; nothing keeps them longer than it must.
      setText('')
      setState('restored')
    } catch (error) {
      setProblem(wordsOf(error))
      setState('asking')
    }
    setBusy(false)
  }

  if (state === 'restored') {
    return (
      <Step key="restored" number={1} title="Your history is back">
        <Notice tone="good">
          <p>{found === null ? 'Your orders are here.' : `${count(found, 'order')} ${found === 1 ? 'is' : 'are'} here.`} This browser is a device of your history now.</p>
        </Notice>
        <p>The words that you just typed still open your history. Make a new kit when you can: the old one has been out of its drawer, and may have been seen.</p>
        <div class="actions">
          <button type="button" class="button" onClick={done}>Continue</button>
          <button type="button" class="button-quiet" onClick={() => void openKit()}>Make a new kit<span class="hidden-label"> (opens in a tab)</span></button>
        </div>
      </Step>
    )
  }
  if (state === 'restoring') {
    return (
      <Step key="restoring" number={1} title="Bringing your history back">
        <Announce class="waiting">
          <span class="pulse" aria-hidden="true" />
          <span>{arrived ? `Reading your orders${found === null || found === 0 ? '…' : `: ${found.toLocaleString()} so far…`}` : 'Asking the relay for your history…'}</span>
        </Announce>
        <p>Keep this page open. Every entry is checked, which can take a minute for thousands of orders.</p>
      </Step>
    )
  }
  return (
    <Step key="words" number={1} title="Restore from a recovery kit">
      <p>The relay’s address and the words are on the sheet that you printed or wrote.</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <RelayField relay={relay} label="Relay address">{A_RELAY}</RelayField>
        <div class="field">
          <label for="kit-words">The 24 words</label>
          <textarea
            ref={field}
            id="kit-words"
            rows={5}
            dir="ltr"
            autocomplete="off"
            autocapitalize="off"
            autocorrect="off"
            // Some browsers send what they check to a server.
            spellcheck={false}
            maxLength={2_000}
            aria-describedby="kit-words-hint kit-words-faults"
            aria-invalid={faults.length > 0}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
          />
          <p id="kit-words-hint" class="hint">In their order, with blanks between them. You can also paste what a scanner reads from the picture. {words.length > 0 && <strong>{words.length} of {KIT_WORDS}.</strong>}</p>
          <div id="kit-words-faults" role="status" class="problem">
            {faults.slice(0, MOST_FAULTS).map((fault) => <p key={fault.position}>{faultWords(fault)}</p>)}
            {faults.length > MOST_FAULTS && <p>And {faults.length - MOST_FAULTS} more.</p>}
          </div>
        </div>
        <DeviceName name={name} setName={setName} />
        <RelockField lock={lock} />
        <div role="alert">{problem !== null && <Notice tone="bad"><p>{problem}</p></Notice>}</div>
        <div class="actions">
          <button type="submit" class="button">Restore</button>
          <button type="button" class="button-quiet" onClick={back}>Back</button>
        </div>
      </form>
    </Step>
  )
}

/** How many orders have been read; null: not known. */
function useCount(app: App, wanted: boolean): number | null {
  const [number, setNumber] = useState<number | null>(null)
  useEffect(() => {
    if (!wanted) return
    let over = false
    const read = (): void => void app.orders().then((orders) => !over && setNumber(orders.filter(({ deleted }) => !deleted).length), () => undefined)
    read()
    const stop = app.subscribe(read)
    return () => {
      over = true
      stop()
    }
  }, [app, wanted])
  return number
}
