// What both libraries are asked to do, and the clock that they are asked by.

export interface Library {
  open(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, sealed: Uint8Array): Uint8Array
  seal(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, plain: Uint8Array): Uint8Array
  /** BLAKE2b-256. */
  hash(message: Uint8Array): Uint8Array
  sign(seed: Uint8Array, message: Uint8Array): { publicKey: Uint8Array; signature: Uint8Array }
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** The epoch key sealed to the device of `seed`: what every opening of a history begins with. */
  epochKey(seed: Uint8Array, sealedKey: Uint8Array): Uint8Array
}

/** Made in Python, as base64: what a page needs for its first steps. */
export interface First {
  readonly key: string
  readonly nonce: string
  readonly data: string
  readonly sealed: string
  readonly seed: string
  readonly sealedKey: string
}

interface Page {
  /** When the first script of the page ran. */
  began: number
  first: First
  libraries: Record<string, Library>
  marks: Record<string, number>
}

export const page = globalThis as unknown as Page

export function arrive(name: string, library: Library): void {
  const { first } = page
  const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  library.open(bytes(first.key), bytes(first.nonce), bytes(first.data), bytes(first.sealed))
  const ready = performance.now() - page.began
  library.epochKey(bytes(first.seed), bytes(first.sealedKey))
  page.marks = { ready, keys: performance.now() - page.began }
  page.libraries = { ...page.libraries, [name]: library }
}
