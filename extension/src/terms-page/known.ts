/** What the screens need to know of terms, from the views: pure, and in the order in which it is shown. */
import type { AcceptanceView, AgreementView, ChangedTerms, OrderView, Terms, TermsView, VersionView } from '../app.ts'
import type { Refusal, TermsType } from '../terms/types.ts'
import { TERMS_TYPES } from '../terms/types.ts'
import { instant } from '../ui/dates.ts'
import { invisible, webLink } from '../ui/text.ts'

/** A document that was linked and is not kept. */
export interface Unread {
  type: TermsType | null
  url: string | null
  text: string | null
  reason: Refusal | null
}

export interface VendorTerms {
  vendor: string
  name: string | null
  documents: TermsView[]
  acceptances: AcceptanceView[]
  changes: ChangedTerms[]
  agreement: AgreementView | null
  unread: Unread[]
}

const rank = (type: TermsType | null): number => (type === null ? TERMS_TYPES.length : TERMS_TYPES.indexOf(type))

/** What one agrees to comes first. */
export function inOrderOfWeight<T extends { type: TermsType | null }>(all: readonly T[]): T[] {
  return [...all].sort((one, other) => rank(one.type) - rank(other.type))
}

export function nameOf(vendor: string, orders: readonly OrderView[]): string | null {
  return orders.find((order) => order.vendor === vendor && order.vendorName !== null && !invisible(order.vendorName))?.vendorName ?? null
}

/** Something of a vendor, to name it by in an address; null where nothing is kept of it. */
export function idOfVendor(vendor: string, { documents, acceptances, agreements }: Terms, orders: readonly OrderView[]): string | null {
  return [...orders, ...documents, ...acceptances, ...agreements].find((each) => each.vendor === vendor)?.id ?? null
}

export function vendorById(id: string, { documents, acceptances, agreements }: Terms, orders: readonly OrderView[]): string | null {
  return [...orders, ...documents, ...acceptances, ...agreements].find((each) => each.id === id)?.vendor ?? null
}

/** By vendor: those with changes first, then by name. */
export function vendorsOf(terms: Terms, changes: readonly ChangedTerms[], orders: readonly OrderView[]): VendorTerms[] {
  const all = new Set([...terms.documents.map(({ vendor }) => vendor), ...terms.acceptances.map(({ vendor }) => vendor)])
  for (const { vendor } of terms.agreements) if (vendor !== null) all.add(vendor)
  return [...all]
    .map((vendor) => vendorOf(vendor, terms, changes, orders))
    .sort((one, other) => Number(hasChanged(other)) - Number(hasChanged(one)) || (one.name ?? one.vendor).localeCompare(other.name ?? other.vendor))
}

const hasChanged = ({ changes }: VendorTerms): boolean => changes.some(({ doubtful }) => !doubtful)

export function vendorOf(vendor: string, terms: Terms, changes: readonly ChangedTerms[], orders: readonly OrderView[]): VendorTerms {
  const documents = inOrderOfWeight(terms.documents.filter((each) => each.vendor === vendor))
  const acceptances = newestFirst(terms.acceptances.filter((each) => each.vendor === vendor))
  return {
    vendor,
    name: nameOf(vendor, orders),
    documents,
    acceptances,
    changes: changes.filter((each) => each.vendor === vendor),
    agreement: terms.agreements.find((each) => each.vendor === vendor) ?? null,
    unread: unreadOf(acceptances, documents),
  }
}

const newestFirst = (all: readonly AcceptanceView[]): AcceptanceView[] => [...all].sort((one, other) => instant(other.at) - instant(one.at))

/** Each once, as it stood last; what has been kept since is no longer unread. */
function unreadOf(acceptances: readonly AcceptanceView[], documents: readonly TermsView[]): Unread[] {
  const kept = new Set(documents.map(({ url }) => url))
  const found = new Map<string, Unread>()
  for (const { documents: linked } of acceptances) {
    for (const each of linked) if (each.version === null && !kept.has(each.url) && !found.has(each.url)) found.set(each.url, unread(each))
  }
  return inOrderOfWeight([...found.values()])
}

export function unread({ type, url, text, reason }: { type: TermsType | null; url: string; text: string | null; reason: Refusal | null }): Unread {
  return { type, url: webLink(url), text, reason }
}

export const acceptancesOf = (terms: Terms, order: string): AcceptanceView[] => newestFirst(terms.acceptances.filter((each) => each.order === order))

/** Which versions of a document were agreed to with which orders. */
export function boughtWith(terms: Terms, document: string): Map<string, AcceptanceView[]> {
  const bought = new Map<string, AcceptanceView[]>()
  for (const acceptance of terms.acceptances) {
    const versions = new Set(acceptance.documents.flatMap((each) => (each.document === document && each.version !== null ? [each.version] : [])))
    for (const version of versions) bought.set(version, [...(bought.get(version) ?? []), acceptance])
  }
  return bought
}

export const versionOf = (document: TermsView, id: string): VersionView | null => document.versions.find((each) => each.id === id) ?? null

/** The version that stands there now: pages flip, so it need not be the last one that was new. */
export const currentOf = (document: TermsView): VersionView | null =>
  (document.current === null ? null : versionOf(document, document.current)) ?? document.versions.at(-1) ?? null

/** The two versions worth comparing first: what was agreed to last and what stands there now, or else the last two. */
export function worthComparing(document: TermsView, bought: ReadonlyMap<string, AcceptanceView[]>): { from: string; to: string } | null {
  const texts = document.versions.filter(({ kind }) => kind === 'text')
  const current = currentOf(document)
  const to = current?.kind === 'text' ? current : texts.at(-1)
  if (!to) return null
  const agreed = [...bought].map(([id, acceptances]) => [id, Math.max(...acceptances.map(({ at }) => instant(at)))] as const)
  const last = agreed.filter(([id]) => id !== to.id && texts.some((each) => each.id === id)).sort(([, one], [, other]) => other - one)[0]
  const from = last?.[0] ?? texts[texts.indexOf(to) - 1]?.id ?? texts.filter(({ id }) => id !== to.id).at(-1)?.id
  return from === undefined ? null : { from, to: to.id }
}

/** The text before this one, in the order in which they were first seen. */
export function textBefore(document: TermsView, version: string): VersionView | null {
  const texts = document.versions.filter(({ kind }) => kind === 'text')
  return texts[texts.findIndex(({ id }) => id === version) - 1] ?? null
}
