// What was kept from the page of a tab, so that its toast need not say which order it is about. In `storage.session`: the worker may die between.
import { browser } from './browser.ts'

export interface KeptHere {
  readonly visit: string
  readonly record: string
  readonly url: string
}

const PREFIX = 'kept '
const keyOf = (tabId: number): string => `${PREFIX}${tabId}`

export async function keptAt(tabId: number): Promise<KeptHere | null> {
  const { [keyOf(tabId)]: kept } = await browser.storage.session.get(keyOf(tabId))
  return (kept as KeptHere | undefined) ?? null
}

export async function noteKept(tabId: number, kept: KeptHere): Promise<void> {
  await browser.storage.session.set({ [keyOf(tabId)]: kept })
  const open = new Set((await browser.tabs.query({})).map(({ id }) => `${PREFIX}${id}`))
  const gone = Object.keys(await browser.storage.session.get(null)).filter((key) => key.startsWith(PREFIX) && !open.has(key))
  await browser.storage.session.remove(gone)
}

export async function forgetKept(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId))
}
