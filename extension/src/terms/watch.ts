/**
 * Tells the worker of each tick on a page where terms are agreed to, at once: what the person last ticked, they tick a moment before the page
 * is gone. Stands with the reader and not with the gate, which is on every page.
 */
import { browser } from '../browser.ts'
import type { TermsAgreed } from '../messages.ts'
import type { Agreeing } from './types.ts'

/** The page as it was when last told of. */
let told = ''
let watching = false
let sentencesNow: () => readonly Agreeing[] = () => []

export function watchAgreement(sentences: () => readonly Agreeing[]): void {
  sentencesNow = sentences
  told = said()
  if (watching) return
  watching = true
  // After the page's own listeners, some of which tick a box themselves.
  for (const type of ['change', 'submit']) addEventListener(type, ({ isTrusted }) => isTrusted && tell())
}

const said = (): string => JSON.stringify(sentencesNow().map(({ wording, act }) => ({ wording, act })))

function tell(): void {
  const now = said()
  if (now === told || browser.runtime?.id === undefined) return
  told = now
  const message = { kind: 'terms-agreed', sentences: JSON.parse(now) as TermsAgreed['sentences'] } satisfies TermsAgreed
  void browser.runtime.sendMessage(message).catch(() => undefined)
}
