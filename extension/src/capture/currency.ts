/**
 * Which currency a sign means. A sign that several countries share is settled by what else the page says, or not at all:
 * a wrong currency is worse than none.
 */
import { fold } from './clean.ts'

/** A sign that one currency has to itself. */
const OWN: Record<string, string> = {
  '€': 'EUR', '₤': 'GBP', '₽': 'RUB', '₴': 'UAH', '₺': 'TRY', '₪': 'ILS', '₹': 'INR', '₩': 'KRW', '₫': 'VND', '฿': 'THB', '₱': 'PHP', '₦': 'NGN',
  '₵': 'GHS', '₡': 'CRC', '₲': 'PYG', '₸': 'KZT', '₼': 'AZN', '₾': 'GEL', '₮': 'MNT', '₭': 'LAK', '৳': 'BDT', '֏': 'AMD', '៛': 'KHR',
  'us$': 'USD', 'usd$': 'USD', '$us': 'USD', 'ca$': 'CAD', 'cad$': 'CAD', 'c$': 'CAD', 'cdn$': 'CAD', 'a$': 'AUD', 'au$': 'AUD', 'aud$': 'AUD', 'nz$': 'NZD', 'hk$': 'HKD', 's$': 'SGD', 'sg$': 'SGD',
  'nt$': 'TWD', 'mx$': 'MXN', 'r$': 'BRL', 'jp¥': 'JPY', 'cn¥': 'CNY', 'z\u0142': 'PLN', 'zl': 'PLN', 'kc': 'CZK', 'ft': 'HUF', 'lei': 'RON', 'ron': 'RON', 'fr.': 'CHF', 'sfr.': 'CHF',
  'rub': 'RUB', 'руб': 'RUB', 'руб.': 'RUB', 'р.': 'RUB', 'грн': 'UAH', 'грн.': 'UAH', 'лв': 'BGN', 'лв.': 'BGN', 'ден': 'MKD', 'ден.': 'MKD', 'дин.': 'RSD', 'din.': 'RSD', 'тг': 'KZT', '元': 'CNY', '円': 'JPY', '원': 'KRW', 'tl': 'TRY', 'rp': 'IDR', 'rp.': 'IDR',
  'rm': 'MYR', 'đ': 'VND', 's/': 'PEN', 's/.': 'PEN', 'km': 'BAM', 'eur': 'EUR', 'euro': 'EUR', 'dhs': 'AED', 'sr': 'SAR', 'บาท': 'THB',
  'د.إ': 'AED', 'ر.س': 'SAR', 'ر.ق': 'QAR', 'د.ك': 'KWD', 'د.ب': 'BHD', 'ر.ع': 'OMR', 'ر.ع.': 'OMR', 'د.أ': 'JOD', 'د.ا': 'JOD', 'ج.م': 'EGP', 'د.م': 'MAD', 'د.م.': 'MAD', 'د.ت': 'TND', 'د.ج': 'DZD', 'درهم': 'AED', 'ريال': 'SAR', 'ش"ח': 'ILS', 'ש"ח': 'ILS', 'ש״ח': 'ILS',
}

/** Signs that several share, and who may be meant. */
const SHARED: Record<string, string[]> = {
  '$': ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP', 'UYU', 'BSD', 'BBD', 'BMD', 'BND', 'BZD', 'DOP', 'FJD', 'GYD', 'JMD', 'KYD', 'LRD', 'NAD', 'SBD', 'SRD', 'TTD', 'XCD'],
  '£': ['GBP', 'EGP', 'LBP', 'SYP', 'GIP', 'FKP', 'SHP'],
  '¥': ['JPY', 'CNY'],
  'kr': ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'SEK', 'NOK', 'ISK'],
  'r': ['ZAR'],
  'rs': ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  'rs.': ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  'din': ['RSD', 'MKD'],
  // No ISO 4217 code of its own: an amount in it has an unknown currency.
  'تومان': [],
  '﷼': ['IRR', 'SAR', 'OMR', 'QAR', 'YER'],
}

const BY_REGION: Record<string, string> = {
  US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', HK: 'HKD', SG: 'SGD', TW: 'TWD', MX: 'MXN', AR: 'ARS', CL: 'CLP', CO: 'COP', UY: 'UYU', GB: 'GBP', UK: 'GBP', EG: 'EGP', LB: 'LBP',
  JP: 'JPY', CN: 'CNY', SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK', ZA: 'ZAR', IN: 'INR', PK: 'PKR', LK: 'LKR', NP: 'NPR', RS: 'RSD', MK: 'MKD', SA: 'SAR', OM: 'OMR', QA: 'QAR', IR: 'IRR', DO: 'DOP', JM: 'JMD', TT: 'TTD', BN: 'BND', FJ: 'FJD',
}
/** Only languages whose one country mints that sign. `en` with `$` says nothing. */
const BY_LANGUAGE: Record<string, string> = { sv: 'SEK', nb: 'NOK', nn: 'NOK', no: 'NOK', da: 'DKK', is: 'ISK', ja: 'JPY', zh: 'CNY', af: 'ZAR', sr: 'RSD', mk: 'MKD', fa: 'IRR' }

let codes: Set<string> | null = null
export function isCurrency(code: string): boolean {
  codes ??= new Set(Intl.supportedValuesOf('currency'))
  return codes.has(code) && code !== 'XXX' && code !== 'XTS'
}

/** Decimal places of the currency by ISO 4217. A list, because the first `Intl.NumberFormat` of a page's process takes 20 ms. */
export function exponent(code: string): number {
  return ISO_ZERO.has(code) ? 0 : ISO_THREE.has(code) ? 3 : 2
}
const ISO_ZERO = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '))
// Without the Iraqi dinar, whose fils nobody prints: its amounts have two places, if any.
const ISO_THREE = new Set('BHD JOD KWD LYD OMR TND'.split(' '))

/** What else the page says about currency. */
export interface CurrencyHints {
  /** Codes the page names in its metadata, its currency switch or beside other amounts. */
  named: string[]
  language: string
  region: string
  topLevel: string
  /** The region is one that the page's address chose, and not what a theme says on every page. */
  chosen: boolean
  /** The country whose taxes the page tells of. */
  taxed: 'US' | 'elsewhere' | null
}

export const NO_HINTS: CurrencyHints = { named: [], language: '', region: '', topLevel: '', chosen: false, taxed: null }

const meanings = new Map<string, string | string[] | null>()

/** The sign as a code, a list of who may be meant, or null when it is no currency. */
export function meaning(sign: string): string | string[] | null {
  let known = meanings.get(sign)
  if (known === undefined) {
    if (meanings.size > 500) meanings.clear()
    meanings.set(sign, (known = readSign(sign)))
  }
  return known
}

function readSign(sign: string): string | string[] | null {
  const bare = sign.replace(/[\s\u001f]/g, '')
  if (/^[A-Z]{3}$/.test(bare)) return isCurrency(bare) ? bare : null
  const key = fold(bare === '￥' ? '¥' : bare)
  if (/^[a-z]{3}$/.test(key) && isCurrency(key.toUpperCase()) && key !== 'all' && key !== 'try' && key !== 'top' && key !== 'mop') return key.toUpperCase()
  return OWN[bare] ?? OWN[key] ?? SHARED[key] ?? null
}

export function settle(sign: string, hints: CurrencyHints): string | null {
  const means = meaning(sign)
  if (means === null || typeof means === 'string') return means
  const named = [...new Set(hints.named.filter((code) => means.includes(code)))]
  if (named.length === 1) return named[0] ?? null
  const domain = BY_REGION[hints.topLevel.toUpperCase()]
  // Themes are delivered as `en-US` and shops elsewhere leave it so.
  const asDelivered = hints.language === 'en' && hints.region.toUpperCase() === 'US' && !hints.chosen
  const ignored = asDelivered && ((domain !== undefined && means.includes(domain)) || hints.taxed === 'elsewhere')
  const regions = [ignored ? undefined : BY_REGION[hints.region.toUpperCase()], domain].filter((code) => code !== undefined && means.includes(code))
  const local = BY_LANGUAGE[hints.language]
  const told = [...new Set(regions)]
  if (told.length === 1) return named.length === 0 || named.includes(told[0] ?? '') ? (told[0] ?? null) : null
  if (told.length > 1) return null
  if (sign === '$' && hints.taxed === 'US' && named.length === 0 && (hints.language === 'en' || hints.language === '')) return 'USD'
  if (local !== undefined && means.includes(local)) return local
  // The pound sign of other countries is not seen in shops outside them.
  if (means[0] === 'GBP' && named.length === 0) return 'GBP'
  return means.length === 1 ? (means[0] ?? null) : null
}
