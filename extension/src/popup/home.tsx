import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { App, OrderView, WaitingView } from '../app.ts'
import { isPopup, type ActiveTab } from '../browser.ts'
import type { Access } from '../consent.ts'
import { Announce, Heading, Icon, Many } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import { newestFirst, vendorAt, vendors } from './group.ts'
import { type Moves, toTerms } from './moves.ts'
import { OrderRow, VendorRow } from './rows.tsx'
import { foundItem, search } from './search.ts'
import { hasChanged, type KnownTerms } from './terms.tsx'
import { ThisSite } from './this-site.tsx'
import { WaitingEntry } from './waiting.tsx'

interface Props {
  app: App
  orders: OrderView[] | null
  known: KnownTerms | null
  waiting: WaitingView[]
  tab: ActiveTab | null
  access: Access | null
  query: string
  setQuery: (query: string) => void
  moves: Moves
  bringBack: (id: string) => Promise<void>
  returning: boolean
}

export function Home({ app, orders, known, waiting, tab, access, query, setQuery, moves, bringBack, returning }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const all = useMemo(() => vendors(orders ?? []), [orders])
  const kept = useMemo(() => newestFirst((orders ?? []).filter(({ deleted }) => !deleted)), [orders])
  const found = useMemo(() => (query.trim() === '' ? null : search(kept, query)), [kept, query])
  const binned = (orders?.length ?? 0) - kept.length

  // On a phone this would raise the keyboard over the history.
  useEffect(() => {
    if (!returning && isPopup()) field.current?.focus()
  }, [])

  return (
    <>
      <span class="hidden-label">
        <Heading focus={false}>Your orders</Heading>
      </span>
      <div class="search" role="search">
        <Icon name="search" />
        <label class="hidden-label" for="search">Search shops, numbers, items and notes</label>
        <input
          ref={field}
          id="search"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          placeholder="Search shops, items, numbers, notes"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <Announce class="hidden-label">{found !== null && (found.length === 0 ? 'Nothing found' : `${count(found.length, 'order')} found`)}</Announce>

      {found !== null ? (
        <section class="block" aria-labelledby="found">
          <h2 id="found">{found.length === 0 ? 'Nothing found' : `${count(found.length, 'order')} found`}</h2>
          {found.length === 0 ? (
            <p class="quiet">No order has all of these words. <button type="button" class="link" onClick={() => { setQuery(''); field.current?.focus() }}>Clear the search</button></p>
          ) : (
            <Many all={found} key={query} row={(order) => <OrderRow key={order.id} order={order} moves={moves} withVendor hit={foundItem(order, query)} changed={hasChanged(known, order.id)} />} />
          )}
        </section>
      ) : (
        <>
          <WaitingEntry waiting={waiting} moves={moves} />
          {tab !== null && access !== null && <ThisSite app={app} tab={tab} access={access} vendor={vendorAt(tab.url, all)} known={known} loading={orders === null} moves={moves} bringBack={bringBack} />}
          <section class="block" aria-labelledby="shops">
            <h2 id="shops">{orders === null || all.length === 0 ? 'All shops' : `All shops · ${count(kept.length, 'order')}`}</h2>
            {orders === null ? (
              <p class="loading quiet" aria-busy="true">Reading your orders…</p>
            ) : all.length === 0 ? (
              <p class="quiet empty">No orders yet. When you buy something, the order shows up here. You can also open an order page and press “Read this page”.</p>
            ) : (
              <Many all={all} row={(vendor) => <VendorRow key={vendor.key} vendor={vendor} moves={moves} changed={vendor.orders.some(({ id }) => hasChanged(known, id))} />} />
            )}
            <div class="ways">
              <button type="button" class="link" data-key="add" onClick={() => moves.go({ name: 'add', draft: null })}>
                Add an order
              </button>
              {known !== null && known.terms.documents.length > 0 && (
                <button type="button" class="link" onClick={() => toTerms({ name: 'all' })}>All terms<span class="hidden-label"> (opens in a tab)</span></button>
              )}
              {binned > 0 && (
                <button type="button" class="link" data-key="bin" onClick={() => moves.go({ name: 'bin' })}>
                  Bin ({binned.toLocaleString()})
                </button>
              )}
            </div>
          </section>
        </>
      )}
    </>
  )
}
