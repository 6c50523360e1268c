// What was held while it was locked is merged and sent, though the screen that unlocks may be closed at once.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import { FIELD_NAMES } from '../../../extension/src/capture/types.ts'
import type { OrderRead } from '../../../extension/src/capture/reader.ts'
import { RelayProcess } from '../relay.ts'
import { browser as plain, context, emptyBrowser, local } from './browser.ts'

type Listener = (message: unknown, sender: object, reply: () => void) => unknown

const event = () => ({ addListener: () => undefined, removeListener: () => undefined })
const shared = globalThis as { toWorker?: Listener[]; told?: (message: unknown) => void }
vi.mock('../../../extension/src/browser.ts', () => ({ browser: workers }))
/** With all that the worker listens to. */
const workers = {
  ...plain,
  runtime: {
    ...plain.runtime,
    getURL: (path: string) => `chrome-extension://counterfoil${path}`,
    sendMessage: (message: unknown) => Promise.resolve(shared.told?.(message)),
    onInstalled: event(),
    onStartup: event(),
    onMessage: { addListener: (listener: Listener) => void (shared.toWorker ??= []).push(listener) },
  },
  alarms: { onAlarm: event(), get: () => Promise.resolve({}), create: () => Promise.resolve() },
  commands: { onCommand: event() },
  permissions: { getAll: () => Promise.resolve({ origins: [] }), onAdded: event(), onRemoved: event() },
  scripting: { getRegisteredContentScripts: () => Promise.resolve([]) },
}
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const PASS = 'kettle under seven moons'
let relay: RelayProcess
let app: App
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
beforeEach(async () => {
  delete shared.toWorker
  delete shared.told
  app = await emptyBrowser()
  await app.createHistory({ name: 'Laptop', relay: relay.url })
  await app.syncNow()
  await app.setLock(PASS, null)
  await app.syncNow()
  await app.lockNow()
  const fields: Record<string, unknown> = { orderNumber: 'A-1', total: '12.50', currency: 'EUR' }
  const order = { ...Object.fromEntries(FIELD_NAMES.map((name) => [name, name in fields ? { value: fields[name], confidence: 90, signal: 'label:test' } : null])), conflicts: {} }
  const { hold } = await import('../../../extension/src/lock/held.ts')
  const read = { verdict: { action: 'save', score: 90, reasons: ['text:placed'], order }, orders: null, draft: null, terms: null, vendor: 'x', url: 'https://shop.example/thanks' }
  expect(await hold(read as unknown as OrderRead, '1/0')).toBe(true)
})
const held = (): number => (local.stored.get('held') as unknown[]).length

it('by the worker’s hand alone: the screen that unlocks tells it, and the same run sends it', async () => {
  await context()
  const { start } = await import('../../../extension/src/background.ts')
  start()
  const told: unknown[] = []
  shared.told = (message) => void told.push(message)
  await app.unlock(PASS)
  expect(told).toEqual([{ kind: 'sync-wanted' }])
  expect(held()).toBe(1)
  let sent = 0
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    if (init?.method === 'POST' && /\/(log|records)$/.test(new URL(String(url)).pathname)) sent++
    return real(url, init)
  })
  for (const listener of shared.toWorker ?? []) listener(told[0], { id: 'counterfoil', url: 'chrome-extension://counterfoil/popup.html' }, () => undefined)
  await vi.waitFor(() => expect(held()).toBe(0), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await app.status()).toMatchObject({ waiting: 0 }), { timeout: 10_000 })
  expect((await app.orders()).map(({ orderNumber }) => orderNumber)).toEqual(['A-1'])
  expect(sent).toBe(1)
})
