// The worker: wakes for a page, an alarm or a change of permissions, does one thing, and may be killed at any moment. Whatever it must
// remember is on disk before the step that depends on it.
import { browser, openSetup } from './browser.ts'
import { forgetContexts, type OrderRead, readPage, type Target } from './capture/reader.ts'
import { mayCapture, watchAccess } from './consent.ts'
import { Engine } from './engine.ts'
import { registerGate } from './gate-registration.ts'
import { isPageSeen, isSyncWanted, type PageSeen } from './messages.ts'

const ALARM = 'sync'
/** Another device sees a write within two minutes: one to notice, one for the network. */
const EVERY_MINUTES = 1

export function start(): void {
  const engine = new Engine()

  // All listeners at once and first: the event that woke the worker is delivered only to those that are there.
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run(openSetup())
  })
  browser.runtime.onStartup.addListener(() => run(engine.syncNow()))
  watchAccess(() => run(registerGate()))
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) run(engine.syncNow())
  })
  browser.runtime.onMessage.addListener((message: unknown, { id, tab, url, frameId, documentId }) => {
    if (id !== browser.runtime.id || !url) return
    if (url.startsWith(browser.runtime.getURL('/'))) {
      if (isSyncWanted(message)) run(engine.syncNow())
      return
    }
    if (frameId !== 0 || tab?.id === undefined || tab.incognito) return
    if (isPageSeen(message)) run(pageSeen(engine, message.page, { tabId: tab.id, documentId, url }))
  })

  run(registerGate())
  run(ensureAlarm())
}

async function ensureAlarm(): Promise<void> {
  if (!(await browser.alarms.get(ALARM))) await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES })
}

async function pageSeen(engine: Engine, page: PageSeen['page'], target: Target): Promise<void> {
  if (!(await mayCapture(target.url)) || !(await engine.vault())) return
  const read = await readPatiently(target, page)
  if (!read) return
  if (ranOutOfTime(read)) {
    await badge(target.tabId, '?', 'Counterfoil: this page took too long to read. Open to read it again.')
    return
  }
  if (read.verdict.action === 'nothing') return
  const { tabId } = target
  if (read.verdict.action === 'ask') {
    await badge(tabId, '?', 'Counterfoil: this may be an order. Open to save it.')
    return
  }
  const kept = await engine.keep(read)
  if (kept?.outcome === 'saved') {
    await badge(tabId, '✓', 'Counterfoil: this order is saved.')
    await forgetContexts(read.vendor)
    await engine.syncNow()
  }
}

/** The first reading meets cold code, and on a busy computer its time may run out; the second does not. */
async function readPatiently(target: Target, page: PageSeen['page']): Promise<OrderRead | null> {
  const read = await readPage(target, page)
  return read && ranOutOfTime(read) ? readPage(target, page) : read
}

const ranOutOfTime = ({ verdict }: OrderRead): boolean => verdict.reasons.includes('too-long')

async function badge(tabId: number, text: string, title: string): Promise<void> {
  await browser.action.setBadgeText({ tabId, text })
  await browser.action.setTitle({ tabId, title })
}

/** Runs to the end; a fault is seen in the worker's console and not swallowed. */
function run(work: Promise<unknown>): void {
  work.catch((error: unknown) => console.error('counterfoil:', error))
}
