/** The shop in front of the person: what was bought here, and whether Counterfoil may read it. */
import { useEffect, useState } from 'preact/hooks'
import type { App } from '../app.ts'
import type { ActiveTab } from '../browser.ts'
import { siteOf, type Access } from '../consent.ts'
import { Words } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import type { Vendor } from './group.ts'
import { MayRead } from './may-read.tsx'
import type { Moves } from './moves.ts'
import { ReadPage } from './read-page.tsx'
import { OrderRow, TotalsText } from './rows.tsx'
import { registrableSite } from './site.ts'
import { hasChanged, type KnownTerms } from './terms.tsx'

const FIRST = 2

interface Props {
  app: App
  tab: ActiveTab
  access: Access
  vendor: Vendor | null
  known: KnownTerms | null
  loading: boolean
  moves: Moves
  bringBack: (id: string) => Promise<void>
}

export function ThisSite({ app, tab, access, vendor, known, loading, moves, bringBack }: Props) {
  const [site, setSite] = useState(() => siteOf(tab.url))
  useEffect(() => void registrableSite(tab.url).then(setSite), [tab])
  if (site === null) return null
  return (
    <section class="site block" aria-labelledby="this-site">
      <div class="site-head">
        <h2 id="this-site" class="one-line">
          <Words text={site} limit={80} />
        </h2>
        {vendor !== null && (
          <span class="site-sums">
            {count(vendor.orders.length, 'order')} · <TotalsText totals={vendor.totals} most={2} />
          </span>
        )}
      </div>
      {vendor !== null ? (
        <>
          <ul class="rows">
            {vendor.orders.slice(0, FIRST).map((order) => <OrderRow key={order.id} order={order} moves={moves} changed={hasChanged(known, order.id)} />)}
          </ul>
          {vendor.orders.length > FIRST && (
            <button type="button" class="link" data-key={`all ${vendor.key}`} onClick={() => moves.go({ name: 'vendor', key: vendor.key })}>
              All {count(vendor.orders.length, 'order')} from here
            </button>
          )}
        </>
      ) : (
        !loading && <p class="quiet">No orders from this site yet.</p>
      )}
      <div class="site-foot">
        <MayRead access={access} tab={tab} site={site} />
        <ReadPage app={app} tab={tab} moves={moves} bringBack={bringBack} />
      </div>
    </section>
  )
}
