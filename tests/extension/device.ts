// A device as the extension has it, in Node: the real vault and sync code over an IndexedDB in memory.
import 'fake-indexeddb/auto'
import { shown } from '@counterfoil/crypto/document'
import { fromBase64url, toHex } from '@counterfoil/crypto/encoding'
import { gather } from '../../extension/src/sync/admission.ts'
import { Guest, Host } from '../../extension/src/sync/pairing.ts'
import { Relay } from '../../extension/src/sync/relay.ts'
import { Session, type Token, type TokenStore } from '../../extension/src/sync/session.ts'
import { Sync } from '../../extension/src/sync/sync.ts'
import { deviceOf, Settings, type Storage } from '../../extension/src/vault/settings.ts'
import { type Environment, Vault } from '../../extension/src/vault/vault.ts'

function storageOf(stored: Map<string, unknown>): Storage {
  return {
    get: (key) => Promise.resolve(structuredClone(stored.get(key))),
    set: (key, value) => {
      stored.set(key, structuredClone(value))
      return Promise.resolve()
    },
    remove: (key) => {
      stored.delete(key)
      return Promise.resolve()
    },
  }
}

/** What survives a restart: `storage.local` and the database's name. */
export class Profile {
  readonly stored = new Map<string, unknown>()
  /** `storage.session`: a restart empties it. */
  readonly memory = new Map<string, unknown>()
  readonly databaseName = `profile-${crypto.randomUUID()}`
  /** Added to the time here. */
  ahead = 0
  #token: Token | null = null

  readonly tokens: TokenStore = {
    get: () => Promise.resolve(this.#token),
    set: (token) => {
      this.#token = token
      return Promise.resolve()
    },
  }

  readonly environment: Environment = {
    settings: new Settings(storageOf(this.stored), storageOf(this.memory)),
    locked: (name, work) => navigator.locks.request(`${this.databaseName} ${name}`, work) as ReturnType<typeof work>,
    announce: () => undefined,
    now: () => Date.now() + this.ahead,
    handOver: () => Promise.resolve(),
    databaseName: this.databaseName,
  }

  async create(relay: string | null, name = 'Laptop'): Promise<DeviceUnderTest> {
    return this.device(await Vault.create(this.environment, name, relay))
  }

  /** As after a restart of the browser: from what is stored alone. */
  async open(): Promise<DeviceUnderTest> {
    const vault = await Vault.open(this.environment)
    if (!vault) throw new Error('this profile has no history')
    return this.device(vault)
  }

  /** After the local copy was lost. */
  async relearn({ relay, session }: { relay: Relay; session: Session }): Promise<DeviceUnderTest> {
    const { settings } = this.environment
    const identity = await settings.identity()
    if (!identity) throw new Error('this profile has no history')
    const ahead = await gather(relay, session, deviceOf(identity), fromBase64url(identity.account), null)
    const vault = await Vault.join(this.environment, identity, ahead, null, await settings.anchor())
    vault.close()
    return this.open()
  }

  async join(host: DeviceUnderTest, name = 'Phone'): Promise<DeviceUnderTest> {
    const { relay, session, sync } = host.connection()
    const waiting = await Host.open(host.vault, relay, session, sync)
    const guest = await Guest.claim(waiting.code, name)
    await waiting.claimed()
    // Let in before it asks: between two times that it asks a second goes by.
    await waiting.confirm(guest.digits)
    const { identity, ahead } = await guest.admitted(this.tokens)
    const device = this.device(await Vault.join(this.environment, identity, ahead, name))
    await device.sync()
    return device
  }

  device(vault: Vault): DeviceUnderTest {
    return new DeviceUnderTest(vault, this)
  }
}

export class DeviceUnderTest {
  constructor(
    readonly vault: Vault,
    readonly profile: Profile,
  ) {}

  connection(): { relay: Relay; session: Session; sync: Sync } {
    const relay = new Relay((this.profile.stored.get('device') as { relay: string }).relay)
    const session = new Session(this.vault, relay, this.profile.tokens)
    return { relay, session, sync: new Sync(this.vault, relay, session) }
  }

  sync(): Promise<void> {
    return this.connection().sync.run()
  }

  /** Every record as it shows, by id: what must be equal on all devices. */
  shown(): Record<string, unknown> {
    const records = [...this.vault.records()].map(([id, { document }]) => [id, document] as const)
    return Object.fromEntries(records.sort(([one], [other]) => (one < other ? -1 : 1)))
  }
}

/** A record's id, made of a small number. */
export const record = (number: number): string => toHex(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? number : 7)))

/** The note that shows on a record; null: there is no such record. */
export function note(device: DeviceUnderTest, id: string): unknown {
  const kept = device.vault.get(id)
  return kept && shown(kept.document, 'note')
}

/** A laptop and a phone of one history, both in sync. */
export async function pairAt(relay: string): Promise<[DeviceUnderTest, DeviceUnderTest]> {
  const laptop = await new Profile().create(relay)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  return [laptop, phone]
}
