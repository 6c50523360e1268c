/** The terms in the popup: in a few words, with the way to the page that has them whole. */
import type { ChangedTerms, OrderView, Terms } from '../app.ts'
import { refusalWords } from '../terms/refusal-words.ts'
import { acceptancesOf, inOrderOfWeight, vendorOf } from '../terms-page/known.ts'
import type { Route } from '../terms-page/route.ts'
import { ACT, gpcWords, typeWords } from '../terms-page/words.ts'
import { standingWords } from '../ui/agreement-words.ts'
import { Icon, Words } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import { toTerms } from './moves.ts'

/** What the popup's views know of terms; null until it was read. */
export interface KnownTerms {
  terms: Terms
  changes: ChangedTerms[]
}

/** Whether something that was agreed to with an order reads otherwise now; a doubtful text announces nothing. */
export const hasChanged = (known: KnownTerms | null, order: string): boolean => known?.changes.some((change) => change.order === order && !change.doubtful) ?? false

export function ChangedTag() {
  return <span class="tag warn">Terms changed since you bought</span>
}

function ToTerms({ route, children }: { route: Route; children: string }) {
  return (
    <button type="button" class="link to-terms" onClick={() => toTerms(route)}>
      {children} <Icon name="out" /><span class="hidden-label">(opens in a tab)</span>
    </button>
  )
}

export function OrderTerms({ order, known }: { order: OrderView; known: KnownTerms | null }) {
  if (known === null) return null
  const acceptances = acceptancesOf(known.terms, order.id)
  const changes = known.changes.filter((change) => change.order === order.id)
  const [latest] = acceptances
  if (latest === undefined) return <Unseen order={order} terms={known.terms} />
  const documents = inOrderOfWeight(latest.documents)
  const unread = documents.filter(({ version }) => version === null).length
  return (
    <section class="agreed" aria-labelledby="terms">
      <h2 id="terms">Terms</h2>
      {hasChanged(known, order.id) && <p><ChangedTag /></p>}
      {latest.wordings[0] === undefined ? (
        <p class="quiet">What the page said about agreeing was not seen.</p>
      ) : (
        <>
          <p class="three-lines" dir="auto">“<Words text={latest.wordings[0]} limit={400} />”</p>
          <p class="row-sub">{latest.act === null ? 'How you agreed was not seen.' : ACT[latest.act]}</p>
        </>
      )}
      <ul class="documents">
        {documents.map((linked) => (
          <li key={linked.url}>
            {typeWords(linked.type)}: {linked.version === null ? <span class="quiet">not read: {refusalWords(linked.reason).why}</span> : 'kept'}
            {linked.version !== null && changedWords(changes, linked.document)}
          </li>
        ))}
      </ul>
      {unread > 0 && <p class="hint">What was not read is kept as soon as you open it.</p>}
      <p class="row-sub">Global Privacy Control: {gpcWords(latest.gpc)}</p>
      <ToTerms route={{ name: 'order', order: order.id }}>{changes.length > 0 ? 'See what changed' : 'Read them as they were'}</ToTerms>
    </section>
  )
}

function changedWords(changes: ChangedTerms[], document: string | null) {
  const change = changes.find((each) => each.document === document)
  if (change === undefined) return null
  return <span class="quiet">{change.doubtful ? ', may have changed since' : ', changed since'}</span>
}

function Unseen({ order, terms }: { order: OrderView; terms: Terms }) {
  if (order.vendor === null || order.byHand) return null
  const kept = terms.documents.filter(({ vendor }) => vendor === order.vendor).length
  return (
    <section class="agreed" aria-labelledby="terms">
      <h2 id="terms">Terms</h2>
      <p class="quiet">{terms.reading.includes(order.id) ? 'The terms of this order are being read.' : 'No terms were seen on the way to this order.'}</p>
      {kept > 0 && <ToTerms route={{ name: 'vendor', of: order.id }}>{`The shop’s terms at other times (${count(kept, 'document')})`}</ToTerms>}
    </section>
  )
}

/** `order`: the id of one of that vendor. */
export function VendorTerms({ vendor, order, known }: { vendor: string | null; order: string | undefined; known: KnownTerms | null }) {
  if (vendor === null || order === undefined || known === null) return null
  const { documents, unread, agreement, changes } = vendorOf(vendor, known.terms, known.changes, [])
  const changed = changes.some(({ doubtful }) => !doubtful)
  const kept = documents.length === 0 ? 'no document kept yet' : count(documents.length, 'document')
  return (
    <section class="agreed" aria-labelledby="terms">
      <h2 id="terms">Terms</h2>
      {changed && <p><ChangedTag /></p>}
      <p>Of this shop: {kept}{unread.length > 0 && <span class="quiet">, {unread.length.toLocaleString()} not read</span>}</p>
      <p>Your own terms: {agreement === null ? <span class="quiet">none offered</span> : standingWords(agreement)}</p>
      <ToTerms route={{ name: 'vendor', of: order }}>See the terms</ToTerms>
    </section>
  )
}
