/** Entries that this browser could not read, and what helps. */
import type { Status } from '../app.ts'
import { asideWords } from '../ui/aside-words.ts'
import { Notice } from '../ui/components.tsx'
import { clip } from '../ui/text.ts'

const MOST = 20

export function SetAside({ status: { setAside } }: { status: Status }) {
  if (setAside.length === 0) return null
  const writers = [...new Set(setAside.flatMap(({ code, by }) => (code === 'newer' || by === null ? [] : [by])))]
  const isOld = setAside.some(({ code }) => code === 'newer')
  const isUnread = setAside.some(({ code }) => code !== 'newer')
  return (
    <Notice tone="warn">
      <ul class="plain-list">
        {setAside.slice(0, MOST).map((each) => <li key={`${each.code} ${each.by}`}>{clip(asideWords(each), 200)}</li>)}
      </ul>
      <p>All others sync as ever.</p>
      {isOld && <p>Update Counterfoil here to change what a newer version wrote.</p>}
      {isUnread && <p>{writers.length > 0 ? `Open ${clip(writers.join(', '), 200)}` : 'Open the device that wrote them'}: change the order there, and it is written again.</p>}
    </Notice>
  )
}
