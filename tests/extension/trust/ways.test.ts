// The ways out that the table of states promises: lists, comparing, backups, and new keys under a lock.
import { fromBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import { RelayInconsistent } from '@counterfoil/crypto/errors'
import { orderKey } from '@counterfoil/crypto/identity'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'
import { Guest, Host } from '../../../extension/src/sync/pairing.ts'
import { shownBy, troubleOf } from '../../../extension/src/sync/trouble.ts'
import { placeOf } from '../../../extension/src/trust/place.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'
import { browser, context, emptyBrowser, local, restart, session } from './browser.ts'

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

const order = (note: string, orderNumber: string | null = null): Parameters<App['addOrder']>[0] => ({
  shop: 'shop.example',
  items: [{ name: 'Lamp', quantity: 1, unitPrice: null, total: null }],
  total: '12.50',
  currency: 'EUR',
  orderNumber,
  orderDate: null,
  note,
  url: null,
  waiting: null,
})
const notes = async (): Promise<(string | null)[]> => (await app.orders()).map(({ note }) => note).sort()
const trouble = async (): Promise<string[]> => (await app.status()).trouble.map(({ code }) => code)

async function begun(): Promise<void> {
  await app.createHistory({ name: 'Laptop', relay: relay.url })
  await app.syncNow()
}

/** A phone that came by a code. */
async function enters(code: string): Promise<{ guest: Guest; in: () => Promise<DeviceUnderTest> }> {
  const { Vault } = await import('../../../extension/src/vault/vault.ts')
  const profile = new Profile()
  const guest = await Guest.claim(code, 'Phone')
  const enter = async (): Promise<DeviceUnderTest> => {
    const { identity, ahead } = await guest.admitted(profile.tokens)
    const phone = profile.device(await Vault.join(profile.environment, identity, ahead, 'Phone'))
    await phone.sync()
    return phone
  }
  return { guest, in: enter }
}

async function phoneOf(host: App): Promise<DeviceUnderTest> {
  const waiting = await host.pairAsHost()
  const coming = await enters(waiting.code)
  await waiting.claimed
  const [phone] = await Promise.all([coming.in(), waiting.confirm(coming.guest.digits)])
  await host.syncNow()
  return phone
}

async function loseLocalCopy(): Promise<void> {
  app = await restart()
  await new Promise((resolve) => (indexedDB.deleteDatabase('counterfoil').onsuccess = resolve))
}

describe('a restored relay', () => {
  it('is told with a list of what it lost, by name', async () => {
    await begun()
    await app.addOrder(order('before'))
    await app.syncNow()
    const backup = await relay.copy()
    await app.addOrder(order('since', 'K-77'))
    await app.syncNow()
    await phoneOf(app)
    await relay.back(backup)
    await app.syncNow()
    expect((await app.status()).trouble[0]).toMatchObject({ code: 'restored', ways: ['see-list', 'dismiss'] })
    const list = await app.lostList()
    expect(list).toContainEqual({ words: 'Order K-77: shop.example', now: 'back' })
    expect(list.find(({ words }) => words.startsWith('Let in: '))).toMatchObject({ words: expect.stringMatching(/^Let in: Phone \(by Laptop, /), now: 'back' })
    expect(list.filter(({ now }) => now !== 'back')).toEqual([])
    app = await restart()
    expect(await app.lostList()).toEqual(list)
  })
})

describe('a place in the history', () => {
  it('reads the same on two devices at the same entry, and on no other history', async () => {
    await begun()
    const phone = await phoneOf(app)
    const place = await app.place(2)
    expect(place?.fingerprint).toMatch(/^([0-9a-f]{4} ){4}[0-9a-f]{4}$/)
    expect(placeOf(phone.vault.log, 2).fingerprint).toBe(place?.fingerprint)
    expect(placeOf(phone.vault.log, 1).fingerprint).not.toBe(place?.fingerprint)
    expect((await app.place())?.entry).toBe(place?.newest)
    expect((await app.place((place?.newest ?? 0) + 1))?.fingerprint).toBeNull()
    const other = await new Profile().create(relay.url)
    await other.sync()
    expect(placeOf(other.vault.log, 1).fingerprint).not.toBe((await app.place(1))?.fingerprint)
  })

  it('is compared with the device that the evidence names', async () => {
    await begun()
    const phone = await phoneOf(app)
    await phone.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'x'))
    await phone.sync()
    await app.syncNow()
    const page = await phone.connection().session.with((token) => phone.connection().relay.log(token, phone.vault.head.sequence - 1))
    const [entry] = page.entries
    const found = (code: string) => new RelayInconsistent(code, 3, 'entry 3 is odd', { own: phone.vault.head, relay: null, entry: entry ?? null })
    const laptop = await new Profile().join(phone, 'Tablet')
    const told = async (code: string): Promise<string | undefined> => troubleOf(found(code), Date.now(), laptop.vault, await shownBy(found(code), laptop.vault))?.text
    expect(await told('witness')).toMatch(/^The relay showed this browser and Phone different histories, since .*20\d\d or before\. Sync has stopped; everything is still here\./)
    expect(await told('base')).toMatch(/\(entry 3 is odd; Phone wrote it on .*\)/)
    // Who wrote it knows of no other.
    expect(troubleOf(found('witness'), Date.now(), phone.vault, await shownBy(found('witness'), phone.vault))?.text).toMatch(/^The relay showed this browser a history that cannot be true/)
    expect(await shownBy(new RelayInconsistent('fork', 1, 'x', { own: phone.vault.head, relay: null, entry: null }), phone.vault)).toBeNull()
  })
})

describe('a copy for oneself', () => {
  it('is joined: nothing newer is overwritten, and what was lost comes back, in another history too', async () => {
    await begun()
    const id = await app.addOrder(order('old word', 'K-77'))
    const gone = await app.addOrder(order('only in the copy'))
    const copy = await app.exportAll()
    expect(JSON.parse(copy)).toMatchObject({ format: 'counterfoil-export/1', records: { [id]: { type: 'Order', schema: 1 }, [gone]: { type: 'Order' } } })
    await app.changeAll(id, { note: 'new word' })
    expect(await app.importAll(copy)).toEqual({ joined: 0, same: 2, left: 0 })
    expect(await notes()).toEqual(['new word', 'only in the copy'])

    app = await emptyBrowser()
    await begun()
    const own = await app.addOrder(order('own word', 'K-78'))
    expect(await app.importAll(copy)).toMatchObject({ joined: 2, left: 0 })
    expect(await notes()).toEqual(['old word', 'only in the copy', 'own word'])
    expect((await app.orders()).some((one) => one.id === own)).toBe(true)
    await app.syncNow()
    expect(await app.status()).toMatchObject({ waiting: 0, trouble: [] })
    // A second time it says nothing new.
    expect(await app.importAll(copy)).toMatchObject({ joined: 0 })
  })

  it('goes to the record that has its natural key', async () => {
    const captured = (total: string) => ({ type: 'Order', fields: { vendor: { value: 'shop.example' }, orderNumber: { value: 'K-77' }, total: { value: total }, created: { value: '2026-05-01T09:00:00Z' } } })
    const here = await new Profile().create(null)
    const there = await new Profile().create(null)
    for (const [device, total] of [[here, '12.50'], [there, '13.00']] as const) await device.vault.edit((editor) => editor.capture(device.vault.idOf('Order', orderKey('shop.example', 'K-77')), captured(total)))
    const ids = [here, there].map((device) => [...device.vault.records()].flatMap(([id, { document }]) => (document.type === 'Order' ? [id] : [])))
    expect(ids[0]).not.toEqual(ids[1])
    const { exportOf, importInto } = await import('../../../extension/src/trust/export.ts')
    await importInto(here.vault, exportOf(there.vault, Date.now()))
    expect([...here.vault.records()].filter(([, { document }]) => document.type === 'Order').map(([id]) => id)).toEqual(ids[0])
  })

  it.each([
    ['{', 'damaged'],
    ['{"format":"counterfoil-export/2","records":{}}', 'newer version'],
    ['{"format":"counterfoil-export/1","records":[]}', 'no records'],
    ['{"format":"counterfoil-export/1","records":{"../x":{"fields":{},"schema":1,"type":"Order"}}}', 'Record 1 of this copy is damaged'],
    ['{"format":"counterfoil-export/1","records":{"00000000000000000000000000000000":{"fields":{},"schema":1,"type":"Order","extra":1}}}', 'Record 1'],
    ['{"format":"counterfoil-export/1","records":{"00000000000000000000000000000000":{"fields":{"note":{"person":{"at":[9e99,0,"x"],"value":"x"}}},"schema":1,"type":"Order"}}}', 'Record 1'],
  ])('is refused whole where it is malformed: %s', async (text, words) => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await expect(app.importAll(text)).rejects.toThrow(words)
    expect(await app.orders()).toEqual([])
  })

  it('brings back what the browser deleted before it ever reached the relay', async () => {
    await app.createHistory({ name: 'Laptop', relay: relay.url })
    await app.addOrder(order('kept in a file'))
    const copy = await app.exportAll()
    await loseLocalCopy()
    expect(await trouble()).toContain('local-copy-lost')
    await app.importAll(copy)
    await app.syncNow()
    expect(await app.status()).toMatchObject({ waiting: 0, trouble: [{ code: 'local-copy-lost' }] })
    expect(await notes()).toEqual(['kept in a file'])
  })

  it('brings back what the browser deleted, where no relay has it', async () => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.addOrder(order('kept in a file'))
    const copy = await app.exportAll()
    await loseLocalCopy()
    expect(await app.status()).toMatchObject({ history: 'local', trouble: [{ code: 'local-copy-lost', ways: ['import', 'dismiss'], text: expect.stringContaining('If you saved a copy') }] })
    expect(await app.orders()).toEqual([])
    expect(await app.importAll(copy)).toMatchObject({ joined: 1 })
    expect(await notes()).toEqual(['kept in a file'])
    app = await restart()
    expect(await notes()).toEqual(['kept in a file'])
  })
})

describe('new keys under a lock', () => {
  it.each(['start-again', 'keep'] as const)('%s asks for the passphrase, and the lock is on the new ones', async (way) => {
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.addOrder(order('taken along'))
    await app.setLock(PASS, 30)
    const before = (await app.devices())[0]?.id
    await expect(app.take(way, 'x')).rejects.toThrow('Please type your passphrase')
    await expect(app.take(way, 'x', null, 'not it')).rejects.toThrow('not the passphrase')
    expect((await app.devices())[0]?.id).toBe(before)
    await app.take(way, 'x', null, PASS)
    expect((await app.devices())[0]?.id).not.toBe(before)
    expect(await app.lock()).toMatchObject({ state: 'unlocked', after: 30 })
    await app.lockNow()
    expect(await app.orders()).toEqual([])
    await app.unlock(PASS)
    expect(await notes()).toEqual(['taken along'])
  })

  it.each(['own-device', 'remove-copy'] as const)('%s too', async (way) => {
    await begun()
    await app.addOrder(order('taken along'))
    await app.setLock(PASS, null)
    const before = (await app.devices())[0]?.id
    await expect(app.take(way, 'copied-profile')).rejects.toThrow('Please type your passphrase')
    await app.take(way, 'copied-profile', null, PASS)
    await app.syncNow()
    const devices = (await app.devices()).filter(({ gone }) => gone === null)
    expect(devices[0]?.id).not.toBe(before)
    expect(devices).toHaveLength(way === 'own-device' ? 2 : 1)
    app = await restart()
    expect((await app.lock()).state).toBe('locked')
    await app.unlock(PASS)
    expect(await notes()).toEqual(['taken along'])
  })

  it('pairing again too', async () => {
    const phone = await new Profile().create(relay.url, 'Phone')
    await phone.sync()
    await app.createHistory({ name: 'Laptop', relay: null })
    await app.addOrder(order('brought along'))
    await app.setLock(PASS, null)
    await app.take('pair-again', 'removed')
    const { relay: at, session: with_, sync } = phone.connection()
    const host = await Host.open(phone.vault, at, with_, sync)
    await expect(app.pairAsGuest({ code: host.code, name: 'Laptop' })).rejects.toThrow('Please type your passphrase')
    const guest = await app.pairAsGuest({ code: host.code, name: 'Laptop', passphrase: PASS })
    await host.claimed()
    await Promise.all([guest.done, host.confirm(guest.digits)])
    expect((await app.lock()).state).toBe('unlocked')
    await app.lockNow()
    await app.unlock(PASS)
    expect(await notes()).toEqual(['brought along'])
  })
})

describe('a pairing outlives its page', () => {
  it('on the first device: same code, same claim, and one try', async () => {
    await begun()
    const { code } = await app.pairAsHost()
    app = await context()
    const again = (await app.pairingUnderWay()).host
    expect(again?.code).toBe(code)
    const coming = await enters(code)
    expect(await again?.claimed).toEqual({ name: 'Phone' })
    app = await context()
    const third = (await app.pairingUnderWay()).host
    expect(await third?.claimed).toEqual({ name: 'Phone' })
    const [phone] = await Promise.all([coming.in(), third?.confirm(coming.guest.digits)])
    expect(phone.vault.ending).toBeNull()
    expect((await app.pairingUnderWay()).host).toBeNull()
    expect([...session.stored.keys()].filter((key) => key.startsWith('pairing'))).toEqual([])
  })

  it('and what one page of it ended no other goes on with', async () => {
    await begun()
    const first = await app.pairAsHost()
    const { guest } = await enters(first.code)
    await first.claimed
    const members = (await app.devices()).length
    const other = (await (await context()).pairingUnderWay()).host
    await other?.claimed
    await expect(other?.confirm(guest.digits === '000000' ? '000001' : '000000')).rejects.toThrow('Those are not the digits')
    await expect(first.confirm(guest.digits)).rejects.toThrow('no longer good')
    expect((await app.devices()).length).toBe(members)
    expect((await app.pairingUnderWay()).host).toBeNull()
  })

  it('but not wrong digits, the code’s end, or the browser’s', async () => {
    await begun()
    const first = await app.pairAsHost()
    const { guest } = await enters(first.code)
    await first.claimed
    await expect(first.confirm(String((Number(guest.digits) + 1) % 1_000_000).padStart(6, '0'))).rejects.toThrow('make a new code')
    app = await context()
    expect(await app.pairingUnderWay()).toEqual({ host: null, guest: null })

    const second = await app.pairAsHost()
    second.claimed.catch(() => undefined)
    const kept = session.stored.get('pairingHost') as { expires: number }
    session.stored.set('pairingHost', { ...kept, expires: Date.now() - 1 })
    app = await context()
    expect((await app.pairingUnderWay()).host).toBeNull()

    const third = await app.pairAsHost()
    third.claimed.catch(() => undefined)
    app = await restart()
    expect((await app.pairingUnderWay()).host).toBeNull()
  })

  it('on the newcomer: same digits', async () => {
    const phone = await new Profile().create(relay.url, 'Phone')
    await phone.sync()
    const { relay: at, session: with_, sync } = phone.connection()
    const host = await Host.open(phone.vault, at, with_, sync)
    const before = await app.pairAsGuest({ code: host.code, name: 'Laptop' })
    const kept: unknown = local.stored.get('pairingGuest')
    // The page is gone, and its polling with it; what was kept stays.
    before.cancel()
    await expect(before.done).rejects.toThrow()
    local.stored.set('pairingGuest', kept)
    app = await context()
    const { guest } = await app.pairingUnderWay()
    expect(guest?.digits).toBe(before.digits)
    await host.claimed()
    await Promise.all([guest?.done, host.confirm(before.digits)])
    expect((await app.devices()).map(({ name }) => name).sort()).toEqual(['Laptop', 'Phone'])
    expect(local.stored.has('pairingGuest')).toBe(false)
  })
})

describe('the relay’s room', () => {
  it('is told in bytes, and a full one not again on the day that the person goes on', async () => {
    const small = await RelayProcess.start('--quota', '6000')
    try {
      await app.createHistory({ name: 'Laptop', relay: small.url })
      for (let at = 0; at < 6; at++) await app.addOrder(order(`too much ${at}`))
      await app.syncNow()
      expect(await trouble()).toEqual(['full'])
      const usage = await app.usage()
      expect(usage).toMatchObject({ limit: 6_000 })
      expect(usage?.used).toBeGreaterThan(1_000)
      await app.dismissTrouble('full')
      expect(await trouble()).toEqual([])
      await app.syncNow()
      expect(await trouble()).toEqual([])
      expect((await app.status()).waiting).toBeGreaterThan(0)
      vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000)
      expect(await trouble()).toEqual(['full'])
    } finally {
      vi.restoreAllMocks()
      await small.stop()
    }
  })

  it('without a relay is nobody’s', async () => {
    await app.createHistory({ name: 'Laptop', relay: null })
    expect(await app.usage()).toBeNull()
  })
})

it('a file that the relay threw away is sent again by who has it, at the weekly look', async () => {
  await begun()
  const laptop = await new Profile().create(relay.url)
  const file = await laptop.vault.files.keep(toUtf8('the terms, as a file'))
  await laptop.vault.edit((editor) => editor.capture('09'.repeat(16), { type: 'Attachment', fields: { file: { value: file } } }))
  await laptop.sync()
  const id = fromBase64url(file.blob)
  const { sync } = laptop.connection()
  expect(await sync.fetchBlob(id)).not.toBeNull()
  await relay.loseFiles()
  expect(await laptop.connection().sync.fetchBlob(id)).toBeNull()
  await laptop.sync()
  expect(await laptop.connection().sync.fetchBlob(id)).toBeNull()
  await laptop.connection().sync.lookAtFiles()
  await laptop.sync()
  expect(await laptop.connection().sync.fetchBlob(id)).not.toBeNull()
})

it('this browser looks after its files once a week', async () => {
  await begun()
  const { Sync } = await import('../../../extension/src/sync/sync.ts')
  const look = vi.spyOn(Sync.prototype, 'lookAtFiles')
  await app.syncNow()
  expect(look).not.toHaveBeenCalled()
  const now = Date.now()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 8 * 86_400_000)
  await app.syncNow()
  await app.syncNow()
  expect(look).toHaveBeenCalledTimes(1)
  clock.mockRestore()
})
