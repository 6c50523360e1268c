/** The person's choice of where Counterfoil may read, in words, with the browser's own question inside the click. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { chooseMode, type Mode } from '../consent.ts'
import { Announce } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'

export const MODES: Record<Mode, { title: string; what: string }> = {
  everywhere: {
    title: 'Everywhere',
    what: 'Orders are saved by themselves in every shop. Your browser will ask you once, and its question sounds broad, because any page could be a shop. You can turn single sites off.',
  },
  'per-site': {
    title: 'Ask on each shop',
    what: 'Nothing is read until you turn a shop on in the Counterfoil popup. Best done before you buy. Your browser asks once for each shop.',
  },
  'by-hand': {
    title: 'Only by hand',
    what: 'Counterfoil never reads by itself. On an order page, open the popup and press “Read this page”. Only that page is read, at that moment.',
  },
}

export function ChooseReading({ mode, done }: { mode: Mode | null; done?: () => void }) {
  const [chosen, setChosen] = useState<Mode | null>(mode)
  const [problem, setProblem] = useState<string | null>(null)
  const fields = useRef<HTMLFieldSetElement>(null)

  // Opened by a button that is gone now.
  useEffect(() => {
    if (mode !== null) fields.current?.querySelector<HTMLInputElement>(':checked')?.focus()
  }, [])

  // Not async: the browser only asks while the click lasts.
  const confirm = (): void => {
    if (chosen === null) return setProblem('Please choose one of the three.')
    setProblem(null)
    chooseMode(chosen).then(
      (yes) => {
        if (yes) done?.()
        else setProblem('Your browser did not allow it, so nothing has changed. That’s fine: choose one of the others, or try again.')
      },
      (error: unknown) => setProblem(wordsOf(error)),
    )
  }

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        confirm()
      }}
    >
      <fieldset class="choices" ref={fields}>
        <legend class="hidden-label">Where Counterfoil may read</legend>
        {(Object.keys(MODES) as Mode[]).map((value) => (
          <label key={value} class="choice">
            <input type="radio" name="mode" value={value} checked={chosen === value} aria-describedby={`mode-${value}`} onChange={() => setChosen(value)} />
            <span>
              <span class="label">{MODES[value].title}</span>
              <span id={`mode-${value}`} class="quiet">{MODES[value].what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="hint">Never in private windows. You can change this at any time.</p>
      <Announce class="problem">{problem}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={chosen === mode}>{mode === null ? 'Continue' : 'Change'}</button>
      </div>
    </form>
  )
}
