// After the browser deleted the local copy: the key of the history is in the statement that let this device in.
import { EntryKind } from '@counterfoil/crypto/chain'
import { deviceId } from '@counterfoil/crypto/device'
import { type Bytes, equalBytes, toBase64url } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { openEpoch } from '@counterfoil/crypto/epoch'
import { parse } from '@counterfoil/crypto/statement'
import { deviceOf, type Identity } from '../vault/settings.ts'
import { type Environment, Vault } from '../vault/vault.ts'
import type { Relay } from './relay.ts'
import type { Session } from './session.ts'

/** An empty vault with the key in hand; syncing then reads and verifies everything anew. */
export async function relearn(environment: Environment, identity: Identity, relay: Relay, session: Session): Promise<Vault> {
  const device = deviceOf(identity)
  let commitment: Bytes | null = null
  for (let after = 0; ; ) {
    const page = await session.with((token) => relay.log(token, after))
    for (const { kind, body } of page.entries) {
      if (kind !== EntryKind.statement || !body) continue
      const statement = parse(body)
      if (statement.kind === 'genesis') {
        if (toBase64url(statement.account) !== identity.account)
          throw new Refused('account', 'the relay shows the beginning of another history')
        commitment = statement.commitment
      }
      if (!commitment || !equalBytes(deviceId(statement.keys), device.id)) continue
      const epoch = openEpoch(device, 0, statement.sealedKey, commitment)
      return Vault.relearn(environment, identity, epoch.sealTo(device.keys))
    }
    after += page.entries.length
    if (page.entries.length === 0 || after >= page.head.sequence)
      throw new Refused('add', 'the relay’s history does not hold the statement that let this device in')
  }
}
