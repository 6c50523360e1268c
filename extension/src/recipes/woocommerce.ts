// WooCommerce (WordPress): the order received page, classic and of blocks, and the account's page of one order.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'woocommerce',
  version: 1,
  applies: { at: '.woocommerce-order, .wc-block-order-confirmation-summary-list, .wc-block-order-confirmation-status__actions, mark.order-number' },
  // Without the key that the order's address carries the page thanks for an order and says nothing of it.
  proofs: [
    { says: 'failed', at: '.woocommerce-thankyou-order-failed, .wc-block-order-confirmation-status__actions', confidence: 90 },
    { says: 'placed', at: '.woocommerce-order-overview__order strong', confidence: 90 },
    { says: 'placed', at: '.wc-block-order-confirmation-summary-list-item__value', confidence: 90 },
    { says: 'order', at: 'mark.order-number', confidence: 80 },
  ],
  fields: {
    orderNumber: [
      { at: '.woocommerce-order-overview__order strong', confidence: 90 },
      { at: '.wc-block-order-confirmation-summary-list-item:first-child .wc-block-order-confirmation-summary-list-item__value', confidence: 80 },
      { at: 'mark.order-number', confidence: 80 },
    ],
    orderDate: [
      { at: '.woocommerce-order-overview__date strong', confidence: 90 },
      { at: '.wc-block-order-confirmation-summary-list-item:nth-child(2) .wc-block-order-confirmation-summary-list-item__value', confidence: 80 },
      { at: 'mark.order-date', confidence: 80 },
    ],
    total: [
      { at: '.woocommerce-order-overview__total strong > .woocommerce-Price-amount', confidence: 90 },
      { at: '.woocommerce-order-overview__total strong', confidence: 80 },
      { at: '.wc-block-order-confirmation-summary-list-item:nth-child(3) .wc-block-order-confirmation-summary-list-item__value', confidence: 80 },
    ],
  },
  items: [
    {
      rows: '.woocommerce-order-details tr.order_item, .wc-block-order-confirmation-totals__table tr.order_item',
      confidence: 94,
      name: [
        { at: ':scope > td:first-child > a' },
        { at: ':scope > td.product-name, :scope > td.wc-block-order-confirmation-totals__product', own: true },
      ],
      // After a refund what was ordered stands struck out beside what is left, and the price is still of the former.
      quantity: [{ at: '.product-quantity > del' }, { at: '.product-quantity', own: true }],
      total: [
        { at: ':scope > td.product-total .woocommerce-Price-amount' },
        { at: ':scope > td.wc-block-order-confirmation-totals__total .woocommerce-Price-amount' },
      ],
      url: [{ at: ':scope > td:first-child > a', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/woocommerce/woocommerce',
    files: [
      'plugins/woocommerce/templates/checkout/thankyou.php@09040b1',
      'plugins/woocommerce/templates/order/order-details.php@085a15a',
      'plugins/woocommerce/templates/order/order-details-item.php@17c6bd0',
      'plugins/woocommerce/templates/myaccount/view-order.php@15058e1',
      'plugins/woocommerce/src/Blocks/BlockTypes/OrderConfirmation/Status.php@01769ef',
      'plugins/woocommerce/src/Blocks/BlockTypes/OrderConfirmation/Summary.php@72fee9d',
      'plugins/woocommerce/src/Blocks/BlockTypes/OrderConfirmation/Totals.php@123d499',
    ],
  },
]

const rows = `
  <tr class="woocommerce-table__line-item order_item"><td class="woocommerce-table__product-name product-name"><a href="https://kiosk.example/product/teapot/">Teapot, blue</a>
    <strong class="product-quantity">&times;&nbsp;2</strong></td>
    <td class="woocommerce-table__product-total product-total"><span class="woocommerce-Price-amount amount"><bdi>1.018,00&nbsp;<span>€</span></bdi></span></td></tr>
  <tr class="woocommerce-table__line-item order_item"><td class="woocommerce-table__product-name product-name">Tea towel <strong class="product-quantity">&times;&nbsp;<del>3</del> <ins>2</ins></strong>
    <ul class="wc-item-meta"><li>Colour: red</li></ul></td>
    <td class="woocommerce-table__product-total product-total"><span class="woocommerce-Price-amount amount"><bdi>27,00&nbsp;<span>€</span></bdi></span></td></tr>`

export const examples: Example[] = [
  {
    it: 'reads the classic order received page, and what was ordered where a part was refunded',
    url: 'https://kiosk.example/kasse/order-received/8812/?key=wc_order_x',
    lang: 'de-DE',
    body: `<div class="woocommerce-order"><p class="woocommerce-thankyou-order-received">Danke.</p>
      <ul class="woocommerce-order-overview order_details">
        <li class="woocommerce-order-overview__order order">Bestellnummer: <strong>8812</strong></li>
        <li class="woocommerce-order-overview__date date">Datum: <strong>3. Mai 2026</strong></li>
        <li class="woocommerce-order-overview__total total">Gesamt: <strong><span class="woocommerce-Price-amount amount"><bdi>1.049,90&nbsp;<span>€</span></bdi></span></strong></li>
      </ul>
      <section class="woocommerce-order-details"><table class="shop_table order_details"><tbody>${rows}</tbody></table></section></div>`,
    reads: {
      proofs: ['placed'],
      orderNumber: '8812',
      orderDate: '2026-05-03',
      total: '1049.90',
      currency: 'EUR',
      items: [['Teapot, blue', 2, null, '1018.00'], ['Tea towel', 3, null, '27.00']],
      urls: ['https://kiosk.example/product/teapot/', null],
    },
  },
  {
    it: 'reads the order received page of blocks',
    url: 'https://kiosk.example/checkout/order-received/77/?key=wc_order_x',
    lang: 'en-GB',
    body: `<ul class="wc-block-order-confirmation-summary-list">
        <li class="wc-block-order-confirmation-summary-list-item"><span class="wc-block-order-confirmation-summary-list-item__key">Order number:</span> <span class="wc-block-order-confirmation-summary-list-item__value">W-77</span></li>
        <li class="wc-block-order-confirmation-summary-list-item"><span class="wc-block-order-confirmation-summary-list-item__key">Date:</span> <span class="wc-block-order-confirmation-summary-list-item__value">June 9, 2026</span></li>
        <li class="wc-block-order-confirmation-summary-list-item"><span class="wc-block-order-confirmation-summary-list-item__key">Total:</span> <span class="wc-block-order-confirmation-summary-list-item__value"><span class="woocommerce-Price-amount amount">£31.50</span></span></li>
      </ul>
      <table class="wc-block-order-confirmation-totals__table"><tbody><tr class="order_item">
        <td class="wc-block-order-confirmation-totals__product"><a href="/product/jug">Jug</a>&nbsp;<strong class="product-quantity">&times;&nbsp;3</strong></td>
        <td class="wc-block-order-confirmation-totals__total"><span class="woocommerce-Price-amount amount">£28.50</span></td></tr></tbody></table>`,
    reads: {
      proofs: ['placed'],
      orderNumber: 'W-77',
      orderDate: '2026-06-09',
      total: '31.50',
      currency: 'GBP',
      items: [['Jug', 3, null, '28.50']],
      urls: ['https://kiosk.example/product/jug'],
    },
  },
  {
    it: 'reads nothing but its failure from an order that could not be paid',
    url: 'https://kiosk.example/checkout/order-received/78/?key=wc_order_x',
    body: `<div class="woocommerce-order"><p class="woocommerce-notice--error woocommerce-thankyou-order-failed">Declined.</p>
      <section class="woocommerce-order-details"><table><tbody>${rows}</tbody></table></section></div>`,
    reads: { proofs: ['failed'] },
  },
  {
    it: 'reads nothing from the thanks that everyone sees who has not the key',
    url: 'https://kiosk.example/checkout/order-received/78/',
    body: '<div class="woocommerce-order"><p class="woocommerce-thankyou-order-received">Thank you.</p></div>',
    reads: {},
  },
  {
    it: "reads the account's page of one order",
    url: 'https://kiosk.example/my-account/view-order/79/',
    lang: 'en-GB',
    body: `<p>Order #<mark class="order-number">79</mark> was placed on <mark class="order-date">1 July 2026</mark> and is <mark class="order-status">Completed</mark>.</p>
      <section class="woocommerce-order-details"><table><tbody>${rows}</tbody></table></section>`,
    reads: {
      proofs: ['order'],
      orderNumber: '79',
      orderDate: '2026-07-01',
      items: [['Teapot, blue', 2, null, '1018.00'], ['Tea towel', 3, null, '27.00']],
      urls: ['https://kiosk.example/product/teapot/', null],
    },
  },
]
