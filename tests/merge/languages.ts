// The TypeScript half of test_languages.py: one question a line in, one answer a line out, bytes as hex.
import { createInterface } from 'node:readline'
import { decode, type Document, encode, join, Writer } from '../../crypto/ts/src/document.ts'
import { fromHex, toHex } from '../../crypto/ts/src/encoding.ts'
import { Refused } from '../../crypto/ts/src/errors.ts'
import { type Clock, follow, tick } from '../../crypto/ts/src/stamp.ts'

type Json = any

const documentOf = (hex: string): Document => decode(fromHex(hex))

const operations: Record<string, (given: Json) => unknown> = {
  decode: ({ document }) => toHex(encode(documentOf(document))),
  join: ({ documents }) => toHex(encode(documents.map(documentOf).reduce(join))),
  tick: ({ clock, wall, above }) => tick(clock, wall, above),
  follow: ({ clock, seen, wall }) => follow(clock, seen, wall),
  write: ({ document, device, clock, wall, steps }) => {
    let written = documentOf(document)
    let now: Clock = clock
    for (const { origin, field, value, keys } of steps) {
      const writer = new Writer(device, now, wall, 9)
      if (origin === 'purge') written = writer.purge(written, keys)
      else if (origin === 'person') written = writer.say(written, field, value)
      else written = writer.capture(written, { type: written.type, fields: { [field]: { value, signal: 'label', confidence: 95 } } }) as Document
      now = writer.clock
    }
    return { document: toHex(encode(written)), clock: now }
  },
}

for await (const line of createInterface(process.stdin)) {
  const { operation, ...given } = JSON.parse(line)
  let answer: unknown
  try {
    answer = { gives: operations[operation]?.(given) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    answer = { refused: error.code }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
