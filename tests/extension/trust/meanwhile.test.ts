// What else happens in the browser while something is under way: it is locked, and other pages write.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import { RelayProcess } from '../relay.ts'
import { browser, context, emptyBrowser, local, session } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

const PASS = 'kettle under seven moons'
let relay: RelayProcess
let app: App
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
beforeEach(async () => {
  app = await emptyBrowser()
})
afterEach(() => vi.restoreAllMocks())

const order = (note: string): Parameters<App['addOrder']>[0] => ({
  shop: 'shop.example',
  items: [{ name: note, quantity: 1, unitPrice: null, total: null }],
  total: '12.50',
  currency: 'EUR',
  orderNumber: null,
  orderDate: null,
  note,
  url: null,
  waiting: null,
})
const notesOf = async (one: App): Promise<(string | null)[]> => (await one.orders()).map(({ note }) => note).sort()
const deleteDatabase = (): Promise<unknown> => new Promise((resolve) => (indexedDB.deleteDatabase('counterfoil').onsuccess = resolve))

/** After the first answer to such a request, and before whoever asked has it. */
function afterFirst(part: string, work: () => Promise<unknown>): void {
  const real = globalThis.fetch
  let done = false
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const answer = await real(url, init)
    if (!done && String(url).includes(part)) {
      done = true
      await work()
    }
    return answer
  })
}

describe('a history that is locked meanwhile', () => {
  const expectLocked = async (): Promise<void> => {
    const device = local.stored.get('device') as { seed: unknown; lock: unknown }
    expect(device.seed).toBeNull()
    expect(device.lock).not.toBeNull()
    expect((await app.lock()).state).toBe('locked')
  }

  it('while a relay is added stays locked, and the seed off the disk', async () => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.setLock(PASS, 15)
    const other = await context()
    afterFirst('/health', () => other.lockNow())
    await app.addRelay(relay.url)
    await expectLocked()
    expect((await app.status()).relay).toBe(relay.url)
    await app.unlock(PASS)
    expect((await app.status()).deviceName).toBe('Laptop')
  })

  it('while the relay is moved stays locked, and the seed off the disk', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.syncNow()
    await app.setLock(PASS, 15)
    const other = await context()
    afterFirst('/health', () => other.lockNow())
    await app.moveRelay(relay.url.replace('127.0.0.1', 'localhost')).catch(() => undefined)
    await expectLocked()
  })

  it('gives its lock up to no other seed', async () => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.setLock(PASS, 15)
    const { settings } = await import('../../../extension/src/own.ts')
    const identity = await settings.identity()
    await app.lockNow()
    if (!identity) throw new Error('no identity')
    await expect(settings.saveIdentity(identity)).rejects.toThrow('Unlock Counterfoil first')
    await expectLocked()
  })

  it('leaves no token behind that a run under way asked for', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.syncNow()
    await app.setLock(PASS, 15)
    await session.remove('token')
    const other = await context()
    afterFirst('/tokens', () => other.lockNow())
    await app.syncNow()
    expect(session.stored.has('token')).toBe(false)
    await expectLocked()
  })

  it('ends what a page that stands open listens to, and it asks for no token again', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.syncNow()
    await app.setLock(PASS, 15)
    const popup = await context()
    const sockets: WebSocket[] = []
    const Real = globalThis.WebSocket
    vi.stubGlobal('WebSocket', class extends Real {
      constructor(url: string) {
        super(url)
        sockets.push(this)
      }
    })
    const stop = popup.stayInSync()
    try {
      await vi.waitFor(() => expect(sockets.at(-1)?.readyState).toBe(WebSocket.OPEN), { timeout: 10_000 })
      await app.lockNow()
      await vi.waitFor(() => expect(sockets.every(({ readyState }) => readyState >= WebSocket.CLOSING)).toBe(true), { timeout: 5_000 })
      // Longer than it waits before it comes back to a connection that broke.
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      expect(sockets).toHaveLength(1)
      expect(session.stored.has('token')).toBe(false)
      await app.unlock(PASS)
      await vi.waitFor(() => expect(sockets.at(-1)?.readyState).toBe(WebSocket.OPEN), { timeout: 10_000 })
      expect(sockets).toHaveLength(2)
    } finally {
      stop()
      vi.unstubAllGlobals()
    }
  })
})

describe('a local copy that was lost', () => {
  it('and is read again by two at once keeps what was entered in the faster one', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.addOrder(order('before'))
    await app.syncNow()
    const [one, two] = [await context(), await context()]
    await deleteDatabase()
    const real = globalThis.fetch
    let open = (): void => undefined
    const held = new Promise<void>((resolve) => (open = resolve))
    let asked = 0
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      const answer = await real(url, init)
      if (String(url).includes('/log?after=') && asked++ === 0) await held
      return answer
    })
    const late = two.orders()
    await vi.waitFor(() => expect(asked).toBe(1), { timeout: 10_000 })
    await one.orders()
    await one.syncNow()
    await one.addOrder(order('meanwhile'))
    await one.syncNow()
    await one.addOrder(order('meanwhile too'))
    open()
    await late
    await two.addOrder(order('in the other'))
    await one.syncNow()
    for (const each of [one, two]) expect(await notesOf(each)).toEqual(['before', 'in the other', 'meanwhile', 'meanwhile too'])
    expect((await one.status()).trouble.map(({ code }) => code)).toEqual(['local-copy-lost'])
    expect((await one.status()).waiting).toBe(0)
  })

  it('is not told where another device only took the place of this one', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.addOrder(order('before'))
    await app.syncNow()
    const other = await context()
    expect(await notesOf(other)).toEqual(['before'])
    // While the first lock hands over to a fresh device, the other one syncs.
    const real = globalThis.fetch
    const runs: Promise<void>[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      const answer = await real(url, init)
      runs.push(other.orders().then(() => undefined), other.syncNow())
      return answer
    })
    await app.setLock(PASS, 15)
    await Promise.all(runs)
    expect(await notesOf(other)).toEqual(['before'])
    expect((await app.status()).trouble).toEqual([])
  })
})
