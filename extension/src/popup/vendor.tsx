import { Heading, Many, Words } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import type { Vendor } from './group.ts'
import type { Moves } from './moves.ts'
import { OrderRow, ShopLink, TotalsText, vendorTitle } from './rows.tsx'

export function VendorOrders({ vendor, moves }: { vendor: Vendor | null; moves: Moves }) {
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
      <Many all={vendor.orders} key={vendor.key} row={(order) => <OrderRow key={order.id} order={order} moves={moves} />} />
    </section>
  )
}
