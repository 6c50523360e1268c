/** What an order's page says beside numbers, sums and goods: payment, delivery, status, seller, invoice and returns. */
import { cleanText, fold } from '../clean.ts'
import { deliveries } from './delivery.ts'
import { readDetails, type DetailLine, type DetailLink } from './lines.ts'
import { payments } from './payment.ts'
import { returnPolicies } from './returns.ts'
import { statuses } from './status.ts'
import type { MoneyHints } from '../money.ts'
import { labelKind } from '../label-text.ts'
import type { Labelled } from '../labels.ts'
import type { Page } from '../text.ts'
import type { Candidate, Candidates } from '../types.ts'
import { cleanUrl } from '../url.ts'

/** `base`: the day that dates without a year follow, in milliseconds. */
export function readOther(page: Page, labels: readonly Labelled[], hints: MoneyHints, base: number): Pick<Candidates, 'payment' | 'delivery' | 'status' | 'seller' | 'invoiceUrl' | 'returnPolicy'> {
  const { lines, links } = readDetails(page)
  return {
    payment: payments(page, labels, lines),
    delivery: deliveries(page, labels, lines, links, hints, base),
    status: statuses(page, labels),
    seller: sellers(labels, lines),
    invoiceUrl: invoices(page, links),
    returnPolicy: returnPolicies(page, links),
  }
}

/** Several sellers are several candidates, none of which wins. */
function sellers(labels: readonly Labelled[], lines: readonly DetailLine[]): Candidate<string>[] {
  const found = new Map<string, string>()
  const add = (text: string): void => {
    const [first = ''] = text.split(/[\u001f|·•(]|\s(?:and|und|et|y|e|en)\s(?:shipped|fulfilled|dispatched|sold|versand|versendet|expedie|expédié|enviado|spedito|verzonden|entregue)/iu)
    const name = cleanText(first.replace(/^[\s:：]+/u, '').replace(/[\s.,;]+$/u, ''), 80)
    if (name !== null && name.length <= 60 && name.split(' ').length <= 8 && /\p{L}{2}/u.test(name) && labelKind(name) === null) found.set(fold(name), name)
  }
  for (const entry of labels) if (entry.kind === 'seller') add(entry.text)
  for (const { kind, text } of lines) if (kind === 'seller') add(text)
  return [...found.values()].slice(0, 4).map((value) => ({ value, confidence: 74, signal: 'label:seller' }))
}

/** An address that led to the document by its query leads nowhere without it. */
function invoices(page: Page, links: readonly DetailLink[]): Candidate<string>[] {
  const found = new Set<string>()
  for (const { kind, href } of links) {
    if (kind !== 'invoice' || /\?.*\d/.test(href)) continue
    const url = cleanUrl(href, page.url)
    if (url !== null && !url.includes('…') && url !== cleanUrl(page.url)) found.add(url)
  }
  return [...found].slice(0, 3).map((value) => ({ value, confidence: 70, signal: 'link:invoice' }))
}
