// The person's own terms: their word alone, and history that nothing takes away.
import { toHex } from '@counterfoil/crypto/encoding'
import { agreementKey } from '@counterfoil/crypto/identity'
import type { AgreementEvent } from '@counterfoil/crypto/records'
import type { Vault } from '../../vault/vault.ts'
import type { AgreementState } from '../agreements.ts'
import { moment } from './records.ts'

interface NewAgreement {
  /** Null: the standing choice, which has no state. */
  readonly vendor: string | null
  /** IRI. */
  readonly agreement: string
  readonly state: AgreementState
  readonly note: string | null
  /** ms since 1970. */
  readonly at: number
}

const LONGEST_NOTE = 2_000

/** The agreement's record id. */
export async function keepAgreement(vault: Vault, { vendor, agreement, state, note, at }: NewAgreement): Promise<string> {
  const record = vault.idOf('Agreement', agreementKey(vendor))
  await vault.edit((editor) => {
    if (editor.isDeleted(record)) editor.say('Agreement', record, 'deleted', false)
    if (!editor.document(record)) editor.say('Agreement', record, 'created', moment(editor.now))
    editor.say('Agreement', record, 'agreement', agreement)
    if (vendor === null) return
    editor.say('Agreement', record, 'vendor', vendor)
    editor.say('Agreement', record, 'state', state)
    const event = { state, at: moment(at), ...(note !== null && note !== '' && { note: note.slice(0, LONGEST_NOTE) }) } satisfies AgreementEvent
    editor.say('Agreement', record, `event/${newElement()}`, event)
  })
  return record
}

/** Takes an offer or the standing choice back. */
export async function forgetAgreement(vault: Vault, vendor: string | null): Promise<void> {
  const record = vault.idOf('Agreement', agreementKey(vendor))
  await vault.edit((editor) => {
    if (editor.document(record)) editor.say('Agreement', record, 'deleted', true)
  })
}

const newElement = (): string => toHex(crypto.getRandomValues(new Uint8Array(8)))
