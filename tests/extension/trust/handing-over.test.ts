// What is sealed to this device, while another one takes its place and other pages go on writing.
import { Device } from '@counterfoil/crypto/device'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { beforeEach, expect, it, vi } from 'vitest'
import { resealAll } from '../../../extension/src/sealed.ts'
import { isRefused, refuse } from '../../../extension/src/refusals.ts'
import { settings } from '../../../extension/src/own.ts'
import { sealFor } from '../../../extension/src/vault/settings.ts'
import { emptyBrowser, local } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))

const before = Device.new()
const next = Device.new()
const identityOf = (device: Device) => ({ seed: toBase64url(device.seed), account: 'AA', relay: null })
const page = (name: string): string => `https://shop.example/${name}`
const lockOf = (device: Device) => ({ device: device.name, box: toBase64url(device.keys.box), locked: 'AA', after: null })
const allRefused = async (...names: string[]): Promise<boolean[]> => Promise.all(names.map((name) => isRefused(page(name))))

beforeEach(async () => {
  await emptyBrowser()
  await settings.saveIdentity(identityOf(before))
  await refuse(page('first'))
  await settings.saveNext(identityOf(before), identityOf(next), next.name, null)
})

it('what is added while it is handed over is not lost', async () => {
  await Promise.all([resealAll(before, next.keys.box), refuse(page('at the same time'))])
  await refuse(page('after'))
  expect(await allRefused('first', 'at the same time', 'after')).toEqual([true, true, true])
  await settings.takeNext()
  await resealAll(before, next.keys.box)
  expect(await allRefused('first', 'at the same time', 'after')).toEqual([true, true, true])
})

it('what began to be kept after it was handed over comes along by the second look', async () => {
  await local.remove('refusals')
  await resealAll(before, next.keys.box)
  await refuse(page('late'))
  await settings.takeNext()
  await resealAll(before, next.keys.box)
  expect(await allRefused('late')).toEqual([true])
})

it('what is the next one’s already is not written over while that is shut', async () => {
  await resealAll(before, next.keys.box)
  const { seed: _, ...shut } = { ...(local.stored.get('next') as object), seed: null }
  await local.set({ next: { ...shut, seed: null, lock: lockOf(next) } })
  await refuse(page('while shut'))
  await settings.takeNext()
  await settings.unlock(next.name, next.seed)
  expect(await allRefused('first', 'while shut')).toEqual([true, false])
})

it('what nobody here can open any more gives way to what comes', async () => {
  await settings.dropNext()
  await local.set({ refusals: sealFor(Device.new().keys.box, {}) })
  await refuse(page('new'))
  expect(await allRefused('first', 'new')).toEqual([false, true])
})
