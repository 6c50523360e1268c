// The least that showing a history costs: AEAD, inflate and JSON.parse of the vault's own envelopes, and nothing else.
import { frame } from '@counterfoil/crypto/encoding'
import { ENVELOPE } from '@counterfoil/crypto/labels'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { openDatabase, readEverything } from '../../../extension/src/vault/database.ts'
import { keyringOf } from '../../../extension/src/vault/memory.ts'
import { deviceOf, type Identity } from '../../../extension/src/vault/settings.ts'
import { inflate } from './inflate.ts'

/** A history without a lock. */
declare const chrome: { storage: { local: { get(key: string): Promise<{ device: Identity }> } } }

const HEADER = 56
const NONCE = 24
/** Flag, writer, count, date, witness, base (SPEC.md, *envelope*). */
const LENGTHS = 1 + 16 + 8 + 8 + 72 + 8 + 32

export interface Floor {
  readonly envelopes: number
  readonly bytes: number
  readonly inflated: number
  /** ms, the best of `rounds`. */
  readonly took: number
  /** ms to read everything out of IndexedDB, the best of `rounds`; not part of `took`. */
  readonly read: number
}

export async function floor(rounds: number): Promise<Floor> {
  const { device } = await chrome.storage.local.get('device')
  const database = await openDatabase()
  let [took, read, inflated] = [Infinity, Infinity, 0]
  let envelopes: Uint8Array<ArrayBuffer>[] = []
  for (let round = 0; round < rounds; round++) {
    const reading = performance.now()
    const stored = await readEverything(database)
    read = Math.min(read, performance.now() - reading)
    if (!stored) throw new Error('this browser has no history')
    const epoch = keyringOf(deviceOf(device), stored.state, stored.statements).current
    envelopes = [...stored.shards.values()].flat().flatMap(({ envelope }) => (envelope ? [envelope] : []))
    inflated = 0
    const opening = performance.now()
    for (const envelope of envelopes) {
      const data = frame(ENVELOPE, envelope.subarray(0, HEADER))
      const nonce = envelope.subarray(HEADER, HEADER + NONCE)
      const plain = xchacha20poly1305(epoch.sealKey, nonce, data).decrypt(envelope.subarray(HEADER + NONCE))
      const stored = new DataView(plain.buffer, plain.byteOffset).getUint32(LENGTHS)
      let document: Uint8Array = plain.subarray(LENGTHS + 8, LENGTHS + 8 + stored)
      if (plain[0] === 1) {
        document = await inflate(document)
        inflated++
      }
      JSON.parse(new TextDecoder().decode(document))
    }
    took = Math.min(took, performance.now() - opening)
  }
  database.close()
  return { envelopes: envelopes.length, bytes: envelopes.reduce((sum, { length }) => sum + length, 0), inflated, took, read }
}
