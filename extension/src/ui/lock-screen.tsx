/** All that a locked history shows, on every screen. */
import { useState } from 'preact/hooks'
import type { App, LockState } from '../app.ts'
import { Ask, Opens } from './ask.tsx'
import { useBusy } from './busy.ts'
import { Heading } from './components.tsx'
import { useFocus } from './focus.ts'
import { heldWords } from './lock-words.ts'
import { NameForManagers, PassphraseField } from './passphrase.tsx'
import { wordsOf } from './text.ts'

export function LockScreen({ app, lock }: { app: App; lock: LockState }) {
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  const field = useFocus<HTMLInputElement>()
  const held = heldWords(lock.held)

  async function unlock(): Promise<void> {
    if (isBusy()) return
    setProblem(null)
    if (passphrase === '') return setProblem('Please type your passphrase.')
    setBusy(true)
    try {
      await app.unlock(passphrase)
      setPassphrase('')
    } catch (error) {
      setProblem(wordsOf(error))
      field.current?.focus()
      field.current?.select()
    }
    setBusy(false)
  }

  return (
    <section class="lock-screen">
      <Heading focus={false}>Counterfoil is locked</Heading>
      {held !== null && <p role="status">{held}</p>}
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void unlock()
        }}
      >
        <NameForManagers />
        <PassphraseField
          label="Passphrase"
          kind="current-password"
          value={passphrase}
          set={(typed) => {
            setPassphrase(typed)
            setProblem(null)
          }}
          problem={problem}
          inside={field}
        />
        <div class="actions">
          <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Unlocking…' : 'Unlock'}</button>
        </div>
      </form>
      <details>
        <summary>I forgot the passphrase</summary>
        <div class="ask">
          <p>Nobody can open what is here without it. If your history is on another device, or if you have a recovery kit, erase what is here and then join or restore.</p>
          <Opens label="Erase what is here…">
            {(close) => (
              <Ask yes="Erase" danger word="erase" act={() => app.take('erase', 'locked')} close={close}>
                <p>All orders and keys are erased from this browser, changes that were not sent yet and orders that wait for the unlock too. This cannot be undone.</p>
              </Ask>
            )}
          </Opens>
        </div>
      </details>
    </section>
  )
}
