import type { OrderView } from '../app.ts'
import { Heading, Many } from '../ui/components.tsx'
import { newestFirst } from './group.ts'
import type { Moves } from './moves.ts'
import { OrderButton, orderTitle } from './rows.tsx'

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
        row={(order) => (
          <li key={order.id} class="binned">
            <OrderButton order={order} moves={moves} withVendor />
            {!order.readOnly && (
              <button type="button" class="button-quiet" onClick={() => void bringBack(order.id)}>
                Bring back<span class="hidden-label"> the order from {orderTitle(order).slice(0, 80)}</span>
              </button>
            )}
          </li>
        )}
      />
    </section>
  )
}
