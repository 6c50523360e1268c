// The lock: a fresh seed under a passphrase, nothing readable while it is shut, and what pages said meanwhile.
import { Device, sealBox } from '@counterfoil/crypto/device'
import { fromBase64url, toBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import { open } from '@counterfoil/crypto/envelope'
import { parseHeader } from '@counterfoil/crypto/header'
import { Keyring } from '@counterfoil/crypto/keyring'
import { parse } from '@counterfoil/crypto/statement'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import { FIELD_NAMES } from '../../../extension/src/capture/types.ts'
import { openDatabase, readEverything } from '../../../extension/src/vault/database.ts'
import { RelayProcess } from '../relay.ts'
import { browser, context, emptyBrowser, local, mergeHeld, restart, session } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

const PASS = 'kettle under seven moons'
/** So long a person may wait for an unlock (lock.ts has what was measured). */
const UNLOCK_GOAL_MS = 1_000

let relay: RelayProcess
let app: App
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
beforeEach(async () => {
  app = await emptyBrowser()
})

const lamp = { shop: 'zanzibar.example', items: [{ name: 'Zanzibar lamp', quantity: 1, unitPrice: null, total: null }], total: '12.50', currency: 'EUR', orderNumber: null, orderDate: null, note: 'zanzibar note', url: null, waiting: null }
const vendors = async (): Promise<(string | null)[]> => (await app.orders()).map(({ vendor }) => vendor).sort()

/** Everything that any context, or a thief of the folder, could read. */
async function everything(): Promise<string> {
  const rows: unknown[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('counterfoil')) continue
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name)
      request.onsuccess = () => resolve(request.result)
    })
    for (const store of database.objectStoreNames) {
      const request = database.transaction(store).objectStore(store).getAll()
      rows.push(...(await new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result)))))
    }
    database.close()
  }
  const text = JSON.stringify([[...local.stored], [...session.stored], rows], (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value instanceof Map ? [...value] : value,
  )
  return text
}

async function begun(): Promise<void> {
  await app.createHistory({ name: 'Zanzibar laptop', relay: relay.url })
  await app.addOrder(lamp)
  await app.syncNow()
}

const capture = (fields: Record<string, unknown>): object => ({
  ...Object.fromEntries(FIELD_NAMES.map((name) => [name, name in fields ? { value: fields[name], confidence: 90, signal: 'label:test' } : null])),
  conflicts: {},
})

const read = (url: string, order: object, action = 'save') =>
  ({ verdict: { action, score: 90, reasons: ['text:placed'], order }, orders: null, draft: null, terms: null, vendor: 'x', url }) as unknown as import('../../../extension/src/capture/reader.ts').OrderRead

describe('the first lock', () => {
  it('is on a fresh seed: the old one is removed and opens nothing new', async () => {
    await begun()
    const before = (local.stored.get('device') as { seed: string }).seed
    const [old] = await app.devices()
    await app.setLock(PASS, 15)
    const devices = await app.devices()
    expect(devices[0]).toMatchObject({ name: 'Zanzibar laptop', here: true })
    expect(devices.find(({ id }) => id === old?.id)?.gone).toMatchObject({ how: 'removed' })
    expect(JSON.stringify([...local.stored])).not.toContain(before)
    expect((local.stored.get('device') as { seed: unknown }).seed).toBeNull()
    expect(await app.lock()).toEqual({ state: 'unlocked', after: 15, held: 0 })
    const { openApp } = await import('../../../extension/src/open.ts')
    expect(openApp).toBeTypeOf('function')
    expect(await vendors()).toEqual(['zanzibar.example'])
    expect(await app.status()).toMatchObject({ waiting: 0, trouble: [] })
  })

  it('leaves nothing on the disk that the seed of before opens', async () => {
    await begun()
    const old = new Device(fromBase64url((local.stored.get('device') as { seed: string }).seed))
    const opened = async (): Promise<number> => {
      const database = await openDatabase()
      const stored = await readEverything(database)
      database.close()
      if (!stored) throw new Error('there is no history')
      const statements = [...stored.statements].sort(([one], [other]) => one - other).map(([, signed]) => parse(signed))
      const keys = Keyring.gather(old, stored.state.log.roster.account, statements)
      const envelopes = [...[...stored.shards.values()].flat().map(({ envelope }) => envelope), ...[...stored.outbox.values()].map(({ draft }) => draft)]
      const tried = await Promise.allSettled(envelopes.map(async (envelope) => envelope && (await open(keys.epoch(parseHeader(envelope).epoch), envelope))))
      return tried.filter(({ status }) => status === 'fulfilled').length
    }
    expect(await opened()).toBeGreaterThan(1)
    await app.setLock(PASS, 15)
    expect(await opened()).toBe(0)
    app = await restart()
    await app.unlock(PASS)
    expect(await vendors()).toEqual(['zanzibar.example'])
  })

  it('of a history without a relay begins it anew under fresh keys', async () => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.addOrder(lamp)
    const [old] = await app.devices()
    await app.setLock(PASS, null)
    expect(await vendors()).toEqual(['zanzibar.example'])
    expect((await app.devices())[0]?.id).not.toBe(old?.id)
    app = await restart()
    expect((await app.lock()).state).toBe('locked')
    await app.unlock(PASS)
    expect(await vendors()).toEqual(['zanzibar.example'])
  })

  it('that was cut short leaves no device behind that nobody has', async () => {
    await begun()
    const real = globalThis.fetch
    let statements = 0
    const killed = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      if (!String(url).endsWith('/log/statements') || statements++ > 0) return real(url, init)
      await real(url, init)
      throw new DOMException('killed', 'AbortError')
    })
    const asked = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new Error('killed')
    })
    asked.mockRestore()
    const { settings } = await import('../../../extension/src/own.ts')
    const { Device } = await import('@counterfoil/crypto/device')
    const { lockOn } = await import('../../../extension/src/lock/lock.ts')
    // As far as a worker came that died right after the newcomer was let in.
    const identity = await settings.identity()
    if (!identity) throw new Error('there is no history')
    const device = Device.new()
    await settings.saveNext(identity, { seed: toBase64url(device.seed), account: identity.account, relay: relay.url }, device.name, await lockOn(device, PASS, null))
    const { Engine } = await import('../../../extension/src/engine.ts')
    const { add } = await import('../../../extension/src/sync/acts.ts')
    const engine = new Engine()
    const vault = await engine.vault()
    if (!vault) throw new Error('no vault')
    await (await engine.connect(vault))?.sync.act(() => (vault.log.roster.members.has(device.name) ? null : add(vault, device.keys)))
    killed.mockRestore()
    app = await restart()
    expect((await app.devices()).filter(({ gone }) => gone === null)).toHaveLength(2)
    await app.setLock(PASS, null)
    expect((await app.devices()).filter(({ gone }) => gone === null)).toHaveLength(1)
    expect((await app.devices()).find(({ id }) => id === device.name)?.gone).not.toBeNull()
  })
})

describe('while it is locked', () => {
  it('nothing is readable in any context or on the disk, until the passphrase opens it', async () => {
    await begun()
    await app.setLock(PASS, 15)
    const { refuse } = await import('../../../extension/src/refusals.ts')
    await refuse('https://zanzibar.example/order/1')
    await session.set({ 'checkout zanzibar.example': 'zanzibar', 'kept 1': { url: 'https://zanzibar.example' } })
    const popup = await context()
    let told = 0
    popup.subscribe(() => told++)
    expect(await popup.orders()).toHaveLength(1)
    await app.lockNow()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(told).toBeGreaterThan(0)
    for (const each of [app, popup]) {
      expect(await each.orders()).toEqual([])
      expect(await each.waiting()).toEqual([])
      expect(await each.devices()).toEqual([])
      expect(await each.status()).toMatchObject({ deviceName: null, trouble: [], waiting: 0, lastSync: null })
      expect(await each.lock()).toMatchObject({ state: 'locked' })
      await expect(each.exportAll()).rejects.toThrow('Unlock Counterfoil first')
    }
    expect(session.stored.size).toBe(0)
    const left = await everything()
    expect(left.toLowerCase()).not.toContain('zanzibar')
    expect(left).not.toContain(Buffer.from('zanzibar').toString('base64').slice(0, -2))

    await expect(app.unlock('kettle under six moons')).rejects.toThrow('not the passphrase')
    expect((await app.lock()).state).toBe('locked')
    const began = performance.now()
    await popup.unlock(PASS)
    const took = performance.now() - began
    console.info(`unlocking took ${Math.round(took)} ms; the goal is ${UNLOCK_GOAL_MS} ms`)
    // A busy machine is given more.
    expect(took).toBeLessThan(UNLOCK_GOAL_MS * 8)
    expect(await vendors()).toEqual(['zanzibar.example'])
    expect((await app.status()).deviceName).toBe('Zanzibar laptop')
  })

  it('an order is kept all the same, sealed, and is in the history after the unlock', async () => {
    await begun()
    await app.setLock(PASS, 15)
    await app.lockNow()
    const { hold } = await import('../../../extension/src/lock/held.ts')
    const order = capture({ orderNumber: 'Z-77', total: '5.00', currency: 'EUR', items: [{ name: 'Quixotic kettle', quantity: 1, unitPrice: null, total: '5.00', url: null, sku: null, gtin: null }] })
    expect(await hold(read('https://quixotic.example/thanks', order), '1/0')).toBe(true)
    // The page renders on, and is told again.
    expect(await hold(read('https://quixotic.example/thanks', order), '1/0')).toBe(true)
    expect((await app.lock()).held).toBe(1)
    expect((await everything()).toLowerCase()).not.toContain('quixotic')
    app = await restart()
    expect(await app.lock()).toMatchObject({ state: 'locked', held: 1 })
    await app.unlock(PASS)
    await mergeHeld()
    expect(await vendors()).toEqual(['quixotic.example', 'zanzibar.example'])
    expect((await app.orders()).find(({ orderNumber }) => orderNumber === 'Z-77')).toMatchObject({ total: '5.00', byHand: false, corrected: [] })
  })

  it('no more than a hundred wait, and none that is larger than any order', async () => {
    await begun()
    await app.setLock(PASS, 15)
    await app.lockNow()
    const { hold } = await import('../../../extension/src/lock/held.ts')
    for (let at = 0; at < 102; at++) await hold(read(`https://shop-${at}.example/thanks`, capture({ orderNumber: `N-${at}`, total: '1.00' })), `${at}/0`)
    expect((await app.lock()).held).toBe(100)
    expect(await hold(read('https://shop.example/thanks', capture({ orderNumber: 'x'.repeat(60_000) })), '1/0')).toBe(false)
  })

  it.each<[string, (good: Record<string, unknown>) => unknown]>([
    ['is no object', () => 'text'],
    ['has a field that no reading has', (good) => ({ ...good, order: { ...(good['order'] as object), deleted: { value: true, confidence: 1, signal: 'x' } } })],
    ['has the person’s word', (good) => ({ ...good, order: { ...(good['order'] as object), note: { value: 'x', confidence: 1, signal: 'x' } } })],
    ['has a total that is no amount', (good) => ({ ...good, order: capture({ total: '<b>1</b>' }) })],
    ['has items of another shape', (good) => ({ ...good, order: capture({ items: [{ name: 'x', evil: 1 }] }) })],
    ['is at no web address', (good) => ({ ...good, url: 'javascript:alert(1)' })],
    ['is from no time', (good) => ({ ...good, at: 'now' })],
    ['does what no verdict does', (good) => ({ ...good, action: 'delete' })],
    ['has reasons that are none', (good) => ({ ...good, reasons: [{}] })],
  ])('a forged one that %s is dropped, and the others are kept', async (_, forge) => {
    const { Device } = await import('@counterfoil/crypto/device')
    const { openCapture } = await import('../../../extension/src/lock/held.ts')
    const device = Device.new()
    const good = { url: 'https://shop.example/thanks', at: Date.now() - 5, action: 'save', reasons: ['text:placed'], order: capture({ orderNumber: 'A-1', total: '1.00' }) }
    const boxed = (value: unknown) => ({ box: toBase64url(sealBox(device.keys.box, toUtf8(JSON.stringify(value)))) })
    expect(openCapture(device, boxed(good))).toMatchObject({ vendor: 'shop.example', action: 'save' })
    expect(openCapture(device, boxed(forge(good)))).toBeNull()
    expect(openCapture(Device.new(), boxed(good))).toBeNull()
  })
})

describe('it locks by itself', () => {
  it('after the chosen time without use, also when no worker lived through it', async () => {
    await begun()
    await app.setLock(PASS, 5)
    const { Engine } = await import('../../../extension/src/engine.ts')
    await session.set({ used: Date.now() - 4 * 60_000 })
    await new Engine().lockIfOverdue()
    expect((await app.lock()).state).toBe('unlocked')
    await session.set({ used: Date.now() - 6 * 60_000 })
    // A worker that was just born.
    await context()
    await new Engine().lockIfOverdue()
    expect((await app.lock()).state).toBe('locked')
    expect(session.stored.size).toBe(0)
    await app.unlock(PASS)
    await app.setAutoLock(null)
    // What the unlock set off still looks by the time of before.
    await new Promise((resolve) => setTimeout(resolve, 500))
    await session.set({ used: 1 })
    expect((await app.lock())).toMatchObject({ state: 'unlocked', after: null })
    app = await restart()
    expect((await app.lock()).state).toBe('locked')
  })
})

describe('its passphrase', () => {
  it('can be changed and taken away by who knows it', async () => {
    await begun()
    await app.setLock(PASS, null)
    await expect(app.changeLock('wrong', 'new one')).rejects.toThrow('not the passphrase')
    await app.changeLock(PASS, 'another of them')
    await app.lockNow()
    await expect(app.unlock(PASS)).rejects.toThrow('not the passphrase')
    await app.unlock('another of them')
    await expect(app.removeLock(PASS)).rejects.toThrow('not the passphrase')
    await app.removeLock('another of them')
    app = await restart()
    expect((await app.lock()).state).toBe('none')
    expect(await vendors()).toEqual(['zanzibar.example'])
  })

  it('that was forgotten leaves erasing', async () => {
    await begun()
    await app.setLock(PASS, null)
    app = await restart()
    await app.take('erase', 'locked')
    expect(local.stored.size).toBe(0)
    expect((await app.status()).history).toBe('none')
  })

  it('with cheaper stretching than this version makes is refused before it is tried', async () => {
    await begun()
    await app.setLock(PASS, null)
    await app.lockNow()
    const device = local.stored.get('device') as { lock: { locked: string } }
    const weak = fromBase64url(device.lock.locked)
    weak[4] = 1
    await local.set({ device: { ...device, lock: { ...device.lock, locked: toBase64url(weak) } } })
    const began = performance.now()
    await expect(app.unlock(PASS)).rejects.toThrow('damaged or was changed')
    expect(performance.now() - began).toBeLessThan(200)
  })
})
