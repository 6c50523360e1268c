/**
 * The pages that texts were made from, for cleaning them anew when the extractor changed. On this device only, the newest of each document,
 * deflated and sealed to the device like the history itself; the oldest make room for the newest.
 */
import { type Device, sealBox } from '@counterfoil/crypto/device'
import { type Bytes, fromUtf8, toUtf8 } from '@counterfoil/crypto/encoding'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { TermsType } from '../types.ts'

export interface RawPage {
  /** Record id of the document, and the version that the page was read as. */
  readonly document: string
  readonly version: string
  readonly type: TermsType | null
  /** The address that answered, and the one that was linked: what `clean` is told. */
  readonly url: string
  readonly requested: string
  readonly html: string
}

interface Schema extends DBSchema {
  pages: { key: string; value: Bytes }
  /** Beside the pages, so that making room does not read them all. */
  kept: { key: string; value: { readonly at: number; readonly size: number } }
}

const STORES = ['pages', 'kept'] as const
const LIMITS = { pages: 400, bytes: 24_000_000 }
/** Characters; real pages are under 1.5 million. */
const LARGEST_PAGE = 4_000_000

interface Options {
  readonly name?: string
  readonly now?: () => number
  /** Of all pages together: how many, and bytes as they are sealed. */
  readonly limits?: typeof LIMITS
}

export class RawPages {
  readonly #database: IDBPDatabase<Schema>
  readonly #device: Device
  readonly #now: () => number
  readonly #limits: typeof LIMITS

  private constructor(database: IDBPDatabase<Schema>, device: Device, now: () => number, limits: typeof LIMITS) {
    this.#database = database
    this.#device = device
    this.#now = now
    this.#limits = limits
  }

  static async open(device: Device, { name = 'counterfoil-pages', now = Date.now, limits = LIMITS }: Options = {}): Promise<RawPages> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(upgraded) {
        for (const store of STORES) upgraded.createObjectStore(store)
      },
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    })
    return new RawPages(database, device, now, limits)
  }

  close(): void {
    this.#database.close()
  }

  /** Takes the place of the document's page before. Nothing depends on it, so what is too large is left out. */
  async keep(page: RawPage): Promise<void> {
    if (page.html.length > LARGEST_PAGE) return
    const text = JSON.stringify({ ...page, html: page.html.toWellFormed() } satisfies RawPage)
    const sealed = sealBox(this.#device.keys.box, await through(new CompressionStream('deflate-raw'), toUtf8(text)))
    const writing = this.#database.transaction(STORES, 'readwrite')
    const [pages, kept] = [writing.objectStore('pages'), writing.objectStore('kept')]
    await Promise.all([pages.put(sealed, page.document), kept.put({ at: this.#now(), size: sealed.length }, page.document)])
    const [keys, sizes] = await Promise.all([kept.getAllKeys(), kept.getAll()])
    const newest = keys.map((key, at) => ({ key, ...(sizes[at] ?? { at: 0, size: 0 }) })).sort((one, other) => other.at - one.at)
    let bytes = 0
    for (const [at, { key, size }] of newest.entries()) {
      bytes += size
      if (at < this.#limits.pages && bytes <= this.#limits.bytes) continue
      await Promise.all([pages.delete(key), kept.delete(key)])
    }
    await writing.done
  }

  /** Null: none is here, or it was sealed to a device that this browser no longer is. */
  async get(document: string): Promise<RawPage | null> {
    const sealed = await this.#database.get('pages', document)
    if (!sealed) return null
    try {
      const text = fromUtf8(await through(new DecompressionStream('deflate-raw'), this.#device.openBox(sealed)))
      return JSON.parse(text) as RawPage
    } catch {
      return null
    }
  }
}

async function through(stream: CompressionStream | DecompressionStream, data: Bytes): Promise<Bytes> {
  const made = new Blob([data]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(made).arrayBuffer())
}
