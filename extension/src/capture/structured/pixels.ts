/** Purchases in the addresses of tracking pixels that the page fetched: what a tag sent although its code is not to be read. */
import type { Collector, Statement } from '../types.ts'
import { marketing } from './events.ts'
import { itemsOf, statement, type Told } from './statement.ts'

const MAX_REQUESTS = 1_500

interface Pixel {
  host: RegExp
  path: RegExp
  read: (query: URLSearchParams) => Omit<Told, 'by' | 'says' | 'signal'> | null
}

const PIXELS: Record<string, Pixel> = {
  // Its amount lacks tax and shipping.
  awin: { host: /(^|\.)awin1\.com$/, path: /\/sread\./, read: (query) => ({ number: query.get('ref'), currency: query.get('cr') }) },
  // Also from a shop's own host: the path is the same.
  ga4: {
    host: /./,
    path: /\/g\/collect$/,
    read: (query) => (query.get('en') === 'purchase' ? { number: query.get('ep.transaction_id'), total: query.get('epn.value'), tax: query.get('epn.tax'), shipping: query.get('epn.shipping'), currency: query.get('cu'), items: products(query) } : null),
  },
  'google-ads': { host: /(^|\.)(googleadservices\.com|google\.[a-z.]+|doubleclick\.net)$/, path: /\/pagead\/.*conversion\//, read: (query) => ({ number: query.get('oid'), total: query.get('value'), currency: query.get('currency_code') }) },
  bing: { host: /^bat\.bing\.(com|net)$/, path: /\/action\//, read: (query) => (query.get('ea') === 'purchase' ? { total: query.get('gv'), currency: query.get('gc') } : null) },
  meta: { host: /(^|\.)facebook\.com$/, path: /^\/tr\/?$/, read: (query) => (query.get('ev') === 'Purchase' ? { number: query.get('cd[order_id]'), alias: query.get('eid'), total: query.get('cd[value]'), currency: query.get('cd[currency]') } : null) },
  matomo: { host: /./, path: /\/(matomo|piwik)\.php$/, read: (query) => ({ number: query.get('ec_id'), total: query.get('revenue'), subtotal: query.get('ec_st'), tax: query.get('ec_tx'), shipping: query.get('ec_sh'), discount: query.get('ec_dt') }) },
}

/** Cheaper than parsing every address of a page with hundreds. */
const LIKELY = /sread\.|\/g\/collect|\/pagead\/|bat\.bing\.|facebook\.com\/tr|(matomo|piwik)\.php/

export const readPixels: Collector = ({ requests, url }) => {
  const statements: Statement[] = []
  for (const request of requests.slice(-MAX_REQUESTS)) {
    if (request.length > 8_000 || !LIKELY.test(request)) continue
    let address: URL
    try {
      address = new URL(request, url)
    } catch {
      continue
    }
    for (const [name, { host, path, read }] of Object.entries(PIXELS)) {
      if (!host.test(address.hostname) || !path.test(address.pathname)) continue
      const told = read(address.searchParams)
      const found = told === null ? null : statement(marketing(`pixel-${name}`, told))
      if (found !== null && (found.orderNumber !== null || found.total !== null)) statements.push(found)
    }
  }
  return { statements }
}

/** `pr1=idSKU1~nmBlue shirt~pr12.50~qu2`. */
function products(query: URLSearchParams) {
  const list = [...query].filter(([key]) => /^pr\d{1,3}$/.test(key)).map(([, value]) => {
    const part = (name: string): string | undefined => value.split('~').find((piece) => piece.startsWith(name))?.slice(name.length)
    return { name: part('nm'), price: part('pr'), quantity: part('qu') ?? '1', sku: part('id') }
  })
  return itemsOf(list, 'https://x.invalid/')
}
