/** How a value was read and how sure it is, in words. Capture names its signals as `kind:detail`, and joins those that agree with `+`. */
import type { HowRead } from '../app.ts'
import { clip } from '../ui/text.ts'

/** Labels are told by what they mean; on the page they stand in any language. */
const LABELS: Record<string, string> = {
  'order-number': 'Order number',
  order: 'Order',
  'confirmation-number': 'Confirmation number',
  'order-date': 'Order date',
  date: 'Date',
  'order-total': 'Order total',
  total: 'Total',
  subtotal: 'Subtotal',
  shipping: 'Shipping',
  tax: 'Tax',
  discount: 'Discount',
  payment: 'Payment',
  status: 'Status',
  seller: 'Sold by',
  delivery: 'Delivery',
  tracking: 'Tracking',
  returns: 'Returns',
}

const MARKETERS: Record<string, string> = {
  ga: 'Google Analytics',
  ga4: 'Google Analytics',
  ua: 'Google Analytics',
  gtm: 'Google Tag Manager',
  'customer-reviews': 'Google Customer Reviews',
  pixel: 'Meta Pixel',
  awin: 'Awin',
  criteo: 'Criteo',
  adobe: 'Adobe',
  matomo: 'Matomo',
  segment: 'Segment',
  snowplow: 'Snowplow',
  tealium: 'Tealium',
}

const PLATFORMS: Record<string, string> = {
  amazon: 'Amazon',
  bigcommerce: 'BigCommerce',
  'django-oscar': 'django-oscar',
  magento: 'Magento',
  opencart: 'OpenCart',
  prestashop: 'PrestaShop',
  shopware: 'Shopware',
  spree: 'Spree',
  sylius: 'Sylius',
  woocommerce: 'WooCommerce',
}

/** Other signals by their kind, whatever the detail. */
const KINDS: Record<string, string> = {
  label: 'from a label on the page',
  text: 'from a sentence on the page',
  heading: 'from a heading of the page',
  strong: 'printed in bold on the page',
  title: 'from the page’s title',
  url: 'from the page’s address',
  link: 'from links on the page',
  rows: 'from the rows of items on the page',
  sum: 'the parts add up to it',
  page: 'from the words of the page',
  badge: 'from a badge on the page',
  copyright: 'from the page’s copyright line',
  meta: 'from what the page says of itself',
  schema: 'from the shop’s order data (schema.org)',
  shopify: 'from Shopify’s data on the page',
  'trusted-shops': 'from the shop’s data for Trusted Shops',
  'trusted-stores': 'from the shop’s data for Google',
  list: 'from the shop’s list of your orders',
  number: 'the same in several places',
  context: 'the same in your checkout',
}

/** "from the label “Total”; the parts add up to it". */
export function signalWords(signal: string): string {
  const words = signal.split('+').slice(0, 12).map(one)
  return [...new Set(words)].join('; ')
}

function one(signal: string): string {
  const [kind = '', detail = ''] = signal.split(/:(.*)/s)
  if (kind === 'context' && detail !== '') return 'from your checkout'
  if (signal === 'label:amount') return 'from the labelled amounts on the page'
  if (kind === 'recipe') return `by the ${platform(detail.split('@')[0] ?? '')} recipe`
  const label = kind === 'label' ? named(LABELS, detail) : undefined
  if (label !== undefined) return `from the label “${label}”`
  if (kind === 'event') {
    const marketer = named(MARKETERS, detail) ?? named(MARKETERS, detail.split('-')[0] ?? '')
    return `from the shop’s data for its marketers${marketer === undefined ? '' : ` (${marketer})`}`
  }
  return named(KINDS, kind) ?? `from a signal called “${clip(signal, 60)}”`
}

const platform = (id: string): string => named(PLATFORMS, id) ?? clip(id, 40)
const named = (names: Record<string, string>, key: string): string | undefined => (Object.hasOwn(names, key) ? names[key] : undefined)

/** Null where it is not said. */
export function sureness(confidence: number | null): string | null {
  if (confidence === null) return null
  return confidence >= 80 ? 'sure' : confidence >= 60 ? 'fairly sure' : 'not very sure'
}

export function howWords({ signal, confidence }: HowRead): string {
  return [signalWords(signal), sureness(confidence)].filter((part) => part !== null).join(' · ')
}
