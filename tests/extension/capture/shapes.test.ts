/** Confirmation pages in the shapes of many kinds of shop software, all invented: what stands on them is read, and nothing else. */
import { describe, expect, test } from 'vitest'
import { page, readOrder } from './page.ts'

interface Shape {
  lang: string
  title: string
  url: string
  head?: string
  body: string
  /** Only what is listed is compared; items by name and quantity, composed fields by what is listed of them. */
  shows: Record<string, unknown>
}

const SHAPES: Record<string, Shape> = {
  'roles instead of a table, labels for screen readers, the code beside the total': {
    lang: 'en-US', title: 'Thank you, Ada! - Fern & Fig - Checkout', url: 'https://fernfig.example/checkouts/cn/Z2NwLWV1cm9wZS13ZXN0/thank-you',
    body: `<div id="app"><header><h1><a href="/"><span>Fern &amp; Fig</span></a></h1></header><main><div><div><p>Confirmation #W7QK2M9XT</p><h2>Thank you, Ada!</h2></div><section><h2>Your order is confirmed</h2><p>You’ll receive a confirmation email with your order number shortly.</p></section>
      <section><h2>Order details</h2><div><div><h3>Contact information</h3><p>ada@example.org</p></div><div><h3>Payment method</h3><div><ul><li><span>Visa</span><span class="visually-hidden">ending with 4242</span><span aria-hidden="true">•••• 4242</span><span> · </span><span>$78.20 USD</span></li></ul></div></div><div><h3>Shipping method</h3><p>Standard</p></div></div></section></div></main>
      <aside><h2 class="visually-hidden">Order summary</h2><h3 class="visually-hidden">Shopping cart</h3><div role="table"><div role="row"><div role="columnheader"><div>Product image</div></div><div role="columnheader"><div>Description</div></div><div role="columnheader"><div>Quantity</div></div><div role="columnheader"><div>Price</div></div></div>
      <div role="row"><div role="cell"><div><img src="a.jpg" alt="Fern pot"></div></div><div role="cell"><div><p>Fern pot</p><div><p>Large / Green</p></div></div></div><div role="cell"><div><span class="visually-hidden">Quantity</span><span>2</span></div></div><div role="cell"><div><span>$60.00</span></div></div></div>
      <div role="row"><div role="cell"><div><img src="b.jpg" alt="Fig soap"></div></div><div role="cell"><div><p>Fig soap</p></div></div><div role="cell"><div><span class="visually-hidden">Quantity</span><span>1</span></div></div><div role="cell"><div><span>$9.00</span></div></div></div></div>
      <h3 class="visually-hidden">Cost summary</h3><div role="table"><div role="row"><div role="rowheader"><span>Subtotal</span> · 3 items</div><div role="cell"><span>$69.00</span></div></div><div role="row"><div role="rowheader"><span>Shipping</span></div><div role="cell"><span>$5.00</span></div></div><div role="row"><div role="rowheader"><span>Estimated taxes</span></div><div role="cell"><span>$4.20</span></div></div><div role="row"><div role="rowheader"><strong>Total</strong></div><div role="cell"><div><abbr>USD</abbr> <strong>$78.20</strong></div></div></div></div></aside></div>`,
    shows: { orderNumber: 'W7QK2M9XT', total: '78.20', currency: 'USD', subtotal: '69.00', shipping: '5.00', tax: '4.20', items: [['Fern pot', 2], ['Fig soap', 1]], payment: { kind: 'card', brand: 'Visa', last4: '4242' } },
  },
  'utility classes, a count inside a span, a masked card without a brand': {
    lang: 'en', title: 'Order Confirmed | Threads', url: 'https://threads.example/dk/order/order_01JABCDEFGHJKMNPQRSTVWXYZ0/confirmed',
    body: `<div class="py-6"><div class="content-container flex"><h1 class="flex flex-col gap-y-3 text-ui-fg-base text-3xl mb-4"><span>Thank you!</span><span>Your order was placed successfully.</span></h1><div><p class="txt-medium">We have sent the order confirmation details to <span class="text-ui-fg-medium-plus font-semibold">ada@example.org</span>.</p><p class="mt-2">Order date: <span>Fri Nov 20 2026</span></p><p class="mt-2 text-ui-fg-interactive">Order number: <span>1042</span></p></div>
      <h2>Summary</h2><div><table><tbody><tr><td class="w-24"><div><img src="t.jpg" alt="Thumbnail"></div></td><td class="text-left"><p>Cotton shirt</p><div>Variant: S / Black</div></td><td><span class="!pr-0 flex flex-col items-end"><span class="flex gap-x-1"><p class="text-ui-fg-muted"><span>2</span>x </p><span>€10.00</span></span><span>€20.00</span></span></td></tr></tbody></table></div>
      <div><div class="flex flex-col gap-y-2"><div class="flex items-center justify-between"><span class="flex gap-x-1 items-center">Subtotal (excl. shipping and taxes)</span><span data-value="20">€20.00</span></div><div class="flex items-center justify-between"><span>Shipping</span><span>€10.00</span></div><div class="flex justify-between"><span class="flex gap-x-1 items-center ">Taxes</span><span>€0.00</span></div></div><div class="h-px"></div><div class="flex items-center justify-between"><span>Total</span><span class="txt-xlarge-plus">€30.00</span></div></div>
      <h2>Delivery</h2><div><div><p>Shipping Address</p><p>Ada L</p></div><div><p>Method</p><p>Standard Shipping (€10.00)</p></div></div><h2>Payment</h2><div><p>Payment method</p><p>Credit card</p></div><div><p>Payment details</p><p>**** **** **** 1881</p></div></div></div>`,
    shows: { orderNumber: '1042', total: '30.00', currency: 'EUR', orderDate: '2026-11-20', shipping: '10.00', tax: '0.00', items: [['Cotton shirt', 2]], payment: { kind: 'card', brand: null, last4: '1881' } },
  },
  'a remark on the tax between the label and its amount': {
    lang: 'en-GB', title: 'Order confirmation · Oak', url: 'https://oak.example/checkout?order=T3JkZXI6OTFh',
    body: `<main><header><p class="text-lg font-bold">Order #3391 confirmed</p><p>Thank you for placing your order. We've received it and we will contact you as soon as your package is shipped.</p></header>
      <div><div class="section"><h3>Delivery address</h3><p>A B</p></div><div><h3>Payment</h3><div><p>Paid with Mastercard ending in 5454</p></div></div></div>
      <details open><summary>Summary</summary><ul><li><div><img alt="Oak Board" src="x.png"></div><div><p>Oak Board</p><p>40 cm</p></div><div><span>Qty:</span><span> 3</span></div><div><p>GBP 36.00</p></div></li></ul><div><div><p>Subtotal</p><p>GBP 36.00</p></div><div><p>Shipping cost</p><p>GBP 4.00</p></div><div><div><p>Total price</p><p>includes GBP 6.67 tax</p></div><p>GBP 40.00</p></div></div></details></main>`,
    shows: { orderNumber: '3391', total: '40.00', currency: 'GBP', subtotal: '36.00', shipping: '4.00', items: [['Oak Board', 3]], payment: { kind: 'card', brand: 'Mastercard', last4: '5454' } },
  },
  'labels repeated in every cell, a status, a document to download': {
    lang: 'en', title: 'Your store. Order Details', url: 'https://nop.example/orderdetails/812',
    body: `<div class="page order-details-page"><div class="page-title"><h1>Order information</h1><a href="/orderdetails/print/812">Print</a><a href="/orderdetails/pdf/812" class="button-2 pdf-invoice-button">PDF Invoice</a></div><div class="page-body"><div class="order-overview"><div class="order-number"><strong>Order #812</strong></div><ul class="order-overview-content"><li class="order-date"> Order Date: Friday, November 20, 2026 </li><li class="order-status"> Order Status: Processing </li><li class="order-total"> Order Total: <strong>€1,249.00</strong></li></ul></div>
      <div class="order-details-area"><div class="payment-method-info"><div class="title"><strong>Payment</strong></div><ul><li class="payment-method"><span class="label"> Payment Method: </span><span class="value"> Cash On Delivery (COD) </span></li><li><span class="label">Payment Status:</span><span class="value">Pending</span></li></ul></div></div>
      <div class="section products"><table class="data-table"><thead><tr><th class="sku">SKU</th><th class="name">Name</th><th>Price</th><th>Quantity</th><th>Total</th></tr></thead><tbody><tr><td class="sku"><label>SKU:</label><span>COMP_CUST</span></td><td class="product"><em><a href="/build-your-own-computer">Build your own computer</a></em><div class="attributes">Processor: 2.2 GHz<br>RAM: 2 GB</div></td><td class="unit-price"><label>Price:</label><span>€1,200.00</span></td><td><label>Quantity:</label><span>1</span></td><td class="total"><label>Total:</label><span>€1,200.00</span></td></tr></tbody></table></div>
      <table class="cart-total"><tbody><tr><td class="cart-total-left"><label>Sub-Total:</label></td><td class="cart-total-right"><span>€1,200.00</span></td></tr><tr><td><label>Shipping:</label></td><td><span>€0.00</span></td></tr><tr><td><label>Payment method additional fee:</label></td><td><span>€49.00</span></td></tr><tr><td><label>Order Total:</label></td><td><span><strong>€1,249.00</strong></span></td></tr></tbody></table></div></div>`,
    shows: { orderNumber: '812', total: '1249.00', currency: 'EUR', orderDate: '2026-11-20', subtotal: '1200.00', shipping: '0.00', status: 'OrderProcessing', items: [['Build your own computer', 1]], payment: { kind: 'cash-on-delivery', brand: null, last4: null }, invoiceUrl: 'https://nop.example/orderdetails/pdf/812' },
  },
  'a struck price, a discount with a minus, the country in the address': {
    lang: 'en', title: 'Thank You | Northgale', url: 'https://www.northgale.example/s/en_US/Order-Confirm',
    body: `<div class="container receipt"><h1 class="page-title">Thank You</h1><h2 class="order-thank-you-msg">Thank you for your order.</h2><p class="order-thank-you-email-msg">You will receive an email confirmation shortly at a@example.org</p><div class="card"><div class="card-header"><h3>Receipt</h3></div><div class="card-body"><p><span class="summary-section-label order-number-label">Order Number:</span><span class="summary-details order-number">NG00041207</span></p><p><span class="summary-section-label order-date-label">Order Date:</span><span class="summary-details order-date">11/20/2026</span></p></div>
      <div><span class="shipping-method-title">Ground</span><span class="shipping-method-arrival-time">( 7-10 Business Days )</span></div>
      <div class="payment-details"><div class="credit-card-type"><span>Credit Visa</span></div><div class="credit-card-number"><span>************1111</span></div><div><span>Ending </span><span>8/2029</span></div></div></div>
      <div class="product-line-item"><div class="line-item-header"><div class="line-item-name"><span>Wool Runner</span></div></div><div class="row"><div class="item-image"><img class="product-image" alt="Wool Runner" src="w.jpg"></div><div class="item-attributes"><p class="line-item-attributes">Color: Slate</p><p class="line-item-attributes">Size: 9</p></div></div><div class="row"><div><p class="line-item-pricing-info">Each</p><div class="price"><del><span class="strike-through list"><span class="value" content="120.00"><span class="sr-only">Price reduced from</span>$120.00<span class="sr-only">to</span></span></span></del><span class="sales"><span class="value">$98.00</span></span></div></div><div><p class="line-item-pricing-info">Quantity</p><p class="qty-card-quantity-count">2</p></div><div><p class="line-item-pricing-info">Total</p><div class="line-item-total-price-amount">$196.00</div></div></div></div>
      <div class="order-product-summary"><div class="row leading-lines subtotal-item"><div class="col-6 start-lines"><p class="order-receipt-label"><span>Subtotal</span></p></div><div class="col-6 end-lines"><p><span class="sub-total">$196.00</span></p></div></div><div class="row"><div><p class="order-receipt-label"><span>Shipping</span></p></div><div><p><span class="shipping-total-cost">$7.99</span></p></div></div><div class="row order-discount"><div><p><span>Order Discount</span></p></div><div><p><span class="order-discount-total">- $19.60</span></p></div></div><div class="row"><div><p class="order-receipt-label"><span>Sales Tax</span></p></div><div><p><span class="tax-total">$14.12</span></p></div></div><div class="row grand-total"><div><p><span>Total</span></p></div><div><p><span class="grand-total-sum">$198.51</span></p></div></div></div></div>`,
    shows: { orderNumber: 'NG00041207', total: '198.51', currency: 'USD', orderDate: '2026-11-20', subtotal: '196.00', shipping: '7.99', discount: '19.60', tax: '14.12', items: [['Wool Runner', 2]], payment: { kind: 'card', brand: 'Visa', last4: '1111' } },
  },
  'net and gross totals, Czech': {
    lang: 'cs', title: 'Děkujeme za objednávku - Včelí svět', url: 'https://vceli.cz/objednavka/dekujeme/',
    body: `<div id="content-wrapper"><h1>Děkujeme za Vaši objednávku</h1><div class="order-complete"><p>Objednávka číslo <strong class="order-num">2026000451</strong> byla přijata a na e-mail vám přijde potvrzení.</p><table class="order-summary"><tbody><tr><td><a href="/med-kvetovy/">Med květový 900 g</a></td><td>2 ks</td><td>398 Kč</td></tr><tr><td><a href="/svicka/">Svíčka ze včelího vosku</a></td><td>1 ks</td><td>149 Kč</td></tr></tbody></table><div class="summary"><div><span>Doprava</span><strong>89 Kč</strong></div><div><span>Dobírka</span><strong>30 Kč</strong></div><div><span>Celkem bez DPH</span><strong>550,41 Kč</strong></div><div><span>Celkem s DPH</span><strong>666 Kč</strong></div></div><dl><dt>Způsob platby</dt><dd>Dobírka</dd><dt>Předpokládané doručení</dt><dd>25. 11. 2026</dd></dl></div></div>`,
    shows: { orderNumber: '2026000451', total: '666.00', currency: 'CZK', shipping: '89.00', items: [['Med květový 900 g', 2], ['Svíčka ze včelího vosku', 1]], payment: { kind: 'cash-on-delivery' }, delivery: { expectedFrom: '2026-11-25', expectedUntil: '2026-11-25' } },
  },
  'a row for the parcel among the goods, days with years, German': {
    lang: 'de', title: 'Bestellabschluss - Kaffeerösterei Brand', url: 'https://brand-kaffee.de/Bestellabschluss?i=2c1a',
    body: `<div class="container"><h1>Vielen Dank für Ihren Auftrag!</h1><div class="order-confirmation"><p>Ihre Bestellung ist bei uns unter der Nummer <strong>B-2026-1188</strong> eingegangen.</p><ul><li><span>Ihre Bestellnummer:</span> <strong>B-2026-1188</strong></li><li>Zahlungsart: Rechnung</li><li>Voraussichtliche Lieferung: 24.11.2026 - 26.11.2026</li></ul></div><table><thead><tr><th>Produkt</th><th>Einzelpreis</th><th>Anzahl</th><th>Gesamt</th></tr></thead><tbody><tr><td><a href="/Espresso-Milano">Espresso Milano</a><ul><li>Art.-Nr.: 1002</li><li>Inhalt: 1 kg</li></ul></td><td>24,90 €</td><td>2</td><td>49,80 €</td></tr><tr><td>DHL Paket</td><td></td><td></td><td>4,90 €</td></tr></tbody><tfoot><tr><td colspan="3">Gesamtsumme ohne MwSt.</td><td>51,12 €</td></tr><tr><td colspan="3">inkl. 7% USt.</td><td>3,58 €</td></tr><tr><td colspan="3">Gesamtsumme</td><td>54,70 €</td></tr></tfoot></table></div>`,
    shows: { orderNumber: 'B-2026-1188', total: '54.70', currency: 'EUR', tax: '3.58', items: [['Espresso Milano', 2]], payment: { kind: 'invoice' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-26' } },
  },
  'days without a year, a discount with a reason, the dollar sign of Argentina': {
    lang: 'es-AR', title: '¡Gracias por tu compra! - Mate & Co', url: 'https://mateco.com.ar/checkout/v3/success/1556/ab12',
    body: `<div><h1>¡Gracias por tu compra, Lola!</h1><p>Número de orden <strong>#3021</strong></p><div class="order-status"><div>Estado del pago</div><div>Pendiente</div></div><div class="panel"><h4>Medio de pago</h4><p>Transferencia bancaria</p></div><div class="panel"><h4>Envío</h4><p>Correo Argentino a domicilio</p><p>Llega entre el martes 24/11 y el jueves 26/11</p></div><div class="summary"><div class="item"><img src="m.jpg"><div>Mate de calabaza <small>x 2</small></div><div>$ 24.000,00</div></div><div class="item"><img src="b.jpg"><div>Bombilla <small>x 1</small></div><div>$ 8.500,50</div></div><div class="row"><span>Subtotal</span><span>$ 32.500,50</span></div><div class="row"><span>Costo de envío</span><span>$ 3.200,00</span></div><div class="row"><span>Descuento por transferencia</span><span>-$ 3.250,05</span></div><div class="row"><strong>Total</strong><strong>$ 32.450,45</strong></div></div></div>`,
    shows: { orderNumber: '3021', total: '32450.45', currency: 'ARS', subtotal: '32500.50', shipping: '3200.00', discount: '3250.05', items: [['Mate de calabaza', 2], ['Bombilla', 1]], payment: { kind: 'bank-transfer' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-26' } },
  },
  'a marketplace seller, the card’s last digits in words, Portuguese': {
    lang: 'pt-BR', title: 'Pedido realizado', url: 'https://www.lojaexemplo.com.br/checkout/orderPlaced/?og=1294070520123',
    body: `<div class="vtex-order-placed"><section><h1>Agradecemos a sua compra!</h1><p>Um email de confirmação com todos os detalhes foi enviado</p></section><section><div><p>Pedido <strong class="orderNumber">#1294070520123-01</strong></p><small>Realizado em 20 de novembro de 2026</small><small>Vendido por Eletro Sul</small></div></section><section><h3>Pagamento</h3><div><p>Cartão de crédito</p><div>Visa final 4432</div><p>R$ 1.234,56 <small>em 3x de R$ 411,52 sem juros</small></p></div></section><section><h3>Entrega</h3><p>Previsão de entrega: até 27 de novembro</p><ul><li><div><img alt="Fone sem fio" src="f.jpg"></div><div><div>Fone sem fio</div><div>2 unidades</div></div><div>R$ 1.199,80</div></li></ul></section><section><h3>Resumo</h3><ul><li><span>Subtotal</span><span>R$ 1.199,80</span></li><li><span>Frete</span><span>R$ 34,76</span></li><li><span>Total</span><span>R$ 1.234,56</span></li></ul></section></div>`,
    shows: { orderNumber: '1294070520123-01', total: '1234.56', currency: 'BRL', orderDate: '2026-11-20', subtotal: '1199.80', shipping: '34.76', items: [['Fone sem fio', 2]], payment: { kind: 'card', brand: 'Visa', last4: '4432' }, delivery: { expectedUntil: '2026-11-27' }, seller: 'Eletro Sul' },
  },
  'heads in the first column, two sums with one word, Korean': {
    lang: 'ko', title: '주문완료 - 하늘공방', url: 'https://sky.co.kr/order/order_result.html?order_id=20261121-0000123',
    body: `<div id="contents"><div class="xans-order-result"><p>고객님의 주문이 완료되었습니다.</p><ul><li>주문번호 : <strong>20261121-0000123</strong></li><li>주문일자 : 2026-11-21 10:22:31</li></ul></div><h3>결제정보</h3><table><tbody><tr><th>최종결제금액</th><td><strong>53,000</strong>원</td></tr><tr><th>결제수단</th><td>신용카드 (국민카드)</td></tr></tbody></table><h3>주문 상품 정보</h3><table><thead><tr><th>이미지</th><th>상품정보</th><th>판매가</th><th>수량</th><th>적립금</th><th>배송구분</th><th>합계</th></tr></thead><tbody><tr><td><img src="a.jpg"></td><td><strong><a href="/product/12">도자기 컵</a></strong><div>[옵션: 청색]</div></td><td>25,000원</td><td>2</td><td>250원</td><td>기본배송</td><td>50,000원</td></tr></tbody></table><table><tr><th>상품구매금액</th><td>50,000원</td></tr><tr><th>배송비</th><td>3,000원</td></tr></table></div>`,
    shows: { orderNumber: '20261121-0000123', total: '53000', currency: 'KRW', orderDate: '2026-11-21', shipping: '3000', items: [['도자기 컵', 2]], payment: { kind: 'card' } },
  },
  'Arabic digits, a national card, a status': {
    lang: 'ar', title: 'شكراً لك | متجر التمر', url: 'https://tamr.sa/checkout/thank-you',
    body: `<div dir="rtl"><h1>شكراً لك! تم استلام طلبك بنجاح</h1><p>رقم الطلب <b>#١٢٩٨٨٣١٢</b></p><div class="grid"><div><span>طريقة الدفع</span><span>مدى **** 2211</span></div><div><span>حالة الطلب</span><span>قيد التنفيذ</span></div></div><ul><li><img src="x.jpg"><div><h3>تمر سكري فاخر</h3><span>الكمية: ٢</span></div><div>٩٠٫٠٠ ر.س</div></li></ul><div><div><span>مجموع السلة</span><b>٩٠٫٠٠ ر.س</b></div><div><span>تكلفة الشحن</span><b>٢٥٫٠٠ ر.س</b></div><div><span>ضريبة القيمة المضافة</span><b>١٧٫٢٥ ر.س</b></div><div><span>إجمالي الطلب</span><b>١٣٢٫٢٥ ر.س</b></div></div></div>`,
    shows: { orderNumber: '12988312', total: '132.25', currency: 'SAR', shipping: '25.00', tax: '17.25', status: 'OrderProcessing', items: [['تمر سكري فاخر', 2]], payment: { kind: 'card', brand: 'mada', last4: '2211' } },
  },
  'the quantity in the corner of the picture, Vietnamese': {
    lang: 'vi', title: 'Cảm ơn bạn đã mua hàng', url: 'https://saigonbook.vn/checkouts/ab3d/thank_you',
    body: `<div class="wrap"><div class="main"><h2>Đặt hàng thành công</h2><span>Mã đơn hàng #100577</span><span>Cám ơn bạn đã mua hàng!</span><div><h3>Phương thức thanh toán</h3><p>Thanh toán khi giao hàng (COD)</p></div></div><div class="sidebar"><table><tbody><tr class="product"><td><div><img alt="Sách nấu ăn"><span>2</span></div></td><td><span>Sách nấu ăn</span></td><td>240,000₫</td></tr></tbody></table><table><tr><td>Tạm tính</td><td>240,000₫</td></tr><tr><td>Phí vận chuyển</td><td>30,000₫</td></tr><tr><td>Tổng cộng</td><td><span>VND</span> <span>270,000₫</span></td></tr></table></div></div>`,
    shows: { orderNumber: '100577', total: '270000', currency: 'VND', subtotal: '240000', shipping: '30000', items: [['Sách nấu ăn', 2]], payment: { kind: 'cash-on-delivery' } },
  },
  'labels in one column and values in another': {
    lang: 'en-US', title: 'Order Confirmed — Harbor Prints', url: 'https://www.harborprints.example/checkout/order-confirmed?oid=abc',
    body: `<div><h1>Order Confirmed</h1><p>Order #00231</p><p>Placed on November 20, 2026</p><div class="line-items"><div class="line-item"><div class="img"><img src="p.jpg"></div><div><div>Lighthouse Print</div><div>Size: 11x14</div></div><div><div>Qty</div><div>2</div></div><div>$70.00</div></div></div><div class="col"><div class="labels"><p>Subtotal</p><p>Shipping</p><p>Tax</p><p>Total</p></div><div class="values"><p>$70.00</p><p>$8.00</p><p>$5.60</p><p>$83.60</p></div></div><div><h2>Payment</h2><p>Apple Pay</p></div></div>`,
    shows: { orderNumber: '00231', total: '83.60', currency: 'USD', orderDate: '2026-11-20', subtotal: '70.00', shipping: '8.00', tax: '5.60', items: [['Lighthouse Print', 2]], payment: { kind: 'wallet', brand: 'Apple Pay' } },
  },
  'quantities before the names, a day without a year, Dutch': {
    lang: 'nl', title: 'Bedankt voor uw bestelling', url: 'https://kaas.nl/checkout/thankyou/',
    body: `<div><h1>Bedankt voor uw bestelling!</h1><p>Uw bestelling is ontvangen onder bestelnummer <b>ORD01877</b>.</p><table><tr><td>1 x Boerenkaas 48+ <br><small>Gewicht: 500 g</small></td><td>€ 9,95</td></tr><tr><td>3 x Mosterd <br></td><td>€ 8,85</td></tr><tr><td>Verzendkosten</td><td>€ 6,95</td></tr><tr><td>Totaal excl. btw</td><td>€ 23,62</td></tr><tr><td>BTW 9%</td><td>€ 2,13</td></tr><tr><td><b>Totaal incl. btw</b></td><td><b>€ 25,75</b></td></tr></table><p>Betaalmethode: iDEAL</p><p>Verwachte levering: dinsdag 24 november</p></div>`,
    shows: { orderNumber: 'ORD01877', total: '25.75', currency: 'EUR', shipping: '6.95', tax: '2.13', items: [['Boerenkaas 48+', 1], ['Mosterd', 3]], payment: { kind: 'bank-transfer', brand: 'iDEAL' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-24' } },
  },
  'a sentence for the number, decimal quantities, French': {
    lang: 'fr', title: 'Commande terminée | Papeterie', url: 'https://papeterie.example/checkout/55/complete',
    body: `<main><h1>Commande terminée</h1><div class="checkout-complete"><p>Votre numéro de commande est 2026-55. Vous pouvez consulter votre commande sur la page de votre compte une fois connecté.</p></div><div class="order"><table><thead><tr><th>Article</th><th>Prix unitaire</th><th>Quantité</th><th>Prix total</th></tr></thead><tbody><tr><td>Carnet kraft</td><td>7,50 €</td><td>4,00</td><td>30,00 €</td></tr></tbody></table><div class="totals"><div><span class="order-total-line-label">Sous-total </span><span>30,00 €</span></div><div><span>Livraison </span><span>4,90 €</span></div><div><span>Remise -10 % </span><span>-3,00 €</span></div><div><span>Total </span><span>31,90 €</span></div></div></div><p>Mode de paiement : Carte bancaire Visa se terminant par 0005</p></main>`,
    shows: { orderNumber: '2026-55', total: '31.90', currency: 'EUR', subtotal: '30.00', shipping: '4.90', discount: '3.00', items: [['Carnet kraft', 4]], payment: { kind: 'card', brand: 'Visa', last4: '0005' } },
  },
  'tables inside tables as in mail, a link that follows the parcel': {
    lang: 'en-AU', title: 'Order confirmation', url: 'https://surfco.com.au/order/confirmation/SC-2026.1881',
    body: `<table width="100%"><tr><td align="center"><table width="600"><tr><td><table width="100%"><tr><td><h1>Thanks for your order!</h1></td></tr><tr><td>Order number</td></tr><tr><td>SC-2026.1881</td></tr></table></td></tr><tr><td><table width="100%"><tr><td><img src="a.jpg" width="60"></td><td><a href="/p/wax">Surf wax</a><br>Qty 3</td><td align="right">$29.85</td></tr><tr><td><img src="b.jpg" width="60"></td><td><a href="/p/leash">Leash 6ft</a><br>Qty 1</td><td align="right"><s>$49.95</s> $39.95</td></tr></table></td></tr><tr><td><table width="100%"><tr><td>Subtotal</td><td>$69.80</td></tr><tr><td>Shipping</td><td>FREE</td></tr><tr><td>GST included</td><td>$6.35</td></tr><tr><td><strong>Order total</strong></td><td><strong>A$69.80</strong></td></tr></table></td></tr><tr><td>Paid with Afterpay</td></tr><tr><td>Estimated delivery: Tue 24 Nov – Fri 27 Nov</td></tr><tr><td><a href="https://auspost.com.au/mypost/track/details/33ABC1234567">Track your parcel</a></td></tr></table></td></tr></table>`,
    shows: { orderNumber: 'SC-2026.1881', total: '69.80', currency: 'AUD', subtotal: '69.80', shipping: '0.00', items: [['Surf wax', 3], ['Leash 6ft', 1]], payment: { kind: 'instalments', brand: 'Afterpay' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-27', trackingUrl: 'https://auspost.com.au/mypost/track/details/33ABC1234567' } },
  },
  'a number in groups, lakhs, shipping struck and free': {
    lang: 'en-IN', title: 'Order Placed Successfully!', url: 'https://saree.in/order-success',
    body: `<div><h2>Order Placed Successfully!</h2><p>Order ID: OD4291 8837 1120</p><div><div><img src="s.jpg"><div><h4>Banarasi silk saree</h4><p>Qty - 1</p></div><p>₹1,23,456.00</p></div></div><table><tr><td>Bag total</td><td>₹1,23,456.00</td></tr><tr><td>Delivery charges</td><td><span style="text-decoration:line-through">₹99</span> FREE</td></tr><tr><td>Total amount</td><td>₹1,23,456.00</td></tr></table><p>Payment mode: UPI</p><p>Delivery by Wed, 25 Nov</p><p>Sold by: Kashi Looms Pvt Ltd</p></div>`,
    shows: { total: '123456.00', currency: 'INR', shipping: '0.00', items: [['Banarasi silk saree', 1]], delivery: { expectedUntil: '2026-11-25' }, payment: { kind: 'bank-transfer', brand: 'UPI' }, seller: 'Kashi Looms Pvt Ltd' },
  },
  'the date behind the number, a seller, two days of one month': {
    lang: 'fr-FR', title: 'Confirmation de votre commande', url: 'https://www.placemarche.fr/checkout/confirmation',
    body: `<main><h1>Merci, votre commande est validée</h1><p>Commande n° <b>FR-5581 204</b> du 20/11/2026</p><div class="lot"><p>Vendu par <a href="/vendeur/atelier-lin">Atelier Lin</a></p><article><img src="n.jpg" alt="Nappe en lin"><h3><a href="/nappe">Nappe en lin</a></h3><p>Quantité : 1</p><p>59,00 €</p></article></div><p>Livraison prévue entre le 24 et le 26 novembre</p><p>Suivre mon colis : <a href="https://www.laposte.fr/outils/suivre-vos-envois">6A12345678901</a></p><dl><dt>Articles</dt><dd>59,00 €</dd><dt>Livraison</dt><dd>Offerte</dd><dt>Total TTC</dt><dd>59,00 €</dd></dl><p>Paiement : PayPal</p></main>`,
    shows: { total: '59.00', currency: 'EUR', orderDate: '2026-11-20', shipping: '0.00', items: [['Nappe en lin', 1]], seller: 'Atelier Lin', payment: { kind: 'wallet', brand: 'PayPal' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-26', trackingNumber: '6A12345678901' } },
  },
  'values over their labels, the dollar sign of Mexico': {
    lang: 'es-MX', title: 'Compra confirmada', url: 'https://artesania.mx/gracias',
    body: `<main><h1>¡Tu compra está confirmada!</h1><div><div class="big">MX-77120</div><div class="small">Número de pedido</div></div><div class="card"><p class="n">Rebozo de seda</p><p>Cantidad: 1</p><p>$1,850.00</p></div><div class="card"><p class="n">Huarache talla 26</p><p>Cantidad: 2</p><p>$1,200.00</p></div><table><tr><td>Envío</td><td>$150.00</td></tr><tr><td>Total</td><td>$3,200.00</td></tr></table><p>Forma de pago: OXXO</p></main>`,
    shows: { orderNumber: 'MX-77120', total: '3200.00', currency: 'MXN', shipping: '150.00', items: [['Rebozo de seda', 1], ['Huarache talla 26', 2]] },
  },
  'what was paid and what is due are not the total': {
    lang: 'de', title: 'Vielen Dank', url: 'https://garten.example/checkout/success',
    body: `<main><h1>Vielen Dank für Ihre Bestellung</h1><p>Auftragsnummer: 2026.11.4471</p><table><tr><th>Pos.</th><th>Artikel</th><th>Menge</th><th>Preis</th><th>Betrag</th></tr><tr><td>1</td><td>Rosenschere</td><td>1</td><td>39,00 €</td><td>39,00 €</td></tr><tr><td>2</td><td>Handschuhe Gr. 9</td><td>3</td><td>6,50 €</td><td>19,50 €</td></tr><tr><td>3</td><td>Gratis-Samentüte</td><td>1</td><td>0,00 €</td><td>0,00 €</td></tr></table><dl><dt>Warenwert</dt><dd>58,50 €</dd><dt>Gutschein HERBST (-10 %)</dt><dd>−5,85 €</dd><dt>Versand</dt><dd>4,95 €</dd><dt>Gesamtbetrag</dt><dd>57,60 €</dd><dt>bereits bezahlt</dt><dd>20,00 €</dd><dt>noch offen</dt><dd>37,60 €</dd></dl><p>Bezahlt mit Klarna</p></main>`,
    shows: { orderNumber: '2026.11.4471', total: '57.60', currency: 'EUR', subtotal: '58.50', shipping: '4.95', discount: '5.85', items: [['Rosenschere', 1], ['Handschuhe Gr. 9', 3], ['Gratis-Samentüte', 1]], payment: { brand: 'Klarna' } },
  },
  'a number that passes a card’s check digit and is no card': {
    lang: 'en-GB', title: 'Order complete', url: 'https://parts.example/checkout/complete',
    body: `<main><h1>Order complete</h1><p>Thank you. Your order number is <b>1000000000000008</b></p><table><tr><td>Widget</td><td>1</td><td>£5.00</td></tr></table><p>Total £5.00</p></main>`,
    shows: { orderNumber: '1000000000000008', total: '5.00', currency: 'GBP' },
  },
  'two taxes that make one, spans without blocks, Quebec': {
    lang: 'fr-CA', title: 'Confirmation de commande', url: 'https://erable.ca/commande/confirmation',
    body: `<main><h1>Merci pour votre commande!</h1><div class="meta"><span>No de commande</span><span>QC-10221</span></div><section><div class="it"><span class="nom">Sirop d’érable 540 ml</span><span class="qte">Qté 6</span><span class="prix">59,94 $</span></div></section><div><div><div>Sous-total</div><div>59,94 $</div></div><div><div>Livraison</div><div>9,99 $</div></div><div><div>TPS (5 %)</div><div>0,50 $</div></div><div><div>TVQ (9,975 %)</div><div>1,00 $</div></div><div><div>Total</div><div>71,43 $</div></div></div><p>Payé par Visa se terminant par 1234</p></main>`,
    shows: { orderNumber: 'QC-10221', total: '71.43', currency: 'CAD', subtotal: '59.94', shipping: '9.99', tax: '1.50', items: [['Sirop d’érable 540 ml', 6]], payment: { kind: 'card', brand: 'Visa', last4: '1234' } },
  },
  'the yen sign as yuan, a count behind the price, Chinese': {
    lang: 'zh-CN', title: '订单详情', url: 'https://chaye.cn/order/detail/88201947733',
    body: `<main><h1>订单提交成功</h1><p>订单编号：88201947733</p><p>下单时间：2026-11-20 22:10:05</p><div><div><img src="x.jpg"><span>龙井茶 250g</span><span>¥128.00</span><span>x2</span></div></div><div><div><span>商品总额</span><span>¥256.00</span></div><div><span>运费</span><span>¥0.00</span></div><div><span>优惠</span><span>-¥20.00</span></div><div><span>实付款</span><span>¥236.00</span></div></div><p>支付方式：支付宝</p></main>`,
    shows: { orderNumber: '88201947733', total: '236.00', currency: 'CNY', orderDate: '2026-11-20', subtotal: '256.00', shipping: '0.00', discount: '20.00', items: [['龙井茶 250g', 2]], payment: { kind: 'wallet', brand: 'Alipay' } },
  },
  'an order on its way: badge, carrier, returns, a stepper for the quantity': {
    lang: 'en', title: 'Order #60217 | Paper Fox', url: 'https://paperfox.example/account/orders/60217',
    body: `<main><h1>Order #60217</h1><span class="badge">Shipped</span><p>Placed on 12 November 2026</p><div class="lines"><div class="line"><a href="/p/1">Fox notebook</a><div class="stepper"><input type="text" name="qty" value="2" readonly></div><span>€9.00</span><span>€18.00</span></div></div><div class="totals"><div><span>Subtotal</span><span>€18.00</span></div><div><span>Shipping</span><span>€3.00</span></div><div><span>Total (incl. VAT €3.35)</span><span>€21.00</span></div></div><div><h3>Tracking</h3><p>Carrier: DHL</p><p>Tracking number: JD014600006281230704</p></div><p>Payment: Mastercard •••• 4444</p><p><a href="/invoices/60217.pdf">Download invoice</a></p><p><a href="/returns-policy">30-day returns</a></p></main>`,
    shows: { orderNumber: '60217', total: '21.00', currency: 'EUR', orderDate: '2026-11-12', subtotal: '18.00', shipping: '3.00', status: 'OrderInTransit', items: [['Fox notebook', 2]], payment: { kind: 'card', brand: 'Mastercard', last4: '4444' }, delivery: { carrier: 'DHL', trackingNumber: 'JD014600006281230704' }, invoiceUrl: 'https://paperfox.example/invoices/60217.pdf', returnPolicy: { days: 30, url: 'https://paperfox.example/returns-policy' } },
  },
  'hidden text is not read, text for screen readers is': {
    lang: 'en-GB', title: 'Order confirmed', url: 'https://sr.example/order/confirmed',
    body: `<main><h1>Thank you for your order</h1><p>Order number <b>SR-100</b></p><p class="d-none">Order number <b>SR-999</b></p><div class="hidden"><p>Order total £99.00</p></div><ul><li><a href="/a">Blue mug</a><span class="sr-only">Quantity:</span><span>2</span><span class="sr-only">Price:</span><span>£8.00</span></li><li><a href="/b">Red mug</a><span class="sr-only">Quantity:</span><span>1</span><span class="sr-only">Price:</span><span>£8.00</span></li></ul><div>Order total £24.00</div></main>`,
    shows: { orderNumber: 'SR-100', total: '24.00', currency: 'GBP', items: [['Blue mug', 2], ['Red mug', 1]] },
  },
  'an amount without a currency of its own code, Persian digits': {
    lang: 'fa', title: 'سفارش ثبت شد', url: 'https://ketab.ir/checkout/order-received/8812',
    body: `<main dir="rtl"><h1>سفارش شما ثبت شد. سپاسگزاریم</h1><p>شماره سفارش: <strong>۸۸۱۲</strong></p><table><tr><th>محصول</th><th>جمع</th></tr><tr><td>دیوان حافظ <strong>× ۲</strong></td><td>۴۵۰٬۰۰۰ تومان</td></tr></table><p>جمع کل: <b>۴۵۰٬۰۰۰ تومان</b></p></main>`,
    shows: { orderNumber: '8812', total: '450000', currency: null, items: [['دیوان حافظ', 2]] },
  },
  'counts in brackets, cents as a dash, Italian': {
    lang: 'it', title: 'Ordine confermato', url: 'https://pasta.it/ordine/confermato',
    body: `<main><h1>Grazie! Il tuo ordine è stato ricevuto</h1><p>Ordine n. 2026/774</p><div><div>Tagliatelle (x3)</div><div>€ 12,-</div></div><div><div>Ragù in vasetto (x1)</div><div>€ 6,50</div></div><div><div>Spedizione</div><div>Gratis</div></div><div><div>Totale (IVA inclusa)</div><div>€ 18,50</div></div><p>Metodo di pagamento: Contrassegno</p><p>Consegna stimata: 24-26 novembre 2026</p></main>`,
    shows: { orderNumber: '2026/774', total: '18.50', currency: 'EUR', shipping: '0.00', items: [['Tagliatelle', 3], ['Ragù in vasetto', 1]], payment: { kind: 'cash-on-delivery' }, delivery: { expectedFrom: '2026-11-24', expectedUntil: '2026-11-26' } },
  },
  'a number with a point, a tax inside the sum, Danish': {
    lang: 'da', title: 'Tak for din ordre', url: 'https://lego-fan.dk/checkout/tak',
    body: `<main><h1>Tak for din ordre</h1><table><tr><td>Ordrenr.</td><td>50.221</td></tr><tr><td>Ordredato</td><td>20-11-2026</td></tr></table><div class="v"><div>2 stk.</div><div>Byggesæt, lille</div><div>á 149,95</div><div>299,90 kr.</div></div><div><span>Fragt</span> <span>39,00 kr.</span></div><div><span>I alt inkl. moms</span> <span>338,90 kr.</span></div><div><span>Heraf moms</span> <span>67,78 kr.</span></div><p>Betaling: Dankort XXXX XXXX XXXX 9910</p><p>Forventet levering: 1-3 hverdage</p></main>`,
    shows: { orderNumber: '50.221', total: '338.90', currency: 'DKK', orderDate: '2026-11-20', shipping: '39.00', tax: '67.78', items: [['Byggesæt, lille', 2]], payment: { kind: 'card', brand: 'Dankort', last4: '9910' }, delivery: null },
  },
  'inline pieces without space between them, Slovak': {
    lang: 'sk', title: 'Ďakujeme za objednávku', url: 'https://syr.sk/kosik/dakujeme',
    body: `<main><h1>Ďakujeme za objednávku</h1><p>Číslo objednávky: <b>26110457</b></p><ul><li><b>Ovčí syr</b> <i>2 ks</i> <span>15,80 €</span></li><li><b>Bryndza</b> <i>1 ks</i> <span>5,20 €</span></li></ul><p>Medzisúčet <b>21,00 €</b></p><p>Poštovné <b>3,50 €</b></p><p>Spolu s DPH <b>24,50 €</b></p><p>Spôsob platby: Bankový prevod</p><p>Stav objednávky: Odoslaná</p></main>`,
    shows: { orderNumber: '26110457', total: '24.50', currency: 'EUR', subtotal: '21.00', shipping: '3.50', status: 'OrderInTransit', items: [['Ovčí syr', 2], ['Bryndza', 1]], payment: { kind: 'bank-transfer' } },
  },
  'a dollar sign that nothing explains has no currency': {
    lang: 'en', title: 'Order received', url: 'https://dollar.example.com/order-received/10',
    body: `<main><h1>Order received</h1><p>Order number: 10</p><p>Total: $20.00</p></main>`,
    shows: { orderNumber: '10', total: '20.00', currency: null },
  },
  'the domain outranks the language that a theme was delivered with': {
    lang: 'en-US', title: 'Order received', url: 'https://roo.com.au/order-received/10',
    body: `<main><h1>Order received</h1><p>Order number: 10</p><p>Subtotal: $18.00</p><p>GST: $1.80</p><p>Total: $20.00</p></main>`,
    shows: { orderNumber: '10', total: '20.00', currency: 'AUD' },
  },
  'tables from before style sheets': {
    lang: 'en', title: 'Checkout - Success', url: 'https://oldshop.example/checkout_success.php?order_id=7781',
    body: `<table border=0 width="100%"><tr><td class="pageHeading">Your Order Has Been Processed!</td></tr><tr><td class="main">Your order has been successfully processed! Your products will arrive at their destination within 2-5 working days.</td></tr><tr><td>Your Order Number is: <b>7781</b></td></tr></table><table><tr><td><b>Qty</b></td><td><b>Product(s)</b></td><td align=right><b>Tax</b></td><td align=right><b>Total</b></td></tr><tr><td>3&nbsp;x</td><td>Brass hinge<br><small><i> - Size: 60mm</i></small></td><td align=right>20%</td><td align=right>&pound;14.40</td></tr><tr><td>1&nbsp;x</td><td>Door knob</td><td align=right>20%</td><td align=right>&pound;9.60</td></tr></table><table><tr><td align=right>Sub-Total:</td><td>&pound;24.00</td></tr><tr><td align=right>Flat Rate (Best Way):</td><td>&pound;5.00</td></tr><tr><td align=right>VAT 20%:</td><td>&pound;4.83</td></tr><tr><td align=right>Total:</td><td><b>&pound;29.00</b></td></tr></table><table><tr><td><b>Payment Method</b></td></tr><tr><td>Cheque/Money Order</td></tr></table>`,
    shows: { orderNumber: '7781', total: '29.00', currency: 'GBP', subtotal: '24.00', shipping: '5.00', tax: '4.83', items: [['Brass hinge', 3], ['Door knob', 1]], payment: null },
  },
  'attributes beside the name, pesos without cents': {
    lang: 'es-CL', title: 'Resumen de tu compra', url: 'https://andes.cl/checkout/confirmacion',
    body: `<main><h1>¡Compra realizada con éxito!</h1><div class="box"><span>N° de orden</span><b>500-118273</b></div><div class="prods"><div class="prod"><figure><img src="b.jpg" alt="Botas trekking"></figure><div><strong>Botas trekking</strong><span>Talla: 42</span><span>Cantidad: 1</span></div><div><span class="old"><s>$ 89.990</s></span><span>$ 69.990</span></div></div></div><table><tr><th>Subtotal</th><td>$ 69.990</td></tr><tr><th>Despacho</th><td>$ 3.990</td></tr><tr><th>Total</th><td>$ 73.980</td></tr></table><p>Medio de pago: Tarjeta de débito terminada en 7712</p><p>Fecha estimada de entrega: 25/11/2026</p></main>`,
    shows: { orderNumber: '500-118273', total: '73980', currency: 'CLP', subtotal: '69990', shipping: '3990', items: [['Botas trekking', 1]], payment: { kind: 'card', brand: null, last4: '7712' }, delivery: { expectedFrom: '2026-11-25', expectedUntil: '2026-11-25' } },
  },
  'definition lists for goods and sums': {
    lang: 'nl-BE', title: 'Bestelling bevestigd', url: 'https://boeken.be/bestelling/bevestigd',
    body: `<main><h1>Je bestelling is bevestigd</h1><dl><dt>Bestelnummer</dt><dd>BE 2026 11 0099</dd><dt>Datum</dt><dd>20/11/2026</dd><dt>Betaalwijze</dt><dd>Bancontact</dd></dl><dl class="items"><dt>De ontdekking van de hemel</dt><dd>Aantal: 1</dd><dd>€ 24,99</dd><dt>Het smelt</dt><dd>Aantal: 2</dd><dd>€ 29,98</dd></dl><dl><dt>Verzending</dt><dd>Gratis</dd><dt>Te betalen</dt><dd>€ 54,97</dd></dl></main>`,
    shows: { orderNumber: 'BE 2026 11 0099', orderDate: '2026-11-20', total: '54.97', currency: 'EUR', shipping: '0.00', payment: { kind: 'card', brand: 'Bancontact' } },
  },
  'a count behind the unit price, the card’s last digits, Japanese': {
    lang: 'ja', title: '購入完了', url: 'https://hanamaru.jp/order/complete',
    body: `<main><h2>ご購入ありがとうございました</h2><p>注文ID <span>9F2A-77C1-0042</span></p><ul><li><img src="1.jpg"><p>手ぬぐい（藍）</p><p>¥1,320 × 3点</p></li></ul><table><tr><th>商品合計</th><td>¥3,960</td></tr><tr><th>送料</th><td>¥370</td></tr><tr><th>お支払い金額</th><td>¥4,330（税込）</td></tr></table><p>お支払い方法：クレジットカード（VISA）下4桁 4455</p><p>お届け予定日：11月25日（水）</p></main>`,
    shows: { orderNumber: '9F2A-77C1-0042', total: '4330', currency: 'JPY', subtotal: '3960', shipping: '370', items: [['手ぬぐい（藍）', 3]], payment: { kind: 'card', brand: 'Visa', last4: '4455' }, delivery: { expectedFrom: '2026-11-25', expectedUntil: '2026-11-25' } },
  },
  'one word for sum and count, Indonesian': {
    lang: 'id', title: 'Pesanan berhasil', url: 'https://batik.co.id/checkout/sukses',
    body: `<main><h1>Terima kasih, pesanan Anda berhasil dibuat</h1><p>Nomor Pesanan: INV/20261121/XXVI/1182</p><div><div>Kemeja batik pria</div><div>Jumlah: 2</div><div>Rp 450.000</div></div><div><div>Subtotal</div><div>Rp 450.000</div></div><div><div>Ongkos kirim</div><div>Rp 18.000</div></div><div><div>Total pembayaran</div><div>Rp 468.000</div></div><p>Metode pembayaran: GoPay</p></main>`,
    shows: { orderNumber: 'INV/20261121/XXVI/1182', total: '468000.00', currency: 'IDR', subtotal: '450000.00', shipping: '18000.00', items: [['Kemeja batik pria', 2]], payment: { kind: 'wallet', brand: 'GoPay' } },
  },
  'goods as sentences, rand': {
    lang: 'en-ZA', title: 'Order received', url: 'https://biltong.co.za/order-received/771',
    body: `<main><h1>Order received</h1><p>Order number: 771</p><p>Date: 20 November 2026</p><ul><li>Beef biltong 500g — 2 × R185.00 = R370.00</li></ul><p>Courier: R99.00</p><p>Total: R469.00</p><p>Payment method: EFT</p></main>`,
    shows: { orderNumber: '771', orderDate: '2026-11-20', total: '469.00', currency: 'ZAR', items: [['Beef biltong 500g', 2]], payment: { kind: 'bank-transfer' } },
  },
  'an address in the United States explains the dollar sign': {
    lang: 'en', title: 'Thank you for your order', url: 'https://www.gearbarn.com/checkout/thank-you',
    body: `<main><h1>Thank you for your order</h1><p>Order Number: GB-58812</p><p>Ship to:</p><p>Ann Person</p><p>12 Elm St</p><p>Austin, TX 78701</p><table><tr><th>Item</th><th>Qty</th><th>Price</th></tr><tr><td>Tent stakes (set of 8)</td><td>2</td><td>$23.98</td></tr></table><p>Subtotal: $23.98</p><p>Tax: $1.98</p><p>Order Total: $25.96</p></main>`,
    shows: { orderNumber: 'GB-58812', total: '25.96', currency: 'USD', subtotal: '23.98', tax: '1.98', items: [['Tent stakes (set of 8)', 2]] },
  },
  'a tax that the United States do not have casts doubt on `en-US`': {
    lang: 'en-US', title: 'Thank you for your order', url: 'https://www.maple.example/checkout/thank-you',
    body: `<main><h1>Thank you for your order</h1><p>Order Number: 58812</p><p>Subtotal: $20.00</p><p>HST: $2.60</p><p>Order Total: $22.60</p></main>`,
    shows: { orderNumber: '58812', total: '22.60', currency: null, tax: '2.60' },
  },
  'counts with a unit before the name, Finnish': {
    lang: 'fi', title: 'Kiitos!', url: 'https://kirja.fi/kiitos',
    body: `<main><h1>Kiitos tilauksesta!</h1><p>Tilauksesi numero on <b>F-100.221</b>.</p><ul class="rivit"><li>2 kpl Muumimuki à 21,90 € <span>43,80 €</span></li><li>1 kpl Tuoksukynttilä <span>17,50 €</span></li></ul><p>Toimituskulut 0,00 €</p><p>Loppusumma 61,30 € (sis. ALV 25,5 %)</p><p>Maksutapa: MobilePay</p></main>`,
    shows: { orderNumber: 'F-100.221', total: '61.30', currency: 'EUR', shipping: '0.00', items: [['Muumimuki', 2], ['Tuoksukynttilä', 1]], payment: { kind: 'wallet', brand: 'MobilePay' } },
  },
  'the steps of a parcel’s way are no status': {
    lang: 'en-GB', title: 'Order #4410', url: 'https://step.example/orders/4410',
    body: `<main><h1>Order #4410</h1><div class="tracker"><div class="step status-done">Placed</div><div class="step status-done">Shipped</div><div class="step">Delivered</div></div><p>Order date: 18 November 2026</p><div class="p"><a href="/p">Kettle</a><span>Quantity: 1</span><span>£39.00</span></div><p>Order total: £39.00</p></main>`,
    shows: { orderNumber: '4410', orderDate: '2026-11-18', total: '39.00', currency: 'GBP', items: [['Kettle', 1]], status: null },
  },
  'the ways to pay that a shop has are not the way that was taken': {
    lang: 'de', title: 'Vielen Dank für Ihre Bestellung', url: 'https://wahl.example/danke',
    body: `<main><h1>Vielen Dank für Ihre Bestellung</h1><p>Bestellnummer: 7712</p><p>Gesamtsumme: 20,00 €</p><h3>Zahlungsarten</h3><p>Rechnung</p><p>PayPal</p><p>Visa</p><footer>Zahlung mit PayPal, Visa, Mastercard, Klarna</footer></main>`,
    shows: { orderNumber: '7712', total: '20.00', currency: 'EUR', payment: null },
  },
  'a row for free shipping, net and tax, a date behind the number': {
    lang: 'de', title: 'Bestelleingang', url: 'https://werkzeug.de/bestellung/danke',
    body: `<main><h2>Wir haben Ihre Bestellung erhalten</h2><p>Ihre Bestellung Nr. 1188-26 vom 20. November 2026</p><table><tr><td>4x</td><td>Schraubendreher PH2<br>Lieferzeit 1-2 Tage</td><td>à 6,95 €</td><td>27,80 €</td></tr><tr><td colspan="3">Versandkostenfrei</td><td>0,00 €</td></tr><tr><td colspan="3">Summe netto</td><td>23,36 €</td></tr><tr><td colspan="3">MwSt. 19 %</td><td>4,44 €</td></tr><tr><td colspan="3">Rechnungsbetrag</td><td>27,80 €</td></tr></table><p>Zahlungsart: Lastschrift (IBAN endet auf 4711)</p></main>`,
    shows: { orderNumber: '1188-26', orderDate: '2026-11-20', total: '27.80', currency: 'EUR', shipping: '0.00', tax: '4.44', items: [['Schraubendreher PH2', 4]], payment: { kind: 'direct-debit' } },
  },
  'pieces times a price in one line, Russian': {
    lang: 'ru', title: 'Заказ оформлен', url: 'https://knigi.ru/order/success',
    body: `<main><h1>Спасибо! Ваш заказ принят</h1><p>Номер заказа: <b>№ 000-7712</b></p><div><a href="/k1">Мастер и Маргарита</a><div>1 шт. × 690 ₽</div><div>690 ₽</div></div><div><a href="/k2">Закладка</a><div>3 шт. × 90 ₽</div><div>270 ₽</div></div><div><div>Товары (4)</div><div>960 ₽</div></div><div><div>Доставка</div><div>Бесплатно</div></div><div><div>Итого</div><div>960 ₽</div></div><p>Оплата: картой при получении</p></main>`,
    shows: { orderNumber: '000-7712', total: '960.00', currency: 'RUB', shipping: '0.00', items: [['Мастер и Маргарита', 1], ['Закладка', 3]], payment: { kind: 'cash-on-delivery' } },
  },
  'a sales tax explains the dollar sign': {
    lang: 'en', title: 'Receipt', url: 'https://quilt.example/checkout/receipt',
    body: `<main><h1>Thank you for your purchase</h1><p>Order ID</p><p>Q-118-2</p><ul><li><b>Quilt kit</b><br>Qty: 1 @ $64.00</li></ul><table><tr><td>Merchandise subtotal</td><td>$64.00</td></tr><tr><td>Shipping (UPS Ground)</td><td>$7.50</td></tr><tr><td>Sales tax (8.25%)</td><td>$5.28</td></tr><tr><td>Order total</td><td>$76.78</td></tr></table><p>Charged to: Discover ending in 9921</p></main>`,
    shows: { orderNumber: 'Q-118-2', total: '76.78', currency: 'USD', subtotal: '64.00', shipping: '7.50', tax: '5.28', items: [['Quilt kit', 1]], payment: { kind: 'card', brand: 'Discover', last4: '9921' } },
  },
  'so does a seller whose form of company no other country with dollars has': {
    lang: 'en', title: 'Order 55-1207', url: 'https://market.example/orders/55-1207',
    body: `<main><h1>Order 55-1207</h1><p>Order number: 55-1207</p><table><tr><th>Item</th><th>Qty</th><th>Price</th></tr><tr><td>Wool socks</td><td>1</td><td>$12.00</td></tr></table><p>Sold by: Warm Feet LLC (profile)</p><p>Order total: $12.00</p></main>`,
    shows: { orderNumber: '55-1207', total: '12.00', currency: 'USD' },
  },
  'the owner of a trade mark does not': {
    lang: 'en', title: 'Order 55-1207', url: 'https://market.example/orders/55-1207',
    body: `<main><h1>Order 55-1207</h1><p>Order number: 55-1207</p><table><tr><th>Item</th><th>Qty</th><th>Price</th></tr><tr><td>Wool socks</td><td>1</td><td>$12.00</td></tr></table><p>Sold by: Warm Feet Co (profile)</p><p>Order total: $12.00</p><p>Google Play is a trademark of Google LLC</p></main>`,
    shows: { orderNumber: '55-1207', total: '12.00', currency: null },
  },
}

describe('what a page shows is read', () => {
  test.each(Object.keys(SHAPES))('%s', (name) => {
    const { lang, title, url, head, body, shows } = SHAPES[name] as Shape
    const { action, order } = readOrder(page(lang, title, body, head), url)
    expect(action).toBe('save')
    for (const [field, wanted] of Object.entries(shows)) {
      const value: unknown = order?.[field as 'items']?.value ?? null
      const read = field === 'items' ? (value as { name: string; quantity: number | null }[] | null)?.map((item) => [item.name, item.quantity]) : value
      if (wanted !== null && typeof wanted === 'object' && !Array.isArray(wanted)) expect(read, field).toMatchObject(wanted)
      else expect(read, field).toEqual(wanted)
    }
  })
})
