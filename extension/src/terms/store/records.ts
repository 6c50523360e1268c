// What records of terms hold, looked at before it is used: any of it may come from another device, in any shape.
import { type Document, isDeleted, type Json, shown } from '@counterfoil/crypto/document'
import { toUtf8 } from '@counterfoil/crypto/encoding'
import { termsKey } from '@counterfoil/crypto/identity'
import { patched, versionId } from '@counterfoil/crypto/terms'
import type { Vault } from '../../vault/vault.ts'
import type { Grade } from '../types.ts'

type Records = Pick<Vault, 'records' | 'idOf'>

const GRADES: readonly Grade[] = ['first', 'same', 'minor', 'substantive', 'suspect']
const KINDS = ['text', 'pdf', 'large-pdf'] as const
export type Kind = (typeof KINDS)[number]

/** What is said of one version: an element of `version/<id>`. */
export interface Facts {
  readonly id: string
  readonly seenAt: string
  readonly finalUrl: string | null
  readonly via: 'page' | 'fetch' | null
  readonly kind: Kind
  readonly digest: string
  readonly normalDigest: string | null
  readonly sourceDigest: string | null
  readonly extractor: number | null
  readonly grade: Grade | null
  readonly size: number | null
  readonly title: string | null
  /** The version that a newer extractor made this one of, from the same page. */
  readonly recleans: string | null
}

const ID = /^[0-9a-f]{32}$/
const DIGEST = /^[0-9a-f]{64}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/
/** A patch's element names the version and as much of its base as there is room for. */
const PATCH = /^patch\/([0-9a-f]{32})-([0-9a-f]{31})$/
/** Patches between a text and a whole one; devices write 16, and two that write at once some more. */
const DEEPEST = 200
/** How often a page is cleaned anew while it stands: a version a newer extractor. */
const LONGEST_LINE = 100
/** Of what a record says in one line. */
const LONGEST = 2_000

type Loose = Readonly<Record<string, unknown>>

export const objectOf = (value: unknown): Loose | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null)
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, LONGEST) : null)
export const idOf = (value: unknown): string | null => (typeof value === 'string' && ID.test(value) ? value : null)
export const digestOf = (value: unknown): string | null => (typeof value === 'string' && DIGEST.test(value) ? value : null)
const countOf = (value: unknown): number | null => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null)
export const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null => all.find((each) => each === value) ?? null
export const momentOf = (value: unknown): string | null =>
  typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value)) ? value : null

/** RFC 3339 to the second. */
export const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** A document of terms, in one record or, if it outgrew that, in several. */
export interface Group {
  /** Of its first part. */
  readonly id: string
  readonly parts: readonly { readonly id: string; readonly document: Document; readonly waiting: boolean }[]
}

export function groupsOf(vault: Records): Group[] {
  const groups = new Map<string, { number: number; id: string; document: Document; waiting: boolean }[]>()
  for (const [id, { document, waiting }] of vault.records()) {
    if (document.type !== 'TermsDocument') continue
    const number = countOf(shown(document, 'part')) ?? 0
    const first = firstPart(vault, id, document, number)
    groups.set(first, [...(groups.get(first) ?? []), { number, id, document, waiting }])
  }
  return [...groups]
    .map(([id, parts]) => ({ id, parts: parts.sort((one, other) => one.number - other.number) }))
    .filter(({ parts }) => !parts.some(({ document }) => isDeleted(document)))
}

/** A record belongs to another only if its own id says so. */
function firstPart(vault: Records, id: string, document: Document, number: number): string {
  if (number === 0) return id
  const [vendor, url, language] = [shown(document, 'vendor'), shown(document, 'url'), shown(document, 'language')]
  if (typeof vendor !== 'string' || typeof url !== 'string' || (language !== null && typeof language !== 'string')) return id
  return vault.idOf('TermsDocument', termsKey(vendor, url, language, number)) === id ? vault.idOf('TermsDocument', termsKey(vendor, url, language)) : id
}

interface Step {
  readonly base: string
  readonly edits: unknown
}

/** Whole texts and patches, of all documents or of one. */
export class Texts {
  readonly whole = new Map<string, string>()
  readonly patches = new Map<string, Step[]>()

  constructor(documents: Iterable<Document>) {
    for (const document of documents) for (const name of Object.keys(document.fields)) this.#take(name, document)
  }

  #take(name: string, document: Document): void {
    if (name.startsWith('text/')) {
      const [id, value] = [idOf(name.slice(5)), shown(document, name)]
      if (id !== null && typeof value === 'string') this.whole.set(id, value)
    } else if (name.startsWith('patch/')) {
      const [, id, start] = PATCH.exec(name) ?? []
      const said = objectOf(shown(document, name))
      const base = idOf(said?.['base'])
      if (id && start && base?.startsWith(start)) this.patches.set(id, [...(this.patches.get(id) ?? []), { base, edits: said?.['edits'] }])
    }
  }
}

/** The texts of all documents. */
export function textsOf(vault: Pick<Vault, 'records'>): Texts {
  const documents: Document[] = []
  for (const [, { document }] of vault.records()) if (document.type === 'TermsTexts') documents.push(document)
  return new Texts(documents)
}

/** All that a document's parts say, put together. */
export class Versions {
  readonly facts = new Map<string, Facts>()
  readonly confirmed = new Set<string>()
  readonly #shared: Texts
  readonly #own: Texts
  readonly #depths = new Map<string, number>()
  readonly #rebuilt = new Map<string, string | null>()
  readonly #current: string | null

  constructor(parts: readonly Document[], shared: Texts) {
    this.#shared = shared
    this.#own = new Texts(parts)
    let current: string | null = null
    for (const document of parts) {
      current ??= idOf(shown(document, 'current'))
      for (const name of Object.keys(document.fields)) this.#take(name, shown(document, name))
    }
    this.#current = current
    this.#measure()
  }

  #take(name: string, value: Json): void {
    const slash = name.indexOf('/')
    const [list, element] = slash === -1 ? ['', ''] : [name.slice(0, slash), name.slice(slash + 1)]
    if (list === 'version') {
      const facts = idOf(element) && factsOf(element, value)
      if (facts) this.facts.set(element, facts)
    } else if (list === 'confirmed') {
      if (idOf(element) && momentOf(value)) this.confirmed.add(element)
    }
  }

  #patches(id: string): readonly Step[] {
    return [...(this.#own.patches.get(id) ?? []), ...(this.#shared.patches.get(id) ?? [])]
  }

  /** How far each text is from a whole one, ring by ring. */
  #measure(): void {
    let ring: string[] = []
    const from = new Map<string, string[]>()
    for (const id of this.facts.keys()) {
      if (this.#shared.whole.has(id) || this.#own.whole.has(id)) ring.push(id)
      for (const { base } of this.#patches(id)) from.set(base, [...(from.get(base) ?? []), id])
    }
    for (const id of ring) this.#depths.set(id, 0)
    for (let depth = 1; ring.length > 0; depth++) {
      const next = new Set(ring.flatMap((base) => from.get(base) ?? []).filter((id) => !this.#depths.has(id)))
      for (const id of next) this.#depths.set(id, depth)
      ring = [...next]
    }
  }

  /** The one that was seen last. */
  get current(): string | null {
    if (this.#current !== null && this.facts.has(this.#current)) return this.#current
    return this.inOrder().at(-1)?.id ?? null
  }

  /** Oldest first; what was cleaned anew stands after what it was made of. */
  inOrder(): Facts[] {
    const cleaned = new Map([...this.facts.keys()].map((id) => [id, lineageOf(this.facts, id).length]))
    return [...this.facts.values()].sort(
      (one, other) => compare(one.seenAt, other.seenAt) || (cleaned.get(one.id) ?? 0) - (cleaned.get(other.id) ?? 0) || compare(one.id, other.id),
    )
  }

  /** How many patches away its whole text is; null: it cannot be put together. */
  depth(id: string): number | null {
    return this.#depths.get(id) ?? null
  }

  /** The Markdown of a version; null for a file, and for what cannot be put together or is not the text it is named by. */
  text(id: string): string | null {
    const known = this.#rebuilt.get(id)
    if (known !== undefined) return known
    const made = this.#unproved(id)
    const built = made !== null && isNamedBy(made, id) ? made : this.#build(id)
    this.#rebuilt.set(id, built)
    return built
  }

  /** By the first patches there are, without a look at the texts on the way: most of the time goes into digests, and one at the end is enough. */
  #unproved(id: string): string | null {
    const [depth, known] = [this.#depths.get(id), this.#rebuilt.get(id)]
    if (known || depth === undefined || depth > DEEPEST) return known ?? null
    if (depth === 0) return this.#own.whole.get(id) ?? this.#shared.whole.get(id) ?? null
    const step = this.#patches(id).find(({ base }) => (this.#depths.get(base) ?? depth) < depth)
    const base = step ? this.#unproved(step.base) : null
    try {
      return step && base !== null ? patched(base, step.edits) : null
    } catch {
      return null
    }
  }

  /** By any patches that fit, each text on the way proved. Only from bases nearer to a whole text, so that nothing goes round. */
  #build(id: string): string | null {
    const depth = this.#depths.get(id)
    if (depth === undefined || depth > DEEPEST) return null
    const whole = this.#own.whole.get(id) ?? this.#shared.whole.get(id)
    if (whole !== undefined && isNamedBy(whole, id)) return whole
    const nearer = this.#patches(id).filter(({ base }) => (this.#depths.get(base) ?? depth) < depth)
    for (const { base, edits } of nearer) {
      const text = this.text(base)
      if (text === null) continue
      try {
        const made = patched(text, edits)
        if (isNamedBy(made, id)) return made
      } catch {
        // Does not fit: another may.
      }
    }
    return null
  }

  /** Whether both were made of one page, by one extractor or several. */
  areOne(one: string, other: string): boolean {
    return one === other || this.rootOf(one) === this.rootOf(other)
  }

  /** The version that a page was first worded as. */
  rootOf(id: string): string {
    return lineageOf(this.facts, id).at(-1) ?? id
  }
}

/** The version and those that it was cleaned of, oldest last; ends where it would go round. */
export function lineageOf(versions: ReadonlyMap<string, Pick<Facts, 'recleans'>>, id: string): string[] {
  const line = [id]
  for (;;) {
    const before = versions.get(line.at(-1) ?? id)?.recleans ?? null
    if (before === null || line.length >= LONGEST_LINE || line.includes(before) || !versions.has(before)) return line
    line.push(before)
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function isNamedBy(text: string, id: string): boolean {
  try {
    return versionId(toUtf8(text)) === id
  } catch {
    return false
  }
}

function factsOf(id: string, value: unknown): Facts | null {
  const said = objectOf(value)
  const [seenAt, kind, digest] = [momentOf(said?.['seenAt']), oneOf(KINDS, said?.['kind']), digestOf(said?.['digest'])]
  if (!said || seenAt === null || kind === null || !digest?.startsWith(id)) return null
  return {
    id,
    seenAt,
    kind,
    digest,
    finalUrl: textOf(said['finalUrl']),
    via: oneOf(['page', 'fetch'], said['via']),
    normalDigest: kind === 'text' ? digestOf(said['normalDigest']) : null,
    sourceDigest: digestOf(said['sourceDigest']),
    extractor: countOf(said['extractor']),
    grade: oneOf(GRADES, said['grade']),
    size: countOf(said['size']),
    title: textOf(said['title']),
    recleans: idOf(said['recleans']),
  }
}
