/** Within how many days the goods may go back, and where the shop says so. */
import type { DetailLink } from './lines.ts'
import { RETURN_WORD } from './vocabulary.ts'
import { phrases } from '../match.ts'
import type { Page } from '../text.ts'
import type { Candidate, ReturnPolicy } from '../types.ts'
import { cleanUrl } from '../url.ts'

const returning = phrases(RETURN_WORD)
const DAYS = /(?<![\d.,-])(\d{1,3})[\s\u001f-]{0,2}(?:calendar |kalender)?(?:days?|tagen?|tagige[sn]?|jours?|dias?|giorni|dagen|dagars?|dagers?|dages?|paivan?|dni|dnu|dnov[aey]?|napos|napon|zile|ημερων|ημερες|gun|дн\p{L}*|日|天|일|يوما?|ימים|ngay|วัน|hari|päeva|dienu|dienų|dana)(?!\p{L})/u
const MOST = 366

export function returnPolicies(page: Page, links: readonly DetailLink[]): Candidate<ReturnPolicy>[] {
  const windows = new Set<number>()
  for (const line of page.lines) {
    if (line.text.length > 220 || !/\d/.test(line.plain)) continue
    if (line.index % 8 === 0) page.budget.check()
    const days = Number(DAYS.exec(line.folded)?.[1] ?? 0)
    if (days > 0 && days <= MOST && returning.has(line.folded)) windows.add(days)
  }
  const urls = new Set<string>()
  for (const { kind, href } of links) {
    const url = kind === 'returns' ? cleanUrl(href, page.url) : null
    if (url !== null && url !== cleanUrl(page.url)) urls.add(url)
  }
  const [days = null] = windows.size === 1 ? windows : []
  const [url = null] = urls
  return days === null && url === null ? [] : [{ value: { days, url }, confidence: days === null ? 60 : 70, signal: days === null ? 'link:returns' : 'label:returns' }]
}
