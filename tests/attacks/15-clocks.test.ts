// Row 15: clock poisoning.
import { expect, test } from 'vitest'
import { Profile } from '../extension/device.ts'
import { malicious, note, say, settle, two, write } from './people.ts'

const relay = malicious()
const DAY_MS = 86_400_000

test('a stamp from the future that is met on different days ends equal', async () => {
  const [laptop, phone] = await two(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  phone.profile.ahead = 3_650 * DAY_MS
  await say(phone, 'from the future')
  phone.profile.ahead = 0
  await phone.sync()
  await laptop.sync()
  await say(laptop, 'corrected the same day')
  tablet.profile.ahead = 3 * DAY_MS
  await tablet.sync()
  await write(tablet, 'of today', 2)
  await settle(laptop, tablet, phone)
  for (const device of [laptop, phone, tablet]) {
    expect(device.shown()).toEqual(laptop.shown())
    expect([note(device, 1), note(device, 2)]).toEqual(['corrected the same day', 'of today'])
  }
})

test('it leads no other clock more than ten minutes ahead', async () => {
  const [laptop, phone] = await two(relay())
  phone.profile.ahead = 3_650 * DAY_MS
  await write(phone, 'from the future')
  await laptop.sync()
  await say(laptop, 'of today', 2)
  const stamps = Object.values(laptop.shown()).map((document) => (document as { fields: { note?: { person: { at: [number, number, string]; value: string } } } }).fields.note?.person)
  const today = stamps.find((register) => register?.value === 'of today')
  expect(today?.at[0]).toBeLessThanOrEqual(Date.now() + 600_000)
})
