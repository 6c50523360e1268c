/** Three of the words once more, because paper can be misread and printers run out of ink. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { KitDraft } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'
import { KitStep } from './parts.tsx'

export function Retype({ draft, back, done }: { draft: KitDraft; back: () => void; done: () => void }) {
  const [typed, setTyped] = useState<string[]>(() => draft.ask.map(() => ''))
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  const [faulty, setFaulty] = useState<number | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const focus = (at: number): void => form.current?.querySelectorAll('input')[at]?.focus()
  useEffect(() => focus(0), [])

  async function confirm(): Promise<void> {
    if (isBusy()) return
    const words = typed.map((word) => word.normalize('NFKC').trim().toLowerCase())
    const empty = words.indexOf('')
    if (empty >= 0) {
      setProblem('Please type all three words.')
      setFaulty(empty)
      return focus(empty)
    }
    const wrong = words.findIndex((word, at) => word !== draft.words[draft.ask[at] ?? -1])
    if (wrong >= 0) {
      setProblem(`Word ${(draft.ask[wrong] ?? 0) + 1} is another one. Please look at your paper; if it says the same, show the words again and correct the paper.`)
      setFaulty(wrong)
      return focus(wrong)
    }
    setBusy(true)
    setProblem(null)
    try {
      await draft.confirm(words)
      done()
    } catch (error) {
      setProblem(wordsOf(error))
      setBusy(false)
    }
  }

  return (
    <KitStep number={3} title="Check your paper">
      <p>Please type three of the words from your paper. Only then does the kit count.</p>
      <form
        ref={form}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        <div class="three">
          {draft.ask.map((position, at) => (
            <div key={position} class="field">
              <label for={`word-${at}`}>Word {position + 1}</label>
              <input
                id={`word-${at}`}
                type="text"
                autocomplete="off"
                autocapitalize="off"
                autocorrect="off"
                spellcheck={false}
                dir="ltr"
                maxLength={30}
                aria-invalid={faulty === at}
                aria-describedby="three-problem"
                value={typed[at]}
                onInput={(event) => {
                  setTyped(typed.with(at, event.currentTarget.value))
                  setProblem(null)
                  setFaulty(null)
                }}
              />
            </div>
          ))}
        </div>
        <div id="three-problem"><Announce class="problem" urgent>{problem}</Announce></div>
        <div class="actions">
          <button type="submit" class="button" aria-disabled={busy}>{busy ? 'Adding the kit…' : 'Finish'}</button>
          <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => !busy && back()}>Show the words again</button>
        </div>
      </form>
    </KitStep>
  )
}
