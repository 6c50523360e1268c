// OpenCart 3 and 4: the success page, which tells nothing of the order, and the account's page of one order.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'opencart',
  version: 1,
  applies: { at: '#common-success, #account-order', url: /[?&]route=(?:checkout\/success|account\/order[/.|]info)(?:&|$)/ },
  proofs: [
    { says: 'placed', at: '#common-success', url: /[?&]route=checkout\/success(?:&|$)/, confidence: 90 },
    { says: 'order', at: '#account-order', url: /[?&]order_id=\d+/, confidence: 90 },
  ],
  fields: {
    orderNumber: [{ url: /[?&]route=account\/order[/.|]info&(?:[^#]*&)?order_id=(\d+)/, confidence: 90 }],
    // Totals have no names in the page; the shop sorts the one that is paid to the end.
    total: [
      { at: '#account-order .table-responsive tfoot tr:last-child td:nth-last-child(2)', confidence: 80 },
      { at: '#account-order tr[id^="product-row-"] ~ tr:last-child td:nth-last-child(2)', confidence: 80 },
    ],
  },
  // Between versions columns came and went before the last four.
  items: [
    {
      rows: '#account-order tr[id^="product-row-"]',
      confidence: 94,
      name: [{ at: ':scope > td:first-child > a' }],
      quantity: [{ at: ':scope > td:nth-last-child(4)' }],
      unitPrice: [{ at: ':scope > td:nth-last-child(3)' }],
      total: [{ at: ':scope > td:nth-last-child(2)' }],
    },
    {
      rows: '#account-order .table-responsive table:has(> tfoot) > tbody > tr',
      confidence: 84,
      name: [{ at: ':scope > td:first-child', own: true }],
      sku: [{ at: ':scope > td:nth-child(2):nth-last-child(5)' }],
      quantity: [{ at: ':scope > td:nth-last-child(4)' }],
      unitPrice: [{ at: ':scope > td:nth-last-child(3)' }],
      total: [{ at: ':scope > td:nth-last-child(2)' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/opencart/opencart',
    files: [
      'upload/catalog/view/template/common/success.twig@00d05e4',
      'upload/catalog/view/template/account/order_info.twig@092ba5f',
    ],
  },
  {
    project: 'OpenCart 3.0 as it runs',
    files: [
      'index.php?route=account/order/info@3.0',
      'index.php?route=checkout/success@3.0',
    ],
  },
]

export const examples: Example[] = [
  {
    it: 'knows that an order was placed where nothing else is said',
    url: 'https://tools.example/index.php?route=checkout/success&language=en-gb',
    body: '<div id="common-success"><div id="content"><h1>Your order has been placed!</h1></div></div>',
    reads: { proofs: ['placed'] },
  },
  {
    it: 'does not take a new account for an order',
    url: 'https://tools.example/index.php?route=account/success',
    body: '<div id="common-success"><div id="content"><h1>Your account has been created!</h1></div></div>',
    reads: {},
  },
  {
    it: 'reads an order of version 3',
    url: 'https://tools.example/index.php?route=account/order/info&order_id=512',
    lang: 'en',
    body: `<div id="account-order"><div id="content"><table><tbody><tr><td><b>Order ID:</b> #512</td></tr></tbody></table><div class="table-responsive"><table>
      <thead><tr><td>Product Name</td><td>Model</td><td>Quantity</td><td>Price</td><td>Total</td><td></td></tr></thead>
      <tbody><tr><td>Vice<br>&nbsp;<small> - Size: 90 mm</small></td><td>V90</td><td>2</td><td>79.24€</td><td>158.48€</td><td><a href="#">Reorder</a></td></tr></tbody>
      <tfoot><tr><td colspan="3"></td><td><b>Sub-Total</b></td><td>158.48€</td><td></td></tr><tr><td colspan="3"></td><td><b>Total</b></td><td>163.40€</td><td></td></tr></tfoot></table></div></div></div>`,
    reads: { proofs: ['order'], orderNumber: '512', total: '163.40', currency: 'EUR', items: [['Vice', 2, '79.24', '158.48']], sku: ['V90'] },
  },
  {
    it: 'reads an order of version 4',
    url: 'https://tools.example/index.php?route=account/order.info&language=en-gb&customer_token=t&order_id=513',
    lang: 'en',
    body: `<div id="account-order"><div class="table-responsive"><table><thead><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th><th>Action</th></tr></thead>
      <tbody><tr id="product-row-0"><td><a href="/vice">Vice</a><ul><li><small> - Model: V90</small></li></ul></td><td>2</td><td>$80.00</td><td>$160.00</td><td><button>Reorder</button></td></tr>
      <tr><td colspan="2"></td><td><strong>Sub-Total</strong></td><td>$160.00</td><td></td></tr><tr><td colspan="2"></td><td><strong>Total</strong></td><td>$165.00</td><td></td></tr></tbody></table></div></div>`,
    reads: { proofs: ['order'], orderNumber: '513', total: '165.00', items: [['Vice', 2, '80.00', '160.00']] },
  },
]
