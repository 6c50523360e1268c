// Guessing from a stolen database: of all that the extension keeps, one value is a function of the passphrase, and nothing it sends is.
import { toBase64url, toHex, toUtf8 } from '@counterfoil/crypto/encoding'
import { lockSeed } from '@counterfoil/crypto/lock'
import { expect, it } from 'vitest'
import { openDatabase } from '../../extension/src/vault/database.ts'
import { deviceOf } from '../../extension/src/vault/settings.ts'
import { Profile } from '../extension/device.ts'
import { tapped } from './wiretap.ts'

const PASSPHRASE = 'correct horse battery staple'
const tap = tapped()

/** What stands in `storage.local`, and the stores and keys of the database, each known for what it is. */
const STORED = { anchor: ['account', 'count', 'generation', 'hash', 'restores', 'sequence', 'waiting'], device: ['account', 'lock', 'relay', 'seed'] }
const STORES = ['blobs', 'chain', 'outbox', 'shards', 'state', 'statements']

it('only the lock holds what a passphrase makes', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(tap().url)
  await laptop.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'x'))
  await laptop.sync()
  const { settings } = laptop.profile.environment
  const identity = await settings.identity()
  if (!identity) throw new Error('there is no identity')
  const device = deviceOf(identity)
  const locked = toBase64url(await lockSeed(device.seed, device.id, PASSPHRASE))
  await settings.saveLocked(identity, { device: device.name, box: toBase64url(device.keys.box), locked, after: 15 })
  await laptop.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'y'))
  await laptop.sync()

  const keys = Object.fromEntries([...laptop.profile.stored].map(([name, value]) => [name, Object.keys(value as object).sort()]))
  expect(keys).toEqual(STORED)
  const stored = laptop.profile.stored.get('device') as { seed: unknown; lock: { locked: string } }
  expect(stored.seed).toBeNull()
  expect(stored.lock.locked).toBe(locked)

  const database = await openDatabase(laptop.profile.databaseName)
  expect([...database.objectStoreNames].sort()).toEqual(STORES)
  let everything = JSON.stringify([...laptop.profile.stored]).replace(locked, '')
  for (const name of database.objectStoreNames)
    everything += JSON.stringify(await database.getAll(name), (_, value: unknown) => (value instanceof Uint8Array ? `${toHex(value)} ${toBase64url(value)}` : value instanceof Map ? [...value] : value))
  database.close()
  const seed = [toHex(device.seed), toBase64url(device.seed)]
  for (const each of [PASSPHRASE, toHex(toUtf8(PASSPHRASE)), toBase64url(toUtf8(PASSPHRASE)), locked, ...seed]) {
    expect(everything).not.toContain(each)
    expect(tap().log).not.toContain(each)
  }
})
