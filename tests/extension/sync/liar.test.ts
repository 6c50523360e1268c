// A relay that says what no honest one says, before anything of it can be verified.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, toBase64url } from '@counterfoil/crypto/encoding'
import { RelayInconsistent } from '@counterfoil/crypto/errors'
import { parse, type Place, sign } from '@counterfoil/crypto/statement'
import type { Roster } from '@counterfoil/crypto/roster'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { add, revoke } from '../../../extension/src/sync/acts.ts'
import { Budget } from '../../../extension/src/sync/budget.ts'
import { Problem, Unreachable } from '../../../extension/src/sync/relay.ts'
import { Behind } from '../../../extension/src/sync/sync.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'

vi.setConfig({ testTimeout: 60_000 })

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
afterEach(() => vi.restoreAllMocks())

async function laptopWith(): Promise<DeviceUnderTest> {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  return laptop
}

/** Answers of the relay to requests with `part` in their path are these instead. */
function answers(part: string, answer: () => Response): void {
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => (new URL(String(url)).pathname.endsWith(part) ? Promise.resolve(answer()) : real(url, init)))
}

describe('a relay that says the account was closed', () => {
  const closed = (statements: readonly Bytes[]): void => {
    vi.spyOn(globalThis, 'fetch').mockImplementation((url) =>
      Promise.resolve(
        String(url).endsWith('/statements')
          ? Response.json({ statements: statements.map(toBase64url) })
          : Response.json({ type: 'urn:counterfoil:problem:closed', detail: 'closed' }, { status: 410 }),
      ),
    )
  }

  const placeOf = (laptop: DeviceUnderTest, roster: Roster): Place => ({
    account: laptop.vault.account,
    previous: roster.statement,
    head: laptop.vault.head,
    signer: laptop.vault.device.id,
    date: Date.now(),
  })

  it('by one whom a removed device let in is not believed', async () => {
    const laptop = await laptopWith()
    const phone = await new Profile().join(laptop)
    await laptop.sync()
    const before = laptop.vault.log.roster.copy()
    const statements = laptop.vault.statements
    await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
    const accomplice = Device.new()
    const admission = sign(phone.vault.device, add(phone.vault, accomplice.keys), placeOf(laptop, before)).signed
    before.admit(parse(admission))
    const close = sign(accomplice, { kind: 'close' }, placeOf(laptop, before)).signed
    closed([...statements, admission, close])
    await expect(laptop.connection().sync.read()).rejects.toMatchObject({ name: RelayInconsistent.name, code: 'closed' })
    expect(laptop.vault.ending).toBeNull()
  })

  it('by a member is believed', async () => {
    const laptop = await laptopWith()
    const phone = await new Profile().join(laptop)
    await laptop.sync()
    const close = sign(phone.vault.device, { kind: 'close' }, placeOf(laptop, laptop.vault.log.roster)).signed
    closed([...laptop.vault.statements, close])
    await laptop.connection().sync.read()
    expect(laptop.vault.ending).toMatchObject({ how: 'closed', by: phone.vault.device.name })
  })
})

describe('a relay that answers without end', () => {
  it.each<[string, number[]]>([
    ['two hundred thousand restores', Array.from({ length: 200_000 }, (_, at) => at + 1)],
    ['restores that go back', [3, 2]],
    ['one restore twice', [2, 2]],
  ])('names %s in vain', async (_, restores) => {
    const laptop = await laptopWith()
    const { head } = laptop.vault
    const said = { generation: toBase64url(head.generation), sequence: head.sequence, hash: toBase64url(head.hash) }
    answers('/log', () => Response.json({ head: said, through: said, restores, entries: [] }))
    await expect(laptop.sync()).rejects.toThrow(Unreachable)
  })

  it('shows one record of a checkpoint again and again in vain', async () => {
    const profile = new Profile()
    const { vault } = await profile.create(relay.url)
    await vault.note({ created: true })
    const zeros = toBase64url(new Uint8Array(32))
    const head = { generation: zeros, sequence: 9_000, hash: zeros }
    const row = { sequence: 2, kind: 'record', record: toBase64url(new Uint8Array(16).fill(1)), digest: zeros, body: null }
    let shown = 0
    vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      const { pathname } = new URL(String(url))
      if (pathname.endsWith('/challenges')) return Promise.resolve(Response.json({ nonce: zeros }))
      if (pathname.endsWith('/tokens')) return Promise.resolve(Response.json({ token: 'x', expires: '2999-01-01T00:00:00Z' }))
      if (pathname.endsWith('/live')) return Promise.resolve(++shown > 100 ? Response.error() : Response.json({ entries: [row], more: true }))
      if (pathname.endsWith('/checkpoint')) return Promise.resolve(Response.json({ head, entries: [] }))
      return Promise.resolve(Response.json({ head, through: head, restores: [], entries: [] }))
    })
    await expect(profile.device(vault).connection().sync.read()).rejects.toThrow('records that it showed before')
    expect(shown).toBe(2)
  })

  it('has no more held of it than a history takes, also in entries without a body', () => {
    const entry = (body: Bytes | null) => ({ sequence: 1, kind: 2, record: new Uint8Array(16), digest: new Uint8Array(32), body }) as const
    const budget = new Budget(10_000)
    budget.spend([entry(new Uint8Array(9_000)), entry(null)])
    expect(() => budget.spend(Array.from({ length: 10 }, () => entry(null)))).toThrow('too long')
  })
})

it('a relay that names a restore after its newest entry hides nothing by it', async () => {
  const laptop = await laptopWith()
  await relay.back(await relay.copy())
  const phone = await new Profile().join(laptop)
  expect([phone.vault.log.restores.length, phone.vault.restored]).toEqual([1, null])
  const backup = await relay.copy()
  await phone.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'seen there'))
  await phone.sync()
  await relay.back(backup, false)
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!String(url).includes('/log?after=')) return response
    const answer = (await response.json()) as { restores: number[] }
    return Response.json({ ...answer, restores: [...answer.restores, phone.vault.head.sequence + 1] })
  })
  await expect(phone.sync()).rejects.toThrow('makes no sense')
  vi.restoreAllMocks()
  await expect(phone.sync()).rejects.toThrow(Behind)
})

it('a connection that breaks in the middle is not taken for an address without a relay', async () => {
  const laptop = await laptopWith()
  const broken = (): ReadableStream => new ReadableStream({ start: (stream) => stream.error(new TypeError('reset')) })
  answers('/log', () => new Response(broken()))
  await expect(laptop.sync()).rejects.toThrow('the connection to the relay broke')
})

it('a relay that asks to wait for ever, or names addresses that are none, says no more than an honest one', async () => {
  const laptop = await laptopWith()
  const problem = { type: 'urn:counterfoil:problem:wrong-origin', retry: 1e12, origins: ['call 0900', 'https://relay.example/path', 'https://relay.example', ...Array.from({ length: 9 }, (_, at) => `https://r${at}.example`)] }
  answers('/log', () => Response.json(problem, { status: 403 }))
  const error = await laptop.sync().then(() => null, (thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Problem)
  const { more } = error as Problem
  expect(more.retry).toBe(86_400)
  expect(more.origins).toEqual(['https://relay.example', 'https://r0.example', 'https://r1.example', 'https://r2.example', 'https://r3.example'])
})
