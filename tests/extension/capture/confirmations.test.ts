/** Confirmation pages of invented shops, each built another way. */
import { describe, expect, test } from 'vitest'
import { gate } from '../../../extension/src/capture/index.ts'
import { page, read } from './page.ts'

describe('a confirmation is read', () => {
  test('a definition list and a table with a foot, German', () => {
    const document = page('de-DE', 'Vielen Dank – Teekontor', `<main><h1>Vielen Dank für Ihre Bestellung!</h1>
      <dl><dt>Bestellnummer</dt><dd>10-4432-AB</dd><dt>Bestelldatum</dt><dd>20.11.2026</dd></dl>
      <table><thead><tr><th>Artikel</th><th>Menge</th><th>Einzelpreis</th><th>Summe</th></tr></thead>
      <tbody><tr><td>Assam Broken</td><td>2</td><td>12,40 €</td><td>24,80 €</td></tr><tr><td>Teesieb, fein</td><td>1</td><td>1.008,00 €</td><td>1.008,00 €</td></tr></tbody>
      <tfoot><tr><td colspan="3">Zwischensumme</td><td>1.032,80 €</td></tr><tr><td colspan="3">Versandkosten</td><td>4,90 €</td></tr>
      <tr><td colspan="3">Gesamtsumme</td><td>1.037,70 €</td></tr><tr><td colspan="3">inkl. 19% MwSt.</td><td>165,68 €</td></tr></tfoot></table></main><footer>© 2026 Teekontor</footer>`)
    expect(gate(document, 'https://teekontor.example/kasse/danke')).toBe('confirmation')
    expect(read(document, 'https://teekontor.example/kasse/danke')).toMatchObject({
      action: 'save', number: '10-4432-AB', date: '2026-11-20', total: '1037.70', currency: 'EUR', subtotal: '1032.80', shipping: '4.90', tax: '165.68', vendor: 'Teekontor',
      items: [['Assam Broken', 2, '12.40', '24.80'], ['Teesieb, fein', 1, '1008.00', '1008.00']],
    })
  })

  test('one text node holds label and number, cards hold the goods, British', () => {
    const document = page('en-GB', 'Order confirmed | Wick & Wax', `<main><h1>Thanks for your order, Robin</h1><p>Order #WW-20931</p>
      <section><h2>What you bought</h2><div class="a"><img src="c.jpg" alt=""><div><a href="/p/candle?ref=9">Beeswax candle</a><span>Qty: 3</span></div><div>£9.99</div><div>£29.97</div></div>
      <div class="a"><img src="m.jpg" alt=""><div><a href="/p/matches">Long matches</a><span>Qty: 1</span></div><div>£2.50</div><div>£2.50</div></div></section>
      <div class="s"><div><span>Subtotal</span><span>£32.47</span></div><div><span>Delivery</span><span>Free</span></div><div><span>Order total</span><strong>£32.47</strong></div></div></main>`)
    const result = read(document, 'https://wickwax.example/order/complete')
    expect(result).toMatchObject({ action: 'save', number: 'WW-20931', total: '32.47', currency: 'GBP', shipping: '0.00', items: [['Beeswax candle', 3, '9.99', '29.97'], ['Long matches', 1, '2.50', '2.50']] })
    expect(result.order?.items?.value[0]?.url).toBe('https://wickwax.example/p/candle')
  })

  test('the number stands only in the heading', () => {
    const document = page('en-US', 'Your order is confirmed', `<h1>Order 88214 confirmed</h1><p>We will send a mail when it ships.</p><div><div>Total</div><div>$54.00</div></div>`)
    expect(read(document, 'https://boots.example/thank-you')).toMatchObject({ action: 'save', number: '88214', total: '54.00', currency: 'USD' })
  })

  test('cents in an element of their own, Swiss apostrophe, French', () => {
    const document = page('fr-CH', 'Confirmation de commande - Alpage', `<h1>Merci pour votre commande</h1><p>Numéro de commande : <b>A7719</b></p>
      <ul><li><span>Raclette entière</span> <span>× 2</span> <span class="p">CHF 617.<sup>25</sup></span></li></ul>
      <p>Sous-total <span>CHF 1'234.50</span></p><p>Frais de port <span>CHF 12.00</span></p><p>Total TTC <strong>CHF 1'246<sup>50</sup></strong></p>`)
    expect(read(document, 'https://alpage.example/fr/commande/confirmation')).toMatchObject({ action: 'save', number: 'A7719', total: '1246.50', currency: 'CHF', subtotal: '1234.50', shipping: '12.00' })
  })

  test('Japanese, full-width, the yen settled by the language', () => {
    const document = page('ja', 'ご注文完了 | 山の道具店', `<h1>ご注文ありがとうございます</h1><p>ご注文番号は JP-55018 です。</p>
      <table><tr><th>商品名</th><th>数量</th><th>小計</th></tr><tr><td>登山ロープ</td><td>2</td><td>¥12,800</td></tr></table>
      <dl><dt>小計</dt><dd>¥12,800</dd><dt>送料</dt><dd>￥８００</dd><dt>合計（税込）</dt><dd>¥13,600</dd></dl>`)
    expect(read(document, 'https://yama.example/shop/thanks')).toMatchObject({ action: 'save', number: 'JP-55018', total: '13600', currency: 'JPY', shipping: '800', items: [['登山ロープ', 2, '6400', '12800']].map((item) => [item[0], item[1], null, item[3]]) })
  })

  test('Arabic, right to left, Arabic digits', () => {
    const document = page('ar', 'تأكيد الطلب', `<div dir="rtl"><h1>شكراً لطلبك</h1><p>رقم الطلب: ٤٤٠٩١٢</p><div><div>المجموع الفرعي</div><div>١٬٢٠٠٫٥٠ ر.س</div></div><div><div>الشحن</div><div>٣٠٫٠٠ ر.س</div></div><div><div>الإجمالي</div><div>١٬٢٣٠٫٥٠ ر.س</div></div></div>`)
    expect(read(document, 'https://souq.example/checkout/success')).toMatchObject({ action: 'save', number: '440912', total: '1230.50', currency: 'SAR', shipping: '30.00' })
  })

  test('Swedish, thin spaces, kr settled by the domain', () => {
    const document = page('sv', 'Tack för din beställning', `<h1>Tack för din beställning!</h1><p>Ordernummer: 700123</p><div><p>Delsumma</p><p>1 234,00 kr</p></div><div><p>Frakt</p><p>49,00 kr</p></div><div><p>Totalt</p><p>1 283,00 kr</p></div>`)
    expect(read(document, 'https://garn.se/kassa/tack')).toMatchObject({ action: 'save', number: '700123', total: '1283.00', currency: 'SEK', shipping: '49.00' })
  })

  test('an overview row under headings, Spanish', () => {
    const document = page('es', 'Pedido recibido - La Huerta', `<h1>Pedido recibido</h1><p>Gracias por tu compra.</p>
      <table><tr><th>Número de pedido</th><th>Fecha</th><th>Total</th></tr><tr><td>5530</td><td>20/11/2026</td><td>41,20 €</td></tr></table>`)
    expect(read(document, 'https://huerta.example/finalizar-compra/pedido-recibido/5530')).toMatchObject({ action: 'save', number: '5530', date: '2026-11-20', total: '41.20', currency: 'EUR' })
  })

  test('blocks of blocks without one helpful class, Polish', () => {
    const document = page('pl', 'Dziękujemy!', `<div><div><h2>Dziękujemy za złożenie zamówienia</h2></div><div><div><div>Numer zamówienia</div><div>ZAM/2026/1180</div></div></div>
      <div><div><div><a href="/kubek">Kubek ceramiczny</a></div><div>2 szt.</div><div>35,00 zł</div><div>70,00 zł</div></div><div><div><a href="/talerz">Talerz</a></div><div>1 szt.</div><div>28,00 zł</div><div>28,00 zł</div></div></div>
      <div><div><div>Dostawa</div><div>12,99 zł</div></div><div><div>Do zapłaty</div><div>110,99 zł</div></div></div></div>`)
    expect(read(document, 'https://glina.example/zamowienie/zlozone')).toMatchObject({ action: 'save', number: 'ZAM/2026/1180', total: '110.99', currency: 'PLN', shipping: '12.99', items: [['Kubek ceramiczny', 2, '35.00', '70.00'], ['Talerz', 1, '28.00', '28.00']] })
  })

  test('a sentence in Korean, won without decimals', () => {
    const document = page('ko', '주문 완료', `<h2>주문이 완료되었습니다</h2><p>주문번호 <strong>20261121-0004417</strong></p><dl><dt>상품금액</dt><dd>45,000원</dd><dt>배송비</dt><dd>3,000원</dd><dt>총 결제금액</dt><dd>48,000원</dd></dl>`)
    expect(read(document, 'https://hanok.example/order/complete')).toMatchObject({ action: 'save', number: '20261121-0004417', total: '48000', currency: 'KRW', shipping: '3000' })
  })

  test('goods with what a discount did to the sum, Dutch', () => {
    const document = page('nl', 'Bedankt voor je bestelling', `<h1>Bedankt voor je bestelling</h1><p>Bestelnummer: 31-7780</p><ul><li><a href="/fietsbel">Fietsbel</a> <em>2 x</em> <span>€ 10,00</span> <span>€ 20,00</span></li><li><a href="/slot">Kettingslot</a> <em>1 x</em> <span>€ 45,00</span> <span>€ 45,00</span></li></ul>
      <p>Subtotaal <b>€ 65,00</b></p><p>Korting <b>-€ 6,50</b></p><p>Verzendkosten <b>€ 3,95</b></p><p>Totaal <b>€ 62,45</b></p>`)
    expect(read(document, 'https://fiets.example/checkout/success')).toMatchObject({ action: 'save', number: '31-7780', total: '62.45', discount: '6.50', items: [['Fietsbel', 2, '10.00', '20.00'], ['Kettingslot', 1, '45.00', '45.00']] })
  })

  test('advertising below is not bought, English', () => {
    const document = page('en', 'Order received', `<h1>Thank you. Your order has been received.</h1><p>Order number: 6671</p><table><tr><th>Product</th><th>Total</th></tr><tr><td><a href="/rope">Rope</a> <strong>× 2</strong></td><td>€30.00</td></tr></table><p>Total: €30.00</p>
      <h2>You may also like</h2><ul><li><img alt="Hook"><a href="/hook">Hook</a><span>€5.00</span></li><li><img alt="Net"><a href="/net">Net</a><span>€15.00</span></li></ul>`)
    expect(read(document, 'https://sail.example/order-received/6671').items).toEqual([['Rope', 2, null, '30.00']])
  })

  test('letters alone are a reference where the label says so', () => {
    const document = page('it', "Conferma d'ordine", `<h1>Il tuo ordine è confermato</h1><p>Riferimento ordine: XKBKNABJK</p><p>Totale (IVA incl.) 1.249 €</p>`)
    expect(read(document, 'https://olio.example/conferma-ordine')).toMatchObject({ action: 'save', number: 'XKBKNABJK', total: '1249.00', currency: 'EUR' })
  })

  test('a language without any label in the lists, by consensus', () => {
    const document = page('cy', 'Archeb 100447: cadarnhad', `<h1>Archeb 100447: cadarnhad</h1><p>Diolch. Eich rhif yw <strong>100447</strong>.</p><p><a href="/cyfrif/archebion/100447">Gweld</a></p><p>£19.00</p>`)
    expect(read(document, 'https://llyfrau.example/checkout/thank-you/')).toMatchObject({ number: '100447' })
  })

  test('a column called price that holds the line, the code beside the sign', () => {
    const document = page('en', 'Thank you, Ann! - Potter', `<main><h2>Thank you, Ann!</h2><p>Confirmation #XYZ123ABC</p><h2>Your order is confirmed</h2></main><aside><table><tr><th>Description</th><th>Quantity</th><th>Price</th></tr><tr><td><p>Mug</p><p>Blue</p></td><td>2</td><td>$30.00</td></tr></table>
      <div><div>Subtotal</div><div>$30.00</div></div><div><div>Shipping</div><div>$5.00</div></div><div><div>Total</div><div><span>CAD</span> <strong>$35.00</strong></div></div></aside>`)
    expect(read(document, 'https://potter.example/checkouts/cn/Z2NwLXVz/thank-you')).toMatchObject({ action: 'save', number: 'XYZ123ABC', total: '35.00', currency: 'CAD', items: [['Mug', 2, null, '30.00']] })
  })

  test('a grid of blocks with heads and position numbers, German', () => {
    const row = (cells: string[]): string => `<div>${cells.map((cell) => `<div>${cell}</div>`).join('')}</div>`
    const document = page('de', 'Bestellung abgeschlossen', `<h1>Vielen Dank für Ihre Bestellung!</h1><p>Ihre Bestellnummer: #10005</p><div>${row(['Pos.', 'Artikel', 'Anzahl', 'Stückpreis', 'Summe'])}${row(['1', 'Hose', '2', '20,00 €*', '40,00 €*'])}${row(['2', 'Hemd', '1', '15,00 €*', '15,00 €*'])}</div>
      <dl><dt>Versandkosten</dt><dd>+ 0,00 €*</dd><dt>Gesamtsumme</dt><dd>55,00 €</dd><dt>Nettosumme</dt><dd>46,22 €</dd><dt>zzgl. 19 % MwSt.</dt><dd>8,78 €</dd></dl>`)
    expect(read(document, 'https://laden.de/checkout/finish')).toMatchObject({ number: '10005', total: '55.00', shipping: '0.00', tax: '8.78', items: [['Hose', 2, '20.00', '40.00'], ['Hemd', 1, '15.00', '15.00']] })
  })

  test('a whole price cut into elements is not read by half', () => {
    const document = page('en-US', 'Order confirmation', '<h1>Thanks, your order is placed</h1><p>Order # 112-8</p><div>Total <span><span>$</span><span>69</span><span>99</span></span></div>')
    expect(read(document, 'https://l.example/order-confirmation')).toMatchObject({ number: '112-8', total: null })
  })

  test('nothing but the number', () => {
    const document = page('en', 'Success', `<h1>Thank you for your purchase!</h1><p>Your order # is: 000000041.</p>`)
    expect(read(document, 'https://plain.example/checkout/onepage/success/')).toMatchObject({ action: 'save', number: '000000041', total: null, currency: null, items: null })
  })

  test('Russian, Turkish, Greek, Czech, Hebrew, Hungarian, Finnish', () => {
    const cases: [string, string, string, string, string, string, string][] = [
      ['ru', 'Спасибо за заказ!', 'Номер заказа', '77-412', 'Итого к оплате', '5 490,00 ₽', 'RUB'],
      ['tr', 'Siparişiniz alındı', 'Sipariş numarası', 'TR88120', 'Genel toplam', '1.249,90 TL', 'TRY'],
      ['el', 'Ευχαριστούμε για την παραγγελία σας', 'Αριθμός παραγγελίας', '90121', 'Γενικό σύνολο', '84,30 €', 'EUR'],
      ['cs', 'Děkujeme za objednávku', 'Číslo objednávky', '2026001877', 'Celkem k úhradě', '1 590 Kč', 'CZK'],
      ['he', 'תודה על הזמנתך', 'מספר הזמנה', '30881', 'סה"כ לתשלום', '₪149.90', 'ILS'],
      ['hu', 'Köszönjük a rendelését!', 'Rendelésszám', 'HU-5512', 'Végösszeg', '12 990 Ft', 'HUF'],
      ['fi', 'Kiitos tilauksestasi', 'Tilausnumero', '60144', 'Yhteensä', '72,50 €', 'EUR'],
    ]
    for (const [lang, heading, label, number, totalLabel, total, currency] of cases) {
      const document = page(lang, heading, `<h1>${heading}</h1><div><span>${label}</span> <span>${number}</span></div><div><span>${totalLabel}</span> <span>${total}</span></div>`)
      expect(gate(document, 'https://shop.example/x/42'), lang).toBe('confirmation')
      expect(read(document, 'https://shop.example/x/42'), lang).toMatchObject({ action: 'save', number, currency })
    }
  })
})
