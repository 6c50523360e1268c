import type { OrderView } from '../app.ts'
import { Heading, Many, Words } from '../ui/components.tsx'
import { formatDate } from '../ui/dates.ts'
import { dated, newestFirst } from './group.ts'
import type { Moves } from './popup.tsx'
import { Total, orderTitle } from './rows.tsx'

export function Bin({ orders, moves, bringBack }: { orders: OrderView[]; moves: Moves; bringBack: (id: string) => Promise<void> }) {
  const binned = newestFirst(orders.filter(({ deleted }) => deleted))
  return (
    <section class="block">
      <div class="view-head">
        <Heading>Bin</Heading>
        <p class="quiet">{binned.length === 0 ? 'The bin is empty.' : 'Orders you deleted. They don’t come back by themselves, even if you open their page again.'}</p>
      </div>
      <Many
        all={binned}
        row={(order) => {
          const date = dated(order)
          return (
            <li key={order.id} class="binned">
              <button type="button" class="row" data-key={order.id} onClick={() => moves.go({ name: 'order', id: order.id })}>
                <span class="row-text">
                  <span class="row-title one-line">
                    <Words text={orderTitle(order)} limit={100} />
                  </span>
                  <span class="row-sub one-line">
                    {order.orderNumber === null ? 'No number read' : <>No. <Words text={order.orderNumber} limit={40} /></>}
                    {date !== null && <> · {formatDate(date, undefined, 'medium')}</>}
                  </span>
                </span>
                <span class="row-money">
                  <Total order={order} />
                </span>
              </button>
              {!order.readOnly && (
                <button type="button" class="button-quiet" onClick={() => void bringBack(order.id)}>
                  Bring back<span class="hidden-label"> the order from {orderTitle(order).slice(0, 80)}</span>
                </button>
              )}
            </li>
          )
        }}
      />
    </section>
  )
}
