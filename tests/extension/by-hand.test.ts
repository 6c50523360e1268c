import { describe, expect, it } from 'vitest'
import { Malformed, type NewOrder, type OrderView } from '../../extension/src/app.ts'
import { addByHand } from '../../extension/src/by-hand.ts'
import { upsert } from '../../extension/src/capture/upsert/index.ts'
import type { CapturedOrder } from '../../extension/src/capture/types.ts'
import { FIELD_NAMES } from '../../extension/src/capture/types.ts'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { orderViews } from '../../extension/src/view.ts'
import { Profile } from './device.ts'

const BREAD: NewOrder = { shop: 'Corner bakery', items: [{ name: 'Rye bread', quantity: 2, unitPrice: null, total: null }], total: '8.40', currency: 'EUR', orderNumber: null, orderDate: null, note: null, url: null, waiting: null }
const none = new Map<string, string>()

const aVault = async (): Promise<Vault> => (await new Profile().create(null)).vault

function only(vault: Vault): OrderView {
  const [view, ...others] = orderViews(vault)
  if (view === undefined || others.length > 0) throw new Error(`${others.length + 1} orders`)
  return view
}

async function fault(vault: Vault, order: Partial<NewOrder>): Promise<string> {
  const failed = await addByHand(vault, { ...BREAD, ...order }, none).then(() => null, (error: unknown) => error)
  if (!(failed instanceof Malformed)) throw new Error(`not refused: ${String(failed)}`)
  return failed.field
}

describe('an order added by hand', () => {
  it('is the person’s word: nothing of it is a correction, and what they did not say is null', async () => {
    const vault = await aVault()
    const id = await addByHand(vault, BREAD, none)
    expect(only(vault)).toMatchObject({ id, vendor: 'Corner bakery', total: '8.40', currency: 'EUR', items: BREAD.items, orderNumber: null, orderDate: null, byHand: true, corrected: [], howRead: {} })
    expect(only(vault).created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(only(vault).sources).toEqual([{ kind: 'manual', url: null, time: only(vault).created }])
  })

  it('is another order each time, unless it has a number', async () => {
    const vault = await aVault()
    await addByHand(vault, BREAD, none)
    await addByHand(vault, BREAD, none)
    expect(orderViews(vault)).toHaveLength(2)
    await addByHand(vault, { ...BREAD, orderNumber: '12' }, none)
    expect(await fault(vault, { orderNumber: '#12 ' })).toBe('orderNumber')
    expect(orderViews(vault)).toHaveLength(3)
  })

  it('belongs to the shop that its address or its known name says', async () => {
    const shop = async (typed: string, known = none): Promise<string | null> => {
      const vault = await aVault()
      await addByHand(vault, { ...BREAD, shop: typed }, known)
      return only(vault).vendor
    }
    expect(await shop('https://www.lantern.example/account?x=1')).toBe('lantern.example')
    expect(await shop('Shop.Lantern.co.uk')).toBe('lantern.co.uk')
    expect(await shop('LANTERN  & loom', new Map([['Lantern & Loom', 'lantern.example']]))).toBe('lantern.example')
    expect(await shop('Dr. Müller')).toBe('Dr. Müller')
    expect(await shop('bücher.example')).toBe('xn--bcher-kva.example')
  })

  it('comes back from the bin with the person’s new words', async () => {
    const vault = await aVault()
    const id = await addByHand(vault, { ...BREAD, orderNumber: '12' }, none)
    await vault.edit((editor) => editor.say('Order', id, 'deleted', true))
    expect(await addByHand(vault, { ...BREAD, orderNumber: '12', total: '9.00' }, none)).toBe(id)
    expect(only(vault)).toMatchObject({ deleted: false, total: '9.00' })
  })

  it('is the same order as the one that the shop’s page shows later, and the person’s word stays', async () => {
    const vault = await aVault()
    const id = await addByHand(vault, { ...BREAD, shop: 'lantern.example', orderNumber: 'LL-7' }, none)
    const nothing = Object.fromEntries(FIELD_NAMES.map((name) => [name, null])) as unknown as CapturedOrder
    const said = (value: string) => ({ value, confidence: 90, signal: 'label:total' })
    const order = { ...nothing, conflicts: {}, orderNumber: said('LL-7'), total: said('9.90'), currency: said('EUR'), tax: said('1.00') } as CapturedOrder
    expect(await upsert(vault, { order, vendor: 'lantern.example', url: 'https://lantern.example/orders/LL-7' })).toMatchObject({ outcome: 'completed', record: id })
    expect(only(vault)).toMatchObject({ total: '8.40', tax: '1.00', byHand: false, corrected: expect.arrayContaining(['total']), fromPage: expect.objectContaining({ total: '9.90' }) })
  })

  it('keeps the address of the page that it was read from, without its secrets', async () => {
    const vault = await aVault()
    await addByHand(vault, { ...BREAD, url: 'https://lantern.example/thanks/4f9a8b7c6d5e4f3a2b1c?token=x#y' }, none)
    expect(only(vault).sources).toMatchObject([{ kind: 'manual', url: 'https://lantern.example/thanks' }])
  })

  it('says which field is at fault', async () => {
    const vault = await aVault()
    expect(await fault(vault, { shop: '  ' })).toBe('shop')
    expect(await fault(vault, { shop: 'http://999.999.999.co' + '.x'.repeat(200) })).toBe('shop')
    expect(await fault(vault, { total: null, items: null })).toBe('total')
    expect(await fault(vault, { total: '1,00' })).toBe('total')
    expect(await fault(vault, { currency: 'eur' })).toBe('currency')
    expect(await fault(vault, { orderDate: 'today' })).toBe('orderDate')
    expect(await fault(vault, { orderNumber: '# ' })).toBe('orderNumber')
    expect(await fault(vault, { note: 'x'.repeat(2_001) })).toBe('note')
    expect(await fault(vault, { items: Array.from({ length: 201 }, () => ({ name: 'a', quantity: null, unitPrice: null, total: null })) })).toBe('items')
    expect(orderViews(vault)).toEqual([])
  })
})
