/**
 * What this device alone keeps in `storage.local`, sealed to it like the history itself, so that a copied `storage.local` tells no more with
 * it than without it. Without a history there is nothing to seal to, and nothing is kept.
 */
import { type Device, sealBox } from '@counterfoil/crypto/device'
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from '@counterfoil/crypto/encoding'
import { browser } from './browser.ts'
import { deviceOf, Settings } from './vault/settings.ts'

const settings = new Settings({
  get: async (key) => (await browser.storage.local.get(key))[key],
  set: (key, value) => browser.storage.local.set({ [key]: value }),
})

let opened: Device | null = null

/** Making a device of its seed costs more than all else here. */
async function deviceHere(): Promise<Device | null> {
  const identity = await settings.identity()
  if (!identity) return null
  if (!opened || toBase64url(opened.seed) !== identity.seed) opened = deviceOf(identity)
  return opened
}

/** One value of plain JSON, by its key. */
export class Sealed<T> {
  readonly #key: string
  readonly #none: () => T

  constructor(key: string, none: () => T) {
    this.#key = key
    this.#none = none
  }

  async read(): Promise<T> {
    const [{ [this.#key]: sealed }, device] = await Promise.all([browser.storage.local.get(this.#key), deviceHere()])
    if (typeof sealed !== 'string' || !device) return this.#none()
    try {
      return JSON.parse(fromUtf8(device.openBox(fromBase64url(sealed)))) as T
    } catch {
      // Sealed to a device that this browser no longer is.
      return this.#none()
    }
  }

  /** Worker and screens may both write; one at a time. `change` gives what is to be kept from here on, and its answer. */
  async update<A>(change: (value: T) => { readonly value: T; readonly answer: A }): Promise<A> {
    const updated = navigator.locks.request(`counterfoil-${this.#key}`, async () => {
      const before = await this.read()
      const was = JSON.stringify(before)
      const { value, answer } = change(before)
      const now = JSON.stringify(value)
      const device = await deviceHere()
      if (device && now !== was) await browser.storage.local.set({ [this.#key]: toBase64url(sealBox(device.keys.box, toUtf8(now))) })
      return answer
    })
    return updated as Promise<A>
  }
}
