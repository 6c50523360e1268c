// The app behind the screens: what app.ts promises, kept with vault, sync and capture.
import { type App, type EditableField, type GuestPairing, type HostPairing, Malformed, type OrderView, type ReadPageResult, type Status } from './app.ts'
import { browser } from './browser.ts'
import type { OrderRead } from './capture/reader.ts'
import { type Connection, Engine } from './engine.ts'
import type { SyncWanted } from './messages.ts'
import { Guest, Host, pairingWords } from './sync/pairing.ts'
import { Relay } from './sync/relay.ts'
import { listen } from './sync/stream.ts'
import { stays, troubleOf } from './sync/trouble.ts'
import { AMOUNT, CURRENCY, DATE } from './vault/fields.ts'
import { Vault } from './vault/vault.ts'
import { orderViews } from './view.ts'

export function openApp(): Promise<App> {
  return Promise.resolve(new OpenApp(new Engine()))
}

const ASIDE_WORDS: Record<string, string> = {
  damaged: 'damaged',
  type: 'of another kind than the record they belong to',
  epoch: 'sealed under a key that is no longer current',
  writer: 'written by a device that is no member',
  document: 'malformed',
}

class OpenApp implements App {
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  async status(): Promise<Status> {
    const { settings } = this.#engine
    const vault = await this.#engine.vault()
    const [identity, lastSync, trouble] = await Promise.all([settings.identity(), settings.lastSync(), settings.troubles()])
    const reasons = new Map<string, number>()
    for (const code of vault?.setAside.values() ?? []) reasons.set(code, (reasons.get(code) ?? 0) + 1)
    return {
      history: !vault || !identity ? 'none' : identity.relay === null ? 'local' : 'relay',
      relay: identity?.relay ?? null,
      deviceName: identity?.name ?? null,
      waiting: vault?.waiting ?? 0,
      lastSync,
      trouble: trouble.map(({ code, text, stopped }) => ({ code, text, stopped, stays: stays({ code }) })),
      setAside: [...reasons].map(([code, count]) => ({ reason: ASIDE_WORDS[code] ?? code, count })),
    }
  }

  async orders(): Promise<OrderView[]> {
    const vault = await this.#engine.vault()
    return vault ? orderViews(vault) : []
  }

  subscribe(listener: () => void): () => void {
    return this.#engine.subscribe(listener)
  }

  stayInSync(): () => void {
    const stopped = new AbortController()
    this.#stay(stopped.signal).catch((error: unknown) => console.error('counterfoil:', error))
    return () => stopped.abort()
  }

  async #stay(signal: AbortSignal): Promise<void> {
    await this.syncNow()
    while (!signal.aborted) {
      const connection = await this.#connection()
      if (connection) await listen(connection.relay, connection.session, () => this.#syncSoon(), signal)
      else await this.#nextChange(signal)
    }
  }

  /** A history or a relay may come while the screen is open. */
  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#engine.subscribe(() => {
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
    return this.#engine.syncNow()
  }

  async changeAll(id: string, changes: Partial<Record<EditableField, string | null>>): Promise<void> {
    for (const [field, value] of Object.entries(changes) as [EditableField, string | null][]) {
      const words = value === null ? null : faultOf(field, value)
      if (words) throw new Malformed(field, words)
    }
    await this.#edit(id, changes)
  }

  async remove(id: string): Promise<void> {
    await this.#edit(id, { deleted: true })
  }

  async bringBack(id: string): Promise<void> {
    await this.#edit(id, { deleted: false })
  }

  async #edit(id: string, changes: Record<string, string | boolean | null>): Promise<void> {
    const vault = await this.#history()
    if (!vault.get(id)) throw new Error('This order is no longer here.')
    const editing = vault.edit((editor) => {
      for (const [field, value] of Object.entries(changes)) editor.say('Order', id, field, value)
    })
    await inWords(editing)
    this.#syncSoon()
  }

  async createHistory({ name, relay }: { name: string; relay: string | null }): Promise<void> {
    const address = relay === null || relay.trim() === '' ? null : await reachable(relay)
    await this.#refuseSecond()
    await inWords(this.#engine.start(() => Vault.create(this.#engine.environment, name, address)))
    this.#syncSoon()
  }

  async addRelay(relay: string): Promise<void> {
    const vault = await this.#history()
    const address = await reachable(relay)
    const { settings } = this.#engine
    const identity = await settings.identity()
    if (identity?.relay && identity.relay !== address) throw new Error('This history has a relay already.')
    await settings.saveIdentity({ ...(identity ?? vault.identity), relay: address })
    this.#engine.announce()
    await this.syncNow()
  }

  async pairAsHost(): Promise<HostPairing> {
    const vault = await this.#history()
    const connection = await this.#connection()
    if (!connection) throw new Error('Add a relay first: two devices meet there.')
    await this.syncNow()
    const { relay, session, sync } = connection
    await this.#refuseStopped()
    const host = await inWords(Host.open(vault, relay, session, sync))
    return {
      code: host.code,
      expires: host.expires,
      claimed: inWords(host.claimed()),
      confirm: async (digits) => {
        await this.#refuseStopped()
        await inWords(this.#engine.talk(() => host.confirm(digits)))
      },
      cancel: () => inWords(host.cancel()),
    }
  }

  async pairAsGuest({ code, name }: { code: string; name: string }): Promise<GuestPairing> {
    await this.#refuseSecond()
    const guest = await inWords(Guest.claim(code, name))
    const joined = async (): Promise<void> => {
      const { identity, sealedKey } = await guest.admitted(this.#engine.tokens)
      await this.#engine.start(() => Vault.join(this.#engine.environment, identity, sealedKey))
      await this.syncNow()
    }
    return { digits: guest.digits, done: inWords(joined()), cancel: () => guest.cancel() }
  }

  async readPage(tabId: number): Promise<ReadPageResult> {
    // Only here, because the reader brings the public suffix list, and the popup's first paint must not wait for it.
    const { readPage } = await import('./capture/reader.ts')
    const { url } = await browser.tabs.get(tabId)
    const read = url === undefined ? null : await readPage({ tabId, url }, 'confirmation').catch(() => null)
    if (!read) return { outcome: 'nothing', reasons: ['This page cannot be read.'] }
    const { verdict } = read
    if (verdict.action === 'nothing' || !verdict.order) return { outcome: 'nothing', reasons: verdict.reasons }
    if (verdict.action === 'save') return this.#keep(read)
    const { orderNumber, total, currency } = verdict.order
    return {
      outcome: 'ask',
      summary: { orderNumber: orderNumber?.value ?? null, total: total?.value ?? null, currency: currency?.value ?? null },
      save: async () => {
        const kept = await this.#keep(read)
        if (kept.outcome === 'nothing') throw new Error(kept.reasons.join(' '))
        return kept.orderId
      },
    }
  }

  async #keep(read: OrderRead): Promise<Exclude<ReadPageResult, { outcome: 'ask' }>> {
    await this.#history()
    const kept = await this.#engine.keep(read)
    this.#syncSoon()
    switch (kept?.outcome) {
      case 'saved':
      case 'known':
      case 'deleted':
        return { outcome: kept.outcome, orderId: kept.record }
      case 'other-order':
        return { outcome: 'nothing', reasons: ['Another order of this shop has the same number and nothing else in common.'] }
      default:
        return { outcome: 'nothing', reasons: ['No order number could be read.'] }
    }
  }

  async evidence(code: string): Promise<string | null> {
    const trouble = (await this.#engine.settings.troubles()).find((one) => one.code === code)
    return trouble?.evidence === undefined ? null : JSON.stringify({ ...trouble, since: new Date(trouble.since).toISOString() }, null, 2)
  }

  async dismissTrouble(code: string): Promise<void> {
    await this.#engine.dismiss(code)
  }

  async #history(): Promise<Vault> {
    const vault = await this.#engine.vault()
    if (!vault) throw new Error('Start or join a history first.')
    return vault
  }

  /** Nobody is let in on the word of a relay that was found lying. */
  async #refuseStopped(): Promise<void> {
    if (await this.#engine.isStopped()) throw new Error('Sync has stopped. First decide about that in the popup.')
  }

  async #refuseSecond(): Promise<void> {
    if (await this.#engine.vault()) throw new Error('This browser has a history already.')
  }

  async #connection(): Promise<Connection | null> {
    const vault = await this.#engine.vault()
    return vault && this.#engine.connect(vault)
  }

  /** By the worker, because a popup may close before it is done. */
  #syncSoon(): void {
    const message: SyncWanted = { kind: 'sync-wanted' }
    // Nobody listens only while the extension is being updated; the alarm comes later.
    void browser.runtime.sendMessage(message).catch(() => undefined)
  }
}

/** The relay's address, once something there answers as a relay does. */
async function reachable(typed: string): Promise<string> {
  const relay = new Relay(typed)
  return inWords(relay.health().then(() => relay.url))
}

/** Errors as words for the person; a fault of ours stays what it is. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const words = pairingWords(error) ?? troubleOf(error, Date.now())?.text
    throw words ? new Error(words, { cause: error }) : error
  }
}

const FAULTS: Record<EditableField, [RegExp, string]> = {
  orderNumber: [/^.{1,200}$/u, 'An order number is one short line.'],
  orderDate: [DATE, 'A date looks like 2026-11-21.'],
  total: [AMOUNT, 'An amount looks like 49.97.'],
  currency: [CURRENCY, 'A currency is three letters, such as EUR.'],
  note: [/^[\s\S]{1,2000}$/u, 'A note has at most 2,000 characters.'],
}

function faultOf(field: EditableField, value: string): string | null {
  const [form, words] = FAULTS[field]
  return form.test(value) ? null : words
}

