import { describe, expect, it } from 'vitest'
import { addressOf, isSameAddress, vendorAt } from '../../../extension/src/terms/address.ts'

describe('the address of a document', () => {
  it.each([
    ['https://shop.example/agb#widerruf', 'https://shop.example/agb'],
    ['https://user:word@shop.example/terms', 'https://shop.example/terms'],
    ['https://shop.example/index.php?page=agb&lang=de', 'https://shop.example/index.php?page=agb&lang=de'],
    ['https://shop.example/terms?utm_source=mail&gclid=1&v=2', 'https://shop.example/terms?v=2'],
    ['https://shop.example/terms?access=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', 'https://shop.example/terms'],
    ['https://shop.example/terms?sessionid=42', 'https://shop.example/terms'],
    ['ftp://shop.example/terms', null],
    ['javascript:alert(1)', null],
  ])('%s is kept as %s', (url, kept) => {
    expect(addressOf(url)).toBe(kept)
  })

  it.each([
    ['http://www.shop.example/terms', 'https://shop.example/terms/', true],
    ['https://shop.example/terms?page=agb', 'https://shop.example/terms?page=agb#top', true],
    ['https://shop.example/terms?page=agb', 'https://shop.example/terms?page=privacy', false],
    ['https://help.shop.example/terms', 'https://shop.example/terms', false],
    ['https://shop.example/terms', 'not an address', false],
  ])('%s and %s: one document: %s', (one, other, same) => {
    expect(isSameAddress(one, other)).toBe(same)
  })

  it('belongs to a vendor, if it is one of the web', () => {
    expect(vendorAt('https://help.shop.co.uk/terms')).toBe('shop.co.uk')
    expect(vendorAt('about:blank')).toBeNull()
  })
})
