/** The form for an order in the person's own words: what they typed as an order, or what is wrong with it. */
import type { Draft, ItemView, NewOrder, NewOrderField, WaitingView } from '../app.ts'
import { dayOf } from '../ui/dates.ts'
import { readAmount } from '../ui/money.ts'
import { clip, inOrder, invisible } from '../ui/text.ts'
import { CURRENCY } from '../vault/fields.ts'
import { placesOf } from './form.ts'

export type OrderForm = Record<NewOrderField, string>

export const EMPTY: OrderForm = { shop: '', items: '', total: '', currency: '', orderNumber: '', orderDate: '', note: '' }

export function formOf(draft: Draft): OrderForm {
  return {
    shop: draft.shop,
    items: (draft.items ?? []).map(lineOf).join('\n'),
    total: draft.total ?? '',
    currency: draft.currency ?? '',
    orderNumber: draft.orderNumber ?? '',
    orderDate: dayOf(draft.orderDate),
    note: '',
  }
}

export function draftOf({ id, vendor, url, orderNumber, orderDate, total, currency, items }: WaitingView): Draft {
  return { shop: vendor, url, orderNumber, orderDate, total, currency, items, waiting: id }
}

interface Taken {
  order: NewOrder
  problems: Partial<Record<NewOrderField, string>>
}

/** `draft`: what the form began with; its items keep their prices as long as their lines stand. */
export function readNewOrder(form: OrderForm, draft: Draft | null): Taken {
  const problems: Taken['problems'] = {}
  const currency = orNull(form.currency.trim().toUpperCase())
  if (currency !== null && !CURRENCY.test(currency)) problems.currency = 'Please use the three-letter code, such as EUR or USD.'
  const typed = form.total.trim()
  const total = typed === '' ? null : typed === draft?.total ? typed : readAmount(typed, placesOf(currency ?? ''))
  if (typed !== '' && total === null) problems.total = 'Please write only the amount, such as 1234.56, without a mark between thousands.'
  const items = form.items.split('\n').flatMap((line) => itemOf(line, draft?.items ?? []))
  if (form.shop.trim() === '') problems.shop = 'Please write the shop’s name or address, such as “Corner bakery” or shop.example.'
  if (typed === '' && items.length === 0) problems.items = 'Please write what you bought, or the total.'
  return {
    order: {
      shop: form.shop.trim(),
      items: items.length === 0 ? null : items,
      total,
      currency,
      orderNumber: orNull(form.orderNumber.trim()),
      orderDate: orNull(form.orderDate),
      note: form.note.trim() === '' ? null : form.note,
      url: draft?.url ?? null,
      waiting: draft?.waiting ?? null,
    },
    problems,
  }
}

/** One line of the form, without what would break it in two. */
function lineOf({ name, quantity }: ItemView): string {
  const line = clip(inOrder(name).replace(/\s+/g, ' ').trim(), 300)
  return quantity === null || quantity === 1 ? line : `${quantity} × ${line}`
}

function itemOf(line: string, known: ItemView[]): ItemView[] {
  const words = line.replace(/\s+/g, ' ').trim()
  if (invisible(words)) return []
  const same = known.find((item) => lineOf(item) === words)
  if (same !== undefined) return [same]
  const counted = /^(\d{1,6})\s?[×x*]\s?(\S.*)$/u.exec(words)
  const quantity = counted === null ? 0 : Number(counted[1])
  const name = quantity > 0 ? (counted?.[2] ?? words) : words
  return [{ name: name.slice(0, 2_000), quantity: quantity > 0 ? quantity : null, unitPrice: null, total: null }]
}

const orNull = (text: string): string | null => (text === '' ? null : text)
