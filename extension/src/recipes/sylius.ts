// Sylius 1 and 2: the thank-you page, whose number is in a link, and version 1's page of one order.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'sylius',
  version: 1,
  applies: { at: '#sylius-thank-you, #show-order-in-account, #sylius-order' },
  // The same table stands on the last step before the order is placed.
  proofs: [
    { says: 'placed', at: '#sylius-thank-you, #show-order-in-account', confidence: 90 },
    { says: 'order', at: '#sylius-order', url: /\/account\/orders\/[^/?#]+\/?(?:[?#]|$)/, confidence: 90 },
  ],
  fields: {
    orderNumber: [
      { at: '#sylius-show-order-in-account, #show-order-in-account', attribute: 'href', match: /\/orders\/([^/?#]+)\/?$/, confidence: 90 },
      { url: /\/account\/orders\/([^/?#]+)\/?(?:[?#]|$)/, confidence: 90 },
    ],
    total: [{ at: '#sylius-order #total', confidence: 90 }],
    subtotal: [{ at: '#sylius-order #subtotal', confidence: 90 }],
    shipping: [{ at: '#sylius-order #shipping-total', confidence: 90 }],
    tax: [{ at: '#sylius-order #tax-total', confidence: 90 }],
  },
  items: [
    {
      rows: '#sylius-order > tbody > tr',
      confidence: 94,
      name: [{ at: '.sylius-product-name' }],
      unitPrice: [{ at: '.sylius-unit-price' }],
      quantity: [{ at: ':scope > td:nth-child(3)' }],
      total: [{ at: ':scope > td:nth-child(4)' }],
      sku: [{ at: '.sylius-product-variant-code' }],
      url: [{ at: 'a.sylius-product-name', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/Sylius/Sylius',
    files: [
      'src/Sylius/Bundle/ShopBundle/Resources/views/Order/thankYou.html.twig@143160a',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Account/Order/Show/_header.html.twig@3c3e3ea',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Common/Order/_table.html.twig@0b55534',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Common/Order/Table/_item.html.twig@0bb8bb9',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Common/Order/Table/_totals.html.twig@090ef22',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Common/Order/Table/_shipping.html.twig@09b1ebe',
      'src/Sylius/Bundle/ShopBundle/Resources/views/Common/Product/_variant.html.twig@4bf30ce',
      'src/Sylius/Bundle/ShopBundle/templates/order/thank_you/buttons/logged_in/show_order.html.twig@549d9ce',
      'src/Sylius/Bundle/ShopBundle/templates/shared/buttons.html.twig@0f72863',
    ],
  },
]

const order = `<table class="ui celled table" id="sylius-order"><tbody><tr><td><div class="ui header"><div class="content"><a href="/en_US/products/kite" class="sylius-product-name">Kite</a><span class="sub header sylius-product-variant-code">kite-red</span></div></div></td>
  <td><span class="sylius-unit-price">€30.00</span></td><td>2</td><td>€60.00</td></tr></tbody>
  <tfoot><tr><th colspan="4" id="subtotal">Items total: €60.00</th></tr><tr><td colspan="4" id="shipping-total">Shipping total: €5.50</td></tr><tr><td colspan="4" id="tax-total">Tax total: €0.00</td></tr><tr><td colspan="4" id="total">Total: €65.50</td></tr></tfoot></table>`

export const examples: Example[] = [
  {
    it: 'reads the number from the link on the thank-you page',
    url: 'https://sky.example/en_US/order/thank-you',
    body: '<h1><div class="content" id="sylius-thank-you">Thank you!</div></h1><a href="/en_US/account/orders/000000041" id="sylius-show-order-in-account">View order</a>',
    reads: { proofs: ['placed'], orderNumber: '000000041' },
  },
  {
    it: 'reads the number from the link of version 2',
    url: 'https://sky.example/en_US/order/thank-you',
    body: '<h1>Thank you!</h1><a class="btn btn-primary" id="show-order-in-account" href="/en_US/account/orders/000000042">View order</a>',
    reads: { proofs: ['placed'], orderNumber: '000000042' },
  },
  {
    it: "never takes a guest's secret link for a number",
    url: 'https://sky.example/en_US/order/thank-you',
    body: '<h1><div id="sylius-thank-you">Thank you!</div></h1><a href="/en_US/order/kJ8sQw2Zx1" id="payment-method-page">Change payment method</a>',
    reads: { proofs: ['placed'] },
  },
  {
    it: 'reads an order in the account',
    url: 'https://sky.example/en_US/account/orders/000000041',
    lang: 'en',
    body: order,
    reads: { proofs: ['order'], orderNumber: '000000041', total: '65.50', currency: 'EUR', subtotal: '60.00', shipping: '5.50', tax: '0.00', items: [['Kite', 2, '30.00', '60.00']], sku: ['kite-red'], urls: ['https://sky.example/en_US/products/kite'] },
  },
  { it: 'reads nothing where the order is still to be placed', url: 'https://sky.example/en_US/checkout/complete', lang: 'en', body: order, reads: {} },
]
