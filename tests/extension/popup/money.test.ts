import { describe, expect, it } from 'vitest'
import { formatMoney, readAmount, sum } from '../../../extension/src/ui/money.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('showing money', () => {
  it('follows the locale', () => {
    expect(formatMoney('1234.5', 'EUR', 'en-GB')).toBe('€1,234.50')
    expect(plain(formatMoney('1234.5', 'EUR', 'de-DE'))).toBe('1.234,50 €')
    expect(formatMoney('4200', 'JPY', 'en-GB')).toBe('JP¥4,200')
  })

  it('rounds no digit away', () => {
    expect(formatMoney('12.345', 'EUR', 'en-GB')).toBe('€12.345')
    expect(formatMoney('4200.50', 'JPY', 'en-GB')).toBe('JP¥4,200.50')
    expect(formatMoney('123456789012345678901234567890.12', 'EUR', 'en-GB')).toBe('€123,456,789,012,345,678,901,234,567,890.12')
    expect(formatMoney('0.1', 'KWD', 'en-GB')).toMatch(/0\.100$/)
  })

  it('shows a discount as less than nothing', () => {
    expect(formatMoney('-3.00', 'EUR', 'en-GB')).toBe('-€3.00')
  })

  it('falls back to the plain words where no locale can help', () => {
    expect(formatMoney('12.50', 'gold', 'en-GB')).toBe('12.50 gold')
    expect(formatMoney('12.50', null, 'en-GB')).toBe('12.50')
    expect(formatMoney('a lot', 'EUR', 'en-GB')).toBe('a lot EUR')
    expect(formatMoney('1e9', 'EUR', 'en-GB')).toBe('1e9 EUR')
    expect(plain(formatMoney('12.50', 'XQZ', 'en-GB'))).toBe('XQZ 12.50')
  })
})

describe('adding money', () => {
  it('is exact where doubles are not', () => {
    expect(sum(['0.10', '0.20'])).toBe('0.30')
    expect(sum(Array.from({ length: 1000 }, () => '0.01'))).toBe('10.00')
    expect(sum(['9007199254740993.01', '0.02'])).toBe('9007199254740993.03')
  })

  it('keeps the longest fraction and the sign', () => {
    expect(sum(['1', '0.125'])).toBe('1.125')
    expect(sum(['1.00', '-3.50'])).toBe('-2.50')
    expect(sum(['5', '-5.00'])).toBe('0.00')
    expect(sum([])).toBe('0')
  })

  it('refuses what is no amount', () => {
    expect(sum(['1.00', 'many'])).toBeNull()
  })
})

describe('reading what the person typed', () => {
  it.each([
    ['12.50', '12.50'],
    ['12,50', '12.50'],
    [' 1 234,56 ', '1234.56'],
    ['1’234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['12,34,567.00', '1234567.00'],
    ['1,234,567', '1234567'],
    ['0012', '12'],
    ['0.125', '0.125'],
    ['１２.５０', '12.50'],
  ])('reads %j', (typed, amount) => {
    expect(readAmount(typed)).toBe(amount)
  })

  it.each(['1,234', '1.234', '', '-5', '12.', '.5', '1,2.3,4', '1.2.3', 'twelve', '12 EUR', '1,23,4.5', '12,34.567,8'])('does not guess at %j', (typed) => {
    expect(readAmount(typed)).toBeNull()
  })

  it('knows currencies with three places', () => {
    expect(readAmount('1.234', 3)).toBe('1.234')
  })
})
