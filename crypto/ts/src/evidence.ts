// What a device signs when it hands out evidence of an order (SPEC.md, *evidence*).
import { canonical, type Json } from './document.ts'
import { type Bytes, exactly, frame, sha256 } from './encoding.ts'
import * as labels from './labels.ts'

/** SHA-256 of the canonical JSON. */
export const evidenceDigest = (evidence: Json): Bytes => sha256(canonical(evidence))

/** The bytes to sign: bound to the evidence [32] and to the page that shows it [32], or to none. */
export const evidenceMessage = (digest: Bytes, page: Bytes | null): Bytes =>
  frame(labels.EVIDENCE, exactly(32, digest, 'a digest'), page === null ? new Uint8Array() : exactly(32, page, 'a digest'))
