// django-oscar: the thank-you page. It prints no date, and lines before their discounts.
import type { Evidence, Example, Recipe } from '../capture/recipe/index.ts'

export const recipe = {
  id: 'django-oscar',
  version: 1,
  // The preview before the order has the same totals and no such paragraph.
  applies: { at: '#basket_totals', url: /\/thank-you\/?(?:[?#]|$)/ },
  proofs: [{ says: 'placed', at: 'p.lead > strong', confidence: 90 }],
  fields: {
    orderNumber: [{ at: 'p.lead > strong', confidence: 90 }],
    total: [{ at: '#basket_totals td.total .price_color', confidence: 90 }],
  },
  items: [
    {
      rows: 'div.basket-items > .row',
      confidence: 94,
      name: [{ at: 'h3 > a' }],
      quantity: [{ at: ':scope > div:nth-child(3)' }],
      total: [{ at: '.price_color' }],
      url: [{ at: 'h3 > a', attribute: 'href' }],
    },
  ],
} satisfies Recipe

export const evidence: Evidence[] = [
  {
    project: 'django-oscar on PyPI',
    files: [
      'oscar/templates/oscar/checkout/thank_you.html@4.2.1',
      'oscar/templates/oscar/order/partials/basket_totals.html@4.2.1',
    ],
  },
]

const lines = `<div class="basket-items"><div class="row"><div class="col-sm-2"><a href="/sv/catalogue/karta_5/"><img alt=""></a></div><div class="col-sm-7"><h3><a href="/sv/catalogue/karta_5/">Karta</a></h3><p>9780000000002</p></div>
  <div class="col-sm-1 text-center">3</div><div class="col-sm-2 text-right"><p class="price_color">1 299,00 kr</p></div></div></div>
  <div id="basket_totals"><table><tr class="basket-items"><th class="total">Summa</th><th class="total">1 299,00 kr</th></tr><tr><td class="total"><h3>Totalt</h3></td><td class="total text-right"><h3 class="price_color">1 348,00 kr</h3></td></tr></table></div>`

export const examples: Example[] = [
  {
    it: 'reads the thank-you page in a language of its own',
    url: 'https://kartor.example/sv/checkout/thank-you/',
    lang: 'sv',
    body: `<h1>Order 100071: bekräftelse</h1><p class="lead">Din order har lagts, ordernumret är <strong>100071</strong>. Skriv ner det.</p>${lines}`,
    reads: { proofs: ['placed'], orderNumber: '100071', total: '1348.00', currency: 'SEK', items: [['Karta', 3, null, '1299.00']], urls: ['https://kartor.example/sv/catalogue/karta_5/'] },
  },
  { it: 'reads nothing from the preview', url: 'https://kartor.example/sv/checkout/preview/', lang: 'sv', body: lines, reads: {} },
]
