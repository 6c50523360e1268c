/**
 * The page that shows evidence: one file, readable without a network, without scripts. Whatever came from a page is text in it: escaped, in its
 * own direction, and never part of an address that the page would load.
 */
import type { Json } from '@counterfoil/crypto/document'
import { fromBase64url, sha256 } from '@counterfoil/crypto/encoding'
import { FIELD, paymentWords, STATUS } from '../../popup/order-words.ts'
import { webLink } from '../../ui/text.ts'
import * as values from '../../view-values.ts'
import { refusalWords } from '../refusal-words.ts'
import type { Act } from '../types.ts'
import { type DocumentEvidence, type FieldEvidence, FIELDS, type OrderEvidence } from './gather.ts'

/** Around the data. No other place of the page holds the first of them, because everything that is shown is escaped. */
export const OPEN = '<script type="application/json" id="counterfoil-evidence">'
export const CLOSE = '</script>'

const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1a2422;--ink-2:#55615e;--line:#dcdfda;--soft:#f4f5f2}
@media (prefers-color-scheme:dark){:root{--paper:#141918;--ink:#e7eceb;--ink-2:#a5b1ad;--line:#2f3936;--soft:#1c2321}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0}
.quiet{color:var(--ink-2)}
dl,table{width:100%;margin:.5rem 0}
dl{display:grid;grid-template-columns:minmax(8rem,12rem) 1fr;gap:.35rem 1rem}
dt{color:var(--ink-2)}
dd{margin:0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
th{color:var(--ink-2);font-weight:normal}
blockquote{margin:.75rem 0;padding:.5rem 1rem;border-inline-start:3px solid var(--line)}
pre{margin:.5rem 0;padding:1rem;border:1px solid var(--line);border-radius:8px;background:var(--soft);font:.9rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;unicode-bidi:plaintext}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
a{color:inherit}
@media (max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--ink-2:#444;--line:#bbb;--soft:#fff}body{max-width:none;padding:0;font-size:10.5pt}pre{border:0;padding:0;font-size:9pt}h2,h3{break-after:avoid}a{text-decoration:none}}
`

/** What comes before the data and what comes after it. */
export function pageOf(evidence: OrderEvidence, { digest, device }: { readonly digest: string; readonly device: string }): [string, string] {
  const { order, acceptance, documents, made, madeBy } = evidence
  const number = order.fields['orderNumber'] ?? order.fields['confirmationNumber']
  const title = `Order ${plain(number?.value ?? null) || 'without a number'} at ${order.vendor ?? 'an unknown shop'}`
  const before = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash()}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${said(title)}</h1>
<p class="quiet">${said(order.vendorName ?? '')}</p>
<p class="quiet">Saved on ${text(day(made))} by ${text(madeBy)}. All times are UTC, by the clock of the device that saved them.</p>
<h2>The order</h2>
${orderOf(evidence)}
<h2>What was agreed to</h2>
${acceptance ? agreedTo(acceptance) : '<p>No acceptance is known for this order.</p>'}
${documents.map((document) => documentOf(document, acceptance?.at ?? null)).join('\n')}
<h2>How to check this file</h2>
<p>The data that this page shows are in the file as well, with the exact text of each document, all digests, and a signature over the data and the page. With Counterfoil's command, offline: <code>counterfoil verify FILE</code>. Printing or saving the page anew from a browser makes another file, which cannot be checked.</p>
<dl>
<dt>Digest of the data</dt><dd><code>${digest}</code></dd>
<dt>Signed by the device</dt><dd><code>${device}</code></dd>
</dl>
<p>It shows that nothing in this file was changed since that device made it. It does not show whose device that is, and a device's clock can be wrong.</p>
`
  return [before, '\n</body>\n</html>\n']
}

function styleHash(): string {
  // Base64 as the policy wants it, which is not the spelling of the rest.
  return btoa(String.fromCharCode(...sha256(new TextEncoder().encode(STYLE))))
}

function orderOf({ order }: OrderEvidence): string {
  const rows = FIELDS.flatMap((name) => {
    const field = order.fields[name]
    return field ? [`<dt>${text(FIELD[name])}</dt><dd>${name === 'items' ? itemsOf(field.value) : said(valueOf(name, field.value))}${from(field)}</dd>`] : []
  })
  const sources = order.sources.flatMap((source) => {
    const { url, time } = objectOf(source)
    return typeof url === 'string' ? [`<li>${linked(url)}${typeof time === 'string' ? `, ${text(day(time))}` : ''}</li>`] : []
  })
  return `<dl>\n${rows.join('\n')}\n</dl>${sources.length > 0 ? `\n<h3>Read from</h3>\n<ul>\n${sources.join('\n')}\n</ul>` : ''}`
}

function from({ from: who, at, signal, confidence, page }: FieldEvidence): string {
  const how = signal === undefined ? '' : `, known by ${text(signal)}${confidence === undefined ? '' : ` (${confidence} of 100)`}`
  const said = who === 'person' ? `Written by the customer, ${text(day(at))}` : `From the shop's page, ${text(day(at))}${how}`
  const corrected = page ? `; the page said ${text(plain(page.value) || 'nothing')}, ${text(day(page.at))}` : ''
  return `<div class="quiet">${said}${corrected}</div>`
}

function valueOf(name: string, value: Json): string {
  const status = name === 'status' ? values.status(value) : null
  const payment = name === 'payment' ? values.payment(value) : null
  return (status && STATUS[status]) ?? (payment && paymentWords(payment)) ?? plain(value)
}

function itemsOf(value: Json): string {
  if (!Array.isArray(value)) return said(plain(value))
  const rows = value.map((item: Json) => {
    const { name, quantity, unitPrice, total } = objectOf(item)
    return `<tr>${[quantity, name, unitPrice, total].map((cell) => `<td>${said(plain(cell ?? null))}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr><th>Quantity</th><th>Item</th><th>Each</th><th>Total</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

const ACTS: Readonly<Record<Act, string>> = {
  ticked: 'The box beside this wording was ticked when the order was sent.',
  unticked: 'The box beside this wording was not ticked when the page was last seen.',
  button: 'The wording stood at the button that sent the order.',
}

function agreedTo({ at, act, wordings, gpc, documents }: NonNullable<OrderEvidence['acceptance']>): string {
  const read = documents.filter(({ version }) => version !== null).length
  const rows = documents.map(
    ({ type, url, text: words, digest, version, reason }) =>
      `<tr><td>${text(type ?? 'Terms')}${words === null ? '' : `<div class="quiet">${said(words)}</div>`}</td><td>${linked(url)}</td><td>${version === null ? `Not read: ${text(refusalWords(reason).why)}` : `<code>${text((digest ?? version).slice(0, 16))}…</code>`}</td></tr>`,
  )
  return `<p>Recorded on ${text(day(at))}. ${act === null ? '' : ACTS[act]}</p>
${wordings.map((wording) => `<blockquote dir="auto">${text(wording)}</blockquote>`).join('\n')}
${gpc === null ? '' : `<p>The browser ${gpc ? 'sent' : 'did not send'} the Global Privacy Control signal, which asks not to sell or share data.</p>`}
<p>${documents.length} ${documents.length === 1 ? 'document was' : 'documents were'} linked, ${read} of them read:</p>
<table><thead><tr><th>Document</th><th>Address</th><th>Digest of the text</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function documentOf(document: DocumentEvidence, agreedAt: string | null): string {
  const { type, title, url, finalUrl, language, seenAt, via, confirmed, extractor, digest, sourceDigest, size, markdown, file, kind } = document
  const seen = [day(seenAt), via === 'page' ? 'on the page that was open' : via === 'fetch' ? 'fetched without signing in' : '', confirmed ? 'seen again later' : '', isLate(seenAt, agreedAt) ? 'after the order was recorded' : '']
  const facts: [string, string][] = [
    ['Address', url === null ? '' : linked(url)],
    ['Answered by', finalUrl === null || finalUrl === url ? '' : linked(finalUrl)],
    ['First seen', text(seen.filter((part) => part !== '').join(', '))],
    ['Language', text(language ?? '')],
    ['Digest (SHA-256)', `<code>${text(digest)}</code>`],
    ['Digest of the page it was read from', sourceDigest === null ? '' : `<code>${text(sourceDigest)}</code>`],
    ['Read by', extractor === null ? '' : `version ${extractor} of the extractor`],
    ['Size', size === null ? '' : `${size} bytes`],
  ]
  const rows = facts.filter(([, value]) => value !== '').map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
  return `<h2>${said(type ?? 'Terms')}</h2>
<p>${said(title ?? '')}</p>
<dl>
${rows.join('\n')}
</dl>
${contentOf(kind, markdown, file)}`
}

const HOUR = 3_600_000
/** What was read long after the order may not be what was in force then. */
const isLate = (seenAt: string, agreedAt: string | null): boolean => agreedAt !== null && Date.parse(seenAt) - Date.parse(agreedAt) > HOUR

function contentOf(kind: string, markdown: string | null, file: string | null): string {
  // A line break right after the tag is not part of the text, so there is one that is not.
  if (markdown !== null) return `<pre dir="auto">\n${text(markdown)}</pre>`
  if (file !== null) return `<p><a download="terms.pdf" href="data:application/pdf;base64,${base64(file)}">The document as a PDF file</a></p>`
  return `<p>${kind === 'text' ? 'The text' : 'The file'} is not in here: it is larger than what is kept. Its digest proves another copy of it.</p>`
}

function base64(base64url: string): string {
  let binary = ''
  const bytes = fromBase64url(base64url)
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(binary)
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\r': '&#13;' }

/** Safe between tags and inside a quoted attribute. */
const text = (words: string): string => words.replace(/[&<>"'\r]/g, (sign) => SIGNS[sign] ?? '').replace(/\0/g, '\ufffd')

/** Somebody else's words in a line of ours: they keep their direction to themselves. */
const said = (words: string): string => (words === '' ? '' : `<bdi>${text(words)}</bdi>`)

/** Only what is an address of the web leads anywhere. */
function linked(url: string): string {
  const address = webLink(url)
  return address === null ? said(url) : `<a href="${text(address)}" rel="noreferrer noopener">${said(url)}</a>`
}

const objectOf = (value: Json): Readonly<Record<string, Json>> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {})

function plain(value: Json): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${plain(part)}`)
    .join('; ')
}

/** 2026-11-22 10:00:00 UTC. */
const day = (at: string): string => at.replace('T', ' ').replace('Z', ' UTC')
