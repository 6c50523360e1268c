// What pages said while the history was locked: who takes room from whom, and who merges it.
import { Device } from '@counterfoil/crypto/device'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import type { OrderRead } from '../../../extension/src/capture/reader.ts'
import { FIELD_NAMES } from '../../../extension/src/capture/types.ts'
import { browser, context, emptyBrowser, local, mergeHeld } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

const PASS = 'kettle under seven moons'
let app: App
beforeEach(async () => {
  app = await emptyBrowser()
  await app.createHistory({ name: 'Laptop', relay: null })
  await app.setLock(PASS, 15)
  await app.lockNow()
})
afterEach(() => vi.restoreAllMocks())

const captured = (fields: Record<string, unknown>): object => ({
  ...Object.fromEntries(FIELD_NAMES.map((name) => [name, name in fields ? { value: fields[name], confidence: 90, signal: 'label:test' } : null])),
  conflicts: {},
})
const hold = async (url: string, visit: string, fields: Record<string, unknown>, action = 'save'): Promise<boolean> => {
  const held = await import('../../../extension/src/lock/held.ts')
  const read = { verdict: { action, score: 90, reasons: ['text:placed'], order: captured(fields) }, orders: null, draft: null, terms: null, vendor: 'x', url }
  return held.hold(read as unknown as OrderRead, visit)
}
const SHOP = 'https://shop.example/thanks'
const ORDER = { orderNumber: 'A-1', total: '12.50', currency: 'EUR' }
const numbers = async (): Promise<(string | null)[]> => (await app.orders()).map(({ orderNumber }) => orderNumber).sort()

it('one shop that is visited a hundred times leaves room for the others', async () => {
  for (let at = 0; at < 100; at++) await hold(`https://evil.example/${at}`, `1.${at}/0`, { orderNumber: `X-${at}`, total: '1.00', currency: 'EUR' })
  expect((await app.lock()).held).toBe(20)
  expect(await hold(SHOP, '2.2/0', ORDER)).toBe(true)
  await app.unlock(PASS)
  await mergeHeld()
  expect(await numbers()).toContain('A-1')
})

it('neither the shop nor the time stands beside a box', async () => {
  await hold(SHOP, '1790000000000.5/0', ORDER)
  await hold('https://www.shop.example/other', '1790000000001.5/0', ORDER)
  const stored = JSON.stringify(local.stored.get('held'))
  expect(stored).not.toContain('1790000')
  expect(stored).not.toContain('shop')
  const [one, other] = local.stored.get('held') as { of: string; visit: string }[]
  expect(one?.of).toBe(other?.of)
  expect(one?.visit).not.toBe(other?.visit)
})

it('a poorer reading of a visit leaves the richer one in its place, and a richer one takes it', async () => {
  expect(await hold(SHOP, '3.1/0', { total: '12.50' }, 'ask')).toBe(true)
  expect(await hold(SHOP, '3.1/0', ORDER)).toBe(true)
  expect(await hold(SHOP, '3.1/0', { total: '12.50' }, 'ask')).toBe(true)
  expect((await app.lock()).held).toBe(1)
  await app.unlock(PASS)
  await mergeHeld()
  expect(await numbers()).toEqual(['A-1'])
})

it('one whose number is none is offered, and keeps no other one back', async () => {
  await hold('https://evil.example/1', '1.1/0', { orderNumber: '\u0085', total: '1.00', currency: 'EUR' }, 'ask')
  await hold(SHOP, '3.1/0', ORDER)
  await app.unlock(PASS)
  await mergeHeld()
  expect(await numbers()).toEqual(['A-1'])
  expect((await app.waiting()).map(({ total }) => total)).toEqual(['1.00'])
})

it('is in the history once though two runs merge it', async () => {
  for (let at = 0; at < 5; at++) await hold(`https://shop-${at}.example/thanks`, `1.${at}/0`, { total: `${at + 1}.00`, currency: 'EUR' }, 'save')
  const worker = await context()
  await app.unlock(PASS)
  await mergeHeld(2)
  const kept = [...(await worker.orders()).map(({ total }) => total), ...(await worker.waiting()).map(({ total }) => total)].sort()
  expect(kept).toEqual(['1.00', '2.00', '3.00', '4.00', '5.00'])
})

it('waits for the device that takes this one’s place', async () => {
  await hold(SHOP, '3.1/0', ORDER)
  const { settings } = await import('../../../extension/src/own.ts')
  const { resealAll } = await import('../../../extension/src/sealed.ts')
  const { openCapture } = await import('../../../extension/src/lock/held.ts')
  const { lockOf, seedIn } = await import('../../../extension/src/lock/lock.ts')
  const before = new Device(await seedIn(await lockOf(settings), PASS))
  const next = Device.new()
  await resealAll(before, next.keys.box)
  await resealAll(before, next.keys.box)
  const [box] = local.stored.get('held') as { box: string }[]
  expect(openCapture(next, box ?? { box: '' })).toMatchObject({ url: SHOP, vendor: 'shop.example' })
  expect(openCapture(before, box ?? { box: '' })).toBeNull()
})

it('is not lost though the clock was set back meanwhile, and is as old as this moment then', async () => {
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() + 2 * 3_600_000)
  await hold(SHOP, '3.1/0', { total: '12.50' }, 'ask')
  vi.restoreAllMocks()
  await app.unlock(PASS)
  await mergeHeld()
  const { listOffers } = await import('../../../extension/src/offers.ts')
  const offers = await listOffers()
  expect(offers.map(({ order }) => order.total?.value)).toEqual(['12.50'])
  expect(offers[0]?.seenAt).toBeLessThanOrEqual(Date.now())
})

it('is not thrown away by whoever still has the device of before, once it waits for the next', async () => {
  await hold(SHOP, '3.1/0', ORDER)
  await app.unlock(PASS)
  const { Engine } = await import('../../../extension/src/engine.ts')
  const held = await import('../../../extension/src/lock/held.ts')
  const { settings } = await import('../../../extension/src/own.ts')
  const before = await new Engine().vault()
  if (!before) throw new Error('it is locked')
  const { resealAll } = await import('../../../extension/src/sealed.ts')
  const next = Device.new()
  await settings.saveNext(before.identity, { ...before.identity, seed: toBase64url(next.seed) }, next.name, null)
  await resealAll(before.device, next.keys.box)
  await held.mergeHeld(before)
  expect(await held.countHeld()).toBe(1)
  await settings.takeNext()
  await held.mergeHeld(before)
  expect(await held.countHeld()).toBe(1)
})
