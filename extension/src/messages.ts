// What the worker is told.
import type { PageKind } from './capture/types.ts'
import type { Act } from './terms/types.ts'

/** From the gate, which runs beside a page: believed no further than this. */
export interface PageSeen {
  readonly kind: 'page-seen'
  readonly page: Exclude<PageKind, 'none'>
  /** Document and page in it: the document's time origin, and how many addresses it had before. A reload is another visit. */
  readonly visit: string
  /** Loaded anew or gone back to, so what happened before is not what led here. */
  readonly again: boolean
}

/** The document that a page was told of shows something else now. */
export interface PageLeft {
  readonly kind: 'page-left'
}

export type FromGate = PageSeen | PageLeft

const PAGES: readonly unknown[] = ['confirmation', 'checkout', 'orders', 'terms', 'sign-up'] satisfies PageSeen['page'][]

export function isPageSeen(message: unknown): message is PageSeen {
  if (typeof message !== 'object' || message === null) return false
  const { kind, page, visit, again } = message as Partial<PageSeen>
  return kind === 'page-seen' && PAGES.includes(page) && typeof again === 'boolean' && isVisit(visit)
}

const isVisit = (visit: unknown): visit is string => typeof visit === 'string' && /^[\d.]{1,30}\/\d{1,9}$/.test(visit)

export const isPageLeft = (message: unknown): message is PageLeft => kindOf(message) === 'page-left'

/** From the reader in a page where terms are agreed to, when the person ticked or sent something: how each sentence stands. */
export interface TermsAgreed {
  readonly kind: 'terms-agreed'
  readonly sentences: readonly { readonly wording: string; readonly act: Act }[]
}

const MOST_SENTENCES = 20
const LONGEST_SENTENCE = 5_000

export function isTermsAgreed(message: unknown): message is TermsAgreed {
  if (typeof message !== 'object' || message === null) return false
  const { kind, sentences } = message as Partial<TermsAgreed>
  return kind === 'terms-agreed' && Array.isArray(sentences) && sentences.length <= MOST_SENTENCES && sentences.every(isSentence)
}

function isSentence(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { wording, act } = value as { wording?: unknown; act?: unknown }
  return typeof wording === 'string' && wording.length <= LONGEST_SENTENCE && (act === 'ticked' || act === 'unticked' || act === 'button')
}

export type Answer = 'undo' | 'not-an-order' | 'never'

/** From the toast. It names no order: what a tab's toast was about is the worker's to know. */
export interface ToastAnswered {
  readonly kind: 'toast-answered'
  readonly answer: Answer
  /** The document's time origin. */
  readonly document: number
}

export function isToastAnswered(message: unknown): message is ToastAnswered {
  if (typeof message !== 'object' || message === null) return false
  const { kind, answer, document } = message as Partial<ToastAnswered>
  return kind === 'toast-answered' && (answer === 'undo' || answer === 'not-an-order' || answer === 'never') && typeof document === 'number'
}

/** From a screen: there is something to send, and the screen may close any moment. */
export interface SyncWanted {
  readonly kind: 'sync-wanted'
}

export const isSyncWanted = (message: unknown): message is SyncWanted => kindOf(message) === 'sync-wanted'

const kindOf = (message: unknown): unknown => (typeof message === 'object' && message !== null ? (message as { kind?: unknown }).kind : null)
