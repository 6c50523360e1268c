import { encoding, terms } from '@counterfoil/crypto'
import { expect, test } from 'vitest'

const { compareBytes, fromBase64url, fromHex, fromUtf8, Reader, toBase64url, toUtf8, uint } = encoding
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })

test('base64url goes there and back at every length, and takes one spelling only', () => {
  for (let length = 0; length < 70; length++) {
    const data = Uint8Array.from({ length }, (_, at) => (at * 151 + length) & 255)
    const text = toBase64url(data)
    expect(text).toBe(btoa(String.fromCharCode(...data)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
    expect(fromBase64url(text)).toEqual(data)
  }
  for (const text of ['A', 'AA=', 'AB', 'AAB', 'A+', 'A A', 'AAAAA', '\u0100AA'])
    expect(() => fromBase64url(text), text).toThrow(refused('base64url'))
})

test('hex is lower case and whole bytes', () => {
  expect(fromHex('00ff')).toEqual(Uint8Array.of(0, 255))
  for (const text of ['0', 'FF', '0x', ' 00', '00\n']) expect(() => fromHex(text), text).toThrow(refused('hex'))
})

test('a lone surrogate is refused', () => {
  expect(() => toUtf8('a\ud800')).toThrow(refused('text'))
  expect(() => fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80), 'name')).toThrow(refused('name'))
  // Even where it would make a pair with what stays.
  expect(() => terms.patched('\u{1f511}', [0, 1, '\ud800'])).toThrow(refused('patch'))
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
})

test('a reader never runs past the end', () => {
  const reader = new Reader(Uint8Array.of(1, 2, 3), 'inner')
  expect(reader.number(2)).toBe(258)
  expect(() => reader.take(2)).toThrow(refused('inner'))
  expect(() => reader.end()).toThrow(refused('inner'))
  expect(reader.rest()).toEqual(Uint8Array.of(3))
  reader.end()
})

test('numbers of 8 bytes end at 2^53-1', () => {
  const largest = uint(Number.MAX_SAFE_INTEGER, 8)
  expect(new Reader(largest).number(8)).toBe(Number.MAX_SAFE_INTEGER)
  expect(() => new Reader(Uint8Array.of(0, 32, 0, 0, 0, 0, 0, 0)).number(8, 'head')).toThrow(refused('head'))
  expect(() => uint(2 ** 53, 8)).toThrow(RangeError)
  expect(() => uint(256, 1)).toThrow(RangeError)
  expect(() => uint(-1, 4)).toThrow(RangeError)
})

test('bytes are compared as unsigned, a prefix first', () => {
  expect(compareBytes(Uint8Array.of(127), Uint8Array.of(128))).toBeLessThan(0)
  expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0)
})
