import { lock } from '@counterfoil/crypto'
import { expect, test } from 'vitest'

const { lockSeed, unlockSeed } = lock
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })
const seed = new Uint8Array(32).fill(1)
const id = new Uint8Array(16).fill(2)
/** The floor, to be quick. */
const cost = { passes: 2, memory: 19_456 }

test('a seed comes back under its passphrase, in whatever form that is typed, and only for its device', async () => {
  const locked = await lockSeed(seed, id, 'Straße é 🔑', cost)
  expect(locked.length).toBe(98)
  expect(await unlockSeed(locked, id, 'Straße e\u0301 🔑')).toEqual(seed)
  await expect(unlockSeed(locked, id, 'strasse é 🔑')).rejects.toEqual(refused('open'))
  await expect(unlockSeed(locked, new Uint8Array(16), 'Straße é 🔑')).rejects.toEqual(refused('open'))
  const bent = locked.slice()
  bent[4]! ^= 1
  await expect(unlockSeed(bent, id, 'Straße é 🔑')).rejects.toEqual(refused('open'))
}, 30_000)

test('no passphrase locks nothing, and opens nothing', async () => {
  await expect(lockSeed(seed, id, '', cost)).rejects.toEqual(refused('floor'))
  await expect(unlockSeed(await lockSeed(seed, id, 'x', cost), id, '')).rejects.toEqual(refused('open'))
})

test('a lock that is cheaper or dearer than any that is made is refused before anything is computed', async () => {
  const made = (passes: number, memory: number, lanes = 1, version = 1) => {
    const locked = new Uint8Array(98)
    const view = new DataView(locked.buffer)
    view.setUint8(0, version)
    view.setUint32(1, passes)
    view.setUint32(5, memory)
    view.setUint8(9, lanes)
    return locked
  }
  const began = performance.now()
  for (const [passes, memory, lanes] of [[1, 8_192, 1], [1, 65_536, 1], [3, 19_455, 1], [17, 65_536, 1], [3, 1_048_577, 1], [3, 65_536, 2], [3, 65_536, 0]] as const)
    await expect(unlockSeed(made(passes, memory, lanes), id, 'x')).rejects.toEqual(refused('floor'))
  await expect(unlockSeed(made(1, 1, 1, 2), id, 'x')).rejects.toEqual(refused('version'))
  await expect(unlockSeed(new Uint8Array(97), id, 'x')).rejects.toEqual(refused('length'))
  await expect(lockSeed(seed, id, 'x', { passes: 1, memory: 65_536 })).rejects.toEqual(refused('floor'))
  expect(performance.now() - began).toBeLessThan(1_000)
})
