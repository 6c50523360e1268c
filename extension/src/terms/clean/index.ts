/**
 * A page's terms as Markdown: what the page is about, without what is around it. Reads the document and writes nothing to it, so it may be one
 * that a person is looking at. Whatever the page, it ends soon and says what it is: a text, a list of documents, or why it is neither.
 */
import type { Cleaned, TermsType } from '../types.ts'
import { coreOf } from './core.ts'
import { TooLarge } from './limits.ts'
import { baseOf } from './links.ts'
import { listedIn } from './listed.ts'
import { write } from './markdown.ts'
import { languageOf, titleOf } from './naming.ts'
import { refusalOf } from './refuse.ts'
import { read } from './tree.ts'

/** Of the rules below this folder: a newer one may say the same page otherwise. */
export const EXTRACTOR = 1

export interface About {
  /** The address that answered, and the one that was linked. */
  readonly url: string
  readonly requested: string
  /** As what it was linked; null: nobody said. */
  readonly type: TermsType | null
}

export function clean(document: Document, about: About): Cleaned {
  try {
    return cleaned(document, about)
  } catch (error) {
    if (error instanceof TooLarge) return { outcome: 'refused', reason: 'too-large' }
    throw error
  }
}

function cleaned(document: Document, about: About): Cleaned {
  const { body } = document
  if (body == null) return { outcome: 'refused', reason: 'empty' }
  const tree = read(body)
  const core = coreOf(tree, about.type === 'Trackers Policy')
  const base = baseOf(document, about.url)
  const title = titleOf(document, core)
  const links = listedIn(core, base, about.url)
  const markdown = write(core.parts, { dropped: core.dropped, base })
  const reason = refusalOf({ document, about, body: tree, core, title, markdown })
  if (reason === null || reason === 'not-a-policy' || reason === 'empty') {
    if (links.length > 0) return { outcome: 'index', links }
  }
  if (reason !== null) return { outcome: 'refused', reason }
  return { outcome: 'text', title, language: languageOf(document, core), markdown }
}
