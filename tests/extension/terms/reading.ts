// Invented terms, and readings of them as a page or a fetch would give.
import type { Capture } from '../../../extension/src/terms/types.ts'

export const DAY = 86_400_000
export const START = Date.parse('2026-03-01T09:00:00Z')

const SUBJECTS = ['The seller', 'The buyer', 'Each parcel', 'A refund', 'The invoice', 'Our courier', 'Any complaint', 'The guarantee', 'A voucher', 'The customer account']
const VERBS = ['must be sent', 'is handed over', 'may be refused', 'ends', 'is due', 'can be renewed', 'counts as accepted', 'remains valid', 'is checked', 'has to be confirmed']
const OBJECTS = ['at the address given in the order', 'without further notice', 'in writing or by e-mail', 'at our cost', 'unless the law says otherwise', 'before the goods leave the warehouse']

/** Terms of so many clauses, the same for the same numbers. */
export function termsText(clauses: number, seed = 1): string {
  let state = seed * 7_919 + 17
  const pick = <T>(from: readonly T[]): T => {
    state = (state * 48_271) % 2_147_483_647
    return from[state % from.length] as T
  }
  const clause = (number: number): string => {
    const sentences = Array.from({ length: 3 }, (_, at) => `${pick(SUBJECTS)} ${pick(VERBS)} within ${2 + ((number * 3 + at * 5 + seed) % 60)} days ${pick(OBJECTS)}.`)
    return `## ${number + 1}. ${pick(SUBJECTS)}\n\n${sentences.join(' ')}`
  }
  return ['# Terms and conditions', ...Array.from({ length: clauses }, (_, number) => clause(number))].join('\n\n') + '\n'
}

export const changed = (text: string, days: number): string =>
  text.replace(/^## 2\.[^]*?(?=^## 3\.)/m, `## 2. Withdrawal\n\nYou may withdraw from the contract within ${days} days after the goods have arrived, and we pay back what you paid.\n\n`)

export function reading(markdown: string, more: Partial<Capture> = {}): Capture {
  return {
    vendor: 'lantern.example',
    type: 'Terms of Service',
    url: 'https://lantern.example/terms',
    finalUrl: 'https://lantern.example/terms',
    via: 'fetch',
    seenAt: START,
    language: 'en',
    title: 'Terms and conditions',
    content: { kind: 'text', markdown },
    sourceDigest: 'ab'.repeat(32),
    extractor: 1,
    ...more,
  }
}
