/**
 * Ways to pay and what they are called, one a line: `kind | brand : words`. A brand whose kind differs from country to country has
 * none. Words are looked for anywhere in the text of a payment, so none may be a part of another sense of it.
 */
export const BRANDS = `card|Visa: visa
card|Mastercard: mastercard|master card|マスターカード
card|American Express: american express|amex
card|Maestro: maestro
card|Discover: discover card|discover
card|Diners Club: diners club|diners
card|JCB: jcb
card|UnionPay: unionpay|union pay|银联|銀聯
card|Dankort: dankort|visa/dankort
card|Bancontact: bancontact
card|girocard: girocard
card|Carte Bleue: carte bleue
card|RuPay: rupay
card|Mir: карта мир|карты мир
card|mada: mada|مدى
card|Troy: troy
card|Elo: elo
card|Hipercard: hipercard
card|Interac: interac
wallet|PayPal: paypal|ペイパル|페이팔|باي بال
wallet|Apple Pay: apple pay|applepay
wallet|Google Pay: google pay|googlepay|gpay
wallet|Amazon Pay: amazon pay|amazonpay
wallet|Shop Pay: shop pay
wallet|Samsung Pay: samsung pay|삼성페이
wallet|Alipay: alipay|支付宝|支付寶
wallet|WeChat Pay: wechat pay|微信支付|微信
wallet|LINE Pay: line pay|linepay
wallet|PayPay: paypay
wallet|Rakuten Pay: 楽天ペイ|楽天pay|rakuten pay
wallet|Kakao Pay: kakao pay|kakaopay|카카오페이
wallet|Naver Pay: naver pay|naverpay|네이버페이
wallet|Toss: 토스|토스페이
wallet|Vipps: vipps
wallet|MobilePay: mobilepay|mobile pay
wallet|TWINT: twint
wallet|Satispay: satispay
wallet|MB WAY: mb way|mbway
wallet|Skrill: skrill
wallet|Venmo: venmo
wallet|Cash App: cash app
wallet|Revolut Pay: revolut pay
wallet|Mercado Pago: mercado pago|mercadopago
wallet|Paytm: paytm
wallet|PhonePe: phonepe
wallet|GrabPay: grabpay
wallet|GCash: gcash
wallet|GoPay: gopay
wallet|OVO: ovo
wallet|DANA: dana
wallet|MoMo: momo
wallet|ZaloPay: zalopay
wallet|M-Pesa: m-pesa|mpesa
wallet|STC Pay: stc pay
wallet|YooMoney: юmoney|yoomoney|яндекс pay
bank-transfer|iDEAL: ideal
bank-transfer|Sofort: sofort|sofortüberweisung
bank-transfer|giropay: giropay
bank-transfer|EPS: eps
bank-transfer|Przelewy24: przelewy24
bank-transfer|BLIK: blik
bank-transfer|Swish: swish
bank-transfer|Trustly: trustly
bank-transfer|Multibanco: multibanco
bank-transfer|Bizum: bizum
bank-transfer|Pix: pix
bank-transfer|UPI: upi
bank-transfer|Wero: wero
bank-transfer|SBP: сбп|система быстрых платежей
instalments|Afterpay: afterpay
instalments|Clearpay: clearpay
instalments|Affirm: affirm
instalments|Sezzle: sezzle
instalments|Alma: alma
instalments|Oney: oney
instalments|Scalapay: scalapay
instalments|Tabby: tabby|تابي
instalments|Tamara: tamara|تمارا
invoice|PowerPay: powerpay
|Klarna: klarna
|Walley: walley
|Riverty: riverty
|Billie: billie
|PayU: payu
|Boleto: boleto|boleto bancário
|OXXO: oxxo
|paysafecard: paysafecard|paysafecash`

export const KINDS = `card: credit card|debit card|credit/debit card|bank card|credit or debit card|card payment|payment card|card|kreditkarte|debitkarte|ec-karte|kartenzahlung|karte|carte bancaire|carte de crédit|carte de paiement|carte de débit|carte|carte bleue|tarjeta|tarjeta de crédito|tarjeta de débito|carta di credito|carta di debito|carta|creditcard|kaart|pinpas|cartão|cartão de crédito|cartão de débito|karta|karta płatnicza|karta kredytowa|kartą|kort|kortbetalning|kortbetaling|betalkort|betalingskort|kreditkort|kredittkort|kortti|korttimaksu|luottokortti|pankkikortti|maksukortti|platební karta|kartou|kreditní karta|platobná karta|bankkártya|bankkártyás|hitelkártya|kártya|card bancar|card de credit|κάρτα|πιστωτική κάρτα|χρεωστική κάρτα|kredi kartı|banka kartı|kart|банковская карта|банковской картой|картой|кредитная карта|банківська карта|карткою|карта|кредитна карта|クレジットカード|クレジット|信用卡|银行卡|신용카드|체크카드|카드|بطاقة|بطاقة ائتمان|بطاقة ائتمانية|כרטיס אשראי|kartica|karticom|kreditna kartica|kreditkaart|maksekaart|maksājumu karte|mokėjimo kortelė|kortelė|targeta|kartu kredit|thẻ|thẻ tín dụng|บัตรเครดิต|บัตร|क्रेडिट कार्ड|کارت|kreditkort
bank-transfer: bank transfer|wire transfer|bacs|direct bank transfer|prepayment|payment in advance|online banking|vorkasse|vorauskasse|vorauszahlung|überweisung|banküberweisung|virement|virement bancaire|transferencia|transferencia bancaria|bonifico|bonifico bancario|overschrijving|bankoverschrijving|overboeking|vooruitbetaling|transferência|transferência bancária|przelew|przelew bankowy|przelew tradycyjny|banköverföring|bankoverføring|bankoverførsel|forudbetaling|förskottsbetalning|pankkisiirto|tilisiirto|verkkopankki|verkkopankkimaksu|bankovní převod|převodem|bankovním převodem|bankový prevod|prevodom|átutalás|banki átutalás|előre utalás|transfer bancar|ordin de plată|virament bancar|τραπεζική κατάθεση|τραπεζική μεταφορά|κατάθεση σε τράπεζα|havale|eft|havale/eft|banka havalesi|банковский перевод|банковским переводом|безналичный расчет|по счету|банківський переказ|оплата на рахунок|銀行振込|銀行振り込み|お振込|银行转账|銀行轉帳|轉帳|atm轉帳|무통장입금|무통장 입금|계좌이체|실시간 계좌이체|가상계좌|تحويل بنكي|حوالة بنكية|העברה בנקאית|банков превод|bankovna transakcija|uplata na račun|virmansko plaćanje|bančno nakazilo|po predračunu|pangaülekanne|bankas pārskaitījums|pārskaitījums|bankinis pavedimas|bankinis pervedimas|transferència bancària|transfer bank|chuyển khoản|chuyển khoản ngân hàng|โอนเงิน|โอนเงินผ่านธนาคาร|बैंक ट्रांसफर|انتقال بانکی
direct-debit: direct debit|sepa direct debit|lastschrift|sepa-lastschrift|sepa lastschrift|bankeinzug|prélèvement|prélèvement sepa|prélèvement bancaire|domiciliación|domiciliación bancaria|adeudo directo|addebito diretto|addebito sepa|automatische incasso|incasso|débito direto|polecenie zapłaty|autogiro|betalingsservice|avtalegiro|suoraveloitus|inkaso|口座振替
invoice: kauf auf rechnung|rechnungskauf|auf rechnung|rechnung|pay by invoice|invoice|purchase on account|pay later|buy now pay later|paiement sur facture|achat sur facture|sur facture|factuur|op factuur|op rekening|achteraf betalen|faktura|mot faktura|lasku|laskulla|arve alusel|後払い|コンビニ後払い|postfinance rechnung|на основании счета
instalments: instalments|installments|pay in instalments|pay in installments|pay in 3|pay in 4|ratenzahlung|ratenkauf|finanzierung|paiement en plusieurs fois|paiement en 3 fois|paiement en 4 fois|pago a plazos|pago fraccionado|financiación|pagamento a rate|finanziamento|gespreid betalen|na raty|raty|zakup na raty|delbetalning|delbetaling|avbetalning|osamaksu|na splátky|részletfizetés|în rate|рассрочка|в рассрочку|оплата частинами|järelmaks|分割払い|分期付款|تقسيط
cash-on-delivery: cash on delivery|cod|payment on delivery|pay on delivery|nachnahme|per nachnahme|contre remboursement|paiement à la livraison|contra reembolso|contrareembolso|pago contra entrega|pago contra reembolso|contrassegno|pagamento alla consegna|rembours|onder rembours|betalen bij levering|contra reembolso|pagamento na entrega|à cobrança|pobranie|za pobraniem|płatność przy odbiorze|postförskott|efterkrav|oppkrav|postoppkrav|postiennakko|jälkivaatimus|dobírka|dobírkou|na dobírku|dobierka|na dobierku|utánvét|utánvétel|utánvéttel|ramburs|plata ramburs|plată ramburs|plata la livrare|plată la livrare|numerar la livrare|αντικαταβολή|kapıda ödeme|kapıda nakit ödeme|наложенный платеж|наложенным платежом|наличными при получении|при получении|оплата при получении|накладений платіж|післяплата|оплата при отриманні|при отриманні|代金引換|代引き|代引|货到付款|貨到付款|착불|الدفع عند الاستلام|עם קבלת המשלוח|наложен платеж|pouzećem|plaćanje pouzećem|pouzeće|po povzetju|povzetje|lunamaks|pēcmaksa|atsiskaitymas pristatymo metu|apmokėjimas pristatymo metu|reembossament|bayar di tempat|thanh toán khi nhận hàng|thanh toán khi giao hàng|เก็บเงินปลายทาง|कैश ऑन डिलीवरी|پرداخت در محل
gift-card: gift card|gift voucher|store credit|geschenkkarte|geschenkgutschein|carte cadeau|chèque cadeau|tarjeta regalo|tarjeta de regalo|carta regalo|buono regalo|cadeaukaart|cadeaubon|vale-presente|cartão presente|cartão-presente|karta podarunkowa|presentkort|gavekort|lahjakortti|dárkový poukaz|darčeková poukážka|ajándékkártya|card cadou|δωροκάρτα|hediye kartı|hediye çeki|подарочная карта|подарунковий сертифікат|ギフトカード|礼品卡|禮品卡|기프트카드|상품권|بطاقة هدية|שובר מתנה|גיפט קארד`
