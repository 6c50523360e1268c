// Row 14: an old revision is replayed under a new sequence.
import { toHex } from '@counterfoil/crypto/encoding'
import { expect, test } from 'vitest'
import { isStopped, malicious, note, two, write } from './people.ts'

const relay = malicious()

test('a replayed revision does not stand on the one before it', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('14-replayed', laptop)
  await relay().act(toHex(laptop.vault.account))
  await write(phone, 'newer', 2)
  const after = await isStopped(laptop, 'base', /cannot be true/)
  await relay().honest()
  await after.sync()
  expect(note(after, 2)).toBe('newer')
})
