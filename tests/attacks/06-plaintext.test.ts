// Row 6: plaintext accepted as ciphertext.
import { test } from 'vitest'
import { isNamedAndSetAside, malicious, two } from './people.ts'

const relay = malicious()

test('a document that nobody sealed is set aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('06-plaintext')
  await isNamedAndSetAside(relay(), laptop, phone)
})
