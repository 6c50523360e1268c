import { describe, expect, test } from 'vitest'
import { NO_MONEY_HINTS, parseMoney } from '../../../extension/src/capture/money.ts'
import { POINT } from '../../../extension/src/capture/text.ts'
import { page, read } from './page.ts'

describe('money', () => {
  test.each([
    ['1.234,56 €', '1234.56', 'EUR'], ["CHF 1'234.50", '1234.50', 'CHF'], ['£9.99', '9.99', 'GBP'], ['1\u202f234,56\u00a0€', '1234.56', 'EUR'],
    ['١٬٢٣٤٫٥٠ ر.س', '1234.50', 'SAR'], ['₹1,23,456.00', '123456.00', 'INR'], ['R$ 148,50', '148.50', 'BRL'], ['99,90 zł', '99.90', 'PLN'],
    ['12,- Kč', '12.00', 'CZK'], ['12 990 Ft', '12990.00', 'HUF'], ['１，２３４円', '1234', 'JPY'], ['₩45,000', '45000', 'KRW'], ['$ 12.00 USD', '12.00', 'USD'],
    ['US$12.00', '12.00', 'USD'], ['1.249 €', '1249.00', 'EUR'], [`12${POINT}99 €`, '12.99', 'EUR'], ['5 000 ₽', '5000.00', 'RUB'], ['€ 5', '5.00', 'EUR'], ['KWD 12.250', null, null], ['1.249', null, null], ['R$ 1.234,56', '1234.56', 'BRL'], ['1.234.567 ₫', '1234567', 'VND'], ['€ 12.-', '12.00', 'EUR'], ['SR-100', null, null], ['kr-50,00', '50.00', null],
  ])('%s', (text, amount, currency) => {
    const money = parseMoney(text)
    expect(money?.amount ?? null).toBe(amount)
    expect(money?.currency ?? null).toBe(currency)
  })

  test('a shared sign is settled by region, domain or language, else not', () => {
    const code = (text: string, hints: object): string | null => parseMoney(text, { ...NO_MONEY_HINTS, ...hints })?.currency ?? null
    expect(code('$5.00', {})).toBeNull()
    expect(code('$5.00', { language: 'en' })).toBeNull()
    expect(code('$5.00', { language: 'en', region: 'CA' })).toBe('CAD')
    expect(code('$5.00', { topLevel: 'au' })).toBe('AUD')
    expect(code('$5.00', { region: 'US', topLevel: 'au' })).toBeNull()
    expect(code('$5.00', { language: 'en', region: 'US' })).toBe('USD')
    expect(code('$5.00', { language: 'en', region: 'US', topLevel: 'au' })).toBe('AUD')
    expect(code('$5.00', { language: 'en', region: 'US', chosen: true, topLevel: 'au' })).toBeNull()
    expect(code('$5.00', { language: 'en', region: 'US', taxed: 'elsewhere' })).toBeNull()
    expect(code('$5.00', { language: 'en', taxed: 'US' })).toBe('USD')
    expect(code('$5.00', { language: 'es', taxed: 'US' })).toBeNull()
    expect(code('$5.00', { named: ['NZD'] })).toBe('NZD')
    expect(code('$5.00', { named: ['NZD', 'USD'] })).toBeNull()
    expect(code('99 kr', { language: 'da' })).toBe('DKK')
    expect(code('99 kr', {})).toBeNull()
    expect(code('¥99', { language: 'zh' })).toBe('CNY')
    expect(code('¥99', { language: 'en' })).toBeNull()
  })

  test('three places are settled by the page or the currency', () => {
    const amount = (text: string, mark: '.' | ',' | null): string | null => parseMoney(text, { ...NO_MONEY_HINTS, mark })?.amount ?? null
    expect(amount('1.249', ',')).toBe('1249')
    expect(amount('1.249', '.')).toBeNull()
    expect(amount('KWD 12.250', '.')).toBe('12.250')
  })

  test('neighbouring numbers never run together', () => {
    const document = page('sv', 'Tack för din beställning', '<h1>Tack för din beställning</h1><p>Ordernummer: 71</p><p><span>Antal</span> <span>2</span> <span>500 kr</span></p><p>Totalt <span>2</span> <span>500 kr</span></p>')
    expect(read(document, 'https://garn.se/tack').total).not.toBe('2500.00')
  })

  test('a footnote is not cents', () => {
    const document = page('de', 'Danke', '<h1>Danke für Ihre Bestellung</h1><p>Bestellnummer: 71</p><p>Gesamtsumme: 12,50 €<sup>1</sup></p>')
    expect(read(document, 'https://s.example/danke').total).toBe('12.50')
  })

  test('two believable totals are none', () => {
    const document = page('en', 'Thanks', '<h1>Thank you for your order</h1><p>Order number: 7100</p><p>Order total: €12.00</p><p>Order total: €15.00</p>')
    const { total, order } = read(document, 'https://s.example/checkout/success')
    expect(total).toBeNull()
    expect(order?.conflicts.total?.map((candidate) => candidate.value).sort()).toEqual(['12.00', '15.00'])
  })
})
