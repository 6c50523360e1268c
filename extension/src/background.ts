// The worker: wakes for a page, an alarm or a change of permissions, does one thing, and may be killed at any moment. Whatever it must
// remember is on disk before the step that depends on it.
import { browser, openSetup } from './browser.ts'
import { watchAccess } from './consent.ts'
import { Engine } from './engine.ts'
import { registerGate } from './gate-registration.ts'
import { isPageLeft, isPageSeen, isSyncWanted, isToastAnswered, type ToastAnswered } from './messages.ts'
import { Pages } from './pages.ts'
import { readPreferences, savePreferences } from './preferences.ts'
import { refuse } from './refusals.ts'

const ALARM = 'sync'
/** Another device sees a write within two minutes: one to notice, one for the network. */
const EVERY_MINUTES = 1

export function start(): void {
  const engine = new Engine()
  const pages = new Pages(engine)
  const sync = async (): Promise<void> => {
    await engine.syncNow()
    await pages.forgetKnown()
  }

  // All listeners at once and first: the event that woke the worker is delivered only to those that are there.
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run(openSetup())
  })
  browser.runtime.onStartup.addListener(() => run(sync()))
  watchAccess(() => run(registerGate()))
  browser.alarms.onAlarm.addListener(({ name }) => {
    // Firefox lets the event page live until the promise that it is given is settled.
    return name === ALARM ? run(sync()) : undefined
  })
  browser.runtime.onMessage.addListener((message: unknown, { id, tab, url, frameId, documentId }, reply: (done: boolean) => void) => {
    if (id !== browser.runtime.id || !url) return
    if (url.startsWith(browser.runtime.getURL('/'))) {
      if (isSyncWanted(message)) run(sync())
      return
    }
    if (frameId !== 0 || tab?.id === undefined || tab.incognito) return
    if (isPageSeen(message)) {
      const { page, visit, again } = message
      const read = pages.seen({ page, target: { tabId: tab.id, documentId, url }, seen: { visit, again } })
      // A worker that dies over it cannot reply; the gate tells again then.
      read.then(() => reply(true), () => reply(false))
      run(read)
      return true
    } else if (isPageLeft(message)) {
      run(pages.left(tab.id))
    } else if (isToastAnswered(message)) {
      const answered = answer(pages, tab.id, message)
      answered.then(reply, () => reply(false))
      run(answered.then(sync))
      // The reply comes later.
      return true
    }
    return
  })

  run(registerGate())
  run(ensureAlarm())
}

async function ensureAlarm(): Promise<void> {
  if (!(await browser.alarms.get(ALARM))) await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES })
}

/** True once it is done. */
async function answer(pages: Pages, tabId: number, { answer, document }: ToastAnswered): Promise<boolean> {
  if (answer === 'never') {
    await savePreferences({ ...(await readPreferences()), toast: false })
    return true
  }
  const url = await pages.undo(tabId, String(document))
  if (url !== null && answer === 'not-an-order') await refuse(url)
  return url !== null
}

/** Runs to the end; a fault is seen in the worker's console and not swallowed. */
function run(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: unknown) => console.error('counterfoil:', error))
}
