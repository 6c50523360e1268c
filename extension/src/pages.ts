// What becomes of the pages that the gate tells of: an order in the history, one that waits for the person, or nothing.
import { badge, clearBadge } from './badge.ts'
import { type OrderRead, readPage, type Target } from './capture/reader.ts'
import type { CapturedOrder, OrderList } from './capture/types.ts'
import { completeFromList } from './capture/upsert/list.ts'
import { mayCapture } from './consent.ts'
import { type Seen, spendContext } from './contexts.ts'
import type { Engine } from './engine.ts'
import { isFlooded } from './flood.ts'
import { forgetKept, keptAt, noteKept } from './kept.ts'
import { knownIn } from './known.ts'
import { hold } from './lock/held.ts'
import type { PageSeen } from './messages.ts'
import { addOffers, dropOffers, isSame, listOffers, notDismissed, type Offer } from './offers.ts'
import { readPreferences } from './preferences.ts'
import { isRefused } from './refusals.ts'
import { isPlaced, orderKept } from './terms/freeze.ts'
import type { TermsKeeper } from './terms/keeper.ts'
import { showToast } from './toast/show.ts'
import { count } from './ui/text.ts'
import { editOrder } from './vault/orders.ts'
import type { Vault } from './vault/vault.ts'

export interface Told {
  readonly page: PageSeen['page']
  readonly target: Target
  readonly seen: Seen
}

export class Pages {
  readonly #engine: Engine
  readonly #terms: TermsKeeper
  /** What each tab waits with while its page is being read: of pages that follow each other, only the last is still there. */
  readonly #waiting = new Map<number, Told>()
  readonly #busy = new Map<number, Promise<void>>()

  constructor(engine: Engine, terms: TermsKeeper) {
    this.#engine = engine
    this.#terms = terms
  }

  /** A page is told of again and again while it renders; one reading of a tab at a time. Settles when the tab's last is done. */
  seen(told: Told): Promise<void> {
    const { tabId } = told.target
    this.#waiting.set(tabId, told)
    const busy = this.#busy.get(tabId) ?? this.#readAll(tabId)
    this.#busy.set(tabId, busy)
    return busy
  }

  async #readAll(tabId: number): Promise<void> {
    try {
      for (let next = this.#waiting.get(tabId); next; next = this.#waiting.get(tabId)) {
        this.#waiting.delete(tabId)
        await this.#read(next)
      }
    } finally {
      this.#busy.delete(tabId)
    }
  }

  /** The same document shows something else now. */
  async left(tabId: number): Promise<void> {
    await clearBadge(tabId)
  }

  /** Orders that wait for the person may have come into the history by another page or from another device. */
  async forgetKnown(): Promise<void> {
    const vault = await this.#engine.vault()
    if (vault && (await listOffers()).length > 0) await dropOffers(knownIn(vault))
  }

  async #read({ page, target, seen }: Told): Promise<void> {
    if (page === 'terms') return this.#terms.opened(target, seen.visit)
    if (!(await mayCapture(target.url)) || (!isStep(page) && (await isRefused(target.url)))) return
    const vault = await this.#engine.vault()
    if (!vault) return this.#hold(page, target, seen)
    const read = await readPatiently(target, page, seen)
    if (isStep(page)) this.#terms.wakeSoon()
    if (!read) return
    const { tabId } = target
    const { verdict, orders, vendor, url } = read
    // Its address may have changed under the reading.
    if (await isRefused(url)) return
    if (ranOutOfTime(read)) return badge(tabId, '?', 'this page took too long to read. Open to read it again.')
    if (orders) return this.#join(vault, tabId, orders, vendor, url)
    if (verdict.action === 'nothing' || !verdict.order) return
    const known = knownIn(vault)({ vendor, order: verdict.order })
    if (known || (verdict.action === 'save' && !isFlooded(vault, vendor, Date.now()))) return this.#keep(vault, target, seen, read, verdict.order)
    // What it says now is poorer than what was kept from it.
    if ((await keptAt(tabId))?.visit === seen.visit) return
    const offers = await notDismissed([offerOf(verdict.order, { vendor, url, from: 'page', reasons: verdict.reasons })])
    if (offers.length === 0) return
    await addOffers(offers)
    await badge(tabId, '?', 'this may be an order. Open to save it.')
  }

  /** While the history is locked an order is kept all the same, sealed; nothing on the page or the button says which. */
  async #hold(page: Told['page'], target: Target, seen: Seen): Promise<void> {
    if (page !== 'confirmation' || !(await this.#engine.settings.isLocked())) return
    const read = await readPatiently(target, page, seen)
    if (!read || !(await hold(read, seen.visit))) return
    // The lock screen says how many wait.
    this.#engine.announce()
    await badge(target.tabId, '✓', 'locked. What this page says waits for you to unlock.')
  }

  async #keep(vault: Vault, target: Target, seen: Seen, read: OrderRead, order: CapturedOrder): Promise<void> {
    const { tabId } = target
    const { vendor, url, verdict } = read
    const kept = await this.#engine.keep(read)
    if (kept?.outcome !== 'saved' && kept?.outcome !== 'completed' && kept?.outcome !== 'known') return
    const { outcome, record } = kept
    await orderKept(vault, { order: record, vendor, placed: isPlaced(verdict.reasons), page: read.terms })
    if (verdict.reasons.includes('context')) await spendContext(vendor, seen, url)
    await dropOffers((offer) => isSame(offer, { vendor, url, order }))
    if (outcome === 'saved') {
      await noteKept(tabId, { visit: seen.visit, record, url })
      await badge(tabId, '✓', 'this order is saved.')
      if ((await readPreferences()).toast) await showToast(target, vendor, order)
    } else {
      await badge(tabId, '✓', outcome === 'completed' ? 'this page added to an order in your history.' : 'this order is in your history.')
    }
    // Neither the order nor its toast waits for reading.
    this.#terms.wakeSoon()
    if (outcome !== 'known') await this.#engine.syncNow()
  }

  /** A shop's own list completes what is known; the rest waits for the person. */
  async #join(vault: Vault, tabId: number, list: OrderList, vendor: string, url: string): Promise<void> {
    const { known, completed, unknown } = await completeFromList(vault, list, vendor, url)
    const offers = await notDismissed(unknown.map((listed) => offerOf(listed.order, { vendor, url: listed.url ?? url, from: 'list', reasons: [] })))
    await addOffers(offers)
    const read = list.orders.length
    const sums = list.unread.length === 0 ? '' : ` (${read} of ${read + list.unread.length} read)`
    if (offers.length > 0) await badge(tabId, String(offers.length), `${count(offers.length, 'order')} of this list${sums} ${offers.length === 1 ? 'is' : 'are'} not in your history. Open to add.`)
    else if (known > 0) await badge(tabId, '✓', `${count(known, 'order')} of this list${sums} ${known === 1 ? 'is' : 'are'} in your history.`)
    if (completed > 0) await this.#engine.syncNow()
  }

  /** The person takes back what a tab's page brought: its address; null if there is nothing to take back. */
  async undo(tabId: number, document: string): Promise<string | null> {
    const kept = await keptAt(tabId)
    const vault = await this.#engine.vault()
    if (!kept || !vault?.get(kept.record) || !kept.visit.startsWith(`${document}/`)) return null
    await editOrder(vault, kept.record, (editor, id) => editor.say('Order', id, 'deleted', true))
    await forgetKept(tabId)
    await clearBadge(tabId)
    return kept.url
  }
}

/** It comes before an order, whatever the person said of the site's orders. */
const isStep = (page: Told['page']): boolean => page === 'checkout' || page === 'sign-up'

/** The first reading meets cold code, and on a busy computer its time may run out; the second does not. */
async function readPatiently(target: Target, page: Told['page'], seen: Seen): Promise<OrderRead | null> {
  const read = await readPage(target, page, seen)
  return read && ranOutOfTime(read) ? readPage(target, page, seen) : read
}

const ranOutOfTime = ({ verdict }: OrderRead): boolean => verdict.reasons.includes('too-long')

const offerOf = (order: CapturedOrder, where: Pick<Offer, 'vendor' | 'url' | 'from' | 'reasons'>): Offer => ({ id: crypto.randomUUID(), seenAt: Date.now(), order, ...where })
