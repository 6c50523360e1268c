/** What runs in a page's own world, against pages that fight it. */
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import { describe, expect, test } from 'vitest'
import { Reading } from '../../../extension/src/capture/index.ts'
import { NOW, page, source } from './page.ts'

const FILE = new URL('../../../extension/src/capture/page-world.ts', import.meta.url)
const CODE = transpileModule(readFileSync(FILE, 'utf8'), { compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext } }).outputText.replace(/^export /gm, '')

/** The function as the page's world runs it, after the page's own script, with the page's own builtins. */
function world(script: string): [string, unknown][] {
  const context = createContext({})
  runInContext('var window = globalThis', context)
  runInContext(script, context)
  const before = process.cpuUsage()
  const text = runInContext(`${CODE}; readPageWorld(window)`, context, { timeout: 20_000 }) as unknown
  const { user, system } = process.cpuUsage(before)
  spent = (user + system) / 1_000
  expect(typeof text).toBe('string')
  expect((text as string).length).toBeLessThanOrEqual(200_002)
  return JSON.parse(text as string) as [string, unknown][]
}

/** What the last reading took of the processor, in milliseconds; other work on the machine does not lengthen it. */
let spent = 0

const PURCHASE = '{event: "purchase", ecommerce: {transaction_id: "W-1", value: 12.5, currency: "EUR", items: [{item_name: "Saw", quantity: 1}]}}'
const COPIED = { event: 'purchase', ecommerce: { transaction_id: 'W-1', value: 12.5, currency: 'EUR', items: [{ item_name: 'Saw', quantity: 1 }] } }

describe('the page world reader copies', () => {
  test('events of the data layer in both forms, the newest first, and nothing else of it', () => {
    expect(world(`dataLayer = [{"gtm.start": 1}, {event: "scroll"}, ${PURCHASE}]; (function gtag() { dataLayer.push(arguments) })("event", "purchase", {transaction_id: "W-2"})`)).toEqual([
      ['dataLayer', ['event', 'purchase', { transaction_id: 'W-2' }]],
      ['dataLayer', COPIED],
    ])
  })

  test('a tag manager’s list under any name', () => {
    expect(world(`other = [${PURCHASE}]; shopLayer = [{"gtm.start": 1}, ${PURCHASE}]`)).toEqual([['shopLayer', COPIED]])
  })

  test('queues and objects of other tags', () => {
    const found = world(`fbq = function () { (fbq.queue = fbq.queue || []).push(arguments) }; fbq("track", "Purchase", {value: 1}); _paq = [["trackEcommerceOrder", "W-1", 5]];
      utag_data = {order_id: "W-1"}; Shopify = {shop: "x", checkout: {order_id: 1}}; AWIN = {Tracking: {Sale: {orderRef: "W-1"}}}; digitalData = {transaction: {transactionID: "W-1"}}`)
    expect(Object.fromEntries(found)).toEqual({
      fbq: ['track', 'Purchase', { value: 1 }], _paq: ['trackEcommerceOrder', 'W-1', 5], utag_data: { order_id: 'W-1' }, 'Shopify.checkout': { order_id: 1 }, 'AWIN.Tracking.Sale': { orderRef: 'W-1' }, digitalData: { transaction: { transactionID: 'W-1' } },
    })
  })

  test('what the reading then understands', () => {
    const globals = world(`dataLayer = [${PURCHASE}]`)
    const { order } = new Reading({ ...source(page('en', 'Thanks', '<h1>Thank you</h1>'), 'https://t.example/checkout/success'), globals }, NOW).order(null)
    expect(order?.orderNumber?.value).toBe('W-1')
  })
})

describe('a hostile page', () => {
  test('has none of its getters, iterators or conversions called', () => {
    const found = world(`called = []; const call = (name) => () => { called.push(name); return "transaction" };
      dataLayer = [${PURCHASE}, {event: "order", get secret() { return call("getter")() }, toJSON: call("toJSON"), toString: call("toString"), valueOf: call("valueOf")}];
      Object.defineProperty(dataLayer, Symbol.iterator, {value: call("iterator")}); Object.defineProperty(window, "_paq", {get: call("global")}); Object.defineProperty(dataLayer, "2", {get: call("entry")});
      Object.prototype.toJSON = call("Object.toJSON"); Array.prototype.toJSON = call("Array.toJSON"); String.prototype.toJSON = call("String.toJSON");
      Object.defineProperty(window, "digitalData", {get: call("digital")}); dataLayer.push(new Proxy([], {})); utag_data = {order: 1, called}`)
    expect(found).toEqual([['utag_data', { order: 1, called: [] }], ['dataLayer', { event: 'order' }], ['dataLayer', COPIED]])
  })

  test('that throws from everywhere costs only what throws', () => {
    const trap = '{get() {throw 1}, getOwnPropertyDescriptor() {throw 1}, ownKeys() {throw 1}, getPrototypeOf() {throw 1}, has() {throw 1}}'
    expect(world(`const p = new Proxy({}, ${trap}); const gone = Proxy.revocable([], {}); gone.revoke(); zed = gone.proxy; Shopify = p; AWIN = gone.proxy; fbq = p; _paq = p; digitalData = gone.proxy; dataLayer = [p, gone.proxy, {order: p}, ${PURCHASE}]`)).toEqual([['dataLayer', COPIED]])
  })

  test('with cycles, depth, breadth and megabytes gets a small copy', () => {
    const found = world(`const order = {order: 1}; order.self = order; let deep = {order: 2}; for (let i = 0; i < 5000; i++) deep = {order: deep};
      const wide = {order: 3}; for (let i = 0; i < 200000; i++) wide["k" + i] = i; dataLayer = Array(1e6).fill({order: "x".repeat(1000)}); dataLayer.push(order, deep, wide, Array(1e6).fill({order: 4}), {order: "y".repeat(1e7)}, ${PURCHASE}); sparse = []; sparse.length = 4e9; sparse[0] = {"gtm.start": 1}; sparse[4e9 - 1] = {order: 5}`)
    expect(found[0]).toEqual(['dataLayer', COPIED])
    expect(spent).toBeLessThan(300)
  })

  test('with a proxy that answers without end is left in time', () => {
    world(`const endless = new Proxy({}, {ownKeys: () => Array.from({length: 50}, (_, i) => "order" + i), getOwnPropertyDescriptor: () => ({value: endless, writable: true, enumerable: true, configurable: true})}); dataLayer = Array(1000).fill(endless); utag_data = endless`)
    expect(spent).toBeLessThan(300)
  })

  test('with proxies that take their time under every name is left in time', () => {
    world(`const wait = () => { const end = Date.now() + 60; while (Date.now() < end); }; const slow = new Proxy({}, {getOwnPropertyDescriptor: wait, getPrototypeOf: () => { wait(); return null }});
      for (const name of ["dataLayer", "adobeDataLayer", "_paq", "_gaq", "uetq", "fbq", "ga", "snowplow", "pintrk", "Shopify", "AWIN", "utag_data", "digitalData", "ttq", "analytics"]) globalThis[name] = slow`)
    expect(spent).toBeLessThan(300)
  })

  test('that replaced what it is read with gets nothing done but its own words', () => {
    for (const script of ['JSON.stringify = () => "{"', 'Object.keys = () => { throw 1 }', 'Object.keys = () => null', 'RegExp.prototype.test = () => { throw 1 }', 'Date.now = () => NaN', 'Array.isArray = () => true', 'Object.getOwnPropertyDescriptor = () => ({value: {}})', 'Object.prototype.value = {order: 1}']) {
      const context = createContext({})
      runInContext(`var window = globalThis; dataLayer = [${PURCHASE}]; utag_data = {order_id: 1}; ${script}`, context)
      expect(typeof runInContext(`${CODE}; readPageWorld(window)`, context, { timeout: 5_000 }), script).toBe('string')
    }
  })
})
