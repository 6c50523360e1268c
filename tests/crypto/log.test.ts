import { chain, device, document, envelope, epoch, header, statement } from '@counterfoil/crypto'
import { Log, type Page } from '@counterfoil/crypto/log'
import { beforeEach, describe, expect, test } from 'vitest'

type Bytes = Uint8Array<ArrayBuffer>
const key = new epoch.Epoch(0, new Uint8Array(32).fill(9))
const laptop = new device.Device(new Uint8Array(32).fill(1))
const phone = new device.Device(new Uint8Array(32).fill(2))
const founding = statement.genesis(laptop, key.commitment, key.sealTo(laptop.keys))
const lamp = new Uint8Array(16).fill(1)
const rug = new Uint8Array(16).fill(2)
const inconsistent = (code: string) => expect.objectContaining({ name: 'RelayInconsistent', code })

/** A log as an honest relay keeps it. */
class Book {
  readonly entries: chain.Entry[] = []
  readonly heads = [chain.startHead(founding.account)]
  readonly counts = new Map<string, number>()
  statement: Bytes = new Uint8Array(32)

  get head(): statement.Head {
    return this.heads.at(-1) as statement.Head
  }

  #put(kind: chain.EntryKind, record: Bytes, digest: Bytes, body: Bytes): void {
    this.entries.push({ sequence: this.head.sequence + 1, kind, record, digest, body })
    this.heads.push(chain.extendHead(this.head, kind, record, digest))
  }

  act(signed: Bytes): void {
    this.statement = statement.statementDigest(signed)
    this.#put(chain.EntryKind.statement, chain.NO_RECORD, this.statement, signed)
  }

  add(newcomer: device.Device): statement.Add {
    const { head, statement: previous } = this
    const sealedKey = key.sealTo(newcomer.keys)
    const made = statement.add(laptop, { account: founding.account, previous, head, newcomer: newcomer.keys, epoch: 0, sealedKey })
    this.act(made.signed)
    return made
  }

  async write(record: Bytes, writer = laptop, witness = this.head): Promise<void> {
    const before = this.entries.findLast((entry) => entry.record === record)
    const count = (this.counts.get(writer.name) ?? 0) + 1
    this.counts.set(writer.name, count)
    const note = document.write(document.blank('Order', 1), 'note', 'person', count, [count, 0, writer.name])
    const sealed = await envelope.seal(
      key,
      { account: founding.account, record, epoch: 0, blobs: [] },
      { writer: writer.id, count, date: count, witness, base: before ?? null, document: document.encode(note) },
      { deflate: false },
    )
    this.#put(chain.EntryKind.record, record, header.envelopeDigest(sealed), sealed)
  }

  /** The entries after `from` up to `to`, as the relay answers while its head is `head`. */
  page(from = 0, to = this.entries.length, head = this.head): Page {
    return { entries: this.entries.slice(from, to), through: this.heads[to] as statement.Head, head }
  }

  drop(sequence: number): void {
    this.entries[sequence - 1] = { ...(this.entries[sequence - 1] as chain.Entry), body: null }
  }
}

let book: Book
let log: Log
beforeEach(async () => {
  book = new Book()
  log = Log.start(founding.account)
  book.act(founding.signed)
  await book.write(lamp)
  book.add(phone)
  await book.write(rug, phone)
  await book.write(lamp, phone)
})
const read = (page: Page) => log.read(page, () => key)

test('pages of any size give the same log', async () => {
  const whole = Log.start(founding.account)
  expect((await whole.read(book.page(), () => key)).map(({ kind }) => kind)).toEqual([
    'admitted', 'merged', 'admitted', 'merged', 'merged',
  ])
  for (let at = 0; at < book.entries.length; at++) await read(book.page(at, at + 1))
  expect(log.toStored()).toEqual(whole.toStored())
  expect(log.newest).toEqual(whole.newest)
  expect(log.hashes()).toEqual(whole.hashes())
  expect(log.head).toEqual(book.head)
  expect(await read(book.page(5))).toEqual([])
})

test('a log goes into storage in parts and comes back', async () => {
  await read(book.page(0, 2))
  const pieces = [log.hashes()]
  await read(book.page(2))
  pieces.push(log.hashes(3))
  const stored = structuredClone({ core: log.toStored(), pieces, newest: [...log.newest] })
  const again = Log.fromStored(stored.core, stored.pieces, stored.newest)
  expect(again.head).toEqual(log.head)
  await book.write(lamp)
  expect(await again.read(book.page(5), () => key)).toMatchObject([{ kind: 'merged', inner: { count: 2 } }])
  expect(() => Log.fromStored(stored.core, stored.pieces.slice(1), stored.newest)).toThrow(RangeError)
})

test('what fails leaves the log as it was, and says what it rests on', async () => {
  await read(book.page(0, 2))
  const before = structuredClone({ core: log.toStored(), newest: [...log.newest], hashes: log.hashes() })
  await book.write(lamp, laptop, { ...book.head, hash: new Uint8Array(32) })
  const failed = read(book.page(2))
  await expect(failed).rejects.toEqual(inconsistent('witness'))
  await expect(failed).rejects.toMatchObject({ sequence: 6, evidence: { own: book.heads[2], relay: book.head, entry: book.entries[5] } })
  expect({ core: log.toStored(), newest: [...log.newest], hashes: log.hashes() }).toEqual(before)
  await read(book.page(2, 5))
})

test('without the key of an epoch nothing is read and nothing is lost', async () => {
  const missing = log.read(book.page(), () => {
    throw new Error('locked')
  })
  await expect(missing).rejects.toThrow('locked')
  expect(log.head.sequence).toBe(0)
})

test('two reads at once are refused', async () => {
  const first = read(book.page())
  await expect(read(book.page())).rejects.toThrow('one reader')
  await first
})

describe('a revision without bytes', () => {
  test('is believed while a newer one can still come', async () => {
    book.drop(2)
    await read(book.page(0, 3))
    expect([...log.withheld.values()]).toEqual([{ sequence: 2, until: 5 }])
    await read(book.page(3))
    expect(log.withheld.size).toBe(0)
  })

  test('is withheld when none has come by the head of that answer, though the relay now names a later one', async () => {
    book.drop(4)
    await read(book.page(0, 4))
    await book.write(lamp)
    await expect(read(book.page(4, 5))).rejects.toEqual(inconsistent('withheld'))
  })

  test('still is the base of the next', async () => {
    book.drop(4)
    await book.write(rug)
    expect(await read(book.page())).toMatchObject([{}, {}, {}, { kind: 'superseded' }, {}, { kind: 'merged' }])
  })
})

test('a count used again is a copied profile', async () => {
  book.counts.set(phone.name, 1)
  await book.write(lamp, phone)
  await expect(read(book.page())).rejects.toMatchObject({ name: 'CopiedProfile', device: phone.name, sequence: 6 })
})

test('an account begins with its genesis', async () => {
  book = new Book()
  await book.write(lamp)
  await expect(read(book.page())).rejects.toEqual(inconsistent('kind'))
})

test('a head behind is told from a fork', async () => {
  await read(book.page())
  expect(log.verifyHead(book.head)).toBe('same')
  expect(log.verifyHead(book.heads[2] as statement.Head)).toBe('behind')
  expect(log.verifyHead({ ...book.head, sequence: 6 })).toBe('ahead')
  expect(() => log.verifyHead({ ...book.head, sequence: 4 })).toThrow(inconsistent('fork'))
  expect(() => log.verifyHead({ ...book.head, generation: new Uint8Array(32).fill(1) })).toThrow(inconsistent('fork'))
})
