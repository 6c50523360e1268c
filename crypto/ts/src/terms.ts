// Texts of terms: named by their digest, and put together from patches (SPEC.md, *terms*).
import { isWellFormed, sha256, toHex } from './encoding.ts'
import { Refused } from './errors.ts'

/** In threes: UTF-16 code units that stay, code units that go, the text that comes in their place. What follows the last three stays. */
export type Edits = readonly (number | string)[]

/** The first 32 digits of the SHA-256 of what was kept: of a text as UTF-8, or of a file's bytes. */
export const versionId = (content: Uint8Array): string => toHex(sha256(content)).slice(0, 32)

/** The text that `edits` make of `base`; refused (`patch`) if they do not fit. They come out of a record, so they may be anything. */
export function patched(base: string, edits: unknown): string {
  if (!Array.isArray(edits) || edits.length % 3 !== 0) throw new Refused('patch', 'a patch comes in threes')
  const parts: string[] = []
  let at = 0
  for (let index = 0; index < edits.length; index += 3) {
    const [keep, drop, insert] = edits.slice(index, index + 3) as unknown[]
    if (!isCount(keep) || !isCount(drop) || typeof insert !== 'string') throw new Refused('patch', 'a patch is numbers and text')
    if (!isWellFormed(insert)) throw new Refused('patch', 'a patch is not well-formed')
    if (at + keep + drop > base.length) throw new Refused('patch', 'a patch goes past the end of its text')
    parts.push(base.slice(at, at + keep), insert)
    at += keep + drop
  }
  const text = parts.join('') + base.slice(at)
  if (!isWellFormed(text)) throw new Refused('patch', 'a patch parts a surrogate pair')
  return text
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
