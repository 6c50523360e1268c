// Shopware 6: the finish page, which prints the order for machines as well.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'shopware',
  version: 1,
  applies: { at: '.finish-ordernumber' },
  proofs: [{ says: 'placed', at: '.finish-ordernumber', confidence: 90 }],
  fields: {
    orderNumber: [{ at: '.finish-ordernumber', attribute: 'data-order-number', confidence: 90 }, { at: '.finish-ordernumber', match: /#?([^\s#:]+)$/, confidence: 80 }],
    total: [{ at: '.hidden-line-items-information', attribute: 'data-value', confidence: 90 }, { at: 'dd.checkout-aside-summary-total', confidence: 80 }],
    currency: [{ at: '.hidden-line-items-information', attribute: 'data-currency', confidence: 90 }],
    shipping: [{ at: '.hidden-line-items-information', attribute: 'data-shipping', confidence: 90 }],
    tax: [{ at: '.hidden-line-items-information', attribute: 'data-tax', confidence: 90 }],
  },
  // The machine's price is a piece's or a line's, as it happens, so prices are read where people read them.
  items: [
    {
      // Promotions are lines too, and have no quantity.
      rows: '.checkout-product-table .line-item:has(.line-item-quantity-select-wrapper):not(.line-item .line-item)',
      confidence: 94,
      // A long name is cut where it is shown.
      name: [{ at: 'a.line-item-label', attribute: 'title' }, { at: '.line-item-label' }],
      quantity: [{ at: '.line-item-quantity-select-wrapper' }],
      unitPrice: [{ at: '.line-item-unit-price', own: true }],
      total: [{ at: '.line-item-total-price-value', own: true }],
      sku: [{ at: '.line-item-ordernumber', match: /[:：]\s*(\S+)$/ }],
      url: [{ at: 'a.line-item-label', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'https://github.com/shopware/shopware',
    files: [
      'src/Storefront/Resources/views/storefront/page/checkout/finish/finish-details.html.twig@00ce5bf',
      'src/Storefront/Resources/views/storefront/page/checkout/finish/finish-details.html.twig@071b608',
      'src/Storefront/Resources/views/storefront/page/checkout/finish/index.html.twig@060b591',
      'src/Storefront/Resources/views/storefront/page/checkout/summary/summary-total.html.twig@4b13253',
      'src/Storefront/Resources/views/storefront/component/checkout/hidden-line-items-information.html.twig@1fd4760',
      'src/Storefront/Resources/views/storefront/component/line-item/type/product.html.twig@00ce5bf',
      'src/Storefront/Resources/views/storefront/component/line-item/type/discount.html.twig@02730cc',
      'src/Storefront/Resources/views/storefront/component/line-item/element/label.html.twig@700e09b',
      'src/Storefront/Resources/views/storefront/component/line-item/element/quantity.html.twig@012e4cf',
      'src/Storefront/Resources/views/storefront/component/line-item/element/unit-price.html.twig@060b591',
      'src/Storefront/Resources/views/storefront/component/line-item/element/total-price.html.twig@09b6667',
    ],
  },
]

const goods = `<div class="card checkout-product-table"><div class="line-item line-item-product is-default"><a href="https://hof.example/Honig/H1" class="line-item-label" title="Honig vom Waldrand, im Glas mit Deckel und Schleife, 500 Gramm">Honig vom Waldrand, im Glas mit Deckel und...</a>
    <div class="line-item-ordernumber">Produktnummer: H1</div><div class="line-item-quantity"><div class="line-item-quantity-label">Anzahl</div><div class="line-item-quantity-select-wrapper"><div>3</div></div></div>
    <div class="line-item-total-price"><div class="line-item-total-price-label">Summe</div><div class="line-item-total-price-value">25,50 €*</div></div></div>
  <div class="line-item line-item-promotion"><div class="line-item-label">Erntedank</div><div class="line-item-total-price-value">-2,50 €*</div></div></div>
  <dl class="checkout-aside-summary-list"><dt class="checkout-aside-summary-total">Gesamtsumme</dt><dd class="checkout-aside-summary-value checkout-aside-summary-total">27,90 €</dd></dl>`

export const examples: Example[] = [
  {
    it: 'reads what the finish page prints for machines, and the goods with their whole names and without the promotion',
    url: 'https://hof.example/checkout/finish?orderId=0f',
    lang: 'de-DE',
    body: `<h1 class="finish-header">Danke</h1><p class="finish-ordernumber" data-order-number="10044">Ihre Bestellnummer: #10044</p>
      <div class="d-none hidden-line-items-information" data-currency="EUR" data-shipping="4.9" data-value="27.9" data-tax="1.83"><span class="hidden-line-item" data-name="Honig"></span></div>${goods}`,
    reads: {
      proofs: ['placed'],
      orderNumber: '10044',
      total: '27.9',
      currency: 'EUR',
      shipping: '4.9',
      tax: '1.83',
      items: [['Honig vom Waldrand, im Glas mit Deckel und Schleife, 500 Gramm', 3, null, '25.50']],
      sku: ['H1'],
      urls: ['https://hof.example/Honig/H1'],
    },
  },
  {
    it: 'reads the finish page of an older version',
    url: 'https://hof.example/checkout/finish?orderId=0f',
    lang: 'de-DE',
    body: `<h1 class="finish-header">Danke</h1><p class="finish-ordernumber">Ihre Bestellnummer: #10044</p>${goods}`,
    reads: {
      proofs: ['placed'],
      orderNumber: '10044',
      total: '27.90',
      currency: 'EUR',
      items: [['Honig vom Waldrand, im Glas mit Deckel und Schleife, 500 Gramm', 3, null, '25.50']],
      sku: ['H1'],
      urls: ['https://hof.example/Honig/H1'],
    },
  },
]
