// Where a device is in the history, for two people to compare: 80 bits of the chain's hash, which no relay can hit with another history.
import { toHex } from '@counterfoil/crypto/encoding'
import type { Log } from '@counterfoil/crypto/log'
import type { Place } from '../app.ts'

const DIGITS = 20

/** `entry` null: at the newest. */
export function placeOf(log: Pick<Log, 'head' | 'hashAt' | 'first'>, entry: number | null): Place {
  const newest = log.head.sequence
  const wanted = entry ?? newest
  const isKnown = Number.isSafeInteger(wanted) && wanted >= log.first && wanted <= newest
  const hash = isKnown ? log.hashAt(wanted) : null
  return { newest, entry: wanted, fingerprint: hash ? (toHex(hash).slice(0, DIGITS).match(/.{4}/g) ?? []).join(' ') : null }
}
