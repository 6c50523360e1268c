// What a person agreed to with an order, frozen when it was confirmed. Pages said all of it; a person's word over it stays.
import type { Captured, Json } from '@counterfoil/crypto/document'
import { shown } from '@counterfoil/crypto/document'
import { acceptanceKey } from '@counterfoil/crypto/identity'
import type { Acceptance, AcceptedDocument } from '@counterfoil/crypto/records'
import type { Vault } from '../../vault/vault.ts'
import type { Act, Place, Refusal, TermsType } from '../types.ts'
import { moment, objectOf } from './records.ts'

export interface NewAccepted {
  readonly type: TermsType
  readonly url: string
  /** The link's own words. */
  readonly text: string
  readonly place: Place
  /** Record id of the `TermsDocument`, and the version that was in force; null where it was not read, for `reason`. */
  readonly document: string | null
  readonly version: string | null
  readonly digest: string | null
  readonly reason: Refusal | null
}

export interface NewAcceptance {
  readonly vendor: string
  /** Record id of the order. */
  readonly order: string
  /** ms since 1970. */
  readonly at: number
  readonly act: Act | null
  /** The sentences of acceptance. */
  readonly wordings: readonly string[]
  readonly gpc: boolean | null
  readonly language: string | null
  readonly documents: readonly NewAccepted[]
}

const MOST_DOCUMENTS = 40
const MOST_WORDINGS = 10
const LONGEST = 2_000

/** The acceptance's record id. A second call for one order adds only what the first did not know of the documents: what was agreed to stays. */
export async function keepAcceptance(vault: Vault, acceptance: NewAcceptance): Promise<string> {
  const record = vault.idOf('Acceptance', acceptanceKey(acceptance.order))
  await vault.edit((editor) => {
    const before = editor.document(record)
    const frozen = before !== null && shown(before, 'at') !== null
    const documents = accepted(frozen ? shown(before, 'documents') : null, acceptance.documents)
    const said = frozen ? { documents } : { ...firstWords(acceptance), created: moment(editor.now), documents }
    const fields = Object.entries<Json>(said).map(([name, value]) => [name, { value }] as const)
    editor.capture(record, { type: 'Acceptance', fields: Object.fromEntries(fields) as Captured['fields'] })
  })
  return record
}

const firstWords = ({ vendor, order, at, act, wordings, gpc, language }: NewAcceptance) =>
  ({
    vendor,
    order,
    at: moment(at),
    ...(act !== null && { act }),
    ...(wordings.length > 0 && { wordings: wordings.slice(0, MOST_WORDINGS).map((wording) => wording.slice(0, LONGEST)) }),
    ...(gpc !== null && { gpc }),
    ...(language !== null && { language }),
  }) satisfies Acceptance

function accepted(before: Json, documents: readonly NewAccepted[]): Json[] {
  const known: Json[] = Array.isArray(before) ? [...(before as Json[])] : []
  for (const document of documents) {
    const said = wordsOf(document)
    const at = known.findIndex((each) => objectOf(each)?.['url'] === document.url)
    if (at === -1) known.push(said)
    else if (document.version !== null && (objectOf(known[at])?.['version'] ?? null) === null) known[at] = said
  }
  return known.slice(0, MOST_DOCUMENTS)
}

function wordsOf({ type, url, text, place, document, version, digest, reason }: NewAccepted): { readonly [key: string]: Json } {
  return {
    type,
    url,
    place,
    ...(text !== '' && { text: text.slice(0, LONGEST) }),
    ...(document !== null && { document }),
    ...(version !== null && { version }),
    ...(digest !== null && { digest }),
    ...(version === null && reason !== null && { reason }),
  } satisfies AcceptedDocument
}
