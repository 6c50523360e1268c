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
  /** Device id in hex of who wrote what was set aside; null: not known. */
  readonly asideBy: string | null
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

/** The newest that a device is known to have done: date (ms) and sequence of that entry. */
export interface Sign {
  readonly date: number
  readonly sequence: number
}

/** A restore of the relay that this device lived through. */
export interface RestoreStory {
  /** By this device's clock, ms. */
  readonly at: number
  /** The state that was put back was the newest then, ms; null: not known. */
  readonly of: number | null
  /** Entries of the log that this device had and the relay lost. */
  readonly lost: number
  /** Changes and statements that this device put back for them. */
  readonly putBack: number
  /** Device id in hex of who wrote last before; null: nobody else. */
  readonly wroteLast: string | null
  /** Ids of the records that were lost, in hex, and of those that this device put back; the first thousand of each. */
  readonly lostRecords: readonly string[]
  readonly putBackRecords: readonly string[]
  readonly lostStatements: readonly Bytes[]
}

/** Everything that does not grow with the records. */
export interface State {
  /** Grows with every commit, so that another context can tell that its memory is old. */
  readonly revision: number
  /** Id in hex of the device that counts here. */
  readonly device: string
  /** When this device began to read the log, ms. */
  readonly since: number
  /** The log was read to its end once. */
  readonly caughtUp: boolean
  readonly log: StoredLog
  /** The relay has the account. */
  readonly created: boolean
  /** Statements that the log has still to read, the genesis of a new account among them: they hold the keys of what comes before them. */
  readonly ahead: readonly Bytes[]
  /** Statements that the relay lost, in their order: to be put back, or done again, before anything else is written. */
  readonly lost: readonly Bytes[]
  /** The greatest count this device has used. */
  readonly count: number
  /** Counts up to this one were used before the local copy was lost; entries with them are this device's, though it no longer knows them. */
  readonly relearned: number
  /** Digests of what the relay refused lately: should it turn up in the log all the same, the relay did it. */
  readonly withdrawn: readonly Bytes[]
  readonly clock: Clock
  /** By device id in hex. */
  readonly signs: ReadonlyMap<string, Sign>
  /** How many ms a device's stamps were ahead of the time here, by device id in hex. */
  readonly fast: ReadonlyMap<string, number>
  /** Records that had another id before an epoch ended: from the old one to the new one. */
  readonly moved: ReadonlyMap<string, string>
  /** Device id in hex of the one that this device stands in for: it is to be removed. */
  readonly replaces: string | null
  /** The person knows that a copy of this profile writes under this device's keys. Nothing is sent until this is a device of its own. */
  readonly shared: boolean
  readonly restored: RestoreStory | null
  /** What the relay showed of the account's end, verified: by whom (device id in hex) and when. */
  readonly closed: { readonly by: string; readonly date: number } | null
}

/** A file, sealed, and its id [32]; `uploaded`: the relay has it. */
export interface StoredBlob {
  readonly id: Bytes
  readonly sealed: Bytes
  readonly uploaded: boolean
}

interface Schema extends DBSchema {
  state: { key: 'state'; value: State }
  chain: { key: number; value: Bytes }
  shards: { key: number; value: Row[] }
  outbox: { key: string; value: Waiting }
  /** Statements as they came, by sequence. */
  statements: { key: number; value: Bytes }
  /** By blob id in hex. */
  blobs: { key: string; value: StoredBlob }
}

export type Database = IDBPDatabase<Schema>
const STORES = ['state', 'chain', 'shards', 'outbox', 'statements', 'blobs'] as const
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

/** All but the files. */
export interface Everything {
  readonly state: State
  readonly chain: Bytes[]
  readonly shards: Map<number, Row[]>
  readonly outbox: Map<string, Waiting>
  readonly statements: Map<number, Bytes>
}

/** All of it as of one moment; null if there is none. */
export async function readEverything(database: Database): Promise<Everything | null> {
  const reading = database.transaction(STORES, 'readonly')
  const both = async <N extends 'shards' | 'outbox' | 'statements'>(name: N): Promise<Map<Schema[N]['key'], Schema[N]['value']>> => {
    const store = reading.objectStore(name)
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
    return new Map(keys.map((key, at) => [key, values[at] as Schema[N]['value']]))
  }
  const [state, chain, shards, outbox, statements] = await Promise.all([
    reading.objectStore('state').get('state'),
    reading.objectStore('chain').getAll(),
    both('shards'),
    both('outbox'),
    both('statements'),
  ])
  return state ? { state, chain, shards, outbox, statements } : null
}
