import { useState } from 'preact/hooks'
import type { App, Status } from '../app.ts'
import { asideWords } from '../ui/aside-words.ts'
import { useBusy } from '../ui/busy.ts'
import { Icon } from '../ui/components.tsx'
import { formatAgo, formatMoment } from '../ui/dates.ts'
import { useNow } from '../ui/live.ts'
import { clip, count, wordsOf } from '../ui/text.ts'
import { toSetup } from './moves.ts'

/** One line that says whether all is well, and what to do when it is not. */
export function StatusLine({ app, status }: { app: App; status: Status }) {
  const now = useNow(20_000)
  const [busy, setBusy, isBusy] = useBusy()
  const [problem, setProblem] = useState<string | null>(null)
  const aside = status.setAside.reduce((all, each) => all + each.count, 0)

  async function sync(): Promise<void> {
    if (isBusy()) return
    setBusy(true)
    setProblem(null)
    try {
      await app.syncNow()
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setBusy(false)
  }

  const waiting = status.waiting > 0 ? `${count(status.waiting, 'change')} ${status.waiting === 1 ? 'waits' : 'wait'}` : null
  return (
    <footer class="status">
      <div class="status-text" role="status">
        {status.history === 'local' ? (
          <p>Kept on this device only. <button type="button" class="link" onClick={toSetup}>Add another</button></p>
        ) : (
          <p title={status.lastSync === null ? undefined : formatMoment(status.lastSync)}>
            {busy ? 'Syncing…' : [waiting, status.lastSync === null ? 'Not synced yet' : `${waiting === null ? 'Synced' : 'last synced'} ${formatAgo(status.lastSync, now)}`].filter((part) => part !== null).join(' · ')}
          </p>
        )}
        {problem !== null && <p class="problem two-lines">{problem}</p>}
        {aside > 0 && (
          <details>
            <summary>{count(aside, 'entry', 'entries')} set aside</summary>
            <ul class="reasons">
              {status.setAside.slice(0, 20).map((each) => <li key={`${each.code} ${each.by}`}>{clip(asideWords(each), 200)}</li>)}
            </ul>
          </details>
        )}
      </div>
      {status.history === 'relay' && (
        <button type="button" class="icon-button" aria-label="Sync now" aria-disabled={busy} onClick={() => void sync()}>
          <Icon name="sync" />
        </button>
      )}
    </footer>
  )
}
