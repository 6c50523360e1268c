import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckoutContext } from '../../extension/src/capture/types.ts'

const fake = vi.hoisted(() => ({ stored: {} as Record<string, unknown> }))

vi.mock('../../extension/src/browser.ts', () => ({
  browser: {
    storage: {
      session: {
        get: async (key: string | null) => structuredClone(key === null ? fake.stored : { [key]: fake.stored[key] }),
        set: async (values: object) => void Object.assign(fake.stored, structuredClone(values)),
        remove: async (key: string) => void delete fake.stored[key],
      },
    },
  },
}))

const { contextFor, rememberContext, spendContext } = await import('../../extension/src/contexts.ts')
const { CONTEXT_FIELDS } = await import('../../extension/src/capture/types.ts')

const SHOP = 'shop.example'
const DONE = 'https://shop.example/done'
const basket = (total: string, seenAt = Date.now()): CheckoutContext =>
  ({ ...Object.fromEntries(CONTEXT_FIELDS.map((field) => [field, null])), items: { value: [], confidence: 50, signal: 'rows' }, total: { value: total, confidence: 50, signal: 'label:total' }, stage: 'review', seenAt }) as unknown as CheckoutContext
const first = { visit: '100.5/3', again: false }
const total = async (...asked: Parameters<typeof contextFor>): Promise<string | undefined> => (await contextFor(...asked))?.total?.value

beforeEach(() => {
  fake.stored = {}
})

describe('what the checkout said', () => {
  it('belongs to the vendor and is there for the next page', async () => {
    await rememberContext(SHOP, { visit: '1.0/0', again: false }, basket('10.00'))
    expect(await total(SHOP, first, DONE)).toBe('10.00')
    expect(await total('other.example', first, DONE)).toBeUndefined()
  })

  describe('once its order is kept', () => {
    beforeEach(async () => {
      await rememberContext(SHOP, { visit: '1.0/0', again: false }, basket('10.00'))
      await spendContext(SHOP, first, DONE)
    })

    it('is there for the page that it was spent on, loaded anew or gone back to, and for no other', async () => {
      expect(await total(SHOP, first, DONE)).toBe('10.00')
      expect(await total(SHOP, { visit: '200.5/0', again: true }, `${DONE}?x=1`)).toBe('10.00')
      expect(await total(SHOP, null, DONE)).toBe('10.00')
      expect(await total(SHOP, { visit: '200.5/0', again: false }, DONE)).toBeUndefined()
      expect(await total(SHOP, { visit: '200.5/0', again: true }, 'https://shop.example/other')).toBeUndefined()
    })

    it('is not mixed with the next purchase, which has the same address in the end', async () => {
      await rememberContext(SHOP, { visit: '300.5/0', again: false }, basket('99.00'))
      expect(await total(SHOP, first, DONE)).toBe('10.00')
      expect(await total(SHOP, { visit: '300.5/1', again: false }, DONE)).toBe('99.00')
      // What the first page goes on to say takes nothing from the second purchase.
      await spendContext(SHOP, first, DONE)
      expect(await total(SHOP, { visit: '300.5/1', again: false }, DONE)).toBe('99.00')
    })

    it('gives way on a page that becomes a checkout again without another address', async () => {
      await rememberContext(SHOP, first, basket('99.00'))
      expect(await total(SHOP, first, DONE)).toBe('99.00')
    })
  })

  it('is of a few shops at a time, the latest, and of no more than a person buys', async () => {
    const now = Date.now()
    for (let i = 0; i < 60; i++) await rememberContext(`${i}.sites.example`, null, basket('10.00', now + i))
    expect(Object.keys(fake.stored).length).toBe(20)
    expect(await total('59.sites.example', first, DONE)).toBe('10.00')
    const item = { name: 'x'.repeat(300), quantity: 1, unitPrice: null, total: null, url: null, sku: null, gtin: null }
    await rememberContext(SHOP, null, { ...basket('10.00'), items: { value: Array(200).fill(item), confidence: 50, signal: 'rows' } })
    expect(await total(SHOP, first, DONE)).toBeUndefined()
  })

  it('is forgotten when it is old', async () => {
    await rememberContext('old.example', null, basket('5.00', Date.now() - 3 * 3_600_000))
    await rememberContext(SHOP, null, basket('10.00'))
    await spendContext(SHOP, null, DONE)
    expect(Object.keys(fake.stored)).toEqual([`checkout ${SHOP}`])
  })
})
