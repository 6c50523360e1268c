/**
 * Sites whose terms stand on other sites' pages and are not those sites' own: captchas, social networks, browsers' makers, consent tools,
 * authorities. Payment providers are none of them: their terms are agreed to beside the choice of payment.
 */
const FOREIGN =
  'google.com google.de google.fr google.co.uk goo.gl youtube.com youtu.be hcaptcha.com cloudflare.com recaptcha.net facebook.com fb.com meta.com instagram.com whatsapp.com twitter.com x.com t.co tiktok.com pinterest.com linkedin.com snapchat.com reddit.com telegram.org t.me vk.com ok.ru xing.com tumblr.com vimeo.com discord.com weibo.com line.me kakao.com microsoft.com apple.com mozilla.org opera.com brave.com adobe.com allaboutcookies.org aboutcookies.org aboutads.info youronlinechoices.com youronlinechoices.eu networkadvertising.org digitaladvertisingalliance.org privacyshield.gov dataprivacyframework.gov europa.eu ico.org.uk cnil.fr hotjar.com onetrust.com cookiepedia.co.uk cookielaw.org trustarc.com truste.com cookiebot.com usercentrics.com didomi.io termsfeed.com wikipedia.org wordpress.org wordpress.com automattic.com gravatar.com akismet.com shopify.com prestashop.com magento.com wix.com squarespace.com bigcommerce.com zendesk.com intercom.com hubspot.com mailchimp.com klaviyo.com trustpilot.com yotpo.com bazaarvoice.com indeed.com glassdoor.com greenhouse.io lever.co myworkdayjobs.com workday.com smartrecruiters.com personio.de personio.com'.split(
    ' ',
  )

/** Not foreign at home. */
export function isForeign(host: string, home: string): boolean {
  const site = FOREIGN.find((domain) => isOf(host, domain))
  if (site === undefined) return /^(?:www\.)?google\.[a-z.]{2,6}$/.test(host) && !/(?:^|\.)google\.[a-z.]{2,6}$/.test(home)
  return !isOf(home, site) && !HOSTED.test(host)
}

/** Shops may live on such a site under a name of their own. */
const HOSTED = /^(?!www\.|policies\.|support\.|help\.|legal\.|about\.|developers?\.|privacy\.|privacyportal[\w-]*\.)[\w-]+\.(?:zendesk|wordpress|shopify|bigcommerce|wix|squarespace)\.com$/

function isOf(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** Second levels that are a country's own: `example.co.uk`. */
const SECOND = /^(?:co|com|org|net|gov|ac|edu|or|ne|go|in|web)$/

/** What a site is called below its public suffix, as far as a rule without the list can tell. */
function brandOf(host: string): string {
  const labels = host.split('.')
  const last = labels.length - 2
  return (labels.length > 2 && SECOND.test(labels[last] ?? '') ? labels[last - 1] : labels[last]) ?? host
}

/** The site's own, or its sister's in another country. */
export function isOwn(host: string, home: string): boolean {
  return host === home || brandOf(host) === brandOf(home)
}
