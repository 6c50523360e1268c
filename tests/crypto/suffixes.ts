import type { Suffixes } from '@counterfoil/crypto/identity'

/** The generated list; without it the tests that need it say what to do. */
export async function suffixes(): Promise<Suffixes> {
  const made = import.meta.glob<() => Suffixes>('../../crypto/ts/src/generated/suffixes.ts', { import: 'suffixes' })
  const load = Object.values(made)[0]
  if (!load) throw new Error('first run: python -m counterfoil_crypto.suffixes --typescript crypto/ts/src/generated/suffixes.ts')
  return (await load())()
}
