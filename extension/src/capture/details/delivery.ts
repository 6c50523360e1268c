/** When the parcel should come, who brings it and where to follow it, from labels and from links. */
import { cleanText, isCard } from '../clean.ts'
import { readDays, type DayLocale, type Days } from './days.ts'
import type { DetailLine, DetailLink } from './lines.ts'
import type { Labelled } from '../labels.ts'
import type { Page } from '../text.ts'
import type { Candidate, Delivery } from '../types.ts'
import { cleanUrl } from '../url.ts'

/** A host's label, and whose it is. */
const CARRIERS: Record<string, string> = {
  dhl: 'DHL', ups: 'UPS', fedex: 'FedEx', usps: 'USPS', dpd: 'DPD', 'gls-group': 'GLS', 'gls-pakete': 'GLS', myhermes: 'Hermes', evri: 'Evri', royalmail: 'Royal Mail', parcelforce: 'Parcelforce', postnord: 'PostNord', posti: 'Posti', bring: 'Bring', laposte: 'La Poste', chronopost: 'Chronopost', colissimo: 'Colissimo', mondialrelay: 'Mondial Relay',
  correos: 'Correos', seur: 'SEUR', brt: 'BRT', poste: 'Poste Italiane', postnl: 'PostNL', bpost: 'bpost', inpost: 'InPost', ceskaposta: 'Česká pošta', packeta: 'Packeta', zasilkovna: 'Zásilkovna', auspost: 'Australia Post', canadapost: 'Canada Post', 'canadapost-postescanada': 'Canada Post', purolator: 'Purolator', nzpost: 'NZ Post',
  correios: 'Correios', novaposhta: 'Nova Poshta', ukrposhta: 'Ukrposhta', cdek: 'CDEK', pochta: 'Pochta Rossii', aramex: 'Aramex', bluedart: 'Blue Dart', delhivery: 'Delhivery', yurticikargo: 'Yurtiçi Kargo', araskargo: 'Aras Kargo', kuronekoyamato: 'Yamato', 'sagawa-exp': 'Sagawa', cjlogistics: 'CJ Logistics', 'sf-express': 'SF Express', sameday: 'Sameday', fancourier: 'FAN Courier', omniva: 'Omniva', itella: 'Itella',
}
const PARCEL = /^(?=(?:[^\d]*\d){6})[A-Z0-9]{8,34}$/i

export function deliveries(page: Page, labels: readonly Labelled[], lines: readonly DetailLine[], links: readonly DetailLink[], locale: DayLocale, base: number): Candidate<Delivery>[] {
  const days = expected(page, labels, lines, locale, base)
  const numbers = new Set<string>()
  const carriers = new Set<string>()
  for (const { kind, text } of labels) {
    if (kind === 'tracking') addNumber(numbers, text)
    const name = kind === 'carrier' ? cleanText(text.split(/[\u001f,;(]/)[0] ?? '', 60) : null
    if (name !== null && name.length <= 30 && !/\d/.test(name) && /\p{L}{2}/u.test(name)) carriers.add(name)
  }
  const urls = new Set<string>()
  for (const { kind, href, text } of links) {
    if (kind !== 'track') continue
    const url = cleanUrl(href, page.url)
    if (url === null || url === cleanUrl(page.url)) continue
    urls.add(url)
    const carrier = carrierOf(url)
    if (carrier !== null) {
      carriers.add(carrier)
      addNumber(numbers, numberIn(href) ?? text)
    }
    if (text !== '') addNumber(numbers, text)
  }
  const value: Delivery = {
    expectedFrom: days?.from ?? null,
    expectedUntil: days?.until ?? null,
    carrier: only(carriers),
    trackingNumber: only(numbers),
    trackingUrl: only(urls),
  }
  const known = Object.values(value).filter((part) => part !== null).length
  return known === 0 ? [] : [{ value, confidence: days === null ? 70 : 74, signal: days === null ? 'label:tracking' : 'label:delivery' }]
}

function expected(page: Page, labels: readonly Labelled[], lines: readonly DetailLine[], locale: DayLocale, base: number): Days | null {
  const found = new Map<string, Days>()
  const add = (text: string): void => {
    if (text.length > 140) return
    const days = readDays(text, locale, base)
    if (days !== null) found.set(`${days.from}/${days.until}`, days)
  }
  for (const entry of labels) if (entry.kind === 'expected') add(entry.how === 'inline' ? entry.at.plain.slice(0, 140) : entry.text)
  for (const { kind, line } of lines) if (kind === 'expected') add(line.plain)
  page.budget.check()
  const [first] = found.values()
  return found.size === 1 ? (first ?? null) : null
}

function addNumber(numbers: Set<string>, text: string): void {
  const token = /[A-Z0-9][A-Z0-9 -]{6,40}/i.exec(text.slice(0, 60))?.[0].trim() ?? ''
  const whole = token.replace(/[\s-]/g, '')
  const first = token.split(/\s/)[0] ?? ''
  // Groups of digits are one number; a number with words behind it is the first.
  for (const candidate of /^[A-Z]{0,3}[\d\s-]+[A-Z]{0,3}$/i.test(token) ? [whole] : [first]) {
    // Numbers that a card may be are not kept, though some of them are parcels'.
    if (PARCEL.test(candidate) && !isCard(candidate) && cleanText(candidate, 60) === candidate) numbers.add(candidate)
  }
}

function numberIn(href: string): string | null {
  const pieces = href.slice(0, 500).split(/[/?&#=]/).filter((piece) => PARCEL.test(piece) && /\d{6}/.test(piece))
  return pieces.length === 1 ? (pieces[0] ?? null) : null
}

function carrierOf(url: string): string | null {
  for (const label of new URL(url).hostname.split('.')) {
    const name = Object.hasOwn(CARRIERS, label) ? CARRIERS[label] : undefined
    if (name !== undefined) return name
  }
  return null
}

function only(values: Set<string>): string | null {
  const [first] = values
  return values.size === 1 ? (first ?? null) : null
}
