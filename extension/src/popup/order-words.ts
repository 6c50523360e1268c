/** The field's terms as a person says them. */
import type { Delivery, FieldName, OrderStatus, Payment, PaymentKind } from '../capture/types.ts'
import { formatDate, formatDays } from '../ui/dates.ts'
import { clip } from '../ui/text.ts'

export const STATUS: Record<OrderStatus, string> = {
  OrderProcessing: 'Being prepared',
  OrderPaymentDue: 'Waiting for payment',
  OrderPickupAvailable: 'Ready for pick-up',
  OrderInTransit: 'On its way',
  OrderDelivered: 'Delivered',
  OrderCancelled: 'Cancelled',
  OrderReturned: 'Returned',
  OrderProblem: 'Has a problem',
}

const PAID: Record<PaymentKind, string> = {
  card: 'Card',
  wallet: 'Wallet',
  'bank-transfer': 'Bank transfer',
  'direct-debit': 'Direct debit',
  invoice: 'Invoice',
  instalments: 'Instalments',
  'cash-on-delivery': 'Cash on delivery',
  'gift-card': 'Gift card',
}

/** "Visa ending in 4242", "Invoice (Klarna)", "Bank transfer". */
export function paymentWords({ kind, brand, last4 }: Payment): string {
  const name = brand === null ? null : clip(brand, 40)
  const plain = kind === null ? null : PAID[kind]
  const what = name === null ? (plain ?? 'Card') : plain === null || kind === 'card' || kind === 'wallet' ? name : `${plain} (${name})`
  return last4 === null ? what : `${what} ending in ${last4}`
}

/** "November 24 – 26, 2026" in the person's way; null where no day is known. */
export function expectedWords({ expectedFrom, expectedUntil }: Delivery, locale?: string): string | null {
  if (expectedUntil === null) return expectedFrom === null ? null : `from ${formatDate(expectedFrom, locale)}`
  return expectedFrom === null ? `by ${formatDate(expectedUntil, locale)}` : formatDays(expectedFrom, expectedUntil, locale)
}

export const FIELD: Record<FieldName, string> = {
  orderNumber: 'Order number',
  confirmationNumber: 'Confirmation number',
  orderDate: 'Order date',
  status: 'Status',
  total: 'Total',
  currency: 'Currency',
  items: 'Items',
  subtotal: 'Subtotal',
  shipping: 'Shipping',
  tax: 'Tax',
  discount: 'Discount',
  vendorName: 'Shop',
  seller: 'Seller',
  payment: 'Payment',
  delivery: 'Delivery',
  returnPolicy: 'Returns',
  invoiceUrl: 'Invoice',
}
