// How quiet Counterfoil is on this device, and what it does by itself.
import { browser } from './browser.ts'

export interface Preferences {
  /** A few words on the page when an order was saved. */
  readonly toast: boolean
  /** The terms that a checkout links to are read and kept with the order. */
  readonly terms: boolean
  /** Terms of recent orders are looked at again about once a week, to tell of changes. */
  readonly recheck: boolean
}

const KEY = 'preferences'

export async function readPreferences(): Promise<Preferences> {
  const { [KEY]: stored } = await browser.storage.local.get(KEY)
  const { toast, terms, recheck } = (stored ?? {}) as Partial<Preferences>
  return { toast: toast !== false, terms: terms !== false, recheck: recheck !== false }
}

/** What is not named stays as it is. */
export async function savePreferences(changes: Partial<Preferences>): Promise<void> {
  await browser.storage.local.set({ [KEY]: { ...(await readPreferences()), ...changes } })
}
