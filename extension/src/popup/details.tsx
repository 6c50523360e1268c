/** What a shop said of an order beside what was bought: how it stands, how it was paid, when it comes, how it can go back. */
import type { ComponentChildren } from 'preact'
import type { OrderView } from '../app.ts'
import { Words } from '../ui/components.tsx'
import { formatDate } from '../ui/dates.ts'
import { count } from '../ui/text.ts'
import { expectedWords, paymentWords, STATUS } from './order-words.ts'
import { returnUntil } from './returns.ts'

/** Each line only where the shop said so; few shops say it all, and none of it is missed where it is not said. */
export function Standing({ order: { status, seller, confirmationNumber, vendor } }: { order: OrderView }) {
  return (
    <>
      {confirmationNumber !== null && <Row name="Confirmation number"><Words text={confirmationNumber} limit={200} /></Row>}
      {status !== null && <Row name="Status">{STATUS[status]}</Row>}
      {seller !== null && <Row name="Sold by"><Words text={seller} limit={160} />{vendor !== null && <> on <Words text={vendor} limit={80} /></>}</Row>}
    </>
  )
}

export function Arrangements({ order }: { order: OrderView }) {
  const { payment, delivery, returnPolicy, invoiceUrl } = order
  if (payment === null && delivery === null && returnPolicy === null && invoiceUrl === null) return null
  const expected = delivery && expectedWords(delivery)
  const parcel = delivery && [delivery.carrier, delivery.trackingNumber].filter((part) => part !== null).join(' · ')
  return (
    <dl class="facts">
      {payment !== null && <Row name="Paid with"><Words text={paymentWords(payment)} limit={120} /></Row>}
      {expected !== null && <Row name="Expected">{expected}</Row>}
      {delivery !== null && (parcel !== '' || delivery.trackingUrl !== null) && (
        <Row name="Parcel">
          {parcel !== null && parcel !== '' && <Words text={parcel} limit={200} />}
          {delivery.trackingUrl !== null && <ForeignLink url={delivery.trackingUrl} what="Follow the parcel" />}
        </Row>
      )}
      {returnPolicy !== null && <Row name="Returns"><Returns order={order} /></Row>}
      {invoiceUrl !== null && <Row name="Invoice"><ForeignLink url={invoiceUrl} what="Open the invoice" /></Row>}
    </dl>
  )
}

function Returns({ order: { returnPolicy, delivery } }: { order: OrderView }) {
  const until = returnUntil(returnPolicy, delivery)
  const days = returnPolicy?.days ?? null
  return (
    <>
      {days !== null && <span>Within {count(days, 'day')} of delivery</span>}
      {until !== null && days !== null && (
        <span class="from-page">
          Until {formatDate(until.day)}, if it comes on {formatDate(until.from)}. That is {count(days, 'day')} after the first day on which it is expected.
        </span>
      )}
      {returnPolicy?.url != null && <ForeignLink url={returnPolicy.url} what="How to return" />}
    </>
  )
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** An address that a page gave: it opens outside, and the person sees where it leads before they go. */
function ForeignLink({ url, what }: { url: string; what: string }) {
  return (
    <span class="foreign">
      <a href={url} target="_blank" rel="noopener noreferrer">{what}<span class="hidden-label"> (opens in a new tab)</span></a>
      <span class="address"><Words text={url.replace(/^https:\/\//, '')} limit={300} /></span>
    </span>
  )
}
