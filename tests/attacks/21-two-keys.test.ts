// Row 21: one ciphertext opens under two keys, or one member is given another key than the rest.
import { readFile } from 'node:fs/promises'
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromHex } from '@counterfoil/crypto/encoding'
import { Epoch, openEpoch } from '@counterfoil/crypto/epoch'
import { Keyring, startEpoch, unwrapKey } from '@counterfoil/crypto/keyring'
import { type Act, genesis, type Genesis, sign } from '@counterfoil/crypto/statement'
import { expect, test } from 'vitest'
import { Guest, Host, pairingWords } from '../../extension/src/sync/pairing.ts'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { Profile } from '../extension/device.ts'
import { goesOn, isKept, isStopped, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()
const refused = expect.objectContaining({ name: 'Refused', code: 'commitment' })

test('a member that is given another key than the rest notices', async () => {
  const [laptop, phone] = await two(relay())
  const before = laptop.vault.epoch.number
  const { account, epoch, log } = phone.vault
  const [, start] = startEpoch(epoch, account, new Map([...log.roster.members].map(([id, { keys }]) => [id, keys])))
  const other = new Epoch(start.number, Epoch.new().key).sealTo(laptop.vault.device.keys)
  const sealed = start.sealed.map(([id, key]) => [id, Buffer.compare(id, laptop.vault.device.id) === 0 ? other : key] as const)
  // What a hostile member signs.
  const acts: Act[] = [{ kind: 'rotate', start: { ...start, sealed } }]
  await phone.connection().sync.act(() => acts.pop() ?? null)
  const sent = (await relay().seen()).length
  const after = await isStopped(laptop, 'commitment', /not the one that the epoch's statement committed to/)
  expect(after.vault.epoch.number).toBe(before)
  expect((await relay().seen()).slice(sent).filter((one) => one.startsWith('POST /v1/log'))).toEqual([])
})

test('a newcomer that is given another key than the genesis names joins nothing', async () => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  const { relay: dialled, session, sync } = laptop.connection()
  const hostile = Object.create(laptop.vault, { epoch: { value: Epoch.new() } }) as Vault
  const host = await Host.open(hostile, dialled, session, sync)
  const guest = await Guest.claim(host.code, 'Tablet')
  await host.claimed()
  await host.confirm(guest.digits)
  const error: unknown = await guest.admitted(new Profile().tokens).catch((found: unknown) => found)
  expect(error).toEqual(refused)
  expect(pairingWords(error)).toMatch(/does not fit this code. Nobody was let in; make a new code/)
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
})

test('a genesis that seals another key than it names opens nothing', () => {
  const device = Device.new()
  const wrong: Genesis = genesis(device, Epoch.new().commitment, Epoch.new().sealTo(device.keys))
  expect(() => Keyring.gather(device, wrong.account, [wrong])).toThrow(refused)
  expect(() => new Keyring(device, wrong.account).take(wrong)).toThrow(refused)
})

test('a key that opens what another one does is still another key', async () => {
  const found = JSON.parse(await readFile(new URL('two_keys.json', import.meta.url), 'utf8')) as Record<'keys' | 'commitments', string[]> & { account: string; epoch: number; wrapped: string }
  const [one, other] = found.keys.map((key) => new Epoch(found.epoch, fromHex(key))) as [Epoch, Epoch]
  const [committed] = found.commitments.map(fromHex) as [Bytes]
  const [account, wrapped] = [fromHex(found.account), fromHex(found.wrapped)]
  const below = [one, other].map((epoch) => unwrapKey(epoch, account, wrapped)) as [Bytes, Bytes]
  expect(below[0]).not.toEqual(below[1])
  const device = Device.new()
  expect(openEpoch(device, found.epoch, one.sealTo(device.keys), committed).key).toEqual(one.key)
  expect(() => openEpoch(device, found.epoch, other.sealTo(device.keys), committed)).toThrow(refused)

  // The same for what lies below: who stays refuses an epoch that wraps another key than the one before it.
  const [first, stranger] = [new Epoch(0, below[0]), Device.new()]
  const begun = { ...genesis(stranger, first.commitment, first.sealTo(stranger.keys)), account }
  const place = { account, previous: new Uint8Array(32), head: { generation: new Uint8Array(32), sequence: 1, hash: new Uint8Array(32) }, date: 0 }
  const rotated = (epoch: Epoch): Keyring => {
    const { number, commitment } = epoch
    const sealed = [[device.id, epoch.sealTo(device.keys)]] as const
    const keyring = new Keyring(device, account)
    keyring.take(begun)
    keyring.take(sign(stranger, { kind: 'rotate', start: { number, commitment, wrapped, sealed } }, place))
    return keyring
  }
  expect(rotated(one).epoch(0).key).toEqual(below[0])
  expect(() => rotated(other)).toThrow(refused)
})
