// BigCommerce: the order confirmation of its checkout, an application that renders late, and Cornerstone's page of one order.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'bigcommerce',
  version: 1,
  applies: { at: '[data-test="order-confirmation-order-number-text"], .account-reorder-form input[name="orderid"]' },
  proofs: [
    { says: 'failed', at: '.optimizedCheckout-headingOrderIncomplete', confidence: 90 },
    { says: 'placed', at: '[data-test="order-confirmation-order-number-text"]', confidence: 90 },
    { says: 'order', at: '.account-reorder-form input[name="orderid"]', confidence: 90 },
  ],
  fields: {
    orderNumber: [
      { at: '[data-test="order-confirmation-order-number-text"] strong', confidence: 90 },
      { at: '[data-test="order-confirmation-order-number-text"]', confidence: 80 },
      { at: '.account-reorder-form input[name="orderid"]', attribute: 'value', confidence: 90 },
    ],
    // In another currency than the shop's this one is only an estimate.
    total: [{ at: '[data-test="cart-total"]:not(:has([data-test="cart-price-value-superscript"])) [data-test="cart-price-value"]', confidence: 90 }],
    currency: [{ at: '[data-test="cart-total"]:not(:has([data-test="cart-price-value-superscript"])) [data-test="cart-price-label"]', match: /\(([A-Z]{3})\)\s*$/, confidence: 90 }],
    subtotal: [{ at: '[data-test="cart-subtotal"] [data-test="cart-price-value"]', confidence: 90 }],
    shipping: [{ at: '[data-test="cart-shipping"] [data-test="cart-price-value"]', confidence: 90 }],
    tax: [{ at: '[data-test="cart-taxes"] [data-test="cart-price-value"]', confidence: 90 }],
    // Coupons are lines of their own.
    discount: [{ at: 'body:not(:has([data-test="cart-coupon"])) [data-test="cart-discount"] [data-test="cart-price-value"]', confidence: 90 }],
  },
  // Of many goods the first few are shown, so they have to add up to the number above them.
  items: [
    {
      rows: '[data-test="cart-item"]',
      confidence: 94,
      name: [{ at: '[data-test="cart-item-product-title"]:has(.body-bold)', own: true }, { at: '[data-test="cart-item-product-title"]', match: /^\d+\s*x\s+(.+)$/ }],
      quantity: [{ at: '[data-test="cart-item-product-title"]', match: /^(\d+)\W*x\b/ }],
      total: [{ at: '[data-test="cart-item-product-price--afterDiscount"]' }, { at: '[data-test="cart-item-product-price"]' }],
      count: { at: '[data-test="cart-count-total"]' },
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/bigcommerce/checkout-js',
    files: [
      'packages/core/src/app/order/OrderStatus.tsx@1b3a5b6',
      'packages/core/src/app/order/OrderIncompleteHeader.tsx@0655497',
      'packages/core/src/app/order/OrderSummaryItems.tsx@01a689b',
      'packages/core/src/app/order/OrderSummaryItem.tsx@06db087',
      'packages/core/src/app/order/OrderSummarySubtotals.tsx@05d84ac',
      'packages/core/src/app/order/OrderSummaryDiscount.tsx@257b036',
      'packages/core/src/app/order/OrderSummaryTotal.tsx@0259866',
      'packages/core/src/app/order/OrderSummaryPrice.tsx@0559c69',
    ],
  },
  {
    project: 'https://github.com/bigcommerce/cornerstone',
    files: [
      'templates/pages/account/orders/details.html@0abb74b',
    ],
  },
]

const confirmation = (total: string, count: string): string => `<div class="orderConfirmation"><h1 data-test="order-confirmation-heading">Thank you Kim!</h1>
  <p data-test="order-confirmation-order-number-text">Your order number is <strong>4417</strong></p><p data-test="order-confirmation-order-status-text">An email will follow.</p></div>
  <article><h3 data-test="cart-count-total">${count}</h3><ul class="productList"><li><div class="product" data-test="cart-item"><h4 data-test="cart-item-product-title"><span class="body-bold">2 x </span>Lamp</h4>
  <div data-test="cart-item-product-price--afterDiscount">$36.00</div><div data-test="cart-item-product-price">$40.00</div></div></li>
  <li><div class="product" data-test="cart-item"><h4 data-test="cart-item-product-title">1 x Bulb E27</h4><div data-test="cart-item-product-price">$4.00</div></div></li></ul>
  <div data-test="cart-subtotal"><span data-test="cart-price-value">$40.00</span></div><div data-test="cart-discount"><span data-test="cart-price-value">-$1.00</span></div><div data-test="cart-shipping"><span data-test="cart-price-value">$6.00</span></div><div data-test="cart-taxes"><span data-test="cart-price-value">$3.20</span></div>
  <div data-test="cart-total"><span data-test="cart-price-label">Total (AUD)  </span><span data-test="cart-price-value">$48.20</span>${total}</div></article>`

export const examples: Example[] = [
  {
    it: 'reads the confirmation',
    url: 'https://glow.example/checkout/order-confirmation',
    lang: 'en',
    body: confirmation('', '3 Items'),
    reads: { proofs: ['placed'], orderNumber: '4417', total: '48.20', currency: 'AUD', subtotal: '40.00', shipping: '6.00', tax: '3.20', discount: '1.00', items: [['Lamp', 2, null, '36.00'], ['Bulb E27', 1, null, '4.00']] },
  },
  {
    it: 'takes no estimate for a total, and not some of the goods for all',
    url: 'https://glow.example/checkout/order-confirmation',
    lang: 'en',
    body: confirmation('<sup data-test="cart-price-value-superscript">*</sup>', '9 Items'),
    reads: { proofs: ['placed'], orderNumber: '4417', subtotal: '40.00', shipping: '6.00', tax: '3.20', discount: '1.00' },
  },
  {
    it: 'says that an order came to nothing',
    url: 'https://glow.example/checkout/order-confirmation',
    body: '<h3 class="optimizedCheckout-headingOrderIncomplete" data-test="order-confirmation-heading">Payment failed</h3><p data-test="order-confirmation-order-number-text">Your order number is <strong>4417</strong></p>',
    reads: { proofs: ['failed'] },
  },
  {
    it: "reads the number of an order in a person's account",
    url: 'https://glow.example/account.php?action=view_order&order_id=4417',
    body: '<h2 class="page-heading">Order #4417</h2><form class="account-reorder-form"><input type="hidden" name="orderid" value="4417"></form>',
    reads: { proofs: ['order'], orderNumber: '4417' },
  },
]
