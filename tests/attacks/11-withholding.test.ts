// Row 11: entries or a whole device are withheld.
import { expect, test } from 'vitest'
import { goesOn, isStopped, malicious, note, say, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()

test('an entry left out of the middle is missed by those after it', async () => {
  const [laptop, phone] = await two(relay())
  await write(phone, 'withheld')
  await write(phone, 'shown', 2)
  await relay().lie('11-omitted', laptop)
  await isStopped(laptop, 'witness', /cannot be true/)
})

test('bytes left out without a newer revision are missed', async () => {
  const [laptop, phone] = await two(relay())
  await write(phone, 'withheld')
  await relay().lie('11-bytes', laptop)
  await isStopped(laptop, 'withheld', /cannot be true/)
})

test('a withheld tail is missed with the first entry that crosses', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('11-tail', laptop)
  await laptop.sync()
  await write(phone, 'withheld')
  await write(phone, 'withheld too')
  expect(await troubleAfterSync(laptop)).toBeNull()
  await write(phone, 'shown', 2)
  await relay().act('newest')
  await isStopped(laptop, 'witness', /cannot be true/)
})

test('a tail that was only late costs nothing', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('11-tail', laptop)
  await laptop.sync()
  await write(phone, 'late', 2)
  await laptop.sync()
  await say(laptop, TYPED)
  await goesOn(relay(), laptop, phone)
  expect(note(laptop, 2)).toBe('late')
})
