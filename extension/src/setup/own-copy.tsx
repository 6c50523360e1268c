/** All that is readable here, as a file for the person. */
import { useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce } from '../ui/components.tsx'
import { ReadBack } from '../ui/read-back.tsx'
import { save } from '../ui/save.ts'
import { wordsOf } from '../ui/text.ts'

export function OwnCopy({ app }: { app: App }) {
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  async function keep(): Promise<void> {
    if (isBusy()) return
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
      <p>All your orders and terms as one file, for other programs. Files, such as PDFs of terms, are named in it and not contained. It is not sealed: whoever has the file can read it.</p>
      <div class="actions">
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => void keep()}>{busy ? 'One moment…' : 'Save a copy of everything'}</button>
      </div>
      <Announce class="problem" urgent>{problem}</Announce>
      <ReadBack app={app} />
    </>
  )
}
