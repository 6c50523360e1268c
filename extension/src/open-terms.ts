// What is kept of terms, for the screens. In a chunk of its own: the popup's first paint needs none of it.
import type { ChangedTerms, Terms, TermsHit, TermsView } from './app.ts'
import { acceptanceViews, agreementViews, changedSince, isConfirmed, termsViews } from './terms/store/views.ts'
import { diffOf, searchIn, type TermsDiff } from './terms/versions/index.ts'
import { keptOrders } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'

export { evidenceFile } from './terms/evidence/index.ts'
export { forgetAgreement, keepAgreement } from './terms/store/agreement.ts'

type Source = Pick<Vault, 'records' | 'idOf' | 'get' | 'files'>

/** `reading`: records of orders whose set is not frozen yet. */
export function termsOf(vault: Source, reading: readonly string[] = []): Terms {
  const orders = new Map(keptOrders(vault.records()).flatMap(({ id, records }) => records.map((record) => [record, id] as const)))
  const acceptances = acceptanceViews(vault).map((acceptance) => ({ ...acceptance, order: orders.get(acceptance.order) ?? acceptance.order }))
  return { documents: termsViews(vault), acceptances, agreements: agreementViews(vault), reading: reading.map((record) => orders.get(record) ?? record) }
}

/** Texts are put together and compared for this, so that what was compared once is remembered, and the screen may answer in between. */
const compared = new Map<string, 'substantive' | 'suspect' | null>()
const MOST_REMEMBERED = 5_000

/** Of the orders that are `there`. */
export async function changedTerms({ documents, acceptances }: Terms, there: ReadonlySet<string>): Promise<ChangedTerms[]> {
  const byId = new Map(documents.map((document) => [document.id, document]))
  const changed = new Map<string, ChangedTerms>()
  const turn = new Turn()
  for (const { order, vendor, documents: accepted } of acceptances) {
    if (!there.has(order)) continue
    for (const { document: id, version } of accepted) {
      const document = id === null ? undefined : byId.get(id)
      if (!document || version === null || document.current === null || document.current === version) continue
      const key = [document.id, version, document.current, document.versions.length, document.versions.find(({ id: each }) => each === document.current)?.confirmed].join(' ')
      let grade = compared.get(key)
      if (grade === undefined) {
        const found = changedSince(document, version)
        grade = found === null || found.grade === 'minor' || !isConfirmed(document, version, found) ? null : found.grade
        if (compared.size < MOST_REMEMBERED) compared.set(key, grade)
        await turn.taken()
      }
      if (grade !== null) changed.set(`${order} ${document.id} ${version}`, { order, vendor, document: document.id, from: version, to: document.current, doubtful: grade === 'suspect' })
    }
  }
  return [...changed.values()]
}

/** Long work in pieces of a few milliseconds, between which the screen answers. */
class Turn {
  static readonly #longest = 12
  #began = performance.now()

  async taken(): Promise<void> {
    if (performance.now() - this.#began < Turn.#longest) return
    await new Promise((done) => setTimeout(done))
    this.#began = performance.now()
  }
}

export function compare({ versions, language }: TermsView, from: string, to: string): TermsDiff | null {
  const text = (wanted: string): string | null => versions.find(({ id }) => id === wanted)?.text() ?? null
  const [before, after] = [text(from), text(to)]
  return before === null || after === null ? null : diffOf(before, after, language)
}

export async function search({ documents, acceptances }: Terms, words: string, older: boolean): Promise<TermsHit[]> {
  const agreed = new Set(acceptances.flatMap((acceptance) => acceptance.documents.map(({ document, version }) => `${document} ${version}`)))
  const turn = new Turn()
  const found: TermsHit[] = []
  for (const { id: document, current, versions } of documents) {
    for (const version of [...versions].reverse()) {
      const text = version.kind === 'text' && (version.id === current || agreed.has(`${document} ${version.id}`)) !== older ? version.text() : null
      if (text === null) continue
      const hits = searchIn(text, words)
      if (hits.total > 0) found.push({ document, version: version.id, ...hits })
      await turn.taken()
    }
  }
  return found
}

/** A moment of a day that the person named, after those of that day that they wrote down before. */
export function within(day: string, now = new Date()): number {
  const sinceMidnight = now.getTime() - new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  return Date.parse(`${day}T00:00:00Z`) + Math.min(sinceMidnight, 86_399_000)
}
