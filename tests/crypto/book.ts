// A log as an honest relay keeps it, and the devices that write it.
import { chain, device, document, encoding, envelope, epoch, header, keyring, roster, statement } from '@counterfoil/crypto'
import { liveDigest } from '@counterfoil/crypto/checkpoint'
import type { CheckpointStart, Page } from '@counterfoil/crypto/log'

type Bytes = Uint8Array<ArrayBuffer>
export const DAY = 86_400_000

export const laptop = new device.Device(new Uint8Array(32).fill(1))
export const phone = new device.Device(new Uint8Array(32).fill(2))
export const tablet = new device.Device(new Uint8Array(32).fill(3))
export const kit = new device.Device(new Uint8Array(32).fill(4))
const first = new epoch.Epoch(0, new Uint8Array(32).fill(9))
export const founding = statement.genesis(laptop, first.commitment, first.sealTo(laptop.keys))
export const account = founding.account

export class Book {
  entries: chain.Entry[] = []
  heads = [chain.startHead(account)]
  roster = new roster.Roster(account)
  epoch = first
  counts = new Map<string, number>()
  /** ms; what is signed is signed now. */
  now = 100 * DAY

  static begun(): Book {
    const book = new Book()
    book.act(founding)
    return book
  }

  get head(): statement.Head {
    return this.heads.at(-1) as statement.Head
  }

  get statements(): statement.Statement[] {
    return this.entries.flatMap(({ kind, body }) => (kind === chain.EntryKind.statement && body ? [statement.parse(body)] : []))
  }

  keyring(of: device.Device): keyring.Keyring {
    return keyring.Keyring.gather(of, account, this.statements)
  }

  put(kind: chain.EntryKind, record: Bytes, digest: Bytes, body: Bytes): void {
    this.entries.push({ sequence: this.head.sequence + 1, kind, record, digest, body })
    this.heads.push(chain.extendHead(this.head, kind, record, digest))
  }

  act(made: statement.Statement): statement.Statement {
    this.roster.admit(made)
    this.put(chain.EntryKind.statement, chain.NO_RECORD, this.roster.statement, made.signed)
    return made
  }

  /** Signed as valid here and now, and not put into the log. */
  signed(by: device.Device, act: statement.Act, head = this.head): statement.Placed {
    return statement.sign(by, act, { account, previous: this.roster.statement, head, date: this.now })
  }

  does(by: device.Device, act: statement.Act): statement.Statement {
    return this.act(this.signed(by, act))
  }

  add(newcomer: device.Device, by = laptop, role: statement.Role = statement.Role.device): statement.Statement {
    const sealedKey = this.epoch.sealTo(newcomer.keys)
    return this.does(by, { kind: 'add', role, keys: newcomer.keys, epoch: this.epoch.number, sealedKey })
  }

  /** The start of an epoch for all members but one. */
  start(without: Bytes | null): statement.EpochStart {
    const [next, start] = keyring.startEpoch(this.epoch, account, this.roster.keys(without))
    this.epoch = next
    return start
  }

  revoke(removed: device.Device, by = laptop): statement.Statement {
    return this.does(by, { kind: 'revoke', device: removed.id, start: this.start(removed.id) })
  }

  checkpoint(by = laptop): statement.Statement {
    return this.does(by, { kind: 'checkpoint', live: liveDigest(this.newest()) })
  }

  restored(at = this.now, drawn = this.entries.length): void {
    const body = chain.encodeRestored({ random: new Uint8Array(16).fill(drawn), at, of: null })
    this.put(chain.EntryKind.restored, chain.NO_RECORD, chain.generationOf(body), body)
  }

  /** Goes back to how it was after `sequence`, as a relay does from a backup. */
  back(sequence: number): void {
    const kept = this.entries.slice(0, sequence)
    this.entries = []
    this.heads = [chain.startHead(account)]
    this.roster = new roster.Roster(account)
    for (const { kind, record, digest, body } of kept) {
      if (kind === chain.EntryKind.statement && body) this.roster.admit(statement.parse(body))
      this.put(kind, record, digest, body as Bytes)
    }
  }

  async sealed(record: Bytes, writer: device.Device, witness: statement.Head, key = this.epoch): Promise<Bytes> {
    const before = this.entries.findLast((entry) => entry.record === record) ?? null
    const count = (this.counts.get(writer.name) ?? 0) + 1
    this.counts.set(writer.name, count)
    const note = document.write(document.blank('Order', 1), 'note', 'person', count, [count, 0, writer.name])
    return envelope.seal(
      key,
      { account, record, epoch: key.number, blobs: [] },
      { writer: writer.id, count, date: count, witness, base: before, document: document.encode(note) },
      { deflate: false },
    )
  }

  async write(record: Bytes, writer = laptop, witness = this.head, key = this.epoch): Promise<void> {
    const sealed = await this.sealed(record, writer, witness, key)
    this.put(chain.EntryKind.record, record, header.envelopeDigest(sealed), sealed)
  }

  /** The entries after `from` up to `to`, as the relay answers while its head is `head`. */
  page(from = 0, to = this.entries.length, head = this.head): Page {
    return { entries: this.entries.slice(from, to), through: this.heads[to] as statement.Head, head }
  }

  drop(sequence: number): void {
    this.entries[sequence - 1] = { ...(this.entries[sequence - 1] as chain.Entry), body: null }
  }

  /** The newest revisions up to a sequence, by record id in hex. */
  newest(to = this.entries.length): Map<string, chain.Entry> {
    const records = this.entries.slice(0, to).filter(({ kind }) => kind === chain.EntryKind.record)
    return new Map(records.map((entry) => [encoding.toHex(entry.record), entry]))
  }

  /** What a newcomer starts from: the newest checkpoint. */
  startFrom(): CheckpointStart {
    const isCheckpoint = ({ kind, body }: chain.Entry): boolean => kind === chain.EntryKind.statement && body?.[1] === statement.Kind.checkpoint
    const { sequence } = this.entries.findLast(isCheckpoint) as chain.Entry
    const live = [...this.newest(sequence)].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry)
    const entries = this.entries.slice(0, sequence).filter(({ kind }) => kind !== chain.EntryKind.record)
    return { entries, live, head: this.head }
  }
}
