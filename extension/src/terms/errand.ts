// What the worker and those who read pages for it say to each other.
import type { Cleaned, Refusal, TermsType } from './types.ts'

/** To the throw-away document: a page to fetch, or one that was kept and is to be cleaned anew. */
export interface Errand {
  readonly url: string
  readonly vendor: string
  readonly type: TermsType | null
  readonly kept: { readonly html: string; readonly requested: string } | null
}

interface Answered {
  readonly finalUrl: string
  /** By the header. */
  readonly language: string | null
  /** Of the bytes. */
  readonly digest: string
  readonly extractor: number
}

export type Brought =
  /** `source` is null where it was no HTML. */
  | (Answered & { readonly kind: 'cleaned'; readonly cleaned: Cleaned; readonly source: string | null })
  /** `bytes` is null where they are too many to be kept. */
  | (Answered & { readonly kind: 'pdf'; readonly bytes: Uint8Array | null; readonly size: number })
  | { readonly kind: 'refused'; readonly reason: Refusal }

/** `ready` is said first, by the document. */
export type Said = { readonly ready: true } | { readonly errand: Errand } | { readonly brought: Brought }

export const channelOf = (id: string): string => `counterfoil-terms-${id}`

/** To the script in the page that the person reads: JSON text both ways, like the reader's. */
export interface PageAsk {
  /** As it was linked. */
  readonly requested: string
  /** Null: what the page calls itself decides. */
  readonly type: TermsType | null
}

export interface PageSaid {
  readonly url: string
  /** Null: it is no page of terms. */
  readonly type: TermsType | null
  readonly cleaned: Cleaned
  /** The page as HTML; null where that is too long to be kept. */
  readonly source: string | null
  readonly extractor: number
}

export interface TermsReader {
  /** Takes a `PageAsk`, gives a `PageSaid` once the page rests. */
  read(ask: string): Promise<string>
}

declare global {
  // `var` is how a global is declared.
  var counterfoilTermsReader: TermsReader | undefined
}
