// Row 30: "you were removed", said without a statement.
import { expect, test } from 'vitest'
import { goesOn, isKept, isStopped, malicious, reopened, say, troubleAfterSync, two, TYPED } from './people.ts'

const relay = malicious()

test('a relay that only says so is not believed', async () => {
  let [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  await laptop.profile.tokens.set(null)
  await relay().lie('30-said')
  const found = await troubleAfterSync(laptop)
  expect(found).toMatchObject({ stopped: false, text: expect.stringMatching(/shows nobody who removed it. Everything is still here/) })
  laptop = await reopened(laptop)
  expect(laptop.vault.ending).toBeNull()
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
})

test('a forged revoke is refused', async () => {
  const [laptop] = await two(relay())
  await relay().lie('30-forged-revoke')
  const after = await isStopped(laptop, 'signer', /cannot be true/)
  expect(after.vault.ending).toBeNull()
})
