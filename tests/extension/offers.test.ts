import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CapturedOrder } from '../../extension/src/capture/types.ts'

const fake = vi.hoisted(() => ({ stored: {} as Record<string, unknown>, listeners: new Set<(changes: object, area: string) => void>() }))

vi.mock('../../extension/src/browser.ts', () => ({
  browser: {
    storage: {
      local: {
        get: async (key: string) => structuredClone({ [key]: fake.stored[key] }),
        set: async (values: object) => {
          Object.assign(fake.stored, structuredClone(values))
          for (const listener of fake.listeners) listener(values, 'local')
        },
      },
      onChanged: {
        addListener: (listener: () => void) => fake.listeners.add(listener),
        removeListener: (listener: () => void) => fake.listeners.delete(listener),
      },
    },
  },
}))

const { addOffers, dropOffers, isSame, listOffers, notDismissed, removeOffers, watchOffers } = await import('../../extension/src/offers.ts')
const { FIELD_NAMES } = await import('../../extension/src/capture/types.ts')
type Offer = Awaited<ReturnType<typeof listOffers>>[number]

const SEED = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA'
const blank = Object.fromEntries(FIELD_NAMES.map((name) => [name, null]))
const said = (value: string) => ({ value, confidence: 60, signal: 'label:test' })

function order(fields: Record<string, string>): CapturedOrder {
  return { ...blank, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, said(value)])), conflicts: {} } as unknown as CapturedOrder
}

let made = 0
const offer = (fields: Record<string, string>, more: Partial<Offer> = {}): Offer => ({
  id: `offer-${made++}`, seenAt: Date.now(), vendor: 'shop.example', url: 'https://shop.example/thanks', from: 'page', order: order(fields), reasons: [], ...more,
})

beforeEach(() => {
  fake.stored = { device: { seed: SEED, account: '', name: 'Laptop', relay: null } }
})

describe('what waits for the person', () => {
  it('is kept sealed to the device, without queries and keys in addresses', async () => {
    await addOffers([offer({ orderNumber: 'A-1' }, { url: 'https://shop.example/thanks?email=me@mail.example&route=checkout/success' })])
    expect(JSON.stringify(fake.stored['offers'])).not.toContain('shop.example')
    expect(await listOffers()).toMatchObject([{ vendor: 'shop.example', url: 'https://shop.example/thanks?route=checkout/success', order: { orderNumber: { value: 'A-1' } } }])
    fake.stored['device'] = { seed: SEED.replace('A', 'B') }
    expect(await listOffers()).toEqual([])
  })

  it('is nothing without a history', async () => {
    fake.stored = {}
    await addOffers([offer({ orderNumber: 'A-1' })])
    expect(fake.stored).toEqual({})
  })

  it('has an order once, under its first id, with the most that was read', async () => {
    const [first] = await addOffers([offer({ orderNumber: 'A-1', total: '5.00' })])
    const [again] = await addOffers([offer({ orderNumber: '#a-1' })])
    const [better] = await addOffers([offer({ orderNumber: 'A-1', total: '5.00', currency: 'EUR' })])
    expect([again?.id, better?.id]).toEqual([first?.id, first?.id])
    expect(again?.order.total?.value).toBe('5.00')
    expect(await listOffers()).toHaveLength(1)
    expect((await listOffers())[0]?.order.currency?.value).toBe('EUR')
  })

  it('tells orders without a number apart by address and total', () => {
    const one = offer({ total: '5.00' })
    expect(isSame(one, offer({ total: '5.00' }))).toBe(true)
    expect(isSame(one, offer({}))).toBe(true)
    expect(isSame(one, offer({ total: '6.00' }))).toBe(false)
    expect(isSame(one, offer({ total: '5.00' }, { url: 'https://shop.example/other' }))).toBe(false)
    expect(isSame(one, offer({ total: '5.00' }, { vendor: 'other.example' }))).toBe(false)
    expect(isSame(one, offer({ orderNumber: 'A-1', total: '5.00' }))).toBe(true)
    expect(isSame(offer({ orderNumber: 'A-2' }), offer({ orderNumber: 'A-1' }))).toBe(false)
  })

  it('with a number that is refused as one has none, and is none the less offered', async () => {
    const [kept] = await addOffers([offer({ orderNumber: '\u0085', total: '1.00' })])
    expect(kept?.order.total?.value).toBe('1.00')
    expect(isSame(offer({ orderNumber: '\u0085', confirmationNumber: 'C-1' }), offer({ confirmationNumber: 'C-1' }, { url: 'https://shop.example/other' }))).toBe(true)
  })

  it('is not offered by itself again after a no, but comes back when the person takes that back', async () => {
    const [kept] = await addOffers([offer({ orderNumber: 'A-1' }), offer({ orderNumber: 'A-2' })])
    await removeOffers([kept?.id ?? ''])
    const seenAgain = [offer({ orderNumber: 'A-1' }), offer({ orderNumber: 'A-3' })]
    expect((await notDismissed(seenAgain)).map((each) => each.order.orderNumber?.value)).toEqual(['A-3'])
    await addOffers([offer({ orderNumber: 'A-1' })])
    expect(await notDismissed(seenAgain)).toHaveLength(2)
  })

  it('may be offered again when it only left because the history had it', async () => {
    await addOffers([offer({ orderNumber: 'A-1' })])
    await dropOffers(({ order: { orderNumber } }) => orderNumber?.value === 'A-1')
    expect(await listOffers()).toEqual([])
    expect(await notDismissed([offer({ orderNumber: 'A-1' })])).toHaveLength(1)
  })

  it('is at most a hundred, the newest, and no older than 90 days', async () => {
    await addOffers([offer({ orderNumber: 'OLD' }, { seenAt: Date.now() - 91 * 86_400_000 })])
    await addOffers(Array.from({ length: 103 }, (_, at) => offer({ orderNumber: `N-${at}` }, { vendor: `${at % 2}.example` })))
    const numbers = (await listOffers()).map((each) => each.order.orderNumber?.value)
    expect(numbers).toHaveLength(100)
    expect([numbers[0], numbers.at(-1)]).toEqual(['N-3', 'N-102'])
  })

  it('of one shop never pushes out what waits of another, and never fills the room of what the person chose', async () => {
    await addOffers([offer({ orderNumber: 'MINE' }, { vendor: 'mine.example' })])
    await addOffers(Array.from({ length: 200 }, (_, at) => offer({ orderNumber: `N-${at}` })))
    const waiting = await listOffers()
    expect(waiting).toHaveLength(81)
    expect(waiting[0]?.vendor).toBe('mine.example')
    await addOffers(Array.from({ length: 100 }, (_, at) => offer({ orderNumber: `L-${at}`, seller: 'x'.repeat(40_000) }, { vendor: `${at}.example` })))
    expect(String(fake.stored['offers']).length).toBeLessThan(1_500_000)
  })

  it('what is too much of one shop takes no room of the others', async () => {
    await addOffers([offer({ orderNumber: 'A-1' })])
    await addOffers(Array.from({ length: 110 }, (_, at) => offer({ orderNumber: `B-${at}`, vendorName: 'x'.repeat(11_000) }, { vendor: 'other.example' })))
    expect((await listOffers()).filter(({ vendor }) => vendor === 'shop.example')).toHaveLength(1)
  })

  it('takes nothing that no person ordered', async () => {
    expect(await addOffers([offer({ orderNumber: 'x'.repeat(100_001) }), offer({ orderNumber: 'A-1' }, { url: 'javascript:alert(1)' })])).toEqual([])
    expect(await listOffers()).toEqual([])
  })

  it('loses nothing when two write at once, and tells who watches', async () => {
    const heard = vi.fn()
    const stop = watchOffers(heard)
    await Promise.all(['A-1', 'A-2', 'A-3'].map((number) => addOffers([offer({ orderNumber: number })])))
    stop()
    await addOffers([offer({ orderNumber: 'A-4' })])
    expect(await listOffers()).toHaveLength(4)
    expect(heard).toHaveBeenCalledTimes(3)
  })
})
