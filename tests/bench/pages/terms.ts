// Terms of many vendors in the real vault, in IndexedDB: how much they weigh sealed, and how long two versions take to be compared.
import { diffLines } from 'diff'
import { keepTerms, termsViews, type TermsView } from '../../../extension/src/terms/store/index.ts'
import { diffOf } from '../../../extension/src/terms/versions/index.ts'
import { openDatabase } from '../../../extension/src/vault/database.ts'
import { Settings, type Storage } from '../../../extension/src/vault/settings.ts'
import { Vault } from '../../../extension/src/vault/vault.ts'
import { amended, documentOf, LANGUAGES } from './prose.ts'

const FIRST_SEEN = Date.parse('2026-01-10T09:00:00Z')
const FORTNIGHT = 14 * 86_400_000
const TYPES = ['Terms of Service', 'Privacy Policy', 'Returns Policy'] as const

export interface Grown {
  readonly documents: number
  readonly versions: number
  /** Bytes of Markdown of the first versions, the median document and all. */
  readonly median: number
  readonly first: number
  /** The first versions deflated, each alone: what keeping one text of each costs at least. */
  readonly deflated: number
  /** Bytes of all envelopes, padded. */
  readonly sealed: number
  readonly envelopes: number
  /** ms to keep one reading, the mean. */
  readonly keep: number
}

let vault: Vault | null = null

const kept = (stored: Map<string, unknown>): Storage => ({
  get: (key) => Promise.resolve(structuredClone(stored.get(key))),
  set: (key, value) => {
    stored.set(key, structuredClone(value))
    return Promise.resolve()
  },
  remove: (key) => {
    stored.delete(key)
    return Promise.resolve()
  },
})

async function opened(): Promise<Vault> {
  const settings = new Settings(kept(new Map()), kept(new Map()))
  const locked = <T>(name: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(name, work) as Promise<T>
  return Vault.create({ settings, locked, announce: () => undefined, now: () => Date.now(), handOver: () => Promise.resolve() }, 'Laptop', null)
}

async function grow(vendors: number, versions: number): Promise<Grown> {
  vault = await opened()
  const lengths: number[] = []
  let [deflated, took, kept] = [0, 0, 0]
  for (let number = 0; number < vendors; number++)
    for (const [at, type] of TYPES.entries()) {
      const seed = number * TYPES.length + at
      const language = LANGUAGES[number % LANGUAGES.length] ?? 'en'
      const vendor = `shop-${number}.example`
      const url = `https://${vendor}/legal/${at}`
      let markdown = documentOf(seed, language)
      const bytes = new TextEncoder().encode(markdown)
      lengths.push(bytes.length)
      deflated += await deflatedSize(bytes)
      for (let version = 0; version < versions; version++) {
        if (version > 0) markdown = amended(markdown, seed * versions + version, language)
        const seenAt = FIRST_SEEN + version * FORTNIGHT
        const began = performance.now()
        await keepTerms(vault, { vendor, type, url, finalUrl: url, via: 'fetch', seenAt, language, title: type, content: { kind: 'text', markdown }, sourceDigest: null, extractor: 1 })
        took += performance.now() - began
        kept++
      }
    }
  // As they wait: without a relay nothing is sealed for one, and what is sealed for it is as long.
  const envelopes = (await (await openDatabase()).getAll('outbox')).map(({ draft }) => draft)
  lengths.sort((one, other) => one - other)
  return {
    documents: lengths.length,
    versions,
    median: lengths[lengths.length >> 1] ?? 0,
    first: lengths.reduce((sum, length) => sum + length, 0),
    deflated,
    sealed: envelopes.reduce((sum, { length }) => sum + length, 0),
    envelopes: envelopes.length,
    keep: took / kept,
  }
}

async function deflatedSize(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

export interface Compared {
  /** ms to list every document with its versions. */
  readonly list: number
  /** ms to put both texts together and compare them, of each document. */
  readonly took: number[]
  /** ms for the lines alone, of the same texts. */
  readonly floor: number[]
}

/** The first version beside the last, of each document, from records as they are read. */
function compare(): Compared {
  if (vault === null) throw new Error('nothing has been kept yet')
  const began = performance.now()
  const views = termsViews(vault)
  const list = performance.now() - began
  const [took, floor]: [number[], number[]] = [[], []]
  for (const view of views) {
    const start = performance.now()
    const [before, after] = ends(view)
    const diff = diffOf(before, after, view.language)
    took.push(performance.now() - start)
    if (diff.counts.changed + diff.counts.added === 0) throw new Error('two versions that differ look the same')
    const again = performance.now()
    diffLines(before, after)
    floor.push(performance.now() - again)
  }
  return { list, took, floor }
}

function ends({ versions }: TermsView): [string, string] {
  const [before, after] = [versions[0]?.text(), versions.at(-1)?.text()]
  if (before == null || after == null) throw new Error('a version has no text')
  return [before, after]
}

Object.assign(globalThis, { terms: { grow, compare } })
