/** The terms page: what vendors' terms said on which day, what has changed, and what was agreed to. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { App, ChangedTerms, OrderView, Terms } from '../app.ts'
import { openSetup } from '../browser.ts'
import { CannotOpen, Heading, Icon, Mark } from '../ui/components.tsx'
import { useLive } from '../ui/live.ts'
import { LockScreen } from '../ui/lock-screen.tsx'
import { AllTerms } from './all.tsx'
import { Compare } from './compare.tsx'
import { DocumentView } from './document.tsx'
import { vendorById } from './known.ts'
import { OrderTerms } from './order.tsx'
import { fragmentOf, type Route, routeOf } from './route.ts'
import { SearchTerms } from './search.tsx'
import { numberOf, searchOf } from './searches.ts'
import { Text } from './text.tsx'
import { VendorPage } from './vendor.tsx'

/** What every view of this page is made from. */
export interface Known {
  app: App
  terms: Terms
  changes: ChangedTerms[]
  orders: OrderView[]
}

export function TermsPage({ opening }: { opening: Promise<App> }) {
  const { app, lock, status, orders, terms: read, changes, failed } = useLive(opening, { orders: true, terms: true })
  // Without a relay there is nothing to wait for.
  const local = status?.history === 'local'
  const terms = useMemo(() => (local && read !== null ? { ...read, documents: read.documents.map((each) => ({ ...each, waiting: false })) } : read), [read, local])
  const route = useRoute()
  const place = fragmentOf(route)
  useEffect(() => scrollTo(0, 0), [place])

  function body() {
    if (app === null || status === null || (status.history !== 'none' && (orders === null || terms === null))) {
      if (failed === null) return <p class="quiet" aria-busy="true">Opening your history…</p>
      return <CannotOpen why={failed} />
    }
    if (status.history === 'none') return <NoHistory />
    const known: Known = { app, terms: terms ?? { documents: [], acceptances: [], agreements: [], reading: [] }, changes, orders: orders ?? [] }
    return <View key={place} known={known} route={route} />
  }

  // The search among them: its words may name what was bought.
  if (app !== null && lock?.state === 'locked') {
    return (
      <div class="terms-page">
        <header class="terms-top"><span class="brand"><Mark size={24} /> <span>Terms</span></span></header>
        <main><LockScreen app={app} lock={lock} /></main>
      </div>
    )
  }
  return (
    <div class="terms-page">
      <header class="terms-top">
        <a class="brand" href={fragmentOf({ name: 'all' })}><Mark size={24} /> <span>Terms</span></a>
        <Search words={route.name === 'search' ? searchOf(route.number) : ''} />
      </header>
      <main>{body()}</main>
    </div>
  )
}

function View({ known, route }: { known: Known; route: Route }) {
  const { documents } = known.terms
  const document = 'document' in route ? documents.find(({ id }) => id === route.document) : undefined
  if ('document' in route && document === undefined) return <NotHere />
  if (document !== undefined) {
    if (route.name === 'text') return <Text known={known} document={document} id={route.version} />
    if (route.name === 'compare') return <Compare known={known} document={document} from={route.from} to={route.to} />
    return <DocumentView known={known} document={document} />
  }
  if (route.name === 'vendor') {
    const vendor = vendorById(route.of, known.terms, known.orders)
    return vendor === null ? <NotHere /> : <VendorPage known={known} vendor={vendor} />
  }
  if (route.name === 'order') return <OrderTerms known={known} id={route.order} />
  if (route.name === 'search') {
    const words = searchOf(route.number)
    return words === '' ? <AllTerms known={known} /> : <SearchTerms known={known} words={words} />
  }
  return <AllTerms known={known} />
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash))
  useEffect(() => {
    const moved = (): void => setRoute(routeOf(location.hash))
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  return route
}

function Search({ words }: { words: string }) {
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== '') location.hash = fragmentOf({ name: 'search', number: numberOf(typed.trim()) })
      }}
    >
      <Icon name="search" />
      <label class="hidden-label" for="search">Search all terms</label>
      <input id="search" type="search" autocomplete="off" spellcheck={false} maxLength={200} placeholder="Search all terms" dir="auto" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
    </form>
  )
}

function NoHistory() {
  return (
    <section class="block">
      <Heading focus={false}>No history yet</Heading>
      <p>Counterfoil keeps the terms of the shops you buy from. First it needs a history to keep them in.</p>
      <div class="actions"><button type="button" class="button" onClick={() => void openSetup()}>Set up Counterfoil</button></div>
    </section>
  )
}

function NotHere() {
  return (
    <section class="block">
      <Heading>This is not here right now</Heading>
      <p class="quiet">Counterfoil may still be reading your history. Please look again in a moment.</p>
      <p><a href={fragmentOf({ name: 'all' })}>All terms</a></p>
    </section>
  )
}
