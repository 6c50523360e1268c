/** Terms in the vault: what is kept of documents, acceptances and agreements, and how it is read again. */
import { termsKey } from '@counterfoil/crypto/identity'
import type { Vault } from '../../vault/vault.ts'
import type { Capture } from '../types.ts'
import { normalDigest } from '../versions/index.ts'
import { keep, type Keeping, type Recleaned } from './keep.ts'
import type { RawPage, RawPages } from './raw.ts'
import { groupsOf, textsOf, Versions } from './records.ts'

export { keepAcceptance, type NewAccepted, type NewAcceptance } from './acceptance.ts'
export { forgetAgreement, keepAgreement } from './agreement.ts'
export type { Keeping } from './keep.ts'
export { type RawPage, RawPages } from './raw.ts'
export * from './views.ts'

/** How an older reading's page is cleaned by the extractor of today; null: it no longer reads as a document. */
export interface Recleaning {
  readonly pages: Pick<RawPages, 'get'>
  readonly clean: (page: RawPage) => Promise<string | null>
}

/**
 * Keeps one reading of a document; what became of it. With `recleaning`, a reading by another extractor than the last one's is compared with
 * what the extractor of today makes of the page kept then, so that an update of the extractor does not look like a change of the vendor's.
 */
export async function keepTerms(vault: Vault, capture: Capture, recleaning: Recleaning | null = null): Promise<Keeping> {
  return keep(vault, capture, recleaning && (await recleaned(vault, capture, recleaning)))
}

async function recleaned(vault: Vault, { vendor, url, language, extractor, content }: Capture, { pages, clean }: Recleaning): Promise<Recleaned | null> {
  if (content.kind !== 'text') return null
  await vault.refresh()
  const id = vault.idOf('TermsDocument', termsKey(vendor, url, language))
  const group = groupsOf(vault).find((each) => each.id === id)
  if (!group) return null
  const versions = new Versions(group.parts.map(({ document }) => document), textsOf(vault))
  const current = versions.current === null ? undefined : versions.facts.get(versions.current)
  if (!current || current.kind !== 'text' || current.extractor === extractor) return null
  const normal = await normalDigest(content.markdown)
  if ([...versions.facts.values()].some((facts) => facts.normalDigest === normal)) return null
  const page = await pages.get(id)
  if (!page || !versions.areOne(page.version, current.id)) return null
  const markdown = await clean(page)
  return markdown === null ? null : { of: current.id, markdown }
}
