/**
 * What on a page is furniture rather than text: menus, banners, boxes to fill in. Told by what the markup says of itself, as words differ by
 * language. "Certain" is what HTML and ARIA have a name for; "frame" and "likely" are what class names say, of which the likely ones also name parts of texts:
 * a policy has a section on newsletters.
 */

/** `consent`: a banner that asks about cookies, as far as its name says. `control`: something to press. `own`: an article's header or footer. */
export type Furniture = 'none' | 'own' | 'certain' | 'frame' | 'likely' | 'consent' | 'control'

const TAGS: Readonly<Record<string, Furniture>> = { nav: 'certain', dialog: 'certain', search: 'certain', menu: 'certain', header: 'certain', footer: 'certain', aside: 'frame', button: 'control', label: 'none' }
const ROLES: Readonly<Record<string, Furniture>> = {
  navigation: 'certain',
  banner: 'certain',
  contentinfo: 'certain',
  search: 'certain',
  menu: 'certain',
  menubar: 'certain',
  dialog: 'certain',
  alertdialog: 'certain',
  toolbar: 'certain',
  listbox: 'certain',
  combobox: 'certain',
  complementary: 'frame',
  button: 'control',
  menuitem: 'control',
}
/** What an element that a site made itself is, by the last word of its name: `<acme-site-footer>`, but not `<acme-footer-link>`. */
const MADE: Readonly<Record<string, Furniture>> = {
  header: 'certain',
  footer: 'certain',
  nav: 'certain',
  navbar: 'certain',
  navigation: 'certain',
  menu: 'certain',
  breadcrumb: 'certain',
  breadcrumbs: 'certain',
  dialog: 'certain',
  modal: 'certain',
  drawer: 'certain',
  select: 'certain',
  listbox: 'certain',
  combobox: 'certain',
  dropdown: 'likely',
  sidebar: 'frame',
  newsletter: 'likely',
  button: 'control',
}
/** Only these are asked for their names. A paragraph is no menu, whatever its class. */
const NAMED = new Set('div section ul ol aside header footer nav form table details fieldset span a p'.split(' '))
const CONSENT = /(?:^|[\s_-])(?:cookies?|consent|gdpr|rgpd|dsgvo|cmp|ccpa|privacy)[\s_-]?(?:\w+[\s_-])?(?:banners?|bar|notice|notification|popup|pop|overlay|modal|dialog|layer|wall|message|alert|prompt|sdk|manager|box|hint|disclaimer|root|wrapper|container|widget)(?=$|[\s_-])|onetrust-(?:consent|banner|pc)|usercentrics-|cybot-?cookiebot-?dialog|didomi-(?:host|popup|notice)|truste?-?consent|truste_|qc-cmp|sp[_-]message|cookie-?law-info|cmplz|iubenda-cs|klaro|borlabs|osano-cm|cc-window|cookiefirst|termly-/
const FRAME = /(?:^|[\s_-])(?:breadcrumbs?|nav|navbar|navigation|subnav|sidenav|topnav|mainnav|menu|submenu|mega-?menu|top-?bar|toolbar|footer|colophon|side-?bar|skip-?links?|pagination|pager|search-?(?:box|form|bar)|mini-?cart|off-?canvas|drawer|lang(?:uage)?-?(?:switch\w*|select\w*|picker|chooser|menu)|country-?(?:select\w*|picker)|app-?banner|(?:site|page|main)-?(?:header|footer)|masthead)(?=$|[\s_-])/
const LIKELY = /(?:^|[\s_-])(?:share|sharing|social|socials|social-?media|newsletter|subscribe|related|recommend(?:ed|ations)|skip|cart|modal|pop-?up|advert|advertisement|ads?|promo|promotion|comments?|back-?to-?top|scroll-?top|rating)(?=$|[\s_-])/
const ICONIC = /(?:^|[\s_-])(?:icons?|material-icons|fa|glyphicon|sr-only|sr|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden|offscreen|anchorjs-link|header-?anchor|heading-?anchor|anchor-link|hash-link)(?=$|[\s_-])/
/** Buttons of these names open a part of the text. */
const OPENS = /accord|collaps|toggle|expand|faq|panel|summary|drop-?down/i
const CAMEL = /([a-z])([A-Z])/g

/** `within` an article or the page's main part, a header or a footer is that part's and no site's. */
export function kindOf(element: Element, tag: string, within: boolean): Furniture {
  const role = element.getAttribute('role')
  if (within && role === null && (tag === 'header' || tag === 'footer')) return 'own'
  const told = (role === null ? undefined : ROLES[role.toLowerCase()]) ?? TAGS[tag]
  if (told === 'control') return opens(element) ? 'none' : 'control'
  if (told === undefined && tag.includes('-')) {
    const made = MADE[tag.slice(tag.lastIndexOf('-') + 1)]
    if (made !== undefined) return made
  }
  if (!NAMED.has(tag)) return told ?? 'none'
  const name = nameOf(element)
  if (name !== '' && CONSENT.test(name)) return 'consent'
  if (told !== undefined) return told
  if (name === '' || tag === 'p') return 'none'
  return FRAME.test(name) ? 'frame' : LIKELY.test(name) ? 'likely' : 'none'
}

/** Signs for the eye, words for the ear: neither are part of the text. */
export function iconic(element: Element, tag: string): boolean {
  if (tag !== 'span' && tag !== 'i' && tag !== 'a') return false
  if (element.getAttribute('aria-hidden') === 'true' && (element.textContent?.length ?? 0) <= 30) return true
  const name = nameOf(element)
  return name !== '' && ICONIC.test(name) && (element.textContent?.length ?? 0) <= 60
}

function nameOf(element: Element): string {
  const id = element.id
  const names = element.getAttribute('class')
  if (!id && names === null) return ''
  const name = `${id} ${names ?? ''}`.slice(0, 400)
  return name.replace(CAMEL, '$1-$2').toLowerCase()
}

function opens(button: Element): boolean {
  return button.hasAttribute('aria-expanded') || button.hasAttribute('aria-controls') || OPENS.test(nameOf(button)) || /^h[1-6]$/.test(button.parentElement?.localName ?? '')
}
