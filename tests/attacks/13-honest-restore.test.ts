// An honest restore from a backup heals by itself: no alarm, nothing lost.
import { expect, it, test } from 'vitest'
import { standingTroubles } from '../../extension/src/sync/trouble.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { malicious, note, reopened, say, troubleAfterSync, two, TYPED, write } from './people.ts'
import { heals, Operator } from './restoring.ts'

const relay = malicious()
const DAY_MS = 86_400_000

test('what a backup lacks comes back and is told', async () => {
  let [laptop, phone] = await two(relay())
  const operator = await Operator.of(relay())
  await operator.copy()
  await write(laptop, 'since the backup', 3)
  await write(phone, 'by the phone, since the backup', 2)
  await laptop.sync()
  await say(laptop, TYPED)
  await operator.back()
  expect(await troubleAfterSync(laptop)).toBeNull()
  laptop = await reopened(laptop)
  const told = standingTroubles(laptop.vault, [])
  expect(told).toMatchObject([{ code: 'restored', stopped: false }])
  expect(told[0]?.text).toMatch(/2 entries were lost, 3 put back from here\. Phone wrote last; open it once\./)
  await heals(laptop, phone)
  expect([note(phone, 2), note(phone, 3)]).toEqual(['by the phone, since the backup', 'since the backup'])
  const tablet = await new Profile().join(laptop, 'Tablet')
  expect(tablet.shown()).toMatchObject(laptop.shown())
})

/** Numbers below `below`, the same for a seed each time (Park and Miller). */
function chanceOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below
}

it.each([3, 14])('a history with restores raises no alarm and loses nothing (seed %i)', async (seed) => {
  const chance = chanceOf(seed)
  const everyone: DeviceUnderTest[] = await two(relay())
  const operator = await Operator.of(relay())
  const said = new Map<number, string>()
  for (let step = 0; step < 36; step++) {
    if (step % 12 === 4) await operator.copy()
    if (step % 12 === 11) {
      await operator.back()
      for (const device of everyone) device.profile.ahead += 31 * DAY_MS
    }
    const at = chance(everyone.length)
    const device = everyone[at] as DeviceUnderTest
    const what = chance(6)
    if (what < 2) {
      const number = 10 + step
      said.set(number, `step ${step}`)
      await say(device, `step ${step}`, number)
    } else if (what === 2) everyone[at] = await reopened(device)
    else if (what === 3 && everyone.length < 4) {
      // Only a device that has read all of the log lets another one in.
      await device.sync()
      everyone.push(await new Profile().join(device, `Device ${step}`))
    } else expect(await troubleAfterSync(device)).toBeNull()
  }
  await say(everyone[0] as DeviceUnderTest, TYPED)
  await heals(...everyone)
  for (const device of everyone) expect([...said].map(([number]) => note(device, number))).toEqual([...said.values()])
})
