import { document, encoding, stamp } from '@counterfoil/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const { decode, encode, join } = document
type Document = document.Document
const DEVICES = ['0'.repeat(31) + '1', '0'.repeat(31) + '2', 'f'.repeat(32)]

const stamps: fc.Arbitrary<stamp.Stamp> = fc.tuple(
  fc.oneof(fc.nat(4), fc.constant(2 ** 43 - 1)),
  fc.oneof(fc.nat(2), fc.constant(2 ** 31 - 1)),
  fc.constantFrom(...DEVICES),
)
const keys = fc.oneof(fc.constantFrom('a', 'b', '10', '9', '__proto__', 'constructor', 'toJSON'), fc.string({ unit: 'grapheme', maxLength: 3 }))
const values = fc.letrec<{ json: document.Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<document.Json>(null, true, false, 0, 1, -1, 2 ** 53 - 1, '', 'x', '😀', '～'),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    fc.array(tie('json'), { maxLength: 2 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 2 }),
  ),
})).json
const registers = fc
  .tuple(stamps, values, fc.option(fc.constantFrom('label', 'meta')))
  .map(([at, value, signal]) => (signal === null ? { at, value } : { at, value, signal }))
const names = fc.constantFrom('total', 'note', 'deleted', 'constructor', 'source/a1', 'source/__proto__', 'key/0a')
const origins = fc.constantFrom('page', 'person', 'robot')

/** Any document that a reader takes, purged ones among them: made as bytes, so that the parser has its say. */
const documents: fc.Arbitrary<Document> = fc
  .record({
    schema: fc.integer({ min: 1, max: 3 }),
    purge: fc.option(stamps),
    written: fc.array(fc.tuple(names, origins, registers), { maxLength: 8 }),
  })
  .map(({ schema, purge, written }) => {
    const fields: Record<string, Record<string, document.Json>> = Object.create(null)
    for (const [name, origin, register] of written) {
      if (purge && stamp.compare(register.at, purge) <= 0) continue
      fields[name] = Object.assign(fields[name] ?? Object.create(null), { [origin]: register })
    }
    return decode(document.canonical({ fields, schema, type: 'Order', ...(purge ? { purge } : {}) } as unknown as document.Json))
  })
const bytes = (one: Document) => encoding.fromUtf8(encode(one))
const run = { numRuns: 2_000 }

describe('the join', () => {
  test('is commutative', () => {
    fc.assert(fc.property(documents, documents, (a, b) => void expect(bytes(join(a, b))).toBe(bytes(join(b, a)))), run)
  })

  test('is associative', () => {
    const same = fc.property(documents, documents, documents, (a, b, c) => void expect(bytes(join(join(a, b), c))).toBe(bytes(join(a, join(b, c)))))
    fc.assert(same, run)
  })

  test('is idempotent, and says so by giving the first one back', () => {
    const same = fc.property(documents, documents, (a, b) => {
      expect(join(a, a)).toBe(a)
      const joined = join(a, b)
      expect(join(joined, b)).toBe(joined)
      expect(join(joined, a)).toBe(joined)
    })
    fc.assert(same, run)
  })

  test('gives what a reader takes, and it comes back from the wire', () => {
    fc.assert(fc.property(documents, documents, (a, b) => void expect(bytes(decode(encode(join(a, b))))).toBe(bytes(join(a, b)))), run)
  })

  test('keeps nothing at or below a purge, and everything above it', () => {
    const kept = fc.property(documents, documents, (a, b) => {
      const { fields, purge } = join(a, b)
      for (const one of [a, b])
        for (const [name, field] of Object.entries(one.fields))
          for (const [origin, { at }] of Object.entries(field)) {
            const left = fields[name]?.[origin]
            if (purge && stamp.compare(at, purge) <= 0) expect(left === undefined || stamp.compare(left.at, purge) > 0).toBe(true)
            else expect(left && stamp.compare(left.at, at) >= 0).toBe(true)
          }
    })
    fc.assert(kept, run)
  })
})

describe('a purge', () => {
  test('leaves that it was deleted and by which keys it was known, whatever joins it later', () => {
    const purged = fc.property(documents, fc.array(fc.constantFrom('00', 'ab', '0a'), { maxLength: 2 }), fc.nat(9), (one, marks, wall) => {
      const writer = new document.Writer(DEVICES[0]!, [0, 0], wall, 3)
      let left: Document
      try {
        left = writer.purge(one, marks)
      } catch (error) {
        // A clock at its end can write nothing more.
        expect(error).toMatchObject({ code: 'stamp' })
        return
      }
      const had = Object.keys(one.fields).filter((name) => name.startsWith('key/'))
      expect(new Set(Object.keys(left.fields))).toEqual(new Set(['deleted', ...had, ...marks.map((mark) => `key/${mark}`)]))
      expect(bytes(join(one, left))).toBe(bytes(left))
      expect(bytes(decode(encode(left)))).toBe(bytes(left))
      expect(document.isDeleted(left)).toBe(true)
      expect(document.isPurgeDue(left, 2 ** 43 + document.BIN_MS)).toBe(false)
    })
    fc.assert(purged, run)
  })

  test('is due 30 days after the person deleted it, and what is written after it stands', () => {
    const at = 1_000_000
    const writer = new document.Writer(DEVICES[0]!, [0, 0], at)
    const order = writer.capture(null, { type: 'Order', fields: { total: { value: '5.00' } } }) as Document
    expect(document.isPurgeDue(order, at + document.BIN_MS * 2)).toBe(false)
    const deleted = writer.say(order, 'deleted', true)
    expect(document.isPurgeDue(deleted, at + document.BIN_MS - 1)).toBe(false)
    expect(document.isPurgeDue(deleted, at + document.BIN_MS + 1)).toBe(true)
    const left = new document.Writer(DEVICES[1]!, [0, 0], at + document.BIN_MS).purge(deleted, ['0a'])
    expect(document.shown(left, 'total')).toBe(null)
    const behind = new document.Writer(DEVICES[2]!, [0, 0], 5)
    const back = behind.say(left, 'deleted', false)
    const again = behind.capture(back, { type: 'Order', fields: { total: { value: '6.00' } } }) as Document
    expect(document.shown(join(deleted, again), 'total')).toBe('6.00')
    expect(bytes(decode(encode(again)))).toBe(bytes(again))
    expect(() => behind.purge(join(left, document.blank('Order', 2)), [])).toThrow(expect.objectContaining({ code: 'schema' }))
  })
})
