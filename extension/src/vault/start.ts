// What a history is before its first entry was read: a new one, one that this device was let into, or one that goes on under new keys.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, equalBytes, fromBase64url, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Epoch } from '@counterfoil/crypto/epoch'
import { Log } from '@counterfoil/crypto/log'
import { genesis } from '@counterfoil/crypto/statement'
import { type Database, commit, type State, type Waiting } from './database.ts'
import { type Environment, HistoryExists, LOCK } from './environment.ts'
import { isOver } from './next.ts'
import type { Anchor, Identity } from './settings.ts'

/** A new account: who its first device is, and the statement that begins it. */
export function newAccount(relay: string | null, device = Device.new()): { readonly identity: Identity; readonly device: Device; readonly epoch: Epoch; readonly genesis: Bytes } {
  const epoch = Epoch.new()
  const first = genesis(device, epoch.commitment, epoch.sealTo(device.keys))
  return { identity: { seed: toBase64url(device.seed), account: toBase64url(first.account), relay }, device, epoch, genesis: first.signed }
}

interface Beginning {
  readonly account: Bytes
  readonly device: Bytes
  readonly now: number
  readonly created: boolean
  readonly ahead: readonly Bytes[]
  /** How far this device had come before its local copy was lost. */
  readonly floor: Anchor | null
}

export const firstState = ({ account, device, now, created, ahead, floor }: Beginning): State => ({
  revision: 1,
  device: toHex(device),
  since: now,
  caughtUp: false,
  log: Log.empty(account).toStored(),
  created,
  ahead,
  lost: [],
  count: floor?.count ?? 0,
  relearned: floor?.count ?? 0,
  withdrawn: [],
  clock: [0, 0],
  signs: new Map(),
  fast: new Map(),
  moved: new Map(),
  replaces: null,
  shared: false,
  restored: null,
  closed: null,
})

/** Takes the place of whatever is in the database, in one step; files stay where `keepFiles` says so. */
export function replaceAll(database: Database, state: State, { outbox = new Map<string, Waiting>(), keepFiles = false } = {}): Promise<void> {
  const log = Log.fromStored(state.log, [Log.empty(state.log.roster.account).hashes()], [])
  return commit(database, async (writing) => {
    for (const name of writing.objectStoreNames) if (!keepFiles || name !== 'blobs') await writing.objectStore(name).clear()
    await writing.objectStore('state').put(state, 'state')
    await writing.objectStore('chain').put(log.hashes(), 0)
    for (const [record, waiting] of outbox) await writing.objectStore('outbox').put(waiting, record)
  })
}

/** Puts an empty history into the database and makes it this browser's, unless it is there already. */
export function begin(environment: Environment, database: Database, identity: Identity, state: State): Promise<void> {
  const { settings } = environment
  return environment.locked(LOCK, async () => {
    // Looked at here, under the lock: two tabs may both have seen none.
    if (await settings.isTaken()) {
      if (await isOver(settings, database, identity)) {
        database.close()
        throw new HistoryExists()
      }
      // Read again by another context, and maybe written to since.
      const there = await database.get('state', 'state')
      if (there?.device === state.device && equalBytes(there.log.roster.account, state.log.roster.account)) return
    }
    await replaceAll(database, state)
    // The identity comes last: without it there is no history, and starting again does no harm.
    await settings.saveIdentity(identity)
  })
}

export const accountOf = (identity: Identity): Bytes => fromBase64url(identity.account)
