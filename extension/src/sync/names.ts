// What devices are called, as their records say; the person gave the names.
import { shown } from '@counterfoil/crypto/document'
import { fromHex } from '@counterfoil/crypto/encoding'
import { deviceKey } from '@counterfoil/crypto/identity'
import type { Vault } from '../vault/vault.ts'

type Source = Pick<Vault, 'get' | 'idOf'>
const LONGEST = 64

/** Null: its record is not here (yet). `device` is an id in hex. */
export function nameOf(vault: Source, device: string): string | null {
  const document = vault.get(vault.idOf('Device', deviceKey(fromHex(device))))?.document
  const name = document && shown(document, 'name')
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, LONGEST) : null
}

/** For a sentence. */
export const called = (vault: Source, device: string): string => nameOf(vault, device) ?? 'Another device'
