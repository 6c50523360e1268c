/** What an address says of the document that it leads to. */
import { fold } from '../../capture/clean.ts'
import { readName, type Name } from './naming.ts'

export interface Address {
  readonly name: Name
  /** Leads to goods, articles, jobs or an account, whatever the last words are. */
  readonly elsewhere: boolean
  /** A person's own pages: "Returns" are that person's there. */
  readonly account: boolean
  readonly root: boolean
}

const NONE: Name = readName('')
const LONGEST = 2_000
/** Say where a page is and not what it is. */
const EMPTY_SEGMENT = /^(?:index|default|home|start|page|pages|view|show|content|cms|information|info|\d+|[a-z]{2}([-_][a-z]{2,4})?|[0-9a-f]{8,})$/i
const LEGAL_SEGMENT = /^(?:policies|policy|legal|legals|legal-?info|legal-?notice|terms|rechtliches|rechtliche-?hinweise|agb|mentions-?legales|juridi\w*|legales|note-?legali|avtal|dokumenty|documents?|conditions|voorwaarden)$/i
const ELSEWHERE = /(?:^|\/)(?:blogs?|news|magazine?|journal|ratgeber|stories|press|presse|newsroom|articulos|actualites?|inspiration|products?|produkte?n?|produits?|productos?|prodott[io]|produtos?|produkty?|tuotteet?|termek|proizvod|dp|gp\/product|item|items|collections?|categor(?:y|ies)|kategorien?|categorias?|product-category|shop-by|tags?|search|jobs?|careers?|karriere|emplois?|recrutement|vacatures|login|log-in|signin|sign-in|anmelden|connexion|forums?|community|questions?|reviews?)(?:\/|$)|[?&]route=(?:product|checkout)\//i
/** Help centres have categories of their own. */
const HELP_CENTRE = /(?:^|\/)(?:hc|help|faq|support|hilfe|aide|ayuda|ajuda|pomoc|assistenza)\//i
const ACCOUNT = /(?:^|\/)(?:account|my-?account|customer|konto|mein-?konto|kundenkonto|mon-?compte|compte|mi-?cuenta|cuenta|mio-?account|mijn-?account|minha-?conta|conta|moje-?konto|mina-?sidor|min-?side|min-?konto|user|users|profile|members?|orders?|my-?orders?|order-?history)(?:\/|$)|[?&]route=account\//i
const JOB_HOST = /^(?:jobs?|careers?|karriere|blog|news|community|forum)\./i
/** Parts of a query that choose a page. */
const PAGE_KEY = /^(?:p|page|pages?|pg|pagename|page_?id|site|seite|content|cms\w*|view|doc|docs|document|slug|topic|section|article|id|id_cms|name|title|type|policy|route|path|show|action|do|nav|menu|file|tpl|template|url_?key|cl|fnc|oxloadid|information_id|cpath|s|q_page|anchor|tab|link)$/i

export function readAddress(url: string): Address {
  let parsed: URL
  try {
    parsed = new URL(url.slice(0, LONGEST), 'https://invalid')
  } catch {
    return { name: NONE, elsewhere: false, account: false, root: false }
  }
  const path = decoded(parsed.pathname)
  const elsewhere = (ELSEWHERE.test(path + parsed.search) && !HELP_CENTRE.test(path)) || JOB_HOST.test(parsed.hostname)
  const segments = path.split('/').filter((segment) => segment !== '').slice(-6)
  let name = NONE
  const last = segments.length - 1
  for (let at = last; at >= 0 && at >= last - 2; at--) {
    const segment = (segments[at] as string).replace(/\.[a-z]{2,5}$/i, '')
    const found = readSegment(segment)
    if (found.types.length > 0 && found.strange <= (found.clear ? 2 : 0)) {
      name = below(segments[at - 1] ?? '', segment, found)
      break
    }
    if (found.other || !EMPTY_SEGMENT.test(segment)) break
  }
  if (name.types.length === 0 && parsed.search.length < 400) {
    for (const [key, value] of parsed.searchParams) {
      if (!PAGE_KEY.test(key) || value.length > 80 || !/\p{L}{2}/u.test(value)) continue
      const found = readSegment(value.split('/').pop() as string)
      if (found.types.length > 0 && found.strange <= (found.clear ? 1 : 0)) {
        name = found
        break
      }
    }
  }
  const account = ACCOUNT.test(path + parsed.search) && !HELP_CENTRE.test(path)
  return { name: account && !name.clear ? NONE : name, elsewhere, account, root: path === '/' && parsed.search === '' }
}

/** "/legal/shipping" is a document, "/rewards/terms" are the terms of rewards, "/careers/privacy" is for applicants. */
function below(parent: string, segment: string, found: Name): Name {
  if (LEGAL_SEGMENT.test(parent)) return { ...found, clear: found.clear || !found.other }
  const whole = readSegment(`${parent} ${segment}`)
  if (whole.other) return whole
  return found.types[0] === 'Terms of Service' && whole.types.length > 0 && whole.types[0] !== found.types[0] ? whole : found
}

function readSegment(segment: string): Name {
  const words = segment
    .slice(0, 120)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[-_.+~!]+/g, ' ')
    // Numbers of pages: "shipping-h31".
    .replace(/(?<![\p{L}\p{N}])\p{L}{0,3}\d+(?![\p{L}\p{N}])/gu, ' ')
  const name = readName(words)
  if (name.types.length > 0) return name
  // "datenschutzerklaerung": what addresses make of umlauts.
  const bare = fold(words).replace(/([aou])e/g, '$1')
  return bare === fold(words) ? name : readName(bare)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
