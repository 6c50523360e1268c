// Row 18: "you have no account".
import { expect, test } from 'vitest'
import { goesOn, isKept, malicious, reopened, say, troubleAfterSync, two, TYPED } from './people.ts'

const relay = malicious()

test.each([
  ['18-unknown-account', 'unknown-account', /Everything is still here/],
  ['18-empty', 'relay-behind', /Nothing is lost here/],
])('nothing is dropped, and nothing started anew: %s', async (name, code, words) => {
  let [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  const before = laptop.shown()
  const sent = (await relay().seen()).length
  await relay().lie(name)
  for (let round = 0; round < 2; round++) {
    const found = await troubleAfterSync(laptop)
    expect(found).toMatchObject({ code, stopped: false })
    expect(found?.text).toMatch(words)
    laptop = await reopened(laptop)
    expect(laptop.shown()).toEqual(before)
  }
  isKept(laptop)
  const asked = (await relay().seen()).slice(sent)
  expect(asked.filter((one) => /^POST \/v1\/(accounts|log)/.test(one))).toEqual([])
  await goesOn(relay(), laptop, phone)
})
