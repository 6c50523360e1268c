// What went wrong, as the person reads it, and what is kept of it.
import { toBase64url } from '@counterfoil/crypto/encoding'
import { CopiedProfile, Refused, RelayInconsistent } from '@counterfoil/crypto/errors'
import type { Trouble, Way } from '../app.ts'
import { formatDate } from '../ui/dates.ts'
import { count } from '../ui/text.ts'
import type { Settings, StoredTrouble } from '../vault/settings.ts'
import { LocalCopyLost, type Vault } from '../vault/vault.ts'
import { called } from './names.ts'
import { Problem, Unreachable } from './relay.ts'
import { Behind, Crowded, Full, Oversized, ownRestoreName, RestoredAgain } from './sync.ts'

const DAY_MS = 86_400_000
/** A relay that stays behind for a day hides entries. */
const BEHIND = 'relay-behind'
const LOST = 'local-copy-lost'

/** What a trouble's words may name. */
type Told = Pick<Vault, 'get' | 'idOf' | 'device' | 'waiting'>

/** What the person can do about each, the likeliest first. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  full: ['free-space', 'export', 'dismiss'],
  restored: ['see-list', 'dismiss'],
  'restored-again': ['confirm-restore', 'export'],
  'relay-inconsistent': ['save-evidence', 'compare', 'start-again', 'dismiss'],
  'unknown-account': ['change-address', 'put-back'],
  'copied-profile': ['own-device', 'remove-copy', 'save-evidence'],
  'copied-device': ['dismiss', 'save-evidence'],
  removed: ['keep', 'erase', 'pair-again'],
  closed: ['keep', 'erase', 'start-again'],
  [LOST]: ['import', 'dismiss'],
  clock: ['dismiss'],
  'wrong-origin': ['change-address'],
  'accounts-closed': ['change-address'],
}

export const waysOf = (code: string): Way[] => [...(WAYS[code] ?? [])]

/** Whether a trouble is told until the person has read it, though sync goes on. */
const stays = (code: string): boolean => [LOST, 'restored', 'clock'].includes(code)

export const shownTrouble = ({ code, text, stopped }: Pick<StoredTrouble, 'code' | 'text' | 'stopped'>): Trouble => ({ code, text, stopped, stays: stays(code), ways: waysOf(code) })

/** The device whose entry a verdict rests on, and when it wrote that. */
export interface ShownBy {
  readonly device: string
  readonly date: number
}

/** Null: the evidence names nobody. */
export async function shownBy(error: unknown, vault: Vault | null): Promise<ShownBy | null> {
  const entry = error instanceof RelayInconsistent ? error.evidence.entry : null
  return entry && vault ? vault.writerOf(entry) : null
}

/** What the relay did, as far as the evidence tells. */
function inconsistentWords(error: RelayInconsistent, vault: Told | null, by: ShownBy | null): string {
  const other = vault && by && by.device !== vault.device.name ? called(vault, by.device) : null
  const end = 'Sync has stopped; everything is still here. Save the evidence and ask the relay’s operator.'
  if (other === null || !by) return `The relay showed this browser a history that cannot be true (${error.message}). ${end}`
  const day = formatDate(new Date(by.date).toISOString())
  if (error.code === 'witness') return `The relay showed this browser and ${other} different histories, since ${day} or before. ${end} Compare the two devices.`
  return `The relay showed this browser a history that cannot be true (${error.message}; ${other} wrote it on ${day}). ${end}`
}

/** The trouble that an error means, or null for one that is a fault of ours and must be seen as such. */
export function troubleOf(error: unknown, since: number, vault: Told | null = null, by: ShownBy | null = null): StoredTrouble | null {
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
      inconsistentWords(error, vault, by),
      true,
      { code: error.code, sequence: error.sequence, ...error.evidence },
    )
  if (error instanceof CopiedProfile) return copied(error, trouble, vault)
  if (error instanceof RestoredAgain)
    return trouble(
      'restored-again',
      'The relay says that it was put back to an earlier state again, within 30 days. Sync has stopped; everything is still here. Ask whoever runs the relay whether that is so.',
      true,
      { relay: error.relay, generation: error.generation },
    )
  if (error instanceof Behind)
    return trouble(BEHIND, `The relay is missing its newest ${count(error.missing, 'entry', 'entries')}. Nothing is lost here; trying again.`, false, { relay: error.relay })
  if (error instanceof LocalCopyLost)
    return trouble(LOST, `The browser deleted the local copy. ${count(error.waiting, 'unsent change')} ${error.waiting === 1 ? 'is' : 'are'} gone; the rest is being read again.`)
  if (error instanceof Full)
    return trouble('full', `${vault ? `${count(vault.waiting, 'change')} ${vault.waiting === 1 ? 'waits' : 'wait'}` : 'Changes wait'}. The relay is full (${megabytes(error.used)} of ${megabytes(error.limit)} MB).`)
  if (error instanceof Oversized)
    return trouble(
      'oversized',
      `${count(error.records, 'record')} ${error.records === 1 ? 'is' : 'are'} larger than a relay takes, because two devices added to ${error.records === 1 ? 'it' : 'them'} at the same time. Everything is still here, and all else is sent; shorten a note or remove a file that is very long.`,
    )
  if (error instanceof Problem) return problemTrouble(error, trouble)
  if (error instanceof Unreachable) return trouble('unreachable', `${sentence(error.message)} Changes wait here and are sent later.`)
  if (error instanceof Crowded) return trouble('crowded', sentence(error.message))
  if (error instanceof Refused && error.code === 'schema') return trouble('newer', 'This was written by a newer version of Counterfoil. Update to change it.')
  if (error instanceof Refused && error.code === 'large') return trouble('large', 'That is more than one order can hold. Shorten the note.')
  if (error instanceof Refused) return trouble('refused', `The relay’s history does not fit this device: ${sentence(error.message)}`)
  return null
}

type Make = (code: string, text: string, stopped?: boolean, evidence?: unknown) => StoredTrouble

function copied({ device, sequence }: CopiedProfile, trouble: Make, vault: Told | null): StoredTrouble {
  const evidence = { device, sequence }
  if (!vault || device === vault.device.name)
    return trouble('copied-profile', 'A copy of this browser profile is in use, or an old one was put back. Use only one of them. Sync has stopped; everything is still here.', true, evidence)
  const text = `A copy of ${called(vault, device)} is in use, or an old one was put back. Decide there, or remove that device here. Sync has stopped; everything is still here.`
  return trouble('copied-device', text, true, evidence)
}

/** What a relay may say that has no words of its own here (server/PROTOCOL.md, *Errors*). */
const REFUSALS = ['malformed', 'too-large', 'refused', 'not-found', 'method-not-allowed', 'unsupported-media-type', 'unauthorized', 'bad-session', 'stale-generation', 'stale-epoch', 'conflict', 'closed']

function problemTrouble(error: Problem, trouble: Make): StoredTrouble {
  const { origins = [], retry } = error.more
  switch (error.code) {
    case 'unknown-account':
      return trouble(error.code, 'This relay does not know your history. It may be new or the wrong address. Everything is still here.')
    case 'unknown-device':
      return trouble('unknown-account', 'This relay does not know this browser as a part of your history, and shows nobody who removed it. Everything is still here. Open one of your other devices, or change the address.')
    case 'wrong-origin':
      return trouble(error.code, `The relay answers to another address: ${origins.join(', ') || 'ask its operator'}.`)
    case 'accounts-closed':
      return trouble(error.code, 'The relay takes no new histories. Ask its operator to open it.')
    case 'too-many-requests':
      return trouble('busy', `The relay asks to come back in ${count(retry ?? 60, 'second')}. Changes wait here.`)
    default: {
      // A code of its own, so that the relay names no verdict of ours; and none of its words are shown.
      const known = REFUSALS.includes(error.code) ? ` (${error.code})` : ''
      return trouble('relay-refused', `The relay refused what this browser asked of it${known}. Changes wait here.`, false, { code: error.code, detail: error.message })
    }
  }
}

/** What is told of the history itself, by verified entries and records; nobody clears a removal. */
export function standingTroubles(vault: Vault, dismissed: readonly string[]): Trouble[] {
  const { ending, restored, fast } = vault
  if (ending) return [ended(vault, ending)]
  const told: Trouble[] = []
  const isKnown = [`restored ${restored?.at}`, ownRestoreName(vault.log.generation)].some((name) => dismissed.includes(name))
  if (restored && restored.lost > 0 && !isKnown) told.push(shownTrouble({ code: 'restored', text: restoredWords(vault), stopped: false }))
  if (fast.size > 0) told.push(shownTrouble({ code: 'clock', text: [...fast].map(([device, ahead]) => clockWords(vault, device, ahead)).join(' '), stopped: false }))
  return told
}

function ended(vault: Vault, { how, by, date }: NonNullable<Vault['ending']>): Trouble {
  const day = formatDate(new Date(date).toISOString())
  const who = by === vault.device.name ? 'This browser' : called(vault, by)
  if (how === 'closed') return shownTrouble({ code: 'closed', text: `${who} closed this history on ${day}. What is here stays here.`, stopped: true })
  const words = how === 'left' ? `This browser left the history on ${day}.` : `${who} removed this browser on ${day}. What is here stays here.`
  return shownTrouble({ code: 'removed', text: words, stopped: true })
}

function restoredWords(vault: Vault): string {
  const { of, lost, putBack, wroteLast } = vault.restored as NonNullable<Vault['restored']>
  const backup = of === null ? 'put the relay back to an earlier state' : `restored a backup of ${formatDate(new Date(of).toISOString())}`
  const last = wroteLast === null ? '' : ` ${called(vault, wroteLast)} wrote last; open it once.`
  return `The operator ${backup}. ${count(lost, 'entry', 'entries')} ${lost === 1 ? 'was' : 'were'} lost, ${putBack} put back from here.${last}`
}

function clockWords(vault: Vault, device: string, ahead: number): string {
  const whose = device === vault.device.name ? 'This browser’s' : `${called(vault, device)}’s`
  return `${whose} clock was ${span(ahead)} ahead. What it wrote may stand over what you write now; set that clock right and enter the field once more.`
}

const UNITS: readonly (readonly [number, string])[] = [
  [365.25 * DAY_MS, 'year'],
  [DAY_MS, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
]

function span(ms: number): string {
  const [unit, name] = UNITS.find(([size]) => ms >= size) ?? [60_000, 'minute']
  return count(Math.max(1, Math.round(ms / unit)), name)
}

const megabytes = (bytes: number): string => String(Math.round(bytes / 1_000_000))

/** The person has read, or decided: what was told is told no more. Returns false if it is none of these. */
export async function dismissStanding(vault: Vault, code: string): Promise<boolean> {
  if (code === 'clock') await vault.note({ fast: new Map() })
  else if (code === 'restored') await dismiss(vault.settings, `restored ${vault.restored?.at}`)
  else if (code === 'full') await dismiss(vault.settings, putOffName(vault.environment.now()))
  else return false
  return true
}

/** Who goes on with a full relay is told again the next day. */
export const isPutOff = ({ code }: Pick<StoredTrouble, 'code'>, dismissed: readonly string[]): boolean => code === 'full' && dismissed.includes(putOffName(Date.now()))

const putOffName = (now: number): string => `full ${new Date(now).toISOString().slice(0, 10)}`

/** The person says that a second restore is true. */
export async function confirmRestore({ settings }: Vault): Promise<void> {
  const trouble = (await settings.troubles()).find(({ code }) => code === 'restored-again')
  const generation = (trouble?.evidence as { generation?: unknown } | undefined)?.generation
  if (typeof generation === 'string') await dismiss(settings, `restore ${generation}`)
}

/** The person put the history back themselves. */
export const expectRestore = (settings: Settings, generation: Uint8Array<ArrayBuffer>): Promise<void> => dismiss(settings, ownRestoreName(generation))

const MOST_DISMISSED = 50

async function dismiss(settings: Settings, name: string): Promise<void> {
  await settings.saveDismissed([...(await settings.dismissed()).filter((one) => one !== name), name].slice(-MOST_DISMISSED))
}

/**
 * Keeps what a run ended with. What the person must decide or know of stays until they clear it. Being behind keeps its first date through
 * whatever else happens, until a run has read all that was there; after a day it is a verdict.
 */
export async function noteTrouble(settings: Settings, found: StoredTrouble | null): Promise<void> {
  const before = await settings.troubles()
  const staying = before.filter((trouble) => trouble.stopped || stays(trouble.code))
  const behind = before.find(({ code }) => code === BEHIND)
  if (found && behind && !AFTER_READING.includes(found.code)) {
    const day = found.since - behind.since > DAY_MS
    staying.push(found.code === BEHIND ? { ...(day ? hidden(found) : found), since: behind.since } : behind)
    if (found.code === BEHIND) found = null
  }
  await settings.saveTroubles(found && !staying.some(({ code }) => code === found?.code) ? [...staying, found] : staying)
}

/** What a run ends with that has read the log to its end. */
const AFTER_READING = ['full', 'oversized']

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
