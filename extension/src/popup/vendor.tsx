import { Heading, Icon, Many, Words } from '../ui/components.tsx'
import { count, shopLink } from '../ui/text.ts'
import type { Vendor } from './group.ts'
import type { Moves } from './popup.tsx'
import { OrderRow, TotalsText, vendorTitle } from './rows.tsx'

export function VendorOrders({ vendor, moves }: { vendor: Vendor | null; moves: Moves }) {
  if (vendor === null) {
    return (
      <section>
        <Heading>No orders left</Heading>
        <p class="quiet">The orders of this shop are in the bin or were removed.</p>
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
        <ShopLink domain={vendor.domain} />
        <p class="site-sums">
          {count(vendor.orders.length, 'order')} · <TotalsText totals={vendor.totals} />
        </p>
      </div>
      <Many all={vendor.orders} key={vendor.key} row={(order) => <OrderRow key={order.id} order={order} moves={moves} />} />
    </section>
  )
}

export function ShopLink({ domain }: { domain: string | null }) {
  const link = shopLink(domain)
  if (domain === null) return null
  if (link === null) return <p class="quiet one-line"><Words text={domain} limit={80} /></p>
  return (
    <a class="shop-link" href={link} target="_blank" rel="noopener noreferrer">
      <Words text={domain} limit={80} /> <Icon name="out" />
      <span class="hidden-label">(opens the shop in a new tab)</span>
    </a>
  )
}
