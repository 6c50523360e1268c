import { toHex } from '@counterfoil/crypto/encoding'
import { blocksOf } from './blocks.ts'

/** SHA-256 in hex of what a text says: equal whatever the order of its blocks, its layout, its punctuation and where its links lead. */
export async function normalDigest(markdown: string): Promise<string> {
  const normals = blocksOf(markdown).map(({ normal }) => normal)
  // Sorted by code unit, so that every device has the same order. No normal form holds a line feed.
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(normals.sort().join('\n')))
  return toHex(new Uint8Array(digest))
}
