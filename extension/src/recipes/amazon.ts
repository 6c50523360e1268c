// Amazon: the page of one order, of three generations, and its print view. The page after buying names no order.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

const NUMBER = /(\d{3}-\d{7}-\d{7}|D\d{2}-\d{7}-\d{7})/

export const recipe = {
  id: 'amazon',
  version: 1,
  applies: {
    host: /(?:^|\.)amazon\.(?:com|ca|de|fr|it|es|nl|se|pl|ie|in|sg|ae|sa|eg|cn|co\.(?:uk|jp|za)|com\.(?:au|be|br|mx|tr))$/,
    url: /[?&]order_?id=(?:\d{3}|D\d{2})-\d{7}-\d{7}/i,
  },
  proofs: [
    { says: 'order', at: '#orderDetails, [data-component="orderDetailsTitle"]', confidence: 90 },
    { says: 'order', url: /\/print\.html/, confidence: 80 },
  ],
  fields: {
    orderNumber: [
      { at: '[data-component="orderId"]', match: NUMBER, confidence: 90 },
      { at: '.order-date-invoice-item bdi, .yohtmlc-order-id bdi', match: NUMBER, confidence: 90 },
      { url: /[?&]order_?id=((?:\d{3}|D\d{2})-\d{7}-\d{7})/i, confidence: 90 },
    ],
    orderDate: [{ at: '[data-component="orderDate"]', confidence: 90 }, { at: '.order-date-invoice-item:first-child', confidence: 80 }],
    // Its dollar is the American one; what is charged in another currency is printed with that currency's code, and outweighs this.
    currency: [{ url: /^https:\/\/(?:[a-z]+\.)?amazon\.com\//, says: 'USD', confidence: 60 }],
    vendorName: [{ url: /^/, says: 'Amazon', confidence: 90 }],
  },
  items: [
    {
      rows: '[data-component="purchasedItems"] .a-fixed-left-grid',
      confidence: 94,
      name: [{ at: '[data-component="itemTitle"]' }],
      quantity: [{ at: '.od-item-view-qty' }],
      unprinted: 1,
      unitPrice: [{ at: '[data-component="unitPrice"] .a-offscreen' }],
      url: [{ at: '[data-component="itemTitle"] a', attribute: 'href' }],
      seller: [{ at: '[data-component="orderedMerchant"] a' }, { at: '[data-component="orderedMerchant"]', match: /[:：]\s*(.+)$/ }],
    },
    {
      rows: 'div:has(> .yohtmlc-item)',
      confidence: 94,
      name: [{ at: '.yohtmlc-item > .a-row:first-child > a' }],
      quantity: [{ at: '.item-view-qty' }],
      unprinted: 1,
      unitPrice: [{ at: '.yohtmlc-item .a-color-price' }],
      url: [{ at: '.yohtmlc-item > .a-row:first-child > a', attribute: 'href' }],
      seller: [{ at: '.yohtmlc-item > .a-row:nth-child(2) > .a-color-secondary', match: /[:：]\s*(.+)$/ }],
    },
    {
      rows: 'tr:has(> td > i + br)',
      confidence: 84,
      // "2 of: Beam, oak" in the first line, with a part of the name outside its element. By weight, "2 (1.04 lb) of:", the price is the line's
      // and stands beside the one of a pound: then neither is a piece's.
      name: [{ at: ':scope > td:first-child', match: /^[^:：\n]{1,24}[:：]\s*([^\n]+)/ }],
      quantity: [{ at: ':scope > td:first-child', match: /^(\d+)\s/ }],
      unitPrice: [{ at: ':scope > td:last-child' }],
      seller: [{ at: ':scope > td:first-child > .tiny', match: /^[^:：\n]{1,40}[:：]\s*([^(\n]+)/ }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/alexdlaird/amazon-orders',
    files: [
      'amazonorders/selectors.py@05cfaef',
      'tests/resources/orders@3a112b5',
    ],
  },
  {
    project: 'https://github.com/jbms/beancount-import',
    files: [
      'testdata/source/amazon@0447ba9',
      'testdata/source/amazon_large@0447ba9',
    ],
  },
]

export const examples: Example[] = [
  {
    it: 'reads an order whose goods have one seller, and counts one piece where no number is on the picture',
    url: 'https://www.amazon.co.uk/your-orders/order-details?orderID=202-1234567-7654321',
    lang: 'en-GB',
    body: `<div id="orderDetails"><div data-component="orderDate"><span>4 May 2026</span></div><div data-component="orderId"><span>202-1234567-7654321</span></div><div data-component="purchasedItems">
      <div class="a-fixed-left-grid"><div data-component="itemImage"><div class="od-item-view-qty"><span> 2 </span></div></div><div data-component="itemTitle"><a href="/dp/B000000001?ref_=x">Rope, 5 m</a></div>
        <div data-component="orderedMerchant"><span>Sold by: <a href="/sp?seller=A1">Knot &amp; Co</a></span></div><div data-component="unitPrice"><span class="a-price"><span class="a-offscreen">£4.50</span><span aria-hidden="true">£4.50</span></span></div></div>
      <div class="a-fixed-left-grid"><div data-component="itemTitle"><a href="/dp/B000000002">Hook</a></div><div data-component="orderedMerchant"><span>Sold by: <a href="/sp?seller=A1">Knot &amp; Co</a></span></div>
        <div data-component="unitPrice"><span class="a-price"><span class="a-offscreen">£1.25</span><span aria-hidden="true">£1.25</span></span></div></div></div></div>`,
    reads: {
      proofs: ['order'],
      orderNumber: '202-1234567-7654321',
      orderDate: '2026-05-04',
      items: [['Rope, 5 m', 2, '4.50', null], ['Hook', 1, '1.25', null]],
      urls: ['https://www.amazon.co.uk/dp/B000000001', 'https://www.amazon.co.uk/dp/B000000002'],
      seller: 'Knot & Co',
      vendorName: 'Amazon',
    },
  },
  {
    it: 'names no seller where goods have several, on the older page',
    url: 'https://www.amazon.com/gp/your-account/order-details?ie=UTF8&orderID=111-1234567-7654321',
    lang: 'en-us',
    body: `<div id="orderDetails"><span class="order-date-invoice-item">Ordered on May 4, 2020</span><span class="order-date-invoice-item">Order# <bdi dir="ltr">111-1234567-7654321</bdi></span>
      <div><div class="item-view-left-col-inner"><span class="item-view-qty">3</span></div><div class="yohtmlc-item"><div class="a-row"><a href="/gp/product/B000000003">Pulley</a></div><div class="a-row"><span class="a-size-small a-color-secondary">Sold by: Hoist Ltd</span></div>
        <div class="a-row"><span class="a-size-small a-color-price">$7.00</span></div></div></div>
      <div><div class="yohtmlc-item"><div class="a-row"><a href="/gp/product/B000000004">Wheel</a></div><div class="a-row"><span class="a-size-small a-color-secondary">Sold by: Amazon.com</span></div><div class="a-row"><span class="a-size-small a-color-price">$2.00</span></div></div></div></div>`,
    reads: {
      proofs: ['order'],
      orderNumber: '111-1234567-7654321',
      orderDate: '2020-05-04',
      items: [['Pulley', 3, '7.00', null], ['Wheel', 1, '2.00', null]],
      urls: ['https://www.amazon.com/gp/product/B000000003', 'https://www.amazon.com/gp/product/B000000004'],
      currency: 'USD',
      vendorName: 'Amazon',
    },
  },
  {
    it: 'reads the print view',
    url: 'https://www.amazon.com/gp/css/summary/print.html?orderID=113-1234567-7654321',
    lang: 'en',
    body: `<center><b class="h1">Final Details for Order #113-1234567-7654321</b></center><table><tbody><tr><td><b>Items Ordered</b></td><td><b>Price</b></td></tr>
      <tr><td valign="top"> 2 of: <i>Beam</i>, oak<br> <span class="tiny">Sold by: Timber LLC (<a>seller profile</a>)<br><br> Condition: New<br></span></td><td align="right"> $30.00<br></td></tr>
      <tr><td valign="top"> 1.04 lb of: <i>Nails</i><br> <span class="tiny">Sold by: Timber LLC<br></span></td><td align="right"> ($1.69/lb) $1.76<br></td></tr></tbody></table>`,
    reads: { proofs: ['order'], orderNumber: '113-1234567-7654321', items: [['Beam, oak', 2, '30.00', null], ['Nails', null, null, null]], seller: 'Timber LLC', currency: 'USD', vendorName: 'Amazon' },
  },
  { it: 'reads nothing from another host', url: 'https://amazon.com.example/order-details?orderID=111-1234567-7654321', body: '<div id="orderDetails"></div>', reads: {} },
]
