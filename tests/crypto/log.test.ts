import { chain, encoding, epoch, keyring, statement } from '@counterfoil/crypto'
import { Log, type Outcasts, type Page, partedAt } from '@counterfoil/crypto/log'
import { beforeEach, describe, expect, test } from 'vitest'
import { account, Book, laptop, phone, tablet } from './book.ts'

const lamp = new Uint8Array(16).fill(1)
const rug = new Uint8Array(16).fill(2)
const inconsistent = (code: string) => expect.objectContaining({ name: 'RelayInconsistent', code })

let book: Book
let log: Log
beforeEach(async () => {
  book = Book.begun()
  log = Log.empty(account)
  await book.write(lamp)
  book.add(phone)
  await book.write(rug, phone)
  await book.write(lamp, phone)
})
const read = (page: Page, reader = laptop, of = log) => of.read(page, book.keyring(reader))

test('pages of any size give the same log', async () => {
  const whole = Log.empty(account)
  expect((await read(book.page(), laptop, whole)).map(({ kind }) => kind)).toEqual([
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
  expect(await read(book.page(5), laptop, again)).toMatchObject([{ kind: 'merged', inner: { count: 2 } }])
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
  await expect(log.read(book.page(), new keyring.Keyring(tablet, account))).rejects.toMatchObject({ code: 'epoch' })
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

test('a count used again by a device that is known to be copied is set aside', async () => {
  book.counts.set(phone.name, 1)
  await book.write(lamp, phone)
  const knowing = Log.empty(account, { copied: new Set([phone.name]) })
  expect((await read(book.page(), laptop, knowing)).at(-1)).toMatchObject({ kind: 'set-aside', code: 'count', writer: phone.id })
})

test('an account begins with its genesis', async () => {
  book = new Book()
  await book.write(lamp)
  await expect(log.read(book.page(), new keyring.Keyring(laptop, account))).rejects.toEqual(inconsistent('kind'))
})

test('a head behind is told from a fork', async () => {
  await read(book.page())
  expect(log.verifyHead(book.head, [])).toBe('same')
  expect(log.verifyHead(book.heads[2] as statement.Head, [])).toBe('behind')
  expect(log.verifyHead({ ...book.head, sequence: 6 }, [])).toBe('ahead')
  expect(() => log.verifyHead({ ...book.head, sequence: 4 }, [])).toThrow(inconsistent('fork'))
  expect(() => log.verifyHead({ ...book.head, generation: new Uint8Array(32).fill(1) }, [])).toThrow(inconsistent('fork'))
})

describe('who belongs', () => {
  test('changes by statements, and the keys with it', async () => {
    book.revoke(phone)
    await book.write(lamp)
    const keys = keyring.Keyring.gather(laptop, account, book.statements.slice(0, 1))
    await log.read(book.page(), keys)
    expect(keys.current.number).toBe(1)
    expect([...log.roster.members.keys()]).toEqual([laptop.name])
    expect(log.roster.gone.get(phone.name)).toMatchObject({ how: 'revoke', date: book.now })
  })

  test('a newcomer reads what is sealed under all epochs before it', async () => {
    book.revoke(phone)
    await book.write(rug)
    book.add(tablet)
    const kinds = (await read(book.page(), tablet)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'merged').length).toBe(4)
  })

  test('a key that is not the one committed to is refused, and so is one that others were shown', async () => {
    const key = book.epoch
    const start = book.start(phone.id)
    const false_ = new epoch.Epoch(1, new Uint8Array(32).fill(5))
    const sealed = start.sealed.map(([id]) => [id, false_.sealTo(laptop.keys)] as const)
    book.does(laptop, { kind: 'revoke', device: phone.id, start: { ...start, sealed } })
    const keys = keyring.Keyring.gather(laptop, account, book.statements.slice(0, 2))
    await expect(log.read(book.page(), keys)).rejects.toEqual(inconsistent('commitment'))
    expect(keys.current.commitment).toEqual(key.commitment)
    expect(() => keys.epoch(1)).toThrow(expect.objectContaining({ code: 'epoch' }))
  })

  test('a reader that was removed is done, and asks for nothing that was withheld', async () => {
    book.revoke(phone)
    for (const sequence of [2, 4, 5]) book.drop(sequence)
    const keys = keyring.Keyring.gather(phone, account, book.statements.slice(0, 2))
    const reads = await log.read(book.page(), keys)
    expect(reads.map(({ kind }) => kind)).toEqual(['admitted', 'superseded', 'admitted', 'superseded', 'superseded', 'admitted'])
    await expect(read(book.page(), laptop, Log.empty(account))).rejects.toEqual(inconsistent('withheld'))
    await book.write(lamp)
    expect(await log.read(book.page(6), keys)).toMatchObject([{ kind: 'set-aside', code: 'epoch' }])
  })

  test('after a close there is nothing', async () => {
    book.drop(4)
    book.does(phone, { kind: 'close' })
    await read(book.page())
    expect(log.roster.closed).toEqual({ by: phone.id, date: book.now })
    await book.write(lamp)
    await expect(read(book.page(6))).rejects.toEqual(inconsistent('closed'))
  })
})

describe('a restore', () => {
  let lost: statement.Statement
  beforeEach(async () => {
    book.add(tablet, phone)
    lost = book.statements.at(-1) as statement.Statement
    await book.write(lamp)
    await read(book.page())
    book.back(5)
    book.restored()
  })
  const anew = (outcasts: Outcasts = new Map(), verified: string[] = []) => Log.empty(account, { outcasts, verified: new Set(verified) })
  const refused = (page: Page, code: string, of = anew()) =>
    expect(read(page, laptop, of)).rejects.toEqual(inconsistent(code))

  test('is seen by its entry, and the log before it is the same', async () => {
    expect(log.verifyHead(book.head, [6])).toBe('restored')
    expect(log.mayHaveLost(book.head, [6])).toBe(true)
    expect(log.mayHaveLost(book.head, [8])).toBe(false)
    const fresh = anew()
    expect((await read(book.page(), laptop, fresh)).at(-1)).toMatchObject({ kind: 'restored', sequence: 6, restored: { of: null } })
    expect(log.verifyRestored(fresh)).toBe(6)
    expect(fresh.head).toEqual(book.head)
    expect(fresh.generationAt(5)).toEqual(chain.FIRST_GENERATION)
    expect(fresh.generationAt(6)).toEqual(book.head.generation)
    const again = Log.fromStored(structuredClone(fresh.toStored()), [fresh.hashes()], fresh.newest)
    expect(again.verifyHead(book.head, [6])).toBe('same')
    const other = Book.begun()
    await other.write(rug)
    const forked = anew()
    await read(other.page(), laptop, forked)
    expect(() => log.verifyRestored(forked)).toThrow(inconsistent('fork'))
    other.back(2)
    other.restored()
    const explained = anew()
    await read(other.page(), laptop, explained)
    expect(() => log.verifyRestored(explained)).toThrow(inconsistent('fork'))
  })

  test('after all that was read explains nothing of what was', async () => {
    const [longer, other] = [anew(), Book.begun()]
    other.add(phone)
    await other.write(rug)
    for (let at = 0; at < 5; at++) await other.write(lamp)
    other.restored()
    await read(other.page(), laptop, longer)
    expect(longer.restores.map(({ sequence }) => sequence)).toEqual([9])
    expect(log.head.sequence).toBe(7)
    expect(() => log.verifyRestored(longer)).toThrow(inconsistent('fork'))
    const before = anew()
    await read(other.page(0, 7), laptop, before)
    expect(before.verifyRestored(longer)).toBe(9)
  })

  test('does not move', async () => {
    const [own, moved] = [anew(), anew()]
    const at = book.now
    book.back(5)
    book.restored(at, 1)
    await read(book.page(), laptop, own)
    book.back(4)
    book.restored(at, 1)
    await read(book.page(), laptop, moved)
    expect(() => own.verifyRestored(moved)).toThrow(inconsistent('fork'))
  })

  test('may be of a newer backup than the one before it, or of the same one again', async () => {
    const older = anew()
    await read(book.page(), laptop, older)
    book.back(5)
    book.restored(book.now + 1)
    const again = anew()
    await read(book.page(), laptop, again)
    expect(older.verifyHead(book.head, [6])).toBe('restored')
    expect(older.verifyRestored(again)).toBe(6)
    expect(partedAt(log.restores, [])).toBe(null)
    expect(partedAt(older.restores, [{ sequence: 8, generation: book.head.hash }])).toBe(6)
  })

  test('takes back what was lost byte for byte, in its order', async () => {
    book.act(lost)
    await book.write(rug, tablet)
    const fresh = anew()
    await read(book.page(), laptop, fresh)
    expect(fresh.roster.members.has(tablet.name)).toBe(true)
  })

  test('takes nothing back that was not in the lost part', async () => {
    const { generation } = book.heads[5] as statement.Head
    for (const head of [book.heads[4], { ...book.heads[5], hash: new Uint8Array(32) }] as statement.Head[]) {
      const forged = book.signed(phone, { kind: 'leave' }, { ...head, generation })
      book.act(forged)
      await refused(book.page(), 'head')
      book.back(6)
    }
    const foreign = new Uint8Array(32).fill(7)
    book.act(book.signed(phone, { kind: 'leave' }, { generation: foreign, sequence: 3, hash: foreign }))
    await read(book.page(), laptop, anew())
  })

  test('counts once: without one, a statement stands where it says', async () => {
    const other = Book.begun()
    const foreign = new Uint8Array(32).fill(7)
    other.act(other.signed(laptop, { kind: 'close' }, { generation: foreign, sequence: 3, hash: foreign }))
    await refused(other.page(), 'head')
  })

  test('a witness in the lost part, or under the wrong generation, is an attack', async () => {
    await book.write(rug, phone, log.head)
    await refused(book.page(), 'witness')
    book.back(6)
    await book.write(rug, phone, { ...(book.heads[5] as statement.Head), generation: book.head.generation })
    await refused(book.page(), 'witness')
    book.back(6)
    await book.write(rug, phone, book.heads[5])
    expect(await read(book.page(), laptop, anew())).toMatchObject([{}, {}, {}, {}, {}, {}, { kind: 'merged' }])
  })

  test('unlearns no removal', async () => {
    const first = encoding.toHex(chain.FIRST_GENERATION)
    const outcast = new Map([[phone.name, new Set([first])]])
    book.act(lost)
    await refused(book.page(), 'signer', anew(outcast))
    const digest = encoding.toHex(statement.statementDigest(lost.signed))
    await book.write(rug, phone)
    expect(await read(book.page(), laptop, anew(outcast, [digest]))).toMatchObject([
      {}, {}, {}, { kind: 'merged' }, { kind: 'merged' }, {}, { kind: 'admitted' }, { kind: 'set-aside', code: 'writer' },
    ])
  })

  test('a damaged entry is none', async () => {
    for (const bent of [new Uint8Array(33), new Uint8Array(34).fill(1)]) {
      book.back(5)
      book.put(chain.EntryKind.restored, chain.NO_RECORD, chain.generationOf(bent), bent)
      await refused(book.page(), 'restored')
    }
  })
})

describe('a checkpoint', () => {
  test('is compared with what was read', async () => {
    await read(book.page())
    expect(log.superseded).toBe(1)
    book.checkpoint()
    await read(book.page(5))
    expect(log.superseded).toBe(0)
    book.does(laptop, { kind: 'checkpoint', live: new Uint8Array(32) })
    await expect(read(book.page(6))).rejects.toEqual(inconsistent('checkpoint'))
  })

  test('lets a newcomer start there, who comes to the same', async () => {
    book.revoke(phone)
    await book.write(rug)
    book.restored()
    book.checkpoint()
    await book.write(lamp)
    book.add(tablet)
    const start = book.startFrom()
    const { log: late, read: found } = await Log.fromCheckpoint(account, start, book.keyring(tablet))
    expect(found.filter(({ kind }) => kind === 'merged').length).toBe(2)
    await read(book.page(9), tablet, late)
    await read(book.page())
    for (const of of ['head', 'newest', 'counts', 'superseded', 'generation', 'restores'] as const) expect(late[of]).toEqual(log[of])
    expect(late.roster.toStored()).toEqual(log.roster.toStored())
    expect(late.first).toBe(8)
    expect(late.hashAt(7)).toBe(null)
    expect(late.hashes(0)).toEqual(log.hashes(8))
    expect(late.liveDigest()).toEqual(log.liveDigest())
    expect(late.verifyHead(book.heads[3] as statement.Head, [8])).toBe('behind')
    const again = Log.fromStored(structuredClone(late.toStored()), [late.hashes(0, 10), late.hashes(10)], late.newest)
    await book.write(rug)
    await read(book.page(11), tablet, again)
  })

  test('is no way in for what the log would not take', async () => {
    await book.write(rug, phone)
    book.revoke(phone)
    const old = new epoch.Epoch(0, new Uint8Array(32).fill(9))
    await book.write(lamp, phone, book.head, old)
    book.checkpoint()
    const from = async (start = book.startFrom()) => Log.fromCheckpoint(account, start, book.keyring(laptop))
    const { read: found } = await from()
    expect(found.slice(-4)).toMatchObject([{ kind: 'merged' }, { kind: 'admitted' }, { kind: 'set-aside', code: 'epoch' }, { kind: 'admitted' }])
    const good = book.startFrom()
    const [one, other] = good.live as [chain.Entry, chain.Entry]
    await expect(from({ ...good, live: [other, one] })).rejects.toEqual(inconsistent('checkpoint'))
    await expect(from({ ...good, live: [one] })).rejects.toEqual(inconsistent('checkpoint'))
    await expect(from({ ...good, live: [one, { ...other, body: one.body }] })).rejects.toEqual(inconsistent('checkpoint'))
    await expect(from({ ...good, entries: good.entries.slice(0, -1) })).rejects.toEqual(inconsistent('checkpoint'))
    await expect(from({ ...good, entries: [...good.entries.slice(0, -1), { ...good.entries.at(-1)!, sequence: 99 }] })).rejects.toEqual(inconsistent('head'))
    await expect(from({ ...good, entries: good.entries.slice(1) })).rejects.toEqual(inconsistent('sequence'))
    await expect(from({ ...good, entries: [...good.entries.slice(0, 2), good.entries[1]!] })).rejects.toEqual(inconsistent('sequence'))
    const { log: late, read: without } = await from({ ...good, live: [one, { ...other, body: null }] })
    expect(without.at(-4)).toMatchObject({ kind: 'superseded' })
    expect(late.withheld.size).toBe(1)
  })

  test('that was put back is not compared, and nothing starts from it', async () => {
    const lost = book.checkpoint()
    book.back(5)
    book.restored()
    await book.write(rug)
    book.act(lost)
    await read(book.page())
    expect(log.superseded).toBe(2)
    await expect(Log.fromCheckpoint(account, book.startFrom(), book.keyring(laptop))).rejects.toEqual(inconsistent('checkpoint'))
  })
})
