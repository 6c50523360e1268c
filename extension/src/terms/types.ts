/**
 * Terms: what was agreed to on the day, and what has changed since. The words that the parts of it share; all of it is plain JSON.
 * Times are milliseconds since the epoch, languages BCP 47, digests SHA-256 as 64 lower-case hex digits.
 */

/** Open Terms Archive's names, and after them those that it lacks. */
export const TERMS_TYPES = [
  'Terms of Service',
  'General Conditions of Sale',
  'Privacy Policy',
  'Trackers Policy',
  'Imprint',
  'Seller Warranty',
  'Marketplace Buyers Conditions',
  'Returns Policy',
  'Shipping Policy',
  'Subscription Terms',
  'Loyalty Terms',
  'Payment Terms',
] as const
export type TermsType = (typeof TERMS_TYPES)[number]

/** Where on a page a link stood: in a sentence of acceptance, beside the button that sends the form, in the footer, or elsewhere. */
export type Place = 'acceptance' | 'submit' | 'footer' | 'page'

export interface TermsLink {
  readonly type: TermsType
  /** Absolute, http or https, without fragment. */
  readonly url: string
  /** The link's own words. */
  readonly text: string
  readonly place: Place
}

/** How a person agrees to a sentence: by a box (ticked or not when the page was last seen) or by pressing the button below it. */
export type Act = 'ticked' | 'unticked' | 'button'

export interface Agreeing {
  /** The sentence as the page shows it. */
  readonly wording: string
  readonly act: Act
  /** Addresses of the links inside the sentence. */
  readonly urls: readonly string[]
}

/** What one page says of terms. */
export interface FoundTerms {
  readonly links: readonly TermsLink[]
  readonly agreeing: readonly Agreeing[]
  /** The page's language, null where it does not say. */
  readonly language: string | null
  /** Global Privacy Control as the page saw it; null where the browser has none. */
  readonly gpc: boolean | null
}

/** Why nothing was kept of a document. Each has words for the person in `refusal-words.ts`. */
export const REFUSALS = [
  'no-permission',
  'offline',
  'timeout',
  'too-large',
  'too-many-redirects',
  'redirected-away',
  'not-found',
  'server-error',
  'refused-by-site',
  'bot-wall',
  'log-in',
  'consent-wall',
  'error-page',
  'home-page',
  'not-a-policy',
  'empty',
  'unsupported-type',
  'too-many',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** A document's text, or what stands in its place. */
export type Cleaned =
  | {
      readonly outcome: 'text'
      readonly title: string | null
      readonly language: string | null
      /** CommonMark with GFM tables. */
      readonly markdown: string
    }
  /** A list of documents, which are one level further. */
  | { readonly outcome: 'index'; readonly links: readonly TermsLink[] }
  | { readonly outcome: 'refused'; readonly reason: Refusal }

/** One reading of a document, as it is to be kept. */
export interface Capture {
  /** The registrable domain. */
  readonly vendor: string
  readonly type: TermsType
  /** The address that was linked, and the one that answered. Neither holds a fragment or what looks like a secret. */
  readonly url: string
  readonly finalUrl: string
  readonly via: 'page' | 'fetch'
  readonly seenAt: number
  readonly language: string | null
  readonly title: string | null
  readonly content: { readonly kind: 'text'; readonly markdown: string } | { readonly kind: 'pdf'; readonly bytes: Uint8Array } | { readonly kind: 'large-pdf'; readonly digest: string; readonly size: number }
  /** Of the bytes or the DOM that the text was made from. */
  readonly sourceDigest: string | null
  /** `EXTRACTOR` of `clean/`, which made the text. */
  readonly extractor: number
}

/** What became of a newer text beside the ones before it. */
export type Grade = 'first' | 'same' | 'minor' | 'substantive' | 'suspect'
