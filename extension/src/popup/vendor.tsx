import { Heading, Many, Words } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import type { Vendor } from './group.ts'
import type { Moves } from './moves.ts'
import { OrderRow, ShopLink, TotalsText, vendorTitle } from './rows.tsx'
import { hasChanged, type KnownTerms, VendorTerms } from './terms.tsx'

export function VendorOrders({ vendor, known, moves }: { vendor: Vendor | null; known: KnownTerms | null; moves: Moves }) {
  if (vendor === null) {
    return (
      <section>
        <Heading>No orders left</Heading>
        <p class="quiet">All orders of this shop are in the bin.</p>
      </section>
    )
  }
  return (
    <section class="block">
      <div class="view-head">
        <Heading>
          <span class="three-lines">
            <Words text={vendorTitle(vendor)} limit={160} />
          </span>
        </Heading>
        <ShopLink domain={vendor.domain} beside={vendorTitle(vendor)} />
        <p class="site-sums">
          {count(vendor.orders.length, 'order')} · <TotalsText totals={vendor.totals} />
        </p>
      </div>
      <Many all={vendor.orders} key={vendor.key} row={(order) => <OrderRow key={order.id} order={order} moves={moves} changed={hasChanged(known, order.id)} />} />
      <VendorTerms vendor={vendor.domain} order={vendor.orders[0]?.id} known={known} />
    </section>
  )
}
