/**
 * Keeps one reading of a document.
 *
 * - A text that was seen before adds nothing, for pages flip; it moves `current`. A text whose words are the same adds nothing at all.
 * - Texts stand apart from what is said of them, each whole or as a patch on another. Whatever two devices write at once, a whole text is
 *   never taken away, so no patch is left without its base (crypto/SPEC.md, *terms*).
 * - All of it is what pages said, so that it deflates.
 */
import { type Captured, type Document, encode, type Json, shown } from '@counterfoil/crypto/document'
import { sha256, toHex, toUtf8 } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { attachmentKey, termsKey, textsKey } from '@counterfoil/crypto/identity'
import type { Attachment, TermsDocument, TermsPatch, TermsVersion } from '@counterfoil/crypto/records'
import type { Editor } from '../../vault/editor.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Capture, Grade } from '../types.ts'
import { gradeOf, makePatch, normalDigest } from '../versions/index.ts'
import { type Facts, type Kind, moment, Texts, Versions } from './records.ts'

export interface Keeping {
  /** Record id of the document. */
  readonly document: string
  /** The version that this reading is; null: it could not be kept (an element newer than this code, a document that was deleted). */
  readonly version: string | null
  /** `new`: it differs from all before it. `seen-before`: an earlier version is shown again. `same`: nothing happened. */
  readonly outcome: 'new' | 'first' | 'seen-before' | 'same'
  readonly grade: Grade
}

/** A text that a newer extractor made of the page that `of` was made from. */
export interface Recleaned {
  readonly of: string
  readonly markdown: string
}

/** After this long, a text that is still there is no hiccup. */
const SECOND_LOOK = 3_600_000
/** Patches between a version and a whole text. */
const LONGEST_CHAIN = 16
/** A record's plain bytes before the next part is begun. */
const FULL = 700_000
/** Of texts: about 120 kB sealed, beyond the sizes that are padded by half. Whatever is added sends the whole record again. */
const FULL_TEXTS = 400_000
/** A patch up to this length stands in its document's own record. */
const SHORT = 800
/** A page that is another at every visit fills no more than these. */
const MOST_PARTS = 12
/** What no envelope has room for once it is deflated, or no reader inflates (crypto/SPEC.md, *envelope*). */
const LARGEST_TEXT = 3_000_000
/** Of a file that is kept whole; the fetch brings no larger one. */
const LARGEST_FILE = 8_000_000
const LONGEST_TITLE = 300

type Patch = { readonly base: string; readonly edits: readonly (number | string)[] }

/** Where a file is that was kept just now. */
type Stored = Awaited<ReturnType<Vault['files']['keep']>>

interface Reading {
  readonly capture: Capture
  readonly kind: Kind
  readonly digest: string
  readonly normal: string | null
  readonly size: number
  readonly text: string | null
  readonly file: Uint8Array | null
}

export async function keep(vault: Vault, capture: Capture, recleaned: Recleaned | null): Promise<Keeping> {
  const reading = await readingOf(capture)
  const attached = vault.get(vault.idOf('Attachment', attachmentKey(reading.digest)))
  // Sealed and on disk before anything names it; by its digest it may be there already.
  const stored = reading.file && !attached ? await vault.files.keep(new Uint8Array(reading.file)) : null
  const anew = recleaned && { of: recleaned.of, reading: await readingOf({ ...capture, content: { kind: 'text', markdown: recleaned.markdown } }) }
  const attempt = async (given: Reading): Promise<Keeping> => {
    let kept: Keeping | null = null
    await vault.edit((editor) => {
      const record = new TermsRecord(vault, editor, capture, stored)
      if (anew) record.addRecleaned(anew.of, anew.reading)
      kept = record.add(given)
    })
    // Assigned in the callback, which `edit` always calls.
    return kept as unknown as Keeping
  }
  try {
    return await attempt(reading)
  } catch (error) {
    if (!(error instanceof Refused) || (error.code !== 'large' && error.code !== 'inner')) throw error
    // What is too large for a record is kept by its digest.
    return attempt({ ...reading, kind: reading.kind === 'text' ? 'text' : 'large-pdf', text: null, file: null })
  }
}

async function readingOf(capture: Capture): Promise<Reading> {
  const { content } = capture
  if (content.kind === 'large-pdf') return { capture, kind: 'large-pdf', digest: content.digest, normal: null, size: content.size, text: null, file: null }
  if (content.kind === 'pdf') {
    const { bytes } = content
    const fits = bytes.length <= LARGEST_FILE
    return { capture, kind: fits ? 'pdf' : 'large-pdf', digest: toHex(sha256(bytes)), normal: null, size: bytes.length, text: null, file: fits ? bytes : null }
  }
  // Records hold well-formed text alone, and the digest is of what is kept.
  const markdown = content.markdown.toWellFormed()
  const bytes = toUtf8(markdown)
  const text = bytes.length <= LARGEST_TEXT ? markdown : null
  return { capture, kind: 'text', digest: toHex(sha256(bytes)), normal: await normalDigest(markdown), size: bytes.length, text, file: null }
}

/** A document of terms inside one edit: all of its parts as they stand, and what is added. */
class TermsRecord {
  readonly #vault: Vault
  readonly #editor: Editor
  readonly #capture: Capture
  readonly #stored: Stored | null
  #versions!: Versions

  constructor(vault: Vault, editor: Editor, capture: Capture, stored: Stored | null) {
    this.#vault = vault
    this.#stored = stored
    this.#editor = editor
    this.#capture = capture
    this.#look()
  }

  #look(): void {
    this.#versions = new Versions(this.#parts(this.#id), new Texts(this.#parts(this.#textsId)))
  }

  readonly #id = (part: number): string => {
    const { vendor, url, language } = this.#capture
    return this.#vault.idOf('TermsDocument', termsKey(vendor, url, language, part))
  }

  readonly #textsId = (part: number): string => this.#vault.idOf('TermsTexts', textsKey(part))

  #parts(idOf: (part: number) => string): Document[] {
    const parts: Document[] = []
    for (let document = this.#editor.document(idOf(0)); document; document = this.#editor.document(idOf(parts.length))) parts.push(document)
    return parts
  }

  add(reading: Reading): Keeping {
    const document = this.#id(0)
    const known = this.#known(reading)
    const current = this.#versions.current
    if (known) {
      const same = current !== null && this.#versions.areOne(known.id, current)
      this.#confirm(known)
      if (!same) this.#say({ current: known.id })
      return { document, version: this.#kept(same ? (current ?? known.id) : known.id), outcome: same ? 'same' : 'seen-before', grade: 'same' }
    }
    const grade = this.#grade(reading, current)
    if (grade === 'same' && current !== null) return { document, version: this.#kept(current), outcome: 'same', grade }
    if (this.#parts(this.#id).length > MOST_PARTS) return { document, version: null, outcome: 'new', grade }
    const id = this.#write(reading, grade, null)
    return { document, version: this.#kept(id), outcome: grade === 'first' ? 'first' : 'new', grade }
  }

  /** The current version's page as this extractor words it: no news, but what a new reading is to be compared with. */
  addRecleaned(of: string, reading: Reading): void {
    const facts = this.#versions.facts.get(of)
    if (!facts || of !== this.#versions.current || this.#known(reading)) return
    this.#write(reading, 'same', facts)
  }

  #known({ digest, normal }: Reading): Facts | null {
    const all = this.#versions.inOrder().reverse()
    const exact = all.find((facts) => facts.digest === digest)
    const current = this.#versions.current
    const worded = all.filter(({ normalDigest }) => normal !== null && normalDigest === normal)
    // Of several texts with these words the current one first, so that nothing moves.
    return exact ?? worded.find(({ id }) => id === current) ?? worded[0] ?? null
  }

  #confirm(facts: Facts): void {
    const { seenAt } = this.#capture
    if (this.#versions.confirmed.has(facts.id) || seenAt - Date.parse(facts.seenAt) <= SECOND_LOOK) return
    this.#say({ [`confirmed/${facts.id}`]: moment(seenAt) })
  }

  #grade({ text, capture }: Reading, current: string | null): Grade {
    if (current === null) return 'first'
    const before = this.#versions.text(this.#trusted(current))
    // Of a file nothing is known but that its bytes differ.
    if (text === null || before === null) return 'suspect'
    const grade = gradeOf(before, text)
    const otherExtractor = this.#versions.facts.get(this.#trusted(current))?.extractor !== capture.extractor
    // What another extractor made of a page that is no longer at hand tells nothing of what the vendor changed.
    return otherExtractor && grade === 'substantive' ? 'suspect' : grade
  }

  /** What a reading is graded beside: a text that is suspect, and that no second look found again, says nothing of what comes after it. */
  #trusted(current: string): string {
    const doubtful = ({ id, grade }: Facts): boolean => grade === 'suspect' && !this.#versions.confirmed.has(id)
    const facts = this.#versions.facts.get(current)
    if (!facts || !doubtful(facts)) return current
    return this.#versions.inOrder().findLast((each) => !doubtful(each) && this.#versions.text(each.id) !== null)?.id ?? current
  }

  #write(reading: Reading, grade: Grade, recleaned: Facts | null): string {
    const { capture, digest, normal, kind, size, file, text } = reading
    const id = digest.slice(0, 32)
    // What was cleaned anew was seen when its page was.
    const { seenAt, via, finalUrl, sourceDigest, title } = recleaned ?? { ...capture, seenAt: moment(capture.seenAt) }
    const version = {
      seenAt,
      via: via ?? capture.via,
      kind,
      digest,
      extractor: capture.extractor,
      grade,
      size,
      ...(finalUrl !== null && finalUrl !== capture.url && { finalUrl }),
      ...(normal !== null && { normalDigest: normal }),
      ...(sourceDigest !== null && { sourceDigest }),
      ...(title !== null && title !== this.#title && { title: title.slice(0, LONGEST_TITLE) }),
      ...(recleaned && { recleans: recleaned.id }),
    } satisfies TermsVersion
    const fields: Record<string, Json> = { [`version/${id}`]: version, ...(text === null ? {} : this.#keepText(id, text)) }
    this.#say(fields, this.#roomy(this.#id, FULL, fields))
    this.#say({ current: id })
    if (file && this.#stored) this.#attach(digest, this.#stored)
    this.#look()
    return id
  }

  get #title(): Json {
    const document = this.#editor.document(this.#id(0))
    return document && shown(document, 'title')
  }

  /** The text as a patch on the current one, or whole where that is long or far from a whole one. Returns what goes into the document's own record. */
  #keepText(id: string, text: string): Record<string, Json> {
    const patch = this.#patch(text)
    if (patch === null) {
      this.#keepApart({ [`text/${id}`]: text })
      return {}
    }
    const field = { [`patch/${id}-${patch.base.slice(0, 31)}`]: patch }
    if (JSON.stringify(patch).length <= SHORT) return field
    this.#keepApart(field)
    return {}
  }

  #patch(text: string): Patch | null {
    const base = this.#versions.current
    if (base === null) return null
    const [before, depth] = [this.#versions.text(base), this.#versions.depth(base)]
    if (before === null || depth === null || depth >= LONGEST_CHAIN) return null
    const edits = makePatch(before, text)
    return JSON.stringify(edits).length * 2 <= text.length ? ({ base, edits: [...edits] } satisfies TermsPatch) : null
  }

  #keepApart(fields: Record<string, Json>): void {
    const record = this.#textsId(this.#roomy(this.#textsId, FULL_TEXTS, fields))
    // Two addresses may lead to one text.
    const known = this.#parts(this.#textsId).some((document) => Object.entries(fields).every(([name, value]) => shown(document, name) === value))
    const created = this.#editor.document(record) ? {} : { created: moment(this.#capture.seenAt) }
    if (!known) this.#editor.capture(record, { type: 'TermsTexts', fields: captured({ ...created, ...fields }) })
  }

  /** The last part that has room, or one more. */
  #roomy(idOf: (part: number) => string, full: number, fields: Record<string, Json>): number {
    const parts = this.#parts(idOf)
    const last = parts.at(-1)
    if (!last) return 0
    const size = encode(last).length + toUtf8(JSON.stringify(fields)).length
    return size <= full ? parts.length - 1 : parts.length
  }

  #say(fields: Record<string, Json>, part = 0): void {
    const { vendor, type, url, language, title, seenAt } = this.#capture
    const before = this.#editor.document(this.#id(part))
    const absent = (name: string): boolean => !before || shown(before, name) === null
    const about = {
      ...(absent('vendor') && { vendor }),
      ...(absent('url') && { url }),
      ...(absent('language') && language !== null && { language }),
      ...(absent('created') && { created: moment(seenAt) }),
      ...(part === 0 && absent('termsType') && { termsType: type }),
      ...(part === 0 && absent('title') && title !== null && { title: title.slice(0, LONGEST_TITLE) }),
      ...(part > 0 && absent('part') && { part }),
    } satisfies TermsDocument
    this.#editor.capture(this.#id(part), { type: 'TermsDocument', fields: captured({ ...about, ...fields }) })
  }

  #attach(digest: string, stored: Stored): void {
    const { title, seenAt } = this.#capture
    const file = {
      mediaType: 'application/pdf',
      file: { blob: stored.blob, key: stored.key, size: stored.size },
      created: moment(seenAt),
      ...(title !== null && { name: title.slice(0, LONGEST_TITLE) }),
    } satisfies Attachment
    const record = this.#vault.idOf('Attachment', attachmentKey(digest))
    // By its digest it is there already.
    if (!this.#editor.document(record)) this.#editor.capture(record, { type: 'Attachment', fields: captured(file) })
  }

  /** Null where the editor left a newer or deleted record alone. */
  #kept(id: string): string | null {
    this.#look()
    return this.#versions.facts.has(id) ? id : null
  }
}

const captured = (fields: Readonly<Record<string, Json>>): Captured['fields'] => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
