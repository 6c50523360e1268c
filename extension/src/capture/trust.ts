/**
 * Which of a page's statements are about the order it shows. Events stay in a single-page shop's lists and come again on a second
 * visit, and anybody can forge them: one that names another number than the page prints is a conflict and votes for nothing.
 */
import { fold } from './clean.ts'
import type { Printed } from './printed.ts'
import type { Candidate, Candidates, Proof, Statement } from './types.ts'

/** Of its words: what the page shows is believed before what it says to machines. */
const NUMBER_LABEL = 55
/** Below what this data competes with. */
const BEHIND = 10

export interface Trusted {
  /** Candidates of the order number that the statements add. */
  readonly numbers: Candidate<string>[]
  /** Those about the order of this number, and those without any number. */
  about(orderNumber: string | null): Statement[]
  proofs(orderNumber: string | null): Proof[]
  /** Distinct numbers of schema.org orders: several make a list. */
  readonly orders: number
}

export function trust(candidates: Candidates, printed: Printed): Trusted {
  const statements = candidates.statements ?? []
  const groups = new Map<string, Statement[]>()
  for (const entry of statements) if (entry.orderNumber !== null) groups.set(key(entry.orderNumber), [...(groups.get(key(entry.orderNumber)) ?? []), entry])
  const loose = statements.filter(({ orderNumber }) => orderNumber === null)
  const labels = (candidates.orderNumber ?? []).filter(({ signal }) => signal.includes('label:'))
  const shown = new Map<string, boolean>()
  const isShown = (number: string): boolean => {
    const known = shown.get(key(number)) ?? (printed.says(number) || printed.inUrl(number))
    shown.set(key(number), known)
    return known
  }

  const numbers = [...groups.values()].slice(0, 20).map((group) => {
    const number = group[0]?.orderNumber as string
    const rivals = labels.filter(({ value }) => key(value) !== key(number)).map(({ confidence }) => confidence)
    const rival = Math.max(0, ...rivals)
    // A number in the address may be the shop's internal one, beside the one that the page prints.
    const said = printed.says(number) || (rival === 0 && printed.inUrl(number))
    const own = group.some(({ by }) => by === 'shop')
    const base = said ? 76 : own ? 68 : 55
    const beaten = rival >= NUMBER_LABEL || (rival > 0 && !said && (!own || rival >= 50))
    const signals = [...new Set(group.map(({ signal }) => signal))]
    return { value: number, confidence: beaten ? Math.max(5, Math.min(base, rival - BEHIND)) : Math.min(90, base + 4 * (signals.length - 1)), signal: signals.join('+') }
  })

  const about = (orderNumber: string | null): Statement[] => {
    const named = orderNumber === null ? [] : (groups.get(key(orderNumber)) ?? [])
    return [...named, ...loose]
  }
  return {
    numbers,
    about,
    proofs(orderNumber) {
      if (orderNumber === null) return []
      const own = [...(groups.get(key(orderNumber)) ?? []), ...loose.filter(({ alias, by }) => by === 'shop' || names(alias, orderNumber))]
      return own.flatMap(({ says, signal }) => (says === null ? [] : [{ says, confidence: isShown(orderNumber) ? 90 : 60, signal }]))
    },
    orders: new Set(statements.filter(({ says, orderNumber }) => says === 'order' && orderNumber !== null).map(({ orderNumber }) => key(orderNumber as string))).size,
  }
}

/** "order-778" is made from 778. */
function names(alias: string | null, orderNumber: string): boolean {
  return alias !== null && orderNumber.length >= 3 && fold(alias).split(/[^\p{L}\p{N}]+/u).includes(fold(orderNumber))
}

const key = (number: string): string => fold(number)
