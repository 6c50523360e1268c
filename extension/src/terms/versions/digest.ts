/** Digests of a document's text. SHA-256 as 64 lower-case hex digits. */
import { toHex } from '@counterfoil/crypto/encoding'
import { blocksOf } from './blocks.ts'

/** Of the exact text: what a version is named by and what a third party can compute. */
export async function textDigest(markdown: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(markdown))
  return toHex(new Uint8Array(digest))
}

/** Of what the text says: equal whatever the order of its blocks, its layout, its punctuation and where its links lead. */
export function normalDigest(markdown: string): Promise<string> {
  const normals = blocksOf(markdown).map(({ normal }) => normal)
  // Sorted by code unit, so that every device has the same order. No normal form holds a line feed.
  return textDigest(normals.sort().join('\n'))
}
