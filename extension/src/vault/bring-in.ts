// Records from a backup find their place among those here: nothing newer is overwritten, because they are joined like a device's.
import { type Document, join, latest, shown } from '@counterfoil/crypto/document'
import { acceptanceKey, agreementKey, naturalKeyOf } from '@counterfoil/crypto/identity'
import { isOther } from '@counterfoil/crypto/orders'
import { type Clock, follow } from '@counterfoil/crypto/stamp'
import { SCHEMA } from './editor.ts'
import { renamed } from './renamed.ts'
import type { Vault } from './vault.ts'

export interface BroughtIn {
  readonly joined: number
  /** Nothing in them was new. */
  readonly same: number
  /** Of a newer schema, or of another type than the record that is here. */
  readonly left: number
}

type Here = Pick<Vault, 'get' | 'idOf' | 'resolve' | 'clock'>

interface Placed extends Omit<BroughtIn, 'joined'> {
  /** As they are to be, by the ids that they have here. */
  readonly changed: Map<string, Document>
  readonly clock: Clock
}

export function placed(vault: Here, documents: ReadonlyMap<string, Document>, now: number): Placed {
  // Names of devices are their own to say.
  const wanted = [...documents].filter(([, { type }]) => type !== 'Device')
  const readable = wanted.filter(([, { schema }]) => schema <= SCHEMA)
  const ids = idsHere(vault, new Map(readable))
  const changed = new Map<string, Document>()
  let { clock } = vault
  let [same, left] = [0, wanted.length - readable.length]
  for (const [record, document] of readable) {
    const id = ids.get(record) ?? record
    const own = renamed(document, ids)
    const here = changed.get(id) ?? vault.get(id)?.document
    if (here && (here.type !== own.type || here.schema > SCHEMA)) {
      left++
      continue
    }
    const joined = here ? join(here, own) : own
    if (joined === here) {
      same++
      continue
    }
    changed.set(id, joined)
    clock = follow(clock, latest(own), now)
  }
  return { changed, clock, same, left }
}

/** Where the history has another id for a thing than the backup, which may be of another history, or of another epoch. */
function idsHere(vault: Here, documents: ReadonlyMap<string, Document>): Map<string, string> {
  const ids = new Map<string, string>()
  const isHere = (record: string, { type }: Document): boolean => vault.get(record)?.document.type === type
  const move = (record: string, document: Document, id: string): void => {
    const there = vault.get(id)?.document
    // One number, two orders: each stays a record of its own.
    if (id !== record && !(document.type === 'Order' && there && isOther(there, document))) ids.set(record, id)
  }
  for (const [record, document] of documents) {
    const resolved = vault.resolve(record)
    const key = naturalKeyOf(document)
    if (isHere(resolved, document)) move(record, document, resolved)
    else if (key && document.type !== 'Acceptance') move(record, document, vault.idOf(document.type, key))
    else if (document.type === 'Agreement') move(record, document, vault.idOf('Agreement', agreementKey(vendorOf(document))))
  }
  for (const [record, document] of documents) {
    if (document.type !== 'Acceptance' || isHere(vault.resolve(record), document)) continue
    const order = naturalKeyOf(document)?.[1]
    if (order !== undefined) move(record, document, vault.idOf('Acceptance', acceptanceKey(ids.get(order) ?? order)))
  }
  return ids
}

/** Null: the person's standing choice. */
function vendorOf(agreement: Document): string | null {
  const vendor = shown(agreement, 'vendor')
  return typeof vendor === 'string' ? vendor : null
}
