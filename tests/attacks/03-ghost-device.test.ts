// Row 3: a ghost device.
import { test } from 'vitest'
import { isStopped, malicious, two } from './people.ts'

const relay = malicious()

test.each([
  ['03-stranger', 'signer'],
  ['03-in-anothers-name', 'signature'],
])('nobody gets in without the signature of a member: %s', async (name, code) => {
  const [laptop] = await two(relay())
  await relay().lie(name)
  await isStopped(laptop, code, /cannot be true/)
})
