// Row 5: a suite or version downgrade.
import { test } from 'vitest'
import { isNamedAndSetAside, malicious, two } from './people.ts'

const relay = malicious()

test('an envelope of an older version is set aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('05-version')
  await isNamedAndSetAside(relay(), laptop, phone)
})
