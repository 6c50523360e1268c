/** What is known of documents, versions and acceptances, as a person says it. */
import type { Act, Grade, TermsType } from '../terms/types.ts'
import { clip } from '../ui/text.ts'

const TYPE: Readonly<Record<TermsType, string>> = {
  'Terms of Service': 'Terms of service',
  'General Conditions of Sale': 'Terms of sale',
  'Privacy Policy': 'Privacy policy',
  'Trackers Policy': 'Cookie policy',
  Imprint: 'Imprint',
  'Seller Warranty': 'Warranty',
  'Marketplace Buyers Conditions': 'Marketplace terms for buyers',
  'Returns Policy': 'Returns policy',
  'Shipping Policy': 'Shipping policy',
  'Subscription Terms': 'Subscription terms',
  'Loyalty Terms': 'Loyalty programme',
  'Payment Terms': 'Payment terms',
}

export const typeWords = (type: TermsType | null): string => (type === null ? 'Terms' : TYPE[type])

export const GRADE: Readonly<Record<Grade, string>> = {
  first: 'the first one kept',
  same: 'same words',
  minor: 'small change',
  substantive: 'changed',
  suspect: 'much shorter: maybe not the whole text',
}

/** How a person agreed, as far as the page showed it. */
export const ACT: Readonly<Record<Act, string>> = {
  ticked: 'The box beside it was ticked.',
  unticked: 'The box beside it was not ticked when the page was last seen.',
  button: 'By pressing the button below it.',
}

export function gpcWords(gpc: boolean | null): string {
  return gpc === null ? 'not available in that browser' : gpc ? 'on' : 'off'
}

/** "German", in English as all of this is; null for a code that stands for no known language. */
function languageName(code: string): string | null {
  try {
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) ?? null
  } catch {
    return null
  }
}

export const languageWords = (code: string): string => languageName(code) ?? clip(code, 40)

/** As an attribute for a voice to read by: a page's word, which may be none. */
export function spoken(code: string | null): { lang?: string } {
  return code === null || languageName(code) === null ? {} : { lang: code }
}
