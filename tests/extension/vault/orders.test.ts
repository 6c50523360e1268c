// One purchase in several records is one order, on every device.
import { type Document, encode, type Json, PAGE, PERSON, shown } from '@counterfoil/crypto/document'
import { toHex } from '@counterfoil/crypto/encoding'
import { ordersOf } from '@counterfoil/crypto/orders'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { completeFromList } from '../../../extension/src/capture/upsert/list.ts'
import { editOrder } from '../../../extension/src/vault/orders.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { orderViews } from '../../../extension/src/view.ts'
import { bare, captured, carried, fields, item, orders, read, see, SHOP } from '../capture/sightings.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'

const [FIRST, SECOND] = ['01'.repeat(16), '02'.repeat(16)] as const

/** What a page said, in a record of its own. */
const put = (vault: Vault, record: string, said: Record<string, Json>): Promise<boolean> =>
  vault.edit((editor) => editor.capture(record, { type: 'Order', fields: Object.fromEntries(Object.entries({ vendor: SHOP, ...said }).map(([name, value]) => [name, { value }])) }))

const say = (vault: Vault, record: string, field: string, value: Json): Promise<boolean> => editOrder(vault, record, (editor, id) => editor.say('Order', id, field, value))

describe('an order in two records', () => {
  it('is shown once, and waits while one of them does', async () => {
    const { vault } = await new Profile().create(null)
    await put(vault, SECOND, { orderNumber: '#1001', total: '59.97' })
    await put(vault, FIRST, { orderNumber: '1001', currency: 'EUR' })
    expect(orderViews(vault)).toMatchObject([{ id: FIRST, total: '59.97', currency: 'EUR', waiting: true }])
  })

  it('is changed as one: the smaller id is written on, above whatever the other says', async () => {
    const { vault } = await new Profile().create(null)
    await put(vault, FIRST, { orderNumber: '1001' })
    await put(vault, SECOND, { orderNumber: '1001' })
    vi.spyOn(Date, 'now').mockReturnValueOnce(Date.now() + 10 ** 11)
    await vault.edit((editor) => editor.say('Order', SECOND, 'total', '1.00'))
    const before = vault.get(SECOND)?.document
    await say(vault, SECOND, 'total', '2.00')
    expect(fields(vault, 'total')).toEqual(['2.00'])
    expect(vault.get(SECOND)?.document).toBe(before)
    expect(await say(vault, SECOND, 'total', '2.00')).toBe(false)
  })

  it('is deleted and brought back as one', async () => {
    const { vault } = await new Profile().create(null)
    await put(vault, SECOND, { orderNumber: '1001' })
    await say(vault, SECOND, 'deleted', true)
    await say(vault, SECOND, 'deleted', false)
    await put(vault, FIRST, { orderNumber: '1001' })
    await say(vault, FIRST, 'deleted', true)
    expect(orderViews(vault)).toMatchObject([{ deleted: true }])
    expect(await see(vault, captured({ orderNumber: read('1001') }))).toEqual({ outcome: 'deleted', record: FIRST })
    await say(vault, SECOND, 'deleted', false)
    expect(orderViews(vault)).toMatchObject([{ deleted: false }])
  })

  it('takes what pages add in the record with the smaller id', async () => {
    const { vault } = await new Profile().create(null)
    await put(vault, SECOND, { orderNumber: '1001' })
    await put(vault, FIRST, { orderNumber: '1001' })
    expect(await see(vault, captured({ orderNumber: read('1001'), total: read('59.97') }))).toEqual({ outcome: 'completed', record: FIRST })
    expect(orders(vault)).toHaveLength(1)
  })
})

describe('two devices', () => {
  let relay: RelayProcess
  beforeAll(async () => {
    relay = await RelayProcess.start()
  })
  afterAll(() => relay.stop())
  afterEach(() => vi.restoreAllMocks())

  async function pair(): Promise<[DeviceUnderTest, DeviceUnderTest]> {
    const laptop = await new Profile().create(relay.url)
    await laptop.sync()
    const phone = await new Profile().join(laptop)
    await laptop.sync()
    return [laptop, phone]
  }

  async function settle(...devices: DeviceUnderTest[]): Promise<void> {
    for (let round = 0; round < 2; round++) for (const device of devices) await device.sync()
  }

  it('that capture one order without a number apart show one', async () => {
    const [laptop, phone] = await pair()
    vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-22T12:00:00Z'))
    await see(laptop.vault, bare())
    await see(phone.vault, bare({ shipping: carried('4.95'), items: carried([item('Bulb', { quantity: 12, total: '12.00' }), item('Lamp', { quantity: 1 })]) }))
    vi.restoreAllMocks()
    await settle(laptop, phone)
    expect(orders(laptop.vault)).toEqual(orders(phone.vault))
    expect(fields(phone.vault, 'total', 'shipping')).toEqual(['59.97', '4.95'])
  })

  it('of which one finds the number while the other corrects the order end up with both', async () => {
    const [laptop, phone] = await pair()
    const { record } = (await see(laptop.vault, bare())) as { record: string }
    await settle(laptop, phone)
    const page = captured({ orderNumber: read('1001'), total: read('59.97'), currency: read('EUR') })
    await see(laptop.vault, page)
    await say(phone.vault, record, 'note', 'for Ada')
    await say(phone.vault, record, 'total', '49.97')
    await settle(laptop, phone)
    expect(laptop.shown()).toEqual(phone.shown())
    expect(fields(laptop.vault, 'orderNumber', 'note', 'total')).toEqual(['1001', 'for Ada', '49.97'])
  })

  it('of which one knew the order without its number and one with it show one once the number is found', async () => {
    const [laptop, phone] = await pair()
    await see(laptop.vault, bare())
    const page = captured({ orderNumber: read('1001'), total: read('59.97'), currency: read('EUR') })
    const { record } = (await see(phone.vault, page)) as { record: string }
    await say(phone.vault, record, 'note', 'for Ada')
    await see(laptop.vault, page)
    await settle(laptop, phone)
    expect(orders(laptop.vault)).toEqual(orders(phone.vault))
    expect(fields(laptop.vault, 'note')).toEqual(['for Ada'])
    await say(laptop.vault, record, 'deleted', true)
    await settle(laptop, phone)
    expect(orderViews(phone.vault)).toMatchObject([{ deleted: true }])
    expect(await see(phone.vault, page)).toMatchObject({ outcome: 'deleted' })
  })
})

describe('whatever the records', () => {
  /** The same numbers each time: a failure can be run again. */
  function chance(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  function randomRecords(pick: (below: number) => number): [string, Document][] {
    const one = <T>(...values: T[]): T => values[pick(values.length)] as T
    return Array.from({ length: 2 + pick(8) }, (_, index) => {
      const said: Record<string, Json> = {
        vendor: one('a.example', 'a.example', 'a.example', 'b.example'),
        orderNumber: one<Json>(null, '1', '#1', '2', 'c', 7),
        confirmationNumber: one<Json>(null, null, 'C', 'd', '2'),
        orderDate: one<Json>(null, '2026-01-01', '2026-08-01', '2026-02-30'),
        total: one<Json>(null, '5', '5.00', '7'),
        currency: one<Json>(null, 'EUR', 'USD'),
        items: one<Json>(null, [{ name: 'Lamp' }], [{ name: 'Rug' }]),
      }
      const at = [1 + pick(3), 0, toHex(Uint8Array.from({ length: 16 }, () => pick(2)))] as const
      const entries = Object.entries(said).flatMap(([name, value]) => (value === null ? [] : [[name, { [PAGE]: { at, value } }] as const]))
      const noted = pick(2) === 0 ? [] : [['note', { [PERSON]: { at, value: `note ${index}` } }] as const]
      return [index.toString(16).padStart(32, '0'), { type: 'Order', schema: 1, fields: Object.fromEntries([...entries, ...noted]) } as Document]
    })
  }

  const comparable = (records: [string, Document][]): string[] =>
    ordersOf(records).map(({ id, records: parts, document }) => `${id} ${parts.join(' ')} ${toHex(encode(document))}`).sort()

  it('their order does not matter, each is in one order, and no note is lost', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const pick = chance(seed)
      const records = randomRecords(pick)
      const found = comparable(records)
      const shuffled = records.map((record) => [pick(1_000), record] as const).sort(([one], [other]) => one - other).map(([, record]) => record)
      expect(comparable(shuffled), `seed ${seed}`).toEqual(found)
      const parts = ordersOf(records).flatMap((order) => order.records)
      expect(parts.toSorted(), `seed ${seed}`).toEqual(records.map(([id]) => id))
      for (const order of ordersOf(records)) {
        const all = order.records.map((id) => records.find(([each]) => each === id)?.[1] as Document)
        for (const document of all) if (shown(document, 'note') !== null) expect(shown(order.document, 'note')).not.toBeNull()
      }
    }
  })

  it('ten thousand of them are no burden, on a busy computer either', async () => {
    const { vault } = await new Profile().create(null)
    await vault.edit((editor) => {
      for (let at = 0; at < 10_000; at++)
        editor.capture(at.toString(16).padStart(32, '0'), { type: 'Order', fields: { vendor: { value: SHOP }, orderNumber: { value: `${at % 9_000}` }, total: { value: '5.00' }, currency: { value: 'EUR' } } })
    })
    orders(vault)
    const began = performance.now()
    expect(orders(vault)).toHaveLength(9_000)
    const grouped = performance.now()
    await see(vault, captured({ orderNumber: read('77'), total: read('6.00') }))
    const seen = performance.now()
    await completeFromList(vault, { orders: Array.from({ length: 50 }, (_, at) => ({ order: captured({ orderNumber: read(`new ${at}`), orderDate: read('2026-11-22'), total: read('5.00') }), url: null })), unread: [], printed: null, more: false }, SHOP, 'https://shop.example/orders')
    const listed = performance.now()
    expect(grouped - began).toBeLessThan(3_000)
    expect(seen - grouped).toBeLessThan(5_000)
    expect(listed - seen).toBeLessThan(10_000)
  }, 120_000)
})
