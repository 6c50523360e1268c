/**
 * Hidden blocks that shops print on confirmation pages for those who certify them: Trusted Shops and the late Google Trusted Stores.
 * Both ask for the order's total as the customer pays it. The buyer's e-mail address in them is not read.
 */
import type { Collector, Statement } from '../types.ts'
import { paymentOf } from './payment.ts'
import { day } from './plain.ts'
import { itemsOf, statement } from './statement.ts'

export const readBlocks: Collector = ({ document, url }) => {
  const statements: Statement[] = []
  const trusted = document.querySelector('#trustedShopsCheckout')
  if (trusted !== null) {
    const part = (name: string): string | null => content(trusted, `#tsCheckout${name}`)
    const payment = paymentOf(part('OrderPaymentType'))
    const delivery = expected(part('OrderEstDeliveryDate'))
    const items = goods(trusted, '.tsCheckoutProductItem', { name: '.tsCheckoutProductName', sku: '.tsCheckoutProductSKU', gtin: '.tsCheckoutProductGTIN', url: '.tsCheckoutProductUrl' })
    statements.push(statement({
      by: 'shop', says: 'placed', signal: 'trusted-shops', number: part('OrderNr'), total: part('OrderAmount'), currency: part('OrderCurrency'), items: itemsOf(items, url),
      details: { ...(payment && { payment }), ...(delivery && { delivery }) },
    }))
  }
  const stores = document.querySelector('#gts-order')
  if (stores !== null) {
    const part = (name: string): string | null => content(stores, `#gts-o-${name}`)
    const delivery = expected(part('est-delivery-date'))
    const items = goods(stores, '.gts-item', { name: '.gts-i-name', price: '.gts-i-price', quantity: '.gts-i-quantity' })
    statements.push(statement({
      by: 'shop', says: 'placed', signal: 'trusted-stores', number: part('id'), total: part('total'), tax: part('tax-total'), shipping: part('shipping-total'), discount: part('discounts'), currency: part('currency'),
      items: itemsOf(items, url), details: { ...(delivery && { delivery }) },
    }))
  }
  return { statements: statements.filter(({ orderNumber }) => orderNumber !== null) }
}

function content(block: Element, selector: string): string | null {
  return block.querySelector(selector)?.textContent?.trim().slice(0, 500) || null
}

function goods(block: Element, row: string, parts: Record<string, string>): Record<string, string | null>[] {
  return [...block.querySelectorAll(row)].slice(0, 200).map((item) => Object.fromEntries(Object.entries(parts).map(([name, selector]) => [name, content(item, selector)])))
}

function expected(date: string | null) {
  const expectedUntil = day(date)
  return expectedUntil === null ? null : { expectedFrom: null, expectedUntil, carrier: null, trackingNumber: null, trackingUrl: null }
}
