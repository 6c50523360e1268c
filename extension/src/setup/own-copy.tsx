/** All that is readable here, as a file for the person. */
import { useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { Announce } from '../ui/components.tsx'
import { ReadBack } from '../ui/read-back.tsx'
import { save } from '../ui/save.ts'
import { wordsOf } from '../ui/text.ts'

export function OwnCopy({ app }: { app: App }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function keep(): Promise<void> {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      save(await app.exportAll(), 'application/json', 'counterfoil-export.json')
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setBusy(false)
  }
  return (
    <>
      <p>All your orders and terms as one file, for other programs. It is not sealed: whoever has the file can read it.</p>
      <div class="actions">
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => void keep()}>{busy ? 'One moment…' : 'Save a copy of everything'}</button>
      </div>
      <Announce class="problem" urgent>{problem}</Announce>
      <ReadBack app={app} />
    </>
  )
}
