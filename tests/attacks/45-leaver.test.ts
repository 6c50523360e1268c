// A leaver, or a copy of what lay open before a lock, keeps no key: what is written after `rotate` it cannot open.
import { EntryKind } from '@counterfoil/crypto/chain'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { open } from '@counterfoil/crypto/envelope'
import { Epoch } from '@counterfoil/crypto/epoch'
import { parseHeader } from '@counterfoil/crypto/header'
import { Keyring } from '@counterfoil/crypto/keyring'
import { parse } from '@counterfoil/crypto/statement'
import { expect, test } from 'vitest'
import { lockOn } from '../../extension/src/lock/lock.ts'
import { standingTroubles } from '../../extension/src/sync/trouble.ts'
import { replaceDevice } from '../../extension/src/trust/replace.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, malicious, note, say, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()
const PASSPHRASE = 'five words chosen by dice'

/** Whether `device` opens what `member` sees written after entry `after`, with all keys that the statements give it. */
async function openedBy(device: DeviceUnderTest, member: DeviceUnderTest, after: number): Promise<boolean[]> {
  const { relay: dialled, session } = member.connection()
  const { entries } = await session.with((token) => dialled.log(token, 0))
  const statements = entries.flatMap(({ kind, body }) => (kind === EntryKind.statement && body ? [parse(body)] : []))
  const { epochs } = Keyring.gather(device.vault.device, device.vault.account, statements)
  const envelopes = entries.flatMap(({ kind, body, sequence }) => (kind === EntryKind.record && body && sequence > after ? [body] : []))
  const opens = (envelope: (typeof envelopes)[number], key: Epoch): Promise<boolean> =>
    // Whatever epoch the envelope says it is of.
    open(new Epoch(parseHeader(envelope).epoch, key.key), envelope).then(() => true, () => false)
  return Promise.all(envelopes.map(async (envelope) => (await Promise.all([...epochs].map((epoch) => opens(envelope, epoch)))).includes(true)))
}

test('a leaver opens nothing that is written after it', async () => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  await phone.connection().sync.act(() => (phone.vault.ending ? null : { kind: 'leave' }))
  const left = phone.vault.head.sequence
  expect(phone.vault.ending).toMatchObject({ how: 'left' })
  expect(standingTroubles(phone.vault, [])[0]?.text).toMatch(/^This browser left the history on /)
  expect(await troubleAfterSync(laptop)).toBeNull()
  expect([laptop.vault.epoch.number, laptop.vault.log.roster.rotationDue]).toEqual([1, false])
  const { relay: dialled, session } = laptop.connection()
  const [next] = (await session.with((token) => dialled.log(token, left))).entries
  expect(next?.kind, 'a new key comes before anything else is written').toBe(EntryKind.statement)
  expect(await openedBy(phone, laptop, 0)).toContain(true)
  expect(await openedBy(phone, laptop, left)).toEqual([false])
  const tablet = await new Profile().join(laptop, 'Tablet')
  await goesOn(relay(), laptop, tablet)
})

test('the first lock leaves nothing to a copy from before', async () => {
  let [laptop, phone] = await two(relay())
  const seed = laptop.vault.identity.seed
  const old = laptop.vault.device.name
  const before = laptop.vault.head.sequence
  await say(laptop, TYPED)
  const { device } = laptop.vault
  // What a thief has of the disk from before: the old seed, which opens what was sealed to it.
  const copy = { ...laptop, vault: { device, account: laptop.vault.account } } as DeviceUnderTest
  const { sync } = laptop.connection()
  laptop = laptop.profile.device(await replaceDevice(laptop.vault, sync, { removes: true, locked: (fresh) => lockOn(fresh, PASSPHRASE, null) }))
  await laptop.profile.tokens.set(null)
  await laptop.sync()
  await write(laptop, 'after the lock', 2)
  await phone.sync()
  const { roster } = laptop.vault.log
  expect(roster.gone.get(old)).toMatchObject({ how: 'revoke' })
  expect([laptop.vault.device.name === old, laptop.vault.epoch.number]).toEqual([false, 1])
  expect(JSON.stringify([...laptop.profile.stored])).not.toContain(seed)
  expect(JSON.stringify([...laptop.profile.stored])).not.toContain(toBase64url(laptop.vault.device.seed))
  const written = await openedBy(copy, laptop, before)
  expect(written.length).toBeGreaterThan(1)
  expect(written).not.toContain(true)
  expect([note(phone), note(phone, 2)]).toEqual([TYPED, 'after the lock'])
  await goesOn(relay(), laptop, phone)
})
