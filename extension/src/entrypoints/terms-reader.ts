import { clean, EXTRACTOR } from '../terms/clean/index.ts'
import type { PageAsk, PageSaid } from '../terms/errand.ts'
import { LARGEST_PAGE } from '../terms/fetch.ts'
import { typeOf } from '../terms/find/index.ts'
import { rested } from '../terms/rested.ts'
import type { TermsType } from '../terms/types.ts'

// Injected into the isolated world of a page of terms that the person reads.
export default defineUnlistedScript(() => {
  globalThis.counterfoilTermsReader = {
    read: async (asked) => {
      const { requested, type: linked } = JSON.parse(asked) as PageAsk
      await rested(document)
      const url = location.href
      const type = linked ?? ownType()
      const html = document.documentElement.outerHTML
      const source = html.length <= LARGEST_PAGE ? html : null
      const cleaned = source === null ? ({ outcome: 'refused', reason: 'too-large' } as const) : clean(document, { url, requested, type })
      return JSON.stringify({ url, type, cleaned, source, extractor: EXTRACTOR } satisfies PageSaid)
    },
  }
})

/** By its first heading, else by its title, as if it were linked in those words. */
function ownType(): TermsType | null {
  const words = [document.querySelector('h1')?.textContent, ...document.title.split(/\s[|–—·-]\s/)]
  for (const text of words) {
    const type = text ? typeOf(text.slice(0, 300).trim(), location.href, 'footer') : null
    if (type !== null) return type
  }
  return null
}
