/** A question in the place of the button that led to it, before something that cannot be undone. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useBusy } from './busy.ts'
import { Announce } from './components.tsx'
import { wordsOf } from './text.ts'

/** A button that gives way to a question; once that is closed it has the focus again. */
export function Opens({ label, what, class: name = 'button-quiet', children }: { label: ComponentChildren; what?: string; class?: string; children: (close: () => void) => ComponentChildren }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const was = useRef(false)
  useLayoutEffect(() => {
    if (was.current && !open) button.current?.focus()
    was.current = open
  }, [open])
  if (open) return <>{children(() => setOpen(false))}</>
  return (
    <button ref={button} type="button" class={name} onClick={() => setOpen(true)}>
      {label}
      {what !== undefined && <span class="hidden-label"> {what}</span>}
    </button>
  )
}

interface Question {
  children: ComponentChildren
  yes: string
  /** While it is being done. */
  busy?: string
  no?: string
  danger?: boolean
  /** Must be typed first: for what takes more from the person than one press may. */
  word?: string
  /** False: not done, for a reason that is said inside. */
  act: () => Promise<unknown>
  close: () => void
}

export function Ask({ children, yes, busy = 'One moment…', no = 'Not now', danger = false, word, act, close }: Question) {
  const [working, setWorking, isWorking] = useBusy()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const place = useRef<HTMLFormElement>(null)
  // In the same task as the question: what was pressed has vanished, and the focus with it.
  useLayoutEffect(() => place.current?.querySelector<HTMLElement>('input:not([hidden]), select, textarea, .button-quiet')?.focus(), [])

  async function answer(): Promise<void> {
    if (isWorking()) return
    if (word !== undefined && typed.trim().toLowerCase() !== word) return setProblem(`Please type “${word}” first.`)
    setWorking(true)
    setProblem(null)
    try {
      const done = await act()
      if (done !== false) return close()
      setWorking(false)
    } catch (error) {
      setProblem(wordsOf(error))
      setWorking(false)
    }
  }

  return (
    <form
      ref={place}
      class="ask"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void answer()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isWorking()) return
        event.preventDefault()
        close()
      }}
    >
      {children}
      {word !== undefined && (
        <div class="field">
          <label for="ask-word">To go on, type “{word}”</label>
          <input id="ask-word" type="text" autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={40} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        </div>
      )}
      <Announce class="problem" urgent>{problem}</Announce>
      <div class="actions">
        <button type="submit" class={danger ? 'button-danger' : 'button'} aria-disabled={working}>{working ? busy : yes}</button>
        <button type="button" class="button-quiet" aria-disabled={working} onClick={() => !isWorking() && close()}>{no}</button>
      </div>
    </form>
  )
}
