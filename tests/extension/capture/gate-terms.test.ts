// Pages beside a purchase that the gate tells of: terms that are read, and forms to open an account.
import { describe, expect, test } from 'vitest'
import { gate, type PageKind } from '../../../extension/src/capture/index.ts'
import { isPageSeen, isTermsAgreed } from '../../../extension/src/messages.ts'
import { page } from './page.ts'

const PASSWORD = '<input type="password">'
const kindOf = (url: string, title = 'Shop', body = ''): PageKind => gate(page('en', title, body), url)

describe('the gate tells', () => {
  test.each<[string, string, PageKind]>([
    ['https://s.example/terms-and-conditions', '', 'terms'],
    ['https://s.example/pages/datenschutz', '', 'terms'],
    ['https://s.example/returns-policy/', '', 'terms'],
    ['https://s.example/help/privacy-policy', '', 'terms'],
    ['https://s.example/catalogue/lamp', '', 'none'],
    ['https://s.example/blog/terms-of-endearment', '', 'none'],
    ['https://s.example/register', PASSWORD, 'sign-up'],
    ['https://s.example/customer/account/create-account', PASSWORD, 'sign-up'],
    ['https://s.example/register', '', 'none'],
    ['https://s.example/login', PASSWORD, 'none'],
    ['https://s.example/accounts/login', PASSWORD + PASSWORD + PASSWORD, 'sign-up'],
    ['https://s.example/catalogue/lamp', PASSWORD, 'none'],
    ['https://s.example/catalogue/lamp', PASSWORD + PASSWORD, 'sign-up'],
  ])('%s %s: %s', (url, body, kind) => {
    expect(kindOf(url, 'Shop', body)).toBe(kind)
  })

  test('of a purchase first', () => {
    expect(kindOf('https://s.example/checkout', 'Checkout', PASSWORD + PASSWORD)).toBe('checkout')
    expect(kindOf('https://s.example/order-received/terms', 'Thank you for your order', '<h1>Thank you for your order</h1>')).toBe('confirmation')
  })
})

describe('the worker takes', () => {
  const seen = { kind: 'page-seen', page: 'terms', visit: '1.5/0', again: false }

  test('each kind of page, and no other', () => {
    for (const kind of ['confirmation', 'checkout', 'orders', 'terms', 'sign-up']) expect(isPageSeen({ ...seen, page: kind })).toBe(true)
    for (const kind of ['none', 'toString', '', null, {}]) expect(isPageSeen({ ...seen, page: kind })).toBe(false)
  })

  test('how sentences were agreed to, in their shape alone', () => {
    const sentence = { wording: 'I agree.', act: 'ticked' }
    expect(isTermsAgreed({ kind: 'terms-agreed', sentences: [sentence] })).toBe(true)
    const wrong = [null, 'text', [{ wording: 1, act: 'ticked' }], [{ wording: 'x', act: 'agreed' }], [{ wording: 'x'.repeat(5_001), act: 'ticked' }], [null], Array(21).fill(sentence)]
    for (const sentences of wrong) expect(isTermsAgreed({ kind: 'terms-agreed', sentences })).toBe(false)
    expect(isTermsAgreed(null)).toBe(false)
  })
})
