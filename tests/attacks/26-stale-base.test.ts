// Row 26: a stale base is accepted, or a concurrent revision dropped as superseded.
import { expect, test } from 'vitest'
import { Profile } from '../extension/device.ts'
import { isStopped, malicious, note, say, settle, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()

test.each(['26-stale-base', '26-dropped'])('reader, writer and third device all name it: %s', async (name) => {
  const [laptop, phone] = await two(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  await settle(laptop, phone, tablet)
  await relay().lie(name, laptop)
  await laptop.sync()
  await write(phone, 'by the phone')
  await say(laptop, TYPED)
  expect(await troubleAfterSync(laptop)).toMatchObject({ code: 'relay-inconsistent', stopped: true, evidence: { code: 'base' } })
  expect(note(laptop)).toBe(TYPED)
  for (const device of [phone, tablet]) await isStopped(device, 'base', /cannot be true/)
})
