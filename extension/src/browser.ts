/** The one door to the browser's extension API. Everything else imports from here, so that tests can put another in its place. */
import { browser } from 'wxt/browser'

export { browser }

export interface ActiveTab {
  id: number
  url: URL
}

/** The page in front of the person, or null where extensions have no business (the browser's own pages, files, stores). */
export async function activeTab(): Promise<ActiveTab | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  if (tab?.id === undefined || tab.url === undefined) return null
  try {
    const url = new URL(tab.url)
    return url.protocol === 'https:' || url.protocol === 'http:' ? { id: tab.id, url } : null
  } catch {
    return null
  }
}

/** Brings the set-up page to the front, or opens it. */
export const openSetup = (): Promise<void> => openOwn(browser.runtime.getURL('/setup.html'))

/** Brings the page where a recovery kit is made to the front, or opens it. */
export const openKit = (): Promise<void> => openOwn(browser.runtime.getURL('/kit.html'))

async function openOwn(url: string): Promise<void> {
  // An extension may always see its own tabs' addresses.
  const [open] = await browser.tabs.query({ url })
  if (open?.id !== undefined) await browser.tabs.update(open.id, { active: true })
  else await browser.tabs.create({ url })
}

/** Brings the terms page to the front at a place on it (`fragment` with its `#`), or opens it there. */
export async function openTerms(fragment: string): Promise<void> {
  const url = browser.runtime.getURL('/terms.html')
  const [open] = await browser.tabs.query({ url })
  if (open?.id !== undefined) await browser.tabs.update(open.id, { active: true, url: url + fragment })
  else await browser.tabs.create({ url: url + fragment })
}

/** Whether this document is the toolbar's popup on a screen that has room for one; phones show it as a page. */
export function isPopup(): boolean {
  return screen.width >= 480 && browser.extension.getViews({ type: 'popup' }).includes(window)
}

const SYSTEMS: Record<string, string> = { mac: 'Mac', win: 'Windows', android: 'Android', cros: 'ChromeOS', linux: 'Linux', openbsd: 'OpenBSD', fuchsia: 'Fuchsia' }

/** A first suggestion for this device's name, such as "Firefox on Linux". */
export async function suggestedDeviceName(): Promise<string> {
  const { os } = await browser.runtime.getPlatformInfo()
  const system = SYSTEMS[os]
  return system === undefined ? browserName() : `${browserName()} on ${system}`
}

function browserName(): string {
  if (navigator.userAgent.includes('Firefox/')) return 'Firefox'
  const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string }[] } }
  const names = (userAgentData?.brands ?? []).map(({ brand }) => brand).filter((brand) => !/not.?a.?brand/i.test(brand.replace(/\W/g, '')))
  const own = names.find((name) => name !== 'Chromium') ?? names[0]
  return own === undefined ? 'Browser' : own.replace('Google Chrome', 'Chrome').replace('Microsoft Edge', 'Edge')
}
