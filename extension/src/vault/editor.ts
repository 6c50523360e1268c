// One step of changes to records, by the person or by a page.
import { blank, type Captured, type Document, isDeleted, type Json, Writer } from '@counterfoil/crypto/document'
import type { Clock } from '@counterfoil/crypto/stamp'

/** The schema of every type that this version writes; a record of a newer one is shown and left alone. */
export const SCHEMA = 1

/** What an edit sees and does; the vault commits it. */
export class Editor {
  readonly changed = new Map<string, Document>()
  readonly now: number
  readonly #kept: (record: string) => Document | null
  readonly #readAs = new Map<string, Document>()
  readonly #writer: Writer

  constructor(kept: (record: string) => Document | null, device: string, clock: Clock, now: number) {
    this.#kept = kept
    this.now = now
    this.#writer = new Writer(device, clock, now, SCHEMA)
  }

  get clock(): Clock {
    return this.#writer.clock
  }

  document(record: string): Document | null {
    return this.changed.get(record) ?? this.#readAs.get(record) ?? this.#kept(record)
  }

  /** From here on `record` holds `document`, which says all that it said; that is written with the first change of it, if one comes. */
  readAs(record: string, document: Document): void {
    this.#readAs.set(record, document)
  }

  /** The person's word for a field; null blanks it. Nothing happens if that is what it says already. */
  say(type: string, record: string, field: string, value: Json): void {
    const before = this.document(record) ?? blank(type, SCHEMA)
    this.#take(record, before, this.#writer.say(before, field, value))
  }

  /** A page's words for a record. */
  capture(record: string, page: Captured): void {
    const before = this.document(record)
    this.#take(record, before, this.#writer.capture(before, page))
  }

  isDeleted(record: string): boolean {
    const document = this.document(record)
    return document !== null && isDeleted(document)
  }

  #take(record: string, before: Document | null, after: Document | null): void {
    if (after && after !== before) this.changed.set(record, after)
  }
}
