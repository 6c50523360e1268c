// The screen that unlocks may be closed at once: the worker is told, merges what was held while it was locked, and sends it.
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

it('tells the worker before anything is merged', async () => {
  const told: [unknown, number][] = []
  shared.told = (message) => void told.push([message, held()])
  await app.unlock(PASS)
  expect(told[0]).toEqual([{ kind: 'sync-wanted' }, 1])
  await vi.waitFor(() => expect(held()).toBe(0), { timeout: 10_000 })
})

it('the worker merges what was held, and the same run sends it', async () => {
  await context()
  const { start } = await import('../../../extension/src/background.ts')
  start()
  // As the screen does that is gone by the next moment.
  const { settings } = await import('../../../extension/src/own.ts')
  const { lockOf, seedIn } = await import('../../../extension/src/lock/lock.ts')
  const lock = await lockOf(settings)
  await settings.unlock(lock.device, await seedIn(lock, PASS))
  expect(held()).toBe(1)
  let sent = 0
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    if (init?.method === 'POST' && /\/(log|records)$/.test(new URL(String(url)).pathname)) sent++
    return real(url, init)
  })
  for (const listener of shared.toWorker ?? []) listener({ kind: 'sync-wanted' }, { id: 'counterfoil', url: 'chrome-extension://counterfoil/popup.html' }, () => undefined)
  await vi.waitFor(() => expect(held()).toBe(0), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await app.status()).toMatchObject({ waiting: 0 }), { timeout: 10_000 })
  expect((await app.orders()).map(({ orderNumber }) => orderNumber)).toEqual(['A-1'])
  expect(sent).toBe(1)
})
