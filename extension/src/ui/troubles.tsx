/** What went wrong with sync, and what the person can do about it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, Trouble } from '../app.ts'
import { Notice } from './components.tsx'
import { clip, wordsOf } from './text.ts'

export function Troubles({ app, trouble, label = 'Needs your attention', limit = 600 }: { app: App; trouble: Trouble[]; label?: string; limit?: number }) {
  return (
    <div class="troubles" role="region" aria-label={label}>
      {trouble.map((each) => <TroubleNotice key={each.code} app={app} trouble={each} limit={limit} />)}
    </div>
  )
}

function TroubleNotice({ app, trouble, limit }: { app: App; trouble: Trouble; limit: number }) {
  const [asking, setAsking] = useState(false)
  const [evidence, setEvidence] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const inside = useRef<HTMLDivElement>(null)
  const was = useRef(false)
  useEffect(() => {
    if (was.current !== asking) inside.current?.querySelector<HTMLElement>(asking ? '.button-quiet' : '.link')?.focus()
    was.current = asking
  }, [asking])
  useEffect(() => {
    if (trouble.stopped) app.evidence(trouble.code).then(setEvidence, () => undefined)
  }, [trouble.code, trouble.stopped])
  const dismiss = (): void => void app.dismissTrouble(trouble.code).catch((error: unknown) => setProblem(wordsOf(error)))
  return (
    <Notice tone={trouble.stopped ? 'bad' : 'warn'} inside={inside}>
      <p role={trouble.stopped ? 'alert' : undefined}>{clip(trouble.text, limit)}</p>
      {trouble.stays && (
        <button type="button" class="link" onClick={dismiss}>
          I have read this
        </button>
      )}
      {trouble.stopped && !asking && (
        <div class="actions">
          {evidence !== null && <button type="button" class="button-quiet" onClick={() => saveEvidence(evidence)}>Save evidence</button>}
          <button type="button" class="link" onClick={() => setAsking(true)}>Start syncing again…</button>
        </div>
      )}
      {trouble.stopped && asking && (
        <div
          class="ask"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            setAsking(false)
          }}
        >
          <p>Only do this if you know what happened. Your orders here stay as they are.</p>
          <div class="actions">
            <button type="button" class="button-danger" onClick={dismiss}>Start syncing again</button>
            <button type="button" class="button-quiet" onClick={() => setAsking(false)}>Not now</button>
          </div>
        </div>
      )}
      {problem !== null && <p class="problem">{problem}</p>}
    </Notice>
  )
}

/** As a download. */
function saveEvidence(json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  // Fixed, because a file's name shows in more places than what is in it.
  link.download = 'counterfoil-evidence.json'
  link.click()
  // Browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
