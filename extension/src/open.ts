// The app behind the screens: what app.ts promises, kept with vault, sync and capture.
import type { AgreementWord, App, ChangedTerms, Decided, EditableField, GuestPairing, HostPairing, ListOutcome, NewOrder, OrderView, ReadPageResult, SetAsideView, Status, TakeBack, Terms, TermsHit, TermsView, WaitingView } from './app.ts'
import { browser } from './browser.ts'
import { addByHand } from './by-hand.ts'
import type { OrderList } from './capture/types.ts'
import { upsert } from './capture/upsert/index.ts'
import { completeFromList } from './capture/upsert/list.ts'
import { cleanUrl } from './capture/url.ts'
import { type Connection, Engine } from './engine.ts'
import { KEPT_GUEST, KEPT_RESTORE } from './entering.ts'
import { refuseFaults } from './faults.ts'
import { watchUse } from './lock/use.ts'
import type { SyncWanted } from './messages.ts'
import { addOffers, listOffers, type Offer, removeOffers, watchOffers } from './offers.ts'
import type { EvidenceFile } from './terms/evidence/index.ts'
import type { TermsDiff } from './terms/versions/index.ts'
import type { Admission } from './sync/admission.ts'
import { Guest, Host, type KeptHost, type PairingStore, pairingWords } from './sync/pairing.ts'
import { isNoMember, Unreachable } from './sync/relay.ts'
import { nameOf } from './sync/names.ts'
import { listen } from './sync/stream.ts'
import { isPutOff, shownTrouble, standingTroubles } from './sync/trouble.ts'
import { asWords, OpenTrust, reachable } from './trust/open-trust.ts'
import { SCHEMA } from './vault/editor.ts'
import { editOrder } from './vault/orders.ts'
import type { Identity } from './vault/settings.ts'
import { HistoryExists, Vault } from './vault/vault.ts'
import { orderViews } from './view.ts'
import { draftOf, refusePage, refuseWaiting, saveWaiting, TOO_LITTLE, waitingView, waitingViews } from './waiting.ts'

export function openApp(): Promise<App> {
  // Only screens are used; the worker has no document.
  if (typeof document !== 'undefined') watchUse(document)
  return Promise.resolve(new OpenApp(new Engine()))
}

/** In `storage.session`: it outlives a page and the worker, and no browser. */
const KEPT_HOST: PairingStore<KeptHost> = {
  get: async () => ((await browser.storage.session.get('pairingHost'))['pairingHost'] as KeptHost | undefined) ?? null,
  set: (kept) => (kept === null ? browser.storage.session.remove('pairingHost') : browser.storage.session.set({ pairingHost: kept })),
}

const ASIDE_WORDS: Record<string, string> = {
  newer: 'written by a newer version',
  damaged: 'damaged',
  type: 'of another kind than the record they belong to',
  epoch: 'sealed under a key that is no longer current',
  writer: 'written by a device that is no member',
  document: 'malformed',
  count: 'written by a copy of a browser profile',
}

function setAsideOf(vault: Vault): SetAsideView[] {
  const found = new Map<string, SetAsideView>()
  const add = (code: string, device: string | undefined): void => {
    const by = device === undefined ? null : nameOf(vault, device)
    const name = JSON.stringify([code, by])
    const before = found.get(name)
    if (before) before.count++
    else found.set(name, { code, reason: ASIDE_WORDS[code] ?? code, by, count: 1 })
  }
  for (const [record, code] of vault.setAside) add(code, vault.asideBy.get(record))
  for (const [, { document }] of vault.records()) if (document.schema > SCHEMA) add('newer', undefined)
  return [...found.values()]
}

/** Of a newcomer, by a code or by a kit. */
interface Enters {
  readonly digits: string
  readonly admitted: () => Promise<Admission>
  readonly over: () => Promise<void>
  readonly cancel: () => void
  /** Somebody let it in, and its seed is not dropped for what may pass. */
  readonly isIn: () => boolean
}

/** The relay knows for certain that this device is no member, or there is another history here by now. */
const isOut = (error: unknown): boolean => error instanceof HistoryExists || isNoMember(error)

class OpenApp extends OpenTrust implements App {
  #entering: GuestPairing | null = null

  async status(): Promise<Status> {
    const { settings } = this.engine
    const again = await settings.isAgain()
    const vault = again ? null : await this.engine.vault()
    const [taken, relay, lastSync, stored, dismissed] = await Promise.all([settings.isTaken(), settings.relay(), settings.lastSync(), settings.troubles(), settings.dismissed()])
    const standing = vault ? standingTroubles(vault, dismissed) : []
    const isNone = !taken || again
    return {
      history: isNone ? 'none' : relay === null ? 'local' : 'relay',
      again,
      relay: isNone ? null : relay,
      deviceName: vault && nameOf(vault, vault.device.name),
      waiting: vault?.waiting ?? 0,
      lastSync,
      // Who is no part of the history any more has no trouble with its relay.
      trouble: vault?.ending ? standing : [...stored.filter((one) => !isPutOff(one, dismissed)).map(shownTrouble), ...standing],
      setAside: vault ? setAsideOf(vault) : [],
    }
  }

  async orders(): Promise<OrderView[]> {
    const vault = await this.engine.vault()
    return vault ? orderViews(vault) : []
  }

  subscribe(listener: () => void): () => void {
    const stops = [this.engine.subscribe(listener), watchOffers(listener)]
    return () => stops.forEach((stop) => stop())
  }

  stayInSync(): () => void {
    const stopped = new AbortController()
    this.#stay(stopped.signal).catch((error: unknown) => console.error('counterfoil:', error))
    return () => stopped.abort()
  }

  async #stay(signal: AbortSignal): Promise<void> {
    await this.syncNow()
    while (!signal.aborted) {
      const own = await this.engine.settings.identity()
      const connection = await this.#connection()
      if (connection && own) await this.#listen(connection, own, signal)
      else if (!connection) await this.#nextChange(signal)
    }
  }

  /** Until this is locked, another device, or elsewhere: no key is held longer for a page that stands open. */
  async #listen({ relay, session }: Connection, own: Identity, signal: AbortSignal): Promise<void> {
    const over = new AbortController()
    const look = async (): Promise<void> => {
      const now = await this.engine.settings.identity()
      if (now?.seed !== own.seed || now.account !== own.account || now.relay !== own.relay) over.abort()
    }
    const stop = this.engine.subscribe(() => void look())
    try {
      await look()
      await listen(relay, session, () => this.syncSoon(), AbortSignal.any([signal, over.signal]))
    } finally {
      stop()
    }
  }

  /** A history or a relay may come while the screen is open. */
  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.engine.subscribe(() => {
        stop()
        resolve()
      })
      signal.addEventListener('abort', () => {
        stop()
        resolve()
      })
    })
  }

  syncNow(): Promise<void> {
    return this.engine.syncNow()
  }

  async changeAll(id: string, changes: Partial<Record<EditableField, string | null>>): Promise<void> {
    refuseFaults(changes)
    await this.#edit(id, changes)
  }

  async remove(id: string): Promise<void> {
    await this.#edit(id, { deleted: true })
  }

  async bringBack(id: string): Promise<void> {
    await this.#edit(id, { deleted: false })
  }

  async notAnOrder(id: string, here: string | null): Promise<TakeBack> {
    const order = (await this.orders()).find((each) => each.id === id)
    const pages = (order?.sources ?? []).flatMap(({ kind, url }) => (kind === 'page' && url !== null ? [url] : []))
    // The address as it is says more of the page than the one that is kept, which has no query.
    const page = here !== null && pages.includes(cleanUrl(here) ?? '') ? here : (pages[0] ?? null)
    await this.remove(id)
    const takeBack = page === null ? null : await refusePage(page)
    return async () => {
      await takeBack?.()
      await this.bringBack(id)
    }
  }

  async addOrder(order: NewOrder): Promise<string> {
    const vault = await this.history()
    const shops = new Map(orderViews(vault).flatMap(({ vendor, vendorName }) => (vendor !== null && vendorName !== null ? [[vendorName, vendor]] : [])))
    const id = await inWords(addByHand(vault, order, shops))
    if (order.waiting !== null) await removeOffers([order.waiting])
    this.syncSoon()
    return id
  }

  waiting(): Promise<WaitingView[]> {
    return waitingViews()
  }

  async saveWaiting(ids: string[], apart = false): Promise<Decided> {
    const vault = await this.history()
    const offers = (await listOffers()).filter(({ id }) => ids.includes(id))
    const decided = await inWords(saveWaiting(vault, ids, apart))
    const saved = offers.filter(({ id }) => !decided.left.some((left) => left.id === id))
    const { offerKept } = await import('./terms/freeze.ts')
    for (const [at, offer] of saved.entries()) await offerKept(vault, offer, decided.orderIds[at] ?? '')
    this.syncSoon()
    return decided
  }

  refuseWaiting(id: string): Promise<TakeBack> {
    return refuseWaiting(id)
  }

  async #edit(id: string, changes: Record<string, string | boolean | null>): Promise<void> {
    const vault = await this.history()
    if (!vault.get(id)) throw new Error('This order is no longer here.')
    const editing = editOrder(vault, id, (editor, record) => {
      for (const [field, value] of Object.entries(changes)) editor.say('Order', record, field, value)
    })
    await inWords(editing)
    this.syncSoon()
  }

  async createHistory({ name, relay, passphrase = null }: { name: string; relay: string | null; passphrase?: string | null }): Promise<void> {
    // It was to be paired again, and nobody has a code: what is here begins the new one.
    if (await this.engine.settings.isAgain()) return this.startAgain({ relay, passphrase, name })
    const address = relay === null || relay.trim() === '' ? null : await reachable(relay)
    await this.refuseSecond()
    await inWords(this.engine.start(() => Vault.create(this.engine.environment, name, address?.url ?? null)))
    this.syncSoon()
  }

  async addRelay(relay: string): Promise<void> {
    const { identity } = await this.history()
    const address = await reachable(relay)
    const { settings } = this.engine
    const before = await settings.relay()
    if (before !== null && before !== address.url) throw new Error('This history has a relay already.')
    await settings.saveRelay(identity, address.url)
    this.engine.announce()
    await this.syncNow()
  }

  async pairAsHost(): Promise<HostPairing> {
    const vault = await this.history()
    const connection = await this.#connection()
    if (!connection) throw new Error('Add a relay first: two devices meet there.')
    await this.syncNow()
    const { relay, session, sync } = connection
    await this.#refuseStopped()
    return this.#host(await inWords(Host.open(vault, relay, session, sync, KEPT_HOST)))
  }

  async pairAsGuest({ code, name, passphrase = null }: { code: string; name: string; passphrase?: string | null }): Promise<GuestPairing> {
    await this.refuseSecond()
    const locked = await this.relock(passphrase)
    return this.#guest(await inWords(Guest.claim(code, name, KEPT_GUEST, locked)))
  }

  async pairingUnderWay(): Promise<{ host: HostPairing | null; guest: GuestPairing | null }> {
    const { settings } = this.engine
    if (!(await settings.isTaken()) || (await settings.isAgain())) return { host: null, guest: await this.#resumeGuest() }
    const vault = await this.engine.vault()
    const connection = vault && (await this.engine.connect(vault))
    const host = connection && (await Host.resume({ vault, ...connection, store: KEPT_HOST }))
    return { host: host && this.#host(host), guest: null }
  }

  #host(host: Host): HostPairing {
    return {
      code: host.code,
      expires: host.expires,
      claimed: inWords(host.claimed()),
      confirm: async (digits) => {
        await this.#refuseStopped()
        await inWords(this.engine.talk(() => host.confirm(digits)))
      },
      cancel: () => inWords(host.cancel()),
    }
  }

  /** Asked for twice it is one: two that enter would be in each other's way. */
  async #resumeGuest(): Promise<GuestPairing | null> {
    if (this.#entering) return this.#entering
    const guest = await Guest.resume(KEPT_GUEST)
    if (this.#entering) return this.#entering
    if (guest) return this.#guest(guest)
    const { resumeRestore } = await import('./trust/kit.ts')
    const restored = await resumeRestore(KEPT_RESTORE)
    return this.#entering ?? (restored && this.#enters({ digits: '', admitted: restored, over: () => KEPT_RESTORE.set(null), cancel: () => undefined, isIn: () => true }))
  }

  #guest(guest: Guest): GuestPairing {
    const digits = guest.isIn ? '' : guest.digits
    return this.#enters({ digits, admitted: () => guest.admitted(this.engine.tokens), over: () => guest.over(), cancel: () => void guest.cancel(), isIn: () => guest.isIn })
  }

  #enters({ digits, admitted, over, cancel, isIn }: Enters): GuestPairing {
    let isGivenUp = false
    const joined = async (): Promise<void> => {
      try {
        await this.join(await admitted())
      } catch (error) {
        // What was given up is over already, and what is written down may be of the next one.
        if (!isGivenUp && (isIn() ? isOut(error) : !(error instanceof Unreachable))) await over()
        throw error
      }
      await over()
      await this.syncNow()
    }
    const done = inWords(joined()).finally(() => {
      if (this.#entering === entering) this.#entering = null
    })
    // Also said where nobody is left to hear it.
    done.catch(() => undefined)
    const entering: GuestPairing = {
      digits,
      done,
      cancel: () => {
        isGivenUp = true
        cancel()
      },
    }
    return (this.#entering = entering)
  }

  async readPage(tabId: number): Promise<ReadPageResult> {
    const vault = await this.history()
    // Only here, because the reader brings the public suffix list, and the popup's first paint must not wait for it.
    const [{ readPage }, { spendContext }, { knownIn }, { isPlaced, orderKept }] = await Promise.all([import('./capture/reader.ts'), import('./contexts.ts'), import('./known.ts'), import('./terms/freeze.ts')])
    const { url } = await browser.tabs.get(tabId)
    const read = url === undefined ? null : await readPage({ tabId, url }, 'confirmation', null).catch(() => null)
    if (!read) return { outcome: 'nothing', reasons: ['This page cannot be read.'], draft: null }
    const { verdict, vendor, url: page, orders } = read
    if (orders) return { outcome: 'orders', list: await this.#joinList(vault, orders, vendor, page) }
    const { action, order, reasons } = verdict
    if (action === 'nothing' || !order) return (await this.#keepTerms(vault, tabId, page)) ?? { outcome: 'nothing', reasons, draft: draftOf(vendor, page, read.draft) }
    const asked: Offer = { id: crypto.randomUUID(), seenAt: Date.now(), vendor, url: page, from: 'page', order, reasons }
    if (action === 'ask' && !knownIn(vault)(asked)) return this.#ask(asked)
    const kept = await inWords(upsert(vault, { order, vendor, url: page }))
    if (kept.outcome === 'other-order') return this.#ask(asked)
    if (kept.outcome === 'too-little') return { outcome: 'nothing', reasons: [TOO_LITTLE], draft: draftOf(vendor, page, order) }
    await orderKept(vault, { order: kept.record, vendor, placed: isPlaced(reasons), page: read.terms })
    if (kept.outcome === 'saved') await spendContext(vendor, null, page)
    this.syncSoon()
    return { outcome: kept.outcome, orderId: kept.record }
  }

  /** By hand too, for a site where Counterfoil may not read by itself. Null: it is no page of terms. */
  async #keepTerms(vault: Vault, tabId: number, url: string): Promise<ReadPageResult | null> {
    const { keepOpened, missingAt } = await import('./terms/opened.ts')
    const kept = await keepOpened(vault, await missingAt(vault, url), { tabId, url })
    if (!kept) return null
    this.syncSoon()
    return { outcome: 'terms', document: kept.document }
  }

  async #ask(asked: Offer): Promise<ReadPageResult> {
    const [offer = asked] = await addOffers([asked])
    return { outcome: 'ask', waiting: waitingView(offer) }
  }

  /** Completes what is known of a shop's list; the rest waits for the person. */
  async #joinList(vault: Vault, list: OrderList, vendor: string, url: string): Promise<ListOutcome> {
    const { known, completed, unknown } = await inWords(completeFromList(vault, list, vendor, url))
    const seenAt = Date.now()
    const offered = await addOffers(unknown.map((listed) => ({ id: crypto.randomUUID(), seenAt, vendor, url: listed.url ?? url, from: 'list', order: listed.order, reasons: [] })))
    if (completed > 0) this.syncSoon()
    const all = new Set((await listOffers()).map(({ id }) => id))
    const waiting = offered.filter(({ id }) => all.has(id)).length
    const { orders, unread, printed, more } = list
    return { read: orders.length, unread, printed, known, completed, waiting, tooMany: unknown.length - waiting, more }
  }

  async terms(): Promise<Terms> {
    const vault = await this.engine.vault()
    if (!vault) return { documents: [], acceptances: [], agreements: [], reading: [] }
    const [{ termsOf }, { readWork }] = await Promise.all([import('./open-terms.ts'), import('./terms/work.ts')])
    return termsOf(vault, (await readWork()).freezes.map(({ order }) => order))
  }

  async changedTerms(terms: Terms, orders: OrderView[]): Promise<ChangedTerms[]> {
    const { changedTerms } = await import('./open-terms.ts')
    return changedTerms(terms, new Set(orders.flatMap(({ id, deleted }) => (deleted ? [] : [id]))))
  }

  async compareTerms(document: TermsView, from: string, to: string): Promise<TermsDiff | null> {
    const { compare } = await import('./open-terms.ts')
    return compare(document, from, to)
  }

  async searchTerms(words: string, older = false): Promise<TermsHit[]> {
    const vault = await this.engine.vault()
    if (!vault) return []
    const { search, termsOf } = await import('./open-terms.ts')
    return search(termsOf(vault), words, older)
  }

  async sayAgreement({ vendor, agreement, state, day, note }: AgreementWord): Promise<void> {
    const vault = await this.history()
    const { keepAgreement, within } = await import('./open-terms.ts')
    await inWords(keepAgreement(vault, { vendor, agreement, state, note, at: within(day) }))
    this.syncSoon()
  }

  async chooseStanding(agreement: string | null): Promise<void> {
    const vault = await this.history()
    const { forgetAgreement, keepAgreement } = await import('./open-terms.ts')
    await inWords<unknown>(agreement === null ? forgetAgreement(vault, null) : keepAgreement(vault, { vendor: null, agreement, state: 'offered', note: null, at: Date.now() }))
    this.syncSoon()
  }

  async orderEvidence(order: string, form: 'html' | 'json'): Promise<EvidenceFile> {
    const vault = await this.history()
    const { evidenceFile } = await import('./open-terms.ts')
    return evidenceFile(vault, order, form, { now: Date.now(), version: browser.runtime.getManifest().version })
  }

  async evidence(code: string): Promise<string | null> {
    const trouble = (await this.engine.settings.troubles()).find((one) => one.code === code)
    return trouble?.evidence === undefined ? null : JSON.stringify({ ...trouble, since: new Date(trouble.since).toISOString() }, null, 2)
  }

  /** Nobody is let in on the word of a relay that was found lying. */
  async #refuseStopped(): Promise<void> {
    if (await this.engine.isStopped()) throw new Error('Sync has stopped. First decide about that in the popup.')
  }

  async #connection(): Promise<Connection | null> {
    const vault = await this.engine.vault()
    return vault && this.engine.connect(vault)
  }

  /** By the worker, because a popup may close before it is done. */
  protected syncSoon(): void {
    const message: SyncWanted = { kind: 'sync-wanted' }
    // Nobody listens only while the extension is being updated; the alarm comes later.
    void browser.runtime.sendMessage(message).catch(() => undefined)
  }
}

/** Errors as words for the person; a fault of ours stays what it is. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const words = pairingWords(error)
    throw words ? new Error(words, { cause: error }) : asWords(error)
  }
}
