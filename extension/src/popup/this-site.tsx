/** The shop in front of the person: what was bought here, and whether Counterfoil may read it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, ReadPageResult } from '../app.ts'
import type { ActiveTab } from '../browser.ts'
import { allowed, coversAll, covers, grantAgain, grantSite, siteOf, switchOff, switchOn, switchedOff, type Access } from '../consent.ts'
import { Announce, Money, Switch, Words } from '../ui/components.tsx'
import { clip, count, wordsOf } from '../ui/text.ts'
import type { Vendor } from './group.ts'
import { toSetup, type Moves } from './moves.ts'
import { reasonsInWords } from './reasons.ts'
import { OrderRow, TotalsText } from './rows.tsx'
import { registrableSite } from './site.ts'

const FIRST = 2

interface Props {
  app: App
  tab: ActiveTab
  access: Access
  vendor: Vendor | null
  loading: boolean
  moves: Moves
  bringBack: (id: string) => Promise<void>
}

export function ThisSite({ app, tab, access, vendor, loading, moves, bringBack }: Props) {
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
            {vendor.orders.slice(0, FIRST).map((order) => <OrderRow key={order.id} order={order} moves={moves} />)}
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

function MayRead({ access, tab, site }: { access: Access; tab: ActiveTab; site: string }) {
  const [answer, setAnswer] = useState<string | null>(null)
  if (access.mode === null) {
    return <p class="hint">Counterfoil doesn’t read any shop yet. <button type="button" class="link" onClick={toSetup}>Choose where it may</button></p>
  }
  if (access.mode === 'by-hand') return <p class="hint">You save orders by hand, with the button below.</p>

  const on = allowed(access, tab.url)
  const granted = access.origins.some((pattern) => covers(pattern, tab.url))
  const lost = access.mode === 'everywhere' && !access.origins.some(coversAll)

  const turn = (): void => {
    setAnswer(null)
    if (on) return void switchOff(site)
    if (granted) return void switchOn(site)
    void grantSite(site).then(
      (yes) => setAnswer(yes ? null : 'Not allowed, so this site is not read. You can still read a page by hand.'),
      (error: unknown) => setAnswer(wordsOf(error)),
    )
  }
  const state = on
    ? 'On: when you buy here, the order is saved.'
    : switchedOff(access, tab.url.hostname)
      ? 'Off: nothing here is read unless you press the button below.'
      : lost
        ? 'Your browser’s settings no longer let Counterfoil read this site.'
        : 'Not read yet. Turn this on and your browser will ask you once.'
  return (
    <div class="may-read">
      <Switch on={on} label="Save orders from this site" describedBy="may-read-state" onChange={turn} />
      <p id="may-read-state" class="hint">{state}</p>
      {lost && <button type="button" class="link" onClick={() => void grantAgain()}>Allow every site again</button>}
      <Announce class="hint">{answer}</Announce>
    </div>
  )
}

type Outcome = ReadPageResult | { outcome: 'reading' } | { outcome: 'failed'; text: string }

function ReadPage({ app, tab, moves, bringBack }: { app: App; tab: ActiveTab; moves: Moves; bringBack: (id: string) => Promise<void> }) {
  const [result, setResult] = useState<Outcome | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (result !== null) place.current?.scrollIntoView({ block: 'nearest' })
  }, [result])
  const fail = (error: unknown): void => setResult({ outcome: 'failed', text: wordsOf(error) })

  const read = (): void => {
    setResult({ outcome: 'reading' })
    app.readPage(tab.id).then(setResult, fail)
  }
  const show = (id: string) => <button type="button" class="link" onClick={() => moves.go({ name: 'order', id })}>Show it</button>

  return (
    <div class="read-page" ref={place}>
      <button type="button" class="button-quiet" aria-disabled={result?.outcome === 'reading'} onClick={() => result?.outcome !== 'reading' && read()}>
        Read this page
      </button>
      <Announce class="outcome">
        {result?.outcome === 'reading' && <p class="quiet">Reading…</p>}
        {result?.outcome === 'saved' && <p>Saved. {show(result.orderId)}</p>}
        {result?.outcome === 'known' && <p>Already in your history. {show(result.orderId)}</p>}
        {result?.outcome === 'deleted' && (
          <p>
            You deleted this order before.{' '}
            <button type="button" class="link" onClick={() => { setResult(null); void bringBack(result.orderId) }}>Bring it back</button>
          </p>
        )}
        {result?.outcome === 'ask' && <Ask result={result} done={(next) => {
          place.current?.querySelector('button')?.focus()
          setResult(next)
        }} fail={fail} />}
        {result?.outcome === 'nothing' && (
          <>
            <p>No order found on this page.</p>
            {reasonsInWords(result.reasons).length > 0 && (
              <details>
                <summary>Why not?</summary>
                <ul class="reasons">
                  {reasonsInWords(result.reasons).slice(0, 8).map((reason) => <li key={reason}>{clip(reason, 200)}</li>)}
                </ul>
              </details>
            )}
          </>
        )}
        {result?.outcome === 'failed' && <p class="problem">{result.text}</p>}
      </Announce>
    </div>
  )
}

function Ask({ result, done, fail }: { result: ReadPageResult & { outcome: 'ask' }; done: (result: Outcome | null) => void; fail: (error: unknown) => void }) {
  const { orderNumber, total, currency } = result.summary
  const [saving, setSaving] = useState(false)
  const save = (): void => {
    if (saving) return
    setSaving(true)
    result.save().then((orderId) => done({ outcome: 'saved', orderId }), fail)
  }
  return (
    <div class="ask">
      <p>This may be an order. Save it?</p>
      <dl class="facts">
        <div>
          <dt>Number</dt>
          <dd>{orderNumber === null ? <span class="quiet not-read">not read</span> : <Words text={orderNumber} limit={60} />}</dd>
        </div>
        <div>
          <dt>Total</dt>
          <dd>
            <Money amount={total} currency={currency} />
          </dd>
        </div>
      </dl>
      <div class="actions">
        <button type="button" class="button" aria-disabled={saving} onClick={save}>Save</button>
        <button type="button" class="button-quiet" onClick={() => done(null)}>Don’t save</button>
      </div>
    </div>
  )
}
