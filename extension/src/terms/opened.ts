/** A page of terms that the person has in front of them: it is kept, and an order of today that lacks it gets it. */
import type { Target } from '../capture/reader.ts'
import type { Vault } from '../vault/vault.ts'
import { isSameAddress, vendorAt } from './address.ts'
import { type Outcome, readNear } from './reading.ts'
import { lookAgain } from './recheck.ts'
import { noteOutcome, outcomeOf, setsOf } from './seen.ts'
import { acceptanceViews, digestOfVersion, keepAcceptance, termsViews } from './store/index.ts'
import type { TermsType } from './types.ts'

/** What a page said a day later is not what was agreed to. */
const OF_THE_DAY = 86_400_000

export interface Missing {
  readonly vendor: string
  readonly url: string
  readonly type: TermsType | null
}

/** What a purchase of today linked to at this address, on whatever site, and nobody could read. The site's own first, or another could take its terms. */
export async function missingAt(vault: Vault, url: string): Promise<Missing | null> {
  const missing: Missing[] = []
  for (const [vendor, set] of await setsOf()) {
    const link = set.links.find((each) => isSameAddress(each.url, url))
    const outcome = link && (await outcomeOf(vendor, link.url))
    if (link && outcome && 'refused' in outcome) missing.push({ vendor, url: link.url, type: link.type })
  }
  for (const { vendor, at, documents } of acceptanceViews(vault)) {
    if (Date.parse(at) < Date.now() - OF_THE_DAY) continue
    const document = documents.find((each) => each.version === null && isSameAddress(each.url, url))
    if (document) missing.push({ vendor, url: document.url, type: document.type })
  }
  const own = vendorAt(url)
  return missing.find(({ vendor }) => vendor === own) ?? missing[0] ?? null
}

type Kept = Extract<Outcome, { document: string }>

/** Null: it is no page of terms, or it went away. */
export async function keepOpened(vault: Vault, missing: Missing | null, target: Target): Promise<Kept | null> {
  const vendor = missing?.vendor ?? vendorAt(target.url)
  if (vendor === null) return null
  const known = termsViews(vault).find((view) => view.vendor === vendor && view.url !== null && isSameAddress(view.url, target.url))
  const link = missing ?? { url: known?.url ?? target.url, type: known?.type ?? null }
  const outcome = await readNear(vault, vendor, link, target)
  if (!outcome || !('document' in outcome)) return null
  await noteOutcome(vendor, link.url, outcome)
  if (outcome.changed) await lookAgain(vault, outcome.document)
  await complete(vault, link.url, outcome)
  return outcome
}

/** An order of today gets the document that could not be read when it was placed. */
async function complete(vault: Vault, url: string, { at, document, version }: Kept): Promise<void> {
  const digest = digestOfVersion(vault, document, version)
  for (const acceptance of acceptanceViews(vault)) {
    const lacks = (each: (typeof acceptance.documents)[number]): boolean => each.version === null && isSameAddress(each.url, url)
    if (Date.parse(acceptance.at) < at - OF_THE_DAY || !acceptance.documents.some(lacks)) continue
    const documents = acceptance.documents.filter(lacks).flatMap(({ type, text, place, ...each }) => (type === null ? [] : [{ ...each, type, text: text ?? '', place: place ?? ('page' as const), document, version, digest, reason: null }]))
    await keepAcceptance(vault, { ...acceptance, at: Date.parse(acceptance.at), documents })
  }
}
