/**
 * The agreements of IEEE 7012 ("MyTerms") that a person may offer, by their identifiers in the W3C Data Privacy Vocabulary 2.3 (extension
 * IEEE-7012, https://w3id.org/dpv/standards/ieee/7012). The vocabulary gives codes and one sentence each. What stands here says that sentence in
 * plain words and nothing beyond it: what it leaves open is open. Its 1st party is the person, its 2nd the other side, a 3rd anyone else.
 */

export const VOCABULARY = 'https://w3id.org/dpv/standards/ieee/7012#'

interface AgreementTerms {
  readonly id: string
  /** The vocabulary's own name for it. */
  readonly code: string
  readonly name: string
  readonly means: string
}

export type AgreementKind = 'service' | 'contribution'

const NOTHING_TO_OTHERS = 'Nothing is shared with others.'
const PORTABLE = 'You can take your data along with you.'

function service(code: string, name: string, allowed: string, portable: boolean, sharing = NOTHING_TO_OTHERS): AgreementTerms {
  return { id: VOCABULARY + code, code, name, means: ['They deliver the service.', allowed, sharing, ...(portable ? [PORTABLE] : [])].join(' ') }
}

const NONE = 'No analytics, no tracking and no profiling, neither by them nor by others.'
const ANALYTICS = 'They may do analytics of their own; others may not. No tracking and no profiling, neither by them nor by others.'
const TRACKING = 'They may do analytics and tracking of their own; others may not. No profiling, neither by them nor by others.'
const PROFILING = 'They may do analytics, tracking and profiling of their own; others may not.'
const ANONYMOUS = 'Data may be shared with others if it is fully anonymised, and otherwise not.'

/** For someone one buys from: service is delivered, and this is how far they may go with data. From the strictest on. */
const SERVICE: readonly AgreementTerms[] = [
  service('SD-BASE', 'The service and nothing else', NONE, false),
  service('SD-BASE-DP', 'The service, and your data to take along', NONE, true),
  service('SD-BASE-A', 'The service and analytics', ANALYTICS, false),
  service('SD-BASE-A-DP', 'The service and analytics, and your data to take along', ANALYTICS, true),
  service('SD-BASE-AT', 'The service, analytics and tracking', TRACKING, false),
  service('SD-BASE-AT-DP', 'The service, analytics and tracking, and your data to take along', TRACKING, true),
  service('SD-BASE-ATP', 'The service, analytics, tracking and profiling', PROFILING, false),
  service('SD-BASE-ATP-DP', 'The service, analytics, tracking and profiling, and your data to take along', PROFILING, true),
  service('SD-BASE-ATP-S3P', 'The service, analytics, tracking, profiling and anonymised sharing', PROFILING, false, ANONYMOUS),
  service('SD-BASE-ATP-S3P-DP', 'The service, analytics, tracking, profiling and anonymised sharing, and your data to take along', PROFILING, true, ANONYMOUS),
]

const contribution = (code: string, name: string, means: string): AgreementTerms => ({ id: VOCABULARY + code, code, name, means })

/** Data that a person gives of their own accord. */
const CONTRIBUTION: readonly AgreementTerms[] = [
  contribution('PDC', 'A contribution of data', 'You give access to data of your own accord.'),
  contribution('PDC-AI', 'A contribution of data for AI', 'You give access to data for training and operating AI.'),
  contribution('PDC-GOOD', 'A contribution of data for the public good', 'You give access to data for purposes of public good.'),
  contribution('PDC-INTENT', 'A contribution of data for intent casting', 'You give access to data for what the vocabulary calls intent casting.'),
]

// The vocabulary's two agreements between two people (TPR, TPR-IDENTITY-REF) are not for a shop and are not offered.
export const AGREEMENTS: Readonly<Record<AgreementKind, readonly AgreementTerms[]>> = { service: SERVICE, contribution: CONTRIBUTION }

const BY_ID = new Map([...SERVICE, ...CONTRIBUTION].map((each) => [each.id, each]))

/** Null for an identifier that is none of these. */
export function agreementOf(id: string): AgreementTerms | null {
  return BY_ID.get(id) ?? null
}

/** How an offer stands. Only `accepted` is an agreement, and only the other side's reply makes it one. */
export const AGREEMENT_STATES = ['offered', 'counter-offer', 'accepted', 'refused', 'no-reply'] as const
export type AgreementState = (typeof AGREEMENT_STATES)[number]
