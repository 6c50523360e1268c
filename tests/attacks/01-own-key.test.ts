// Row 1: the server hands out its own key material.
import { expect, test } from 'vitest'
import { isStopped, malicious, two } from './people.ts'

const relay = malicious()

test('an epoch that the relay starts is refused, and nothing is sealed under it', async () => {
  const [laptop] = await two(relay())
  const before = laptop.vault.epoch.number
  const sent = (await relay().seen()).length
  await relay().lie('01-own-key')
  const after = await isStopped(laptop, 'signer', /cannot be true/)
  expect(after.vault.epoch.number).toBe(before)
  expect((await relay().seen()).slice(sent).filter((one) => one.startsWith('POST /v1/log'))).toEqual([])
})
