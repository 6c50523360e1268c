// Every case of crypto/vectors, by the TypeScript side; the Python side runs the same ones.
import { describe, expect, test } from 'vitest'
import { operations } from './operations.ts'

/** Inputs are as untyped as JSON is. */
type Given = any

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

test('there are cases of every section', () => {
  expect(new Set(cases.map(({ name }) => name.split('/')[0])).size).toBe(20)
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
