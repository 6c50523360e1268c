// When the person last used a screen: what auto-lock counts from. In `storage.session`, so that it outlives the worker and ends with the browser.
import { browser } from '../browser.ts'
import { onForget } from './forget.ts'

const KEY = 'used'
/** So often it is written down while the person goes on. */
const EVERY_MS = 10_000
const MINUTE_MS = 60_000

let noted = 0

export async function noteUse(): Promise<void> {
  const now = Date.now()
  if (Math.abs(now - noted) < EVERY_MS) return
  noted = now
  await browser.storage.session.set({ [KEY]: now })
}

onForget(() => (noted = 0))

/** Whether it was left alone for longer than `after` minutes. A clock that was set back counts as long ago. */
export async function isOverdue(after: number | null): Promise<boolean> {
  if (after === null) return false
  const { [KEY]: used } = await browser.storage.session.get(KEY)
  const ago = Date.now() - (typeof used === 'number' ? used : 0)
  return ago < 0 || ago > after * MINUTE_MS
}

/** Every click and key on a screen is use. Returns how to stop. */
export function watchUse(screen: EventTarget): () => void {
  const used = (): void => void noteUse()
  for (const type of ['pointerdown', 'keydown']) screen.addEventListener(type, used, { passive: true })
  return () => {
    for (const type of ['pointerdown', 'keydown']) screen.removeEventListener(type, used)
  }
}
