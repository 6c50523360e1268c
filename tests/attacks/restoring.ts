// A relay whose file its operator copies and puts back, and what every device must be like once all is well again.
import { expect } from 'vitest'
import type { DeviceUnderTest } from '../extension/device.ts'
import { note, settle, TYPED } from './people.ts'
import type { MaliciousRelay } from './relay.ts'

export class Operator {
  readonly #relay: MaliciousRelay

  private constructor(relay: MaliciousRelay) {
    this.#relay = relay
  }

  static async of(relay: MaliciousRelay): Promise<Operator> {
    await relay.lie('29-operator')
    return new Operator(relay)
  }

  copy = (): Promise<void> => this.#relay.act('copy')

  /** Puts the copy back; `declared`: says so, as operators must. */
  async back(declared = true): Promise<void> {
    await this.#relay.act('back')
    if (declared) await this.declare()
  }

  declare = (): Promise<void> => this.#relay.act('declare')
}

/** Nothing is lost and all are equal. */
export async function heals(...everyone: DeviceUnderTest[]): Promise<void> {
  await settle(...everyone)
  for (const device of everyone) {
    expect(device.shown()).toEqual(everyone[0]?.shown())
    expect([device.vault.waiting, device.vault.lost.length, device.vault.setAside.size]).toEqual([0, 0, 0])
    expect(note(device)).toBe(TYPED)
  }
}
