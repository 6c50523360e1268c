// What a reader of a log finds in it, and how one revision is opened (SPEC.md, *log*, steps 4, 5 and 9).
import type { Entry, Restored } from './chain.ts'
import { decode, type Document } from './document.ts'
import { type Bytes, equalBytes } from './encoding.ts'
import { type Inner, openInner, type Revision } from './envelope.ts'
import type { Epoch } from './epoch.ts'
import { Refused } from './errors.ts'
import { type Header, parseHeader } from './header.ts'
import type { Keyring } from './keyring.ts'
import type { Statement } from './statement.ts'

/** A statement that is valid in its place. */
export interface Admitted {
  readonly kind: 'admitted'
  readonly sequence: number
  readonly statement: Statement
}

/** The relay's word that its log was put back; `generation` [32] begins with it. */
export interface RestoredRead {
  readonly kind: 'restored'
  readonly sequence: number
  readonly restored: Restored
  readonly generation: Bytes
}

export interface RevisionRead {
  readonly record: Bytes
  readonly revision: Revision
}

/** A record's revision that passed every check. */
export interface Merged extends RevisionRead {
  readonly kind: 'merged'
  readonly inner: Inner
  readonly document: Document
  readonly body: Bytes
}

/** A revision that is in the chain and cannot be merged. `writer` is known only if it opened. */
export interface SetAside extends RevisionRead {
  readonly kind: 'set-aside'
  readonly code: 'damaged' | 'epoch' | 'writer' | 'count' | 'document'
  readonly writer: Bytes | null
}

/** A revision whose bytes the relay no longer has, as it may once a newer one exists. */
export interface Superseded extends RevisionRead {
  readonly kind: 'superseded'
}

/** Of a record, whatever became of it. */
export type RecordRead = Merged | SetAside | Superseded
export type Read = Admitted | RestoredRead | RecordRead

export const aside = (place: RevisionRead, code: SetAside['code'], writer: Bytes | null = null): SetAside => ({
  kind: 'set-aside',
  ...place,
  code,
  writer,
})

/** The header, if it is one of that account and record; else the revision is `damaged`. */
export function headerFor(account: Bytes, { record }: Entry, body: Bytes): Header | null {
  const header = attempt(() => parseHeader(body))
  return header && equalBytes(header.account, account) && equalBytes(header.record, record) ? header : null
}

/** What is inside, a promise only where it has to be inflated; null if it does not open or parse. */
export function opened(epoch: Epoch, header: Header, body: Bytes): Inner | null | Promise<Inner | null> {
  const inner = attempt(() => openInner(epoch, header, body))
  return inner instanceof Promise ? inner.catch(nullIfRefused) : inner
}

/** The last step: a document that parses is merged. */
export function merged(place: RevisionRead, inner: Inner, body: Bytes): Merged | SetAside {
  const document = attempt(() => decode(inner.document))
  return document ? { kind: 'merged', ...place, inner, document, body } : aside(place, 'document', inner.writer)
}

/** The key of an epoch; null if this device was never given it. */
export const keyOf = (keyring: Keyring, number: number): Epoch | null => attempt(() => keyring.epoch(number))

/** What a statement brings to the keyring; refused (`commitment`) if that is not what was committed to. */
export function takeKeys(keyring: Keyring, statement: Statement): void {
  try {
    keyring.take(statement)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Refused('commitment', error.message, { cause: error })
  }
}

function attempt<T>(parseIt: () => T): T | null {
  try {
    return parseIt()
  } catch (error) {
    return nullIfRefused(error)
  }
}

function nullIfRefused(error: unknown): null {
  if (error instanceof Refused) return null
  throw error
}
