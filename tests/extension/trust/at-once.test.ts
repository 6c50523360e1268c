// Two contexts of one browser change what is stored of this device in the same second: neither undoes the other.
import { toBase64url } from '@counterfoil/crypto/encoding'
import { lockSeed } from '@counterfoil/crypto/lock'
import { beforeEach, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import { browser, context, emptyBrowser, local, session } from './browser.ts'

/** Happens once, after the next passphrase was stretched and before what follows. */
const between = vi.hoisted(() => ({ happens: null as (() => Promise<unknown>) | null }))
vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.mock('../../../extension/src/lock/lock.ts', async (original) => {
  const real = await original<typeof import('../../../extension/src/lock/lock.ts')>()
  // At the least cost that an unlock takes.
  const lockOn: typeof real.lockOn = async (device, passphrase, after) => {
    const locked = toBase64url(await lockSeed(device.seed, device.id, passphrase, { passes: 2, memory: 19_456 }))
    const { happens } = between
    between.happens = null
    await happens?.()
    return { device: device.name, box: toBase64url(device.keys.box), locked, after }
  }
  return { ...real, lockOn }
})
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

const PASS = 'kettle under seven moons'
const OTHER = 'another of them'
let app: App
let other: App
beforeEach(async () => {
  between.happens = null
  app = await emptyBrowser()
  await app.createHistory({ name: 'Laptop', relay: null })
  await app.setLock(PASS, 15)
  other = await context()
})
const stored = (): { relay: string | null; seed: string | null; lock: { after: number | null } | null } => local.stored.get('device') as ReturnType<typeof stored>
const opens = (passphrase: string): Promise<boolean> => app.lockNow().then(() => app.unlock(passphrase)).then(() => true, () => false)

it('an address that comes while the passphrase is changed is kept', async () => {
  const { settings } = await import('../../../extension/src/own.ts')
  const identity = await settings.identity()
  if (!identity) throw new Error('there is no history')
  between.happens = () => settings.saveRelay(identity, 'https://relay.example')
  await app.changeLock(PASS, OTHER)
  expect(stored().relay).toBe('https://relay.example')
  expect(await opens(OTHER)).toBe(true)
})

it('a time that is chosen while the passphrase is changed is kept', async () => {
  between.happens = () => other.setAutoLock(60)
  await app.changeLock(PASS, OTHER)
  expect(stored().lock?.after).toBe(60)
})

it('what is erased while the passphrase is changed stays erased', async () => {
  between.happens = () => other.take('erase', 'locked')
  await expect(app.changeLock(PASS, OTHER)).rejects.toThrow('Nothing was changed')
  expect(local.stored.size).toBe(0)
  expect(session.stored.has('seed')).toBe(false)
})

it('what is locked while the passphrase is changed stays locked, under the passphrase of before', async () => {
  between.happens = () => other.lockNow()
  await expect(app.changeLock(PASS, OTHER)).rejects.toThrow('locked meanwhile')
  expect((await app.lock()).state).toBe('locked')
  expect(session.stored.has('seed')).toBe(false)
  expect(await opens(OTHER)).toBe(false)
  expect(await opens(PASS)).toBe(true)
})

it('of two who change the passphrase at once the slower one is told so', async () => {
  between.happens = () => other.changeLock(PASS, 'the faster one')
  await expect(app.changeLock(PASS, OTHER)).rejects.toThrow('Nothing was changed')
  expect(await opens(OTHER)).toBe(false)
  expect(await opens('the faster one')).toBe(true)
})

it('a lock that was put on other keys is not taken off those', async () => {
  const { settings } = await import('../../../extension/src/own.ts')
  const [before, lock] = [await settings.identity(), await settings.lock()]
  if (!before || !lock) throw new Error('there is no lock')
  await app.take('start-again', '', null, PASS)
  await expect(settings.removeLock(before, lock)).rejects.toThrow('Nothing was changed')
  expect(stored()).toMatchObject({ seed: null })
  expect(await opens(PASS)).toBe(true)
})

it('what is erased while new keys are locked leaves no next device behind', async () => {
  between.happens = () => other.take('erase', 'locked')
  await expect(app.take('start-again', '', null, PASS)).rejects.toThrow('Nothing was changed')
  expect(local.stored.size).toBe(0)
  expect(session.stored.size).toBe(0)
})

it('writing at the same time, both are kept', async () => {
  const { settings } = await import('../../../extension/src/own.ts')
  const identity = await settings.identity()
  if (!identity) throw new Error('there is no history')
  await Promise.all([settings.saveAfter(60), settings.saveRelay(identity, 'https://relay.example'), other.setAutoLock(5)])
  expect(stored()).toMatchObject({ relay: 'https://relay.example', lock: { after: 5 } })
})
