/**
 * Capture: a page in, plain values out. The gate runs on every permitted page; the rest is loaded when it says yes.
 *
 * On 'checkout' keep `mergeContext(kept, reading.checkout())` for the site. On 'confirmation' ask `reading.order(kept)`; when it
 * answers 'nothing' the page may be a review that calls itself a confirmation, so ask for its `checkout()` too. On 'orders', and where
 * an order's page turns out to be a list, ask for its `orders()`.
 */
import { readByRecipes } from '../recipes/index.ts'
import { collect, joined, openPage, readText, type Reading as TextReading } from './collect.ts'
import { contextOf, isStep } from './context.ts'
import { isEchoed } from './echo.ts'
import { urlKind } from './gate.ts'
import { pageHints } from './hints.ts'
import { readOrders } from './list/index.ts'
import type { MoneyHints } from './money.ts'
import { printedOn } from './printed.ts'
import { isFresh, pickNumber, reconcile, type Told } from './reconcile.ts'
import { isJustPlaced, nothing, refusal, score } from './score.ts'
import { readSigns, type Signs } from './signs.ts'
import { STRUCTURED } from './structured/index.ts'
import { TooLong, type Clock, type Page } from './text.ts'
import { trust } from './trust.ts'
import type { Candidates, CapturedOrder, CheckoutContext, Collector, Notation, OrderList, PageSource, Proof, Verdict } from './types.ts'

export { gate } from './gate.ts'
export { mergeContext } from './context.ts'
export { CONTEXT_LIFE } from './reconcile.ts'
export { NO_SINGLE_ORDER } from './list/index.ts'
export { cleanUrl } from './url.ts'
export { STRUCTURED } from './structured/index.ts'
export { readByRecipes } from '../recipes/index.ts'
export type * from './types.ts'

/** What reads beside the general signals: structured data and recipes. */
const COLLECTORS: readonly Collector[] = [...STRUCTURED, readByRecipes]

export interface Options {
  readonly collectors?: readonly Collector[]
  /** Times the reading, which holds the page's own thread: what takes too long is nothing, and never a part of an order. */
  readonly clock?: Clock
}

/** What tells most pages that are no order. */
interface Glance {
  page: Page
  notation: Notation
  signs: Signs
  /** What structured data and recipes say; read when first asked for. */
  readonly data: Candidates
}

interface Read {
  text: TextReading
  signs: Signs
  candidates: Candidates
  told: Told
  proofs: Proof[]
}

/** One look at a page, at the time `now` (milliseconds since the epoch); its questions share what was read. */
export class Reading {
  readonly #source: PageSource
  readonly #now: number
  readonly #options: Required<Options>
  #glance: Glance | null = null
  #read: Read | null = null
  #late = false

  constructor(source: PageSource, now: number, { collectors = COLLECTORS, clock = () => performance.now() }: Options = {}) {
    this.#source = source
    this.#now = now
    this.#options = { collectors, clock }
  }

  /** `context` older than two hours is ignored. */
  order(context: CheckoutContext | null): Verdict {
    if (this.#isNever) return nothing('page-kind')
    return this.#within(() => {
      const look = this.#look()
      const refused = refusal(look.signs, () => [look.data.proofs, look.data.statements].some((said) => said !== undefined && said.length > 0))
      return refused === null ? this.#judge(this.#all(), context) : nothing(refused)
    }, nothing('too-long'))
  }

  #judge({ text, signs, candidates, told, proofs }: Read, context: CheckoutContext | null): Verdict {
    // A page of an old order has nothing to do with what lies in the cart today.
    const dated = candidates.orderDate?.[0]?.value ?? told.trusted.about(pickNumber(candidates, told.trusted)).find(({ details }) => details.orderDate !== undefined)?.details.orderDate
    const old = dated !== undefined && this.#now - Date.parse(dated) > 2 * 86_400_000
    const known = isJustPlaced(signs, proofs) && !old && isFresh(context, this.#now) ? context : null
    text.page.budget.check()
    const order = reconcile(candidates, known, told)
    if ([order.orderNumber, order.confirmationNumber].some((number) => number !== null && isEchoed(number.value, this.#source.url))) return nothing('echo')
    return score(order, signs, known, Math.max(text.numbers, told.trusted.orders), proofs)
  }

  /** Null where the page is no step of a purchase or says nothing to remember, or reading took too long. */
  checkout(): CheckoutContext | null {
    if (this.#isNever) return null
    return this.#within(() => (isStep(this.#look().signs) ? contextOf(this.#all().candidates, this.#all().signs, this.#now) : null), null)
  }

  /** The person's orders where the page lists them; null where it does not, or reading took too long. */
  orders(): OrderList | null {
    return this.#within(() => readOrders(this.#all().text, this.#all().signs, this.#now), null)
  }

  /** All that could be read, whatever the page is: for a person who says that it is an order. */
  draft(): CapturedOrder | null {
    return this.#within(() => reconcile(this.#all().candidates, null, this.#all().told), null)
  }

  /** Its address alone says that it is none of a shop's pages of orders. */
  get #isNever(): boolean {
    return urlKind(this.#source.url) === 'never'
  }

  #within<T>(work: () => T, late: T): T {
    // The next question would take the page's thread as long again.
    if (this.#late) return late
    try {
      return work()
    } catch (error) {
      if (!(error instanceof TooLong)) throw error
      this.#late = true
      return late
    }
  }

  #look(): Glance {
    return (this.#glance ??= this.#first())
  }

  #first(): Glance {
    const { document, url } = this.#source
    const page = openPage(document, url, this.#options.clock)
    let hints: MoneyHints | null = null
    const notation: Notation = {
      get hints() {
        return (hints ??= pageHints(page))
      },
      now: this.#now,
    }
    const { collectors } = this.#options
    const source = this.#source
    let data: Candidates | null = null
    return {
      page,
      notation,
      signs: readSigns(page),
      get data() {
        return (data ??= collect(collectors, source, notation, page.budget))
      },
    }
  }

  #all(): Read {
    return (this.#read ??= this.#open())
  }

  #open(): Read {
    const { page, notation, signs, data } = this.#look()
    const text = readText(page, notation)
    const candidates = joined(text.candidates, data)
    const printed = printedOn(page, text.hints)
    const told = { trusted: trust(candidates, printed), printed }
    const proofs = [...(candidates.proofs ?? []), ...told.trusted.proofs(pickNumber(candidates, told.trusted))]
    return { text, signs, candidates, told, proofs }
  }
}
