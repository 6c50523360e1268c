// Row 2: public keys are swapped, in the mailbox or in statements.
import { expect, test } from 'vitest'
import { Profile } from '../extension/device.ts'
import { goesOn, isKept, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()

test.each([
  ['02-swapped-claim', 'open'],
  ['02-swapped-statement', 'add'],
])('nobody gets in with other keys: %s', async (name, code) => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  await relay().lie(name)
  await expect(new Profile().join(laptop, 'Tablet')).rejects.toMatchObject({ code })
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
})
