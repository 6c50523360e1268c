// What went wrong, as the person reads it, and what is kept of it.
import { CopiedProfile, Refused, RelayInconsistent } from '@counterfoil/crypto/errors'
import { toBase64url } from '@counterfoil/crypto/encoding'
import { type Settings, type StoredTrouble } from '../vault/settings.ts'
import { LocalCopyLost } from '../vault/vault.ts'
import { Problem, Unreachable } from './relay.ts'
import { Behind, Crowded } from './sync.ts'

const DAY_MS = 86_400_000
/** A relay that stays behind for a day hides entries. */
const BEHIND = 'relay-behind'
const LOST = 'local-copy-lost'

/** Whether a trouble is told until the person has read it, though sync goes on. */
export const stays = ({ code }: { code: string }): boolean => code === LOST

/** The trouble that an error means, or null for one that is a fault of ours and must be seen as such. */
export function troubleOf(error: unknown, since: number, ownDevice: string | null = null): StoredTrouble | null {
  const trouble = (code: string, text: string, stopped = false, evidence?: unknown): StoredTrouble => ({
    code,
    text,
    stopped,
    since,
    ...(evidence === undefined ? {} : { evidence: plain(evidence) }),
  })
  if (error instanceof RelayInconsistent)
    return trouble(
      'relay-inconsistent',
      `The relay showed this browser a history that cannot be true (${error.message}). Sync has stopped; everything is still here. Save the evidence and ask the relay’s operator.`,
      true,
      { code: error.code, sequence: error.sequence, ...error.evidence },
    )
  if (error instanceof CopiedProfile)
    return trouble(
      'copied-profile',
      error.device === ownDevice || ownDevice === null
        ? 'A copy of this browser profile is in use, or an old one was put back. Use only one of them. Sync has stopped; everything is still here.'
        : 'A copy of another of your devices is in use, or an old one was put back. Use only one of them. Sync has stopped; everything is still here.',
      true,
      { device: error.device, sequence: error.sequence },
    )
  if (error instanceof Behind)
    return trouble(
      BEHIND,
      `The relay is missing its newest ${error.missing} entries. Nothing is lost here; trying again.`,
      false,
      { relay: error.relay },
    )
  if (error instanceof LocalCopyLost)
    return trouble(
      LOST,
      `The browser deleted the local copy. ${error.waiting} unsent changes are gone; the rest is being read again.`,
    )
  if (error instanceof Problem) return problemTrouble(error, trouble)
  if (error instanceof Unreachable)
    return trouble('unreachable', `${sentence(error.message)} Changes wait here and are sent later.`)
  if (error instanceof Crowded) return trouble('crowded', sentence(error.message))
  if (error instanceof Refused && error.code === 'schema')
    return trouble('newer', 'This was written by a newer version of Counterfoil. Update to change it.')
  if (error instanceof Refused && error.code === 'large') return trouble('large', 'That is more than one order can hold. Shorten the note.')
  if (error instanceof Refused) return trouble('refused', `The relay’s history does not fit this device: ${sentence(error.message)}`)
  return null
}

function problemTrouble(error: Problem, trouble: (code: string, text: string) => StoredTrouble): StoredTrouble {
  switch (error.code) {
    case 'unknown-account':
      return trouble(
        error.code,
        'This relay does not know your history. It may be new, or its address may be wrong. Everything is still here.',
      )
    case 'unknown-device':
      return trouble(error.code, 'The relay says that this browser is no member of the history. Everything is still here.')
    case 'wrong-origin':
      return trouble(error.code, `The relay answers to another address: ${error.origins.join(', ') || 'ask its operator'}.`)
    case 'accounts-closed':
      return trouble(error.code, 'The relay takes no new histories. Ask its operator to open it.')
    default:
      return trouble(error.code, `The relay refused: ${sentence(error.message)} Changes wait here.`)
  }
}

/**
 * Keeps what a run ended with. What the person must decide or know of stays until they clear it. Being behind keeps its first date through
 * whatever else happens, until a run ends well; after a day it is a verdict.
 */
export async function noteTrouble(settings: Settings, found: StoredTrouble | null): Promise<void> {
  const before = await settings.troubles()
  const staying = before.filter((trouble) => trouble.stopped || stays(trouble))
  const behind = before.find(({ code }) => code === BEHIND)
  if (found && behind) {
    const day = found.since - behind.since > DAY_MS
    staying.push(found.code === BEHIND ? { ...(day ? hidden(found) : found), since: behind.since } : behind)
    if (found.code === BEHIND) found = null
  }
  await settings.saveTroubles(found && !staying.some(({ code }) => code === found?.code) ? [...staying, found] : staying)
}

const hidden = (behind: StoredTrouble): StoredTrouble => ({
  ...behind,
  code: 'relay-inconsistent',
  stopped: true,
  text: 'For more than a day the relay has not shown entries that it showed before. Sync has stopped; everything is still here. Save the evidence and ask the relay’s operator.',
})

export const sentence = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** Bytes as text, so that evidence can be stored and exported as JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64url(value as Uint8Array<ArrayBuffer>)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]))
  return value
}
