// What a newcomer needs before it can read the log: all statements, for the newest of them hold the keys of what comes before.
import { type Entry, EntryKind } from '@counterfoil/crypto/chain'
import { type Device, deviceId } from '@counterfoil/crypto/device'
import { type Bytes, equalBytes } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { Keyring } from '@counterfoil/crypto/keyring'
import { parse, type Statement, statementDigest } from '@counterfoil/crypto/statement'
import { Budget } from './budget.ts'
import type { Identity, Lock } from '../vault/settings.ts'
import type { Relay } from './relay.ts'
import type { Session } from './session.ts'

/** Who this device is to be, and the statements that let it in. */
export interface Admission {
  readonly identity: Identity
  readonly ahead: readonly Bytes[]
  readonly name: string | null
  /** It is locked from its first moment; null: not. */
  readonly lock: Lock | null
}

/**
 * All statements of `account`, the newest too. `add`: the digest that the one must have that lets this device in; null takes the one that
 * names it. Refused with `account`, `add`, or by what a key is not. Nothing else is verified here: that is the log's reader, which needs
 * the keys for the records that come first.
 */
export async function gather(relay: Relay, session: Session, device: Device, account: Bytes, add: Bytes | null): Promise<Bytes[]> {
  const checkpoint = await session.with((token) => relay.checkpoint(token))
  const budget = new Budget()
  const bodies = statementsOf(checkpoint?.entries ?? [], budget)
  let end = Infinity
  for (let after = checkpoint?.head.sequence ?? 0; after < end; ) {
    const { entries, head } = await session.with((token) => relay.log(token, after))
    for (const body of statementsOf(entries, budget)) bodies.push(body)
    // Where it ended at first: what comes since is read with the log.
    end = Math.min(end, head.sequence)
    after += entries.length
    if (entries.length === 0) break
  }
  const statements = bodies.map(parse)
  const [genesis] = statements
  if (genesis?.kind !== 'genesis' || !equalBytes(genesis.account, account)) throw new Refused('account', 'the log begins with another account')
  if (!statements.some((statement) => letsIn(statement, device) && (!add || equalBytes(statementDigest(statement.signed), add))))
    throw new Refused('add', 'the log does not hold the statement that lets this device in')
  // Opens and compares the key that is sealed to this device.
  Keyring.gather(device, account, statements)
  return bodies
}

function statementsOf(entries: readonly Entry[], budget: Budget): Bytes[] {
  const statements = entries.filter(({ kind }) => kind === EntryKind.statement)
  budget.spend(statements)
  return statements.flatMap(({ body }) => (body ? [body] : []))
}

function letsIn(statement: Statement, device: Device): boolean {
  if (statement.kind === 'genesis') return equalBytes(deviceId(statement.keys), device.id)
  return statement.act.kind === 'add' && equalBytes(deviceId(statement.act.keys), device.id)
}
