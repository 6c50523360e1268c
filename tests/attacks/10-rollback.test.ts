// Row 10: rollback of one record or of all.
import { describe, expect, test } from 'vitest'
import { aDayLater, goesOn, isKept, isStopped, malicious, reopened, say, troubleAfterSync, two, TYPED, write } from './people.ts'

const relay = malicious()

describe.each(['10-rollback', '10-rollback-of-all'])('%s', (name) => {
  test.each([false, true])('a shorter log is behind, and after a day an attack; restarted: %s', async (restarted) => {
    let [laptop] = await two(relay())
    await relay().lie(name)
    if (restarted) laptop = await reopened(laptop)
    await say(laptop, TYPED)
    const sent = (await relay().seen()).length
    const behind = await troubleAfterSync(laptop)
    expect(behind).toMatchObject({ code: 'relay-behind', stopped: false })
    expect(behind?.text).toMatch(/missing its newest .* Nothing is lost here/)
    expect((await relay().seen()).slice(sent).filter((one) => one.startsWith('POST /v1/log'))).toEqual([])
    laptop = await reopened(laptop)
    aDayLater(laptop)
    await troubleAfterSync(laptop)
    expect(await laptop.vault.settings.troubles()).toContainEqual(expect.objectContaining({ code: 'relay-inconsistent', stopped: true }))
    isKept(laptop)
  })
})

test('one that was only behind heals', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('10-rollback', laptop)
  await say(laptop, TYPED)
  expect(await troubleAfterSync(laptop)).toMatchObject({ code: 'relay-behind' })
  await goesOn(relay(), laptop, phone)
})

test.each([false, true])('a log that was rewritten stops the sync; restarted: %s', async (restarted) => {
  let [laptop] = await two(relay())
  await relay().lie('10-rewritten')
  if (restarted) laptop = await reopened(laptop)
  await isStopped(laptop, 'chain', /cannot be true/)
})

test('a log that was rewritten to the same length is a fork', async () => {
  const [laptop, phone] = await two(relay())
  await write(phone, 'one more', 2)
  await laptop.sync()
  await relay().lie('10-rewritten-as-long', laptop)
  await isStopped(laptop, 'fork', /cannot be true/)
})
