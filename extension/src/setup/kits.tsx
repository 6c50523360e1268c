/** The recovery kit in the settings: whether there is one, another one, and how one is removed. */
import { useState } from 'preact/hooks'
import type { App, DeviceView, Status } from '../app.ts'
import { openKit } from '../browser.ts'
import { Ask, Opens } from '../ui/ask.tsx'
import { Announce, Notice } from '../ui/components.tsx'
import { useFocus, useFocusOnWords } from '../ui/focus.ts'
import { KIT_WORDS, readKit } from '../ui/kit-words.ts'
import { useNow } from '../ui/live.ts'
import { type Grouped, noticeWords } from './device-words.ts'
import { Member } from './devices.tsx'

export function Kits({ app, status, members }: { app: App; status: Status; members: Grouped | null }) {
  const [said, setSaid] = useState<string | null>(null)
  const announced = useFocusOnWords(said, members?.kits.length)
  if (status.history === 'local') return <p class="quiet">A recovery kit brings your orders back from a relay. Add one below first.</p>
  if (members === null) return <p class="quiet" aria-busy="true">Reading…</p>
  const { kits } = members
  return (
    <>
      {kits.length === 0 ? (
        <Notice tone="warn">
          <p>There is none. If you lose {members.devices.length > 1 ? 'all your devices' : 'this browser'}, everything is lost.</p>
        </Notice>
      ) : (
        <p>24 words on paper that bring your orders back when all your devices are gone.</p>
      )}
      <ul class="members">
        {kits.map((kit) => (
          <Member key={kit.id} member={kit}>
            {kit.notice === null ? <RemoveKit app={app} kit={kit} say={setSaid} /> : <Noticed app={app} kit={kit} say={setSaid} />}
          </Member>
        ))}
      </ul>
      <Announce class="hint" inside={announced}>{said}</Announce>
      <div class="actions">
        <button type="button" class={kits.length === 0 ? 'button' : 'button-quiet'} onClick={() => void openKit()}>{kits.length === 0 ? 'Make a recovery kit' : 'Make a new kit'}</button>
      </div>
      {kits.length > 0 && <p class="hint">If you lost the paper, or someone else may have seen it: make a new kit first, then remove the old one.</p>}
    </>
  )
}

function RemoveKit({ app, kit, say }: { app: App; kit: DeviceView; say: (words: string) => void }) {
  const [words, setWords] = useState('')
  const byWords = async (): Promise<void> => {
    const read = readKit(words).words
    if (read.length !== KIT_WORDS) throw new Error(`Please type all ${KIT_WORDS} words of the kit.`)
    await app.removeKitByWords(read.join(' '))
    say('The kit is removed.')
  }
  const byNotice = async (): Promise<void> => {
    const done = await app.removeDevice(kit.id)
    say(done === 'removed' ? 'The kit is removed.' : 'All your devices now show that this kit is to be removed in seven days.')
  }
  return (
    <Opens label="Remove…" what="this recovery kit" class="button-quiet">
      {(close) => (
        <div class="ask">
          <Focused>Do you still have its words?</Focused>
          <div class="actions">
            <Opens label="I have the words" class="button-quiet">
              {(shut) => (
                <Ask yes="Remove it now" danger act={byWords} close={shut}>
                  <div class="field">
                    <label for="kit-words">The 24 words of this kit</label>
                    <textarea id="kit-words" rows={4} dir="ltr" autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={2_000} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
                  </div>
                </Ask>
              )}
            </Opens>
            <Opens label="I lost them" class="button-quiet">
              {(shut) => (
                <Ask yes="Remove it in seven days" danger act={byNotice} close={shut}>
                  <p>Without its words a kit is removed after seven days’ notice. Until then every device of yours shows it and can stop it: so whoever steals one device cannot take your kit from you. Another device of yours may agree at once, if both have been there for a week.</p>
                </Ask>
              )}
            </Opens>
            <button type="button" class="link" onClick={close}>Keep it</button>
          </div>
        </div>
      )}
    </Opens>
  )
}

/** What is asked next, where it opened in the place of what was pressed. */
function Focused({ children }: { children: string }) {
  const question = useFocus<HTMLParagraphElement>()
  return <p ref={question} tabIndex={-1}>{children}</p>
}

function Noticed({ app, kit, say }: { app: App; kit: DeviceView; say: (words: string) => void }) {
  const now = useNow(60_000)
  const remove = async (): Promise<void> => {
    await app.removeDevice(kit.id)
    say('The kit is removed.')
  }
  const keep = async (): Promise<void> => {
    await app.cancelNotice(kit.id)
    say('The kit stays.')
  }
  return (
    <Notice tone="warn">
      <p>{noticeWords(kit, now)}</p>
      <div class="actions">
        <Opens label="Keep this kit…">
          {(close) => (
            <Ask yes="Keep it" act={keep} close={close}>
              <p>The notice ends, and the kit opens your history as before.</p>
            </Ask>
          )}
        </Opens>
        {kit.removable && (
          <Opens label="Remove it now…">
            {(close) => (
              <Ask yes="Remove it" danger act={remove} close={close}>
                <p>Its words open nothing new from then on. Make sure that you have another kit, or another device.</p>
              </Ask>
            )}
          </Opens>
        )}
      </div>
    </Notice>
  )
}
