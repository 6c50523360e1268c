import { document, encoding, envelope, epoch, header, labels } from '@counterfoil/crypto'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { expect, test } from 'vitest'

const key = new epoch.Epoch(0, new Uint8Array(32).fill(3))
const about: header.Header = { account: new Uint8Array(32).fill(1), record: new Uint8Array(16).fill(2), epoch: 0, blobs: [] }
const witness = { generation: new Uint8Array(32), sequence: 9, hash: new Uint8Array(32).fill(4) }
const innerOf = (text: string): envelope.Inner => ({
  writer: new Uint8Array(16).fill(5),
  count: 7,
  date: 1_795_300_000_000,
  witness,
  base: { sequence: 3, digest: new Uint8Array(32).fill(6) },
  document: encoding.toUtf8(text),
})
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })
const FRAMING = 56 + 24 + 16

test('what is sealed opens, stored and deflated, and never twice the same', async () => {
  for (const deflate of [false, true])
    for (const length of [0, 1, 871, 872, 2_500, 70_000, 300_000]) {
      const inner = innerOf('lantern '.repeat(length).slice(0, length))
      const sealed = await envelope.seal(key, about, inner, { deflate })
      expect(await envelope.open(key, sealed)).toEqual({ header: about, inner })
      expect(await envelope.seal(key, about, inner, { deflate })).not.toEqual(sealed)
    }
})

test('a size shows a step and not a length', async () => {
  const size = async (length: number, deflate: boolean) =>
    (await envelope.seal(key, about, innerOf('x'.repeat(length)), { deflate })).length - FRAMING
  expect(await size(0, false)).toBe(1024)
  expect(await size(871, false)).toBe(1024)
  expect(await size(872, false)).toBe(2048)
  expect(await size(65_536 - 153 + 1, false)).toBe(67_584)
  expect(await size(60_000, true)).toBe(1024)
})

test('what is larger than 4 MiB is not sealed', async () => {
  const inner = { ...innerOf(''), document: new Uint8Array(envelope.LARGEST_DOCUMENT + 1) }
  await expect(envelope.seal(key, about, inner, { deflate: true })).rejects.toThrow(refused('inner'))
})

test('what is larger than 4 MiB is not opened, though it is stored', async () => {
  const most = { ...innerOf(''), document: new Uint8Array(envelope.LARGEST_DOCUMENT) }
  const sealed = await envelope.seal(key, about, most, { deflate: false })
  expect((await envelope.open(key, sealed)).inner.document.length).toBe(envelope.LARGEST_DOCUMENT)
  const bound = encoding.frame(labels.ENVELOPE, sealed.subarray(0, 56))
  const cipher = () => xchacha20poly1305(key.sealKey, sealed.subarray(56, 80), bound)
  const plain = cipher().decrypt(sealed.subarray(80))
  // Both lengths one greater, within one step.
  for (const at of [148, 152]) plain[at]! += 1
  await expect(envelope.open(key, encoding.concat(sealed.subarray(0, 80), cipher().encrypt(plain)))).rejects.toThrow(refused('inner'))
})

test('every byte of an envelope is bound', async () => {
  const sealed = await envelope.seal(key, about, innerOf('{}'), { deflate: false })
  for (let at = 0; at < sealed.length; at += 29) {
    const bent = sealed.slice()
    bent[at]! ^= 1
    await expect(envelope.open(key, bent)).rejects.toMatchObject({ name: 'Refused' })
  }
})

test('blob ids ascend, up to 64', async () => {
  const ids = Array.from({ length: 65 }, (_, at) => new Uint8Array(32).fill(at))
  const listed = { ...about, blobs: ids.slice(0, 64) }
  const sealed = await envelope.seal(key, listed, innerOf('{}'), { deflate: false })
  expect((await envelope.open(key, sealed)).header).toEqual(listed)
  await expect(envelope.seal(key, { ...about, blobs: ids }, innerOf(''), { deflate: false })).rejects.toThrow(refused('header'))
  const doubled = { ...about, blobs: [ids[1]!, ids[1]!] }
  await expect(envelope.seal(key, doubled, innerOf(''), { deflate: false })).rejects.toThrow(refused('header'))
})

test('a document of a page alone may be deflated, one with a word of a person not', () => {
  const page = document.write(document.blank('Order', 1), 'total', 'page', '1', [1, 0, '0'.repeat(32)])
  expect(document.onlyFromPages(page)).toBe(true)
  expect(document.onlyFromPages(document.write(page, 'total', 'person', '2', [2, 0, '0'.repeat(32)]))).toBe(false)
})
