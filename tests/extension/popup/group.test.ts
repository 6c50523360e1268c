import { describe, expect, it } from 'vitest'
import { newestFirst, vendorAt, vendors } from '../../../extension/src/popup/group.ts'
import { order } from './order.ts'

describe('vendors', () => {
  it('adds no amounts of different currencies', () => {
    const [vendor] = vendors([
      order({ total: '0.10', currency: 'EUR' }),
      order({ total: '0.20', currency: 'EUR' }),
      order({ total: '5', currency: 'USD' }),
      order({ total: '7', currency: null }),
      order({ total: null, currency: 'EUR' }),
    ])
    expect(vendor?.totals).toEqual({
      sums: [
        { currency: 'EUR', amount: '0.30' },
        { currency: 'USD', amount: '5' },
        { currency: null, amount: '7' },
      ],
      unread: 1,
    })
  })

  it('leaves out what is in the bin', () => {
    expect(vendors([order({ deleted: true })])).toEqual([])
  })

  it('puts the vendor bought from last first and knows when that was', () => {
    const all = vendors([
      order({ vendor: 'a.example', orderDate: '2026-01-05', created: '2026-09-09T00:00:00Z' }),
      order({ vendor: 'b.example', created: '2026-03-01T10:00:00Z' }),
      order({ vendor: 'c.example' }),
    ])
    expect(all.map(({ domain, latest }) => [domain, latest])).toEqual([
      ['b.example', '2026-03-01T10:00:00Z'],
      ['a.example', '2026-01-05'],
      ['c.example', null],
    ])
  })

  it('takes the name that any of the orders has', () => {
    const [vendor] = vendors([order({ vendorName: '\u200b' }), order({ vendorName: 'Lantern' }), order()])
    expect(vendor?.name).toBe('Lantern')
    expect(vendor?.orders).toHaveLength(3)
  })

  it('keeps orders without a vendor together by name, and the nameless apart', () => {
    const all = vendors([order({ vendor: null, vendorName: 'Kiosk' }), order({ vendor: null, vendorName: 'Kiosk' }), order({ vendor: null })])
    expect(all.map(({ key, orders }) => [key, orders.length])).toEqual([
      ['name Kiosk', 2],
      ['unknown', 1],
    ])
  })

  it('sorts orders of one day by when they were captured', () => {
    const early = order({ orderDate: '2026-05-03', created: '2026-05-03T08:00:00Z' })
    const late = order({ orderDate: '2026-05-03', created: '2026-05-03T20:00:00Z' })
    expect(newestFirst([early, order(), late]).slice(0, 2)).toEqual([late, early])
  })
})

describe('the vendor of a page', () => {
  const all = vendors(['shop.example', 'eu.shop.example', 'com', '127.0.0.1:8080', 'localhost'].map((vendor) => order({ vendor })))
  const at = (url: string) => vendorAt(new URL(url), all)?.domain ?? null

  it.each([
    ['https://shop.example/', 'shop.example'],
    ['https://www.shop.example/a?b', 'shop.example'],
    ['https://pay.eu.shop.example/', 'eu.shop.example'],
    ['https://notshop.example/', null],
    ['https://shop.example.evil.test/', null],
    ['https://other.com/', null],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080'],
    ['http://127.0.0.1:9090/', null],
    ['http://localhost:3000/', 'localhost'],
    ['http://my.localhost/', null],
  ])('%s belongs to %s', (url, domain) => {
    expect(at(url)).toBe(domain)
  })
})
