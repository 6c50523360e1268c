// Magento 2 (Adobe Commerce): the success page, which has the number only, and the pages of one order, on screen and for print.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'magento',
  version: 1,
  applies: { at: '.checkout-success, .order-items .table-order-items tfoot' },
  proofs: [
    { says: 'placed', at: '.checkout-success .order-number, .checkout-success > p > span', confidence: 90 },
    { says: 'order', at: '.order-items .table-order-items tfoot tr.grand_total', confidence: 90 },
  ],
  fields: {
    orderNumber: [
      { at: '.checkout-success .order-number', confidence: 90 },
      { at: '.checkout-success > p:first-of-type > span', confidence: 90 },
      { at: '.page-title .base', confidence: 80 },
    ],
    orderDate: [{ at: '.order-date date', confidence: 90 }, { at: '.order-date', confidence: 80 }],
    // Both are printed where the shop shows its totals with and without tax.
    total: [{ at: '.order-items tfoot tr.grand_total_incl .price', confidence: 90 }, { at: '.order-items tfoot tr.grand_total .price', confidence: 90 }],
    subtotal: [{ at: '.order-items tfoot tr.subtotal_incl .price', confidence: 90 }, { at: '.order-items tfoot tr.subtotal .price', confidence: 90 }],
    shipping: [{ at: '.order-items tfoot tr.shipping_incl .price', confidence: 90 }, { at: '.order-items tfoot tr.shipping .price', confidence: 90 }],
    tax: [{ at: '.order-items tfoot tr.totals-tax .price, .order-items tfoot tr.totals-tax-summary .price', confidence: 90 }],
    discount: [{ at: '.order-items tfoot tr.discount .price', confidence: 90 }],
  },
  items: [
    {
      rows: '.order-items .table-order-items tr[id^="order-item-row-"]',
      confidence: 94,
      name: [{ at: '.product-item-name' }, { at: 'td.name', own: true }],
      // Ordered comes before shipped, cancelled and refunded.
      quantity: [{ at: '.items-qty .item:first-child .content' }],
      unitPrice: [{ at: 'td.price .price-including-tax .price' }, { at: 'td.price .price' }],
      total: [{ at: 'td.subtotal .price-including-tax .price' }, { at: 'td.subtotal .price' }],
      sku: [{ at: 'td.sku' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/magento/magento2',
    files: [
      'app/code/Magento/Checkout/view/frontend/templates/success.phtml@004c9bb',
      'app/code/Magento/Sales/view/frontend/templates/order/items.phtml@004c9bb',
      'app/code/Magento/Sales/view/frontend/templates/order/items/renderer/default.phtml@004c9bb',
      'app/code/Magento/Sales/view/frontend/templates/order/totals.phtml@004c9bb',
      'app/code/Magento/Sales/view/frontend/templates/order/order_date.phtml@004c9bb',
      'app/code/Magento/Sales/Block/Order/Totals.php@0849373',
      'app/code/Magento/Tax/Block/Sales/Order/Tax.php@000d7f4',
      'app/code/Magento/Tax/view/frontend/templates/item/price/unit.phtml@004c9bb',
      'app/code/Magento/Tax/view/frontend/templates/order/tax.phtml@004c9bb',
    ],
  },
]

export const examples: Example[] = [
  {
    it: 'reads the number that a guest sees',
    url: 'https://loom.example/checkout/onepage/success/',
    lang: 'de',
    body: '<div class="checkout-success"><p>Ihre Bestellnummer ist: <span>000000321</span>.</p><p>Wir senden Ihnen eine E-Mail.</p></div>',
    reads: { proofs: ['placed'], orderNumber: '000000321' },
  },
  {
    it: 'reads the number that a member sees',
    url: 'https://loom.example/checkout/onepage/success/',
    body: '<div class="checkout-success"><p>Your order number is: <a href="/sales/order/view/order_id/9/" class="order-number"><strong>3000000017</strong></a>.</p></div>',
    reads: { proofs: ['placed'], orderNumber: '3000000017' },
  },
  {
    it: 'reads the page of an order with prices before and after tax',
    url: 'https://loom.example/sales/order/view/order_id/9/',
    lang: 'en-GB',
    body: `<h1 class="page-title"><span class="base">Order # 3000000017</span></h1><div class="order-date"><span class="label">Order Date:</span> <date>2 March 2026</date></div>
      <div class="table-wrapper order-items"><table class="data table table-order-items" id="my-orders-table">
      <tbody><tr id="order-item-row-31"><td class="col name"><strong class="product name product-item-name">Wool, green</strong></td><td class="col sku">W-GR</td>
        <td class="col price"><span class="price-including-tax"><span class="cart-price"><span class="price">£6.00</span></span></span><span class="price-excluding-tax"><span class="cart-price"><span class="price">£5.00</span></span></span></td>
        <td class="col qty"><ul class="items-qty"><li class="item"><span class="title">Ordered</span><span class="content">4</span></li><li class="item"><span class="title">Shipped</span><span class="content">1</span></li></ul></td>
        <td class="col subtotal"><span class="price-including-tax"><span class="cart-price"><span class="price">£24.00</span></span></span></td></tr></tbody>
      <tfoot><tr class="subtotal"><th>Subtotal</th><td><span class="price">£20.00</span></td></tr><tr class="shipping"><th>Shipping</th><td><span class="price">£3.00</span></td></tr>
        <tr class="discount"><th>Discount</th><td><span class="price">-£2.00</span></td></tr><tr class="grand_total"><th>Grand Total (Excl.Tax)</th><td><strong><span class="price">£21.00</span></strong></td></tr>
        <tr class="totals-tax"><th>Tax</th><td><span class="price">£4.20</span></td></tr><tr class="grand_total_incl"><th>Grand Total (Incl.Tax)</th><td><strong><span class="price">£25.20</span></strong></td></tr></tfoot></table></div>`,
    reads: {
      proofs: ['order'],
      orderNumber: '3000000017',
      orderDate: '2026-03-02',
      total: '25.20',
      currency: 'GBP',
      subtotal: '20.00',
      shipping: '3.00',
      tax: '4.20',
      discount: '2.00',
      items: [['Wool, green', 4, '6.00', '24.00']],
      sku: ['W-GR'],
    },
  },
  {
    it: "reads nothing from the list of a person's orders",
    url: 'https://loom.example/sales/order/history/',
    body: '<div class="table-wrapper orders-history"><table class="data table table-order-items history" id="my-orders-table"><tbody><tr><td class="col id">000000321</td><td class="col total"><span class="price">£25.20</span></td></tr></tbody></table></div>',
    reads: {},
  },
]
