import { describe, expect, it } from 'vitest'
import { isPaymentHost, PAYMENT_DOMAINS } from '../../extension/src/payment-hosts.ts'
import { SENSITIVE_DOMAINS, sensitiveKind } from '../../extension/src/sensitive.ts'

describe('sites that say more of a person than a purchase should', () => {
  it.each([
    ['www.chase.com', 'banking'], ['bank.example', 'banking'], ['online-banking.shop.example', 'banking'], ['sparkasse-musterstadt.example', 'banking'], ['acme.bank', 'banking'],
    ['mychart.example.org', 'health'], ['clinic.example', 'health'], ['apotheke.example', 'health'], ['www.doctolib.fr', 'health'], ['smile.dentist', 'health'],
    ['pornhub.com', 'adult'], ['de.chaturbate.com', 'adult'], ['anything.xxx', 'adult'], ['sexshop.example', 'adult'],
  ])('%s: %s', (host, kind) => {
    expect(sensitiveKind(host)).toBe(kind)
  })

  it.each([
    'powerbank.example', 'power-bank.example', 'bankside-books.example', 'databank.example', 'foodbank.example', 'phoneclinic.example', 'bike-clinic.example', 'doctormartens.example',
    'essex.example', 'middlesex-tools.example', 'sussex.example', 'unisex-wear.example', 'chasewood.com', 'purchase.com', 'notchase.com', 'health-food.example', 'shop.example', 'localhost', '127.0.0.1', '[::1]',
  ])('%s is an ordinary shop', (host) => {
    expect(sensitiveKind(host)).toBeNull()
  })
})

describe('hosts on the way to being paid', () => {
  it.each(['www.paypal.com', 'checkout.stripe.com', 'pay.amazon.de', 'secure.ogone.com', 'acs.mybank.example', '3ds2.issuer.example', 'acs1-3ds.issuer.example.com', 'PAYPAL.com.'])('%s', (host) => {
    expect(isPaymentHost(host)).toBe(true)
  })

  it.each(['amazon.de', 'www.amazon.com', 'shopify.com', 'a.myshopify.com', 'notpaypal.com', 'paypal.com.shop.example', 'acs.org', 'pay.shop.example', 'checkout.shop.example', '127.0.0.1'])('%s is none', (host) => {
    expect(isPaymentHost(host)).toBe(false)
  })
})

it('every listed name is a host in the spelling that hosts have, so that it makes a pattern', () => {
  for (const name of [...PAYMENT_DOMAINS, ...SENSITIVE_DOMAINS]) expect(name).toMatch(/^([a-z0-9-]+\.)*[a-z]{2,}$/)
  for (const name of SENSITIVE_DOMAINS) expect(sensitiveKind(`www.${name}`)).not.toBeNull()
})
