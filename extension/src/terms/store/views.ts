// Terms as the screens show them. What a record holds came from pages and other devices: each value is looked at before it is shown.
import { isDeleted, shown } from '@counterfoil/crypto/document'
import { sha256, toHex } from '@counterfoil/crypto/encoding'
import { attachmentKey } from '@counterfoil/crypto/identity'
import { webLink } from '../../ui/text.ts'
import type { Vault } from '../../vault/vault.ts'
import { AGREEMENT_STATES, type AgreementState } from '../agreements.ts'
import { type Act, type Grade, type Place, type Refusal, REFUSALS, TERMS_TYPES, type TermsType } from '../types.ts'
import { gradeOf } from '../versions/index.ts'
import { type Facts, groupsOf, type Group, digestOf, idOf, type Kind, lineageOf, momentOf, objectOf, oneOf, textOf, type Texts, textsOf, Versions } from './records.ts'

export interface VersionView {
  readonly id: string
  /** RFC 3339, to the second. */
  readonly seenAt: string
  readonly grade: Grade | null
  /** Seen again more than an hour later. */
  readonly confirmed: boolean
  readonly via: 'page' | 'fetch' | null
  readonly finalUrl: string | null
  /** SHA-256 of the text as UTF-8, or of the file. */
  readonly digest: string
  readonly sourceDigest: string | null
  readonly title: string | null
  readonly kind: Kind
  /** In bytes. */
  readonly size: number | null
  readonly extractor: number | null
  /** The version that a newer extractor made this one of, from the same page: no change of the vendor's. */
  readonly recleans: string | null
  /** Markdown; null: not here, or a file. */
  text(): string | null
  /** Null: not here, or a text. */
  pdf(): Promise<Uint8Array | null>
}

export interface TermsView {
  readonly id: string
  readonly vendor: string
  readonly type: TermsType | null
  readonly url: string | null
  readonly title: string | null
  readonly language: string | null
  /** The version that was seen last. */
  readonly current: string | null
  /** Oldest first. */
  readonly versions: readonly VersionView[]
  /** Something of it is not yet read back from the log. */
  readonly waiting: boolean
}

export interface AcceptedView {
  readonly type: TermsType | null
  readonly url: string
  readonly text: string | null
  readonly place: Place | null
  readonly document: string | null
  readonly version: string | null
  readonly digest: string | null
  readonly reason: Refusal | null
}

export interface AcceptanceView {
  readonly id: string
  readonly vendor: string
  /** Record id of the order: one of `KeptOrder.records`. */
  readonly order: string
  readonly at: string
  readonly act: Act | null
  readonly wordings: readonly string[]
  readonly gpc: boolean | null
  readonly language: string | null
  readonly documents: readonly AcceptedView[]
}

export interface AgreementEventView {
  readonly state: AgreementState
  readonly at: string
  readonly note: string | null
}

export interface AgreementView {
  readonly id: string
  /** Null: the standing choice. */
  readonly vendor: string | null
  /** IRI. */
  readonly agreement: string
  /** What the other side's reply made of it, as far as a reply was noted; an offer otherwise. Null for the standing choice. */
  readonly state: AgreementState | null
  readonly at: string | null
  /** Oldest first. */
  readonly events: readonly AgreementEventView[]
}

type Source = Pick<Vault, 'records' | 'idOf' | 'get' | 'files'>

/** Every document of terms. Texts are put together when they are asked for. */
export function termsViews(vault: Source): TermsView[] {
  const texts = textsOf(vault)
  return groupsOf(vault)
    .flatMap((group) => termsView(vault, group, texts))
    .sort((one, other) => one.vendor.localeCompare(other.vendor) || one.id.localeCompare(other.id))
}

function termsView(vault: Source, { id, parts }: Group, texts: Texts): TermsView[] {
  const documents = parts.map(({ document }) => document)
  const said = (name: string): unknown => documents.map((document) => shown(document, name)).find((value) => value !== null) ?? null
  const vendor = textOf(said('vendor'))
  if (vendor === null) return []
  const versions = new Versions(documents, texts)
  const confirmed = new Set([...versions.confirmed].map((one) => versions.rootOf(one)))
  return [
    {
      id,
      vendor,
      type: oneOf(TERMS_TYPES, said('termsType')),
      url: webLink(said('url')),
      title: textOf(said('title')),
      language: textOf(said('language')),
      current: versions.current,
      versions: versions.inOrder().map((facts) => versionView(vault, versions, facts, confirmed)),
      waiting: parts.some(({ waiting }) => waiting),
    },
  ]
}

function versionView(vault: Source, versions: Versions, facts: Facts, confirmed: ReadonlySet<string>): VersionView {
  const { normalDigest: _, ...shownFacts } = facts
  return {
    ...shownFacts,
    finalUrl: webLink(facts.finalUrl),
    confirmed: confirmed.has(versions.rootOf(facts.id)),
    text: () => (facts.kind === 'text' ? versions.text(facts.id) : null),
    pdf: () => (facts.kind === 'pdf' ? fileOf(vault, facts.digest) : Promise.resolve(null)),
  }
}

/** A file's bytes; null: neither here nor at the relay, or not those that the digest names. */
async function fileOf(vault: Pick<Vault, 'idOf' | 'get' | 'files'>, digest: string): Promise<Uint8Array | null> {
  const document = vault.get(vault.idOf('Attachment', attachmentKey(digest)))?.document
  const bytes = document ? await vault.files.open(shown(document, 'file')) : null
  return bytes && toHex(sha256(bytes)) === digest ? bytes : null
}

/** By the ids of a document and of a version of it. */
export function digestOfVersion(vault: Source, document: string, version: string | null): string | null {
  const view = termsViews(vault).find(({ id }) => id === document)
  return view?.versions.find(({ id }) => id === version)?.digest ?? null
}

export function acceptanceViews(vault: Pick<Vault, 'records'>): AcceptanceView[] {
  const found: AcceptanceView[] = []
  for (const [id, { document }] of vault.records()) {
    if (document.type !== 'Acceptance' || isDeleted(document)) continue
    const [vendor, order, at] = [textOf(shown(document, 'vendor')), idOf(shown(document, 'order')), momentOf(shown(document, 'at'))]
    if (vendor === null || order === null || at === null) continue
    const gpc = shown(document, 'gpc')
    found.push({
      id,
      vendor,
      order,
      at,
      act: oneOf(['ticked', 'unticked', 'button'], shown(document, 'act')),
      wordings: listOf(shown(document, 'wordings')).flatMap((wording) => textOf(wording) ?? []),
      gpc: typeof gpc === 'boolean' ? gpc : null,
      language: textOf(shown(document, 'language')),
      documents: listOf(shown(document, 'documents')).flatMap(acceptedView),
    })
  }
  return found.sort((one, other) => other.at.localeCompare(one.at) || one.id.localeCompare(other.id))
}

function acceptedView(value: unknown): AcceptedView[] {
  const said = objectOf(value)
  const url = webLink(said?.['url'])
  if (!said || url === null) return []
  return [
    {
      url,
      type: oneOf(TERMS_TYPES, said['type']),
      text: textOf(said['text']),
      place: oneOf(['acceptance', 'submit', 'footer', 'page'], said['place']),
      document: idOf(said['document']),
      version: idOf(said['version']),
      digest: digestOf(said['digest']),
      reason: oneOf(REFUSALS, said['reason']),
    },
  ]
}

export function agreementViews(vault: Pick<Vault, 'records'>): AgreementView[] {
  const found: AgreementView[] = []
  for (const [id, { document }] of vault.records()) {
    if (document.type !== 'Agreement' || isDeleted(document)) continue
    const agreement = textOf(shown(document, 'agreement'))
    if (agreement === null) continue
    const vendor = textOf(shown(document, 'vendor'))
    const events = Object.keys(document.fields)
      .filter((name) => name.startsWith('event/'))
      .flatMap((name) => eventView(shown(document, name)))
      .sort((one, other) => one.at.localeCompare(other.at))
    const state = vendor === null ? null : stateOf(oneOf(AGREEMENT_STATES, shown(document, 'state')), events)
    found.push({ id, vendor, agreement, state, at: events.findLast((event) => event.state === state)?.at ?? momentOf(shown(document, 'created')), events })
  }
  return found.sort((one, other) => (one.vendor ?? '').localeCompare(other.vendor ?? '') || one.id.localeCompare(other.id))
}

/** A reply that nobody noted is none: what is said to be agreed without one is still an offer. */
function stateOf(state: AgreementState | null, events: readonly AgreementEventView[]): AgreementState | null {
  return state === null || state === 'offered' || events.some((event) => event.state === state) ? state : 'offered'
}

function eventView(value: unknown): AgreementEventView[] {
  const said = objectOf(value)
  const [state, at] = [oneOf(AGREEMENT_STATES, said?.['state']), momentOf(said?.['at'])]
  return said && state !== null && at !== null ? [{ state, at, note: textOf(said['note']) }] : []
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export interface Changed {
  readonly current: VersionView
  readonly grade: 'minor' | 'substantive' | 'suspect'
}

/**
 * How a document stands now beside a version of it, such as the one that was accepted; null: it is the same, or one of the two is not
 * known. To be announced only if it `isConfirmed`.
 */
export function changedSince(view: Pick<TermsView, 'versions' | 'current'>, version: string): Changed | null {
  const byId = new Map(view.versions.map((each) => [each.id, each]))
  const [then, current] = [byId.get(version), view.current === null ? undefined : byId.get(view.current)]
  if (!then || !current || then === current) return null
  const [wasOnce, isNow] = [sameAs(byId, then), sameAs(byId, current)]
  if (wasOnce.includes(current) || isNow.includes(then)) return null
  // Two extractors word one page differently, so texts of the same one are compared where there are such.
  const pair = isNow.flatMap((now) => wasOnce.filter(({ extractor }) => extractor === now.extractor).map((once) => [once, now] as const))[0]
  const [before, after] = [(pair?.[0] ?? then).text(), (pair?.[1] ?? current).text()]
  if (before === null || after === null) return { current, grade: 'suspect' }
  const grade = gradeOf(before, after)
  if (grade === 'same' || grade === 'first') return null
  return { current, grade: grade === 'substantive' && !pair ? 'suspect' : grade }
}

/** Texts before the current one that are looked at: each costs a comparison. */
const MOST_EARLIER = 3
const SECOND_LOOK = 3_600_000

/**
 * Whether more than one look saw the change: the current text itself, or one that differs from it in nothing that matters. A page with a menu
 * that rotates never shows one text twice.
 */
export function isConfirmed({ versions }: Pick<TermsView, 'versions'>, version: string, { current, grade }: Changed): boolean {
  if (current.confirmed) return true
  const [before, now] = [versions.find(({ id }) => id === version)?.text() ?? null, current.text()]
  if (grade !== 'substantive' || before === null || now === null) return false
  return versions
    .filter((each) => each.extractor === current.extractor && Date.parse(current.seenAt) - Date.parse(each.seenAt) > SECOND_LOOK)
    .slice(-MOST_EARLIER)
    .some((each) => {
      const text = each.text()
      return text !== null && gradeOf(text, now) === 'minor' && gradeOf(before, text) === 'substantive'
    })
}

/** The version and all that were made of the same page. */
function sameAs(byId: ReadonlyMap<string, VersionView>, version: VersionView): VersionView[] {
  const rootOf = ({ id }: VersionView): string | undefined => lineageOf(byId, id).at(-1)
  const root = rootOf(version)
  return [version, ...[...byId.values()].filter((each) => each !== version && rootOf(each) === root)]
}
