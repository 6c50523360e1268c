/** Purchases told by commands: `gtag("event", "purchase", {…})`, `_paq.push(["trackEcommerceOrder", …])`; goods may come by commands of their own. */
import type { Item, Statement } from '../types.ts'
import { marketing, placed, purchaseOf } from './events.ts'
import { any, at, dataAt, isData, listOf, orderToken, word, type Data } from './plain.ts'
import { itemsOf, statement, type Told } from './statement.ts'

const VERB = /^_?(add(transaction|item|product|trans|ecommerceitem)|setaction|tracktransaction|trackecommerceorder|track(single|custom)?|event)$|purchase|order|checkout/

/** Collects a page's commands, whichever queues they came by. */
export class Commands {
  readonly #base: string
  readonly #statements: Statement[] = []
  /** Of trackers whose goods are told apart from the order. */
  readonly #goods = new Map<string, Item[]>()
  readonly #orders: [string, Told][] = []

  constructor(base: string) {
    this.#base = base
  }

  add(command: readonly unknown[]): void {
    const [first, second, third, ...rest] = command
    // Trackers have names, before the command or behind it: `t1.ecommerce:addTransaction`, `trackTransaction:sp`.
    const verb = word(first).split(/[.:]/).find((part) => VERB.test(part)) ?? ''
    const object = [second, third].find(isData) ?? null
    if (verb === 'addtransaction') this.#order('ga', object, 'id', 'revenue')
    else if (verb === 'setaction' && word(second) === 'purchase') this.#order('ga', isData(third) ? third : null, 'id', 'revenue')
    else if (verb === 'additem' && object !== null) this.#good('ga', { ...object })
    else if (verb === 'addproduct' && object !== null) this.#good('ga', { ...object, sku: any(object, 'sku', 'id') })
    else if (verb === '_addtrans' || verb === 'addtrans') this.#legacy(verb, command)
    else if (verb === '_additem' || (verb === 'additem' && !isData(second))) this.#good(verb === 'additem' ? 'addtrans' : '_addtrans', { sku: rest.length > 0 ? third : undefined, name: rest[0], price: rest[2], quantity: rest[3] })
    else if (verb === 'addecommerceitem') this.#good('matomo', { sku: second, name: third, price: rest[1], quantity: rest[2] })
    else if (verb === 'trackecommerceorder') this.#matomo(second, third, rest)
    else if (verb === 'tracktransaction' && object !== null) this.#snowplow(object)
    else if (verb === 'track' || verb === 'tracksingle' || verb === 'trackcustom') this.#track(command)
    else if (verb === 'event' && isData(third)) this.#event(word(second), third)
    else if (object !== null && verb !== '') this.#event(verb, object)
  }

  statements(): Statement[] {
    const orders = this.#orders.map(([tracker, told]) => {
      const others = this.#orders.some(([other, { number }]) => other === tracker && orderToken(number) !== orderToken(told.number))
      // With two orders in one queue nobody knows whose the goods are.
      return statement({ ...told, items: others ? [] : (this.#goods.get(tracker) ?? []) })
    })
    return [...this.#statements, ...orders]
  }

  #order(tracker: string, data: Data | null, id: string, total: string): void {
    if (data === null || orderToken(at(data, id)) === null) return
    this.#orders.push([tracker, marketing('ga', { number: at(data, id), total: at(data, total), tax: at(data, 'tax'), shipping: at(data, 'shipping'), currency: any(data, 'currency', 'currencyCode') })])
  }

  /** Behind shipping stand the customer's town, region and country. */
  #legacy(tracker: string, [, id, , total, tax, shipping, , , , currency]: readonly unknown[]): void {
    if (orderToken(id) !== null) this.#orders.push([tracker, marketing('ga', { number: id, total, tax, shipping, currency })])
  }

  #matomo(number: unknown, total: unknown, [subtotal, tax, shipping, discount]: readonly unknown[]): void {
    if (orderToken(number) !== null) this.#orders.push(['matomo', marketing('matomo', { number, total, subtotal, tax, shipping, discount: discount === false ? undefined : discount })])
  }

  #snowplow(data: Data): void {
    const number = any(data, 'transaction_id', 'transactionId', 'orderId')
    if (orderToken(number) === null) return
    this.#statements.push(statement(marketing('snowplow', { number, total: any(data, 'revenue', 'total'), tax: at(data, 'tax'), shipping: at(data, 'shipping'), currency: at(data, 'currency') })))
  }

  #good(tracker: string, good: Record<string, unknown>): void {
    this.#goods.set(tracker, [...(this.#goods.get(tracker) ?? []), ...itemsOf(good, this.#base)].slice(0, 200))
  }

  /** Segment's and the pixels' way: `track(name, properties)`, after it what tells two sendings of one event apart. */
  #track(command: readonly unknown[]): void {
    const names = command.filter((part) => typeof part === 'string').map(word)
    const [data, options] = command.filter(isData)
    const name = names.find((part) => /purchase|order (completed|placed|complete)|completed order|completepayment|placeanorder|^checkout$/.test(part))
    if (data === undefined || name === undefined || !placed(data)) return
    if (/order/.test(name)) {
      // `revenue` lacks tax and shipping; `total` has them.
      this.#statements.push(statement(marketing('segment', {
        number: any(data, 'order_id', 'orderId', 'order_number', 'checkout_id'), total: at(data, 'total'), subtotal: at(data, 'subtotal'), tax: at(data, 'tax'), shipping: at(data, 'shipping'), discount: at(data, 'discount'), currency: at(data, 'currency'),
        items: itemsOf(listOf(at(data, 'products')).map((entry) => (isData(entry) ? { ...entry, ...dataAt(entry, 'product') } : entry)), this.#base),
      })))
      return
    }
    const number = any(data, 'order_id', 'orderId', 'order_number', 'transaction_id')
    this.#statements.push(statement(marketing('pixel', { number, alias: any(options, 'eventID', 'event_id') ?? any(data, 'event_id'), total: any(data, 'value'), currency: at(data, 'currency'), items: itemsOf(any(data, 'contents', 'line_items'), this.#base) })))
  }

  #event(name: string, data: Data): void {
    const found = purchaseOf({ ...data, event: name }, this.#base)
    if (found !== null) this.#statements.push(found)
  }
}
