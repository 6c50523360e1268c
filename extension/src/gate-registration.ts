/** Keeps the gate registered for the pages that Counterfoil may read, and for no others. */
import { browser } from './browser.ts'
import { allowed, covers, patternOf, readAccess, readSite, type Access } from './consent.ts'
import { PAYMENT_DOMAINS } from './payment-hosts.ts'
import { SENSITIVE_DOMAINS } from './sensitive.ts'

const SCRIPT = 'gate'
const NEVER = [...SENSITIVE_DOMAINS, ...PAYMENT_DOMAINS].map((domain) => `*://*.${domain}/*`)

interface Registration {
  matches: string[]
  excludeMatches: string[]
}

/** Where the gate runs, or null for nowhere. */
function registration(access: Access): Registration | null {
  if (access.mode === null || access.mode === 'by-hand') return null
  const matches = access.origins.filter((pattern) => /^(\*|https?):\/\//.test(pattern)).sort()
  // `mayCapture` decides anew, so what makes no pattern is obeyed as well.
  const off = access.off.filter((site) => readSite(site) === site).map(patternOf)
  const excludeMatches = [...new Set([...off, ...NEVER])].sort()
  return matches.length === 0 ? null : { matches, excludeMatches }
}

let last: Promise<void> = Promise.resolve()

/**
 * Brings the browser's registered gate in step with consent and permissions. To be called by the background at every start
 * (an update of the extension drops registrations), and whenever `watchAccess` calls back. Calls run one after another.
 */
export function registerGate(): Promise<void> {
  const next = last.then(register, register)
  last = next.catch(() => undefined)
  return next
}

async function register(): Promise<void> {
  const access = await readAccess()
  const wanted = registration(access)
  const [present] = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT] })
  if (wanted === null) {
    if (present !== undefined) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] })
    return
  }
  if (present !== undefined && same(present.matches, wanted.matches) && same(present.excludeMatches, wanted.excludeMatches)) return
  // Replaced as a whole: an update would leave what it does not name.
  if (present !== undefined) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] })
  await browser.scripting.registerContentScripts([
    {
      id: SCRIPT,
      js: ['gate.js'],
      matches: wanted.matches,
      excludeMatches: wanted.excludeMatches,
      runAt: 'document_idle',
      allFrames: false,
      world: 'ISOLATED',
      persistAcrossSessions: true,
    },
  ])
  await bringToOpenPages(access, [present?.matches ?? [], present?.excludeMatches ?? []])
}

/** A shop is allowed while one stands in it, perhaps in the middle of a purchase. Pages that came after the last registration have the gate. */
async function bringToOpenPages(access: Access, before: readonly [had: readonly string[], lacked: readonly string[]]): Promise<void> {
  const had = (url: URL): boolean => {
    const [among, outside] = before.map((patterns) => patterns.some((pattern) => covers(pattern, url)))
    return among === true && outside !== true
  }
  for (const { id, url, incognito, discarded } of await browser.tabs.query({})) {
    if (id === undefined || url === undefined || incognito || discarded || !allowed(access, url) || had(new URL(url))) continue
    // It may be gone by now, or be one of the browser's own pages.
    await browser.scripting.executeScript({ target: { tabId: id, frameIds: [0] }, files: ['/gate.js'] }).catch(() => undefined)
  }
}

function same(a: string[] | undefined, b: string[]): boolean {
  return JSON.stringify([...(a ?? [])].sort()) === JSON.stringify(b)
}
