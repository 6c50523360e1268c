// Spree and Solidus, with the storefronts that their own generators install. One page serves as confirmation and as history.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'spree',
  version: 1,
  applies: { at: '.order-show .order-show-number, .order-page #order_summary' },
  proofs: [
    { says: 'placed', at: '.order-show .order-show-explain, .order-page .order-page__completed', confidence: 90 },
    { says: 'order', at: '.order-show .order-show-number, .order-page #order_summary', confidence: 90 },
  ],
  fields: {
    orderNumber: [{ at: '.order-page #order_summary > legend', confidence: 90 }, { at: '.order-show .order-show-number', match: /(\S*\d{6,})/, confidence: 80 }],
    orderDate: [{ at: '.order-show .order-show-number', match: /\/(.+)$/, confidence: 80 }],
    // Solidus' last line is what was paid, after store credit.
    total: [{ at: '.order-show #summary-order-total', confidence: 90 }, { at: '.order-page #line-items > div:last-child dd', confidence: 80 }],
    subtotal: [{ at: '.order-page #line-items > div:first-child dd', confidence: 80 }],
    shipping: [{ at: '.order-show [data-hook="shipping-total"]', confidence: 90 }, { at: '.order-page #shipment-total dd:only-of-type', confidence: 90 }],
    tax: [{ at: '.order-show [data-hook="tax-total"]', confidence: 90 }, { at: '.order-page #tax-adjustments dd:only-of-type', confidence: 90 }],
  },
  items: [
    {
      rows: '.order-show [data-hook="order_details_line_item_row"]',
      confidence: 94,
      name: [{ at: '.checkout-confirm-order-details-line-items-line-item-name-link' }],
      unitPrice: [{ at: '.checkout-confirm-order-details-line-items-line-item-price' }],
      quantity: [{ at: '.checkout-confirm-order-details-line-items-line-item-quantity-val' }],
      total: [{ at: '.checkout-confirm-order-details-line-items-line-item-total' }],
      url: [{ at: '.checkout-confirm-order-details-line-items-line-item-name-link', attribute: 'href' }],
    },
    {
      rows: '.order-page .order-item',
      confidence: 84,
      name: [{ at: 'h3' }],
      unitPrice: [{ at: '.order-item__price-single' }],
      quantity: [{ at: '.order-item__quantity' }, { at: '.order-item__price-single', match: /([✕×].*)$/ }],
      total: [{ at: '.order-item__price' }],
      url: [{ at: '.order-item__image a', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/spree/spree_rails_frontend',
    files: [
      'app/views/spree/orders/show.html.erb@0a1202b',
      'app/views/spree/shared/_order_details.html.erb@0a1202b',
      'app/views/spree/checkout/_summary.html.erb@0a1202b',
    ],
  },
  {
    project: 'https://github.com/solidusio/solidus_starter_frontend',
    files: [
      'templates/app/views/orders/show.html.erb@a62c8fd',
      'templates/app/views/orders/_order_details.html.erb@a62c8fd',
      'templates/app/views/orders/_order_item.html.erb@a62c8fd',
      'templates/app/views/orders/_order_item.html.erb@e660dc3',
      'templates/app/views/orders/_line_items.html.erb@f735eea',
    ],
  },
]

const solidus = (done: string, item: string): string => `<div class="order-page"><h1 class="order-page__title">Order</h1>${done}<fieldset class="order-page__info" id="order_summary"><legend>Order R100200301</legend>
  <section class="order-items"><article class="order-item"><div class="order-item__image"><a href="/products/drum"><img alt=""></a></div>${item}<div class="order-item__price"><strong>$38.00</strong></div></article></section>
  <dl class="line-items" id="line-items"><div><dt>Subtotal</dt><dd>$38.00</dd></div><div id="shipment-total"><dt>Shipping</dt><dd>$5.00</dd></div><div><dt>Order Total</dt><dd>$43.00</dd></div></dl></fieldset></div>`

export const examples: Example[] = [
  {
    it: 'reads an order of Spree just placed',
    url: 'https://band.example/orders/R640912363',
    lang: 'en-US',
    body: `<div class="order-show" id="order_summary"><h5>Order placed successfully</h5><p class="order-show-explain">We will send an email.</p><p class="order-show-number">Order R640912363 / March 2, 2026</p>
      <div data-hook="order_details_line_item_row"><div class="checkout-confirm-order-details-line-items-line-item-name"><a class="checkout-confirm-order-details-line-items-line-item-name-link" href="/products/drum">Drum</a><div class="d-lg-none">$19.00</div></div>
      <div class="checkout-confirm-order-details-line-items-line-item-price"><div>$19.00</div></div><div><span class="checkout-confirm-order-details-line-items-line-item-quantity-val">2</span></div><div class="checkout-confirm-order-details-line-items-line-item-total"><div>$38.00</div></div></div>
      <div data-hook="order_summary"><div>Shipping:</div><div data-hook="shipping-total">$5.00</div><div>Total:</div><span id="summary-order-total">$43.00</span></div></div>`,
    reads: { proofs: ['placed', 'order'], orderNumber: 'R640912363', orderDate: '2026-03-02', total: '43.00', currency: 'USD', shipping: '5.00', items: [['Drum', 2, '19.00', '38.00']], urls: ['https://band.example/products/drum'] },
  },
  {
    it: 'reads an order of Solidus just placed',
    url: 'https://band.example/orders/R100200301',
    lang: 'en-US',
    body: solidus('<p class="order-page__completed">Thank you</p>', '<div><h3>Drum</h3></div><div class="order-item__price-single">$19.00</div><div class="order-item__quantity">✕2</div>'),
    reads: { proofs: ['placed', 'order'], orderNumber: 'R100200301', total: '43.00', currency: 'USD', subtotal: '38.00', shipping: '5.00', items: [['Drum', 2, '19.00', '38.00']], urls: ['https://band.example/products/drum'] },
  },
  {
    it: 'reads an old order of a later Solidus',
    url: 'https://band.example/orders/R100200301',
    lang: 'en-US',
    body: solidus('', '<div><h3>Drum</h3><div class="order-item__price-single">$19.00 (<span>✕</span> 2)</div></div>'),
    reads: { proofs: ['order'], orderNumber: 'R100200301', total: '43.00', currency: 'USD', subtotal: '38.00', shipping: '5.00', items: [['Drum', 2, '19.00', '38.00']], urls: ['https://band.example/products/drum'] },
  },
]
