// A restore that nobody made: it lets nobody in again, it hides no fork, and a second one waits for the person.
import { EntryKind } from '@counterfoil/crypto/chain'
import { parseHeader } from '@counterfoil/crypto/header'
import { expect, it, test, vi } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { confirmRestore } from '../../extension/src/sync/trouble.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { isKept, isStopped, malicious, note, reopened, say, settle, troubleAfterSync, two, TYPED, write } from './people.ts'
import { heals, Operator } from './restoring.ts'

const relay = malicious()

/** Epochs of the revisions in the log, as the relay shows it to a member. */
async function epochsWritten(device: DeviceUnderTest): Promise<number[]> {
  const { relay: dialled, session } = device.connection()
  const { entries } = await session.with((token) => dialled.log(token, 0))
  return entries.flatMap(({ kind, body }) => (kind === EntryKind.record && body ? [parseHeader(body).epoch] : []))
}

test('who was removed stays so', async () => {
  let [laptop, phone] = await two(relay())
  const tablet = await new Profile().join(laptop, 'Tablet')
  await settle(laptop, phone, tablet)
  const operator = await Operator.of(relay())
  await operator.copy()
  const gone = phone.vault.device.name
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(gone) ? revoke(laptop.vault, gone) : null))
  await tablet.sync()
  await operator.back()
  await write(phone, 'by who is gone', 2)
  const written = await epochsWritten(phone)
  await say(laptop, TYPED)
  // The relay says that it took each statement, and keeps none.
  const real = globalThis.fetch
  const taking = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) =>
    String(url).endsWith('/log/statements') && init?.method === 'POST'
      ? Promise.resolve(Response.json({ type: 'urn:counterfoil:problem:conflict', title: 'moved on', status: 409 }, { status: 409, headers: { 'content-type': 'application/problem+json' } }))
      : real(url, init),
  )
  vi.spyOn(Math, 'random').mockReturnValue(0)
  expect(await troubleAfterSync(laptop)).toMatchObject({ code: 'crowded', stopped: false, text: expect.stringMatching(/try again/) })
  taking.mockRestore()
  vi.restoreAllMocks()
  laptop = await reopened(laptop)
  isKept(laptop)
  expect([...laptop.vault.setAside.values()]).toEqual(['writer'])
  expect(note(laptop, 2)).toBe('second')
  expect(await epochsWritten(phone), 'nothing is sent that the removed one could read').toEqual(written)
  await relay().honest()
  await settle(laptop, tablet)
  for (const device of [laptop, tablet]) {
    expect(device.vault.log.roster.members.has(gone)).toBe(false)
    expect([note(device, 1), device.vault.waiting, device.vault.epoch.number]).toEqual([TYPED, 0, 1])
    expect(note(device, 2)).toBe('second')
  }
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
})

it.each(['28-in-place-of-a-fork', '28-after-a-fork'])('no fork is hidden by it (%s)', async (name) => {
  const [laptop, phone] = await two(relay())
  await relay().lie(name, phone)
  await write(phone, 'only the phone sees this')
  await write(laptop, 'only the laptop sees this')
  await write(phone, 'crosses', 2)
  expect(await troubleAfterSync(laptop)).toBeNull()
  await relay().act('cross')
  await isStopped(laptop, 'witness', /cannot be true/)
})

test('a second one waits for the person', async () => {
  let [laptop, phone] = await two(relay())
  const operator = await Operator.of(relay())
  await operator.copy()
  await write(laptop, 'lost once')
  await operator.back()
  await settle(laptop, phone)
  await say(laptop, TYPED)
  await operator.back()
  const head = laptop.vault.head
  const found = await troubleAfterSync(laptop)
  expect(found).toMatchObject({ code: 'restored-again', stopped: true })
  expect(found?.text).toMatch(/put back to an earlier state again, within 30 days\. Sync has stopped; everything is still here\. Ask whoever runs the relay/)
  laptop = await reopened(laptop)
  expect(laptop.vault.head).toEqual(head)
  isKept(laptop)
  await confirmRestore(laptop.vault)
  expect(await troubleAfterSync(laptop)).toBeNull()
  expect(await troubleAfterSync(phone)).toMatchObject({ code: 'restored-again' })
  await confirmRestore(phone.vault)
  await heals(laptop, phone)
})
