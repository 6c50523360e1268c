/** A copy that was saved before is joined with what is here. */
import { useId, useState } from 'preact/hooks'
import type { App, Imported } from '../app.ts'
import { useBusy } from './busy.ts'
import { Announce } from './components.tsx'
import { count, wordsOf } from './text.ts'

/** More than a history of a hundred thousand orders takes. */
const LARGEST = 512 * 1024 * 1024

export function importedWords({ joined, same, left }: Imported): string {
  const parts = [joined === 0 ? 'Nothing in it was new.' : `${count(joined, 'entry', 'entries')} ${joined === 1 ? 'was' : 'were'} read back.`]
  if (joined > 0 && same > 0) parts.push(`${same.toLocaleString()} ${same === 1 ? 'was' : 'were'} here already.`)
  if (left > 0) parts.push(`${left.toLocaleString()} could not be used here; update Counterfoil and try again.`)
  return parts.join(' ')
}

export function ReadBack({ app, close }: { app: App; close?: () => void }) {
  const [busy, setBusy, isBusy] = useBusy()
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  async function take(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? []
    if (!file || isBusy()) return
    setBusy(true)
    setSaid(null)
    setProblem(null)
    try {
      if (file.size > LARGEST) throw new Error('This file is larger than any copy that Counterfoil makes.')
      setSaid(importedWords(await app.importAll(await file.text())))
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setBusy(false)
    // The same file can be chosen once more.
    input.value = ''
  }
  return (
    <div class="ask">
      <div class="field">
        <label for={id}>A copy that you saved before</label>
        <input id={id} type="file" accept="application/json,.json" disabled={busy} aria-describedby={`${id}-hint`} onChange={(event) => void take(event.currentTarget)} />
        <p id={`${id}-hint`} class="hint">What it has is joined with what is here. Nothing that you changed since is overwritten.</p>
      </div>
      <Announce class="hint">{busy ? 'Reading it…' : said}</Announce>
      <Announce class="problem" urgent>{problem}</Announce>
      {close !== undefined && (
        <div class="actions">
          <button type="button" class="button-quiet" onClick={close}>Close</button>
        </div>
      )}
    </div>
  )
}
