/** Why a document was not kept, as a person reads it, and what they can do about it. */
import type { Refusal } from './types.ts'

interface RefusalWords {
  /** Ends a sentence that says "Not read:". */
  readonly why: string
  readonly next: string
}

const OPEN = 'Open it to have it read.'
const LATER = 'That may pass. Open it to have it read.'
const LOOK = 'Open it and see whether your terms are there.'

const WORDS: Readonly<Record<Refusal, RefusalWords>> = {
  'no-permission': { why: 'that site is not one that Counterfoil may read by itself', next: 'Open it to have it read. If it still is not, press “Read this page” there, in Counterfoil’s popup.' },
  offline: { why: 'there was no connection', next: LATER },
  timeout: { why: 'the site took too long to answer', next: LATER },
  'too-large': { why: 'it is too large to keep', next: 'Open it and save it yourself if you want to keep it.' },
  'too-many-redirects': { why: 'the site sent Counterfoil from one address to the next without end', next: OPEN },
  'redirected-away': { why: 'its address leads to another site', next: OPEN },
  'not-found': { why: 'the site says that there is no such page', next: 'Look for it on the site; opening it there is enough.' },
  'server-error': { why: 'the site had a fault of its own', next: LATER },
  'refused-by-site': { why: 'the site did not let Counterfoil read it', next: OPEN },
  'bot-wall': { why: 'the site wanted proof that a person is reading', next: OPEN },
  'log-in': { why: 'the site wanted you to sign in first', next: 'Sign in there and open it to have it read.' },
  'consent-wall': { why: 'the site asked about cookies instead of showing it', next: 'Open it, answer that question as you like, and it is read.' },
  'error-page': { why: 'the site showed an error in its place', next: LATER },
  'home-page': { why: 'the site showed its home page in its place', next: LOOK },
  'not-a-policy': { why: 'the page does not read like terms', next: LOOK },
  empty: { why: 'there was no text on the page', next: OPEN },
  'unsupported-type': { why: 'it is a kind of file that Counterfoil does not read', next: 'Open it and save it yourself if you want to keep it.' },
  'too-many': { why: 'there are more documents than Counterfoil keeps at once', next: 'Open it and save it yourself if you want to keep it.' },
}

/** Null: nobody recorded why. */
export function refusalWords(reason: Refusal | null): RefusalWords {
  return reason === null ? { why: 'it was not recorded why', next: OPEN } : WORDS[reason]
}
