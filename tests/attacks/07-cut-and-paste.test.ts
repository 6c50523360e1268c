// Row 7: cut and paste between records, accounts and epochs.
import { concat } from '@counterfoil/crypto/encoding'
import { open, seal } from '@counterfoil/crypto/envelope'
import { Epoch } from '@counterfoil/crypto/epoch'
import { encodeHeader, type Header } from '@counterfoil/crypto/header'
import { expect, test } from 'vitest'
import { isNamedAndSetAside, malicious, two } from './people.ts'

const relay = malicious()

test('one record’s contents under another’s name are set aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('07-moved')
  await isNamedAndSetAside(relay(), laptop, phone)
})

const filled = (length: number, value = 0): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value)

test('no envelope opens under the header of another', async () => {
  const key = Uint8Array.from({ length: 32 }, (_, at) => at)
  const first: Header = { account: filled(32), record: filled(16), epoch: 0, blobs: [] }
  const headers: Header[] = [
    first,
    { ...first, account: filled(32, 1) },
    { ...first, record: filled(16, 1) },
    { ...first, epoch: 1 },
    { ...first, blobs: [filled(32)] },
    { ...first, blobs: [filled(32, 1)] },
  ]
  const inner = {
    writer: filled(16),
    count: 1,
    date: 0,
    witness: { generation: filled(32), sequence: 0, hash: filled(32) },
    base: null,
    document: filled(2, 0x7b),
  }
  const sealed = await Promise.all(headers.map((header) => seal(new Epoch(header.epoch, key), header, inner, { deflate: false })))
  for (const [at, header] of headers.entries())
    for (const [from, envelope] of sealed.entries()) {
      const own = encodeHeader(headers[from] as Header).length
      const opening = open(new Epoch(header.epoch, key), concat(encodeHeader(header), envelope.subarray(own)))
      if (at === from) await expect(opening).resolves.toBeTruthy()
      else await expect(opening).rejects.toMatchObject({ code: 'open' })
    }
})
