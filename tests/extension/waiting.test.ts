import { describe, expect, it, vi } from 'vitest'
import type { CapturedOrder } from '../../extension/src/capture/types.ts'
import { FIELD_NAMES } from '../../extension/src/capture/types.ts'
import type { Offer } from '../../extension/src/offers.ts'
import { orderViews } from '../../extension/src/view.ts'
import { Profile } from './device.ts'

const fake = vi.hoisted(() => ({ stored: {} as Record<string, unknown> }))

vi.mock('../../extension/src/browser.ts', () => ({
  browser: {
    storage: {
      local: {
        get: async (key: string) => structuredClone({ [key]: fake.stored[key] }),
        set: async (values: object) => void Object.assign(fake.stored, structuredClone(values)),
      },
    },
  },
}))

const { addOffers, listOffers } = await import('../../extension/src/offers.ts')
const { isRefused } = await import('../../extension/src/refusals.ts')
const { draftOf, refuseWaiting, saveWaiting, TOO_LITTLE, waitingView, waitingViews } = await import('../../extension/src/waiting.ts')

const nothing = Object.fromEntries(FIELD_NAMES.map((name) => [name, null])) as unknown as CapturedOrder
const said = <T>(value: T) => ({ value, confidence: 60, signal: 'label:total' })
const read = (part: Partial<CapturedOrder>): CapturedOrder => ({ ...nothing, conflicts: {}, ...part })
const offer = (id: string, part: Partial<CapturedOrder>, more: Partial<Offer> = {}): Offer =>
  ({ id, seenAt: Date.now(), vendor: 'lantern.example', url: `https://lantern.example/orders/${id}`, from: 'page', reasons: [], order: read(part), ...more })

/** A history whose device the offers are sealed to. */
async function device() {
  const { vault, profile } = await new Profile().create(null)
  fake.stored = Object.fromEntries(profile.stored)
  return vault
}

describe('what waits for the person', () => {
  it('shows what was read, and values that the page shows besides', () => {
    const view = waitingView(offer('1', { orderNumber: said('7'), total: said('9.50'), vendorName: said('Lantern'), conflicts: { total: [said('12.00'), said('12.00')], items: [said([])] } }))
    expect(view).toMatchObject({ orderNumber: '7', total: '9.50', vendorName: 'Lantern', items: null, conflicts: [{ field: 'total', values: ['12.00'] }] })
  })

  it('shows nothing of a kind that it should not be', () => {
    const view = waitingView(offer('1', { total: said('1e9'), currency: said('€'), orderNumber: said(7 as unknown as string) }, { url: 'javascript:alert(1)' }))
    expect(view).toMatchObject({ total: null, currency: null, orderNumber: null, url: null })
  })

  it('is in the history once the person says so, and waits no longer', async () => {
    const vault = await device()
    await addOffers([offer('1', { orderNumber: said('7'), total: said('9.50'), currency: said('GBP') }), offer('2', { orderNumber: said('8') })])
    const { orderIds, left } = await saveWaiting(vault, ['1'], false)
    expect(left).toEqual([])
    expect(orderViews(vault).map(({ id, orderNumber }) => [id, orderNumber])).toEqual([[orderIds[0], '7']])
    expect((await waitingViews()).map(({ id }) => id)).toEqual(['2'])
  })

  it('waits on where too little of it was read, and says so', async () => {
    const vault = await device()
    await addOffers([offer('1', { total: said('9.50') })])
    expect(await saveWaiting(vault, ['1'], false)).toEqual({ orderIds: [], left: [{ id: '1', words: TOO_LITTLE, mayBeApart: false }] })
    expect(await listOffers()).toHaveLength(1)
  })

  it('comes back from the bin when the person says yes to it now', async () => {
    const vault = await device()
    const seven = { orderNumber: said('7'), total: said('9.50'), currency: said('GBP') }
    await addOffers([offer('1', seven)])
    const [id = ''] = (await saveWaiting(vault, ['1'], false)).orderIds
    await vault.edit((editor) => editor.say('Order', id, 'deleted', true))
    await addOffers([offer('2', seven)])
    expect((await saveWaiting(vault, ['2'], false)).orderIds).toEqual([id])
    expect(orderViews(vault)).toMatchObject([{ id, deleted: false }])
  })

  it('is an order of its own if the person says so, where its number is another’s', async () => {
    const vault = await device()
    const line = (name: string) => said([{ name, quantity: 1, unitPrice: null, total: null, url: null, sku: null, gtin: null }])
    await addOffers([offer('1', { orderNumber: said('7'), total: said('9.50'), currency: said('GBP'), items: line('Lamp') })])
    await saveWaiting(vault, ['1'], false)
    await addOffers([offer('2', { orderNumber: said('7'), total: said('80.00'), currency: said('EUR'), items: line('Chair') })])
    expect((await saveWaiting(vault, ['2'], false)).left).toMatchObject([{ id: '2', mayBeApart: true }])
    expect((await saveWaiting(vault, ['2'], true)).orderIds).toHaveLength(1)
    expect(orderViews(vault)).toHaveLength(2)
  })

  it('teaches that its page is no order, which can be taken back; an order of a list teaches nothing', async () => {
    await device()
    const [page, listed] = [offer('1', { orderNumber: said('7') }), offer('2', { orderNumber: said('8') }, { from: 'list' })]
    await addOffers([page, listed])
    await (await refuseWaiting('2'))()
    await refuseWaiting('2')
    expect(await isRefused(listed.url)).toBe(false)
    const takeBack = await refuseWaiting('1')
    expect([await listOffers(), await isRefused(page.url)]).toEqual([[], true])
    await takeBack()
    expect([(await listOffers()).map(({ id }) => id), await isRefused(page.url)]).toEqual([['1'], false])
  })

  it('can be completed by hand', () => {
    expect(draftOf('lantern.example', 'https://lantern.example/x', read({ total: said('9.50') }))).toMatchObject({ shop: 'lantern.example', total: '9.50', orderNumber: null })
    expect(draftOf('lantern.example', 'https://lantern.example/x', null)).toMatchObject({ shop: 'lantern.example', total: null, items: null })
  })
})
