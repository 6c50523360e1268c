// Row 27: a removed device and the relay write before the removal.
import { toHex } from '@counterfoil/crypto/encoding'
import { expect, test } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { Profile } from '../extension/device.ts'
import { goesOn, isStopped, malicious, note, say, settle, two, TYPED } from './people.ts'

const relay = malicious()

test.each([1, 2])('the removal names the log directly before it: %i put there', async (records) => {
  const [laptop, phone] = await two(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  await settle(laptop, phone, tablet)
  for (let number = 1; number <= records; number++) await say(phone, 'by the removed one', number)
  const inserted = await phone.vault.outgoing({ records: 100, bytes: 1 << 20 })
  expect(inserted).toHaveLength(records)
  const { name } = phone.vault.device
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(name) ? revoke(laptop.vault, name) : null))
  await relay().lie('27-before-the-removal', tablet)
  await relay().act(inserted.map(({ envelope }) => toHex(envelope)).join(' '))
  const after = await isStopped(tablet, 'head', /cannot be true .*does not follow the newest entry/)
  expect(after.vault.log.roster.members.has(name)).toBe(true)
  expect(note(after, 2)).toBe('second')
  expect(note(after)).toBe(TYPED)
  await goesOn(relay(), after, laptop)
  expect(after.vault.log.roster.members.has(name)).toBe(false)
})
