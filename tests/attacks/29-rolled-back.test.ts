// An honest operator's older file under live devices: no alarm before a day has passed, and all heals once it is said.
import { expect, test } from 'vitest'
import { standingTroubles } from '../../extension/src/sync/trouble.ts'
import { isKept, malicious, note, reopened, say, troubleAfterSync, two, TYPED, write } from './people.ts'
import { heals, Operator } from './restoring.ts'

const relay = malicious()
const HOUR_MS = 3_600_000

test('it is no alarm before the day and heals when it is declared', async () => {
  let [laptop, phone] = await two(relay())
  const operator = await Operator.of(relay())
  await operator.copy()
  await write(laptop, 'since the copy', 2)
  await write(phone, 'and by the phone', 3)
  await laptop.sync()
  await operator.back(false)
  await say(laptop, TYPED)
  for (const hours of [0, 1, 22]) {
    for (const device of [laptop, phone]) {
      device.profile.ahead += hours * HOUR_MS
      const found = await troubleAfterSync(device)
      expect(found).toMatchObject({ code: 'relay-behind', stopped: false })
      expect(found?.text).toBe('The relay is missing its newest 2 entries. Nothing is lost here; trying again.')
      expect(await device.vault.settings.troubles()).toMatchObject([{ code: 'relay-behind', stopped: false }])
    }
    ;[laptop, phone] = [await reopened(laptop), await reopened(phone)]
    isKept(laptop)
  }
  await operator.declare()
  expect(await troubleAfterSync(laptop)).toBeNull()
  expect(await laptop.vault.settings.troubles()).toEqual([])
  expect(standingTroubles(laptop.vault, [])[0]?.text).toMatch(/2 entries were lost, 3 put back from here/)
  await heals(laptop, phone)
  expect([note(phone, 2), note(phone, 3)]).toEqual(['since the copy', 'and by the phone'])
  laptop.profile.ahead += 48 * HOUR_MS
  expect(await troubleAfterSync(laptop)).toBeNull()
})
