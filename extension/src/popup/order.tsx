/** One order, as a receipt: what was read, what was not, and what the person put right. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { EditableField, ItemView, OrderView } from '../app.ts'
import { Heading, Many, Money, NotRead, Notice, Words } from '../ui/components.tsx'
import { formatDate, formatMoment } from '../ui/dates.ts'
import { formatMoney } from '../ui/money.ts'
import { clip } from '../ui/text.ts'
import { Arrangements, Standing } from './details.tsx'
import type { Moves } from './moves.ts'
import { Provenance } from './provenance.tsx'
import { ShopLink, Total, orderTitle } from './rows.tsx'
import { type KnownTerms, OrderTerms } from './terms.tsx'

interface Props {
  order: OrderView
  known: KnownTerms | null
  moves: Moves
  remove: (id: string) => Promise<void>
  bringBack: (id: string) => Promise<void>
  notAnOrder: (id: string) => Promise<void>
}

export function Order({ order, known, moves, remove, bringBack, notAnOrder }: Props) {
  return (
    <article class="order">
      {order.deleted && (
        <Notice tone="warn">
          <p>This order is in the bin.</p>
          {!order.readOnly && <button type="button" class="button-quiet" onClick={() => void bringBack(order.id)}>Bring it back</button>}
        </Notice>
      )}
      <div class="view-head">
        <Heading>
          <span class="three-lines">
            <Words text={orderTitle(order)} limit={160} />
          </span>
        </Heading>
        <ShopLink domain={order.vendor} beside={orderTitle(order)} />
      </div>

      <dl class="facts">
        <Fact name="Order number" order={order} field="orderNumber">
          {order.orderNumber === null ? <Missing order={order} /> : <Words text={order.orderNumber} limit={200} />}
          {order.orderNumber === null && !order.byHand && <span class="from-page">If the shop shows it later, on its page of this order, open that page: the number is added here.</span>}
        </Fact>
        <Fact name="Order date" order={order} field="orderDate">
          {order.orderDate === null ? <Missing order={order} /> : <bdi>{clip(formatDate(order.orderDate), 60)}</bdi>}
        </Fact>
        {order.created !== null && (
          <div>
            <dt>{order.byHand ? 'Added on' : 'Captured on'}</dt>
            <dd>{clip(formatMoment(order.created), 60)}</dd>
          </div>
        )}
        <Standing order={order} />
      </dl>

      <section class="receipt" aria-label="Items and total">
        {order.items === null ? (
          <p class="quiet">Items: <Missing order={order} /></p>
        ) : order.items.length === 0 ? (
          <p class="quiet">No items on this order.</p>
        ) : (
          <Many all={order.items} size={40} class="items" row={(item) => <Item item={item} order={order} />} />
        )}
        <dl class="sums">
          <Part name="Subtotal" amount={order.subtotal} currency={order.currency} />
          <Part name="Shipping" amount={order.shipping} currency={order.currency} />
          <Part name="Tax" amount={order.tax} currency={order.currency} />
          <Part name="Discount" amount={order.discount} currency={order.currency} minus />
          <Fact name="Total" order={order} field="total" class="total">
            {order.total === null ? <Missing order={order} /> : <Total order={order} />}
          </Fact>
          {(order.currency === null || order.corrected.includes('currency')) && (
            <Fact name="Currency" order={order} field="currency">
              {order.currency === null ? <Missing order={order} /> : <bdi>{clip(order.currency, 10)}</bdi>}
            </Fact>
          )}
        </dl>
      </section>

      <Arrangements order={order} />
      {order.note !== null && <Note text={order.note} />}
      <OrderTerms order={order} known={known} />
      <Provenance order={order} />

      {order.waiting && <p class="hint">This order waits to be synced.</p>}
      {order.readOnly ? (
        <Notice>A newer version of Counterfoil wrote this order. Update Counterfoil here to change it.</Notice>
      ) : (
        !order.deleted && (
          <div class="actions">
            <button type="button" class="button-quiet" data-key="edit" onClick={() => moves.go({ name: 'edit', id: order.id })}>Edit</button>
            <button type="button" class="button-danger" onClick={() => void remove(order.id)}>Delete</button>
            {!order.byHand && <button type="button" class="button-quiet" data-key="not-an-order" onClick={() => void notAnOrder(order.id)}>Not an order</button>}
          </div>
        )
      )}
    </article>
  )
}

/** Of an order by hand nothing was read; there, what is missing was not written. */
function Missing({ order }: { order: OrderView }) {
  return order.byHand ? <span class="quiet">not given</span> : <NotRead />
}

function Note({ text }: { text: string }) {
  const [whole, setWhole] = useState(false)
  return (
    <section>
      <h2>Note</h2>
      <p class={whole ? 'note' : 'note short'}>
        <Words text={text} limit={whole ? 100_000 : 600} />
      </p>
      {(text.length > 600 || text.split('\n', 13).length > 12) && <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? 'Show less' : 'Show all'}</button>}
    </section>
  )
}

function Fact({ name, order, field, children, class: style }: { name: string; order: OrderView; field: EditableField; children: ComponentChildren; class?: string }) {
  const corrected = order.corrected.includes(field)
  return (
    <div class={style}>
      <dt>{name}</dt>
      <dd>
        {children}
        {corrected && (
          <span class="from-page">
            <span class="tag">Your word</span> {pageSaid(order, field)}
          </span>
        )}
      </dd>
    </div>
  )
}

function pageSaid(order: OrderView, field: EditableField) {
  const value = order.fromPage[field]
  if (value === null || value === undefined) return 'The page did not say.'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const { currency } = order.fromPage
  const shown = field === 'total' ? formatMoney(text, typeof currency === 'string' ? currency : order.currency) : field === 'orderDate' ? formatDate(text) : text
  return (
    <>
      The page said: <Words text={shown} limit={120} />
    </>
  )
}

function Item({ item, order }: { item: ItemView; order: OrderView }) {
  const { currency } = order
  const { name, quantity, unitPrice, total } = item
  return (
    <li class="item">
      <span class="item-name">
        <span class="three-lines">
          <Words text={name} limit={300} />
        </span>
        <span class="row-sub">
          {quantity === null ? !order.byHand && <>Quantity <NotRead /></> : `${quantity.toLocaleString()} ×`}
          {unitPrice !== null && <> <Money amount={unitPrice} currency={currency} /></>}
        </span>
      </span>
      {(total !== null || !order.byHand) && <Money amount={total} currency={currency} />}
    </li>
  )
}

function Part({ name, amount, currency, minus = false }: { name: string; amount: string | null; currency: string | null; minus?: boolean }) {
  if (amount === null) return null
  const signed = minus && !amount.startsWith('-') && /[1-9]/.test(amount) ? `-${amount}` : amount
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Money amount={signed} currency={currency} />
      </dd>
    </div>
  )
}
