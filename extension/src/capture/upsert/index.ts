// A captured order becomes records: made once, completed by what later visits add, never set back by them.
import { isDeleted } from '@counterfoil/crypto/document'
import { toHex } from '@counterfoil/crypto/encoding'
import { type NaturalKey, orderKey, unnumberedKey, vendorKey } from '@counterfoil/crypto/identity'
import type { Order } from '@counterfoil/crypto/orders'
import type { Editor } from '../../vault/editor.ts'
import { keptOrders } from '../../vault/orders.ts'
import type { Vault } from '../../vault/vault.ts'
import { KnownOrders, only, type Seen } from './known-orders.ts'
import { isAnother } from './likeness.ts'
import { amount, numbersOf } from './order-numbers.ts'
import { orderWords, type PageSeen, vendorWords } from './page-words.ts'
import type { CapturedOrder } from '../types.ts'

export interface Sighting {
  readonly order: CapturedOrder
  /** Registrable domain of the page. */
  readonly vendor: string
  readonly url: string
  /** The person said that this is another order than the known one with its number. */
  readonly apart?: boolean
}

export type Upserted =
  /** `saved`: a new record. `completed`: a known one gained something. `other-order`: the number is known, but of an order that is not this one. */
  | { readonly outcome: 'saved' | 'completed' | 'known' | 'deleted' | 'other-order'; readonly record: string }
  /** Neither a number nor a total from the purchase just made: there is no telling this order from another. */
  | { readonly outcome: 'too-little' }

type Place = { readonly known: Order } | { readonly other: Order } | { readonly key: NaturalKey } | { readonly apart: true } | null

export async function upsert(vault: Vault, { order, vendor, url, apart = false }: Sighting): Promise<Upserted> {
  let upserted: Upserted = { outcome: 'too-little' }
  await vault.edit((editor) => {
    const seen: PageSeen = { order, vendor, url, at: editor.now, listed: false }
    const orders = keptOrders(vault.records())
    const place = placeOf(new KnownOrders(orders, vendor, vault), seen, apart)
    if (place === null) return
    if ('other' in place) {
      upserted = { outcome: 'other-order', record: place.other.id }
      return
    }
    const record = 'known' in place ? place.known.id : 'key' in place ? vault.idOf('Order', place.key) : newId()
    // A record of this very key may be part of an order that is known by other names by now.
    const known = 'known' in place ? place.known : orders.find(({ records }) => records.includes(record))
    upserted = known ? complete(editor, known, seen) : { outcome: 'saved', record }
    if (!known) editor.capture(record, orderWords(null, seen))
    const vendorRecord = vault.idOf('Vendor', vendorKey(vendor))
    if (upserted.outcome !== 'deleted') editor.capture(vendorRecord, vendorWords(editor.document(vendorRecord), seen))
  })
  return upserted
}

/** Writes what a page adds to a known order. */
export function complete(editor: Editor, { id, document }: Order, seen: PageSeen): { outcome: 'completed' | 'known' | 'deleted'; record: string } {
  if (isDeleted(document)) return { outcome: 'deleted', record: id }
  editor.readAs(id, document)
  editor.capture(id, orderWords(document, seen))
  const after = editor.document(id) ?? document
  // Where else it was seen is kept, and nothing to tell.
  const gained = Object.keys(after.fields).some((name) => !name.startsWith('source/') && after.fields[name] !== document.fields[name])
  return { outcome: gained ? 'completed' : 'known', record: id }
}

/** Where a page's order belongs; null: nowhere, for want of anything that tells it from others. */
function placeOf(orders: KnownOrders, seen: PageSeen, apart: boolean): Place {
  const { order, vendor } = seen
  const numbers = numbersOf(order)
  if (numbers.number !== null) {
    const numbered = orders.numbered(numbers.number)
    const known = numbered.find(({ document }) => !isAnother(document, order))
    if (known) return { known }
    if (numbered[0]) return apart ? { apart } : { other: numbered[0] }
  }
  const named = orders.confirmed(numbers)
  if (named && !isAnother(named.document, order)) return { known: named }
  const ofPurchase = isOfPurchase(order)
  const alike = numbers.number !== null ? only(orders.unnumberedLike(seen)) : ofPurchase ? orders.shownAgain(seen) : null
  if (alike) return { known: alike }
  const number = numbers.number ?? numbers.confirmation
  if (number !== null) return { key: orderKey(vendor, number) }
  return ofPurchase ? { key: unnumbered(seen) } : null
}

/** Whether a total is known, and something of it from the checkout just before. */
function isOfPurchase({ total, items }: CapturedOrder): boolean {
  if (amount(total?.value) === null) return false
  return [total, items].some((candidate) => candidate?.signal.split(/[+:]/).includes('context'))
}

function unnumbered({ order, vendor, at }: Seen & { readonly vendor: string }): NaturalKey {
  const { total, currency, items } = order
  return unnumberedKey({ vendor, at, total: total?.value ?? '', currency: currency?.value ?? null, items: items?.value ?? [] })
}

const newId = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)))
