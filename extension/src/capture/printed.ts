/** What a page prints, for weighing what its data says: a person saw the one and nobody the other. */
import { fold } from './clean.ts'
import { moneyIn, units, value, type MoneyHints } from './money.ts'
import type { Page } from './text.ts'

export interface Printed {
  /** Every amount on the page, with a label or without, in thousandths; with the currency signs beside it. */
  readonly amounts: ReadonlyMap<bigint, ReadonlySet<string>>
  /** Whether the token stands in the page's words, by itself. */
  says(token: string): boolean
  /** Whether it stands in its address. */
  inUrl(token: string): boolean
}

export function printedOn(page: Page, hints: MoneyHints): Printed {
  let amounts: Map<bigint, Set<string>> | null = null
  return {
    get amounts() {
      return (amounts ??= readAmounts(page, hints))
    },
    says(token) {
      const wanted = fold(token)
      return alone(fold(page.title), wanted) || page.lines.some((line) => alone(line.folded, wanted))
    },
    inUrl(token) {
      return page.url.length < 2_000 && page.url.toLowerCase().split(/[/?&#=]/).includes(token.toLowerCase())
    },
  }
}

function readAmounts(page: Page, hints: MoneyHints): Map<bigint, Set<string>> {
  const amounts = new Map<bigint, Set<string>>()
  const add = (amount: bigint, sign: string | null): void => {
    const signs = amounts.get(amount) ?? new Set<string>()
    if (sign !== null) signs.add(sign)
    amounts.set(amount, signs)
  }
  for (const line of page.lines) {
    page.budget.check()
    for (const printed of moneyIn(line, true)) {
      const read = value(printed, hints)
      if (read !== null) add(units(read.amount), printed.sign)
      else {
        // "1.249" is one of two, and data that says either agrees with it.
        const digits = printed.number.replace(/\D/g, '').slice(0, 15)
        if (digits.length > 3) for (const amount of [BigInt(digits), BigInt(digits) * 1_000n]) add(amount, printed.sign)
      }
    }
  }
  return amounts
}

/** Not as a piece of a longer number or word. */
function alone(text: string, token: string): boolean {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!/[\p{L}\p{N}][-_/.]?$/u.test(text.slice(Math.max(0, at - 2), at)) && !/^[-_/.]?[\p{L}\p{N}]/u.test(text.slice(at + token.length, at + token.length + 2))) return true
  }
  return false
}
