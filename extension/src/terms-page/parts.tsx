/** The pieces that the views of the terms page share. */
import type { ComponentChildren } from 'preact'
import type { AcceptanceView, ChangedTerms, OrderView, Terms, TermsView, VersionView } from '../app.ts'
import { refusalWords } from '../terms/refusal-words.ts'
import { Words } from '../ui/components.tsx'
import { formatDate, formatMoment } from '../ui/dates.ts'
import { clip, count, invisible, webLink } from '../ui/text.ts'
import { currentOf, idOfVendor, nameOf, type Unread } from './known.ts'
import type { Known } from './page.tsx'
import { fragmentOf, type Route } from './route.ts'
import { GRADE, typeWords } from './words.ts'

/** What is above this view. */
export function Above({ to, children }: { to: Route | string; children: ComponentChildren }) {
  return <nav class="above" aria-label="Above this"><a href={typeof to === 'string' ? to : fragmentOf(to)}>{children}</a></nav>
}

export function AboveVendor({ vendor, known: { terms, orders } }: { vendor: string; known: Pick<Known, 'terms' | 'orders'> }) {
  return <Above to={toVendor(vendor, terms, orders)}>Terms of <Words text={nameOf(vendor, orders) ?? vendor} limit={80} /></Above>
}

/** The page of a vendor, as an address to link to. */
export function toVendor(vendor: string, terms: Terms, orders: OrderView[]): string {
  const of = idOfVendor(vendor, terms, orders)
  return fragmentOf(of === null ? { name: 'all' } : { name: 'vendor', of })
}

export function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** An address of a vendor: it opens outside, and the person sees where it leads before they go. */
export function Address({ url, what }: { url: string | null; what: string }) {
  const link = webLink(url)
  if (link === null) return url === null ? <span class="quiet">no address</span> : <span class="address"><Words text={url} limit={300} /></span>
  return (
    <span class="foreign">
      <a href={link} target="_blank" rel="noopener noreferrer">{what}<span class="hidden-label"> (opens in a new tab)</span></a>
      <span class="address"><Words text={link.replace(/^https?:\/\//, '')} limit={300} /></span>
    </span>
  )
}

/** Its title, where that says more than its kind. */
export function titleOf(document: { type: TermsView['type']; title: string | null }): string | null {
  const { title } = document
  return title === null || invisible(title) || title.trim().toLowerCase() === typeWords(document.type).toLowerCase() ? null : title
}

export const dayOfVersion = (version: VersionView): string => clip(formatDate(version.seenAt, undefined, 'medium'), 40)
export const momentOfVersion = (version: VersionView): string => clip(formatMoment(version.seenAt), 60)

/** "small change", "much shorter: maybe not the whole text". */
export function gradeWords({ grade, kind, recleans }: VersionView): string | null {
  if (recleans !== null) return 'the same page, read anew by a newer Counterfoil'
  if (kind !== 'text' && grade !== 'first') return 'another file'
  return grade === null ? null : GRADE[grade]
}

export function DocumentRow({ document, changes }: { document: TermsView; changes: ChangedTerms[] }) {
  const current = currentOf(document)
  const first = document.versions[0]
  const title = titleOf(document)
  return (
    <li class="entry">
      <h3><a href={fragmentOf({ name: 'document', document: document.id })}>{typeWords(document.type)}</a></h3>
      {title !== null && <p class="two-lines"><Words text={title} limit={200} /></p>}
      <p class="row-sub">
        {first !== undefined && <>Kept since {dayOfVersion(first)}</>}
        {document.versions.length > 1 && <> · {count(document.versions.length, 'version')}</>}
        {current !== null && current.kind !== 'text' && <> · PDF</>}
        {document.waiting && <> · waiting to sync</>}
      </p>
      {changes.length > 0 && <p><ChangedTag doubtful={changes.every(({ doubtful }) => doubtful)} /></p>}
    </li>
  )
}

export function UnreadRow({ unread: { type, url, text, reason } }: { unread: Unread }) {
  const { why, next } = refusalWords(reason)
  return (
    <li class="entry">
      <h3>{typeWords(type)}</h3>
      {text !== null && !invisible(text) && <p class="row-sub">Linked as “<Words text={text} limit={120} />”</p>}
      <p>Not read: {why}. {next}</p>
      {url !== null && <Address url={url} what="Open it" />}
    </li>
  )
}

/** `doubtful`: what stands there now cannot be compared surely, so nothing is announced. */
export function ChangedTag({ doubtful }: { doubtful: boolean }) {
  return doubtful ? <Tag>May have changed since: not sure</Tag> : <Tag warn>Changed since you bought</Tag>
}

export function Tag({ children, warn = false }: { children: ComponentChildren; warn?: boolean }) {
  return <span class={warn ? 'tag warn' : 'tag'}>{children}</span>
}

/** "No. 4711 of 3 May 2026", as the words of a link. */
function orderName(order: OrderView | undefined, acceptance: Pick<AcceptanceView, 'at'>): string {
  const date = order?.orderDate ?? order?.created ?? acceptance.at
  const day = clip(formatDate(date, undefined, 'medium'), 40)
  return order?.orderNumber == null ? `your order of ${day}` : `your order No. ${clip(order.orderNumber, 40)} of ${day}`
}

export function OrderLink({ orders, acceptance }: { orders: OrderView[]; acceptance: AcceptanceView }) {
  const order = orders.find(({ id }) => id === acceptance.order)
  return <a href={fragmentOf({ name: 'order', order: acceptance.order })}><bdi>{orderName(order, acceptance)}</bdi></a>
}
