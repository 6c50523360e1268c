// A cold pull as a newcomer reads it, from the relay's entries to plaintext documents, beside the least that opening them costs.
import { chain, device, document, envelope, epoch, header, keyring, statement } from '@counterfoil/crypto'
import { frame } from '@counterfoil/crypto/encoding'
import { ENVELOPE } from '@counterfoil/crypto/labels'
import { Log, type Page } from '@counterfoil/crypto/log'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { inflate } from './inflate.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface Reading {
  readonly entries: number
  readonly bytes: number
  readonly inflated: number
  /** ms for all of the log, the best of `rounds`. */
  readonly took: number
  /** ms for AEAD, inflate and `JSON.parse` of the same envelopes, one after the other, the best of `rounds`. */
  readonly floor: number
}

const HEADER = 56
const NONCE = 24
/** Flag, writer, count, date, witness, base (SPEC.md, *envelope*). */
const LENGTHS = 1 + 16 + 8 + 8 + 72 + 8 + 32
/** As many as the relay gives in one answer. */
const PAGE = 1_000

export async function reading({ count, rounds, items }: { count: number; rounds: number; items: number }): Promise<Reading> {
  const laptop = device.Device.new()
  const key = epoch.Epoch.new()
  const founding = statement.genesis(laptop, key.commitment, key.sealTo(laptop.keys))
  const { account } = founding
  const pages = await written(laptop, key, founding, { count, items })
  const bodies = pages.flatMap(({ entries }) => entries.slice(entries[0]?.sequence === 1 ? 1 : 0).map(({ body }) => body as Bytes))
  let [took, floor, inflated] = [Infinity, Infinity, 0]
  for (let round = 0; round < rounds; round++) {
    inflated = 0
    const opening = performance.now()
    for (const body of bodies) {
      const plain = xchacha20poly1305(key.sealKey, body.subarray(HEADER, HEADER + NONCE), frame(ENVELOPE, body.subarray(0, HEADER))).decrypt(
        body.subarray(HEADER + NONCE),
      )
      const stored = new DataView(plain.buffer, plain.byteOffset).getUint32(LENGTHS)
      let text: Uint8Array = plain.subarray(LENGTHS + 8, LENGTHS + 8 + stored)
      if (plain[0] === 1) {
        text = await inflate(text)
        inflated++
      }
      JSON.parse(new TextDecoder().decode(text))
    }
    floor = Math.min(floor, performance.now() - opening)
    const log = Log.empty(account)
    const keys = keyring.Keyring.gather(laptop, account, [founding])
    const reading = performance.now()
    let merged = 0
    for (const page of pages) for (const read of await log.read(page, keys)) if (read.kind === 'merged') merged++
    took = Math.min(took, performance.now() - reading)
    if (merged !== count) throw new Error(`${merged} of ${count} records were merged`)
  }
  return { entries: count, bytes: bodies.reduce((sum, { length }) => sum + length, 0), inflated, took, floor }
}

async function written(laptop: device.Device, key: epoch.Epoch, founding: statement.Genesis, { count, items }: { count: number; items: number }): Promise<Page[]> {
  const { account } = founding
  const entries: chain.Entry[] = [entryOf(1, chain.EntryKind.statement, chain.NO_RECORD, statement.statementDigest(founding.signed), founding.signed)]
  const heads = [chain.extendHead(chain.startHead(account), chain.EntryKind.statement, chain.NO_RECORD, statement.statementDigest(founding.signed))]
  for (let at = 1; at <= count; at++) {
    const witness = heads.at(-1) as statement.Head
    const record = crypto.getRandomValues(new Uint8Array(16))
    const sealed = await envelope.seal(
      key,
      { account, record, epoch: 0, blobs: [] },
      { writer: laptop.id, count: at, date: 1_795_300_000_000, witness, base: null, document: document.encode(order(laptop, at, items)) },
      { deflate: true },
    )
    const digest = header.envelopeDigest(sealed)
    entries.push(entryOf(at + 1, chain.EntryKind.record, record, digest, sealed))
    heads.push(chain.extendHead(witness, chain.EntryKind.record, record, digest))
  }
  const head = heads.at(-1) as statement.Head
  return Array.from({ length: Math.ceil(entries.length / PAGE) }, (_, at) => {
    const end = Math.min((at + 1) * PAGE, entries.length)
    return { entries: entries.slice(at * PAGE, end), through: heads[end - 1] as statement.Head, head }
  })
}

const entryOf = (sequence: number, kind: chain.EntryKind, record: Bytes, digest: Bytes, body: Bytes): chain.Entry => ({
  sequence,
  kind,
  record,
  digest,
  body,
})

/** An order of so many lines, as a shop's page gives one. */
function order(laptop: device.Device, at: number, items: number): document.Document {
  const pence = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
  const lines = Array.from({ length: items }, (_, line) => ({
    name: ['Brass lantern', 'Linen shirt, white, size M', 'Espresso beans 1 kg', 'USB-C cable, 2 m'][(at + line) % 4] as string,
    quantity: 1 + ((at * line) % 3),
    unitPrice: pence(199 + ((at * 37) % 9_000)),
  }))
  const said = { value: '', signal: 'label', confidence: 95 }
  const fields = {
    vendor: { ...said, value: `shop-${at % 60}.example` },
    orderNumber: { ...said, value: `${(at * 7_919) % 1_000_000}-${String(at).padStart(7, '0')}` },
    total: { ...said, value: pence(1_000 + ((at * 53) % 90_000)) },
    shipping: { ...said, value: '3.95' },
    currency: { ...said, value: at % 3 ? 'EUR' : 'GBP' },
    items: { ...said, value: lines },
  }
  const captured = new document.Writer(laptop.name, [0, 0], 1_795_300_000_000 + at).capture(null, { type: 'Order', fields })
  return captured as document.Document
}
