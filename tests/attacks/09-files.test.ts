// Row 9: chunks of a file are dropped, swapped, doubled, or are another file's.
import { openBlob, sealBlob } from '@counterfoil/crypto/blob'
import { shown } from '@counterfoil/crypto/document'
import { type Bytes, concat, fromBase64url, toHex } from '@counterfoil/crypto/encoding'
import { expect, test } from 'vitest'
import type { DeviceUnderTest } from '../extension/device.ts'
import { goesOn, isKept, malicious, record, reopened, say, two, TYPED } from './people.ts'

const relay = malicious()
const SIZE = 200_000
const HEADER = 24
const CHUNK = 65_536 + 17

const content = (seed: number, size = SIZE): Bytes => Uint8Array.from({ length: size }, (_, at) => (at * seed + (at >> 8)) & 255)

/** As the background asks for a file (engine.ts). */
async function fetching(device: DeviceUnderTest): Promise<DeviceUnderTest> {
  const fetchBlob = (id: Bytes): Promise<Bytes | null> => device.connection().sync.fetchBlob(id).catch(() => null)
  Object.assign(device.profile.environment, { fetchBlob })
  return reopened(device)
}

const named = (device: DeviceUnderTest, name: string) => shown(device.vault.get(record(3))?.document ?? { type: 'Attachment', schema: 1, fields: {} }, name)

test.each(['09-dropped', '09-swapped', '09-doubled', '09-longer', '09-foreign'])('a file that is not the one that was attached is not kept: %s', async (name) => {
  const [laptop, joined] = await two(relay())
  const [invoice, manual] = [await laptop.vault.files.keep(content(7)), await laptop.vault.files.keep(content(11))]
  await laptop.vault.edit((editor) => {
    editor.say('Attachment', record(3), 'file', invoice)
    editor.say('Attachment', record(3), 'other', manual)
  })
  await laptop.sync()
  await joined.sync()
  const phone = await fetching(joined)
  await say(phone, TYPED)
  const id = toHex(fromBase64url(invoice.blob))
  await relay().lie(name)
  if (name === '09-foreign') await relay().act(toHex(fromBase64url(manual.blob)))
  // Null: the page says that the file is not to be had.
  expect(await phone.vault.files.open(named(phone, 'file'))).toBeNull()
  expect(await phone.vault.files.get(id)).toBeNull()
  isKept(phone)
  await goesOn(relay(), phone, laptop)
  expect(await phone.vault.files.open(named(phone, 'file'))).toEqual(content(7))
})

const key = content(3, 32)

async function whole(chunks: AsyncIterable<Bytes>): Promise<Bytes> {
  const all: Bytes[] = []
  for await (const chunk of chunks) all.push(chunk)
  return concat(...all)
}

/** The header and the chunks of a file of `count` times 65,536 bytes. */
async function sealed(count: number): Promise<[Bytes, Bytes[]]> {
  const blob = await whole(sealBlob(key, count * 65_536, [content(5, count * 65_536)]))
  return [blob.slice(0, HEADER), Array.from({ length: count }, (_, at) => blob.slice(HEADER + at * CHUNK, HEADER + (at + 1) * CHUNK))]
}

test.each([
  [[1, 0, 2], 'open'],
  [[0, 0, 2], 'open'],
  [[0, 1], 'length'],
  [[0, 1, 2, 2], 'length'],
] as const)('whatever the id says, chunks open in their own order alone: %j', async (order, code) => {
  const [header, chunks] = await sealed(3)
  const open = (places: readonly number[]): Promise<Bytes> => whole(openBlob(key, 3 * 65_536, [header, ...places.map((at) => chunks[at] as Bytes)]))
  expect(await open([0, 1, 2])).toEqual(content(5, 3 * 65_536))
  await expect(open(order)).rejects.toMatchObject({ name: 'Refused', code })
})

test('a beginning is not the whole, though its record says so', async () => {
  const [header, chunks] = await sealed(3)
  await expect(whole(openBlob(key, 2 * 65_536, [header, ...chunks.slice(0, 2)]))).rejects.toMatchObject({ name: 'Refused', code: 'final' })
})
