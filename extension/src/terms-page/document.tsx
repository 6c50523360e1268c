/** One document: where it stands, and its versions over time. */
import { useState } from 'preact/hooks'
import type { AcceptanceView, OrderView, TermsView, VersionView } from '../app.ts'
import { Heading, Many, Words } from '../ui/components.tsx'
import { boughtWith, currentOf, textBefore, worthComparing } from './known.ts'
import type { Known } from './page.tsx'
import { AboveVendor, Address, ChangedTag, dayOfVersion, gradeWords, momentOfVersion, OrderLink, Row, Tag, titleOf } from './parts.tsx'
import { fragmentOf } from './route.ts'
import { languageWords, typeWords } from './words.ts'

export function DocumentView({ known, document }: { known: Known; document: TermsView }) {
  const { terms, changes, orders } = known
  const bought = boughtWith(terms, document.id)
  const changed = changes.filter((each) => each.document === document.id)
  const title = titleOf(document)
  const worth = worthComparing(document, bought)
  return (
    <article class="page">
      <AboveVendor vendor={document.vendor} known={known} />
      <div class="view-head">
        <Heading>{typeWords(document.type)}</Heading>
        {title !== null && <p class="three-lines" dir="auto"><Words text={title} limit={300} /></p>}
      </div>
      <dl class="facts">
        <Row name="Address"><Address url={document.url} what="Open it at the shop" /></Row>
        <Row name="Language">{document.language === null ? <span class="quiet">not said</span> : languageWords(document.language)}</Row>
      </dl>
      {changed.length > 0 && <p><ChangedTag doubtful={changed.every(({ doubtful }) => doubtful)} /></p>}
      {worth !== null && <CompareForm document={document} from={worth.from} to={worth.to} />}
      <section class="block" aria-labelledby="versions">
        <h2 id="versions">Versions, the newest first</h2>
        {document.versions.length === 0 ? (
          <p class="quiet">None is on this device right now. They come with the next sync.</p>
        ) : (
          <Many
            all={[...document.versions].reverse()}
            class="timeline"
            row={(version) => <Version key={version.id} version={version} document={document} acceptances={bought.get(version.id) ?? []} orders={orders} />}
          />
        )}
      </section>
      {document.waiting && <p class="hint">This document waits to be synced.</p>}
    </article>
  )
}

function Version({ version, document, acceptances, orders }: { version: VersionView; document: TermsView; acceptances: AcceptanceView[]; orders: OrderView[] }) {
  const grade = gradeWords(version)
  const before = version.kind === 'text' ? textBefore(document, version.id) : null
  const current = currentOf(document)?.id === version.id
  const day = dayOfVersion(version)
  // A first text is no change that a second look would have to bear out.
  const looked = version.confirmed ? 'confirmed by a second look' : version.grade === 'first' ? null : 'waits for a second look'
  return (
    <li class={acceptances.length > 0 ? 'version bought' : 'version'}>
      <h3><a href={fragmentOf({ name: 'text', document: document.id, version: version.id })}>{momentOfVersion(version)}</a></h3>
      <p>
        {grade !== null && <span class={`grade ${version.grade ?? ''}`}>{grade}</span>}
        {looked !== null && <span class="quiet">{grade !== null && ' · '}{looked}</span>}
        {version.kind !== 'text' && <span class="quiet"> · PDF</span>}
      </p>
      {(current || acceptances.length > 0) && (
        <p class="marks">
          {current && <Tag>Stands there now</Tag>}
          {acceptances.map((acceptance) => <span key={acceptance.id}>Agreed to with <OrderLink orders={orders} acceptance={acceptance} /></span>)}
        </p>
      )}
      {before !== null && (
        <p><a href={fragmentOf({ name: 'compare', document: document.id, from: before.id, to: version.id })}>Compare<span class="hidden-label"> the version of {day}</span> with the one before</a></p>
      )}
    </li>
  )
}

/** Any two versions; whichever was seen first stands for "before". */
export function CompareForm({ document, from, to }: { document: TermsView; from: string; to: string }) {
  const [chosen, setChosen] = useState({ from, to })
  const texts = document.versions.filter(({ kind }) => kind === 'text')
  if (texts.length < 2) return null
  const choice = (name: 'from' | 'to', label: string) => (
    <div class="field">
      <label for={`compare-${name}`}>{label}</label>
      <select id={`compare-${name}`} value={chosen[name]} onChange={(event) => setChosen({ ...chosen, [name]: event.currentTarget.value })}>
        {texts.map((version) => <option key={version.id} value={version.id}>{momentOfVersion(version)}{version.id === currentOf(document)?.id ? ' (now)' : ''}</option>)}
      </select>
    </div>
  )
  return (
    <form
      class="compare-form"
      onSubmit={(event) => {
        event.preventDefault()
        location.hash = fragmentOf({ name: 'compare', document: document.id, ...chosen })
      }}
    >
      {choice('from', 'From the version of')}
      {choice('to', 'to the version of')}
      <button type="submit" class="button-quiet">See what changed</button>
    </form>
  )
}
