import { describe, expect, test } from 'vitest'
import { cleanText, isCard, scrub } from '../../../extension/src/capture/clean.ts'
import { NOW, page, read, readCheckout, readOrder } from './page.ts'

const URL = 'https://s.example/checkout/success'

function luhnNumber(seed: number, length: number, prefix: string): string {
  let digits = prefix
  for (let state = seed; digits.length < length - 1; state = (state * 48271) % 2147483647) digits += String(state % 10)
  for (let check = 0; check < 10; check++) {
    const sum = [...(digits + check)].reverse().reduce((all, char, i) => all + (i % 2 === 1 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(char)] ?? 0 : Number(char)), 0)
    if (sum % 10 === 0) return digits + check
  }
  return digits
}

describe('what must never be kept', () => {
  test('card numbers sprinkled anywhere', () => {
    for (let seed = 1; seed < 60; seed++) {
      const card = luhnNumber(seed * 7919, [16, 15, 14, 19, 13][seed % 5] ?? 16, ['4', '34', '36', '62', '5'][seed % 5] ?? '4')
      const spaced = card.replace(/(\d{4})(?=\d)/g, seed % 2 === 0 ? '$1 ' : '$1-')
      for (const shown of [card, spaced]) {
        const document = page('en', `Order ${shown}`, `<h1>Thank you for your order ${shown}</h1><p>Order number: ${shown}</p><p>Order reference ${shown}</p>
          <ul><li><a href="/p/${card}">Mug ${shown}</a> <span>2 x</span> <span>€5.00</span><span>SKU: ${shown}</span></li></ul><p>Total: €10.00</p>`, `<meta property="og:site_name" content="Shop ${shown}">`)
        const text = JSON.stringify([readOrder(document, `https://s.example/order-received/${card}`, null), readCheckout(document, URL, NOW)])
        expect(text.replace(/[\s-]/g, '')).not.toContain(card)
      }
    }
  })

  test('e-mail addresses and the tokens of links', () => {
    const document = page('en', 'Order 5512', `<h1>Thank you for your order</h1><p>Order number: 5512</p><ul><li><a href="/item/5512:Su25Bc11l8h2djcQa9nUBiS-DS2n8ZfuZAH_IoNywQk/?key=wc_1#x">Card for ann@example.org</a> <b>1 x</b> €5.00</li></ul><p>Total: €5.00</p>`)
    const text = JSON.stringify(read(document, URL).order)
    expect(text).not.toMatch(/ann@example|Su25Bc11|wc_1/)
  })

  test('an order number that happens to pass the card check in other groups stays', () => {
    expect(scrub('112-0399923-3070642')).toBe('112-0399923-3070642')
  })

  test('a number that no card scheme issues stays, though its check digit fits', () => {
    expect([isCard('1000000000000008'), isCard('0000000000000000'), isCard('4111111111111111'), isCard('2200 7702 1234 5674'), isCard('9792030394440796')]).toEqual([false, false, true, true, true])
  })

  test('broken Unicode is repaired and lengths are capped', () => {
    expect(cleanText('a\ud800b\udc00', 300)?.isWellFormed()).toBe(true)
    expect(cleanText('\u{1f600}'.repeat(400), 301)?.isWellFormed()).toBe(true)
    const document = page('en', 'Thanks', `<h1>Thank you for your order</h1><p>Order number: 5512</p><ul>${`<li><a href="/x">${'Very long name '.repeat(60)}</a> <b>1 x</b> €1.00</li>`.repeat(300)}</ul><p>Total: €300.00</p>`)
    const items = read(document, URL).order?.items?.value ?? []
    expect(items.length).toBeLessThanOrEqual(200)
    expect(Math.max(0, ...items.map((item) => item.name.length))).toBeLessThanOrEqual(300)
  })
})

describe('a hostile page does not hang', () => {
  const within = (document: Document, milliseconds: number): void => {
    const start = performance.now()
    readOrder(document, URL, null)
    readCheckout(document, URL, NOW)
    expect(performance.now() - start).toBeLessThan(milliseconds)
  }

  // Generous: these guard against the quadratic, not against a slow machine.
  test('depth, breadth and long texts', () => {
    within(page('en', 'Thanks', `<h1>Thank you for your order</h1>${'<div>'.repeat(3_000)}€5.00${'</div>'.repeat(3_000)}`), 3_000)
    within(page('en', 'Thanks', `<h1>Thank you for your order</h1><table>${'<tr><td>Mug</td><td>2</td><td>€5.00</td></tr>'.repeat(5_000)}</table>`), 6_000)
    within(page('en', 'Thanks', `<p>${'1.'.repeat(100_000)}</p><p>${'€ 1 '.repeat(50_000)}</p><p>${'order number: '.repeat(20_000)}</p>`), 3_000)
    within(page('en', 'a'.repeat(100_000), `<h1>${'order '.repeat(50_000)}</h1><p>${'- '.repeat(100_000)}</p>`), 3_000)
  })

  test('markup in strings stays text', () => {
    const document = page('en', 'Thanks', '<h1>Thank you for your order</h1><p>Order number: 71</p><ul><li><a href="javascript:alert(1)">&lt;img src=x onerror=alert(1)&gt; mug</a> <b>2 x</b> €1.00</li></ul><p>Total: €2.00</p>')
    expect(read(document, URL).order?.items?.value[0]?.url ?? null).toBeNull()
  })

  test('a collector that throws costs only itself', () => {
    const document = page('en', 'Thanks', '<h1>Thank you for your order</h1><p>Order number: 7155</p>')
    const verdict = readOrder(document, URL, null, { collectors: [() => { throw new Error('page') }, () => ({ orderNumber: [{ value: '7155', confidence: 90, signal: 'data' }], currency: [{ value: 'nonsense', confidence: 99, signal: 'data' }] })] })
    expect(verdict.order?.orderNumber?.signal).toContain('data')
    expect(verdict.order?.currency).toBeNull()
  })
})
