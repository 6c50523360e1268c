/** What a page may cost its own thread: counted work, because times on a busy machine prove nothing. */
import { describe, expect, test } from 'vitest'
import { labelled } from '../../../extension/src/capture/labels.ts'
import { findRows } from '../../../extension/src/capture/rows.ts'
import { NO_MONEY_HINTS } from '../../../extension/src/capture/money.ts'
import { Budget, readPage, type Clock } from '../../../extension/src/capture/text.ts'
import { NOW, page, readCheckout, readOrder } from './page.ts'

const URL = 'https://s.example/checkout/success'
const STILL: Clock = () => 0

const shop = (body: string): Document =>
  page('en', 'Order confirmed', `<main><h1>Thank you for your order</h1><p>Order number: <strong>AB-1234567</strong></p>${body}<p>Order total: €10.00</p></main>`)
const times = (count: number, piece: (i: number) => string): string => Array.from({ length: count }, (_, i) => piece(i)).join('')

const HOSTILE: Record<string, (count: number) => string> = {
  'rows of goods': (n) => times(n, (i) => `<div><a href="/p/${i}">Thing ${i}</a> <span>2 × €${i}.00</span> <span>€${2 * i}.00</span></div>`),
  'order numbers': (n) => times(n, (i) => `<p>Order number: <strong>AB-${i}99</strong></p>`),
  totals: (n) => times(n, (i) => `<p>Order total: €${i}.00</p>`),
  'blocks of amounts': (n) => times(n / 5, (i) => `<dl><dt>Subtotal</dt><dd>€${i}.01</dd><dt>Shipping</dt><dd>€${i}.02</dd><dt>Tax</dt><dd>€${i}.03</dd><dt>Total</dt><dd>€${i}.05</dd></dl>`),
  'a table of labels': (n) => `<table>${times(n / 12, (i) => `<tr>${times(12, (j) => `<td>Order number ${i}${j} €${i}.10</td>`)}</tr>`)}</table>`,
  'heads over heads': (n) => `<table>${times(n / 40, () => `<tr>${'<th>Total</th>'.repeat(40)}</tr>`)}</table>`,
  'one wide row': (n) => `<table><tr>${'<th>Total</th>'.repeat(n / 2)}</tr><tr>${'<td>€1.00</td>'.repeat(n / 2)}</tr></table>`,
  'two wide rows of blocks': (n) => `<div>${'<p>Total</p>'.repeat(n / 2)}</div><div>${'<p>€1.00</p>'.repeat(n / 2)}</div>`,
}

/** How often the page's elements are looked up, over or through while `work` runs. */
function lookups(document: Document, work: () => void): number {
  let count = 0
  const undo: (() => void)[] = []
  for (let proto = Object.getPrototypeOf(document.createElement('p')); proto !== null && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const name of ['closest', 'contains', 'querySelector', 'querySelectorAll', 'getElementsByTagName', 'getAttribute', 'children', 'childElementCount']) {
      const own = Object.getOwnPropertyDescriptor(proto, name)
      if (own === undefined) continue
      const counted = <F extends (...given: never[]) => unknown>(real: F) => function (this: unknown, ...given: never[]) { count++; return real.apply(this, given) }
      Object.defineProperty(proto, name, { ...own, ...(own.get ? { get: counted(own.get) } : { value: counted(own.value) }) })
      undo.push(() => Object.defineProperty(proto, name, own))
    }
  }
  try {
    work()
  } finally {
    for (const step of undo) step()
  }
  return count
}

describe('the work is in proportion to the page', () => {
  test.each(Object.keys(HOSTILE))('%s: twice the page is at most about twice the lookups', (kind) => {
    const [once = 0, twice = 0] = [1_200, 2_400].map((size) => {
      const document = shop(HOSTILE[kind]?.(size) ?? '')
      return lookups(document, () => readOrder(document, URL, null, { collectors: [], clock: STILL }))
    })
    expect(once).toBeGreaterThan(1_000)
    expect(twice).toBeLessThan(once * 2.4)
  })

  test.each(Object.keys(HOSTILE))('%s: reading stays near the cost of parsing', (kind) => {
    const body = HOSTILE[kind]?.(4_800) ?? ''
    const spent = (work: () => void): number => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const documents: Document[] = []
    const parsing = spent(() => documents.push(shop(body)))
    const reading = spent(() => documents.forEach((document) => readOrder(document, URL, null, { collectors: [], clock: STILL })))
    // The processor's time, which other work on the machine does not lengthen. About 3 to 20; a pass that is quadratic makes hundreds of it.
    expect(reading / parsing).toBeLessThan(60)
  })

  test('lines, labels and rows are capped', () => {
    const rows = readPage(shop(HOSTILE['rows of goods']?.(6_000) ?? ''), URL, new Budget(STILL))
    expect(rows.lines.length).toBeLessThanOrEqual(5_000)
    expect(rows.cut).toBe(true)
    const labels = labelled(readPage(shop(HOSTILE['order numbers']?.(4_800) ?? ''), URL, new Budget(STILL)))
    expect(labels.length).toBeLessThanOrEqual(650)
    expect(findRows(rows, labelled(rows), NO_MONEY_HINTS).length).toBeLessThanOrEqual(400)
  })

  test('a row of thousands of prices keeps a few', () => {
    const prices = readPage(shop(`<ul>${times(3, (i) => `<li><a href="/p/${i}">Mug ${i}</a>${times(30, (j) => `<p>${times(40, (k) => `€${j}.${10 + k} `)}</p>`)}</li>`)}</ul>`), URL, new Budget(STILL))
    const rows = findRows(prices, labelled(prices), NO_MONEY_HINTS)
    expect(rows.length).toBe(3)
    expect(Math.max(...rows.map((row) => row.prices.length))).toBeLessThanOrEqual(40)
  })

  test('elements nested without end are left at a depth, and what stands above them is read', () => {
    const document = shop('<section></section>')
    let deepest = document.querySelector('section') as Element
    for (let i = 0; i < 2_500; i++) {
      const inner = document.createElement(i % 2 === 0 ? 'div' : 'header')
      inner.append('Total €1.00')
      deepest.append(inner)
      deepest = inner
    }
    const read = readPage(document, URL, new Budget(STILL))
    expect(read.cut).toBe(true)
    expect(read.lines.length).toBeLessThan(300)
    expect(lookups(document, () => readPage(document, URL, new Budget(STILL)))).toBeLessThan(3_000)
    expect(readOrder(document, URL, null, { collectors: [], clock: STILL }).order?.orderNumber?.value).toBe('AB-1234567')
  })

  test('an ordinary depth is read to its end', () => {
    const read = readPage(shop(`${'<div>'.repeat(200)}Order date: 2 May 2026${'</div>'.repeat(200)}`), URL, new Budget(STILL))
    expect(read.cut).toBe(false)
    expect(read.lines.map((line) => line.text)).toContain('Order date: 2 May 2026')
  })
})

describe('a page that takes too long', () => {
  /** Every look at the clock is a tenth of a second later. */
  const racing = (): Clock => {
    let time = 0
    return () => (time += 100)
  }

  test.each(Object.keys(HOSTILE))('%s: nothing at all, and never a part of an order', (kind) => {
    const document = shop(HOSTILE[kind]?.(4_800) ?? '')
    expect(readOrder(document, URL, null, { collectors: [], clock: racing() })).toEqual({ action: 'nothing', score: 0, reasons: ['too-long'], order: null })
    expect(readCheckout(document, URL, NOW, { collectors: [], clock: racing() })).toBeNull()
  })

  test('an order of eighty lines is read on the slowest device', () => {
    const goods = times(80, (i) => `<tr><td><a href="/p/${i}">Thing ${i}</a></td><td>2</td><td>€5.00</td><td>€10.00</td></tr>`)
    const document = shop(`<table><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th></tr>${goods}</table>`)
    const slow = readOrder(document, URL, null, { collectors: [], clock: racing() })
    expect(slow.order?.items?.value.length).toBe(80)
    expect(slow).toEqual(readOrder(document, URL, null, { collectors: [], clock: STILL }))
  })

  test('the error of a page is no lateness', () => {
    expect(() => readOrder(shop(''), URL, null, { collectors: [], clock: () => { throw new Error('clock') } })).toThrow('clock')
  })
})

describe('headers and footers', () => {
  const regions = (body: string): Record<string, string> => {
    const read = readPage(page('en', 'Shop', body), URL, new Budget(STILL))
    return Object.fromEntries(read.lines.map((line) => [line.text, line.region]))
  }

  test('are furniture only outside the parts that have their own', () => {
    expect(regions(`<header>a</header><div><footer>b</footer></div><main><header>c</header></main><article><div><footer>d</footer></div></article><p>e</p>
      <div role="main"><header>f</header></div><span role="main"><footer>g</footer></span><nav><header>h</header></nav><form><header>i</header></form><header role="main">j</header><header>k</header>`)).toEqual({
      a: 'header', b: 'footer', c: 'main', d: 'main', e: 'main', f: 'main', g: 'main', h: 'nav', i: 'main', j: 'main', k: 'header',
    })
  })
})
