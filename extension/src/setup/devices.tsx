/** Who belongs to the history: to be looked at, named, removed, and let in. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { App, DeviceView, Status } from '../app.ts'
import { Ask, Opens } from '../ui/ask.tsx'
import { Announce, Many, Words } from '../ui/components.tsx'
import { useFocusOnWords } from '../ui/focus.ts'
import { useNow } from '../ui/live.ts'
import { count } from '../ui/text.ts'
import { addedWords, goneWords, type Grouped, lifeWords, nameOf } from './device-words.ts'
import { PairDevice } from './pair.tsx'

/** `over`: this browser is no longer a part of the history, and can only look. */
export function Devices({ app, status, members, over }: { app: App; status: Status; members: Grouped | null; over: boolean }) {
  const [said, setSaid] = useState<string | null>(null)
  const words = useFocusOnWords(said, members?.devices.length)
  return (
    <>
      <p>Each of them holds the keys to your orders. Remove one that you lost or gave away.</p>
      {members === null ? (
        <p class="quiet" aria-busy="true">Reading…</p>
      ) : (
        <ul class="members">
          {members.devices.map((device) => (
            <Member key={device.id} member={device}>
              {!over && (device.here ? <Rename app={app} device={device} /> : <Remove app={app} device={device} say={setSaid} />)}
            </Member>
          ))}
        </ul>
      )}
      <Announce class="hint" inside={words}>{said}</Announce>
      {members !== null && members.gone.length > 0 && (
        <details>
          <summary>{count(members.gone.length, 'device')} no longer there</summary>
          <Many all={members.gone} class="members" row={(member) => <Member key={member.id} member={member} />} />
        </details>
      )}
      {status.history === 'local' && <p class="quiet">To have your orders on another device too, add a relay below.</p>}
      {status.history === 'relay' && !over && <PairDevice app={app} removed={said} />}
      {status.history === 'relay' && !over && members !== null && <Leave app={app} status={status} alone={members.devices.length + members.kits.length < 2} />}
    </>
  )
}

/** One device or kit, with what can be done about it. */
export function Member({ member, children }: { member: DeviceView; children?: ComponentChildren }) {
  const now = useNow(30_000)
  const facts = [addedWords(member), member.gone === null ? lifeWords(member, now) : goneWords(member)].filter((fact) => fact !== null)
  return (
    <li class="member">
      <div>
        <p class="member-name">
          <Words text={nameOf(member)} limit={80} /> {member.here && <span class="tag">this browser</span>}
          {member.gone !== null && member.kind === 'device' && <span class="hidden-label"> (no longer there)</span>}
        </p>
        {facts.map((fact) => <p key={fact} class="hint"><Words text={fact} limit={200} /></p>)}
        <details class="fingerprint">
          <summary>Fingerprint<span class="hidden-label"> of <Words text={nameOf(member)} limit={80} /></span></summary>
          <p dir="ltr"><code>{member.fingerprint}</code></p>
          <p class="hint">All your devices show the same one for it. If they do not, the relay shows them different things.</p>
        </details>
      </div>
      {children}
    </li>
  )
}

function Rename({ app, device }: { app: App; device: DeviceView }) {
  const [name, setName] = useState(device.name ?? '')
  return (
    <Opens label="Rename" what="this device" class="button-quiet">
      {(close) => (
        <Ask yes="Rename" no="Leave it" act={async () => app.renameDevice(newName(name))} close={close}>
          <div class="field">
            <label for="rename">New name of this device</label>
            <input id="rename" type="text" dir="auto" autocomplete="off" maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          </div>
        </Ask>
      )}
    </Opens>
  )
}

function newName(typed: string): string {
  const name = typed.trim()
  if (name === '') throw new Error('Please give this device a name.')
  return name
}

function Remove({ app, device, say }: { app: App; device: DeviceView; say: (words: string) => void }) {
  const name = nameOf(device)
  const remove = async (): Promise<void> => {
    await app.removeDevice(device.id)
    // Its row is about to vanish with what was said in it.
    say(`${name} is removed.`)
  }
  return (
    <Opens label="Remove…" what={name} class="button-quiet">
      {(close) => (
        <Ask yes={`Remove ${name.slice(0, 60)}`} danger act={remove} close={close}>
          <p>From now on it gets nothing new: your other devices go on under new keys.</p>
          <p>What it has read so far it keeps, until someone erases it there. Nobody can take that back from here. If it is yours after all, pair it again as a new device.</p>
        </Ask>
      )}
    </Opens>
  )
}

function Leave({ app, status, alone }: { app: App; status: Status; alone: boolean }) {
  if (alone) return <p class="hint">This is the only one, and there is no recovery kit. If this browser leaves, nobody can read your orders any more, so it cannot. To end it all, close the history under “Relay”.</p>
  return (
    <div class="actions">
      <Opens label="Leave with this browser…" class="link">
        {(close) => (
          <Ask yes="Leave and erase" danger act={() => app.leave()} close={close}>
            <p>This browser leaves the history and erases all that it has. Your other devices keep everything.</p>
            {status.waiting > 0 && <p><strong>{count(status.waiting, 'change')} {status.waiting === 1 ? 'has' : 'have'} not reached the relay yet and would be lost.</strong></p>}
          </Ask>
        )}
      </Opens>
    </div>
  )
}
