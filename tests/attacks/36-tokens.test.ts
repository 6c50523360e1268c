// A token in a log, on the wire, after removal: the extension shows it in a header and in a first frame alone, and drops it when it is over.
import { expect, it } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { listen } from '../../extension/src/sync/stream.ts'
import { Profile } from '../extension/device.ts'
import { tapped } from './wiretap.ts'

const tap = tapped()

it('a token is in no address and in no header but its own, and is over with the revoke', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(tap().url)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  const { relay: dialled, session } = phone.connection()
  const { token } = await session.token()
  const ending = new AbortController()
  let heard = 0
  const listening = listen(dialled, session, () => heard++, ending.signal)
  await expect.poll(() => heard).toBeGreaterThan(0)
  expect(tap().log).toContain('GET /v1/stream ')
  expect(tap().log).toContain('PUT /v1/pairings/')

  const before = heard
  const id = phone.vault.device.name
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(id) ? revoke(laptop.vault, id) : null))
  await expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThan(before)
  // With the old token nothing is to be had any more, and no new one opens what is written from now on.
  await expect(dialled.log(token, 0)).rejects.toMatchObject({ code: 'unauthorized' })
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed' })
  ending.abort()
  await listening
  const tokens = [token, (await laptop.connection().session.token()).token]
  for (const one of tokens) for (const spelled of [one, Buffer.from(one, 'base64url').toString('hex'), encodeURIComponent(one)]) expect(tap().log).not.toContain(spelled)
})
