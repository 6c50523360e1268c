import { expect, it } from 'vitest'
import { isOpenCode, readRelay } from '../../../extension/src/sync/address.ts'

it.each([
  ['relay.example.org', 'https://relay.example.org', false],
  [' https://relay.example.org/ ', 'https://relay.example.org', false],
  ['https://example.org/counterfoil/', 'https://example.org/counterfoil', false],
  ['https://relay.example.org:8443', 'https://relay.example.org:8443', false],
  ['http://127.0.0.1:8765', 'http://127.0.0.1:8765', false],
  ['http://localhost:8765', 'http://localhost:8765', false],
  ['http://relay.example.org', 'http://relay.example.org', true],
])('reads the relay address %j', (typed, address, open) => {
  expect(readRelay(typed)).toEqual({ address, open })
})

it.each(['', 'relay', 'two words.example', 'ftp://relay.example.org', 'https://me:secret@relay.example.org', 'https://relay.example.org/?a=1', 'https://relay.example.org/#x', 'javascript:alert(1)'])(
  'refuses %j as a relay address',
  (typed) => {
    expect(readRelay(typed)).toBeNull()
  },
)

it.each([
  ['http://relay.example.org#K7Q2-9XPB', true],
  [' HTTP://nas:8765/counterfoil#K7Q2-9XPB\n', true],
  ['http://192.168.1.5:8765#K7Q2-9XPB', true],
  ['https://relay.example.org#K7Q2-9XPB', false],
  ['relay.example.org#K7Q2-9XPB', false],
  ['http://127.0.0.1:8765#K7Q2-9XPB', false],
  ['http://localhost:8765#K7Q2-9XPB', false],
  ['K7Q2-9XPB', false],
  ['', false],
])('knows whether the code %j leads over an unprotected way', (code, open) => {
  expect(isOpenCode(code)).toBe(open)
})
