// The relay goes back, loses everything, or moves: what every device has comes back, and what was lost is told.
import { toBase64url } from '@counterfoil/crypto/encoding'
import { RelayInconsistent } from '@counterfoil/crypto/errors'
import { orderKey } from '@counterfoil/crypto/identity'
import { Role } from '@counterfoil/crypto/statement'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { add, revoke, rotate } from '../../../extension/src/sync/acts.ts'
import { Problem, Relay } from '../../../extension/src/sync/relay.ts'
import { Behind, RestoredAgain } from '../../../extension/src/sync/sync.ts'
import { confirmRestore, expectRestore, noteTrouble, standingTroubles, troubleOf } from '../../../extension/src/sync/trouble.ts'
import { putBack } from '../../../extension/src/trust/move.ts'
import { type DeviceUnderTest, note, pairAt, Profile, record } from '../device.ts'
import { RelayProcess } from '../relay.ts'

// A relay that is put back is started again, and computers are busy.
vi.setConfig({ testTimeout: 60_000 })

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
afterEach(() => vi.restoreAllMocks())

const say = (device: DeviceUnderTest, id: string, value: string): Promise<boolean> => device.vault.edit((editor) => editor.say('Order', id, 'note', value))
const pair = (): Promise<[DeviceUnderTest, DeviceUnderTest]> => pairAt(relay.url)

it('what a restored relay lost comes back from whoever has it, and is told', async () => {
  const [laptop, phone] = await pair()
  await say(laptop, record(1), 'before the backup')
  await laptop.sync()
  await phone.sync()
  const backup = await relay.copy()
  await say(laptop, record(1), 'changed since')
  await say(laptop, record(2), 'only since')
  await laptop.sync()
  await phone.sync()
  await say(phone, record(3), 'the phone’s')
  await phone.sync()
  await laptop.sync()
  await say(laptop, record(4), 'not yet sent')
  await relay.back(backup)

  await laptop.sync()
  await phone.sync()
  await laptop.sync()
  for (const device of [laptop, phone])
    expect([1, 2, 3, 4].map((at) => note(device, record(at)))).toEqual(['changed since', 'only since', 'the phone’s', 'not yet sent'])
  expect(laptop.shown()).toEqual(phone.shown())
  expect(laptop.vault.log.restores).toHaveLength(1)
  expect(laptop.vault.waiting + phone.vault.waiting).toBe(0)
  const [told] = standingTroubles(laptop.vault, [])
  expect(told?.code).toBe('restored')
  expect(told?.text).toMatch(/3 entries were lost, 4 put back from here\. Phone wrote last; open it once\./)

  const again = await laptop.profile.open()
  expect(again.shown()).toEqual(phone.shown())
  await again.sync()
})

it('a device that came after the backup is let in again by its own copy of the statements', async () => {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  const backup = await relay.copy()
  const phone = await new Profile().join(laptop)
  await say(phone, record(1), 'from the phone')
  await phone.sync()
  await relay.back(backup)
  // The phone comes first: the relay does not know it.
  await phone.sync()
  expect(phone.vault.log.roster.members.size).toBe(2)
  await laptop.sync()
  expect(note(laptop, record(1))).toBe('from the phone')
  expect(laptop.vault.log.roster.members.size).toBe(2)
})

it('a removal that was lost stays one: byte for byte, before anything else, and no matter who else wrote meanwhile', async () => {
  const [laptop, phone] = await pair()
  const tablet = await new Profile().join(laptop, 'Tablet')
  await laptop.sync()
  await phone.sync()
  const backup = await relay.copy()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
  const { statement } = laptop.vault.log.roster
  await say(laptop, record(1), 'after the removal')
  await laptop.sync()
  await relay.back(backup)
  // Who was removed is back for a moment, and writes.
  await say(phone, record(2), 'by a ghost')
  await phone.sync()
  await laptop.sync()
  await tablet.sync()
  for (const device of [laptop, tablet]) {
    expect(device.vault.log.roster.gone.has(phone.vault.device.name)).toBe(true)
    expect(device.vault.log.roster.statement).toEqual(statement)
    expect(note(device, record(1))).toBe('after the removal')
  }
  expect(laptop.vault.setAside.get(record(2))).toBe('writer')
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
})

it('a removal that was lost stays one, also where the relay said at first that less was lost', async () => {
  const [laptop, phone] = await pair()
  const backup = await relay.copy()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
  await say(laptop, record(1), 'after the removal')
  await laptop.sync()
  await relay.back(backup)
  const newest = laptop.vault.head.sequence
  const real = globalThis.fetch
  const lying = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!response.ok || !String(url).endsWith(`/log?after=${newest}`)) return response
    lying.mockRestore()
    const answer = (await response.json()) as { head: { sequence: number } }
    return Response.json({ ...answer, head: { ...answer.head, sequence: newest }, restores: [newest] })
  })
  await laptop.sync()
  expect(laptop.vault.log.roster.gone.has(phone.vault.device.name)).toBe(true)
  expect(note(laptop, record(1))).toBe('after the removal')
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
})

it('one backup that is put back twice, and then a later one, is no other history for who knows of the first time', async () => {
  const [laptop, phone] = await pair()
  const backup = await relay.copy()
  await relay.back(backup)
  await Promise.all([laptop.sync(), phone.sync()])
  await say(phone, record(1), 'one')
  await phone.sync()
  await relay.back(backup)
  phone.profile.ahead = 31 * 86_400_000
  for (const each of ['two', 'three', 'four']) {
    await say(phone, record(2), each)
    await phone.sync()
  }
  await relay.back(await relay.copy())
  laptop.profile.ahead = phone.profile.ahead *= 2
  await phone.sync()
  await say(laptop, record(3), 'the laptop’s')
  expect(laptop.vault.log.restores).toHaveLength(1)
  await laptop.sync()
  await phone.sync()
  for (const device of [laptop, phone]) expect([1, 2, 3].map((at) => note(device, record(at)))).toEqual(['one', 'four', 'the laptop’s'])
})

it('an act that fits nowhere any more is done again', async () => {
  const [laptop, phone] = await pair()
  const tablet = await new Profile().join(laptop, 'Tablet')
  await Promise.all([laptop.sync(), phone.sync()])
  const backup = await relay.copy()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(tablet.vault.device.name) ? revoke(laptop.vault, tablet.vault.device.name) : null))
  await relay.back(backup)
  // Another statement takes its place first.
  await phone.connection().sync.act(() => (phone.vault.log.roster.epoch === 0 ? rotate(phone.vault) : null))
  await laptop.sync()
  await phone.sync()
  expect(phone.vault.log.roster.gone.has(tablet.vault.device.name)).toBe(true)
  expect(phone.vault.log.roster.epoch).toBe(2)
  await say(phone, record(1), 'under the newest key')
  await phone.sync()
  await laptop.sync()
  expect(note(laptop, record(1))).toBe('under the newest key')
})

it('a kit that left in the lost part keeps nobody from writing', async () => {
  const [laptop, phone] = await pair()
  const { Kit } = await import('@counterfoil/crypto/kit')
  const kit = Kit.new(laptop.vault.account)
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(kit.device.name) ? null : add(laptop.vault, kit.device.keys, Role.kit)))
  await phone.sync()
  const backup = await relay.copy()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(kit.device.name) ? { kind: 'leave' } : null), kit.device)
  await say(laptop, record(1), 'still written')
  await relay.back(backup)
  await phone.connection().sync.act(() => (phone.vault.log.roster.epoch === 0 ? rotate(phone.vault) : null))
  await laptop.sync()
  expect(laptop.vault.lost).toEqual([])
  expect(laptop.vault.log.roster.notices.has(kit.device.name)).toBe(true)
  await phone.sync()
  expect(note(phone, record(1))).toBe('still written')
})

it('an older backup and then a newer one are no other history', async () => {
  const [laptop, phone] = await pair()
  const older = await relay.copy()
  await say(laptop, record(1), 'one')
  await laptop.sync()
  await say(laptop, record(2), 'two')
  await laptop.sync()
  const newer = await relay.copy()
  await relay.back(older)
  await laptop.sync()
  await say(laptop, record(3), 'three')
  await laptop.sync()
  await relay.back(newer)
  laptop.profile.ahead = 31 * 86_400_000
  await laptop.sync()
  await phone.sync()
  for (const device of [laptop, phone]) expect([1, 2, 3].map((at) => note(device, record(at)))).toEqual(['one', 'two', 'three'])
})

it('a relay that goes back without a word is behind, and heals once it says so', async () => {
  const [laptop, phone] = await pair()
  const backup = await relay.copy()
  await say(laptop, record(1), 'since')
  await laptop.sync()
  await relay.back(backup, false)
  await expect(laptop.sync()).rejects.toThrow(Behind)
  expect(troubleOf(new Behind(1, laptop.vault.head), 0)?.text).toContain('missing its newest 1 entry.')
  const now = await relay.copy()
  await relay.back(now)
  await laptop.sync()
  await phone.sync()
  expect(note(phone, record(1))).toBe('since')
})

it('a second restore within 30 days waits for the person, and loses nothing', async () => {
  const [laptop] = await pair()
  const backup = await relay.copy()
  await say(laptop, record(1), 'one')
  await laptop.sync()
  await relay.back(backup)
  await laptop.sync()
  await say(laptop, record(2), 'two')
  await laptop.sync()
  await relay.back(backup)
  const { settings } = laptop.vault
  const error = await laptop.sync().then(() => null, (thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RestoredAgain)
  await noteTrouble(settings, troubleOf(error, Date.now(), laptop.vault))
  expect((await settings.troubles())[0]).toMatchObject({ code: 'restored-again', stopped: true })
  await confirmRestore(laptop.vault)
  await laptop.sync()
  expect([note(laptop, record(1)), note(laptop, record(2))]).toEqual(['one', 'two'])
  expect(laptop.vault.waiting).toBe(0)

  await relay.back(backup)
  laptop.profile.ahead = 31 * 86_400_000
  await laptop.sync()
  expect(laptop.vault.waiting).toBe(0)
})

it.each([
  ['by the name of one that is known', true],
  ['by no name', false],
])('a second restore waits for the person, also if the relay calls it %s', async (_, named) => {
  const [laptop] = await pair()
  await relay.back(await relay.copy())
  await laptop.sync()
  const { settings, log } = laptop.vault
  await expectRestore(settings, log.generation)
  const backup = await relay.copy()
  if (named) {
    await say(laptop, record(1), 'lost')
    await laptop.sync()
  }
  await relay.back(backup)
  const { head } = laptop.vault
  const real = globalThis.fetch
  const lying = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!response.ok || !String(url).endsWith(`/log?after=${head.sequence}`)) return response
    lying.mockRestore()
    const { restores, ...answer } = (await response.json()) as { restores: number[]; head: { sequence: number } }
    const said = { ...answer.head, generation: toBase64url(head.generation), sequence: answer.head.sequence + 1 }
    return Response.json({ ...answer, head: said, restores: named ? restores : restores.slice(0, 1) })
  })
  const error = await laptop.sync().then(() => null, (thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RestoredAgain)
  expect(laptop.vault.head).toEqual(head)
  await noteTrouble(settings, troubleOf(error, Date.now(), laptop.vault))
  await confirmRestore(laptop.vault)
  await laptop.sync()
  expect(laptop.vault.log.restores).toHaveLength(2)
  expect([laptop.vault.waiting, note(laptop, record(1))]).toEqual([0, named ? 'lost' : null])
})

it('a relay that calls another history a restore is found out', async () => {
  const [laptop, phone] = await pair()
  await say(laptop, record(1), 'one')
  await laptop.sync()
  await phone.sync()
  const other = await new Profile().create(relay.url)
  await other.sync()
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!String(url).includes('/log?after=')) return response
    const answer = (await response.json()) as { restores: number[]; entries: { digest: string; body: string | null }[] }
    answer.restores = [3]
    const [first] = answer.entries
    if (first && String(url).endsWith('after=0')) first.body = Buffer.from(other.vault.statements[0] ?? []).toString('base64url')
    return Response.json(answer)
  })
  await expect(laptop.sync()).rejects.toThrow(RelayInconsistent)
  vi.restoreAllMocks()
  expect(note(laptop, record(1))).toBe('one')
  await laptop.sync()
})

it('a relay that lost everything gets it back when the person says so', async () => {
  const [laptop, phone] = await pair()
  await say(laptop, record(1), 'one')
  await laptop.sync()
  await phone.sync()
  await relay.forget()
  await expect(laptop.sync()).rejects.toMatchObject({ name: Problem.name, code: 'unknown-account' })
  await putBack(laptop.vault, new Relay(relay.url))
  await laptop.sync()
  await phone.sync()
  await say(phone, record(2), 'two')
  await phone.sync()
  await laptop.sync()
  expect(laptop.shown()).toEqual(phone.shown())
  expect([note(phone, record(1)), note(laptop, record(2))]).toEqual(['one', 'two'])
})

it('a worker that dies while the log is read anew begins over, and what was lost is still to be put back', async () => {
  const [laptop, phone] = await pair()
  const backup = await relay.copy()
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
  await say(laptop, record(1), 'since')
  await laptop.sync()
  await relay.back(backup)
  const real = globalThis.fetch
  for (const part of ['/log?after=0', '/log/statements', '/log/records']) {
    const killed = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (String(url).endsWith(part)) throw new TypeError('killed')
      return real(url, init)
    })
    const device = await laptop.profile.open()
    // A put-back that failed is tried again at once; the others end the run.
    await device.sync().catch(() => undefined)
    device.vault.close()
    killed.mockRestore()
  }
  const again = await laptop.profile.open()
  await again.sync()
  expect(again.vault.lost).toEqual([])
  expect(again.vault.log.roster.gone.has(phone.vault.device.name)).toBe(true)
  expect(note(again, record(1))).toBe('since')
  expect(again.vault.waiting).toBe(0)
})

it('an order that was never written gets the new epoch’s id, and is found under the old one', async () => {
  const [laptop, phone] = await pair()
  const key = orderKey('shop.example', 'A-1')
  const before = laptop.vault.idOf('Order', key)
  await laptop.vault.edit((editor) => editor.capture(before, { type: 'Order', fields: { vendor: { value: 'shop.example' }, orderNumber: { value: 'A-1' } } }))
  const written = laptop.vault.idOf('Vendor', ['domain', 'shop.example'])
  await phone.connection().sync.act(() => (phone.vault.log.roster.epoch === 0 ? rotate(phone.vault) : null))
  await laptop.sync()
  const now = laptop.vault.idOf('Order', key)
  expect(now).not.toBe(before)
  expect(laptop.vault.log.newest.has(now)).toBe(true)
  expect(laptop.vault.log.newest.has(before)).toBe(false)
  expect(laptop.vault.get(before)).toEqual(laptop.vault.get(now))
  expect(laptop.vault.idOf('Vendor', ['domain', 'shop.example'])).not.toBe(written)
  await phone.sync()
  expect(phone.vault.get(now)?.document.type).toBe('Order')
  const again = await laptop.profile.open()
  expect(again.vault.get(before)?.document.type).toBe('Order')
})
