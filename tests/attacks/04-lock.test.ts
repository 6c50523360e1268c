// Row 4: the parameters of the lock are made cheap, so that the passphrase can be guessed.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, uint } from '@counterfoil/crypto/encoding'
import { lockSeed, unlockSeed } from '@counterfoil/crypto/lock'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { beforeEach, expect, test, vi } from 'vitest'
import { seedIn } from '../../extension/src/lock/lock.ts'
import type { Lock } from '../../extension/src/vault/settings.ts'
import { Profile } from '../extension/device.ts'
import { isKept, say, TYPED } from './people.ts'

vi.mock('@noble/hashes/argon2.js', async (original) => {
  const real = await original<typeof import('@noble/hashes/argon2.js')>()
  // At most so much as a lock is made with here: without the floor's other end this would never come back.
  const limited: typeof real.argon2idAsync = (password, salt, options) =>
    real.argon2idAsync(password, salt, { ...options, t: Math.min(Number(options?.t), 2), m: Math.min(Number(options?.m), 65_536) } as typeof options)
  return { ...real, argon2idAsync: vi.fn(limited) }
})

const PASSPHRASE = 'kettle under seven moons'
const LEAST = { passes: 2, memory: 19_456 }
const device = Device.new()
const lock = ({ seed, id }: Device): Promise<Bytes> => lockSeed(seed, id, PASSPHRASE, { cost: LEAST })

function withCost(locked: Bytes, passes: number, memory: number): Bytes {
  const changed = locked.slice()
  changed.set(uint(passes, 4), 1)
  changed.set(uint(memory, 4), 5)
  return changed
}

beforeEach(() => {
  vi.mocked(argon2idAsync).mockClear()
})

test.each([
  [3, 8_192],
  [1, 65_536],
  [1, 8_192],
  [3, 4_194_304],
  [1_000_000, 65_536],
])('%i passes over %i KiB are refused before anything is computed', async (passes, memory) => {
  const locked = await lock(device)
  expect(argon2idAsync).toHaveBeenCalledOnce()
  await expect(unlockSeed(withCost(locked, passes, memory), device.id, PASSPHRASE)).rejects.toMatchObject({ code: 'floor' })
  await expect(lockSeed(device.seed, device.id, PASSPHRASE, { cost: { passes, memory } })).rejects.toMatchObject({ code: 'floor' })
  expect(argon2idAsync).toHaveBeenCalledOnce()
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
  vi.mocked(argon2idAsync).mockClear()

  const stored = await settings.lock()
  await expect(seedIn(stored as Lock, PASSPHRASE)).rejects.toThrow('is damaged or was changed by somebody else')
  expect(argon2idAsync).not.toHaveBeenCalled()
  expect(await settings.isLocked()).toBe(true)
  await expect(laptop.profile.open()).rejects.toThrow('no history')

  await settings.unlock(good.device, await seedIn(good, PASSPHRASE))
  laptop = await laptop.profile.open()
  isKept(laptop)
})
