/**
 * Keeps terms in the background, one document after the other: what orders still lack, what the checkout in front of the person links to,
 * and looks that are due. Each step is on disk, or in the browser's memory, before it is done; whoever wakes the worker next goes on.
 *
 * What is kept, and of whom: documents of vendors that the person deals with, which is where they bought, or came as far as a sentence of
 * agreement. That somebody once opened a privacy page of any other site is nobody's business, and is not written down.
 */
import { isDeleted, shown } from '@counterfoil/crypto/document'
import { browser } from '../browser.ts'
import type { Target } from '../capture/reader.ts'
import { mayCapture } from '../consent.ts'
import type { Engine } from '../engine.ts'
import type { TermsAgreed } from '../messages.ts'
import { readPreferences } from '../preferences.ts'
import { keptOrders } from '../vault/orders.ts'
import type { Vault } from '../vault/vault.ts'
import { vendorAt } from './address.ts'
import { freeze } from './freeze.ts'
import { keepOpened, missingAt } from './opened.ts'
import { type Outcome, readFar } from './reading.ts'
import { lookAgain, planLooks } from './recheck.ts'
import { nextOf, nextWanted, noteAgreed, noteBegun, noteOutcome, type Wanted, wasSeen } from './seen.ts'
import { readWork, setLook } from './work.ts'

/** Browsers stop a worker that does not call them, however busy it is. */
const HEARTBEAT = 1_000
const MOST_TRIES = 3
const HOUR = 3_600_000
const MOST_OPENED = 60
const AGAIN = HOUR / 2

export class TermsKeeper {
  readonly #engine: Pick<Engine, 'vault' | 'syncNow'>
  #working: Promise<void> | null = null
  #more = false
  /** The last page of terms that was read in each tab. */
  readonly #visits = new Map<number, string>()
  /** When pages were read lately: one that loads itself for ever is not read for ever. */
  #opened: number[] = []

  constructor(engine: Pick<Engine, 'vault' | 'syncNow'>) {
    this.#engine = engine
  }

  /** Does all that is due. Settles when nothing is left; whoever calls meanwhile waits for the same. */
  wake(): Promise<void> {
    this.#more = true
    this.#working ??= this.#workAll().finally(() => (this.#working = null))
    return this.#working
  }

  /** For whoever must not wait. */
  wakeSoon(): void {
    this.wake().catch((error: unknown) => console.error('counterfoil:', error))
  }

  async #workAll(): Promise<void> {
    const heartbeat = setInterval(() => void browser.runtime.getPlatformInfo(), HEARTBEAT)
    try {
      while (this.#more) {
        this.#more = false
        if (!(await isDue())) continue
        const vault = await this.#engine.vault()
        let done = 0
        while (vault && (await this.#step(vault))) done++
        if (done > 0) await this.#engine.syncNow()
      }
    } finally {
      clearInterval(heartbeat)
    }
  }

  /** False: nothing is due. */
  async #step(vault: Vault): Promise<boolean> {
    const now = Date.now()
    const { freezes, looks } = await readWork()
    const job = freezes.find(({ due }) => due <= now)
    if (job) {
      const next = await nextOf(job.vendor, job.set, job.tries > 0 ? job.due : 0)
      await (next ? this.#read(vault, next) : freeze(vault, job))
      return true
    }
    const wanted = await nextWanted()
    if (wanted) {
      await this.#read(vault, wanted)
      return true
    }
    const look = looks.find(({ due }) => due <= now)
    if (!look) return false
    await setLook(look, look.tries < MOST_TRIES ? { ...look, tries: look.tries + 1, due: now + AGAIN } : null)
    const outcome = await readFar(vault, look.vendor, look, true)
    await setLook(look, null)
    await this.#told(vault, outcome)
    return true
  }

  async #read(vault: Vault, { vendor, link, listed }: Wanted): Promise<void> {
    await noteBegun(vendor, link.url)
    const outcome = await readFar(vault, vendor, link, listed)
    await noteOutcome(vendor, link.url, outcome)
    await this.#told(vault, outcome)
  }

  async #told(vault: Vault, outcome: Outcome): Promise<void> {
    if ('document' in outcome && outcome.changed) await lookAgain(vault, outcome.document)
  }

  /** Plans the looks at vendors of live orders, where the person wants that. */
  async recheck(): Promise<void> {
    const { terms, recheck } = await readPreferences()
    const vault = terms && recheck ? await this.#engine.vault() : null
    if (vault) await planLooks(vault)
    await this.wake()
  }

  /** The person ticked or sent something on a page where terms are agreed to. */
  async agreed(url: string, sentences: TermsAgreed['sentences']): Promise<void> {
    const vendor = vendorAt(url)
    if (vendor === null || !(await mayCapture(url)) || !(await this.#engine.vault())) return
    await noteAgreed(vendor, sentences)
    this.wakeSoon()
  }

  /** The person reads a page of terms; once a visit, for pages go on rendering. */
  async opened(target: Target, visit: string): Promise<void> {
    if (this.#visits.get(target.tabId) === visit || !(await readPreferences()).terms || !(await mayCapture(target.url))) return
    const vault = await this.#engine.vault()
    const own = vendorAt(target.url)
    if (!vault || own === null) return
    const missing = await missingAt(vault, target.url)
    const vendor = missing?.vendor ?? own
    if (!missing && !(await dealsWith(vault, vendor))) return
    const now = Date.now()
    this.#opened = [...this.#opened.filter((at) => at > now - HOUR), now].slice(-MOST_OPENED - 1)
    if (this.#opened.length > MOST_OPENED) return
    this.#visits.set(target.tabId, visit)
    if (!(await keepOpened(vault, missing, target))) {
      this.#visits.delete(target.tabId)
      return
    }
    await this.#engine.syncNow()
  }
}

/** Asked at every start of the worker and every minute, so before the history is opened. */
async function isDue(): Promise<boolean> {
  if (!(await readPreferences()).terms) return false
  const { freezes, looks } = await readWork()
  return [...freezes, ...looks].some(({ due }) => due <= Date.now()) || (await nextWanted()) !== null
}

async function dealsWith(vault: Vault, vendor: string): Promise<boolean> {
  if (await wasSeen(vendor)) return true
  return keptOrders(vault.records()).some(({ document }) => shown(document, 'vendor') === vendor && !isDeleted(document))
}
