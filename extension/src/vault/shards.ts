// Which shard holds a record's newest revision, and what is written when revisions come.
import { toHex } from '@counterfoil/crypto/encoding'
import type { RecordRead } from '@counterfoil/crypto/log'
import { type Row, SHARD_SIZE, type Writing } from './database.ts'

export class Shards {
  readonly #of = new Map<string, number>()
  readonly #lengths = new Map<number, number>()

  constructor(stored: ReadonlyMap<number, readonly Row[]>) {
    for (const [shard, rows] of stored) {
      this.#lengths.set(shard, rows.length)
      for (const { record } of rows) this.#of.set(record, shard)
    }
  }

  /** Replaces the rows of these records, new ones in the newest shard. */
  async put(writing: Writing, rows: Iterable<Row>): Promise<void> {
    const store = writing.objectStore('shards')
    const byShard = new Map<number, Row[]>()
    for (const row of rows) {
      const shard = this.#of.get(row.record) ?? this.#add(row.record)
      byShard.set(shard, [...(byShard.get(shard) ?? []), row])
    }
    for (const [shard, changed] of byShard) {
      const kept = new Map((await store.get(shard))?.map((row) => [row.record, row]))
      for (const row of changed) kept.set(row.record, over(kept.get(row.record), row))
      await store.put([...kept.values()], shard)
    }
  }

  #add(record: string): number {
    const newest = Math.max(0, this.#lengths.size - 1)
    const shard = (this.#lengths.get(newest) ?? 0) < SHARD_SIZE ? newest : newest + 1
    this.#of.set(record, shard)
    this.#lengths.set(shard, (this.#lengths.get(shard) ?? 0) + 1)
    return shard
  }
}

/** `aside`: why a revision that passed the log's checks still cannot be merged here. */
export function rowOf(record: string, one: RecordRead, aside: string | null): Row {
  const { revision } = one
  if (one.kind === 'merged' && aside === null) return { record, revision, envelope: one.body, aside, asideBy: null }
  const writer = one.kind === 'set-aside' ? one.writer : one.kind === 'merged' ? one.inner.writer : null
  return { record, revision, envelope: null, aside: one.kind === 'set-aside' ? one.code : aside, asideBy: writer && toHex(writer) }
}

/** A revision that was set aside does not push out the last one that could be read. */
const over = (before: Row | undefined, row: Row): Row => (row.envelope || !before ? row : { ...row, envelope: before.envelope })
