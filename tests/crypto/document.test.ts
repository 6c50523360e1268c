import { document, encoding } from '@counterfoil/crypto'
import { describe, expect, test } from 'vitest'

const { decode, encode, join, onlyFromPages, shown, write, Writer, blank } = document
type Document = document.Document
const LAPTOP = '0'.repeat(31) + '1'
const PHONE = '0'.repeat(31) + '2'
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })
const text = (value: Document) => encoding.fromUtf8(encode(value))
const parse = (source: string) => decode(encoding.toUtf8(source))
const order = (fields: document.Captured['fields']): document.Captured => ({ type: 'Order', fields })

/** A repeatable stream of numbers below a limit. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % limit
  }
}

function randomDocument(roll: (limit: number) => number): Document {
  let made = blank('Order', 1 + roll(3))
  for (let left = roll(6); left > 0; left--) {
    const name = ['total', 'note', 'constructor', 'source/a1', 'source/__proto__'][roll(5)] as string
    const origin = ['page', 'person', 'robot'][roll(3)] as string
    const values: document.Json[] = [null, 1, 'x', '😀', '～', [1, { b: 2, a: 1 }], { 10: 'ten', 9: 'nine' }, JSON.parse('{"constructor":1,"__proto__":2}')]
    made = write(made, name, origin, values[roll(8)] ?? null, [roll(3), roll(2), roll(2) ? LAPTOP : PHONE])
  }
  return made
}

describe('the join', () => {
  test('is commutative, associative, idempotent, and survives the wire', () => {
    const roll = dice(7)
    for (let round = 0; round < 500; round++) {
      const [a, b, c] = [randomDocument(roll), randomDocument(roll), randomDocument(roll)]
      expect(text(join(a, b))).toBe(text(join(b, a)))
      expect(text(join(join(a, b), c))).toBe(text(join(a, join(b, c))))
      expect(join(a, a)).toBe(a)
      const joined = join(a, b)
      expect(join(joined, b)).toBe(joined)
      expect(text(decode(encode(joined)))).toBe(text(joined))
    }
  })

  test('returns its first document itself when the second adds nothing', () => {
    const one = write(blank('Order', 1), 'total', 'page', '1', [5, 0, LAPTOP])
    const older = write(blank('Order', 1), 'total', 'page', '2', [4, 0, LAPTOP])
    expect(join(one, older)).toBe(one)
    expect(join(one, blank('Order', 2))).not.toBe(one)
  })
})

describe('names that objects have of their own', () => {
  test('are ordinary fields, origins and keys', () => {
    const made = write(blank('Order', 1), 'constructor', 'toString', { constructor: 1 }, [1, 0, LAPTOP])
    expect(shown(made, 'constructor')).toBe(null)
    expect(shown(blank('Order', 1), 'constructor')).toBe(null)
    expect(made.fields['constructor']?.['toString']?.value).toEqual({ constructor: 1 })
    expect(made.fields['valueOf']).toBe(undefined)
  })

  test('cannot reach a prototype from inside a value', () => {
    const source = `{"fields":{"note":{"page":{"__proto__":{"polluted":1},"at":[1,0,"${LAPTOP}"],"value":{"__proto__":{"polluted":1},"a":1}}}},"schema":1,"type":"Order"}`
    const read = parse(source)
    const value = shown(read, 'note') as Record<string, document.Json>
    expect(value['polluted']).toBe(undefined)
    expect(value['hasOwnProperty']).toBe(undefined)
    expect(text(read)).toBe(source)
    expect(text(write(blank('Order', 1), 'note', 'page', value, [1, 0, LAPTOP], { __proto__: null, mood: 'x' }))).toContain('__proto__')
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
  })

  test('stay ordinary in a document that came through a message', () => {
    const cloned = structuredClone(write(blank('Order', 1), 'total', 'page', 1, [1, 0, LAPTOP]))
    expect(shown(cloned, 'constructor')).toBe(null)
    expect(text(join(cloned, parse(text(cloned))))).toBe(text(cloned))
    expect(text(write(cloned, 'constructor', 'page', 1, [1, 0, LAPTOP]))).toContain('"constructor"')
  })
})

describe('canonical form', () => {
  test('orders keys that look like array indices by their text', () => {
    const source = `{"fields":{"note":{"page":{"at":[1,0,"${LAPTOP}"],"value":{"10":1,"9":2}}}},"schema":1,"type":"Order"}`
    expect(text(parse(source))).toBe(source)
    expect(() => parse(source.replace('"10":1,"9":2', '"9":2,"10":1'))).toThrow(refused('canonical'))
  })

  test('is asked of what is written, too', () => {
    for (const value of [1.5, NaN, Infinity, 2 ** 53, '\ud800', undefined, { '\ud800': 1 }, [() => 1], 1n])
      expect(() => write(blank('Order', 1), 'note', 'person', value as document.Json, [1, 0, LAPTOP])).toThrow(refused('canonical'))
    let deep: document.Json = []
    for (let level = 0; level < 11; level++) deep = [deep]
    const made = write(blank('Order', 1), 'note', 'person', deep, [1, 0, LAPTOP])
    expect(text(decode(encode(made)))).toBe(text(made))
    expect(() => write(blank('Order', 1), 'note', 'person', [deep], [1, 0, LAPTOP])).toThrow(refused('canonical'))
  })

  test('-0 is written as 0', () => expect(text(write(blank('Order', 1), 'note', 'page', -0, [1, 0, LAPTOP]))).toContain('"value":0'))
})

describe('a capture', () => {
  const seen = order({ total: { value: '59.97', signal: 'label', confidence: 90 }, tax: { value: null } })
  const first = new Writer(LAPTOP, [0, 0], 1000).capture(null, seen) as Document

  test('never writes null, and nothing at all from nothing', () => {
    expect(Object.keys(first.fields)).toEqual(['total'])
    expect(new Writer(LAPTOP, [0, 0], 1).capture(null, order({ tax: { value: null } }))).toBe(null)
  })

  test('read again writes nothing, and the clock stands still', () => {
    const writer = new Writer(PHONE, [3, 4], 9000)
    expect(writer.capture(first, seen)).toBe(first)
    expect(text(writer.capture(decode(encode(first)), seen) as Document)).toBe(text(first))
    expect(writer.clock).toEqual([3, 4])
  })

  test('writes when the value, the signal or the confidence is another', () => {
    for (const changed of [{ value: '1' }, { signal: 'meta' }, { confidence: 91 }]) {
      const page = order({ total: { value: '59.97', signal: 'label', confidence: 90, ...changed } })
      expect(new Writer(LAPTOP, [0, 0], 2000).capture(first, page)).not.toBe(first)
    }
  })

  test('ignores what a newer version keeps beside a value', () => {
    const richer = write(first, 'total', 'page', '59.97', [2000, 0, PHONE], { signal: 'label', confidence: 90, recipe: 7 })
    expect(new Writer(LAPTOP, [0, 0], 9000).capture(richer, seen)).toBe(richer)
  })

  test("leaves a person's word standing and can be outlived by a blank", () => {
    const corrected = new Writer(LAPTOP, [0, 0], 1500).say(first, 'total', '49.97')
    const again = new Writer(LAPTOP, [0, 0], 2000).capture(corrected, order({ total: { value: '60.00' } })) as Document
    expect(shown(again, 'total')).toBe('49.97')
    expect(onlyFromPages(first)).toBe(true)
    expect(onlyFromPages(again)).toBe(false)
    const blanked = new Writer(LAPTOP, [0, 0], 3000).say(again, 'total', null)
    expect(shown(blanked, 'total')).toBe(null)
    expect(new Writer(LAPTOP, [0, 0], 4000).say(blanked, 'total', null)).toBe(blanked)
  })

  test('writes nothing into a deleted record or one of a newer schema, and refuses another type', () => {
    const deleted = new Writer(LAPTOP, [0, 0], 1500).say(first, 'deleted', true)
    const other = order({ total: { value: '1' } })
    const writer = new Writer(LAPTOP, [0, 0], 2000)
    expect(writer.capture(deleted, other)).toBe(deleted)
    const restored = writer.say(deleted, 'deleted', false)
    expect(writer.capture(restored, other)).not.toBe(restored)
    const newer = join(first, blank('Order', 2))
    expect(writer.capture(newer, other)).toBe(newer)
    expect(() => writer.say(newer, 'total', '1')).toThrow(refused('schema'))
    expect(new Writer(LAPTOP, [0, 0], 2000, 2).say(first, 'total', '1').schema).toBe(2)
    expect(() => writer.capture(blank('Vendor', 1), other)).toThrow(refused('type'))
  })
})
