/**
 * At a purchase the set of terms is frozen: the sentence and how it was agreed to as the checkout last showed them, and for each document the
 * version that was read, or the reason why none was. An order's `Acceptance` is made once and then only completed.
 */
import { isDeleted, shown } from '@counterfoil/crypto/document'
import { CONTEXT_LIFE } from '../capture/index.ts'
import type { Offer } from '../offers.ts'
import { keptOrders, type KeptOrder } from '../vault/orders.ts'
import type { Vault } from '../vault/vault.ts'
import { addressOf } from './address.ts'
import type { Outcome } from './reading.ts'
import { isAgreed, mayPass, merge, outcomeOf, seenAtCheckout, spendTerms, type TermsSet } from './seen.ts'
import { acceptanceViews, digestOfVersion, keepAcceptance, type NewAccepted } from './store/index.ts'
import type { Act, Agreeing, FoundTerms, TermsLink } from './types.ts'
import { type Freeze, readWork, setFreeze } from './work.ts'

/** Signs of `score.ts` that an order was placed on the page before, and is not one of old. */
const PLACED = ['context', 'url', 'url:thanks', 'heading:placed', 'text:placed', 'proof:placed']

export const isPlaced = (reasons: readonly string[]): boolean => reasons.some((reason) => PLACED.includes(reason))

/** Offline, a slow site and its faults may pass; by then it is said for how long they did not. */
const MINUTE = 60_000
/** Within the time for which it is remembered what became of the others. */
const AGAIN = [2 * MINUTE, 30 * MINUTE, 80 * MINUTE]

export interface Ordered {
  /** Record id. */
  readonly order: string
  readonly vendor: string
  /** It was placed just now: what stands there today says nothing of an old order. */
  readonly placed: boolean
  /** What the page of the order itself says. */
  readonly page: FoundTerms | null
}

/** An order was kept. Nothing is read yet: what is to be frozen is on disk before the checkout's set is spent. */
export async function orderKept(vault: Vault, { order, vendor, placed, page }: Ordered): Promise<void> {
  const kept = keptOrders(vault.records()).find(({ records }) => records.includes(order))
  if (!placed || !kept || isDeleted(kept.document) || !isNew(kept) || (await isFrozen(vault, kept))) return
  const checkout = await seenAtCheckout(vendor)
  const now = Date.now()
  // Boxes of a confirmation are about something else. Its footer completes a checkout that has none.
  const after = page && { ...page, agreeing: [], language: checkout?.language ?? page.language, seenAt: now, wanted: true }
  const set = after ? merge(checkout, after) : checkout
  if (set === null || (set.links.length === 0 && set.agreeing.length === 0 && set.gpc === null)) return
  await setFreeze(order, { order, vendor, at: now, set, tries: 0, due: now })
  await spendTerms(vendor)
}

/** The person said yes to what waited for them; soon enough, it is the purchase that the checkout's set is of. */
export async function offerKept(vault: Vault, { vendor, from, seenAt, reasons }: Offer, order: string): Promise<void> {
  const placed = from === 'page' && seenAt >= Date.now() - CONTEXT_LIFE && isPlaced(reasons)
  await orderKept(vault, { order, vendor, placed, page: null })
}

/** A page that is read again, or by a worker that died over it, is of the same purchase for as long as a checkout is remembered. */
function isNew({ document }: KeptOrder): boolean {
  const created = Date.parse(String(shown(document, 'created')))
  return created >= Date.now() - CONTEXT_LIFE
}

async function isFrozen(vault: Vault, { records }: KeptOrder): Promise<boolean> {
  const { freezes } = await readWork()
  return freezes.some(({ order }) => records.includes(order)) || acceptanceViews(vault).some(({ order }) => records.includes(order))
}

/** Writes what is known by now; to be called once every document has an outcome. What may pass is tried again later. */
export async function freeze(vault: Vault, job: Freeze): Promise<void> {
  const { order, vendor, at, set, tries } = job
  const kept = vault.get(order)
  // Taken back meanwhile.
  if (!kept || isDeleted(kept.document)) return setFreeze(order, null)
  const outcomes = new Map<string, Outcome>()
  for (const url of await urlsOf(vendor, set)) {
    const outcome = await outcomeOf(vendor, url)
    if (outcome !== null) outcomes.set(url, outcome)
  }
  const documents = set.links.flatMap((link) => accepted(vault, link, outcomes))
  await keepAcceptance(vault, { vendor, order, at, ...agreed(set.agreeing), gpc: set.gpc, language: set.language, documents })
  const later = [...outcomes.values()].some(mayPass) ? AGAIN[tries] : undefined
  await setFreeze(order, later === undefined ? null : { ...job, tries: tries + 1, due: Date.now() + later })
}

async function urlsOf(vendor: string, { links }: TermsSet): Promise<string[]> {
  const listed = await Promise.all(links.map(({ url }) => outcomeOf(vendor, url)))
  return [...links, ...listed.flatMap((outcome) => (outcome !== null && 'index' in outcome ? outcome.index : []))].map(({ url }) => url)
}

/** A list stands for the documents in it; lists in it do not, or those that name each other would never end. */
function accepted(vault: Vault, { type, url, text, place }: TermsLink, outcomes: ReadonlyMap<string, Outcome>, listed = false): NewAccepted[] {
  const outcome = outcomes.get(url)
  if (outcome && 'index' in outcome) {
    return listed ? [] : outcome.index.flatMap((each) => (outcomes.has(each.url) ? accepted(vault, { ...each, place }, outcomes, true) : []))
  }
  const address = addressOf(url)
  if (address === null) return []
  const named = { type, url: address, text, place }
  if (!outcome || 'refused' in outcome) return [{ ...named, document: null, version: null, digest: null, reason: outcome?.refused ?? 'timeout' }]
  const { document, version } = outcome as Extract<Outcome, { document: string }>
  return [{ ...named, document, version, digest: digestOfVersion(vault, document, version), reason: null }]
}

/** A box that was not ticked when it was last seen was not agreed to, unless there is nothing else. */
export function agreed(agreeing: readonly Agreeing[]): { act: Act | null; wordings: string[] } {
  const given = agreeing.filter(isAgreed)
  const said = given.length > 0 ? given : agreeing
  const act = said.find(({ act: how }) => how === 'ticked')?.act ?? said[0]?.act ?? null
  return { act, wordings: said.map(({ wording }) => wording) }
}
