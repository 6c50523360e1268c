import { beforeEach, expect, it, vi } from 'vitest'

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

const { forgetRefusal, isRefused, listRefusals, refuse, routeOf } = await import('../../extension/src/refusals.ts')

beforeEach(() => {
  fake.stored = { device: { seed: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA', account: '', relay: null, lock: null } }
})

it.each([
  ['https://www.shop.example/order/1001/done', 'https://shop.example/order/2002/done?utm_source=mail#top', true],
  ['https://shop.example/order/1001', 'https://shop.example/order/1001/done', false],
  ['https://shop.example/order/1001', 'https://other.example/order/1001', false],
  ['https://shop.example/Order/1001/', 'https://shop.example/order/7', true],
  ['https://shop.example/index.php?route=checkout/success', 'https://shop.example/index.php?lang=de&route=checkout/success', true],
  ['https://shop.example/index.php?route=checkout/success', 'https://shop.example/index.php?route=account/order', false],
  ['https://shop.example/#/order/1001', 'https://shop.example/#/order/7?x=1', true],
  ['https://shop.example/#/order/1001', 'https://shop.example/#/help', false],
  ['https://shop.example/', 'https://shop.example/checkout/success', false],
  // As the address of a kept order is: without the secret that the page's own has.
  ['https://shop.example/order-status/1001', 'https://shop.example/order-status/1001/x9Kd72mQpLz81Vb3NtR5', true],
])('a no to %s is one to %s: %s', async (refused, seen, obeyed) => {
  await refuse(refused)
  expect(await isRefused(seen)).toBe(obeyed)
})

it('a no is kept once, without numbers or secrets, and can be taken back', async () => {
  await refuse('https://shop.example/order/1001?key=wc_order_abc')
  await refuse('https://shop.example/order/1002')
  const [kept, ...more] = await listRefusals()
  expect(more).toEqual([])
  expect(kept).toMatchObject({ site: 'shop.example', path: '/order/*' })
  await forgetRefusal(kept?.id ?? '')
  expect(await isRefused('https://shop.example/order/1001')).toBe(false)
})

it('a place in a page loses its secrets as an address does', () => {
  const routes = ['#/reset/ann@example.org', '#/o/ann%40example.org/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1NTEyIn0', '#!/o/AbCdEfGhIjKlMnOpQrStUvWxYz', '?page=sEcReTtOkEnAbCdEfGhIjKlMn'].map((place) => routeOf(new URL(`https://s.example/${place}`)))
  expect(routes).toEqual(['#/reset', '#/o', '#/o', ''])
  expect(routeOf(new URL('https://s.example/?route=checkout/success#/order/confirmed/4711'))).toBe('?route=checkout/success#/order/confirmed/*')
})

it('what is no page of the web is never refused', async () => {
  await refuse('chrome://settings')
  await refuse('nonsense')
  expect(await listRefusals()).toEqual([])
  expect(await isRefused('nonsense')).toBe(false)
})
