/** What a restored relay had lost, thing by thing. */
import { useEffect, useState } from 'preact/hooks'
import type { App, LostView } from '../app.ts'
import { Announce, Many, Words } from './components.tsx'
import { wordsOf } from './text.ts'

const NOW: Record<LostView['now'], string> = { back: 'is back', waits: 'is sent at the next sync', gone: 'could not be put back from here' }

export function LostList({ app, close }: { app: App; close: () => void }) {
  const [list, setList] = useState<LostView[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const read = (): void => void app.lostList().then(setList, (error: unknown) => setProblem(wordsOf(error)))
    read()
    return app.subscribe(read)
  }, [app])
  return (
    <div class="ask">
      {list !== null && list.length === 0 && <p>What was lost is no longer known by name.</p>}
      {list !== null && list.length > 0 && (
        <Many
          all={list}
          size={20}
          class="plain-list"
          row={({ words, now }) => <li><Words text={words} limit={200} /> <span class="hint">{NOW[now]}</span></li>}
        />
      )}
      <Announce class="problem" urgent>{problem}</Announce>
      <div class="actions">
        <button type="button" class="button-quiet" onClick={close}>Close the list</button>
      </div>
    </div>
  )
}
