/**
 * What this device alone keeps in `storage.local`, sealed to it like the history itself, so that a copied `storage.local` tells no more with
 * it than without it. Without a history there is nothing to seal to, and nothing is kept; while it is locked, nothing is read or changed.
 */
import type { Device } from '@counterfoil/crypto/device'
import type { Bytes } from '@counterfoil/crypto/encoding'
import { browser } from './browser.ts'
import { settings } from './own.ts'
import { resealHeld } from './lock/boxes.ts'
import { deviceOf, openSealed, sealFor } from './vault/settings.ts'

/** Every key that is kept so, for whoever moves them to another device. */
const KEYS = ['offers', 'refusals', 'terms-work'] as const

/** One value of plain JSON, by its key. */
export class Sealed<T> {
  readonly #key: (typeof KEYS)[number]
  readonly #none: () => T

  constructor(key: (typeof KEYS)[number], none: () => T) {
    this.#key = key
    this.#none = none
  }

  async read(): Promise<T> {
    return (await this.#open()).value
  }

  /** Worker and screens may both write; one at a time. `change` gives what is to be kept from here on, and its answer. */
  async update<A>(change: (value: T) => { readonly value: T; readonly answer: A }): Promise<A> {
    const updated = navigator.locks.request(`counterfoil-${this.#key}`, async () => {
      const { value: before, device } = await this.#open()
      const was = JSON.stringify(before)
      const { value, answer } = change(before)
      if (device && JSON.stringify(value) !== was) await browser.storage.local.set({ [this.#key]: sealFor(device.keys.box, value) })
      return answer
    })
    return updated as Promise<A>
  }

  /** `device`: whom to seal to from here on; null: nobody can now. */
  async #open(): Promise<{ readonly value: T; readonly device: Device | null }> {
    const [{ [this.#key]: sealed }, device] = await Promise.all([browser.storage.local.get(this.#key), settings.device()])
    if (typeof sealed !== 'string' || !device) return { value: this.#none(), device }
    const value = openSealed<T>(device, sealed)
    if (value !== null) return { value, device }
    // While another device takes this one's place, what is here may be that one's already.
    const next = await settings.nextIdentity()
    const after = next && deviceOf(next)
    const handed = after && openSealed<T>(after, sealed)
    if (handed !== null) return { value: handed, device: after }
    // Sealed to a device that this browser no longer is; or to the next one, which is shut, and then it is not overwritten.
    return { value: this.#none(), device: (await settings.next()) ? null : device }
  }
}

/** Hands what was sealed to `before` on to whoever has the box key; done twice it does no harm. */
export async function resealAll(before: Device, box: Bytes): Promise<void> {
  for (const key of [...KEYS, 'troubles', 'lastSync', 'lastLook', 'dismissed'])
    await navigator.locks.request(`counterfoil-${key}`, async () => {
      const { [key]: sealed } = await browser.storage.local.get(key)
      const value = typeof sealed === 'string' ? openSealed<unknown>(before, sealed) : null
      if (value !== null) await browser.storage.local.set({ [key]: sealFor(box, value) })
    })
  await resealHeld(before, box)
}

export async function eraseSealed(): Promise<void> {
  await browser.storage.local.remove([...KEYS, 'held'])
}
