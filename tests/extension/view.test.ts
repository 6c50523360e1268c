import { type Document, isDeleted, type Json, PAGE, PERSON } from '@counterfoil/crypto/document'
import { describe, expect, it } from 'vitest'
import type { OrderView } from '../../extension/src/app.ts'
import { orderViews } from '../../extension/src/view.ts'

const AT = [1, 0, '00'.repeat(16)] as const

type Said = Record<string, unknown>

/** A record in which pages and the person said these values. Unlike the vault's, its objects have a prototype. */
function record(type: string, page: Said, person: Said = {}, schema = 1): Document {
  const fields: Record<string, Record<string, { at: typeof AT; value: unknown }>> = {}
  for (const [origin, said] of [[PAGE, page], [PERSON, person]] as const)
    for (const [name, value] of Object.entries(said)) fields[name] = { ...fields[name], [origin]: { at: AT, value } }
  return { fields, schema, type } as unknown as Document
}

/** As the popup sees a vault that holds these. */
function views(...documents: Document[]): OrderView[] {
  const kept = documents.map((document, index) => [String(index), { document, waiting: false }] as const)
  return orderViews({ records: () => kept[Symbol.iterator]() } as Parameters<typeof orderViews>[0])
}

function view(document: Document, ...others: Document[]): OrderView {
  const found = views(document, ...others).find(({ id }) => id === '0')
  if (found === undefined) throw new Error('not among the orders')
  return found
}

const order = (page: Said, person: Said = {}, schema = 1): Document => record('Order', page, person, schema)

const WHOLE = {
  vendor: 'lantern.example',
  orderNumber: '100001',
  orderDate: '2026-11-20',
  total: '24.48',
  currency: 'GBP',
  subtotal: '19.98',
  shipping: '4.50',
  tax: '0.00',
  discount: '1',
  items: [{ name: 'Lamp', quantity: 2, unitPrice: '9.99', total: '19.98', sku: 'L-1' }],
  created: '2026-11-21T10:00:00Z',
}

describe('an order as the screens show it', () => {
  it('has what the page said', () => {
    expect(view(order(WHOLE))).toEqual({
      ...WHOLE,
      id: '0',
      vendorName: null,
      items: [{ name: 'Lamp', quantity: 2, unitPrice: '9.99', total: '19.98' }],
      confirmationNumber: null,
      status: null,
      seller: null,
      payment: null,
      delivery: null,
      returnPolicy: null,
      invoiceUrl: null,
      note: null,
      deleted: false,
      byHand: false,
      corrected: [],
      fromPage: {},
      howRead: {},
      sources: [],
      waiting: false,
      readOnly: false,
    })
  })

  it('has the person’s word over the page’s, and the page’s beside it', () => {
    const shown = view(order(WHOLE, { total: '20.00', currency: null, note: 'gift' }))
    expect(shown).toMatchObject({ total: '20.00', currency: null, note: 'gift', corrected: ['total', 'currency'], fromPage: { total: '24.48', currency: 'GBP' } })
  })

  it('says null for the page’s word where there was none', () => {
    expect(view(order({ total: '1' }, { orderNumber: '7' }))).toMatchObject({ orderNumber: '7', fromPage: { orderNumber: null } })
  })

  it('has nothing corrected where no page said anything', () => {
    expect(view(order({}, { orderNumber: '7', total: '1.00', created: '2026-11-21T10:00:00Z' }))).toMatchObject({ byHand: true, corrected: [], fromPage: {} })
  })

  it('has what the shop said of payment, delivery, returns and the rest', () => {
    const said = {
      confirmationNumber: 'C7',
      status: 'OrderInTransit',
      seller: 'Loom & Sons',
      payment: { kind: 'card', brand: 'Visa', last4: '4242' },
      delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-26', carrier: 'DHL', trackingNumber: 'JD01', trackingUrl: 'https://parcel.example/JD01' },
      returnPolicy: { days: 30, url: 'https://lantern.example/returns' },
      invoiceUrl: 'https://lantern.example/invoice/7.pdf',
    }
    expect(view(order(said))).toMatchObject(said)
  })

  it('says how each thing was read that shows a page’s word, and where', () => {
    const document = order({ ...WHOLE, 'source/b': { kind: 'page', time: '2026-11-22T10:00:00Z', url: 'https://lantern.example/b' }, 'source/a': { kind: 'mail', time: '2026-11-21T10:00:00Z' } }, { currency: 'EUR' })
    for (const name of ['total', 'currency']) Object.assign(document.fields[name]?.['page'] ?? {}, { signal: 'label:total', confidence: 91 })
    Object.assign(document.fields['shipping']?.['page'] ?? {}, { signal: 'rows', confidence: 'very' })
    const shown = view(document)
    expect(shown.howRead).toEqual({ total: { signal: 'label:total', confidence: 91 }, shipping: { signal: 'rows', confidence: null } })
    expect(shown.sources).toEqual([{ kind: 'mail', url: null, time: '2026-11-21T10:00:00Z' }, { kind: 'page', url: 'https://lantern.example/b', time: '2026-11-22T10:00:00Z' }])
    expect(shown.corrected).toEqual(['currency'])
  })

  it('is in the bin by the person’s word', () => {
    expect(view(order(WHOLE, { deleted: true }))).toMatchObject({ deleted: true, corrected: [] })
    expect(view(order(WHOLE, { deleted: 'yes' })).deleted).toBe(false)
  })

  it('is left alone when a newer version wrote it', () => {
    expect(view(order(WHOLE, {}, 2))).toMatchObject({ readOnly: true, total: '24.48' })
  })

  it('has the name that its vendor’s record has', () => {
    const vendor = record('Vendor', { domain: 'lantern.example', name: 'Lantern Books' })
    expect(view(order(WHOLE), vendor).vendorName).toBe('Lantern Books')
    expect(view(order({ vendor: 'other.example' }), vendor).vendorName).toBeNull()
    expect(view(order({}), vendor).vendorName).toBeNull()
    expect(view(order(WHOLE), record('Vendor', { domain: ['lantern.example'], name: 1 })).vendorName).toBeNull()
  })

  it('stands alone: vendors and devices are no orders', () => {
    expect(views(record('Vendor', { domain: 'a.example' }), record('Device', { name: 'Laptop' }), record('Later', {}))).toEqual([])
  })

  it('comes newest first, and the same on every device when times are equal', () => {
    const orders = views(order({ created: '2026-01-01T00:00:00Z' }), order({ created: '2026-02-01T00:00:00Z' }), order({}), order({ created: '2026-02-01T00:00:00Z' }))
    expect(orders.map(({ id }) => id)).toEqual(['1', '3', '0', '2'])
  })
})

const TEXTS = ['vendor', 'orderNumber', 'confirmationNumber', 'seller', 'note', 'created'] as const
const AMOUNTS = ['total', 'subtotal', 'shipping', 'tax', 'discount'] as const
const DETAILS = ['status', 'payment', 'delivery', 'returnPolicy', 'invoiceUrl'] as const
const NO_TEXT: unknown[] = [null, true, 0, -1, 9007199254740991, '', [], ['a'], {}, { toString: 'x' }, [[[[]]]]]

describe('a record from a hostile page or another device', () => {
  it.each([...TEXTS, ...AMOUNTS, 'orderDate', 'currency', 'items', ...DETAILS] as const)('shows no %s of another kind', (name) => {
    for (const value of NO_TEXT) if (!(name === 'items' && Array.isArray(value))) expect(view(order({ [name]: value }))[name]).toBeNull()
  })

  it.each(AMOUNTS)('shows no %s but a decimal', (name) => {
    for (const value of ['1e9', '0x10', '1,00', '1.', '.5', '00', '+1', ' 1', '1\n', '٣', 'NaN', 'Infinity', '1'.repeat(17), '1.123456789', '9'.repeat(1_000_000), '--1'])
      expect(view(order({ [name]: value }))[name]).toBeNull()
    for (const value of ['0', '-0.01', '9'.repeat(16), '0.12345678']) expect(view(order({ [name]: value }))[name]).toBe(value)
  })

  it('shows no currency and no date but those of the grammar', () => {
    for (const currency of ['eur', 'EURO', '€', 'EUR\n', ' EUR', 'ＥＵＲ']) expect(view(order({ currency })).currency).toBeNull()
    for (const orderDate of ['yesterday', '21.11.2026', '2026-11-21T10:00:00Z', '2026-11-21\n', '20261121', '٢٠٢٦']) expect(view(order({ orderDate })).orderDate).toBeNull()
    for (const orderDate of ['2026', '2026-11', '2026-11-21']) expect(view(order({ orderDate })).orderDate).toBe(orderDate)
  })

  it('shows no address but those of the web that name nobody else’s', () => {
    const addresses = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://lantern.example@evil.example/', 'https://:secret@evil.example/', '//evil.example', '/returns', `https://a.example/${'x'.repeat(3_000)}`]
    for (const address of addresses) {
      const shown = view(order({ invoiceUrl: address, delivery: { trackingUrl: address }, returnPolicy: { url: address }, 'source/a': { kind: 'page', time: 'x', url: address } }))
      expect(shown).toMatchObject({ invoiceUrl: null, delivery: null, returnPolicy: null, sources: [{ url: null }] })
    }
  })

  it('shows of payment, delivery and returns what is of its kind', () => {
    expect(view(order({ payment: { kind: 'barter', brand: ['Visa'], last4: '4242424242424242' } })).payment).toBeNull()
    expect(view(order({ payment: { kind: 'card', brand: '', last4: '٤٢٤٢' } })).payment).toEqual({ kind: 'card', brand: null, last4: null })
    expect(view(order({ delivery: { expectedFrom: 'soon', expectedUntil: '2026-11-26', carrier: 7 } })).delivery).toMatchObject({ expectedFrom: null, expectedUntil: '2026-11-26', carrier: null })
    for (const days of [0, -1, 1.5, 3_651, '30', Infinity]) expect(view(order({ returnPolicy: { days } })).returnPolicy).toBeNull()
    expect(view(order({ status: 'OrderLost' })).status).toBeNull()
    expect(view(order({ payment: JSON.parse('{"__proto__":{"brand":"Visa"}}') as unknown })).payment).toBeNull()
  })

  it('shows the items that are some, and of each what is of its kind', () => {
    const items = [
      null,
      7,
      'Lamp',
      [],
      {},
      { name: 3 },
      { name: null, quantity: 1 },
      { name: 'Lamp', quantity: '2', unitPrice: 9.99, total: ['1'] },
      { name: '<img src=x onerror=alert(1)>', quantity: -1, unitPrice: '1e3', total: {} },
      { name: 'Bulb', quantity: 1.5 },
      { name: 'Shade', quantity: 9007199254740993, total: '-3' },
      { name: 'Cord', quantity: 3, unitPrice: '1.00', extra: 'kept elsewhere' },
    ]
    const none = { quantity: null, unitPrice: null, total: null }
    expect(view(order({ items })).items).toEqual([
      { ...none, name: 'Lamp' },
      { ...none, name: '<img src=x onerror=alert(1)>' },
      { ...none, name: 'Bulb' },
      { ...none, name: 'Shade', total: '-3' },
      { ...none, name: 'Cord', quantity: 3, unitPrice: '1.00' },
    ])
    expect(view(order({ items: [] })).items).toEqual([])
  })

  it('takes nothing from a prototype', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
    const said = Object.fromEntries(names.map((name) => [name, 'x']))
    expect(view(order(said, said))).toMatchObject({ total: null, corrected: names, fromPage: said })
    // Text, not an object literal, so that __proto__ is a key like any other.
    const forged = JSON.parse('{"__proto__":{"total":"1.00","items":[]},"items":[{"__proto__":{"name":"Lamp","total":"1.00"}}]}') as Said
    const shown = view(order(forged))
    expect(shown).toMatchObject({ total: null, items: [] })
    expect(Object.getPrototypeOf(shown.fromPage)).toBe(Object.prototype)
    expect(({} as Said)['total']).toBeUndefined()
  })

  it('is not mistaken for a vendor with a prototype’s name', () => {
    expect(view(order({ vendor: 'constructor' }), record('Vendor', { domain: '__proto__', name: 'x' })).vendorName).toBeNull()
  })

  it('may be huge', () => {
    const huge = 'A'.repeat(1_000_000)
    const items = Array.from({ length: 20_000 }, (_, index) => ({ name: `Item ${index}`, quantity: index }))
    const shown = view(order({ vendor: huge, orderNumber: huge, total: huge, currency: huge, orderDate: huge, created: huge, items }, { note: huge }))
    expect(shown).toMatchObject({ orderNumber: huge, note: huge, total: null, currency: null, orderDate: null })
    expect(shown.items).toHaveLength(20_000)
  })

  it('is shown however strange every value is', () => {
    const names = [...TEXTS, ...AMOUNTS, ...DETAILS, 'orderDate', 'currency', 'items', 'deleted', 'source/abc', 'unheardOf']
    for (const value of [...NO_TEXT, 'x', [{ name: 'Lamp' }]] as Json[]) {
      const said = Object.fromEntries(names.map((name) => [name, value]))
      const document = order(said, said)
      const shown = view(document)
      expect(shown.deleted).toBe(isDeleted(document))
      expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
    }
  })
})
