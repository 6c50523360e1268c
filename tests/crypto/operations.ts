// What the vectors call their operations, by the TypeScript side; tests/crypto/test_vectors.py has the Python ones.
import {
  blob,
  chain,
  device,
  document,
  encoding,
  envelope,
  epoch,
  evidence,
  identity,
  keyring,
  kit,
  labels,
  lock,
  orders,
  pairing,
  Refused,
  session,
  stamp,
  statement,
  terms,
} from '@counterfoil/crypto'
import { type Known, Log, type Page, type Read } from '@counterfoil/crypto/log'
import { expect } from 'vitest'
import { suffixes } from './suffixes.ts'

const { fromBase64url, fromHex, toHex } = encoding

/** Inputs are as untyped as JSON is. */
type Given = any
type Operation = (given: Given) => unknown

const headOf = ({ generation, sequence, hash }: Given): statement.Head => ({
  generation: fromHex(generation),
  sequence,
  hash: fromHex(hash),
})
const showHead = ({ generation, sequence, hash }: statement.Head) => ({
  generation: toHex(generation),
  sequence,
  hash: toHex(hash),
})
const entryOf = ({ sequence, kind, record, digest, body }: Given): chain.Entry => ({
  sequence,
  kind,
  record: fromHex(record),
  digest: fromHex(digest),
  body: body === null ? null : fromHex(body),
})
const documentOf = (hex: string): document.Document => document.decode(fromHex(hex))
const encoded = (value: document.Document): string => toHex(document.encode(value))

export const operations: Record<string, Operation> = {
  frame: ({ label, parts }) => toHex(encoding.frame(label, ...parts.map(fromHex))),
  digest: ({ label, parts }) => toHex(encoding.digest(label, ...parts.map(fromHex))),
  derive: ({ key, label }) => toHex(encoding.derive(fromHex(key), label)),
  base64url: ({ text }) => {
    const data = fromBase64url(text)
    expect(encoding.toBase64url(data)).toBe(text)
    return toHex(data)
  },

  device: ({ seed }) => {
    const { keys, id } = new device.Device(fromHex(seed))
    return { sign: toHex(keys.sign), box: toHex(keys.box), id: toHex(id) }
  },
  verify: ({ public: key, message, signature }) => {
    device.verify(fromHex(key), fromHex(message), fromHex(signature))
    return true
  },

  epoch: ({ key }) => {
    const { sealKey, idKey, commitment } = new epoch.Epoch(0, fromHex(key))
    const wrapKey = encoding.derive(fromHex(key), labels.EPOCH_WRAP)
    return { seal: toHex(sealKey), id: toHex(idKey), wrap: toHex(wrapKey), commit: toHex(commitment) }
  },
  'open-epoch': ({ seed, number, sealed, commitment }) =>
    toHex(epoch.openEpoch(new device.Device(fromHex(seed)), number, fromHex(sealed), fromHex(commitment)).key),

  keyring: ({ seed, account, statements }) => {
    const { epochs } = keyringOf(seed, account, statements)
    return Object.fromEntries(epochs.map(({ number, key }) => [number, toHex(key)]))
  },

  statement: ({ statement: hex }) => showStatement(statement.parse(fromHex(hex))),

  restored: ({ entry }) => {
    const body = fromHex(entry)
    const { random, at, of } = chain.parseRestored(body)
    expect(chain.encodeRestored({ random, at, of })).toEqual(body)
    return { random: toHex(random), at, of: of ?? 0, generation: toHex(chain.generationOf(body)) }
  },

  chain: ({ account, entries }) => {
    const heads = [chain.startHead(fromHex(account))]
    for (const { kind, record, digest } of entries)
      heads.push(chain.extendHead(heads.at(-1) as statement.Head, kind, fromHex(record), fromHex(digest)))
    return heads.map(({ hash }) => toHex(hash))
  },
  read: async ({ account, seed, ahead, entries, through, head, then = [], ...known }) => {
    const log = Log.empty(fromHex(account), knownOf(known))
    return readPages(log, [{ entries, through, head }, ...then], keyringOf(seed, account, ahead))
  },
  'read-checkpoint': async ({ account, seed, ahead, entries, live, head, then, ...known }) => {
    const keys = keyringOf(seed, account, ahead)
    const start = { entries: entries.map(entryOf), live: live.map(entryOf), head: headOf(head) }
    const { log, read } = await Log.fromCheckpoint(fromHex(account), start, keys, knownOf(known))
    return [...read.map(showRead), ...(await readPages(log, then, keys))]
  },

  deflates: ({ document: hex }) => document.onlyFromPages(documentOf(hex)),

  'natural-key': ({ document: hex }) => {
    const found = documentOf(hex)
    const key = identity.naturalKeyOf(found)
    return key && { key, digest: identity.naturalKeyDigest(found.type, key) }
  },
  'order-number': ({ number }) => identity.normalOrderNumber(number),
  vendor: async ({ url }) => identity.vendorOf(url, await suffixes()),
  'unnumbered-key': (given) => identity.unnumberedKey(given),
  'terms-key': ({ vendor, url, language, part }) => identity.termsKey(vendor, url, language, part),
  'texts-key': ({ part }) => identity.textsKey(part),
  'acceptance-key': ({ order }) => identity.acceptanceKey(order),
  'agreement-key': ({ vendor }) => identity.agreementKey(vendor),
  'attachment-key': ({ sha256 }) => identity.attachmentKey(sha256),
  'record-id': ({ epoch_key, type, key }) =>
    toHex(identity.recordId(new epoch.Epoch(0, fromHex(epoch_key)), type, key)),

  'size-step': ({ length }) => envelope.sizeStep(length),
  open: async ({ epoch: number, epoch_key, envelope: hex }) => {
    const { header, inner } = await envelope.open(new epoch.Epoch(number, fromHex(epoch_key)), fromHex(hex))
    return {
      account: toHex(header.account),
      record: toHex(header.record),
      epoch: header.epoch,
      blobs: header.blobs.map(toHex),
      writer: toHex(inner.writer),
      count: inner.count,
      date: inner.date,
      witness: showHead(inner.witness),
      base: inner.base && { sequence: inner.base.sequence, digest: toHex(inner.base.digest) },
      document: toHex(inner.document),
    }
  },

  decode: ({ document: hex }) => encoded(documentOf(hex)),
  join: ({ one, other }) => {
    const joined = document.join(documentOf(one), documentOf(other))
    expect(encoded(document.join(documentOf(other), documentOf(one)))).toBe(encoded(joined))
    return encoded(joined)
  },
  'source-id': ({ address }) => identity.sourceId(address),
  orders: ({ records }) => {
    const given: [string, document.Document][] = records.map((one: Given) => [one.record, documentOf(one.document)])
    const [found, again] = [given, [...given].reverse()].map((some) => orders.ordersOf(some).map(showOrder).sort(bySmallest))
    expect(again).toEqual(found)
    return found
  },
  shown: ({ document: hex, field }) => document.shown(documentOf(hex), field),
  write: ({ document: hex, origin, values, device: name, wall, clock, beside = {} }) => {
    const writer = new document.Writer(name, clock, wall)
    let written = documentOf(hex)
    if (origin === 'page') {
      const fields = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, ...beside }])) as Given
      written = writer.capture(written, { type: written.type, fields }) as document.Document
    } else {
      for (const [field, value] of Object.entries<document.Json>(values)) written = writer.say(written, field, value)
    }
    return { document: encoded(written), clock: writer.clock }
  },

  purge: ({ document: hex, keys, device: name, wall, clock }) => {
    const writer = new document.Writer(name, clock, wall)
    const purged = writer.purge(documentOf(hex), keys)
    return { document: encoded(documentOf(encoded(purged))), clock: writer.clock }
  },

  'purge-due': ({ document: hex, wall }) => document.isPurgeDue(documentOf(hex), wall),

  'blob-length': ({ size }) => blob.blobLength(size),
  'open-blob': async ({ id, key, size, blob: hex }) => {
    const sealed = fromHex(hex)
    if (toHex(blob.blobId(sealed)) !== id) throw new Refused('blob', 'another digest than the id')
    const pieces: Uint8Array[] = []
    for await (const piece of blob.openBlob(fromHex(key), size, [sealed])) pieces.push(piece)
    return toHex(encoding.concat(...pieces))
  },
  blobs: ({ document: hex }) => blob.blobsOf(documentOf(hex)).map(toHex),

  kit: ({ random, account }) => {
    const made = new kit.Kit(fromHex(random), fromHex(account).slice(0, 16))
    return { words: made.words.join(' '), seed: toHex(made.device.seed) }
  },
  'parse-words': ({ text }) => {
    const { random, accountStart } = kit.parseWords(text)
    return { random: toHex(random), account_start: toHex(accountStart) }
  },
  unlock: async ({ locked, device: id, passphrase }) => toHex(await lock.unlockSeed(fromHex(locked), fromHex(id), passphrase)),

  'open-box': ({ seed, box }) => toHex(new device.Device(fromHex(seed)).openBox(fromHex(box))),

  tick: ({ clock, wall, above }) => stamp.tick(clock, wall, above),
  follow: ({ clock, seen, wall }) => stamp.follow(clock, seen, wall),

  session: ({ origin, account, nonce }) => toHex(session.sessionMessage(origin, fromHex(account), fromHex(nonce))),

  patch: ({ base, edits }) => terms.patched(base, edits),
  'version-id': ({ content }) => terms.versionId(fromHex(content)),
  evidence: ({ evidence: said, page, seed }) => {
    const digest = evidence.evidenceDigest(said)
    const message = evidence.evidenceMessage(digest, page === null ? null : fromHex(page))
    return { digest: toHex(digest), message: toHex(message), signature: encoding.toBase64url(new device.Device(fromHex(seed)).sign(message)) }
  },

  mailbox: ({ secret }) => toHex(new pairing.Pairing(fromHex(secret)).mailbox),
  code: ({ relay, secret }) => pairing.formatCode({ relay, secret: fromHex(secret) }),
  'parse-code': ({ code }) => {
    const { relay, secret } = pairing.parseCode(code)
    return { relay, secret: toHex(secret) }
  },
  digits: ({ secret, claim }) => new pairing.Pairing(fromHex(secret)).digits(fromHex(claim)),
  'open-claim': ({ secret, claim }) => {
    const { keys, name } = new pairing.Pairing(fromHex(secret)).openClaim(fromHex(claim))
    return { sign: toHex(keys.sign), box: toHex(keys.box), name }
  },
  'open-answer': ({ secret, claim, answer }) => {
    const { account, add } = new pairing.Pairing(fromHex(secret)).openAnswer(fromHex(answer), fromHex(claim))
    return { account: toHex(account), add: toHex(add) }
  },
}

const keyringOf = (seed: string, account: string, statements: string[]): keyring.Keyring =>
  keyring.Keyring.gather(
    new device.Device(fromHex(seed)),
    fromHex(account),
    statements.map((hex) => statement.parse(fromHex(hex))),
  )

/** One answer after the other; what fails leaves the log where it was. */
async function readPages(log: Log, pages: Given[], keys: keyring.Keyring) {
  const shown: ReturnType<typeof showRead>[] = []
  for (const page of pages) {
    const { head } = log
    try {
      shown.push(...(await log.read(pageOf(page), keys)).map(showRead))
    } catch (error) {
      expect(log.head).toEqual(head)
      throw error
    }
  }
  return shown
}

const pageOf = ({ entries, through, head }: Given): Page => ({ entries: entries.map(entryOf), through: headOf(through), head: headOf(head) })

const knownOf = ({ outcasts = {}, verified = [], copied = [] }: Given): Known => ({
  outcasts: new Map(Object.entries<string[]>(outcasts).map(([id, generations]) => [id, new Set(generations)])),
  verified: new Set(verified),
  copied: new Set(copied),
})

function showStatement(read: statement.Statement) {
  const digest = toHex(statement.statementDigest(read.signed))
  if (read.kind === 'genesis') {
    const { account, keys, commitment, sealedKey } = read
    const shown = { sign: toHex(keys.sign), box: toHex(keys.box), commitment: toHex(commitment), sealed: toHex(sealedKey) }
    return { kind: read.kind, account: toHex(account), digest, ...shown }
  }
  const { place, act } = read
  const { account, previous, head, signer, date } = place
  const where = { account: toHex(account), previous: toHex(previous), head: showHead(head), signer: toHex(signer), date }
  return { kind: act.kind, digest, ...where, ...showAct(act) }
}

function showAct(act: statement.Act) {
  switch (act.kind) {
    case 'add':
      return { role: act.role, sign: toHex(act.keys.sign), box: toHex(act.keys.box), epoch: act.epoch, sealed: toHex(act.sealedKey) }
    case 'revoke':
      return { device: toHex(act.device), start: showStart(act.start) }
    case 'rotate':
      return { start: showStart(act.start) }
    case 'checkpoint':
      return { live: toHex(act.live) }
    case 'notice':
    case 'cancel':
      return { kit: toHex(act.kit) }
    default:
      return {}
  }
}

const showStart = ({ number, commitment, wrapped, sealed }: statement.EpochStart) => ({
  number,
  commitment: toHex(commitment),
  wrapped: toHex(wrapped),
  sealed: sealed.map((pair) => pair.map(toHex)),
})

function showOrder({ id, records, document: joined }: orders.Order) {
  expect(id).toBe(records[0])
  return { records, document: encoded(joined) }
}

const bySmallest = (one: { records: readonly string[] }, other: { records: readonly string[] }): number =>
  (one.records[0] ?? '') < (other.records[0] ?? '') ? -1 : 1

function showRead(read: Read) {
  if (read.kind === 'admitted') return { sequence: read.sequence, is: 'admitted' }
  if (read.kind === 'restored') return { sequence: read.sequence, is: 'restored', generation: toHex(read.generation) }
  const place = { sequence: read.revision.sequence, is: read.kind }
  if (read.kind === 'set-aside') return { ...place, code: read.code }
  if (read.kind === 'superseded') return place
  return { ...place, writer: toHex(read.inner.writer), document: encoded(read.document) }
}
