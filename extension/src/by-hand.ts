// An order in the person's own words: by phone, in a store, or on a page that was not taken for one.
import { isDeleted, type Json } from '@counterfoil/crypto/document'
import { toHex } from '@counterfoil/crypto/encoding'
import { orderKey, sourceId, vendorOf } from '@counterfoil/crypto/identity'
import { Malformed, type NewOrder } from './app.ts'
import { cleanUrl } from './capture/url.ts'
import { refuseFaultyOrder } from './faults.ts'
import { fold } from './ui/text.ts'
import type { OrderField, Source } from './vault/fields.ts'
import { editOrder, keptOrders } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'

/** Domains by the names of their vendors. */
export type KnownShops = ReadonlyMap<string, string>

/** Writes the order and returns its record id; throws a `Malformed` that names the field at fault. */
export async function addByHand(vault: Vault, order: NewOrder, shops: KnownShops): Promise<string> {
  const vendor = await vendorIn(order.shop, shops)
  refuseFaultyOrder(order)
  if (order.orderNumber !== null && !/[^#\s]/.test(order.orderNumber)) throw new Malformed('orderNumber', 'This is no order number. Leave it empty if there is none.')
  const record = order.orderNumber === null ? toHex(crypto.getRandomValues(new Uint8Array(16))) : numbered(vault, vendor, order.orderNumber)
  await editOrder(vault, record, (editor, id) => {
    const time = `${new Date(editor.now).toISOString().slice(0, 19)}Z`
    const address = order.url === null ? null : cleanUrl(order.url)
    const say = (field: OrderField | `source/${string}`, value: Json): void => {
      if (value !== null) editor.say('Order', id, field, value)
    }
    if (editor.isDeleted(id)) editor.say('Order', id, 'deleted', false)
    say('vendor', vendor)
    say('orderNumber', order.orderNumber)
    say('orderDate', order.orderDate)
    say('total', order.total)
    say('currency', order.currency)
    say('items', order.items as unknown as Json)
    say('note', order.note)
    say('created', time)
    say(`source/${address === null ? 'manual' : sourceId(address)}`, { kind: 'manual', time, ...(address !== null && { url: address }) } satisfies Source)
  })
  return record
}

function numbered(vault: Vault, vendor: string, number: string): string {
  const record = vault.idOf('Order', orderKey(vendor, number))
  const known = keptOrders(vault.records()).find(({ records }) => records.includes(record))
  if (known && !isDeleted(known.document)) throw new Malformed('orderNumber', 'An order of this shop with this number is in your history already. Search for it and edit it there.')
  return record
}

const ADDRESS = /^(https?:\/\/)?([\p{L}\p{N}-]+\.)+\p{L}{2,}([:/].*)?$/iu

/** The domain of a shop that is on the web, else its name as the person has it. */
async function vendorIn(typed: string, shops: KnownShops): Promise<string> {
  const name = typed.replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > 200) throw new Malformed('shop', 'Please write the shop’s name or address, such as “Corner bakery” or shop.example.')
  const known = [...shops].find(([each]) => fold(each) === fold(name))
  if (known) return known[1]
  if (!ADDRESS.test(name)) return name
  const { suffixes } = await import('@counterfoil/crypto/generated/suffixes')
  try {
    return vendorOf(new URL(/^https?:\/\//i.test(name) ? name : `https://${name}`).href, suffixes())
  } catch {
    throw new Malformed('shop', 'This looks like an address but is none. Please write it as shop.example, or the shop’s name.')
  }
}
