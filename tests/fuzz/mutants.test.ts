// Vectors with something wrong in them: only refusals with a code come out, and both languages say the same of each.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { operations } from '../crypto/operations.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const SEED = process.env.COUNTERFOIL_FUZZ_SEED ?? '1'
const COUNT = process.env.COUNTERFOIL_FUZZ_ROUNDS ?? '2000'

interface Mutant {
  readonly operation: string
  readonly input: unknown
  readonly output?: unknown
  readonly refused?: string
}

function mutants(): Mutant[] {
  const { stdout, stderr, status } = spawnSync(
    `${ROOT}.venv/bin/python`,
    ['-m', 'tests.fuzz.mutants', '--seed', SEED, '--count', COUNT],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, PYTHONPATH: 'crypto:server' } },
  )
  expect(stderr, 'Python takes or refuses each').toBe('')
  expect(status).toBe(0)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Mutant)
}

const REFUSALS = new Set(['Refused', 'RelayInconsistent', 'CopiedProfile'])

/** What TypeScript makes of it, in the same form; anything but a refusal comes through. */
async function judged({ operation, input }: Mutant): Promise<object> {
  try {
    return { output: await operations[operation]?.(input) }
  } catch (error) {
    if (error instanceof Error && REFUSALS.has(error.name)) return { refused: (error as Error & { code: string }).code }
    throw error
  }
}

test('both languages take and refuse the same', { timeout: 3_600_000 }, async () => {
  const said = mutants()
  expect(said).toHaveLength(Number(COUNT))
  for (const mutant of said) {
    const { output, refused } = mutant
    const expected = refused === undefined ? { output } : { refused }
    expect(await judged(mutant), JSON.stringify(mutant).slice(0, 20_000)).toEqual(expected)
  }
  const refused = said.filter((mutant) => mutant.refused !== undefined).length
  expect(refused).toBeGreaterThan(said.length / 4)
  expect(refused).toBeLessThan(said.length)
})
