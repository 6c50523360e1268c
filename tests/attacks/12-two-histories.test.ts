// Row 12: two histories for two devices.
import { expect, test } from 'vitest'
import { isStopped, malicious, troubleAfterSync, two, write } from './people.ts'

const relay = malicious()

test('the first entry that crosses tells', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('12-fork', phone)
  await write(phone, 'only the phone sees this')
  await write(laptop, 'only the laptop sees this')
  await write(phone, 'crosses', 2)
  expect(await troubleAfterSync(laptop)).toBeNull()
  await relay().act('cross')
  await isStopped(laptop, 'witness', /cannot be true/)
})

test('a device that is shown the other history later tells', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('12-fork', phone)
  await write(phone, 'only the phone sees this')
  await write(laptop, 'only the laptop sees this')
  await relay().honest()
  await isStopped(phone, 'fork', /cannot be true/)
})
