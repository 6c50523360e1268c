// Row 24: parser panics; an oversized or poisoned record blocks sync.
import { expect, test } from 'vitest'
import { goesOn, isNamedAndSetAside, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()

test('garbage is set aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('24-garbage')
  await isNamedAndSetAside(relay(), laptop, phone)
})

test('what no relay would take is refused before it waits', async () => {
  const [laptop, phone] = await two(relay())
  const waiting = laptop.vault.waiting
  await expect(say(laptop, 'x'.repeat(2 ** 20))).rejects.toMatchObject({ code: 'large' })
  expect(laptop.vault.waiting).toBe(waiting)
  await say(laptop, TYPED)
  await goesOn(relay(), laptop, phone)
})

test('an entry that no relay may send is set aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('24-ten-megabytes')
  await isNamedAndSetAside(relay(), laptop, phone)
})
