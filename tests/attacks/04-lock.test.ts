// Row 4: the parameters of the lock are made cheap, so that the passphrase can be guessed.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, uint } from '@counterfoil/crypto/encoding'
import { lockSeed, unlockSeed } from '@counterfoil/crypto/lock'
import { argon2id } from 'hash-wasm'
import { beforeEach, expect, test, vi } from 'vitest'
import { seedIn } from '../../extension/src/lock/lock.ts'
import type { Lock } from '../../extension/src/vault/settings.ts'
import { Profile } from '../extension/device.ts'
import { isKept, say, TYPED } from './people.ts'

vi.mock('hash-wasm', async (original) => {
  const real = await original<typeof import('hash-wasm')>()
  // At most so much as a lock is made with here: without the floor's other end this would never come back.
  const limited: typeof real.argon2id = (options) =>
    real.argon2id({ ...options, iterations: Math.min(options.iterations, 2), memorySize: Math.min(options.memorySize, 65_536) })
  return { ...real, argon2id: vi.fn(limited) }
})

const PASSPHRASE = 'kettle under seven moons'
const LEAST = { passes: 2, memory: 19_456 }
const device = Device.new()
const lock = ({ seed, id }: Device): Promise<Bytes> => lockSeed(seed, id, PASSPHRASE, LEAST)

function withCost(locked: Bytes, passes: number, memory: number): Bytes {
  const changed = locked.slice()
  changed.set(uint(passes, 4), 1)
  changed.set(uint(memory, 4), 5)
  return changed
}

beforeEach(() => {
  vi.mocked(argon2id).mockClear()
})

test.each([
  [3, 8_192],
  [1, 65_536],
  [1, 8_192],
  [3, 4_194_304],
  [1_000_000, 65_536],
])('%i passes over %i KiB are refused before anything is computed', async (passes, memory) => {
  const locked = await lock(device)
  expect(argon2id).toHaveBeenCalledOnce()
  await expect(unlockSeed(withCost(locked, passes, memory), device.id, PASSPHRASE)).rejects.toMatchObject({ code: 'floor' })
  await expect(lockSeed(device.seed, device.id, PASSPHRASE, { passes, memory })).rejects.toMatchObject({ code: 'floor' })
  expect(argon2id).toHaveBeenCalledOnce()
})

test('a profile whose lock was made cheap says so, and opens again when it is put right', { timeout: 30_000 }, async () => {
  let laptop = await new Profile().create(null)
  await say(laptop, TYPED)
  const { settings } = laptop.profile.environment
  const identity = await settings.identity()
  if (!identity) throw new Error('no identity')
  const own = laptop.vault.device
  const good: Lock = { device: own.name, box: toBase64url(own.keys.box), locked: toBase64url(await lock(own)), after: null }
  const cheap: Lock = { ...good, locked: toBase64url(withCost(fromBase64url(good.locked), 1, 8_192)) }
  await settings.saveLocked(identity, cheap)
  await settings.shut()
  laptop.vault.close()
  vi.mocked(argon2id).mockClear()

  const stored = await settings.lock()
  await expect(seedIn(stored as Lock, PASSPHRASE)).rejects.toThrow('is damaged or was changed by somebody else')
  expect(argon2id).not.toHaveBeenCalled()
  expect(await settings.isLocked()).toBe(true)
  await expect(laptop.profile.open()).rejects.toThrow('no history')

  await settings.unlock(good.device, await seedIn(good, PASSPHRASE))
  laptop = await laptop.profile.open()
  isKept(laptop)
})
