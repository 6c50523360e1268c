import type { OrderView } from '../../../extension/src/app.ts'

let made = 0

/** An order with nothing read but what is given. */
export function order(part: Partial<OrderView> = {}): OrderView {
  return {
    id: String(++made).padStart(32, '0'),
    vendor: 'lantern.example',
    vendorName: null,
    orderNumber: null,
    confirmationNumber: null,
    orderDate: null,
    status: null,
    seller: null,
    total: null,
    currency: null,
    subtotal: null,
    shipping: null,
    tax: null,
    discount: null,
    items: null,
    payment: null,
    delivery: null,
    returnPolicy: null,
    invoiceUrl: null,
    note: null,
    created: null,
    deleted: false,
    byHand: false,
    corrected: [],
    fromPage: {},
    howRead: {},
    sources: [],
    waiting: false,
    readOnly: false,
    ...part,
  }
}
