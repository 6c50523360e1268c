// Orders as capture gives them, and what a vault then holds.
import { shown } from '@counterfoil/crypto/document'
import { FIELD_NAMES, type Candidate, type CapturedOrder, type FieldName, type Fields, type Item } from '../../../extension/src/capture/types.ts'
import { type Sighting, type Upserted, upsert } from '../../../extension/src/capture/upsert/index.ts'
import { type KeptOrder, keptOrders } from '../../../extension/src/vault/orders.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'

export const SHOP = 'shop.example'
export const URL = 'https://www.shop.example/checkout/thank-you/?key=secret'

export type Given = { [K in FieldName]?: Candidate<Fields[K]> | null }

export const read = <T>(value: T, confidence = 90, signal = 'label'): Candidate<T> => ({ value, confidence, signal })

/** As the checkout before the page had it. */
export const carried = <T>(value: T): Candidate<T> => read(value, 70, 'context:label')

export const captured = (fields: Given): CapturedOrder =>
  ({ ...Object.fromEntries(FIELD_NAMES.map((name) => [name, null])), conflicts: {}, ...fields }) as CapturedOrder

export const item = (name: string, more: Partial<Item> = {}): Item => ({ name, quantity: null, unitPrice: null, total: null, url: null, sku: null, gtin: null, ...more })

/** A confirmation page that prints nothing of the order: all is from the checkout before it. */
export const bare = (fields: Given = {}): CapturedOrder =>
  captured({ total: carried('59.97'), currency: carried('EUR'), items: carried([item('Lamp', { quantity: 1 }), item('Bulb', { quantity: 12 })]), ...fields })

export const see = (vault: Vault, order: CapturedOrder, more: Partial<Sighting> = {}): Promise<Upserted> => upsert(vault, { order, vendor: SHOP, url: URL, ...more })

export const orders = (vault: Vault): KeptOrder[] => keptOrders(vault.records()).sort((one, other) => (one.id < other.id ? -1 : 1))

/** What the only order shows of these fields. */
export function fields(vault: Vault, ...names: string[]): unknown[] {
  const [order, ...others] = orders(vault)
  if (!order || others.length > 0) throw new Error(`there are ${others.length + (order ? 1 : 0)} orders`)
  return names.map((name) => shown(order.document, name))
}
