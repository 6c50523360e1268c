/** One vendor's terms: what is kept, what could not be read, with which orders it was agreed to, and the person's own terms. */
import { Heading, Many, Words } from '../ui/components.tsx'
import { OwnTerms } from './agreement.tsx'
import { vendorOf } from './known.ts'
import type { Known } from './page.tsx'
import { Above, DocumentRow, OrderLink, UnreadRow } from './parts.tsx'

export function VendorPage({ known, vendor }: { known: Known; vendor: string }) {
  const { terms, changes, orders } = known
  const { name, documents, acceptances, changes: own, unread, agreement } = vendorOf(vendor, terms, changes, orders)
  const bought = acceptances.filter(({ order }, index) => acceptances.findIndex((other) => other.order === order) === index)
  return (
    <article class="page">
      <Above to={{ name: 'all' }}>All terms</Above>
      <div class="view-head">
        <Heading><span class="three-lines">Terms of <Words text={name ?? vendor} limit={160} /></span></Heading>
        {name !== null && <p class="quiet"><Words text={vendor} limit={100} /></p>}
      </div>
      <section class="block" aria-labelledby="kept">
        <h2 id="kept">Kept documents</h2>
        {documents.length === 0 ? (
          <p class="quiet">None of this shop yet. They are kept when you buy something there. You can also open them and press “Read this page” in Counterfoil’s popup.</p>
        ) : (
          <Many all={documents} class="entries" row={(document) => <DocumentRow key={document.id} document={document} changes={own.filter((change) => change.document === document.id)} />} />
        )}
      </section>
      {unread.length > 0 && (
        <section class="block" aria-labelledby="unread">
          <h2 id="unread">Not read</h2>
          <Many all={unread} class="entries" row={(each) => <UnreadRow key={each.url} unread={each} />} />
        </section>
      )}
      {bought.length > 0 && (
        <section class="block" aria-labelledby="bought">
          <h2 id="bought">What you agreed to</h2>
          <Many all={bought} class="links" row={(acceptance) => <li key={acceptance.id}>With <OrderLink orders={orders} acceptance={acceptance} /></li>} />
        </section>
      )}
      <OwnTerms app={known.app} vendor={vendor} agreement={agreement} standing={terms.agreements.find((each) => each.vendor === null) ?? null} />
    </article>
  )
}
