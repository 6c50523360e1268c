// The local copy: sealed envelopes in IndexedDB. Plaintext exists in memory only.
//
// Revisions stand in shards of about a hundred, because a hundred thousand rows take ten times as long to write as a thousand shards.
import type { Bytes } from '@counterfoil/crypto/encoding'
import type { Revision } from '@counterfoil/crypto/envelope'
import type { StoredLog } from '@counterfoil/crypto/log'
import type { Clock } from '@counterfoil/crypto/stamp'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'

export const SHARD_SIZE = 100
/** H values a row of `chain`. */
export const CHAIN_ROW = 1024

/** The newest revision of one record as it came; `aside` says why it could not be merged. */
export interface Row {
  readonly record: string
  readonly revision: Revision
  /** Null while the relay says that a newer revision exists which is yet to be read. */
  readonly envelope: Bytes | null
  readonly aside: string | null
}

/** What waits to be written to the log, at most one change a record. */
export interface Waiting {
  /** The whole record as it should be, sealed with count 0: an envelope that never leaves the device. */
  readonly draft: Bytes
  /** What was sealed for the log and may have been sent; null: not yet, or refused. */
  readonly sent: Sent | null
}

export interface Sent {
  readonly envelope: Bytes
  readonly digest: Bytes
  /** Sequence of the revision it was built on. */
  readonly base: number | null
  /** The count it was sealed with. */
  readonly count: number
}

/** Everything that does not grow with the records. */
export interface State {
  /** Grows with every commit, so that another context can tell that its memory is old. */
  readonly revision: number
  readonly log: StoredLog
  /** The current epoch's key, sealed to this device. */
  readonly sealedKey: Bytes
  /** Until the relay has it: the statement that starts the account. */
  readonly genesis: Bytes | null
  /** The greatest count this device has used. */
  readonly count: number
  /** Counts up to this one were used before the local copy was lost; entries with them are this device's, though it no longer knows them. */
  readonly relearned: number
  /** Digests of what the relay refused lately: should it turn up in the log all the same, the relay did it. */
  readonly withdrawn: readonly Bytes[]
  readonly clock: Clock
}

interface Schema extends DBSchema {
  state: { key: 'state'; value: State }
  chain: { key: number; value: Bytes }
  shards: { key: number; value: Row[] }
  outbox: { key: string; value: Waiting }
}

export type Database = IDBPDatabase<Schema>
const STORES = ['state', 'chain', 'shards', 'outbox'] as const
export type Writing = IDBPTransaction<Schema, typeof STORES, 'readwrite'>

export const openDatabase = (name = 'counterfoil'): Promise<Database> =>
  openDB<Schema>(name, 1, {
    upgrade(database) {
      for (const store of STORES) database.createObjectStore(store)
    },
    // A newer version of the extension, or erasing, must not wait for a forgotten tab.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  })

/** One transaction over everything, on disk before it resolves. */
export async function commit(database: Database, work: (writing: Writing) => Promise<void> | void): Promise<void> {
  const writing = database.transaction(STORES, 'readwrite', { durability: 'strict' })
  try {
    await work(writing)
  } catch (error) {
    // A transaction that failed by itself is aborted already.
    await Promise.allSettled([Promise.resolve().then(() => writing.abort()), writing.done])
    throw error
  }
  await writing.done
}

export interface Everything {
  readonly state: State
  readonly chain: Bytes[]
  readonly shards: Map<number, Row[]>
  readonly outbox: Map<string, Waiting>
}

/** All of it as of one moment; null if there is none. */
export async function readEverything(database: Database): Promise<Everything | null> {
  const reading = database.transaction(STORES, 'readonly')
  const [state, chain, shardKeys, shards, outboxKeys, outbox] = await Promise.all([
    reading.objectStore('state').get('state'),
    reading.objectStore('chain').getAll(),
    reading.objectStore('shards').getAllKeys(),
    reading.objectStore('shards').getAll(),
    reading.objectStore('outbox').getAllKeys(),
    reading.objectStore('outbox').getAll(),
  ])
  if (!state) return null
  return {
    state,
    chain,
    shards: new Map(shardKeys.map((key, at) => [key, shards[at] ?? []])),
    outbox: new Map(outboxKeys.map((key, at) => [key, outbox[at] as Waiting])),
  }
}
