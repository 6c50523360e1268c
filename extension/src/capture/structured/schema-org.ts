/** What schema.org's vocabulary says of an order, of its delivery and return, and of the shop. The customer is not read. */
import { textKind } from '../gate.ts'
import { fold } from '../clean.ts'
import { ORDER_STATUSES, type Candidate, type Collector, type Delivery, type Item, type OrderStatus, type ReturnPolicy, type Statement } from '../types.ts'
import { nameOf, readNodes, resolve, typesOf, type Nodes } from './nodes.ts'
import { paymentOf } from './payment.ts'
import { amount, any, at, code, count, day, gtin, isData, link, listOf, orderToken, text, type Data } from './plain.ts'
import { statement } from './statement.ts'

export const readSchemaOrg: Collector = ({ document, url }) => {
  const nodes = readNodes(document)
  if (nodes.all.length === 0) return {}
  const of = (...types: string[]): Data[] => nodes.all.filter((node) => typesOf(node).some((type) => types.includes(type)))
  const statements = [
    ...of('Order').map((node) => order(node, nodes, url)),
    ...of('Invoice').map((node) => invoice(node, nodes, url)),
    ...of('ParcelDelivery').map((node) => parcel(node, nodes, url)),
  ].filter((found) => found !== null)
  const policy = returnPolicy(of('MerchantReturnPolicy'), url)
  return { statements, vendorName: shopNames(nodes), ...(policy && { returnPolicy: [{ value: policy, confidence: 75, signal: 'schema:MerchantReturnPolicy' }] }) }
}

/** Without a number it is no proof of anything: carts carry orders too. */
function order(node: Data, nodes: Nodes, base: string): Statement | null {
  const number = at(node, 'orderNumber')
  if (orderToken(number) === null) return null
  const price = resolve(any(node, 'priceSpecification', 'totalPaymentDue'), nodes) ?? resolve(any(resolve(at(node, 'partOfInvoice'), nodes), 'totalPaymentDue'), nodes)
  const offers = listOf(at(node, 'acceptedOffer')).map((offer) => resolve(offer, nodes)).filter(isData)
  const items = [...offers.map((offer) => offered(offer, nodes, base)), ...listOf(at(node, 'orderedItem')).map((line) => ordered(resolve(line, nodes), nodes, base))].filter((item) => item !== null)
  const seller = text(nameOf(any(node, 'seller', 'merchant', 'provider'), nodes), 80)
  const broker = text(nameOf(at(node, 'broker'), nodes), 80)
  const status = statusOf(at(node, 'orderStatus'))
  const orderDate = day(at(node, 'orderDate'))
  const payment = paymentOf(nameOf(any(node, 'paymentMethod'), nodes) ?? any(resolve(at(node, 'paymentMethod'), nodes), '@id'), at(node, 'paymentMethodId'))
  const delivery = deliveryOf(resolve(at(node, 'orderDelivery'), nodes), nodes, base)
  const invoiceUrl = link(any(resolve(at(node, 'partOfInvoice'), nodes), 'url'), base)
  return statement({
    by: 'shop', says: 'order', signal: 'schema:Order', number, items,
    total: any(node, 'price', 'totalPrice') ?? any(price, 'price', 'value'),
    currency: any(node, 'priceCurrency') ?? any(price, 'priceCurrency', 'currency') ?? any(offers[0], 'priceCurrency'),
    discount: at(node, 'discount'),
    details: {
      ...(orderDate && { orderDate }), ...(status && { status }), ...(seller && { seller }), ...(broker && { vendorName: broker }),
      ...(payment && { payment }), ...(delivery && { delivery }), ...(invoiceUrl && { invoiceUrl }),
    },
  })
}

function offered(offer: Data, nodes: Nodes, base: string): Item | null {
  const quantity = count(any(resolve(at(offer, 'eligibleQuantity'), nodes), 'value') ?? at(offer, 'eligibleQuantity'))
  // Of several pieces nobody says whether the price is one's or all's.
  const price = quantity === 1 ? amount(any(offer, 'price') ?? any(resolve(at(offer, 'priceSpecification'), nodes), 'price')) : null
  return product(resolve(at(offer, 'itemOffered'), nodes), quantity, price, base)
}

function ordered(line: Data | null, nodes: Nodes, base: string): Item | null {
  if (line === null) return null
  const inner = resolve(at(line, 'orderedItem'), nodes)
  return inner === null ? product(line, null, null, base) : product(inner, count(at(line, 'orderQuantity')), null, base)
}

function product(node: Data | null, quantity: number | null, unitPrice: string | null, base: string): Item | null {
  const name = text(at(node, 'name'))
  if (name === null) return null
  return { name, quantity, unitPrice, total: null, url: link(any(node, 'url'), base), sku: code(any(node, 'sku', 'mpn')), gtin: gtin(...['gtin', 'gtin13', 'gtin14', 'gtin12', 'gtin8'].map((key) => at(node, key))) }
}

function invoice(node: Data, nodes: Nodes, base: string): Statement | null {
  const about = resolve(at(node, 'referencesOrder'), nodes)
  if (about === null || listOf(at(node, 'referencesOrder')).length !== 1 || orderToken(at(about, 'orderNumber')) === null) return null
  const due = resolve(any(node, 'totalPaymentDue'), nodes)
  const invoiceUrl = link(at(node, 'url'), base)
  return statement({
    by: 'shop', says: 'order', signal: 'schema:Invoice', number: at(about, 'orderNumber'), total: any(due, 'price', 'value'), currency: any(due, 'priceCurrency', 'currency'),
    details: { ...(invoiceUrl && { invoiceUrl }) },
  })
}

/** A parcel belongs to an order, and is no order. */
function parcel(node: Data, nodes: Nodes, base: string): Statement | null {
  const number = at(resolve(at(node, 'partOfOrder'), nodes), 'orderNumber')
  const delivery = deliveryOf(node, nodes, base)
  return delivery === null || orderToken(number) === null ? null : statement({ by: 'shop', says: null, signal: 'schema:ParcelDelivery', number, details: { delivery } })
}

function deliveryOf(node: Data | null, nodes: Nodes, base: string): Delivery | null {
  if (node === null) return null
  const number = code(at(node, 'trackingNumber'))
  const delivery: Delivery = {
    expectedFrom: day(at(node, 'expectedArrivalFrom')),
    expectedUntil: day(at(node, 'expectedArrivalUntil')),
    carrier: text(nameOf(any(node, 'carrier', 'provider'), nodes), 60),
    trackingNumber: number !== null && number.length <= 60 ? number : null,
    trackingUrl: link(at(node, 'trackingUrl'), base),
  }
  return Object.values(delivery).some((value) => value !== null) ? delivery : null
}

function statusOf(value: unknown): OrderStatus | null {
  const said = typeof value === 'string' ? value.replace(/^.*[/#]/, '') : null
  return ORDER_STATUSES.find((status) => status === said) ?? null
}

/** Policies of several goods or countries that differ leave the days unsaid. */
function returnPolicy(policies: Data[], base: string): ReturnPolicy | null {
  const read = policies.slice(0, 100).map((policy) => {
    const category = String(at(policy, 'returnPolicyCategory') ?? '')
    const days = category === '' || category.endsWith('MerchantReturnFiniteReturnWindow') ? count(at(policy, 'merchantReturnDays')) : null
    return { days: days !== null && days <= 3_650 ? days : null, url: link(at(policy, 'merchantReturnLink'), base) }
  })
  const only = <T>(values: T[]): T | null => (new Set(values).size === 1 ? (values[0] ?? null) : null)
  const policy = { days: only(read.map(({ days }) => days)), url: only(read.map(({ url }) => url)) }
  return policy.days === null && policy.url === null ? null : policy
}

const SHOPS: readonly [string[], number][] = [
  [['WebSite'], 72],
  [['OnlineStore', 'OnlineBusiness', 'Store'], 70],
  [['Organization', 'Corporation'], 66],
]

function shopNames(nodes: Nodes): Candidate<string>[] {
  return SHOPS.flatMap(([types, confidence]) => {
    const found = nodes.own.filter((node) => typesOf(node).some((type) => types.includes(type))).map((node) => text(at(node, 'name'), 80))
    const names = [...new Set(found)].filter((name) => name !== null && /\p{L}{2}/u.test(name) && !/https?:|^www\./i.test(name) && textKind(fold(name)) === 'none')
    const [name] = names
    return names.length === 1 && typeof name === 'string' ? [{ value: name, confidence, signal: `schema:${types[0]}` }] : []
  })
}
