/** Entries that this browser could not read, and what helps. */
import type { Status } from '../app.ts'
import { Notice } from '../ui/components.tsx'
import { clip, count } from '../ui/text.ts'

const MOST = 20

export function SetAside({ status: { setAside } }: { status: Status }) {
  const all = setAside.reduce((sum, { count: number }) => sum + number, 0)
  if (all === 0) return null
  return (
    <Notice tone="warn">
      <p>{count(all, 'entry', 'entries')} could not be read here. {all === 1 ? 'It is' : 'They are'} set aside, and all others sync as ever.</p>
      <ul class="plain-list">
        {setAside.slice(0, MOST).map(({ reason, count: number }) => <li key={reason}>{number.toLocaleString()} × {clip(reason, 200)}</li>)}
      </ul>
      <p>For those of a newer version, update Counterfoil here. For damaged ones, open the device that wrote them: change the order there, and it is written again.</p>
    </Notice>
  )
}
