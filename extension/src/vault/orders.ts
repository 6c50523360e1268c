// Orders as they are read: one purchase may stand in several records (crypto/SPEC.md, *orders*).
import { type Order, ordersOf } from '@counterfoil/crypto/orders'
import type { Editor } from './editor.ts'
import type { Kept, Vault } from './vault.ts'

/** An order as this device has it: the id to name it by, the records it stands in, and their join. */
export interface KeptOrder extends Order {
  /** Something of it is not yet read back from the log. */
  readonly waiting: boolean
}

export function keptOrders(records: Iterable<readonly [string, Kept]>): KeptOrder[] {
  const kept = new Map(records)
  const documents = [...kept].map(([id, { document }]) => [id, document] as const)
  return ordersOf(documents).map((order) => ({ ...order, waiting: order.records.some((record) => kept.get(record)?.waiting) }))
}

/** Changes the order that `record` belongs to, or that one record if it is of another type; resolves as `Vault.edit` does. */
export function editOrder(vault: Vault, record: string, work: (editor: Editor, id: string) => void): Promise<boolean> {
  return vault.edit((editor) => {
    const now = vault.resolve(record)
    const order = keptOrders(vault.records()).find(({ records }) => records.includes(now))
    if (order) editor.readAs(order.id, order.document)
    work(editor, order?.id ?? now)
  })
}
