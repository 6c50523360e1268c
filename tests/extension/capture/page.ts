/** A document from a fragment of invented markup, as the capture core sees it. */
import { parseHTML } from 'linkedom'
import { Reading, type CheckoutContext, type Options, type PageSource, type Verdict } from '../../../extension/src/capture/index.ts'

export const NOW = Date.parse('2026-11-21T12:00:00Z')

export function page(lang: string, title: string, body: string, head = ''): Document {
  return parseHTML(`<!doctype html><html lang="${lang}"><head><title>${title}</title>${head}</head><body>${body}</body></html>`).document as unknown as Document
}

export const source = (document: Document, url: string): PageSource => ({ document, url, globals: null, requests: [] })

export const readOrder = (document: Document, url: string, context: CheckoutContext | null = null, options?: Options): Verdict => new Reading(source(document, url), NOW, options).order(context)

export const readCheckout = (document: Document, url: string, at = NOW, options?: Options): CheckoutContext | null => new Reading(source(document, url), at, options).checkout()

/** The order as plain values. */
export function read(document: Document, url: string, context: CheckoutContext | null = null) {
  const verdict: Verdict = readOrder(document, url, context)
  const { order } = verdict
  return {
    action: verdict.action,
    reasons: verdict.reasons,
    number: order?.orderNumber?.value ?? null,
    total: order?.total?.value ?? null,
    currency: order?.currency?.value ?? null,
    date: order?.orderDate?.value ?? null,
    subtotal: order?.subtotal?.value ?? null,
    shipping: order?.shipping?.value ?? null,
    tax: order?.tax?.value ?? null,
    discount: order?.discount?.value ?? null,
    vendor: order?.vendorName?.value ?? null,
    items: order?.items?.value.map((item) => [item.name, item.quantity, item.unitPrice, item.total]) ?? null,
    order,
  }
}
