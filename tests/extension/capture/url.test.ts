import { describe, expect, test } from 'vitest'
import { cleanUrl, looksSecret } from '../../../extension/src/capture/url.ts'

describe('a URL that is kept', () => {
  test.each([
    // django-oscar: number:token
    ['https://s.example/en-gb/checkout/order-status/100001/100001:Su25Bc11l8h2djcQa9nUBiS-DS2n8ZfuZAH_IoNywQk/', 'https://s.example/en-gb/checkout/order-status/100001/'],
    ['https://s.example/order-status/100001/100001%3ASu25Bc11l8h2djcQa9nUBiS/', 'https://s.example/order-status/100001/'],
    // Shopify: order and checkout tokens
    ['https://s.example/52341/orders/9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d/authenticate?key=1', 'https://s.example/52341/orders/authenticate'],
    ['https://s.example/checkouts/cn/Z2NwLXVzLWVhc3QxOjAxSjk4WVo1RVFCN0c4/thank-you', 'https://s.example/checkouts/cn/thank-you'],
    // WooCommerce: key in the query
    ['https://s.example/checkout/order-received/4711/?key=wc_order_aB3dE5gH7jK9m', 'https://s.example/checkout/order-received/4711/'],
    ['https://s.example/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301/receipt', 'https://s.example/orders/receipt'],
    ['https://s.example/o/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1NTEyIn0.c2lnbmF0dXJl', 'https://s.example/o'],
    ['https://s.example/account/ann@example.org/orders', 'https://s.example/account/orders'],
    ['https://s.example/account/ann%40example.org/orders', 'https://s.example/account/orders'],
    ['https://s.example/thanks/%E0%A4%A/now', 'https://s.example/thanks/now'],
    // User info, query, fragment
    ['https://ann:secret@s.example:8443/thanks?token=1#id=2', 'https://s.example:8443/thanks'],
    ['https://s.example', 'https://s.example/'],
    ['https://s.example/3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'https://s.example/'],
  ])('%s loses what gives access', (url, clean) => {
    expect(cleanUrl(url)).toBe(clean)
  })

  test.each([
    'https://s.example/de/the-girl-with-the-dragon-tattoo_12/',
    'https://s.example/p/B01NAWKYZ0',
    'https://s.example/checkout/onepage/success/',
    'https://s.example/orders/112-0399923-3070642',
    'https://s.example/collections/spring-summer-2026/products/linen-shirt-men-l-blue',
    'https://s.example/item/4006381333931',
    'https://s.example/kategorie/k%C3%BCche/t%C3%B6pfe',
    'https://s.example/Bestellbestaetigung/Donaudampfschifffahrtsgesellschaft',
    'https://s.example/index.php/sales/order/view/order_id/000000123/',
  ])('%s stays as it is', (url) => {
    expect(cleanUrl(url)).toBe(url)
  })

  test.each(['javascript:alert(1)', 'data:text/html,hello', 'file:///etc/passwd', 'about:blank', 'chrome-extension://abc/x.html', '/thanks', '', `https://s.example/${'a-'.repeat(300)}`])('%j is not kept', (url) => {
    expect(cleanUrl(url)).toBeNull()
  })

  test('may be relative to its page', () => {
    expect(cleanUrl('/p/B01NAWKYZ0?ref=1', 'https://s.example/x')).toBe('https://s.example/p/B01NAWKYZ0')
    expect(cleanUrl('//cdn.example/a', 'https://s.example/x')).toBe('https://cdn.example/a')
  })
})

describe('a path segment looks secret', () => {
  test.each(['100001:Su25Bc11l8h2djcQa9nUBiS', 'Su25Bc11l8h2djcQa9nUBiS-DS2n8ZfuZAH_IoNywQk', 'wc_order_aB3dE5gH7jK9mN1p', '9f8b7c6d5e4f3a2b', '3F2504E0-4F89-11D3-9A0C-0305E82C3301', 'token=abcdefgh1234', '%', 'ann@example.org', '1'.repeat(25)])(
    'as %s does',
    (segment) => {
      expect(looksSecret(segment)).toBe(true)
    },
  )

  test.each(['', 'thanks', 'order-received', '100001', '112-0399923-3070642', 'R123456789', 'SO-2026-000123', 'iphone-15-pro-max-256gb-titan', 'a:b', 'deadbeef', '1'.repeat(24)])('as %j does not', (segment) => {
    expect(looksSecret(segment)).toBe(false)
  })
})

test('random base64url tokens are secrets, slugs are not', () => {
  let seed = 7
  const next = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return (seed >>> 8) % limit
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const token = (length: number): string => Array.from({ length }, () => alphabet[next(64)]).join('')
  for (const [length, least] of [[16, 0.85], [22, 0.93], [27, 0.97], [43, 0.995]] as const) {
    const found = Array.from({ length: 2_000 }, () => looksSecret(token(length))).filter(Boolean).length / 2_000
    expect(found, `of ${length} characters`).toBeGreaterThan(least)
  }
  for (const slug of ['MacBook-Pro-16-M3-Max-36GB-1TB', 'iphone-15-pro-max-256gb', 'Lambswool-throw-130-x-170-cm_12', 'checkout-thank-you-page'])
    expect(looksSecret(slug), slug).toBe(false)
})
