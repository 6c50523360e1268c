/** Where each thing of an order was read and how sure it is: on demand, because it is rarely wanted and long. */
import type { OrderView } from '../app.ts'
import { FIELD_NAMES, type FieldName } from '../capture/types.ts'
import { Words } from '../ui/components.tsx'
import { formatMoment } from '../ui/dates.ts'
import { clip } from '../ui/text.ts'
import { FIELD } from './order-words.ts'
import { howWords } from './signals.ts'

const SOURCE: Record<string, string> = { page: 'Read on', manual: 'Written by you', import: 'Imported', mail: 'From a mail' }
const MOST_SOURCES = 20

export function Provenance({ order }: { order: OrderView }) {
  const read = FIELD_NAMES.flatMap((field) => (Object.hasOwn(order.howRead, field) ? [[field, order.howRead[field]] as const] : []))
  const own = order.corrected.filter((field): field is FieldName => (FIELD_NAMES as readonly string[]).includes(field))
  if (read.length + own.length + order.sources.filter(({ url }) => url !== null).length === 0) return null
  return (
    <details class="how">
      <summary>How this was read</summary>
      <dl class="facts">
        {read.map(([field, how]) => how !== undefined && <div key={field}><dt>{FIELD[field]}</dt><dd>{howWords(how)}</dd></div>)}
        {own.map((field) => <div key={field}><dt>{FIELD[field]}</dt><dd>your word</dd></div>)}
      </dl>
      <ul class="seen">
        {order.sources.slice(0, MOST_SOURCES).map(({ kind, url, time }) => (
          <li key={`${kind} ${url ?? ''} ${time}`}>
            {SOURCE[kind] ?? 'From'} {url !== null && <span class="address"><Words text={url.replace(/^https?:\/\//, '')} limit={200} /></span>} <span class="quiet">{clip(formatMoment(time), 60)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
