// The extension's own app over storage in memory, as one browser has it; other devices stand beside it as profiles.
import 'fake-indexeddb/auto'
import { vi } from 'vitest'
import type { App } from '../../../extension/src/app.ts'

type Listener = (changes: Record<string, unknown>, area: string) => void

class Area {
  readonly stored = new Map<string, unknown>()
  readonly #name: string
  readonly #listeners: Set<Listener>

  constructor(name: string, listeners: Set<Listener>) {
    this.#name = name
    this.#listeners = listeners
  }

  get = (key: string | null): Promise<Record<string, unknown>> => {
    if (key === null) return Promise.resolve(structuredClone(Object.fromEntries(this.stored)))
    return Promise.resolve(this.stored.has(key) ? structuredClone({ [key]: this.stored.get(key) }) : {})
  }

  set = (values: Record<string, unknown>): Promise<void> => {
    for (const [key, value] of Object.entries(values)) this.stored.set(key, structuredClone(value))
    for (const listener of this.#listeners) listener(values, this.#name)
    return Promise.resolve()
  }

  remove = (keys: string | string[]): Promise<void> => {
    for (const key of [keys].flat()) this.stored.delete(key)
    return Promise.resolve()
  }

  clear = (): Promise<void> => {
    this.stored.clear()
    return Promise.resolve()
  }
}

/** Every context has modules of its own, and all have one browser. */
const shared = globalThis as { counterfoilBrowser?: { listeners: Set<Listener>; local: Area; session: Area } }
const listeners = shared.counterfoilBrowser?.listeners ?? new Set<Listener>()
export const { local, session } = (shared.counterfoilBrowser ??= { listeners, local: new Area('local', listeners), session: new Area('session', listeners) })

/** What stands in for `browser.ts`. */
export const browser = {
  storage: {
    local,
    session,
    onChanged: { addListener: (listener: Listener) => listeners.add(listener), removeListener: (listener: Listener) => listeners.delete(listener) },
  },
  runtime: { sendMessage: () => Promise.resolve(), id: 'counterfoil', getManifest: () => ({ version: '0.1.0' }) },
}

/** One context more: a popup, a page, or the worker after its death. What it has in memory it shares with nobody. */
export async function context(): Promise<App> {
  vi.resetModules()
  const { openApp } = await import('../../../extension/src/open.ts')
  return openApp()
}

/** The browser was closed and opened. */
export async function restart(): Promise<App> {
  await session.clear()
  return context()
}

/** A browser in which nothing was ever kept. */
export async function emptyBrowser(): Promise<App> {
  await local.clear()
  await session.clear()
  for (const { name } of await indexedDB.databases()) {
    if (name === 'counterfoil' || name === 'counterfoil-pages') await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve))
  }
  return context()
}

/** What was captured while it was locked, as a worker merges it, `times` at once. */
export async function mergeHeld(times = 1): Promise<void> {
  const { Engine } = await import('../../../extension/src/engine.ts')
  const held = await import('../../../extension/src/lock/held.ts')
  const vault = await new Engine().vault()
  if (!vault) throw new Error('it is locked')
  await Promise.all(Array.from({ length: times }, () => held.mergeHeld(vault)))
}
