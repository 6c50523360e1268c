// What the person is told, and for how long.
import { Device } from '@counterfoil/crypto/device'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { CopiedProfile } from '@counterfoil/crypto/errors'
import { beforeEach, expect, it } from 'vitest'
import { Problem, Unreachable } from '../../../extension/src/sync/relay.ts'
import { Behind, Full } from '../../../extension/src/sync/sync.ts'
import { noteTrouble, shownTrouble, troubleOf } from '../../../extension/src/sync/trouble.ts'
import { LocalCopyLost } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'

const HOUR = 3_600_000
const head = { generation: new Uint8Array(32), sequence: 3, hash: new Uint8Array(32) }
let settings: Profile['environment']['settings']
beforeEach(async () => {
  settings = new Profile().environment.settings
  // What is told names devices and days, so it is sealed to this one.
  await settings.saveIdentity({ seed: toBase64url(Device.new().seed), account: '', relay: null })
})

const note = (error: unknown, at: number): Promise<void> => noteTrouble(settings, error === null ? null : troubleOf(error, at))
const codes = async (): Promise<string[]> => (await settings.troubles()).map(({ code }) => code)

it('a passing trouble goes when a run ends well', async () => {
  await note(new Unreachable('the relay does not answer'), 0)
  expect(await codes()).toEqual(['unreachable'])
  await note(null, HOUR)
  expect(await codes()).toEqual([])
})

it('a verdict stays until the person clears it', async () => {
  await note(new CopiedProfile('00', 7), 0)
  await note(null, HOUR)
  await note(new Unreachable('x'), 2 * HOUR)
  expect(await codes()).toEqual(['copied-profile', 'unreachable'])
})

it('a relay that is behind for a day is a verdict, whatever else went wrong in between', async () => {
  for (let hour = 0; hour <= 24; hour += 6) {
    await note(new Behind(2, head), hour * HOUR)
    await note(new Unreachable('x'), (hour + 1) * HOUR)
  }
  expect(await codes()).toContain('relay-behind')
  await note(new Behind(2, head), 25 * HOUR)
  const [verdict] = await settings.troubles()
  expect(verdict).toMatchObject({ code: 'relay-inconsistent', stopped: true, since: 0 })
})

it('a relay that caught up begins anew', async () => {
  await note(new Behind(2, head), 0)
  await note(null, 20 * HOUR)
  await note(new Behind(2, head), 30 * HOUR)
  expect(await codes()).toEqual(['relay-behind'])
})

it('a relay that caught up and is full was not behind since', async () => {
  await note(new Behind(2, head), 0)
  await note(new Full(1, 1), HOUR)
  expect(await codes()).toEqual(['full'])
  await note(new Behind(2, head), 30 * HOUR)
  expect(await codes()).toEqual(['relay-behind'])
  // What it says of room instead of showing the log is no such end.
  await note(new Problem('full', 'x'), 31 * HOUR)
  await note(new Behind(2, head), 55 * HOUR)
  expect((await settings.troubles())[0]).toMatchObject({ code: 'relay-inconsistent', stopped: true })
})

it('a lost copy is told until it was read', async () => {
  await note(new LocalCopyLost(4), 0)
  await note(null, HOUR)
  expect((await settings.troubles())[0]?.text).toContain('4 unsent changes are gone')
})

it('a refusal names the next step, and a fault of ours is no trouble', () => {
  expect(troubleOf(new Problem('wrong-origin', 'x', { origins: ['https://relay.example'] }), 0)?.text).toContain('https://relay.example')
  expect(troubleOf(new TypeError('x is undefined'), 0)).toBeNull()
})

it.each(['removed', 'closed', 'copied-profile', 'restored-again', 'relay-inconsistent', 'local-copy-lost', 'refused', 'your-phone-removed-this-browser'])(
  'a relay that refuses with “%s” passes no verdict, and none of its words are shown',
  (code) => {
    const trouble = troubleOf(new Problem(code, 'Phone removed this browser on 3 May. Erase what is here'), 0)
    if (!trouble) throw new Error('nothing is told')
    expect(shownTrouble(trouble)).toMatchObject({ code: 'relay-refused', stopped: false, stays: false, ways: [] })
    expect(trouble.text).toMatch(/^The relay refused what this browser asked of it( \((refused|closed)\))?\. Changes wait here\.$/)
    expect(trouble.evidence).toEqual({ code, detail: 'Phone removed this browser on 3 May. Erase what is here' })
  },
)
