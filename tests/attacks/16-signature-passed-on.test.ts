// Row 16: a signature is passed on to another origin or purpose.
import { expect, test } from 'vitest'
import { goesOn, isKept, malicious, say, troubleAfterSync, two, TYPED } from './people.ts'

const relay = malicious()
const other = malicious()

test('another relay takes no signature made for this one', async () => {
  const [laptop, phone] = await two(other())
  const { settings, identity } = laptop.vault
  await relay().lie('16-passed-on')
  await relay().act(other().url)
  await settings.saveIdentity({ ...identity, relay: relay().url })
  await laptop.profile.tokens.set(null)
  await say(laptop, TYPED)
  expect(await troubleAfterSync(laptop)).toMatchObject({ stopped: false, text: expect.stringMatching(/Changes wait here/) })
  isKept(laptop)
  expect((await relay().loot()).answers).toEqual([
    [403, 'wrong-origin'],
    [403, 'bad-session'],
  ])
  await settings.saveIdentity({ ...identity, relay: other().url })
  await goesOn(other(), laptop, phone)
})
