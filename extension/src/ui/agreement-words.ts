/** How an offer of one's own terms stands, in a sentence. Silence is never agreement. */
import type { AgreementView } from '../app.ts'
import { agreementOf, type AgreementState } from '../terms/agreements.ts'
import { formatDate } from './dates.ts'
import { clip } from './text.ts'

export const STATE: Readonly<Record<AgreementState, string>> = {
  offered: 'I offered it',
  'counter-offer': 'They offered something else instead',
  accepted: 'They accepted it',
  refused: 'They refused it',
  'no-reply': 'They did not reply',
}

/** What happened, of one event. */
export const HAPPENED: Readonly<Record<AgreementState, string>> = {
  offered: 'Offered',
  'counter-offer': 'They offered something else',
  accepted: 'They accepted',
  refused: 'They refused',
  'no-reply': 'No reply came',
}

const day = (at: string | null): string => (at === null ? 'on an unknown day' : `on ${clip(formatDate(at.slice(0, 10)), 40)}`)

export function standingWords({ state, at, events }: Pick<AgreementView, 'state' | 'at' | 'events'>): string {
  const offered = events.filter((each) => each.state === 'offered').at(-1)?.at ?? null
  switch (state) {
    case 'accepted':
      return `Agreed: they accepted ${day(at)}.`
    case 'offered':
      return `Offered ${day(at)}, no reply yet.`
    case 'counter-offer':
      return `They offered something else ${day(at)}. Nothing is agreed.`
    case 'refused':
      return `They refused ${day(at)}. Nothing is agreed.`
    case 'no-reply':
      return `${offered === null ? 'No reply came' : `Offered ${day(offered)}, and no reply came`}. Nothing is agreed.`
    case null:
      return 'Not offered yet.'
  }
}

/** Its name and the vocabulary's code; an unknown one by its identifier. */
export function agreementName(id: string): string {
  const known = agreementOf(id)
  return known === null ? clip(id, 120) : `${known.name} (${known.code})`
}
