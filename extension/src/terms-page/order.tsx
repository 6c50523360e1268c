/** What was agreed to with one order: the words, the documents as they were on that day, and the evidence of it. */
import { useState } from 'preact/hooks'
import type { AcceptanceView, App, ChangedTerms, TermsView } from '../app.ts'
import { useBusy } from '../ui/busy.ts'
import { Announce, Heading, Many, Words } from '../ui/components.tsx'
import { formatDate, formatMoment } from '../ui/dates.ts'
import { save } from '../ui/save.ts'
import { clip, wordsOf } from '../ui/text.ts'
import { acceptancesOf, inOrderOfWeight, unread, versionOf } from './known.ts'
import type { Known } from './page.tsx'
import { Above, AboveVendor, ChangedTag, Row, titleOf, toVendor, UnreadRow } from './parts.tsx'
import { fragmentOf } from './route.ts'
import { ACT, gpcWords, typeWords } from './words.ts'

export function OrderTerms({ known, id }: { known: Known; id: string }) {
  const { terms, changes, orders, app } = known
  const order = orders.find((each) => each.id === id)
  const acceptances = acceptancesOf(terms, id)
  const vendor = order?.vendor ?? acceptances[0]?.vendor ?? null
  return (
    <article class="page">
      {vendor === null ? <Above to={{ name: 'all' }}>All terms</Above> : <AboveVendor vendor={vendor} known={known} />}
      <div class="view-head">
        <Heading>{order?.orderNumber == null ? 'Terms of your order' : <>Terms of your order No. <Words text={order.orderNumber} limit={60} /></>}</Heading>
        {order !== undefined && (
          <p class="quiet">
            {vendor !== null && <Words text={order.vendorName ?? vendor} limit={100} />}
            {(order.orderDate ?? order.created) !== null && <> · {clip(formatDate(order.orderDate ?? order.created ?? ''), 60)}</>}
          </p>
        )}
      </div>
      {order === undefined && acceptances.length === 0 ? (
        <p class="quiet">This order is not here right now. Counterfoil may still be reading your history. Please look again in a moment.</p>
      ) : acceptances.length === 0 ? (
        <NothingSeen vendor={vendor} known={known} />
      ) : (
        acceptances.map((acceptance) => <Agreed key={acceptance.id} acceptance={acceptance} documents={terms.documents} changes={changes.filter(({ order: changed }) => changed === id)} />)
      )}
      {(order !== undefined || acceptances.length > 0) && <Evidence app={app} order={id} />}
    </article>
  )
}

function NothingSeen({ vendor, known: { terms, orders } }: { vendor: string | null; known: Known }) {
  const kept = terms.documents.filter((each) => each.vendor === vendor).length
  return (
    <p class="quiet">
      Counterfoil saw no terms on the way to this order, so it cannot say what was agreed to.
      {vendor !== null && kept > 0 && <> What it keeps of this shop: <a href={toVendor(vendor, terms, orders)}>its terms at other times</a>.</>}
    </p>
  )
}

function Agreed({ acceptance: { at, act, wordings, gpc, documents: linked, id }, documents, changes }: { acceptance: AcceptanceView; documents: TermsView[]; changes: ChangedTerms[] }) {
  const kept = inOrderOfWeight(linked.filter(({ version }) => version !== null))
  const missing = inOrderOfWeight(linked.filter(({ version }) => version === null))
  return (
    <>
      <section class="block" aria-labelledby={`agreed-${id}`}>
        <h2 id={`agreed-${id}`}>What you agreed to</h2>
        {wordings.length === 0 ? (
          <p class="quiet">The page showed no sentence about agreeing that Counterfoil could read.</p>
        ) : (
          wordings.map((wording, index) => <blockquote key={index} class="wording" dir="auto"><Words text={wording} limit={4_000} /></blockquote>)
        )}
        <dl class="facts">
          <Row name="How">{act === null ? <span class="quiet">not seen</span> : ACT[act]}</Row>
          <Row name="When">{clip(formatMoment(at), 60)}</Row>
          <Row name="Global Privacy Control">{gpcWords(gpc)}</Row>
        </dl>
      </section>
      <section class="block" aria-labelledby={`set-${id}`}>
        <h2 id={`set-${id}`}>The documents on that day</h2>
        {kept.length === 0 && <p class="quiet">None was kept with this order.</p>}
        {kept.length > 0 && (
          <Many all={kept} class="entries" row={(each) => <Kept key={each.url} linked={each} document={documents.find(({ id: known }) => known === each.document) ?? null} change={changes.find(({ document }) => document === each.document) ?? null} />} />
        )}
      </section>
      {missing.length > 0 && (
        <section class="block" aria-labelledby={`missing-${id}`}>
          <h2 id={`missing-${id}`}>Not read</h2>
          <Many all={missing} class="entries" row={(each) => <UnreadRow key={each.url} unread={unread(each)} />} />
        </section>
      )}
    </>
  )
}

function Kept({ linked, document, change }: { linked: AcceptanceView['documents'][number]; document: TermsView | null; change: ChangedTerms | null }) {
  const version = document !== null && linked.version !== null ? versionOf(document, linked.version) : null
  const title = document === null ? null : titleOf(document)
  const type = typeWords(linked.type ?? document?.type ?? null)
  return (
    <li class="entry">
      <h3>{document === null || version === null ? type : <a href={fragmentOf({ name: 'text', document: document.id, version: version.id })}>{type}</a>}</h3>
      {title !== null && <p class="two-lines"><Words text={title} limit={200} /></p>}
      {version === null ? <p>Its text is not on this device right now. It comes with the next sync.</p> : <p class="row-sub">Read on {clip(formatMoment(version.seenAt), 60)}</p>}
      {change !== null && document !== null && (
        <p class="changed-since">
          <ChangedTag doubtful={change.doubtful} />
          <a href={fragmentOf({ name: 'compare', document: document.id, from: change.from, to: change.to })}>See what changed<span class="hidden-label"> in {type}</span></a>
        </p>
      )}
    </li>
  )
}

function Evidence({ app, order }: { app: App; order: string }) {
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null)
  const [busy, setBusy, isBusy] = useBusy()

  async function make(form: 'html' | 'json'): Promise<void> {
    if (isBusy()) return
    setBusy(true)
    setSaid(null)
    try {
      const { content, mediaType, name } = await app.orderEvidence(order, form)
      save(content, mediaType, name)
      setSaid({ text: 'Made. Your browser saves it where it saves downloads.', bad: false })
    } catch (error) {
      setSaid({ text: wordsOf(error), bad: true })
    }
    setBusy(false)
  }

  return (
    <section class="block" aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      <p>The order and the exact texts with their digests in one file, signed by this device. Anyone can read it, also offline. It is no longer sealed, so keep it where you keep papers.</p>
      <div class="actions">
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => void make('html')}>Save as HTML</button>
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => void make('json')}>Save as JSON</button>
      </div>
      <Announce class={said?.bad === true ? 'problem' : 'hint'}>{said?.text}</Announce>
    </section>
  )
}
