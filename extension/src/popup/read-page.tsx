/** Reading the page in front of the person by hand: an order, a list of them, or nothing, and how to go on from each. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App, ListOutcome, ReadPageResult } from '../app.ts'
import type { ActiveTab } from '../browser.ts'
import { Announce, Words } from '../ui/components.tsx'
import { clip, wordsOf } from '../ui/text.ts'
import { listWords } from './list-words.ts'
import { type Moves, toTerms } from './moves.ts'
import { Offer } from './offer.tsx'
import { reasonsInWords } from './reasons.ts'

type Outcome = ReadPageResult | { outcome: 'reading' } | { outcome: 'failed'; text: string }

export function ReadPage({ app, tab, moves, bringBack }: { app: App; tab: ActiveTab; moves: Moves; bringBack: (id: string) => Promise<void> }) {
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
        {result?.outcome === 'completed' && <p>Already in your history, and something new was added. {show(result.orderId)}</p>}
        {result?.outcome === 'ask' && (
          <div class="ask">
            <p>This may be an order. Save it?</p>
            <Offer waiting={result.waiting} app={app} moves={moves} done={(orderId) => {
              place.current?.querySelector('button')?.focus()
              setResult(orderId === null ? null : { outcome: 'saved', orderId })
            }} />
          </div>
        )}
        {result?.outcome === 'orders' && <ListRead list={result.list} moves={moves} />}
        {result?.outcome === 'terms' && <p>This page is kept as terms of the shop. <button type="button" class="link" onClick={() => toTerms({ name: 'document', document: result.document })}>Show them</button></p>}
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
            {result.draft !== null && (
              <p>
                Is it one? <button type="button" class="link" data-key="draft" onClick={() => moves.go({ name: 'add', draft: result.draft })}>Save this page as an order</button>
              </p>
            )}
          </>
        )}
        {result?.outcome === 'failed' && <p class="problem">{result.text}</p>}
      </Announce>
    </div>
  )
}

function ListRead({ list, moves }: { list: ListOutcome; moves: Moves }) {
  const { head, parts, next } = listWords(list)
  return (
    <div class="ask">
      <p>
        <strong>{head}</strong>
        {parts.length > 0 && `: ${parts.join(', ')}`}.
      </p>
      {list.unread.length > 0 && (
        <details>
          <summary>What could not be read</summary>
          <ul class="reasons">
            {list.unread.slice(0, 20).map((row) => <li key={row}><Words text={row} limit={160} /></li>)}
          </ul>
        </details>
      )}
      {next !== null && <p class="hint">{next}</p>}
      {list.waiting > 0 && (
        <div class="actions">
          <button type="button" class="button" data-key="waiting-list" onClick={() => moves.go({ name: 'waiting' })}>Look at {list.waiting === 1 ? 'it' : `the ${list.waiting.toLocaleString()}`}</button>
        </div>
      )}
    </div>
  )
}
