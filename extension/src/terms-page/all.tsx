/** All vendors whose terms are kept. */
import { Heading, Many, Monogram, Words } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import { type VendorTerms, vendorsOf } from './known.ts'
import type { Known } from './page.tsx'
import { Tag, toVendor } from './parts.tsx'

export function AllTerms({ known: { terms, changes, orders } }: { known: Known }) {
  const vendors = vendorsOf(terms, changes, orders)
  return (
    <section class="block">
      <Heading>Terms you bought on</Heading>
      {vendors.length === 0 ? (
        <p class="quiet">None yet. When you buy something, Counterfoil keeps what the shop’s terms said on that day. Where you have bought, it also keeps the terms that you open yourself.</p>
      ) : (
        <Many all={vendors} row={(vendor) => <VendorRow key={vendor.vendor} vendor={vendor} place={toVendor(vendor.vendor, terms, orders)} />} />
      )}
    </section>
  )
}

function VendorRow({ vendor: { vendor, name, documents, acceptances, changes, unread }, place }: { vendor: VendorTerms; place: string }) {
  const changed = new Set(changes.filter(({ doubtful }) => !doubtful).map(({ document }) => document)).size
  return (
    <li>
      <a class="row" href={place}>
        <Monogram text={name ?? vendor} />
        <span class="row-text">
          <span class="row-title one-line"><Words text={name ?? vendor} limit={80} /></span>
          {name !== null && <span class="row-sub one-line"><Words text={vendor} limit={80} /></span>}
          <span class="row-sub">
            {count(documents.length, 'document')}
            {unread.length > 0 && <> · {unread.length.toLocaleString()} not read</>}
            {acceptances.length > 0 && <> · agreed to with {count(new Set(acceptances.map(({ order }) => order)).size, 'order')}</>}
          </span>
          {changed > 0 && <span><Tag warn>{changed === 1 ? 'Changed since you bought' : `${changed.toLocaleString()} changed since you bought`}</Tag></span>}
        </span>
      </a>
    </li>
  )
}
