// PrestaShop 1.7, 8 and 9: order confirmation and a customer's order, in the classic and the Hummingbird theme.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'prestashop',
  version: 1,
  applies: { at: '#order-items .order-line, .order-confirmation__details, #order-infos + #order-history, .order-infos__reference' },
  proofs: [
    { says: 'placed', at: '#order-details, #content-hook_order_confirmation', confidence: 90 },
    { says: 'placed', at: '.order-confirmation__details', confidence: 90 },
    { says: 'order', at: '#order-infos + #order-history, .order-infos__reference', confidence: 90 },
  ],
  // A reference is nine letters after words and a colon; theirs is the first line in every version.
  fields: {
    orderNumber: [
      { at: '#order-reference-value', match: /[:：]\s*(\S+)$/, confidence: 90 },
      { at: '#order-details li:first-child', match: /[:：]\s*(\S+)$/, confidence: 80 },
      { at: '.order-confirmation__details-list li:first-child', match: /[:：]\s*(\S+)$/, confidence: 80 },
      { at: '#order-infos .box:first-child strong, .order-infos__reference', match: /\b([A-Z]{9})\b/, confidence: 80 },
    ],
    orderDate: [{ at: '#order-infos .box:first-child strong, .order-infos__reference', match: /[A-Z]{9}(.+)$/, confidence: 80 }],
    // Where prices are shown without tax there are two totals; this is the one with it.
    total: [
      { at: '#order-items tr.total-value td:last-child', confidence: 90 },
      { at: '.order-confirmation__totals .order-confirmation__line:only-child .order-confirmation__line-value', confidence: 80 },
      { at: '#order-products tfoot tr.line-total td:last-child', confidence: 80 },
    ],
    subtotal: [{ at: '#order-products tfoot tr.line-products td:last-child', confidence: 80 }],
    shipping: [{ at: '#order-products tfoot tr.line-shipping td:last-child', confidence: 80 }],
    discount: [{ at: '#order-products tfoot tr.line-discount td:last-child', confidence: 80 }],
    tax: [{ at: '#order-items tr.taxes .value', confidence: 80 }, { at: '#order-products tfoot tr.line-tax td:last-child', confidence: 80 }],
  },
  items: [
    {
      rows: '#order-items .order-line',
      confidence: 84,
      name: [{ at: '.details > a > span' }, { at: '.details > span' }],
      unitPrice: [{ at: '.qty > .row > :nth-child(1)' }],
      quantity: [{ at: '.qty > .row > :nth-child(2)' }],
      total: [{ at: '.qty > .row > :nth-child(3)' }],
      url: [{ at: '.details > a', attribute: 'href' }],
    },
    {
      rows: '.order-confirmation__product',
      confidence: 94,
      name: [{ at: '.order-confirmation__product-title' }],
      unitPrice: [{ at: '.order-confirmation__product-price' }],
      quantity: [{ at: '.order-confirmation__product-quantity' }],
      unprinted: 1,
      total: [{ at: '.order-confirmation__product-total' }],
      sku: [{ at: '.order-confirmation__product-reference', match: /[:：]\s*(.+)$/ }],
      url: [{ at: '.order-confirmation__product-link', attribute: 'href' }],
    },
    // With returns the table has other columns.
    {
      rows: '#order-products:not(.return) tbody tr',
      confidence: 84,
      name: [{ at: ':scope > td:first-child > strong' }],
      quantity: [{ at: ':scope > td:nth-child(2)' }],
      unitPrice: [{ at: ':scope > td:nth-child(3)' }],
      total: [{ at: ':scope > td:nth-child(4)' }],
    },
    {
      rows: '.order-products .grid-table__row:has(.order-product__name)',
      confidence: 84,
      name: [{ at: '.order-product__name' }],
      quantity: [{ at: ':scope > :nth-child(2)' }],
      unitPrice: [{ at: ':scope > :nth-child(3)' }],
      total: [{ at: ':scope > :nth-child(4)' }],
      url: [{ at: '.order-product__name', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/PrestaShop/PrestaShop',
    files: [
      'themes/classic/templates/checkout/order-confirmation.tpl@034bb28',
      'themes/classic/templates/checkout/_partials/order-confirmation-table.tpl@034bb28',
      'themes/classic/templates/checkout/_partials/order-confirmation-table.tpl@8c567e6',
      'themes/classic/templates/customer/order-detail.tpl@12d3134',
      'themes/classic/templates/customer/_partials/order-detail-no-return.tpl@00b8167',
      'themes/classic/templates/customer/_partials/order-detail-return.tpl@00f923c',
      'src/Adapter/Presenter/Order/OrderSubtotalLazyArray.php@01e94bc',
    ],
  },
  {
    project: 'https://github.com/PrestaShop/hummingbird',
    files: [
      'templates/checkout/order-confirmation.tpl@0f232a8',
      'templates/checkout/_partials/order-confirmation-table.tpl@1473a2f',
      'templates/customer/order-detail.tpl@06208c9',
      'templates/customer/_partials/order-detail-no-return.tpl@0047629',
    ],
  },
]

export const examples: Example[] = [
  {
    it: 'reads the classic confirmation',
    url: 'https://cave.example/confirmation-commande?id_cart=4&id_order=3',
    lang: 'fr-FR',
    body: `<section id="content-hook_order_confirmation"><h3 class="h1 card-title">Votre commande est confirmée</h3></section>
      <section class="page-order-confirmation"><div id="order-items"><div class="order-confirmation-table">
      <div class="order-line row"><div class="col-sm-2"><span class="image"></span></div><div class="col-sm-4 details"><span>Carafe en grès</span></div>
        <div class="col-sm-6 qty"><div class="row"><div class="col-xs-4">24,90&nbsp;€</div><div class="col-xs-4">2</div><div class="col-xs-4 bold">49,80&nbsp;€</div></div></div></div>
      <table><tr><td>Sous-total</td><td>49,80&nbsp;€</td></tr><tr class="total-value font-weight-bold"><td><span>Total TTC</span></td><td>54,80&nbsp;€</td></tr>
        <tr class="sub taxes"><td colspan="2"><span class="label">Taxes :</span>&nbsp;<span class="value">9,13&nbsp;€</span></td></tr></table></div></div>
      <div id="order-details"><ul><li id="order-reference-value">Référence de la commande : QWERTZUIO</li><li>Moyen de paiement : Chèque</li></ul></div></section>`,
    reads: { proofs: ['placed'], orderNumber: 'QWERTZUIO', total: '54.80', currency: 'EUR', tax: '9.13', items: [['Carafe en grès', 2, '24.90', '49.80']] },
  },
  {
    it: 'reads the confirmation of Hummingbird, where one piece has no number',
    url: 'https://cave.example/order-confirmation?id_order=3',
    lang: 'en-US',
    body: `<div class="order-confirmation__details"><ul class="order-confirmation__details-list"><li>Order reference: ASDFGHJKL</li><li>Payment method: Card</li></ul>
      <div class="order-confirmation__table"><div class="order-confirmation__product"><div class="order-confirmation__product-content">
        <p class="order-confirmation__product-title">Bowl</p><p class="order-confirmation__product-reference">Reference: bowl_7</p><div class="order-confirmation__product-price">$12.00</div><div class="order-confirmation__product-total">$12.00</div></div></div>
      <div class="order-confirmation__product"><p class="order-confirmation__product-quantity">x3</p><p class="order-confirmation__product-title">Spoon</p><div class="order-confirmation__product-price">$2.00</div><div class="order-confirmation__product-total">$6.00</div></div>
      <div class="order-confirmation__totals"><div class="order-confirmation__line"><div class="order-confirmation__line-label">Total</div><div class="order-confirmation__line-value">$25.00</div></div></div></div></div>`,
    reads: { proofs: ['placed'], orderNumber: 'ASDFGHJKL', total: '25.00', currency: 'USD', items: [['Bowl', 1, '12.00', '12.00'], ['Spoon', 3, '2.00', '6.00']], sku: ['bowl_7', null] },
  },
  {
    it: "reads a customer's order in the classic theme",
    url: 'https://cave.example/index.php?controller=order-detail&id_order=3',
    lang: 'en-GB',
    body: `<div id="order-infos"><div class="box"><strong>Order Reference QWERTZUIO - placed on 13/05/2026</strong></div></div><section id="order-history"></section>
      <table id="order-products"><tbody><tr><td><strong><a>Stoneware jug</a></strong><br>Reference: j1</td><td>2</td><td>£24.90</td><td>£49.80</td></tr></tbody>
      <tfoot><tr class="line-products"><td colspan="3">Subtotal</td><td>£49.80</td></tr><tr class="line-shipping"><td colspan="3">Shipping</td><td>£5.00</td></tr><tr class="line-total"><td colspan="3">Total</td><td>£54.80</td></tr></tfoot></table>`,
    reads: { proofs: ['order'], orderNumber: 'QWERTZUIO', orderDate: '2026-05-13', total: '54.80', currency: 'GBP', subtotal: '49.80', shipping: '5.00', items: [['Stoneware jug', 2, '24.90', '49.80']] },
  },
  {
    it: "reads the goods of a customer's order in Hummingbird",
    url: 'https://cave.example/index.php?controller=order-detail&id_order=3',
    lang: 'en-GB',
    body: `<section class="order-infos"><p class="order-infos__reference">Order Reference: QWERTZUIO - placed on 13/05/2026</p></section>
      <section class="order-products"><div class="grid-table"><div class="grid-table__row"><div class="grid-table__cell order-product"><a class="order-product__name" href="/2-jug.html">Jug</a></div>
      <div class="grid-table__cell">2</div><div class="grid-table__cell">£24.90</div><div class="grid-table__cell">£49.80</div></div>
      <div class="grid-table__row"><div class="grid-table__cell grid-table__cell--label-value" aria-label="Total">£49.80</div></div></div></section>`,
    reads: { proofs: ['order'], orderNumber: 'QWERTZUIO', orderDate: '2026-05-13', items: [['Jug', 2, '24.90', '49.80']], urls: ['https://cave.example/2-jug.html'] },
  },
]
