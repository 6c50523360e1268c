/**
 * Hosts that a purchase passes through on its way to being paid: payment services, wallets, instalments, banks' card checks. They are never
 * a vendor, and nothing is read there. Who sells in a name of its own, as some of them also do, belongs elsewhere.
 */
import { domainWithin } from './domains.ts'

const DOMAINS = `
2checkout.com 3dsecure.az 3dsecure.io 3dsecure.no acs-3ds.com adyen.com affirm.ca affirm.com afterpay.com afterpay.nl airwallex.com alipay.com
alma.eu almapay.com amazonpay.com apata.io arcot-3ds.com arcot.com assist.ru authorize.net bankserv.co.za barclaycardsmartpay.com billie.io
billpay.de blik.com bluesnap.com bolt.com braintreegateway.com braintreepayments.com buckaroo.nl cardcenter.ch cardinalcommerce.com cardlink.gr
cardnet.com.do cashfree.com ccavenue.com checkout.com clearpay.co.uk clearpay.com clip.mx coinbase.com comgate.cz computop-paygate.com concardis.com
conekta.com conekta.io culqi.com cybersource.com datatrans.ch datatrans.com docdata.nl docdatapayments.com dotpay.pl dwolla.com easebuzz.in
ecpay.com.tw eghl.com entersekt.com epay.bg epay.dk eps-ueberweisung.at euplatesc.ro flow.cl flutterwave.com frisbii.com getalma.eu getzip.com
giropay.de global-e.com globalpay.com globalpayments.com globalpaymentsinc.com gmopg.jp gocardless.com gopay.com gopay.cz gpayments.net gpe.cz
gpwebpay.com heidelpay.com hipay.com humm.com hyperpay.com iamport.kr ideal.nl inicis.com instamojo.com ipay88.com ipayment.de iyzico.com
iyzipay.com kakaopay.com khipu.com klarna.com klarnapayments.com laybuy.com lemonway.com liqpay.ua maksekeskus.ee mangopay.com
mastercard-identitycheck.com mercadopago.cl mercadopago.com mercadopago.com.ar mercadopago.com.br mercadopago.com.co mercadopago.com.mx
mercadopago.com.pe midtrans.com mobilepay.dk mobilepay.fi modirum.com mollie.com molpay.com monei.com moneris.com multibanco.pt multisafepay.com
mypos.com mypos.eu netaxept.no netcetera-payment.ch netcetera.com nets.eu newebpay.com nexi.it nicepay.co.kr nmi.com nochex.com novalnet.de
nuvei.com ogone.com omise.co oney.com oney.es oney.fr opayo.co.uk opayo.com openpay.mx oxxopay.com pagopa.it pagosonline.net pagseguro.com.br
pagseguro.uol.com.br pay.nl pay2go.com paybox.com paybright.com paycom.uz paydirekt.de paydock.com payfast.co.za payflex.co.za payfort.com
payfort.net paylike.io payline.com paymark.co.nz paymaya.com payme.uz paymentsense.com paymob.com paymongo.com payone.com payone.de payoneer.com
paypal.com paypal.me paypay.ne.jp payplug.com paypro.nl payrexx.com paysafe.com paysafecard.com paysera.com paysera.lt payson.se paystack.co
paystack.com paytabs.com paytm.com paytm.in paytr.com paytrail.com payu.com payu.com.tr payu.cz payu.in payu.pl payu.ro payubiz.in payulatam.com
payumoney.com payway.com.au payworks.io phonepe.com placetopay.com pledg.co postfinance-checkout.ch postpay.io przelewy24.pl quickpay.net rapyd.net
ratepay.com ravepay.co razorpay.com redsys.es riverty.com robokassa.ru rsa3dsauth.co.uk rsa3dsauth.com sagepay.co.uk sagepay.com
santanderconsumer.no satispay.com scalapay.com secureacs.com securesuite.co.uk securesuite.net securetrading.com securetrading.net securionpay.com
senangpay.my sequra.com sequra.es sermepa.es sezzle.com sibs.pt sibspayments.com sicher-bezahlen.sparkasse.de six-payment-services.com skrill.com
smart2pay.com sofort.com sofortueberweisung.de spreedly.com squareup.com sslcommerz.com stripe.com sumup.com sumup.link svea.com sveaekonomi.se
swish.nu tabby.ai tamara.co tap.company tatrapay.sk telr.com thawani.om tosspayments.com tpay.com transbank.cl trustly.com trustly.net trustpay.eu
twint.ch twisto.cz twocheckout.com uniteller.ru unzer.com valitor.com valitorpay.com venmo.com verifone.cloud vipps.no vippsmobilepay.com
visasecure.com viva.com vivapayments.com vivawallet.com vnpay.vn vnpayment.vn wallee.com walley.se wayforpay.com webpay.cl webtopay.com
wechatpay.com wepay.com wibmo.com windcave.com wirecard.com wlp-acs.com wompi.co wompi.sv worldline-solutions.com worldline.com worldnettps.com
worldpay.com worldpay.io xendit.co yookassa.ru yoomoney.ru youcanpay.com zaver.com zip.co zoodpay.com
`

/** Corners of companies that sell as well. */
const HOSTS = `
3ds.n26.com 3ds.revolut.com 3dsec.sberbank.ru acs.revolut.com apple-pay-gateway.apple.com checkout.rakuten.co.jp checkout.revolut.com
checkout.shopify.com checkout.visa.com masterpass.com money.yandex.ru pay.amazon.co.jp pay.amazon.co.uk pay.amazon.com pay.amazon.de pay.amazon.es
pay.amazon.fr pay.amazon.it pay.ebay.co.uk pay.ebay.com pay.ebay.de pay.google.com pay.jio.com pay.kakao.com pay.line.me pay.naver.com pay.payco.com
pay.rakuten.co.jp pay.revolut.com pay.shopify.com pay.wechat.com pay.weixin.qq.com pay.yandex.ru payment.yandex.net payments.amazon.co.uk
payments.amazon.com payments.amazon.de payments.amazon.es payments.amazon.fr payments.amazon.it payments.google.com secure.checkout.visa.com
secure.payco.com securepay.sber.ru securepay.tinkoff.ru securepayments.sberbank.ru shop.app src.mastercard.com src.visa.com wallet.google.com
`

const PAYMENT: ReadonlySet<string> = new Set(`${DOMAINS} ${HOSTS}`.trim().split(/\s+/))

/** A bank's machine for card checks has a name of its own in the bank's domain. */
const CARD_CHECK = /^(3ds\d?|3d-?secure|3dss|acs\d*|acs-?3ds|3ds-?acs|3dsmethod|threeds|verifiedbyvisa|securecode)(-[a-z0-9]+)?\.[^.]+\.[^.]/

export function isPaymentHost(host: string): boolean {
  return domainWithin(PAYMENT, host) !== null || CARD_CHECK.test(host)
}

/** All whose pages the browser itself can keep the gate from. */
export const PAYMENT_DOMAINS: readonly string[] = [...PAYMENT].sort()
