// Every case of crypto/vectors, by the TypeScript side; the Python side runs the same ones.
import { chain, device, document, encoding, envelope, epoch, evidence, identity, labels, orders, pairing, session, stamp, statement, terms } from '@counterfoil/crypto'
import { Log, type Read } from '@counterfoil/crypto/log'
import { describe, expect, test } from 'vitest'
import { suffixes } from './suffixes.ts'

const { fromBase64url, fromHex, toHex } = encoding

/** Inputs are as untyped as JSON is. */
type Given = any
type Operation = (given: Given) => unknown

interface Case {
  readonly why: string
  readonly operation: string
  readonly input: Given
  readonly output?: unknown
  readonly refused?: string
}

const cases = Object.entries(
  import.meta.glob<Case>('../../crypto/vectors/*/*.json', { eager: true, import: 'default' }),
).map(([path, found]) => ({ ...found, name: path.replace(/^.*vectors\/|\.json$/g, '') }))

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

const operations: Record<string, Operation> = {
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

  statement: ({ statement: hex }) => {
    const read = statement.parse(fromHex(hex))
    const common = {
      kind: read.kind,
      account: toHex(read.account),
      digest: toHex(statement.statementDigest(read.signed)),
      sign: toHex(read.keys.sign),
      box: toHex(read.keys.box),
      sealed: toHex(read.sealedKey),
    }
    if (read.kind === 'genesis') return { ...common, commitment: toHex(read.commitment) }
    return {
      ...common,
      previous: toHex(read.previous),
      head: showHead(read.head),
      signer: toHex(read.signer),
      role: read.role,
      epoch: read.epoch,
    }
  },

  chain: ({ account, entries }) => {
    const heads = [chain.startHead(fromHex(account))]
    for (const { kind, record, digest } of entries)
      heads.push(chain.extendHead(heads.at(-1) as statement.Head, kind, fromHex(record), fromHex(digest)))
    return heads.map(({ hash }) => toHex(hash))
  },
  read: async ({ account, epoch_key, entries, through, head }) => {
    const log = Log.start(fromHex(account))
    const key = new epoch.Epoch(0, fromHex(epoch_key))
    const page = { entries: entries.map(entryOf), through: headOf(through), head: headOf(head) }
    try {
      return (await log.read(page, () => key)).map(showRead)
    } catch (error) {
      expect(log.head).toEqual(Log.start(fromHex(account)).head)
      throw error
    }
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
  write: ({ document: hex, origin, values, device: name, wall, clock }) => {
    const writer = new document.Writer(name, clock, wall)
    let written = documentOf(hex)
    if (origin === 'page') {
      const fields = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }])) as Given
      written = writer.capture(written, { type: written.type, fields }) as document.Document
    } else {
      for (const [field, value] of Object.entries<document.Json>(values)) written = writer.say(written, field, value)
    }
    return { document: encoded(written), clock: writer.clock }
  },

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

function showOrder({ id, records, document: joined }: orders.Order) {
  expect(id).toBe(records[0])
  return { records, document: encoded(joined) }
}

const bySmallest = (one: { records: readonly string[] }, other: { records: readonly string[] }): number =>
  (one.records[0] ?? '') < (other.records[0] ?? '') ? -1 : 1

function showRead(read: Read) {
  if (read.kind === 'admitted') return { sequence: read.sequence, is: 'admitted' }
  const place = { sequence: read.revision.sequence, is: read.kind }
  if (read.kind === 'set-aside') return { ...place, code: read.code }
  if (read.kind === 'superseded') return place
  return { ...place, writer: toHex(read.inner.writer), document: encoded(read.document) }
}

test('there are cases of every section', () => {
  expect(new Set(cases.map(({ name }) => name.split('/')[0])).size).toBe(14)
})

describe.each(cases)('$name', ({ operation, input, output, refused, why }) => {
  test(why, async () => {
    const run = operations[operation]
    if (!run) throw new Error(`no such operation here: ${operation}`)
    const result = (async () => run(input))()
    if (refused === undefined) expect(await result).toEqual(output)
    else await expect(result).rejects.toMatchObject({ code: refused })
  })
})
