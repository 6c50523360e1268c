import { device, encoding, epoch } from '@counterfoil/crypto'
import { expect, test } from 'vitest'

const { fromHex } = encoding
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })

test('what a device signs verifies, and nothing near it does', () => {
  const laptop = device.Device.new()
  const message = Uint8Array.of(1, 2, 3)
  const signature = laptop.sign(message)
  device.verify(laptop.keys.sign, message, signature)
  for (const at of [0, 31, 32, 63]) {
    const bent = signature.slice()
    bent[at]! ^= 1
    expect(() => device.verify(laptop.keys.sign, message, bent)).toThrow(refused('signature'))
  }
  expect(() => device.verify(laptop.keys.sign, Uint8Array.of(1, 2), signature)).toThrow(refused('signature'))
  expect(() => device.verify(laptop.keys.sign.slice(1), message, signature)).toThrow(refused('signature'))
})

test('a sealed box opens for its device alone, and not with a bit changed', () => {
  const laptop = device.Device.new()
  const message = new Uint8Array(32).fill(7)
  const sealed = device.sealBox(laptop.keys.box, message)
  expect(sealed.length).toBe(80)
  expect(laptop.openBox(sealed)).toEqual(message)
  expect(() => device.Device.new().openBox(sealed)).toThrow(refused('open'))
  for (let at = 0; at < sealed.length; at += 13) {
    const bent = sealed.slice()
    bent[at]! ^= 1
    expect(() => laptop.openBox(bent)).toThrow(refused('open'))
  }
  expect(() => laptop.openBox(sealed.slice(0, 47))).toThrow(refused('open'))
  // Of small order: libsodium refuses to agree on a key with it, and so must every reader.
  expect(() => laptop.openBox(new Uint8Array(80))).toThrow(refused('open'))
})

test("a sealed box is libsodium's, byte for byte", () => {
  // Made by crypto_box_seal's parts in PyNaCl 1.6.2 with this ephemeral key.
  const sealed = device.sealBox(
    fromHex('8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f'),
    fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'),
    fromHex('6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283'),
  )
  expect(encoding.toHex(sealed)).toBe('7d9c24316539825c1896e57f28197746793ce60cbee3ad47da9d07b85fa55e2a8719b9f32fe033f0b82c1c7e9aff966bfbfe2f9b027c513659cda68f905a77f39367a3059ce1721017248c3d22350abd')
})

test('no key of an epoch or a device is another', () => {
  const made = new epoch.Epoch(0, new Uint8Array(32).fill(1))
  const phone = new device.Device(made.key)
  const all = [made.key, made.sealKey, made.idKey, made.commitment, phone.keys.sign, phone.keys.box]
  expect(new Set(all.map(encoding.toHex)).size).toBe(all.length)
})
