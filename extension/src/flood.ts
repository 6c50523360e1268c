/** A page can forge orders faster than a person can undo them: beyond what anybody buys in an hour they wait for the person. */
import { pageSaid } from '@counterfoil/crypto/document'
import { age } from './capture/upsert/likeness.ts'
import { keptOrders } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'

const HOUR = 3_600_000
const MOST_OF_VENDOR = 50
/** A site may have names without end. */
const MOST = 150

export function isFlooded(vault: Pick<Vault, 'records'>, vendor: string, now: number): boolean {
  const lately = keptOrders(vault.records()).filter(({ document }) => age(document, now) < HOUR)
  return lately.length >= MOST || lately.filter(({ document }) => pageSaid(document, 'vendor') === vendor).length >= MOST_OF_VENDOR
}
