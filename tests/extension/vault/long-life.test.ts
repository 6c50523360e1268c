// What a history goes through over the years: epochs, checkpoints, the bin, files.
import { shown } from '@counterfoil/crypto/document'
import { fromBase64url, toHex } from '@counterfoil/crypto/encoding'
import { deviceKey, orderKey, vendorKey } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { revoke, rotate } from '../../../extension/src/sync/acts.ts'
import { Sync } from '../../../extension/src/sync/sync.ts'
import { orderViews } from '../../../extension/src/view.ts'
import { keepTerms, termsViews } from '../../../extension/src/terms/store/index.ts'
import { captured, read as field, see } from '../capture/sightings.ts'
import { type DeviceUnderTest, note, pairAt, Profile, record } from '../device.ts'
import { RelayProcess } from '../relay.ts'
import { reading } from '../terms/reading.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

const DAY = 86_400_000
const say = (device: DeviceUnderTest, id: string, value: string | boolean, name = 'note'): Promise<boolean> => device.vault.edit((editor) => editor.say('Order', id, name, value))
const pair = (): Promise<[DeviceUnderTest, DeviceUnderTest]> => pairAt(relay.url)

const begin = (device: DeviceUnderTest, epoch: number): Promise<unknown> =>
  device.connection().sync.act(() => (device.vault.log.roster.epoch < epoch ? rotate(device.vault) : null))

describe('epochs', () => {
  it('records of all of them are read, after a restart and by a newcomer', async () => {
    const [laptop, phone] = await pair()
    for (let epoch = 0; epoch < 4; epoch++) {
      await begin(laptop, epoch)
      await say(laptop, record(epoch), `under ${epoch}`)
      await laptop.sync()
    }
    await phone.sync()
    const again = await phone.profile.open()
    const tablet = await new Profile().join(laptop, 'Tablet')
    for (const device of [laptop, again, tablet]) expect([0, 1, 2, 3].map((at) => note(device, record(at)))).toEqual(['under 0', 'under 1', 'under 2', 'under 3'])
    expect(tablet.vault.setAside.size).toBe(0)
  })

  it('a change that an epoch overtakes is sealed anew, and its bytes are never sent again', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'in flight')
    const real = globalThis.fetch
    const lost = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (String(url).endsWith('/log/records')) throw new TypeError('lost')
      return real(url, init)
    })
    await laptop.sync().catch(() => undefined)
    lost.mockRestore()
    await begin(phone, 1)
    await laptop.sync()
    await phone.sync()
    expect(note(phone, record(1))).toBe('in flight')
    expect(phone.vault.setAside.size).toBe(0)
  })

  it('what two devices wrote of one thing under two epochs is shown as one record, and written on in the one with the smallest id', async () => {
    const [laptop, phone] = await pair()
    const key = ['agreement', 'shop.example'] as const
    const write = (device: DeviceUnderTest, field: string): Promise<boolean> =>
      device.vault.edit((editor) => editor.say('Agreement', device.vault.idOf('Agreement', key), field, field))
    // Neither has read the other's, and this kind of record keeps its id.
    await write(phone, 'note')
    const old = phone.vault.idOf('Agreement', key)
    await begin(laptop, 1)
    await write(laptop, 'state')
    const now = laptop.vault.idOf('Agreement', key)
    expect(now).not.toBe(old)
    await laptop.sync()
    await phone.sync()
    await laptop.sync()
    const smallest = [old, now].sort()[0] ?? ''
    for (const device of [laptop, phone, await laptop.profile.open()]) {
      expect([...device.vault.log.newest.keys()]).toEqual(expect.arrayContaining([old, now]))
      expect(device.vault.idOf('Agreement', key)).toBe(smallest)
      expect(Object.keys(device.vault.get(smallest)?.document.fields ?? {}).sort()).toEqual(['note', 'state'])
    }
    await write(laptop, 'vendor')
    await laptop.sync()
    await phone.sync()
    expect(Object.keys(phone.vault.get(phone.vault.idOf('Agreement', key))?.document.fields ?? {}).sort()).toEqual(['note', 'state', 'vendor'])
    expect(phone.vault.log.newest.get(smallest)?.sequence).toBe(phone.vault.head.sequence)
  })
})

it('what waited here and came under the new epoch from elsewhere is one record, and is not lost sight of', async () => {
  const [laptop, phone] = await pair()
  const shops = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.example`)
  const see = (device: DeviceUnderTest): Promise<boolean> =>
    device.vault.edit((editor) => {
      for (const shop of shops) editor.capture(device.vault.idOf('Vendor', vendorKey(shop)), { type: 'Vendor', fields: { domain: { value: shop } } })
    })
  await see(phone)
  await begin(laptop, 1)
  await see(laptop)
  await laptop.sync()
  await phone.sync()
  const vendors = ({ vault }: DeviceUnderTest): unknown[] => [...vault.records()].flatMap(([, { document }]) => (document.type === 'Vendor' ? [shown(document, 'domain')] : []))
  expect(vendors(phone).sort()).toEqual(shops)
})

it('a device that cannot reach its relay says once that it is there', async () => {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  for (let minute = 0; minute < 3; minute++) {
    laptop.profile.ahead = 8 * DAY + minute * 60_000
    await laptop.vault.showLife()
  }
  const device = laptop.vault.get(laptop.vault.idOf('Device', deviceKey(laptop.vault.device.id)))
  const seen = device && shown(device.document, 'seen')
  expect(Date.parse(String(seen))).toBeLessThan(Date.now() + 8 * DAY + 30_000)
})

describe('a checkpoint', () => {
  it('is written once enough was superseded, and spares a newcomer what came before', async () => {
    const [laptop, phone] = await pair()
    const every = (device: DeviceUnderTest): Sync => {
      const { relay: at, session } = device.connection()
      return new Sync(device.vault, at, session, 5)
    }
    await begin(laptop, 1)
    await say(laptop, record(2), 'stays')
    for (let at = 0; at < 6; at++) {
      await say(laptop, record(1), `change ${at}`)
      await every(laptop).run()
    }
    expect(laptop.vault.log.superseded).toBeLessThan(5)
    await phone.sync()
    expect(phone.vault.head).toEqual(laptop.vault.head)
    await say(phone, record(3), 'after it')
    await phone.sync()

    const host = laptop.connection()
    const { Host, Guest } = await import('../../../extension/src/sync/pairing.ts')
    const { Vault } = await import('../../../extension/src/vault/vault.ts')
    const waiting = await Host.open(laptop.vault, host.relay, host.session, host.sync)
    const profile = new Profile()
    const guest = await Guest.claim(waiting.code, 'Tablet')
    await waiting.claimed()
    await waiting.confirm(guest.digits)
    const { identity, ahead } = await guest.admitted(profile.tokens)
    const tablet = profile.device(await Vault.join(profile.environment, identity, ahead, 'Tablet'))
    await every(tablet).run()
    expect(tablet.vault.log.first).toBeGreaterThan(0)
    await laptop.sync()
    expect(tablet.shown()).toEqual(laptop.shown())
    const again = await profile.open()
    expect(again.shown()).toEqual(laptop.shown())
    await say(again, record(1), 'by the newcomer')
    await again.sync()
    await phone.sync()
    expect(note(phone, record(1))).toBe('by the newcomer')
  })
})

describe('the bin', () => {
  it('is emptied after 30 days, on every device, whatever comes late; and a page visited again finds what it held', async () => {
    const [laptop, phone] = await pair()
    const page = { vendor: 'shop.example', url: 'https://shop.example/thanks' }
    const order = captured({ orderNumber: field('A-1'), total: field('9.00'), currency: field('EUR') })
    const seen = await see(laptop.vault, order, page)
    const id = 'record' in seen ? seen.record : ''
    await laptop.sync()
    await phone.sync()
    await say(laptop, id, true, 'deleted')
    await laptop.sync()
    // Offline over the purge.
    await say(phone, id, 'written offline')
    laptop.profile.ahead = 29 * DAY
    expect(await laptop.vault.purge()).toBe(false)
    laptop.profile.ahead = 31 * DAY
    expect(await laptop.vault.purge()).toBe(true)
    await laptop.sync()
    await phone.sync()
    await laptop.sync()
    for (const device of [laptop, phone]) {
      const left = Object.keys(device.vault.get(id)?.document.fields ?? {})
      expect(left.every((name) => name === 'deleted' || name.startsWith('key/'))).toBe(true)
      expect(orderViews(device.vault)).toEqual([])
      expect(await see(device.vault, order, page)).toMatchObject({ outcome: 'deleted', record: id })
    }
    expect(laptop.shown()).toEqual(phone.shown())
    expect(await laptop.vault.purge()).toBe(false)
    expect(laptop.vault.idOf('Order', orderKey('shop.example', 'A-1'))).toBe(id)
  })
})

describe('files', () => {
  const pdf = new Uint8Array([...new TextEncoder().encode('%PDF-1.7\n'), ...crypto.getRandomValues(new Uint8Array(60_000)), ...crypto.getRandomValues(new Uint8Array(60_000))])
  const keep = (device: DeviceUnderTest) => keepTerms(device.vault, reading('', { content: { kind: 'pdf', bytes: pdf } }))
  const fileOf = (device: DeviceUnderTest): Promise<Uint8Array | null> => termsViews(device.vault)[0]?.versions[0]?.pdf() ?? Promise.resolve(null)

  /** Another device has it from the relay alone. */
  function withFiles(device: DeviceUnderTest): DeviceUnderTest {
    Object.assign(device.profile.environment, { fetchBlob: (id: Uint8Array<ArrayBuffer>) => device.connection().sync.fetchBlob(id) })
    return device
  }

  it('go up before the record that names them, and come when they are asked for', async () => {
    const laptop = await new Profile().create(relay.url)
    await laptop.sync()
    const profile = new Profile()
    Object.assign(profile.environment, { fetchBlob: (id: Uint8Array<ArrayBuffer>) => phone.connection().sync.fetchBlob(id) })
    const phone: DeviceUnderTest = await profile.join(laptop)
    const asked: string[] = []
    const real = globalThis.fetch
    const spied = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (init?.method !== 'GET') asked.push(new URL(String(url)).pathname.split('/')[2] ?? '')
      return real(url, init)
    })
    await keep(laptop)
    await laptop.sync()
    spied.mockRestore()
    expect(asked.indexOf('blobs')).toBeGreaterThanOrEqual(0)
    expect(asked.indexOf('blobs')).toBeLessThan(asked.indexOf('log'))
    await phone.sync()
    expect(await fileOf(phone)).toEqual(pdf)
    await relay.down()
    // By now it is here.
    expect(await fileOf(phone)).toEqual(pdf)
    await relay.up()
  })

  it('that the relay lost are put there again by who has them; until then nobody shows another file', async () => {
    const lost = await RelayProcess.start()
    try {
      const laptop = await new Profile().create(lost.url)
      await keep(laptop)
      await laptop.sync()
      const phone = withFiles(await new Profile().join(laptop))
      const backup = await lost.copy()
      await say(laptop, record(1), 'since')
      await laptop.sync()
      await lost.back(backup)
      const [id] = await laptop.vault.files.toSend([...laptop.vault.records()].map(([, { document }]) => document))
      expect(id).toBeUndefined()
      await laptop.sync()
      await phone.sync()
      expect(await fileOf(await phone.profile.open().then(withFiles))).toEqual(pdf)

      const real = globalThis.fetch
      const tampered = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
        const response = await real(url, init)
        if (!String(url).includes('/blobs/') || init?.method !== 'GET') return response
        const bytes = new Uint8Array(await response.arrayBuffer())
        bytes[1000] = (bytes[1000] ?? 0) ^ 1
        return new Response(bytes)
      })
      const tablet = new Profile()
      Object.assign(tablet.environment, { fetchBlob: (wanted: Uint8Array<ArrayBuffer>) => joined.connection().sync.fetchBlob(wanted) })
      const joined: DeviceUnderTest = await tablet.join(laptop, 'Tablet')
      expect(await fileOf(joined)).toBeNull()
      tampered.mockRestore()
      expect(await fileOf(joined)).toEqual(pdf)
    } finally {
      await lost.stop()
    }
  })

  it('who asks for them after it was removed reads first by whom', async () => {
    const [laptop, phone] = await pair()
    await keep(phone)
    await phone.sync()
    await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(phone.vault.device.name) ? revoke(laptop.vault, phone.vault.device.name) : null))
    await phone.connection().sync.lookAtFiles()
    expect(phone.vault.ending).toMatchObject({ how: 'removed', by: laptop.vault.device.name })
  })

  it('lie on the disk sealed', async () => {
    const laptop = await new Profile().create(null)
    const text = new TextEncoder().encode('%PDF-1.7 Zanzibar')
    const named = await laptop.vault.files.keep(text)
    const stored = await laptop.vault.files.get(toHex(fromBase64url(named.blob)))
    expect(Buffer.from(stored?.sealed ?? []).toString('latin1')).not.toContain('Zanzibar')
    expect(await laptop.vault.files.open({ ...named })).toEqual(text)
    expect(await laptop.vault.files.open({ ...named, key: named.blob })).toBeNull()
    expect(await laptop.vault.files.open('not a file')).toBeNull()
  })
})
