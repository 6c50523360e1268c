/** Where on a page something stands, by its markup alone: no layout is asked for. */
import { around, parentOf } from './elements.ts'

type Region = 'main' | 'footer' | 'header' | 'article' | 'banner'

const FOOTER = /footer|colophon|fusszeile|contentinfo/i
/** Boxes have footers of their own; and some say that they have none. */
const OWN_FOOTER = /(?:card|modal|dialog|panel|box|item|tile|product|article|post|entry|table|drawer|popup|form|checkout|cart|minicart|no|without|has|with)[-_]{0,2}footer/i
/** The questions on cookies that lie over a page. */
const BANNER = /(?:^|[\s_-])(?:cookie|consent|gdpr|cmp|onetrust|usercentrics|cookiebot|didomi|ccm|klaro)[\w-]*(?:banner|notice|bar|modal|popup|consent|dialog|overlay|layer|box|wrapper|container|sdk|prompt|message|cookiebanner)|onetrust|usercentrics|cookiebot|didomi|cookieconsent|cookie-?law|(?:^|\s)cc[-_](?:banner|window)/i

/** Remembers, because a page's links stand in few places. */
export class Regions {
  readonly #known = new Map<Element, Region>()

  of(element: Element): Region {
    const path: Element[] = []
    let region: Region = 'main'
    for (const up of around(element)) {
      const known = this.#known.get(up)
      if (known !== undefined) {
        region = known
        break
      }
      path.push(up)
      const own = regionBy(up)
      if (own !== null) {
        region = own
        break
      }
    }
    for (const up of path) this.#known.set(up, region)
    return region
  }
}

function regionBy(element: Element): Region | null {
  const tag = element.tagName
  if (tag === 'BODY' || tag === 'HTML') return 'main'
  const role = element.getAttribute('role')
  if (tag === 'FOOTER' || role === 'contentinfo') return inArticle(element) ? null : 'footer'
  if (tag === 'ARTICLE') return 'article'
  const names = `${element.getAttribute('id') ?? ''} ${element.getAttribute('class') ?? ''}`.slice(0, 300)
  if (BANNER.test(names)) return 'banner'
  if (FOOTER.test(names) && !OWN_FOOTER.test(names)) return 'footer'
  if (tag === 'HEADER' || role === 'banner') return inArticle(element) ? null : 'header'
  return null
}

function inArticle(element: Element): boolean {
  for (let up = parentOf(element), n = 0; up !== null && n < 12; up = parentOf(up), n++) if (up.tagName === 'ARTICLE' || up.tagName === 'DIALOG' || up.tagName === 'FORM') return true
  return false
}
