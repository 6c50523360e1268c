import type { OrderView } from '../app.ts'
import { Icon, Money, Monogram, NotRead, Words } from '../ui/components.tsx'
import { formatDate } from '../ui/dates.ts'
import { formatMoney } from '../ui/money.ts'
import { count, invisible, shopLink } from '../ui/text.ts'
import { dated, type Totals, type Vendor } from './group.ts'
import type { Moves } from './moves.ts'
import { ChangedTag } from './terms.tsx'

export function vendorTitle(vendor: { name: string | null; domain: string | null }): string {
  return vendor.name ?? vendor.domain ?? 'Unknown shop'
}

export function orderTitle(order: OrderView): string {
  return order.vendorName !== null && !invisible(order.vendorName) ? order.vendorName : (order.vendor ?? 'Unknown shop')
}

export function TotalsText({ totals, most }: { totals: Totals; most?: number }) {
  const shown = totals.sums.slice(0, most)
  const rest = totals.sums.length - shown.length
  return (
    <>
      {shown.map(({ currency, amount }) => (
        <span key={currency} class="sum">
          <Money amount={amount} currency={currency} />
        </span>
      ))}
      {rest > 0 && <span class="sum quiet">and {count(rest, 'other currency', 'other currencies')}</span>}
      {totals.unread > 0 && <span class="sum quiet not-read">{shown.length === 0 ? 'not read' : `${totals.unread.toLocaleString()} not read`}</span>}
    </>
  )
}

export function VendorRow({ vendor, moves, changed = false }: { vendor: Vendor; moves: Moves; changed?: boolean }) {
  const title = vendorTitle(vendor)
  return (
    <li>
      <button type="button" class="row" data-key={vendor.key} onClick={() => moves.go({ name: 'vendor', key: vendor.key })}>
        <Monogram text={title} />
        <span class="row-text">
          <span class="row-title one-line">
            <Words text={title} limit={80} />
          </span>
          {vendor.name !== null && vendor.domain !== null && (
            <span class="row-sub one-line">
              <Words text={vendor.domain} limit={80} />
            </span>
          )}
          <span class="row-sub one-line">
            {count(vendor.orders.length, 'order')}
            {vendor.latest !== null && <> · {formatDate(vendor.latest, undefined, 'medium')}</>}
          </span>
          {changed && <span><ChangedTag /></span>}
        </span>
        <span class="row-money">
          <TotalsText totals={vendor.totals} most={2} />
        </span>
      </button>
    </li>
  )
}

function firstItem(order: OrderView): string | null {
  return order.items?.find(({ name }) => !invisible(name))?.name ?? null
}

interface OrderProps {
  order: OrderView
  moves: Moves
  /** Where orders of several shops stand together. */
  withVendor?: boolean
  /** The item that a search found. */
  hit?: string | null
  /** Its terms read otherwise now. */
  changed?: boolean
}

export function OrderRow(props: OrderProps) {
  return (
    <li>
      <OrderButton {...props} />
    </li>
  )
}

export function OrderButton({ order, moves, withVendor = false, hit = null, changed = false }: OrderProps) {
  const item = hit ?? firstItem(order)
  const more = (order.items?.length ?? 0) - 1
  const number = order.orderNumber
  const date = dated(order)
  const title = withVendor ? orderTitle(order) : item
  return (
    <button type="button" class="row" data-key={order.id} onClick={() => moves.go({ name: 'order', id: order.id })}>
      {withVendor && <Monogram text={orderTitle(order)} />}
      <span class="row-text">
        <span class={withVendor ? 'row-title one-line' : 'row-title two-lines'}>
          {title === null ? <span class="quiet">{order.byHand ? 'No items given' : 'Items not read'}</span> : <Words text={title} limit={120} />}
          {!withVendor && title !== null && more > 0 && <span class="quiet"> and {more.toLocaleString()} more</span>}
        </span>
        {withVendor && item !== null && (
          <span class="row-sub one-line">
            <Words text={item} limit={100} />
          </span>
        )}
        <span class="row-sub one-line">
          {number === null ? (order.byHand ? 'Added by you' : 'No number read') : <>No. <Words text={number} limit={40} /></>}
          {date !== null && <> · {order.orderDate === null && (order.byHand ? 'added ' : 'captured ')}{formatDate(date, undefined, 'medium')}</>}
          {order.waiting && <> · waiting to sync</>}
        </span>
        {changed && <span><ChangedTag /></span>}
      </span>
      <span class="row-money">
        <Total order={order} />
      </span>
    </button>
  )
}

export function Total({ order }: { order: OrderView }) {
  if (order.total === null) return order.byHand ? <span class="quiet">no total</span> : <NotRead />
  return order.currency === null ? <bdi class="money">{formatMoney(order.total, null).slice(0, 40)} <span class="quiet">?</span></bdi> : <Money amount={order.total} currency={order.currency} />
}

/** The way to a shop; one that is known by name alone has none, and its name stands beside this already. */
export function ShopLink({ domain, beside }: { domain: string | null; beside: string }) {
  const link = shopLink(domain)
  if (domain === null || (link === null && domain === beside)) return null
  if (link === null) return <p class="quiet one-line"><Words text={domain} limit={80} /></p>
  return (
    <a class="shop-link" href={link} target="_blank" rel="noopener noreferrer">
      <Words text={domain} limit={80} /> <Icon name="out" />
      <span class="hidden-label">(opens the shop in a new tab)</span>
    </a>
  )
}
