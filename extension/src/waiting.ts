// What waits for the person, as the screens show it, and what they decide.
import type { Decided, Draft, TakeBack, WaitingView } from './app.ts'
import { AMOUNTS, type Candidate, type CapturedOrder, FIELD_NAMES, type FieldName } from './capture/types.ts'
import { upsert } from './capture/upsert/index.ts'
import { addOffers, listOffers, type Offer, removeOffers } from './offers.ts'
import { forgetRefusal, listRefusals, refuse } from './refusals.ts'
import { webLink } from './ui/text.ts'
import { AMOUNT, CURRENCY, DATE } from './vault/fields.ts'
import { editOrder } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'
import * as values from './view-values.ts'

export async function waitingViews(): Promise<WaitingView[]> {
  return (await listOffers()).map(waitingView).sort((one, other) => other.seenAt - one.seenAt)
}

export function waitingView({ id, vendor, url, from, seenAt, reasons, order }: Offer): WaitingView {
  const read = (name: FieldName): unknown => order[name]?.value
  return {
    id,
    vendor,
    vendorName: values.text(read('vendorName')),
    url: webLink(url),
    from,
    seenAt,
    orderNumber: values.text(read('orderNumber')),
    confirmationNumber: values.text(read('confirmationNumber')),
    orderDate: values.inForm(DATE, read('orderDate')),
    status: values.status(read('status')),
    seller: values.text(read('seller')),
    total: values.inForm(AMOUNT, read('total')),
    currency: values.inForm(CURRENCY, read('currency')),
    items: values.items(read('items')),
    reasons,
    conflicts: conflicts(order),
  }
}

/** What was read of a page, for the person to complete. */
export function draftOf(vendor: string, url: string, order: CapturedOrder | null): Draft {
  const read = (name: FieldName): unknown => order?.[name]?.value
  return {
    shop: vendor,
    url: webLink(url),
    orderNumber: values.text(read('orderNumber')),
    orderDate: values.inForm(DATE, read('orderDate')),
    total: values.inForm(AMOUNT, read('total')),
    currency: values.inForm(CURRENCY, read('currency')),
    items: values.items(read('items')),
    waiting: null,
  }
}

/** Of items and the like the other readings are too long to be told here. */
const TOLD: readonly FieldName[] = ['orderNumber', 'orderDate', 'currency', ...AMOUNTS]

function conflicts(order: CapturedOrder): WaitingView['conflicts'] {
  return FIELD_NAMES.filter((field) => TOLD.includes(field)).flatMap((field) => {
    const lost = (order.conflicts[field] ?? []) as Candidate<unknown>[]
    const others = [...new Set(lost.map(({ value }) => value))].filter((value): value is string => typeof value === 'string').slice(0, 3)
    return others.length === 0 ? [] : [{ field, values: others }]
  })
}

export const TOO_LITTLE = 'Too little of it was read to tell it from another order.'
const OTHER = 'Your history has another order of this shop with the same number, and nothing else in common.'

/** The person's yes: what cannot be kept waits on, and is said. `apart`: it is another order than the one with its number. */
export async function saveWaiting(vault: Vault, ids: readonly string[], apart: boolean): Promise<Decided> {
  const decided: Decided = { orderIds: [], left: [] }
  for (const { id, order, vendor, url } of (await listOffers()).filter((offer) => ids.includes(offer.id))) {
    const kept = await upsert(vault, { order, vendor, url, apart })
    if (kept.outcome === 'too-little' || kept.outcome === 'other-order') {
      decided.left.push({ id, words: kept.outcome === 'too-little' ? TOO_LITTLE : OTHER, mayBeApart: kept.outcome === 'other-order' })
      continue
    }
    // Their yes of now outranks the deletion of then.
    if (kept.outcome === 'deleted') await editOrder(vault, kept.record, (editor, record) => editor.say('Order', record, 'deleted', false))
    decided.orderIds.push(kept.record)
    await removeOffers([id])
  }
  return decided
}

export async function refuseWaiting(id: string): Promise<TakeBack> {
  const offer = (await listOffers()).find((each) => each.id === id)
  if (!offer) return () => Promise.resolve()
  // An order on a list stands at an address like those of real orders, so only what stood on a page of its own is remembered.
  const takeBack = offer.from === 'page' ? await refusePage(offer.url) : () => Promise.resolve()
  await removeOffers([id])
  return async () => {
    await takeBack()
    await addOffers([offer])
  }
}

export async function refusePage(url: string): Promise<TakeBack> {
  const before = new Set((await listRefusals()).map((refusal) => refusal.id))
  await refuse(url)
  const fresh = (await listRefusals()).filter((refusal) => !before.has(refusal.id))
  return async () => {
    for (const refusal of fresh) await forgetRefusal(refusal.id)
  }
}
