import { blob, document, encoding } from '@counterfoil/crypto'
import { SecretStream, Tag } from '@counterfoil/crypto/secretstream'
import sodium from 'libsodium-wrappers'
import { expect, test } from 'vitest'

type Bytes = Uint8Array<ArrayBuffer>
const { openBlob, sealBlob, blobLength } = blob
const CHUNK = 65_536
const key = Uint8Array.from({ length: 32 }, (_, at) => at)
const header = Uint8Array.from({ length: 24 }, (_, at) => 255 - at)
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })
const file = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 255)

function pieces(data: Bytes, size: number): Bytes[] {
  return Array.from({ length: Math.ceil(data.length / size) }, (_, at) => data.slice(at * size, (at + 1) * size))
}

async function whole(chunks: AsyncIterable<Bytes>): Promise<Bytes> {
  const all: Bytes[] = []
  for await (const chunk of chunks) all.push(chunk)
  return encoding.concat(...all)
}

test('a stream is libsodium’s, byte for byte, both ways', async () => {
  await sodium.ready
  for (const lengths of [[0], [1, 15, 16, 17, 63, 64, 65], [1_000, CHUNK, 0, 5]]) {
    const state = sodium.crypto_secretstream_xchacha20poly1305_init_push(key)
    const own = new SecretStream(key, Uint8Array.from(state.header))
    const theirs = sodium.crypto_secretstream_xchacha20poly1305_init_pull(state.header, key)
    const back = new SecretStream(key, Uint8Array.from(state.header))
    for (const [at, length] of lengths.entries()) {
      const tag = at === lengths.length - 1 ? Tag.final : Tag.message
      const chunk = own.push(file(length), tag)
      expect(chunk).toEqual(Uint8Array.from(sodium.crypto_secretstream_xchacha20poly1305_push(state.state, file(length), null, tag)))
      expect(sodium.crypto_secretstream_xchacha20poly1305_pull(theirs, chunk, null)).toMatchObject({ tag })
      expect(back.pull(chunk)).toEqual({ message: file(length), tag })
    }
  }
})

test('a file of any size comes back, in pieces of any size', async () => {
  for (const size of [0, 1, 1_023, 1_024, 1_025, CHUNK - 1, CHUNK, CHUNK + 1, 200_000]) {
    const sealed = await whole(sealBlob(key, size, pieces(file(size), 1 + (size % 9_000)), header))
    expect(sealed.length).toBe(blobLength(size))
    expect(await whole(openBlob(key, size, pieces(sealed, 1 + (size % 7_000))))).toEqual(file(size))
    const digest = new blob.BlobDigest(sealed.length)
    for (const piece of pieces(sealed, 5_000)) digest.update(piece)
    expect(digest.id()).toEqual(blob.blobId(sealed))
  }
  expect(blobLength(1)).toBe(24 + 1_024 + 17)
  expect(blobLength(CHUNK)).toBe(24 + CHUNK + 17)
  expect(() => blobLength(blob.LARGEST_BLOB + 1)).toThrow(refused('length'))
})

test('a file that is not as long as announced is not sealed', async () => {
  for (const announced of [999, 1_001, CHUNK * 2]) await expect(whole(sealBlob(key, announced, [file(1_000)]))).rejects.toEqual(refused('length'))
})

test('chunks dropped, doubled, swapped, bent or of another blob are refused', async () => {
  const size = 150_000
  const sealed = await whole(sealBlob(key, size, [file(size)], header))
  const open = (data: Bytes, by = key, length = size) => whole(openBlob(by, length, pieces(data, 10_000)))
  const chunk = (at: number) => sealed.slice(24 + at * (CHUNK + 17), 24 + (at + 1) * (CHUNK + 17))
  const made = (...chunks: Bytes[]) => encoding.concat(header, ...chunks)
  await expect(open(made(chunk(0), chunk(1)))).rejects.toEqual(refused('length'))
  await expect(open(made(chunk(0), chunk(2)))).rejects.toEqual(refused('length'))
  await expect(open(sealed.slice(0, -1))).rejects.toEqual(refused('length'))
  await expect(open(sealed.slice(0, 10))).rejects.toEqual(refused('length'))
  await expect(open(encoding.concat(sealed, new Uint8Array(1)))).rejects.toEqual(refused('length'))
  await expect(open(made(chunk(1), chunk(0), chunk(2)))).rejects.toEqual(refused('open'))
  await expect(open(made(chunk(0), chunk(0), chunk(2)))).rejects.toEqual(refused('open'))
  await expect(open(sealed, new Uint8Array(32))).rejects.toEqual(refused('open'))
  await expect(open(sealed, key, 1_000)).rejects.toEqual(refused('length'))
  await expect(open(sealed, key, size - 5)).rejects.toEqual(refused('inner'))
  for (const at of [0, 23, 24, 25, 24 + CHUNK + 16, sealed.length - 1]) {
    const bent = sealed.slice()
    bent[at]! ^= 1
    await expect(open(bent), String(at)).rejects.toEqual(refused('open'))
  }
})

test('an end that is none, and one too early, are refused', async () => {
  const stream = (tags: readonly number[], length: number) => {
    const made = new SecretStream(key, header)
    return encoding.concat(header, ...tags.map((tag, at) => made.push(new Uint8Array(at === tags.length - 1 ? length % CHUNK || CHUNK : CHUNK), tag)))
  }
  const size = 131_072
  expect(await whole(openBlob(key, size, [stream([Tag.message, Tag.final], size)]))).toEqual(new Uint8Array(size))
  for (const tags of [[Tag.message, Tag.message], [Tag.final, Tag.final], [1, Tag.final], [2, Tag.final], [Tag.message, 2]])
    await expect(whole(openBlob(key, size, [stream(tags, size)]))).rejects.toEqual(refused('final'))
})

test('a document lists the blobs that its registers name', () => {
  const names = [3, 1, 2].map((fill) => encoding.toBase64url(new Uint8Array(32).fill(fill)))
  const secret = encoding.toBase64url(key)
  const values: document.Json[] = [
    ...names.map((name) => ({ blob: name, key: secret, size: 5, mood: 'x' })),
    { blob: names[0]!, key: secret, size: 9 },
    { blob: names[0]!.slice(1), key: secret, size: 9 },
    { blob: names[0]!, key: secret, size: -1 },
    { blob: names[0]!, key: secret, size: blob.LARGEST_BLOB + 1 },
    { blob: names[0]!, size: 9 },
    [{ blob: encoding.toBase64url(key), key: secret, size: 1 }],
  ]
  let made = document.blank('Order', 1)
  for (const [at, value] of values.entries()) made = document.write(made, `attachments/a${at}`, 'person', value, [1, at, '0'.repeat(32)])
  expect(blob.blobsOf(made).map((id) => id[0])).toEqual([1, 2, 3])
})
