// The statement that let a device in: it holds the key of the history, sealed to that device.
import { EntryKind } from '@counterfoil/crypto/chain'
import { type Device, deviceId } from '@counterfoil/crypto/device'
import { type Bytes, equalBytes } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { openEpoch } from '@counterfoil/crypto/epoch'
import { parse, statementDigest } from '@counterfoil/crypto/statement'
import type { Page } from './relay.ts'

/**
 * Reads the log up to that statement and returns the sealed key, compared with what the genesis of `account` committed to. `add`: the
 * digest that the statement must have; null takes the one that names this device. Refused with `account` or `add`. Nothing else is
 * verified here: that is the log's reader, which needs the key for the records that come before.
 */
export async function findAdmission(
  read: (after: number) => Promise<Page>,
  device: Device,
  account: Bytes,
  add: Bytes | null,
): Promise<Bytes> {
  let commitment: Bytes | null = null
  for (let after = 0; ; ) {
    const { entries, head } = await read(after)
    for (const { kind, body } of entries) {
      if (kind !== EntryKind.statement || !body) continue
      const statement = parse(body)
      if (statement.kind === 'genesis') {
        if (!equalBytes(statement.account, account)) throw new Refused('account', 'the log begins with another account')
        commitment = statement.commitment
      }
      const isIt = equalBytes(deviceId(statement.keys), device.id) && (!add || equalBytes(statementDigest(body), add))
      if (!isIt || !commitment) continue
      openEpoch(device, statement.kind === 'add' ? statement.epoch : 0, statement.sealedKey, commitment)
      return statement.sealedKey
    }
    after += entries.length
    if (entries.length === 0 || after >= head.sequence)
      throw new Refused('add', 'the log does not hold the statement that lets this device in')
  }
}
