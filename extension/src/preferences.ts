// How quiet Counterfoil is on this device.
import { browser } from './browser.ts'

export interface Preferences {
  /** A few words on the page when an order was saved. */
  readonly toast: boolean
}

const KEY = 'preferences'

export async function readPreferences(): Promise<Preferences> {
  const { [KEY]: stored } = await browser.storage.local.get(KEY)
  return { toast: (stored as Partial<Preferences> | undefined)?.toast !== false }
}

export async function savePreferences(preferences: Preferences): Promise<void> {
  await browser.storage.local.set({ [KEY]: preferences })
}
