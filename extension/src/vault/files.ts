// Files that records name, sealed as they are at the relay (SPEC.md, *blob*).
import { blobId, blobNameOf, blobsNamed, newBlobKey, openBlob, sealBlob } from '@counterfoil/crypto/blob'
import type { Document, Json } from '@counterfoil/crypto/document'
import { type Bytes, concat, equalBytes, fromHex, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import type { Database, StoredBlob } from './database.ts'
import type { Environment } from './environment.ts'

export class Files {
  readonly #database: Database
  readonly #fetch: Environment['fetchBlob']

  constructor(database: Database, fetch: Environment['fetchBlob']) {
    this.#database = database
    this.#fetch = fetch
  }

  async put(id: string, sealed: Bytes): Promise<void> {
    if (!(await this.#database.get('blobs', id))) await this.#database.put('blobs', { id: fromHex(id), sealed, uploaded: false }, id)
  }

  /** Seals a file under a key of its own and keeps it; what it returns is what a record names it by. */
  async keep(file: Bytes): Promise<{ readonly blob: string; readonly key: string; readonly size: number }> {
    const key = newBlobKey()
    const sealed = await all(sealBlob(key, file.length, [file]))
    const id = blobId(sealed)
    await this.put(toHex(id), sealed)
    return { blob: toBase64url(id), key: toBase64url(key), size: file.length }
  }

  /** The bytes of a file that a record names, from here or else from the relay; null: neither has them, or they are not that file. */
  async open(value: Json): Promise<Bytes | null> {
    const named = blobNameOf(value)
    if (!named) return null
    const here = await this.get(toHex(named.id))
    const sealed = here?.sealed ?? (await this.#fetch?.(named.id)) ?? null
    if (!sealed || !equalBytes(blobId(sealed), named.id)) return null
    if (!here) await this.#database.put('blobs', { id: named.id, sealed, uploaded: true }, toHex(named.id))
    try {
      return await all(openBlob(named.key, named.size, [sealed]))
    } catch (error) {
      if (error instanceof Refused) return null
      throw error
    }
  }

  /** Null: it is not on this device. */
  async get(id: string): Promise<StoredBlob | null> {
    return (await this.#database.get('blobs', id)) ?? null
  }

  async note(id: string, uploaded: boolean): Promise<void> {
    const blob = await this.get(id)
    if (blob && blob.uploaded !== uploaded) await this.#database.put('blobs', { ...blob, uploaded }, id)
  }

  /** A relay that was put back, or another one, may not have any file. */
  async forgetUploads(): Promise<void> {
    for (const id of await this.#database.getAllKeys('blobs')) await this.note(id, false)
  }

  /** Files here that records name, and that the relay should have. */
  async sent(documents: Iterable<Document>): Promise<string[]> {
    const named = new Set([...documents].flatMap((document) => blobsNamed(document).map(toHex)))
    const here: string[] = []
    for (const id of await this.#database.getAllKeys('blobs')) if (named.has(id) && (await this.get(id))?.uploaded === true) here.push(id)
    return here
  }

  /** Files here that records name, and that the relay may not have. */
  async toSend(documents: Iterable<Document>): Promise<string[]> {
    const here = await this.#database.getAllKeys('blobs')
    if (here.length === 0) return []
    const named = new Set([...documents].flatMap((document) => blobsNamed(document).map(toHex)))
    const left: string[] = []
    for (const id of here) if (named.has(id) && (await this.get(id))?.uploaded === false) left.push(id)
    return left
  }
}

async function all(pieces: AsyncIterable<Bytes>): Promise<Bytes> {
  const kept: Bytes[] = []
  for await (const piece of pieces) kept.push(piece)
  return concat(...kept)
}
