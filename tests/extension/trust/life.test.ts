// The life of devices, kits and the account, through what the screens call.
import { shown } from '@counterfoil/crypto/document'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App, DeviceView } from '../../../extension/src/app.ts'
import { Host } from '../../../extension/src/sync/pairing.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'
import { browser, context, emptyBrowser, local, restart } from './browser.ts'

vi.mock('../../../extension/src/browser.ts', async () => ({ browser: (await import('./browser.ts')).browser }))
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
void browser

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

/** A history of this browser, at the relay. */
async function begun(): Promise<void> {
  await app.createHistory({ name: 'Laptop', relay: relay.url })
  await app.syncNow()
}

/** A phone, let in by this browser. */
async function phoneOf(host: App): Promise<DeviceUnderTest> {
  const { Guest } = await import('../../../extension/src/sync/pairing.ts')
  const { Vault } = await import('../../../extension/src/vault/vault.ts')
  const waiting = await host.pairAsHost()
  const profile = new Profile()
  const guest = await Guest.claim(waiting.code, 'Phone')
  await waiting.claimed
  await waiting.confirm(guest.digits)
  const { identity, ahead } = await guest.admitted(profile.tokens)
  const phone = profile.device(await Vault.join(profile.environment, identity, ahead, 'Phone'))
  await phone.sync()
  await host.syncNow()
  return phone
}

/** This browser, let in by a phone. */
async function joined(phone: DeviceUnderTest): Promise<void> {
  const { relay: at, session, sync } = phone.connection()
  const host = await Host.open(phone.vault, at, session, sync)
  const guest = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
  await host.claimed()
  await Promise.all([guest.done, host.confirm(guest.digits)])
  await app.syncNow()
  await phone.sync()
}

const order = (item: string, note: string): Parameters<App['addOrder']>[0] => ({
  shop: 'shop.example',
  items: [{ name: item, quantity: 1, unitPrice: null, total: null }],
  total: '12.50',
  currency: 'EUR',
  orderNumber: null,
  orderDate: null,
  note,
  url: null,
  waiting: null,
})
const notes = async (): Promise<(string | null)[]> => (await app.orders()).map(({ note }) => note).sort()
const notesOf = (device: DeviceUnderTest): unknown[] =>
  [...device.vault.records()].flatMap(([, { document }]) => (document.type === 'Order' ? [shown(document, 'note')] : [])).sort()
const trouble = async (): Promise<string[]> => (await app.status()).trouble.map(({ code }) => code)
const byName = async (name: string): Promise<DeviceView> => {
  const found = (await app.devices()).find((device) => device.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

describe('devices', () => {
  it('are told with name, fingerprint, who let them in, and their last sign of life', async () => {
    await begun()
    await phoneOf(app)
    const [own, phone] = await app.devices()
    expect(own).toMatchObject({ name: 'Laptop', here: true, kind: 'device', added: null, gone: null, removable: false })
    expect(own?.fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
    expect(phone).toMatchObject({ name: 'Phone', here: false, addedBy: 'Laptop', removable: true })
    expect(Math.abs(Date.now() - (phone?.lastSign ?? 0))).toBeLessThan(60_000)
  })

  it('that are removed are told so by the statement, read nothing written since, and keep what they have', async () => {
    await begun()
    const phone = await phoneOf(app)
    await app.addOrder(order('Lamp', 'before'))
    await app.syncNow()
    await phone.sync()
    expect(await app.removeDevice((await byName('Phone')).id)).toBe('removed')
    await app.addOrder(order('Desk', 'after'))
    await app.syncNow()
    await phone.sync()
    expect(phone.vault.ending).toMatchObject({ how: 'removed' })
    expect(notesOf(phone)).toEqual(['before'])
    expect((await byName('Phone')).gone).toMatchObject({ by: 'Laptop', how: 'removed' })
    expect(await notes()).toEqual(['after', 'before'])
  })

  it('this browser, removed by another, says who did it and when, and can keep or erase what is here', async () => {
    const phone = await new Profile().create(relay.url, 'Phone')
    await phone.sync()
    await joined(phone)
    await app.addOrder(order('Lamp', 'kept'))
    await app.syncNow()
    const { revoke } = await import('../../../extension/src/sync/acts.ts')
    const own = (await app.devices())[0]?.id ?? ''
    await phone.connection().sync.act(() => (phone.vault.log.roster.members.has(own) ? revoke(phone.vault, own) : null))
    await app.syncNow()
    const [told] = (await app.status()).trouble
    expect(told).toMatchObject({ code: 'removed', stopped: true, ways: ['keep', 'erase', 'pair-again'] })
    expect(told?.text).toMatch(/^Phone removed this browser on /)
    app = await restart()
    expect(await trouble()).toEqual(['removed'])
    // Who is no member asks the relay for nothing.
    for (const asked of [() => app.setLock('kettle under seven moons', null), () => app.makeKit(), () => app.closeAccount()])
      await expect(asked()).rejects.toThrow('This browser is no part of the history any more.')
    const { settings } = await import('../../../extension/src/own.ts')
    expect([await settings.next(), await settings.troubles()]).toEqual([null, []])
    await app.take('keep', 'removed')
    expect(await app.status()).toMatchObject({ history: 'local', trouble: [], deviceName: 'Laptop' })
    expect(await notes()).toEqual(['kept'])
    local.stored.set('kit-later', Date.now() + 1e9)
    await app.take('erase', 'removed')
    expect((await app.status()).history).toBe('none')
    expect(local.stored.size).toBe(0)
  })

  it('this browser, removed, is paired again and brings what it had', async () => {
    const phone = await new Profile().create(relay.url, 'Phone')
    await phone.sync()
    await joined(phone)
    const { revoke } = await import('../../../extension/src/sync/acts.ts')
    const own = (await app.devices())[0]?.id ?? ''
    await phone.connection().sync.act(() => (phone.vault.log.roster.members.has(own) ? revoke(phone.vault, own) : null))
    await app.addOrder(order('Lamp', 'written alone'))
    await app.syncNow()
    await app.take('pair-again', 'removed')
    expect((await app.status()).history).toBe('none')
    await joined(phone)
    await app.syncNow()
    await phone.sync()
    expect(await app.status()).toMatchObject({ history: 'relay', trouble: [], deviceName: 'Laptop' })
    expect(await notes()).toEqual(['written alone'])
    expect(notesOf(phone)).toEqual(['written alone'])
  })

  it.each([null, 'kettle under seven moons'])('that was to be paired again and has no code starts a history with all that is here', async (passphrase) => {
    await begun()
    await app.addOrder(order('Lamp', 'not given up'))
    if (passphrase !== null) await app.setLock(passphrase, null)
    const before = (await app.devices())[0]?.id
    await app.take('pair-again', 'removed')
    app = await context()
    expect(await app.status()).toMatchObject({ history: 'none', again: true })
    await app.notAgain()
    expect(await app.status()).toMatchObject({ history: 'relay', again: false })
    expect(await notes()).toEqual(['not given up'])
    await app.take('pair-again', 'removed')
    const start = { name: 'Begun anew', relay: null, passphrase }
    await app.createHistory(start)
    expect(await app.status()).toMatchObject({ history: 'local', trouble: [], deviceName: 'Begun anew' })
    expect(await notes()).toEqual(['not given up'])
    expect((await app.devices()).map(({ id }) => id)).not.toContain(before)
    expect((await app.lock()).state).toBe(passphrase === null ? 'none' : 'unlocked')
  })

  it('a leaver erases what it has, and the next one that reads it begins an epoch before it writes', async () => {
    await begun()
    await app.addOrder(order('Lamp', 'shared'))
    const phone = await phoneOf(app)
    await app.leave()
    expect((await app.status()).history).toBe('none')
    await phone.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'alone'))
    await phone.sync()
    expect(phone.vault.log.roster.epoch).toBe(1)
    expect(phone.vault.log.roster.rotationDue).toBe(false)
    expect(notesOf(phone)).toEqual(['alone', 'shared'])
  })
})

describe('a recovery kit', () => {
  it('is added once three words were typed again, and brings the history back on an empty machine', async () => {
    await begun()
    await app.addOrder(order('Lamp', 'from the kit'))
    await app.syncNow()
    const kit = await app.makeKit()
    expect(kit.words).toHaveLength(24)
    expect(kit.code).toBe(`${relay.url}#${kit.words.join(' ')}`)
    expect(new Set(kit.ask).size).toBe(3)
    await expect(kit.confirm(['abandon', 'abandon', 'abandon'])).rejects.toThrow('not the words of this kit')
    expect((await app.devices()).some(({ kind }) => kind === 'kit')).toBe(false)
    await kit.confirm(kit.ask.map((at) => ` ${kit.words[at]?.toUpperCase()} `))
    expect((await app.devices()).filter(({ kind }) => kind === 'kit')).toHaveLength(1)
    const stored = JSON.stringify([...local.stored])
    expect(stored).not.toContain(kit.words.slice(0, 2).join(' '))

    app = await emptyBrowser()
    await app.restoreFromKit({ relay: relay.url, words: kit.words.join('\n').toUpperCase(), name: 'New' })
    await app.syncNow()
    expect(await notes()).toEqual(['from the kit'])
    expect((await app.devices()).map(({ name, kind }) => name ?? kind)).toEqual(['New', 'Laptop', 'kit'])
    const swapped = [...kit.words]
    swapped[0] = kit.words[0] === 'zoo' ? 'zone' : 'zoo'
    app = await emptyBrowser()
    await expect(app.restoreFromKit({ relay: relay.url, words: swapped.join(' '), name: 'New' })).rejects.toThrow('not the words of one kit')
  })

  it('goes at once by its own words, and otherwise has seven days from a notice that can be cancelled', async () => {
    await begun()
    const phone = await phoneOf(app)
    const kit = await app.makeKit()
    await kit.confirm(kit.ask.map((at) => kit.words[at] ?? ''))
    const id = (await app.devices()).find(({ kind }) => kind === 'kit')?.id ?? ''
    expect(await app.removeDevice(id)).toBe('notice-given')
    expect((await app.devices()).find((one) => one.id === id)).toMatchObject({ notice: { by: 'Laptop' }, removable: false })
    await phone.sync()
    expect(phone.vault.log.roster.notices.size).toBe(1)
    await app.cancelNotice(id)
    expect((await app.devices()).find((one) => one.id === id)?.notice).toBeNull()
    await app.removeKitByWords(kit.words.join(' '))
    expect((await app.devices()).find((one) => one.id === id)?.gone).toMatchObject({ how: 'left' })
    const { settings } = await import('../../../extension/src/own.ts')
    expect(await settings.troubles()).toEqual([])
    await phone.sync()
    // Whoever holds the paper has no key of what comes.
    expect(phone.vault.log.roster.epoch).toBe(1)
  })

  it('neither goes nor stays by a word that is given to a relay which was found lying', async () => {
    await begun()
    const kit = await app.makeKit()
    await kit.confirm(kit.ask.map((at) => kit.words[at] ?? ''))
    const id = (await app.devices()).find(({ kind }) => kind === 'kit')?.id ?? ''
    await app.removeDevice(id)
    const { settings } = await import('../../../extension/src/own.ts')
    await settings.saveTroubles([{ code: 'relay-inconsistent', text: 'It lied.', stopped: true, since: 1 }])
    await expect(app.cancelNotice(id)).rejects.toThrow('Sync has stopped')
    await expect(app.removeKitByWords(kit.words.join(' '))).rejects.toThrow('Sync has stopped')
    expect((await app.devices()).find((one) => one.id === id)).toMatchObject({ gone: null, notice: { by: 'Laptop' } })
  })
})

describe('a copied profile', () => {
  /** A twin of this browser, from a copy of all that it keeps. */
  async function twin(): Promise<DeviceUnderTest> {
    const profile = new Profile()
    for (const [key, value] of local.stored) profile.stored.set(key, structuredClone(value))
    const { Vault } = await import('../../../extension/src/vault/vault.ts')
    const { gather } = await import('../../../extension/src/sync/admission.ts')
    const { Relay } = await import('../../../extension/src/sync/relay.ts')
    const { Session } = await import('../../../extension/src/sync/session.ts')
    const { deviceOf } = await import('../../../extension/src/vault/settings.ts')
    const { fromBase64url } = await import('@counterfoil/crypto/encoding')
    const identity = await profile.environment.settings.identity()
    if (!identity) throw new Error('no identity')
    const at = new Relay(relay.url)
    const device = deviceOf(identity)
    const account = fromBase64url(identity.account)
    const ahead = await gather(at, new Session({ account, device }, at, profile.tokens), device, account, null)
    const copy = profile.device(await Vault.join(profile.environment, identity, ahead, null, await profile.environment.settings.anchor()))
    await copy.sync()
    return copy
  }

  it.each([
    ['own-device', 2],
    ['remove-copy', 1],
  ] as const)('%s: this browser goes on under keys of its own', async (way, members) => {
    await begun()
    const copy = await twin()
    await copy.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'by the copy'))
    await copy.sync()
    await app.addOrder(order('Lamp', 'by this one'))
    await app.syncNow()
    expect(await trouble()).toEqual(['copied-profile'])
    expect((await app.status()).trouble[0]?.ways).toEqual(['own-device', 'remove-copy', 'save-evidence'])
    const before = (await app.devices())[0]?.id
    app = await restart()
    await app.take(way, 'copied-profile')
    await app.syncNow()
    expect(await trouble()).toEqual([])
    const devices = await app.devices()
    expect(devices[0]).toMatchObject({ name: 'Laptop', here: true })
    expect(devices[0]?.id).not.toBe(before)
    expect(devices.filter(({ gone }) => gone === null)).toHaveLength(members)
    expect(await notes()).toEqual(['by the copy', 'by this one'])
    expect(await app.status()).toMatchObject({ waiting: 0 })
    await copy.sync()
    expect(copy.vault.ending?.how ?? null).toBe(way === 'remove-copy' ? 'removed' : null)
    if (way === 'own-device') expect(notesOf(copy)).toEqual(['by the copy', 'by this one'])
  })
})

describe('the relay', () => {
  it('is moved: the other one gets all of it', async () => {
    await begun()
    await app.addOrder(order('Lamp', 'moved'))
    await app.syncNow()
    const phone = await phoneOf(app)
    const other = await RelayProcess.start()
    try {
      await app.moveRelay(other.url)
      expect(await app.status()).toMatchObject({ relay: other.url, trouble: [], waiting: 0 })
      await phone.vault.settings.saveIdentity({ ...phone.vault.identity, relay: other.url })
      await phone.sync()
      await phone.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'at the new one'))
      await phone.sync()
      await app.syncNow()
      expect(await notes()).toEqual(['at the new one', 'moved'])
    } finally {
      await other.stop()
    }
  })

  it('that knows nothing is told as such, and gets the history back by the person alone', async () => {
    const lost = await RelayProcess.start()
    try {
      await app.createHistory({ name: 'Laptop', relay: lost.url })
      await app.addOrder(order('Lamp', 'put back'))
      await app.syncNow()
      await lost.forget()
      await app.syncNow()
      expect((await app.status()).trouble[0]).toMatchObject({ code: 'unknown-account', stopped: false, ways: ['change-address', 'put-back'] })
      app = await restart()
      await app.take('put-back', 'unknown-account')
      expect(await app.status()).toMatchObject({ waiting: 0 })
      expect(await trouble()).not.toContain('unknown-account')
      expect(await notes()).toEqual(['put back'])
      await app.take('change-address', 'unknown-account', relay.url)
      expect(await trouble()).toContain('unknown-account')
    } finally {
      await lost.stop()
    }
  })

  it('is left for a new beginning: a new account with everything in it, and nothing of the old keys', async () => {
    await begun()
    await app.addOrder(order('Lamp', 'taken along'))
    await app.syncNow()
    const phone = await phoneOf(app)
    const [own] = await app.devices()
    await app.take('start-again', 'relay-inconsistent', relay.url)
    expect(await app.status()).toMatchObject({ history: 'relay', relay: relay.url, waiting: 0, deviceName: 'Laptop', trouble: [] })
    expect(await notes()).toEqual(['taken along'])
    const devices = await app.devices()
    expect(devices).toHaveLength(1)
    expect(devices[0]?.id).not.toBe(own?.id)
    // The old one is as it was.
    await phone.sync()
    expect(phone.vault.ending).toBeNull()
    expect(notesOf(phone)).toEqual(['taken along'])
    app = await restart()
    expect(await notes()).toEqual(['taken along'])
  })

  it('whose account is closed shows by whom, and everyone keeps what they have', async () => {
    await begun()
    await app.addOrder(order('Lamp', 'kept'))
    const phone = await phoneOf(app)
    await app.closeAccount()
    expect((await app.status()).trouble[0]).toMatchObject({ code: 'closed', stopped: true, ways: ['keep', 'erase', 'start-again'] })
    await phone.sync()
    expect(phone.vault.ending).toMatchObject({ how: 'closed' })
    const { standingTroubles } = await import('../../../extension/src/sync/trouble.ts')
    expect(standingTroubles(phone.vault, [])[0]?.text).toMatch(/^Laptop closed this history on /)
    expect(notesOf(phone)).toEqual(['kept'])
    app = await restart()
    expect(await trouble()).toEqual(['closed'])
    expect(await notes()).toEqual(['kept'])
  })

  it('that is full says how full, lets what does not grow through, and the bin be emptied', async () => {
    const small = await RelayProcess.start('--quota', '6000')
    try {
      await app.createHistory({ name: 'Laptop', relay: small.url })
      const first = await app.addOrder(order('Lamp', 'fits'))
      await app.syncNow()
      expect(await trouble()).toEqual([])
      for (let at = 0; at < 6; at++) await app.addOrder(order(`Desk ${at}`, `too much ${at}`))
      await app.syncNow()
      const [told] = (await app.status()).trouble
      expect(told).toMatchObject({ code: 'full', stopped: false, ways: ['free-space', 'export', 'dismiss'] })
      expect(told?.text).toMatch(/^\d changes wait\. The relay is full \(0 of 0 MB\)\.$/)
      const before = (await app.status()).waiting
      await app.changeAll(first, { note: 'same size' })
      await app.syncNow()
      expect((await app.status()).waiting).toBe(before)
      const gone = (await app.orders()).filter(({ id, waiting }) => id !== first && waiting)
      for (const { id } of gone) await app.remove(id)
      expect(await app.orders()).toHaveLength(7)
    } finally {
      await small.stop()
    }
  })

  it('that shows a clock far ahead has that told by the device’s name, until it was read', async () => {
    await begun()
    const phone = await phoneOf(app)
    phone.profile.ahead = 10 * 365.25 * 86_400_000
    await phone.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'from the future'))
    phone.profile.ahead = 0
    await phone.sync()
    await app.syncNow()
    expect((await app.status()).trouble[0]).toMatchObject({ code: 'clock', ways: ['dismiss'] })
    expect((await app.status()).trouble[0]?.text).toMatch(/^Phone’s clock was 10 years ahead\./)
    await app.dismissTrouble('clock')
    expect(await trouble()).toEqual([])
  })
})

it('everything readable goes out as text', async () => {
  await app.createHistory({ name: 'Laptop', relay: null })
  await app.addOrder(order('Lamp', 'in the file'))
  const said = JSON.parse(await app.exportAll()) as { format: string; readable: { type: string }[] }
  expect(said.format).toBe('counterfoil-export/1')
  expect(said.readable.find(({ type }) => type === 'Order')).toMatchObject({ note: 'in the file', total: '12.50' })
})

it('another context sees what this one did', async () => {
  await begun()
  const other = await context()
  await app.addOrder(order('Lamp', 'seen'))
  expect((await other.orders()).map(({ note }) => note)).toEqual(['seen'])
})
