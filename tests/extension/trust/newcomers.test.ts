// A newcomer whose browser dies between being let in and joining: its seed was written down first, and it goes on with it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App, GuestPairing } from '../../../extension/src/app.ts'
import { Host } from '../../../extension/src/sync/pairing.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'
import { browser, emptyBrowser, local, restart } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

const PASS = 'kettle under seven moons'
let relay: RelayProcess
let app: App
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())
beforeEach(async () => {
  app = await emptyBrowser()
})
afterEach(() => vi.restoreAllMocks())

/** Once such a request was answered, the browser is gone. */
function killedAfter(isLast: (url: string, method: string, answer: Response) => Promise<boolean>, gets: boolean): void {
  const real = globalThis.fetch
  let killed = false
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    if (killed) throw new TypeError('killed')
    const answer = await real(url, init)
    killed = await isLast(String(url), init?.method ?? 'GET', answer.clone())
    if (killed && !gets) throw new TypeError('killed')
    return answer
  })
}

async function opened(phone: DeviceUnderTest): Promise<Host> {
  const { relay: at, session, sync } = phone.connection()
  return Host.open(phone.vault, at, session, sync)
}

async function phoneAlone(): Promise<DeviceUnderTest> {
  const phone = await new Profile().create(relay.url, 'Phone')
  await phone.sync()
  return phone
}

/** Nothing of the page that entered runs on, and what is stored is as it was. */
async function dies(entering: GuestPairing): Promise<App> {
  const kept: unknown = local.stored.get('pairingGuest')
  entering.cancel()
  await expect(entering.done).rejects.toThrow()
  local.stored.set('pairingGuest', kept)
  return restart()
}

/** For longer than from one question of a device that waits to the next. */
async function away(): Promise<void> {
  await relay.down()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  await relay.up()
}

const names = async (): Promise<(string | null)[]> => (await app.devices()).filter(({ gone }) => gone === null).map(({ name, kind }) => name ?? kind).sort()
const guest = async (): Promise<GuestPairing | null> => (await app.pairingUnderWay()).guest

describe('by a code', () => {
  it('goes on with the same digits after the browser’s end', async () => {
    const phone = await phoneAlone()
    const host = await opened(phone)
    const before = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    app = await dies(before)
    const after = await guest()
    expect(after?.digits).toBe(before.digits)
    await host.claimed()
    await Promise.all([after?.done, host.confirm(before.digits)])
    expect(await names()).toEqual(['Laptop', 'Phone'])
    expect(local.stored.has('pairingGuest')).toBe(false)
  })

  it('that was given up for another code takes nothing of that one with it', async () => {
    const [phone, tablet] = [await phoneAlone(), await phoneAlone()]
    const first = await app.pairAsGuest({ code: (await opened(phone)).code, name: 'Laptop' })
    first.cancel()
    const host = await opened(tablet)
    const second = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    await expect(first.done).rejects.toThrow('cancelled')
    expect(local.stored.has('pairingGuest')).toBe(true)
    expect((await guest())?.done).toBe(second.done)
    await host.claimed()
    await Promise.all([second.done, host.confirm(second.digits)])
    expect(local.stored.has('pairingGuest')).toBe(false)
  })

  it('is waited for on both sides while the relay is away', async () => {
    const phone = await phoneAlone()
    const host = await opened(phone)
    const claimed = host.claimed()
    await away()
    const entering = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    await claimed
    await away()
    await Promise.all([entering.done, host.confirm(entering.digits)])
    expect(await names()).toEqual(['Laptop', 'Phone'])
  })

  it('is waited for while the relay is asked too much', async () => {
    const busy = await RelayProcess.start('--rate', '1')
    try {
      const phone = await new Profile().create(busy.url, 'Phone')
      await phone.sync()
      const host = await opened(phone)
      const { relay: at, session } = phone.connection()
      const flood = async (): Promise<void> => {
        for (let asked = 0; asked < 60; asked++) await session.with((token) => at.usage(token))
      }
      await expect(flood()).rejects.toMatchObject({ code: 'too-many-requests' })
      const entering = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
      expect(await host.claimed()).toEqual({ name: 'Laptop' })
      entering.cancel()
      await expect(entering.done).rejects.toThrow()
    } finally {
      await busy.stop()
    }
  })

  it('has its seed written down before its keys are told', async () => {
    const phone = await phoneAlone()
    const host = await opened(phone)
    const real = globalThis.fetch
    let written: unknown = null
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (String(url).endsWith('/claim')) written = local.stored.get('pairingGuest') ?? null
      return real(url, init)
    })
    const before = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    expect(written).not.toBeNull()
    // Its name and its code are as little in the clear as an order is.
    expect(JSON.stringify(written)).not.toMatch(/Laptop|127\.0\.0\.1/)
    local.stored.set('pairingGuest', written)
    const { KEPT_GUEST } = await import('../../../extension/src/entering.ts')
    expect(await KEPT_GUEST.get()).toMatchObject({ name: 'Laptop', answer: null })
    await dies(before)
  })

  it('goes on where it was let in, long after the code', async () => {
    const phone = await phoneAlone()
    const host = await opened(phone)
    killedAfter(async (url, method, answer) => method === 'GET' && url.endsWith('/answer') && (JSON.parse(await answer.text()) as { answer: unknown }).answer !== null, true)
    const before = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    before.done.catch(() => undefined)
    const digits = before.digits
    await host.claimed()
    await host.confirm(digits).catch(() => undefined)
    await expect(before.done).rejects.toThrow()
    vi.restoreAllMocks()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000)
    const { forgetEntering } = await import('../../../extension/src/entering.ts')
    await forgetEntering()
    app = await restart()
    const after = await guest()
    vi.restoreAllMocks()
    expect(after?.digits).toBe('')
    await after?.done
    expect(await names()).toEqual(['Laptop', 'Phone'])
    expect(local.stored.has('pairingGuest')).toBe(false)
  })

  it('leaves no seed behind once the code has run out, or another history is here', async () => {
    const { forgetEntering } = await import('../../../extension/src/entering.ts')
    const phone = await phoneAlone()
    const host = await opened(phone)
    app = await dies(await app.pairAsGuest({ code: host.code, name: 'Laptop' }))
    await forgetEntering()
    const kept = local.stored.get('pairingGuest') as { until: number }
    expect(kept.until).toBeLessThanOrEqual(Date.now() + 600_000)
    local.stored.set('pairingGuest', { ...kept, until: Date.now() })
    await forgetEntering()
    expect(local.stored.has('pairingGuest')).toBe(false)

    local.stored.set('pairingGuest', kept)
    await app.createHistory({ name: 'Alone', relay: null })
    await forgetEntering()
    expect(local.stored.has('pairingGuest')).toBe(false)
  })

  it('that pairs a locked browser again goes on once that is open, and its seed lies nowhere in the clear', async () => {
    const phone = await phoneAlone()
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.setLock(PASS, null)
    await app.take('pair-again', 'removed')
    const host = await opened(phone)
    const before = await app.pairAsGuest({ code: host.code, name: 'Laptop', passphrase: PASS })
    const stored = JSON.stringify([...local.stored])
    app = await dies(before)
    expect(await guest()).toBeNull()
    expect(local.stored.has('pairingGuest')).toBe(true)
    await app.unlock(PASS)
    const after = await guest()
    expect(after?.digits).toBe(before.digits)
    await host.claimed()
    await Promise.all([after?.done, host.confirm(before.digits)])
    const { settings } = await import('../../../extension/src/own.ts')
    expect(stored).not.toContain((await settings.identity())?.seed)
    expect(await names()).toEqual(['Laptop', 'Phone'])
    app = await restart()
    expect((await app.lock()).state).toBe('locked')
    await app.unlock(PASS)
    expect(await names()).toEqual(['Laptop', 'Phone'])
  })
})

describe('by a kit', () => {
  let words: string
  beforeEach(async () => {
    await app.createHistory({ name: 'Lost', relay: relay.url })
    const kit = await app.makeKit()
    await kit.confirm(kit.ask.map((at) => kit.words[at] ?? ''))
    words = kit.words.join(' ')
    app = await emptyBrowser()
  })
  const restored = (): Promise<void> => app.restoreFromKit({ relay: relay.url, words, name: 'Found' })
  const dying = async (last: string, isSent: boolean): Promise<void> => {
    killedAfter((url) => Promise.resolve(url.endsWith(last)), isSent)
    await expect(restored()).rejects.toThrow()
    vi.restoreAllMocks()
    app = await restart()
  }

  it('goes on where it was let in, though no answer came', async () => {
    await dying('/log/statements', false)
    const after = await guest()
    expect(after?.digits).toBe('')
    await after?.done
    expect(await names()).toEqual(['Found', 'Lost', 'kit'])
    expect(local.stored.has('restoring')).toBe(false)
  })

  it('is one device if its words are typed again', async () => {
    await dying('/log/statements', false)
    await restored()
    expect(await names()).toEqual(['Found', 'Lost', 'kit'])
    expect(local.stored.has('restoring')).toBe(false)
  })

  it('that was never let in leaves no seed behind', async () => {
    let asked = 0
    const real = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (String(url).endsWith('/log/statements')) asked++
      return asked > 0 ? Promise.reject(new TypeError('killed')) : real(url, init)
    })
    await expect(restored()).rejects.toThrow()
    vi.restoreAllMocks()
    expect(local.stored.has('restoring')).toBe(true)
    app = await restart()
    expect(await guest()).toBeNull()
    expect(local.stored.has('restoring')).toBe(false)
  })
})
