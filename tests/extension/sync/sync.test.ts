// The extension's vault and sync code against a real relay process.
import { encode, shown } from '@counterfoil/crypto/document'
import { toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { CopiedProfile, RelayInconsistent } from '@counterfoil/crypto/errors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Unreachable } from '../../../extension/src/sync/relay.ts'
import { Behind, Oversized } from '../../../extension/src/sync/sync.ts'
import { troubleOf } from '../../../extension/src/sync/trouble.ts'
import { HistoryExists, LocalCopyLost } from '../../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

const record = (number: number): string => toHex(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? number : 7)))

const id = (number: number): string => toBase64url(new Uint8Array(32).fill(number))

const say = (device: DeviceUnderTest, id: string, field: string, value: string | null): Promise<boolean> =>
  device.vault.edit((editor) => editor.say('Order', id, field, value))

const read = (device: DeviceUnderTest, id: string, field: string): unknown => {
  const kept = device.vault.get(id)
  return kept && shown(kept.document, field)
}

async function pair(): Promise<[DeviceUnderTest, DeviceUnderTest]> {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  return [laptop, phone]
}

describe('two devices', () => {
  it('read what the other wrote, and nothing waits afterwards', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'lantern')
    expect(laptop.vault.waiting).toBe(1)
    await laptop.sync()
    expect(laptop.vault.waiting).toBe(0)
    await phone.sync()
    expect(read(phone, record(1), 'note')).toBe('lantern')
  })

  it('that edit one record offline end up equal', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'first')
    await laptop.sync()
    await phone.sync()
    await say(laptop, record(1), 'note', 'from the laptop')
    await say(laptop, record(1), 'total', '1.00')
    await say(phone, record(1), 'note', 'from the phone')
    await say(phone, record(1), 'currency', 'EUR')
    await Promise.all([laptop.sync(), phone.sync()])
    await Promise.all([laptop.sync(), phone.sync()])
    expect(laptop.shown()).toEqual(phone.shown())
    expect(read(laptop, record(1), 'note')).toBe('from the phone')
    expect(read(laptop, record(1), 'total')).toBe('1.00')
    expect(read(laptop, record(1), 'currency')).toBe('EUR')
  })

  it('that write many records at once lose none', async () => {
    const [laptop, phone] = await pair()
    for (let at = 0; at < 130; at++) await say(laptop, record(at), 'note', `laptop ${at}`)
    for (let at = 100; at < 160; at++) await say(phone, record(at), 'orderNumber', `phone ${at}`)
    await Promise.all([laptop.sync(), phone.sync()])
    await Promise.all([laptop.sync(), phone.sync()])
    expect(laptop.shown()).toEqual(phone.shown())
    expect(Object.keys(laptop.shown())).toHaveLength(160 + 2)
    const again = await phone.profile.open()
    expect(again.shown()).toEqual(laptop.shown())
  })

  it('write nothing when a join changes nothing', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'x')
    await laptop.sync()
    await phone.sync()
    const { sequence } = phone.vault.head
    await say(phone, record(1), 'note', 'x')
    await Promise.all([laptop.sync(), phone.sync()])
    expect(phone.vault.head.sequence).toBe(sequence)
  })
})

describe('a history without a relay', () => {
  it('keeps its records over a restart, and hands them to a relay that comes later', async () => {
    const profile = new Profile()
    const before = await profile.create(null)
    await say(before, record(1), 'note', 'kept')
    before.vault.close()
    const after = await profile.open()
    expect(read(after, record(1), 'note')).toBe('kept')
    await after.vault.settings.saveIdentity({ ...after.vault.identity, relay: relay.url })
    await after.sync()
    expect(after.vault.waiting).toBe(0)
    const phone = await new Profile().join(after)
    expect(read(phone, record(1), 'note')).toBe('kept')
  })
})

describe('whatever stops a device', () => {
  it.each(['before the relay answers', 'after the relay answered'])('it loses and doubles nothing: killed %s', async (when) => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'through the kill')
    const real = globalThis.fetch
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      if (!String(url).endsWith('/log/records')) return real(url, init)
      if (when === 'after the relay answered') await real(url, init)
      throw new TypeError('killed')
    })
    await expect(laptop.sync()).rejects.toThrow(Unreachable)
    fetch.mockRestore()
    laptop.vault.close()
    const again = await laptop.profile.open()
    expect(again.vault.waiting).toBe(1)
    await again.sync()
    expect(again.vault.waiting).toBe(0)
    await phone.sync()
    expect(read(phone, record(1), 'note')).toBe('through the kill')
    const written = [...phone.vault.log.counts.values()].reduce((sum, count) => sum + count, 0)
    expect(written, 'two Device records and one order').toBe(3)
  })

  it('what is in flight goes again alone, and in the order of its counts', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(9), 'note', 'first')
    const real = globalThis.fetch
    const lost = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      if (String(url).endsWith('/log/records')) throw new TypeError('lost')
      return real(url, init)
    })
    await expect(laptop.sync()).rejects.toThrow(Unreachable)
    lost.mockRestore()
    // Comes before the other in every map, and would take a later count.
    await say(laptop, record(1), 'note', 'second')
    const outgoing = await laptop.vault.outgoing({ records: 100, bytes: 1e6 })
    expect(outgoing.map(({ record: id }) => id)).toEqual([record(9)])
    await laptop.sync()
    await phone.sync()
    expect([read(phone, record(9), 'note'), read(phone, record(1), 'note')]).toEqual(['first', 'second'])
    expect(laptop.vault.waiting).toBe(0)
  })

  it('an edit made while a change is in flight follows it', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'one')
    const real = globalThis.fetch
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      if (String(url).endsWith('/log/records')) {
        fetch.mockRestore()
        await say(laptop, record(1), 'total', '2.00')
      }
      return real(url, init)
    })
    await laptop.sync()
    expect(laptop.vault.waiting).toBe(0)
    await phone.sync()
    expect([read(phone, record(1), 'note'), read(phone, record(1), 'total')]).toEqual(['one', '2.00'])
  })

  it('a relay that is down keeps nobody from working, and gets the queue when it is back', async () => {
    const [laptop, phone] = await pair()
    await relay.down()
    await say(laptop, record(1), 'note', 'written in the dark')
    await expect(laptop.sync()).rejects.toThrow(Unreachable)
    expect(read(laptop, record(1), 'note')).toBe('written in the dark')
    await relay.up()
    await laptop.sync()
    await phone.sync()
    expect(read(phone, record(1), 'note')).toBe('written in the dark')
  })

  it('two contexts of one profile share it', async () => {
    const [laptop, phone] = await pair()
    const popup = await laptop.profile.open()
    await say(laptop, record(1), 'note', 'from the worker')
    await say(popup, record(2), 'note', 'from the popup')
    await Promise.all([laptop.sync(), popup.sync(), say(popup, record(3), 'note', 'meanwhile')]).catch(() => undefined)
    await laptop.sync()
    await phone.sync()
    await popup.vault.refresh()
    expect([1, 2, 3].map((at) => read(phone, record(at), 'note'))).toEqual(['from the worker', 'from the popup', 'meanwhile'])
    expect(popup.shown()).toEqual(phone.shown())
  })

  it('two contexts that read at the same time do not take each other for a lying relay', async () => {
    const [laptop, phone] = await pair()
    const popup = await laptop.profile.open()
    for (let at = 0; at < 20; at++) {
      await say(phone, record(at), 'note', `phone ${at}`)
      await phone.sync()
      await Promise.all([laptop.connection().sync.read(), popup.connection().sync.read(), laptop.connection().sync.read()])
    }
    await popup.vault.refresh()
    expect(popup.shown()).toEqual(phone.shown())
  })

  it('a lost local copy is said and read again', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'still at the relay')
    await laptop.sync()
    await say(laptop, record(2), 'note', 'never sent')
    const { profile } = laptop
    laptop.vault.close()
    await new Promise((resolve) => (indexedDB.deleteDatabase(profile.databaseName).onsuccess = resolve))
    await expect(profile.open()).rejects.toThrow(LocalCopyLost)
    const again = await profile.relearn(laptop.connection())
    await again.sync()
    expect(read(again, record(1), 'note')).toBe('still at the relay')
    expect(read(again, record(2), 'note')).toBeNull()
    await phone.sync()
    await again.sync()
    expect(again.shown()).toEqual(phone.shown())
  })
})

/** Changes what the relay answers to a read of the log. */
function tamper(change: (answer: LogAnswer) => void): { mockRestore(): void } {
  const real = globalThis.fetch
  return vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!String(url).includes('/log?after=')) return response
    const answer = (await response.json()) as LogAnswer
    change(answer)
    return Response.json(answer)
  })
}

interface LogAnswer {
  head: { sequence: number; hash: string; generation: string }
  through: { sequence: number; hash: string; generation: string }
  entries: { sequence: number; body: string | null; digest: string }[]
}

describe('a relay that lies', () => {
  it.each<[string, (answer: LogAnswer) => void, string]>([
    ['about a hash', (answer) => (answer.through.hash = answer.head.hash = `${'A'.repeat(42)}E`), 'chain'],
    ['by leaving an entry out', (answer) => void answer.entries.splice(0, 1), 'sequence'],
    ['by withholding the newest revision', (answer) => answer.entries.forEach((entry) => (entry.body = null)), 'withheld'],
    ['by swapping two bodies', (answer) => {
      const [one, other] = answer.entries
      if (one && other) [one.body, other.body] = [other.body, one.body]
    }, 'chain'],
  ])('%s is found out, and nothing local is lost', async (_, lie, code) => {
    const [laptop, phone] = await pair()
    await say(phone, record(1), 'note', 'true')
    await say(phone, record(2), 'note', 'true')
    await phone.sync()
    await say(laptop, record(3), 'note', 'waits')
    const before = laptop.vault.head.sequence
    const lying = tamper(lie)
    await expect(laptop.sync()).rejects.toMatchObject({ name: RelayInconsistent.name, code })
    lying.mockRestore()
    await laptop.vault.refresh()
    expect(laptop.vault.head.sequence).toBe(before)
    expect(read(laptop, record(3), 'note')).toBe('waits')
    await laptop.sync()
    expect(read(laptop, record(1), 'note')).toBe('true')
  })

  it('by going back is behind at first: nothing is sent', async () => {
    const [laptop] = await pair()
    const old = laptop.vault.head
    await say(laptop, record(1), 'note', 'x')
    await laptop.sync()
    await say(laptop, record(2), 'note', 'y')
    const lying = tamper((answer) => {
      answer.entries = []
      answer.head = answer.through = {
        sequence: old.sequence,
        hash: Buffer.from(old.hash).toString('base64url'),
        generation: Buffer.from(old.generation).toString('base64url'),
      }
    })
    await expect(laptop.sync()).rejects.toThrow(Behind)
    lying.mockRestore()
    expect(laptop.vault.waiting).toBe(1)
  })
})

describe('what cannot be', () => {
  it('a record that is two types is set aside, and sync goes on', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'an order')
    await phone.vault.edit((editor) => editor.say('Vendor', record(1), 'name', 'a vendor'))
    await laptop.sync()
    await phone.sync()
    await laptop.sync()
    await say(laptop, record(2), 'note', 'after it')
    await laptop.sync()
    await phone.sync()
    expect(read(phone, record(2), 'note')).toBe('after it')
    expect(laptop.vault.setAside.get(record(1))).toBe('type')
    expect(read(laptop, record(1), 'note')).toBe('an order')
  })

  it('a history that was started meanwhile is not overwritten', async () => {
    const [laptop] = await pair()
    await expect(laptop.profile.create(null)).rejects.toThrow(HistoryExists)
    await laptop.vault.refresh()
    expect(Object.keys(laptop.shown())).toHaveLength(2)
  })

  it('a relay that takes changes and never shows them is told from other devices', async () => {
    const [laptop] = await pair()
    await say(laptop, record(1), 'note', 'x')
    const real = globalThis.fetch
    const lying = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) =>
      String(url).endsWith('/log/records')
        ? Promise.resolve(Response.json({ head: null, results: [{ sequence: 9 }] }))
        : real(url, init),
    )
    await expect(laptop.sync()).rejects.toThrow('does not show them')
    lying.mockRestore()
    await laptop.sync()
    expect(laptop.vault.waiting).toBe(0)
  })

  it('more than a record holds is refused before it is queued', async () => {
    const laptop = await new Profile().create(null)
    const waiting = laptop.vault.waiting
    await expect(say(laptop, record(1), 'note', 'x'.repeat(2 ** 20))).rejects.toMatchObject({ code: 'large' })
    expect(laptop.vault.waiting).toBe(waiting)
  })

  it.each<[string, (device: DeviceUnderTest, at: number) => Promise<boolean>]>([
    ['too long', (device, at) => say(device, record(1), `note${at}`, 'x'.repeat(600_000))],
    ['of too many files', (device, at) => device.vault.edit((editor) => {
      for (let file = 40 * at; file < 40 * at + 40; file++) editor.say('Order', record(1), `attachments/${file}`, { blob: id(file), key: id(file), size: 1 })
    })],
    ['longer than any document', (device, at) => device.vault.edit((editor) => editor.capture(record(1), { type: 'Order', fields: { [`note${at}`]: { value: 'x'.repeat(2_500_000) } } }))],
  ])('what two devices wrote into one record and is then %s waits, is told, and keeps nothing else from being sent', async (_, write) => {
    const [laptop, phone] = await pair()
    await write(laptop, 0)
    await laptop.sync()
    await write(phone, 1)
    await say(phone, record(2), 'note', 'small')
    await say(laptop, record(3), 'note', 'small too')
    await laptop.sync()
    const error = await phone.sync().then(() => null, (thrown: unknown) => thrown)
    expect(troubleOf(error, 0)).toMatchObject({ code: 'oversized', stopped: false, text: expect.stringMatching(/^1 record is larger/) })
    await laptop.sync()
    expect(read(laptop, record(2), 'note')).toBe('small')
    expect(phone.vault.waiting).toBe(1)
    const again = await phone.profile.open()
    expect(read(again, record(3), 'note')).toBe('small too')
    expect(again.shown()[record(1)]).toEqual(phone.shown()[record(1)])
    expect(Object.keys(again.vault.get(record(1))?.document.fields ?? {}).length).toBeGreaterThan(1)
  })

  it('what is too large may be made smaller step by step, and goes then', async () => {
    const [laptop, phone] = await pair()
    await say(laptop, record(1), 'note', 'x'.repeat(900_000))
    await laptop.sync()
    await say(phone, record(1), 'status', 'y'.repeat(900_000))
    await expect(phone.sync()).rejects.toThrow(Oversized)
    await expect(say(phone, record(2), 'note', 'x'.repeat(2 ** 20)), 'which is no way around the limit').rejects.toMatchObject({ code: 'large' })
    await say(phone, record(1), 'note', 'x'.repeat(400_000))
    await expect(phone.sync()).rejects.toThrow(Oversized)
    await say(phone, record(1), 'status', 'y')
    await phone.sync()
    expect(phone.vault.waiting).toBe(0)
    await laptop.sync()
    expect(read(laptop, record(1), 'status')).toBe('y')
  })

  it('what a later count overtook, and the relay wrote all the same, is its doing as well', async () => {
    const [laptop] = await pair()
    await say(laptop, record(1), 'note', 'first')
    await say(laptop, record(2), 'note', 'second')
    const real = globalThis.fetch
    let held: RequestInit = {}
    const lying = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      if (!String(url).endsWith('/log/records')) return real(url, init)
      const { records, generation } = JSON.parse(String(init?.body)) as { records: unknown[]; generation: string }
      const only = (at: number): RequestInit => ({ ...init, body: JSON.stringify({ generation, records: [records[at]] }) })
      held = only(0)
      await real(url, only(1))
      throw new TypeError('no answer')
    })
    await expect(laptop.sync()).rejects.toThrow(Unreachable)
    lying.mockImplementation((url, init) => real(url, String(url).endsWith('/log/records') ? held : init))
    await expect(laptop.sync()).rejects.toMatchObject({ name: RelayInconsistent.name, code: 'count' })
    lying.mockRestore()
    expect(read(laptop, record(1), 'note')).toBe('first')
  })

  it('a change that the relay refused and wrote all the same is the relay’s doing, not a copy’s', async () => {
    const [laptop] = await pair()
    await say(laptop, record(1), 'note', 'x')
    const real = globalThis.fetch
    const lying = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      const response = await real(url, init)
      if (!String(url).endsWith('/log/records')) return response
      const answer = (await response.json()) as { results: unknown[] }
      return Response.json({ ...answer, results: answer.results.map(() => ({ problem: 'conflict', newest: null })) })
    })
    await expect(laptop.sync()).rejects.toMatchObject({ name: RelayInconsistent.name, code: 'count' })
    lying.mockRestore()
    expect(read(laptop, record(1), 'note')).toBe('x')
  })
})

it('a newcomer is let in though the answer to its add was lost', async () => {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  const real = globalThis.fetch
  const lossy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const response = await real(url, init)
    if (!String(url).endsWith('/log/statements')) return response
    lossy.mockRestore()
    throw new TypeError('lost')
  })
  const phone = await new Profile().join(laptop)
  expect(phone.vault.log.roster.members.size).toBe(2)
})

it('a copied profile is found out by the one that reads the other’s entries', async () => {
  const [laptop] = await pair()
  const twin = new Profile()
  for (const [key, value] of laptop.profile.stored) twin.stored.set(key, structuredClone(value))
  const second = await twin.relearn(laptop.connection())
  await second.sync()
  await say(second, record(1), 'note', 'by the twin')
  await second.sync()
  await say(laptop, record(2), 'note', 'by the first')
  await expect(laptop.sync()).rejects.toThrow(CopiedProfile)
  expect(read(laptop, record(2), 'note')).toBe('by the first')
})

it('what lies on disk holds no plaintext', async () => {
  const profile = new Profile()
  const device = await profile.create(null)
  await say(device, record(1), 'note', 'Zanzibar-lantern')
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(profile.databaseName)
    request.onsuccess = () => resolve(request.result)
  })
  const everything: unknown[] = []
  for (const name of database.objectStoreNames) {
    const request = database.transaction(name).objectStore(name).getAll()
    everything.push(...(await new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result)))))
  }
  const bytes = JSON.stringify(everything, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
  expect(bytes).not.toContain('Zanzibar')
  const kept = device.vault.get(record(1))
  expect(kept && Buffer.from(encode(kept.document)).toString()).toContain('Zanzibar-lantern')
})
