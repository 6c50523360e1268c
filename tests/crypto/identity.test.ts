import { identity } from '@counterfoil/crypto'
import { expect, test } from 'vitest'
import { suffixes } from './suffixes.ts'

const rules = await suffixes()
const vendor = (url: string) => identity.vendorOf(url, rules)

test.each([
  ['HTTPS://Shop.Example.CO.UK:443/x', 'example.co.uk'],
  ['http://a.b.kobe.jp/', 'a.b.kobe.jp'],
  ['http://www.city.kobe.jp', 'city.kobe.jp'],
  ['https://co.uk:8443/', 'co.uk:8443'],
  ['http://shop.example:0080?x', 'shop.example'],
  ['http://localhost:', 'localhost'],
  ['http://a@b@shop.example', 'shop.example'],
  ['http://shop.example\\@other.example/', 'shop.example'],
  ['http://127.0.0.1.:80', '127.0.0.1'],
  ['http://[2001:DB8:0:0:1::1]:443/', '[2001:db8::1:0:0:1]:443'],
  ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
])('%s belongs to %s', (url, expected) => {
  expect(vendor(url)).toBe(expected)
  // What a page's address bar holds after the browser repaired it gives the same.
  expect(vendor(new URL(url).href)).toBe(expected)
})

test.each([
  '', 'shop.example', 'ftp://shop.example', 'http:shop.example', 'http:///shop.example', 'http://', 'http://user@', 'http://a..b',
  'http://.a.b', 'http://a b', 'http://a%2eb', 'http://1.2.3', 'http://0x7f.1', 'http://01.2.3.4', 'http://256.1.1.1', 'http://a.1',
  'http://a.0x1', 'http://a:65536', 'http://a:b', 'http://[::1', 'http://[fe80::1%25eth0]', 'http://[1:2]', 'http://\ud800.de',
  'http://a\tb', ' http://a.b', 'file:///x', 'http://bü\tcher.de', 'http://１２７.0.0.1', 'chrome-extension://abc/',
])('%j belongs to no vendor', (url) => {
  expect(() => vendor(url)).toThrow(expect.objectContaining({ name: 'Refused', code: 'url' }))
})

test('an order number keeps all but spaces, # and the case of ASCII', () => {
  expect(identity.normalOrderNumber('\u0085#\u2028ab\ufeffç\u200b-1')).toBe('AB\ufeffç\u200b-1')
  for (const empty of ['', '#', ' \u3000\t'])
    expect(() => identity.normalOrderNumber(empty)).toThrow(expect.objectContaining({ code: 'empty' }))
})
