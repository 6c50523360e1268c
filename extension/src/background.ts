// The worker: wakes for a page, an alarm or a change of permissions, does one thing, and may be killed at any moment. Whatever it must
// remember is on disk before the step that depends on it.
import { browser, openSetup } from './browser.ts'
import { watchAccess } from './consent.ts'
import { Engine } from './engine.ts'
import { forgetEntering } from './entering.ts'
import { registerGate } from './gate-registration.ts'
import { mergeHeld } from './lock/held.ts'
import { isPageLeft, isPageSeen, isSyncWanted, isTermsAgreed, isToastAnswered, type ToastAnswered } from './messages.ts'
import { oneRun } from './one-run.ts'
import { Pages } from './pages.ts'
import { savePreferences } from './preferences.ts'
import { refuse } from './refusals.ts'
import { TermsKeeper } from './terms/keeper.ts'

/** As the manifest names it. */
const LOCK_COMMAND = 'lock-now'
const ALARM = 'sync'
const TERMS_ALARM = 'terms'
/** Another device sees a write within two minutes: one to notice, one for the network. */
const EVERY_MINUTES = 1
/** Which vendors' terms are due is drawn by lot, about once a week for each. */
const TERMS_EVERY_MINUTES = 60

export function start(): void {
  const engine = new Engine()
  const terms = new TermsKeeper(engine)
  const pages = new Pages(engine, terms)
  // A relay may announce news without end.
  const sync = oneRun(async () => {
    // Also when nothing is to be synced: the time without use runs on while the worker sleeps.
    await engine.lockIfOverdue()
    await forgetEntering()
    // What was held while it was locked, before it is sent.
    await run(merge(engine))
    await engine.syncNow()
    await pages.forgetKnown()
    // What a worker died over, and what is due by now.
    await terms.wake()
  })

  // All listeners at once and first: the event that woke the worker is delivered only to those that are there.
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run(openSetup())
  })
  browser.runtime.onStartup.addListener(() => run(sync()))
  watchAccess(() => run(registerGate()))
  browser.alarms.onAlarm.addListener(({ name }) => {
    // Firefox lets the event page live until the promise that it is given is settled.
    if (name === TERMS_ALARM) return run(terms.recheck())
    return name === ALARM ? run(sync()) : undefined
  })
  browser.commands.onCommand.addListener((command) => {
    if (command === LOCK_COMMAND) run(engine.lockNow())
  })
  browser.runtime.onMessage.addListener((message: unknown, { id, tab, url, frameId, documentId }, reply: (done: boolean) => void) => {
    if (id !== browser.runtime.id || !url) return
    if (url.startsWith(browser.runtime.getURL('/'))) {
      if (!isSyncWanted(message)) return
      // Who unlocked looks for what was held, and an earlier run may still be waiting for the relay.
      run(merge(engine))
      run(sync())
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
    } else if (isTermsAgreed(message)) {
      run(terms.agreed(url, message.sentences))
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

  // A page that broke out of its sandbox can do what our script in it may, and that needs nothing that is kept. (Firefox has no such switch.)
  run(browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }) ?? Promise.resolve())
  run(registerGate())
  run(ensureAlarms())
  run(terms.wake())
}

async function merge(engine: Engine): Promise<void> {
  const vault = await engine.vault()
  if (vault) await mergeHeld(vault)
}

async function ensureAlarms(): Promise<void> {
  const wanted = { [ALARM]: EVERY_MINUTES, [TERMS_ALARM]: TERMS_EVERY_MINUTES }
  for (const [name, periodInMinutes] of Object.entries(wanted)) if (!(await browser.alarms.get(name))) await browser.alarms.create(name, { periodInMinutes })
}

/** True once it is done. */
async function answer(pages: Pages, tabId: number, { answer, document }: ToastAnswered): Promise<boolean> {
  if (answer === 'never') {
    await savePreferences({ toast: false })
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
