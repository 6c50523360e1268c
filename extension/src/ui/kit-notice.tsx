/** "No kit": said where the history has none, and put off for a while if the person likes. */
import { useEffect, useState } from 'preact/hooks'
import type { App, DeviceView } from '../app.ts'
import { browser, openKit } from '../browser.ts'
import { Notice } from './components.tsx'
import { KIT_LATER } from './kit-later.ts'

const LATER = 14 * 86_400_000

/** Who belongs to the history, kept fresh; null: not read yet. */
export function useDevices(app: App | null, wanted: boolean): DeviceView[] | null {
  const [devices, setDevices] = useState<DeviceView[] | null>(null)
  useEffect(() => {
    if (app === null || !wanted) return
    let over = false
    const read = (): void =>
      void app.devices().then(
        (found) => !over && setDevices(found),
        // Locked or leaving: the screen is about to show another thing.
        () => undefined,
      )
    read()
    const stop = app.subscribe(read)
    return () => {
      over = true
      stop()
    }
  }, [app, wanted])
  return devices
}

export const hasKit = (devices: DeviceView[]): boolean => devices.some(({ kind, gone }) => kind === 'kit' && gone === null)

export function NoKit({ devices }: { devices: DeviceView[] | null }) {
  const [later, setLater] = useState<number | null>(null)
  useEffect(() => void browser.storage.local.get(KIT_LATER).then(({ [KIT_LATER]: until }) => setLater(typeof until === 'number' ? until : 0)), [])
  if (devices === null || later === null || Date.now() < later || hasKit(devices)) return null
  const alone = devices.filter(({ kind, gone }) => kind === 'device' && gone === null).length <= 1
  const putOff = (): void => {
    const until = Date.now() + LATER
    setLater(until)
    void browser.storage.local.set({ [KIT_LATER]: until })
  }
  return (
    <div role="region" aria-label="No recovery kit">
      <Notice tone="warn">
        <p>{alone ? 'If you lose this browser, everything is lost.' : 'If you lose all your devices, everything is lost.'} A recovery kit on paper brings it back.</p>
        <div class="actions">
          <button type="button" class="button-quiet" onClick={() => void openKit()}>Make a recovery kit</button>
          <button type="button" class="link" onClick={putOff}>Later</button>
        </div>
      </Notice>
    </div>
  )
}
