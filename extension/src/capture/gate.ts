/**
 * The first look, on every permitted page: is this a confirmation, a page before one, a list of orders, or (almost always) none?
 * It reads the URL, the title and the first headings only, because it runs in every page's main thread. It leans to yes; the
 * score decides later.
 */
import { fold } from './clean.ts'
import { isTermsUrl } from '../terms/find/gate-url.ts'
import { phrases } from './match.ts'
import { CHECKOUT, DONE, FAILED, HISTORY, ORDER, ORDER_PAGE, OTHER_THANKS, PAYMENT, THANKS } from './phrases.ts'
import type { PageKind } from './types.ts'

const order = phrases(ORDER)
const payment = phrases(PAYMENT)
const thanks = phrases(THANKS)
const done = phrases(DONE)
const orderPage = phrases(ORDER_PAGE)
const history = phrases(HISTORY)
const failed = phrases(FAILED)
const otherThanks = phrases(OTHER_THANKS)
const checkout = phrases(CHECKOUT)

/** Endpoints keep their English names in most shop software even where the words around them are translated. */
const CONFIRM_URL =
  /orders?[-_/]?(received|confirm(ed|ation)?|success(ful)?|complet(e|ed|ion)|placed|finish(ed)?|finali[sz]ed|done|thank[-_]?(you|s))(?![a-z])|checkout[/_-](onepage[/_-])?(success|thank[-_]?you|thanks|confirmation|confirmed|complete|completed|finish|finished|done|order[-_]received)|(purchase|payment|transaction)[-_/](success(ful)?|confirm(ed|ation)|complete[d]?)|confirm(ation)?[-_]?order|purchase[-_]?confirm|(bestell|auftrags)[-_]?(besta?e?tigung|abschluss|eingang)|bestellung[-_/](abgeschlossen|erfolgreich|erhalten|besta?e?tigt)|commande[-_/](confirm|recue|validee|reussie)|confirmation[-_/](de[-_])?(la[-_])?commande|confirmacion[-_/]?(de[-_])?(pedido|compra)?|pedido[-_/](confirmado|recibido|realizado|recebido|finalizado|concluido)|conferma[-_/]?(d)?[-_]?ordine|ordine[-_/](confermato|ricevuto|completato|effettuato)|bestelling[-_/](ontvangen|geplaatst|bevestig)|orderbekr[aeæ]ft|ordrebekr|zamowienie[-_/](zlozone|przyjete|potwierdz)|potwierdzenie[-_]zamowienia|tilausvahvistus|objednavka[-_/](potvrz|odeslan|dokoncen|prijat)|siparis[-_/](onay|tamam|alindi)/
const THANKS_URL =
  /(^|[/_\-=.])(thank[-_]?you|thank[-_]?s|thanks|thankyou|danke|merci|gracias|grazie|obrigad[oa]|bedankt|dziekujemy|tack|takk|kiitos|dekujeme|dakujeme|koszonjuk|multumim|tesekkur(ler)?|confirmation|confirmed|besta?e?tigung|receipt|sucesso|exito|erfolg|erfolgreich|succes|successo|conferma|confirmacao|confirmacion|bekreftelse|bekraeftelse|bekraftelse|potvrzeni|potvrdenie|potwierdzenie|vahvistus|thanh-cong|basarili|complete|completed|finish|finished|abschluss|done)([/_\-.?&]|$)|(^|\/)success([/.]|$)/
const ORDER_URL =
  /(^|\/)(orders?|view-order|order-?(details?|status|info|view|tracking)|bestellungen|commandes?|pedidos?|ordini|bestellingen|zamowienia|objednavky)\/[^/?]*\d|order[-_]?(details?|status)|[?&](order[-_]?(id|number|no|nr)|orderid|purchaseid)=|summary\/print|route=account\/order\/info/
const CHECKOUT_URL =
  /(^|[/_\-=.])(cart|basket|bag|shopping-?(cart|bag)|trolley|checkouts?|onepage|warenkorb|einkaufswagen|kasse|panier|caisse|carrito|cesta|carrello|cassa|winkelwagen|winkelmand|afrekenen|carrinho|koszyk|zamowienie|varukorg|kundvagn|kassa|kassan|kurv|indkobskurv|handlekurv|ostoskori|kosik|pokladna|kosar|penztar|cos|sepet|odeme|korzina|kosarica|blagajna|ostukorv|grozs|krepselis|cistella|keranjang|gio-hang|place-?order|order-?review|review-?order|confirm|payment|paiement|pago|pagamento|bestellen|bestellung|commande|finalizar|finaliser)([/_\-.?&=]|$)/
/** The last of the path: what follows a list's name is one of its orders, or a page of it. */
const ORDERS_URL =
  /(^|[/_=?&-])(?<!pre.)((orders?|purchases?)[-_/]?(history|list|overview)|orders|purchases|bestellungen|bestell(historie|verlauf)|commandes|pedidos|encomendas|ordini|bestellingen|zamowienia|objednavky|bestallningar|ord(er|re)historikk?|ordrer|bestillinger|tilaukset|rendelese(k|im)|comenzi(le-mele)?|siparisler(im)?|account\/order|controller=history)(\.[a-z]{3,4})?\/?(page[/=-]\d+\/?|\d{1,2}\/?)?([?&](?!.*(order|purchase)[-_]?(id|n)).*)?$/
/** Never an order, whatever the headings say: help, articles, mail read in a browser, a shop's own back office. */
const NEVER_URL =
  /(^|\/)(help|faqs?|support|hc|kb|blog|blogs|news|articles?|wiki|docs?|documentation|forum|forums|community|questions|press|wp-admin|admin|administrator|backend|backoffice|manage|seller|vendor-dashboard|mail|webmail|inbox|newsletter|contact|unsubscribe|returns?|refunds?|login|signin|sign-in|register|search|jobs|careers)([/.?]|$)/
const NEVER_HOST = /^(mail|webmail|outlook|inbox|docs|help|support|developers?|dev|wiki|forum|community|blog|news|admin|seller)\./
const ORDER_AND_NUMBER = /[#№]\s*[a-z]{0,5}[-]?\d|(^|[^\d.,])(?:no\.?|nr\.?|n[ro°º]\.?|n°|numer\p{L}*|number)?\s*:?\s*#?[a-z]{0,6}[-_]?\d[\da-z\-_/]{2,}/u

export interface Heads {
  /** Folded title and first headings. */
  title: string
  headings: string[]
}

export function heads(document: Document): Heads {
  const headings: string[] = []
  for (const tag of ['h1', 'h2']) {
    const found = document.getElementsByTagName(tag)
    for (let i = 0; i < 3 && headings.length < 4; i++) {
      const heading = found[i]
      if (heading === undefined || heading === null) break
      const text = (heading.textContent ?? '').slice(0, 600).trim()
      if (text !== '') headings.push(fold(text).slice(0, 200))
    }
  }
  return { title: fold((document.title ?? '').slice(0, 300)), headings }
}

export type UrlKind = 'confirmation' | 'thanks' | 'order' | 'orders' | 'checkout' | 'never' | 'none'

export function urlKind(url: string): UrlKind {
  let path = ''
  try {
    const parsed = new URL(url)
    const routed = parsed.search.length < 300 ? parsed.search : ''
    let name = parsed.pathname
    try {
      name = decodeURIComponent(name)
    } catch {
      // an undecodable path is matched as it stands
    }
    path = fold(name + routed).slice(0, 600)
    if (NEVER_HOST.test(parsed.hostname)) return 'never'
    if (NEVER_URL.test(name.toLowerCase().slice(0, 300))) return 'never'
  } catch {
    return 'none'
  }
  if (CONFIRM_URL.test(path)) return 'confirmation'
  if (THANKS_URL.test(path)) return 'thanks'
  if (ORDERS_URL.test(path)) return 'orders'
  if (ORDER_URL.test(path)) return 'order'
  if (CHECKOUT_URL.test(path)) return 'checkout'
  return 'none'
}

export type TextKind = 'placed' | 'thanks' | 'order' | 'history' | 'failed' | 'other' | 'checkout' | 'none'

/** Without one of these words no text says that an order was placed, or thanks for one. */
export const hasThanksOrDone = (folded: string): boolean => thanks.has(folded) || done.has(folded)

/** What a title or heading, already folded, says about its page. */
export function textKind(folded: string): TextKind {
  if (folded === '' || folded.length > 200) return 'none'
  if (failed.has(folded)) return 'failed'
  const ordered = order.at(folded)
  // "Order #5541 – My account": what the page is comes first, where it belongs after it.
  const [main = folded] = folded.split(/\s[|–—·•»-]\s/u)
  const subject = order.has(main) ? main : folded
  const thanked = thanks.has(folded)
  const asks = /[?？؟;]/.test(folded.slice(-2))
  if (ordered >= 0 && !asks && (thanked || done.has(folded))) {
    return otherThanks.has(subject) && !thanked ? 'other' : 'placed'
  }
  if (ordered < 0 && !asks && payment.has(folded) && done.has(folded)) return 'placed'
  if (otherThanks.has(subject)) return 'other'
  if (thanked && folded.length < 90) return 'thanks'
  // "Order details | My orders": the page of one order names its list behind itself.
  const parts = partsOf(folded)
  if (parts.some((part) => history.is(part) || history.is(part.slice(part.lastIndexOf('/') + 1))) && !ORDER_AND_NUMBER.test(main) && !orderPage.has(main)) return 'history'
  if (orderPage.has(folded)) return 'order'
  if (ordered >= 0 && !asks && ORDER_AND_NUMBER.test(folded.slice(ordered, ordered + 60))) return 'order'
  return parts.some(isStep) ? 'checkout' : 'none'
}

/** "Shopping cart (2) | Shop": a page's name is the whole of a part, else every page about delivery would be a step of the checkout. */
function partsOf(folded: string): string[] {
  return folded
    .replace(/[(（].*?[)）]/gu, ' ')
    .split(/\s*[|–—:·•»]\s*|\s-\s/u)
    .map((part) => part.replace(/[\s\d.,!]+$/u, '').trim())
}

function isStep(part: string): boolean {
  return checkout.is(part.replace(/^(your|my|ihr|dein|mein|votre|mon|tu|mi|il tuo|je|uw|seu|o seu|din|min|twoj|moj)\s+/u, ''))
}

/** Pages of one order have a section of its history too, so the title goes first. */
export function isList(kinds: TextKind[]): boolean {
  const [title, heading] = kinds
  return title === 'history' || (heading === 'history' && title !== 'order' && title !== 'placed')
}

/** Shops that stay at the checkout's address say in a paragraph what others say in a heading. */
function saysPlaced(document: Document): boolean {
  const paragraphs = document.getElementsByTagName('p')
  for (let i = 0; i < 12; i++) {
    const folded = fold((paragraphs[i]?.textContent ?? '').slice(0, 120).trim())
    if (folded.length < 80 && textKind(folded) === 'placed' && (thanks.has(folded) || ORDER_AND_NUMBER.test(folded))) return true
  }
  return false
}

/** An account is opened where a password is made up: by its address, or with a second field for it. */
const SIGN_UP_URL = /sign-?up|regist|inscri|rejestr|(create|new)[-_]?account/i

function aside(document: Document, url: string): PageKind {
  if (isTermsUrl(url)) return 'terms'
  return document.querySelectorAll('[type=password]').length > (SIGN_UP_URL.test(url) ? 0 : 1) ? 'sign-up' : 'none'
}

export function gate(document: Document, url: string): PageKind {
  const kind = ofPurchase(document, url)
  return kind === 'none' ? aside(document, url.slice(0, 600)) : kind
}

function ofPurchase(document: Document, url: string): PageKind {
  const where = urlKind(url)
  if (where === 'never') return 'none'
  const { title, headings } = heads(document)
  const kinds = [title, ...headings].map(textKind)
  const first = kinds.slice(0, 2)
  if (title.includes('@')) return 'none'
  if (isList(kinds)) return 'orders'
  const ended = first.includes('failed')
  if (where === 'confirmation') return ended ? 'checkout' : 'confirmation'
  if (!ended && !first.includes('other') && kinds.includes('placed')) return 'confirmation'
  if (where === 'thanks') return kinds.includes('other') || ended ? 'none' : 'confirmation'
  if (where === 'order' && !first.includes('checkout') && !ended) return kinds.includes('other') ? 'none' : 'confirmation'
  if (where === 'checkout') return !ended && ((first.includes('order') && !first.includes('checkout')) || saysPlaced(document)) ? 'confirmation' : 'checkout'
  if (first.includes('order') && !ended && !first.includes('other')) return 'confirmation'
  if (first.includes('checkout')) return 'checkout'
  // An account's first page shows the last few orders under a heading of their own.
  return where === 'orders' || kinds.includes('history') ? 'orders' : 'none'
}
