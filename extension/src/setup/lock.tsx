/** The lock in the settings: what it does, setting, changing and removing it. */
import { useEffect, useState } from 'preact/hooks'
import type { App, LockState } from '../app.ts'
import { browser } from '../browser.ts'
import { Ask, Opens } from '../ui/ask.tsx'
import { Announce } from '../ui/components.tsx'
import { useFocusOnWords } from '../ui/focus.ts'
import { AUTO_LOCK, autoLockWords, passphraseFault } from '../ui/lock-words.ts'
import { NameForManagers, PassphraseField } from '../ui/passphrase.tsx'
import { wordsOf } from '../ui/text.ts'

/** As the manifest names it. */
const COMMAND = 'lock-now'

export function Lock({ app, lock }: { app: App; lock: LockState }) {
  const [said, setSaid] = useState<string | null>(null)
  // The question that led here goes with the part that it was in.
  const words = useFocusOnWords(said, lock.state)
  return (
    <>
      <Meaning />
      {lock.state === 'none' ? <SetLock app={app} say={setSaid} /> : <Locked app={app} lock={lock} say={setSaid} />}
      <Announce class="hint" inside={words}>{said}</Announce>
    </>
  )
}

function Meaning() {
  return (
    <>
      <p>With a lock, a passphrase opens your orders in this browser. Orders that you place meanwhile are still saved, and wait for the unlock.</p>
      <details>
        <summary>What it protects, and what not</summary>
        <ul class="plain-list">
          <li>While it is locked, whoever uses this computer or copies its disk sees none of your orders.</li>
          <li>What was here before the lock was set is sealed anew, but the browser’s old files may keep traces that an expert finds. Encrypting the disk helps against that.</li>
          <li>While it is open, it protects nothing. Harmful software on this computer can also read what you type.</li>
          <li>It is for this browser alone. Your other devices and the relay know nothing of it.</li>
          <li>Nobody can reset it. If you forget it, only another device or your recovery kit brings the orders back.</li>
        </ul>
      </details>
    </>
  )
}

function SetLock({ app, say }: { app: App; say: (words: string) => void }) {
  const [after, setAfter] = useState<number | null>(15)
  const fresh = useNewPassphrase()
  const set = async (): Promise<unknown> => {
    if (!fresh.check()) return false
    await app.setLock(fresh.passphrase, after)
    fresh.clear()
    say('The lock is set. Counterfoil is open until it locks.')
    return true
  }
  return (
    <div class="actions">
      <Opens label="Set a lock" class="button">
        {(close) => (
          <Ask yes="Set the lock" busy="Setting the lock…" act={set} close={close}>
            <NameForManagers />
            <NewPassphrase fresh={fresh} label="Passphrase" />
            <AutoLock after={after} choose={setAfter} />
            <p class="hint">What lay on this disk without a lock may have been copied. So this browser gets new keys now, and with a relay that takes a moment.</p>
          </Ask>
        )}
      </Opens>
    </div>
  )
}

function Locked({ app, lock, say }: { app: App; lock: LockState; say: (words: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const command = useCommand()
  const doing = (work: Promise<void>, words: string | null): void => {
    setProblem(null)
    work.then(() => words !== null && say(words), (error: unknown) => setProblem(wordsOf(error)))
  }
  return (
    <>
      <div class="actions">
        <button type="button" class="button" onClick={() => doing(app.lockNow(), null)}>Lock now</button>
        {command !== null && <span class="hint">{command}</span>}
      </div>
      <AutoLock after={lock.after} choose={(after) => doing(app.setAutoLock(after), 'Kept.')} />
      <Announce class="problem" urgent>{problem}</Announce>
      <div class="actions">
        <Change app={app} say={say} />
        <Take app={app} say={say} />
      </div>
    </>
  )
}

function AutoLock({ after, choose }: { after: number | null; choose: (after: number | null) => void }) {
  const choices = AUTO_LOCK.includes(after) ? AUTO_LOCK : [after, ...AUTO_LOCK]
  return (
    <div class="field">
      <label for="auto-lock">Lock by itself</label>
      <select id="auto-lock" value={String(after)} onChange={({ currentTarget: { value } }) => choose(value === 'null' ? null : Number(value))}>
        {choices.map((each) => <option key={each} value={String(each)}>{autoLockWords(each)}</option>)}
      </select>
    </div>
  )
}

function Change({ app, say }: { app: App; say: (words: string) => void }) {
  const [before, setBefore] = useState('')
  const fresh = useNewPassphrase()
  const change = async (): Promise<unknown> => {
    if (!fresh.check()) return false
    await app.changeLock(before, fresh.passphrase)
    fresh.clear()
    setBefore('')
    say('The passphrase is changed.')
    return true
  }
  return (
    <Opens label="Change the passphrase…">
      {(close) => (
        <Ask yes="Change it" busy="Changing it…" act={change} close={close}>
          <NameForManagers />
          <PassphraseField label="Passphrase until now" kind="current-password" value={before} set={setBefore} />
          <NewPassphrase fresh={fresh} label="New passphrase" />
        </Ask>
      )}
    </Opens>
  )
}

function Take({ app, say }: { app: App; say: (words: string) => void }) {
  const [passphrase, setPassphrase] = useState('')
  const remove = async (): Promise<void> => {
    await app.removeLock(passphrase)
    setPassphrase('')
    say('There is no lock any more.')
  }
  return (
    <Opens label="Remove the lock…">
      {(close) => (
        <Ask yes="Remove the lock" busy="Removing it…" danger act={remove} close={close}>
          <p>After that, whoever can use this browser or copy its disk can read your orders.</p>
          <NameForManagers />
          <PassphraseField label="Passphrase" kind="current-password" value={passphrase} set={setPassphrase} />
        </Ask>
      )}
    </Opens>
  )
}

interface Fresh {
  passphrase: string
  again: string
  fault: ReturnType<typeof passphraseFault>
  set: (passphrase: string) => void
  setAgain: (again: string) => void
  check: () => boolean
  clear: () => void
}

function useNewPassphrase(): Fresh {
  const [typed, setTyped] = useState({ passphrase: '', again: '' })
  const [fault, setFault] = useState<Fresh['fault']>(null)
  const change = (part: Partial<typeof typed>): void => {
    setTyped((before) => ({ ...before, ...part }))
    setFault(null)
  }
  return {
    ...typed,
    fault,
    set: (passphrase) => change({ passphrase }),
    setAgain: (again) => change({ again }),
    check() {
      const found = passphraseFault(typed.passphrase, typed.again)
      setFault(found)
      return found === null
    },
    clear: () => change({ passphrase: '', again: '' }),
  }
}

function NewPassphrase({ fresh, label }: { fresh: Fresh; label: string }) {
  const at = (field: 'first' | 'again'): string | null => (fresh.fault?.field === field ? fresh.fault.words : null)
  return (
    <>
      <PassphraseField label={label} kind="new-password" hint="Four words that do not belong together are good, or what your password manager suggests." value={fresh.passphrase} set={fresh.set} problem={at('first')} />
      <PassphraseField label={`${label} once more`} kind="new-password" value={fresh.again} set={fresh.setAgain} problem={at('again')} />
    </>
  )
}

/** How to lock from the keyboard, where the browser has such commands. */
function useCommand(): string | null {
  const [words, setWords] = useState<string | null>(null)
  useEffect(() => {
    // Firefox for Android has none.
    void browser.commands?.getAll().then((all) => {
      const found = all.find(({ name }) => name === COMMAND)
      if (found !== undefined) setWords(found.shortcut ? `Or press ${found.shortcut}.` : 'You can give it a key in your browser’s settings for extensions.')
    })
  }, [])
  return words
}
