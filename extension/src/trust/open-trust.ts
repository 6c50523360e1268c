/**
 * Devices, kit, lock, and the relay's life, as app.ts promises them. What is needed once in a blue moon is brought in then: the popup's first
 * paint does not wait for word lists and key stretching.
 */
import { fromHex, toBase64url } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { Role } from '@counterfoil/crypto/statement'
import type { Device } from '@counterfoil/crypto/device'
import type { DeviceView, Imported, KitDraft, LockState, LostView, Place, Trust, Usage, Way } from '../app.ts'
import type { Connection, Engine } from '../engine.ts'
import { KEPT_RESTORE } from '../entering.ts'
import { noteUse } from '../lock/use.ts'
import { revoke } from '../sync/acts.ts'
import type { Admission } from '../sync/admission.ts'
import { Problem, Relay } from '../sync/relay.ts'
import type { Sync } from '../sync/sync.ts'
import { confirmRestore, dismissStanding, sentence, troubleOf } from '../sync/trouble.ts'
import type { Lock } from '../vault/settings.ts'
import type { Vault } from '../vault/vault.ts'
import { deviceViews, mayRemove } from './devices.ts'
import { eraseAll } from './erase.ts'
import { placeOf } from './place.ts'

/** Verdicts that end with the history, or the relay, that they are of. */
const VERDICTS = ['relay-inconsistent', 'relay-behind', 'copied-profile', 'copied-device', 'restored-again', 'unknown-account', 'unreachable', 'full', 'oversized', 'wrong-origin', 'accounts-closed']

/** Puts the lock on a new device's seed; null: there is none. */
export type Relock = ((device: Device) => Promise<Lock>) | null

export abstract class OpenTrust implements Trust {
  protected readonly engine: Engine

  constructor(engine: Engine) {
    this.engine = engine
  }

  protected abstract syncSoon(): void

  async devices(): Promise<DeviceView[]> {
    const vault = await this.engine.vault()
    return vault ? deviceViews(vault) : []
  }

  async removeDevice(id: string): Promise<'removed' | 'notice-given'> {
    const vault = await this.history()
    const { sync } = await this.#connected(vault)
    await this.#refuseStopped('copied-device')
    const member = vault.log.roster.members.get(id)
    if (!member) return 'removed'
    if (id === vault.device.name) throw new Error('This is the browser in front of you. To take it out of the history, leave it.')
    const isKit = member.role === Role.kit
    return this.#lead(async () => {
      await sync.read()
      if (isKit && !mayRemove(vault, id)) {
        if (vault.log.roster.notices.has(id)) throw new Error('This kit can be removed when its seven days are over, or by another device that has been here for a week.')
        await sync.act(() => (vault.log.roster.notices.has(id) || !vault.log.roster.members.has(id) ? null : { kind: 'notice', kit: fromHex(id) }))
        return 'notice-given'
      }
      await sync.act(() => (vault.log.roster.members.has(id) ? revoke(vault, id) : null))
      return 'removed'
    })
  }

  async cancelNotice(kit: string): Promise<void> {
    const vault = await this.history()
    const { sync } = await this.#connected(vault)
    await this.#refuseStopped()
    await this.#lead(() => sync.act(() => (vault.log.roster.notices.has(kit) ? { kind: 'cancel', kit: fromHex(kit) } : null)))
  }

  async removeKitByWords(words: string): Promise<void> {
    const vault = await this.history()
    const { sync } = await this.#connected(vault)
    await this.#refuseStopped()
    const { readKit } = await import('./kit.ts')
    const { device } = readKit(words)
    await this.#lead(async () => {
      await sync.read()
      if (!vault.log.roster.members.has(device.name)) throw new Error('No kit of this history has these words.')
      await sync.act(() => (vault.log.roster.members.has(device.name) ? { kind: 'leave' } : null), device)
      // Whoever holds the paper has the key of now.
      await sync.settle()
    })
  }

  async renameDevice(name: string): Promise<void> {
    const vault = await this.history()
    if (name.trim() === '') throw new Error('Please give this device a name.')
    await vault.rename(name.trim())
    this.syncSoon()
  }

  async leave(): Promise<void> {
    const vault = await this.history()
    if ((await this.engine.settings.relay()) !== null && !vault.ending) {
      const { sync } = await this.#connected(vault)
      await this.#refuseStopped()
      await this.#lead(async () => {
        await sync.run()
        if (vault.log.roster.members.size === 1) throw new Error('This is the only device of the history. Close the history instead, or erase what is here.')
        await sync.act(() => (vault.ending ? null : { kind: 'leave' }))
      })
    }
    await this.#erase()
  }

  async makeKit(): Promise<KitDraft> {
    const vault = await this.history()
    const { relay, sync } = await this.#connected(vault)
    await this.#refuseStopped()
    // Its account has to be the relay's before a kit can be a part of it.
    if (!vault.created) await this.#lead(() => sync.run())
    const { draftKit } = await import('./kit.ts')
    return draftKit(vault, sync, relay.url, (work) => this.#lead(work))
  }

  async restoreFromKit({ relay: typed, words, name, passphrase = null }: { relay: string; words: string; name: string; passphrase?: string | null }): Promise<void> {
    await this.refuseSecond()
    const locked = await this.relock(passphrase)
    const { readKit, restoreFromKit } = await import('./kit.ts')
    const kit = readKit(words)
    const relay = await reachable(typed)
    try {
      await this.join(await restoreFromKit(relay, kit, name, { store: KEPT_RESTORE, locked }))
      await KEPT_RESTORE.set(null)
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-account') throw new Error('This relay knows no history with this kit. It may be another relay’s, or the kit was removed.', { cause: error })
      throw asWords(error)
    }
    await this.engine.syncNow()
  }

  async moveRelay(typed: string): Promise<void> {
    const vault = await this.history()
    const relay = await reachable(typed)
    await this.#refuseStopped()
    const { moveTo } = await import('./move.ts')
    await this.#lead(() => moveTo(this.engine, vault, relay))
    await this.#settled()
  }

  async closeAccount(): Promise<void> {
    const vault = await this.history()
    const { sync } = await this.#connected(vault)
    await this.#refuseStopped()
    await this.#lead(async () => {
      // What waits would be nobody's any more.
      await sync.run()
      await sync.act(() => (vault.ending ? null : { kind: 'close' }))
    })
  }

  async take(way: Way, trouble: string, argument: string | null = null, passphrase: string | null = null): Promise<void> {
    switch (way) {
      case 'erase':
        return this.#erase()
      case 'confirm-restore':
        await confirmRestore(await this.history())
        await this.engine.dismiss(trouble)
        return this.engine.syncNow()
      case 'dismiss':
        return this.dismissTrouble(trouble)
      case 'change-address': {
        const vault = await this.history()
        const relay = await reachable(argument ?? '')
        const { changeAddress } = await import('./move.ts')
        await changeAddress(this.engine, vault, relay)
        return this.#settled()
      }
      case 'put-back': {
        const vault = await this.history()
        const { relay } = await this.#connected(vault)
        const { putBack } = await import('./move.ts')
        await this.#lead(() => putBack(vault, relay))
        return this.#settled()
      }
      case 'start-again':
        return this.startAgain({ relay: argument, passphrase })
      case 'keep':
        return this.startAgain({ relay: null, passphrase })
      case 'pair-again':
        await this.engine.settings.noteAgain(true)
        return this.engine.announce()
      case 'own-device':
        return this.#becomeOther({ removes: false, passphrase })
      case 'remove-copy':
        return this.#becomeOther({ removes: true, passphrase })
      case 'free-space':
        await (await this.history()).purge(true)
        await this.engine.dismiss('full')
        return this.engine.syncNow()
      case 'see-list':
      case 'compare':
      case 'import':
      case 'make-kit':
      case 'export':
      case 'save-evidence':
        // A screen does these by `lostList`, `place`, `importAll`, `makeKit`, `exportAll` and `evidence`.
        return
    }
  }

  async dismissTrouble(code: string): Promise<void> {
    const vault = await this.engine.vault()
    if (vault && (await dismissStanding(vault, code))) return this.engine.announce()
    // Two go on writing as that device: what repeats a count of it is set aside.
    if (code === 'copied-device') {
      const evidence = (await this.engine.settings.troubles()).find((one) => one.code === code)?.evidence as { device?: unknown } | undefined
      if (vault && typeof evidence?.device === 'string') await vault.noteCopied(evidence.device)
    }
    await this.engine.dismiss(code)
  }

  async exportAll(): Promise<string> {
    const { exportOf } = await import('./export.ts')
    return exportOf(await this.history(), Date.now())
  }

  async importAll(text: string): Promise<Imported> {
    const vault = await this.history()
    refuseEnded(vault)
    const { importInto } = await import('./export.ts')
    try {
      const imported = await importInto(vault, text)
      if (imported.joined > 0) this.syncSoon()
      return imported
    } catch (error) {
      throw asWords(error)
    }
  }

  async lostList(): Promise<LostView[]> {
    const { lostViews } = await import('./lost.ts')
    return lostViews(await this.history())
  }

  async place(entry: number | null = null): Promise<Place | null> {
    const vault = await this.engine.vault()
    return vault && placeOf(vault.log, entry)
  }

  async usage(): Promise<Usage | null> {
    const vault = await this.engine.vault()
    const connection = vault && (await this.engine.connect(vault))
    if (!connection || !vault.created || vault.ending) return null
    const { relay, session } = connection
    try {
      const { bytes: used, limit } = await session.with((token) => relay.usage(token))
      return { used, limit }
    } catch (error) {
      throw asWords(error)
    }
  }

  // -- lock ----------------------------------------------------------------------------------------------------------------

  async lock(): Promise<LockState> {
    // Looks whether it is overdue as well.
    await this.engine.vault().catch(() => null)
    const { settings } = this.engine
    const lock = await settings.lock()
    if (!lock) return { state: 'none', after: null, held: 0 }
    const { countHeld } = await import('../lock/held.ts')
    return { state: (await settings.isLocked()) ? 'locked' : 'unlocked', after: lock.after, held: await countHeld() }
  }

  async setLock(passphrase: string, after: number | null): Promise<void> {
    const vault = await this.history()
    if (await this.engine.settings.lock()) throw new Error('There is a lock already. Change it instead.')
    const { lockOn, refuseShort } = await import('../lock/lock.ts')
    refuseShort(passphrase)
    const locked = (device: Parameters<typeof lockOn>[0]) => lockOn(device, passphrase, after)
    await noteUse()
    // What lay here unlocked counts as known, so the lock is for a fresh seed.
    if ((await this.engine.settings.relay()) === null || !vault.created) {
      const { startAgain } = await import('../vault/goon.ts')
      const { nameOf } = await import('../sync/names.ts')
      const relay = await this.engine.settings.relay()
      return this.engine.start(async () => startAgain(vault, relay, nameOf(vault, vault.device.name), locked))
    }
    const { sync } = await this.#connected(vault)
    await this.#refuseStopped()
    await this.#replace(vault, sync, { removes: true, locked })
  }

  async changeLock(before: string, passphrase: string): Promise<void> {
    const { settings } = this.engine
    const { lockOf, lockOn, refuseShort, seedIn } = await import('../lock/lock.ts')
    const { Device } = await import('@counterfoil/crypto/device')
    const lock = await lockOf(settings)
    refuseShort(passphrase)
    const device = new Device(await seedIn(lock, before))
    const changed = await lockOn(device, passphrase, lock.after)
    await settings.saveLocked({ seed: toBase64url(device.seed) }, changed, lock)
    this.engine.announce()
  }

  async setAutoLock(after: number | null): Promise<void> {
    await noteUse()
    await this.engine.settings.saveAfter(after)
    this.engine.announce()
  }

  async notAgain(): Promise<void> {
    await this.engine.settings.noteAgain(false)
    this.engine.announce()
  }

  async removeLock(passphrase: string): Promise<void> {
    const { settings } = this.engine
    const { lockOf, seedIn } = await import('../lock/lock.ts')
    const lock = await lockOf(settings)
    const seed = await seedIn(lock, passphrase)
    await settings.removeLock({ seed: toBase64url(seed) }, lock)
    this.engine.announce()
  }

  async unlock(passphrase: string): Promise<void> {
    const { settings } = this.engine
    const { lockOf, seedIn } = await import('../lock/lock.ts')
    const lock = await lockOf(settings)
    const seed = await seedIn(lock, passphrase)
    await noteUse()
    await settings.unlock(lock.device, seed)
    this.engine.announce()
    // The worker merges what was captured meanwhile: this screen may be closed at once.
    this.syncSoon()
  }

  lockNow(): Promise<void> {
    return this.engine.lockNow()
  }

  // -- inside ------------------------------------------------------------------------------------------------------------

  protected async history(): Promise<Vault> {
    const vault = await this.engine.vault()
    if (vault) return vault
    throw new Error((await this.engine.settings.isTaken()) ? 'Unlock Counterfoil first.' : 'Start or join a history first.')
  }

  protected async refuseSecond(): Promise<void> {
    if ((await this.engine.settings.isTaken()) && !(await this.engine.settings.isAgain())) throw new Error('This browser has a history already.')
  }

  /** This browser becomes a device of that history; what it had before, if the person pairs it again, goes into it. */
  protected async join(admission: Admission): Promise<void> {
    const before = (await this.engine.settings.isAgain()) ? await this.history() : null
    if (before) {
      const { joinWith } = await import('./move.ts')
      await joinWith(this.engine, before, admission)
      await this.#settled()
    } else {
      const { Vault: Vaults } = await import('../vault/vault.ts')
      await this.engine.start(() => Vaults.join(this.engine.environment, admission.identity, admission.ahead, admission.name))
    }
    await this.engine.settings.noteAgain(false)
  }

  async #connected(vault: Vault): Promise<Connection> {
    // Else the relay is asked for what it can only refuse, and that would be told as the relay's fault.
    refuseEnded(vault)
    const connection = await this.engine.connect(vault)
    if (!connection) throw new Error('Add a relay first: this has to be written into the history there.')
    return connection
  }

  /** As one run of sync does, in words for the person. */
  async #lead<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.engine.talk(work)
    } catch (error) {
      throw asWords(error)
    }
  }

  /** Nothing is signed on the word of a relay that was found lying; `but` what it serves to decide. */
  async #refuseStopped(but: string | null = null): Promise<void> {
    const stopped = (await this.engine.settings.troubles()).some(({ stopped: isStopped, code }) => isStopped && code !== but)
    if (stopped) throw new Error('Sync has stopped. First decide about that in the popup.')
  }

  /** What went wrong with the relay of before is no more. */
  async #settled(): Promise<void> {
    await this.engine.dismiss(...VERDICTS)
    await this.engine.syncNow()
  }

  /** `name` null: this browser keeps its own. */
  protected async startAgain({ relay: typed, passphrase, name = null }: { relay: string | null; passphrase: string | null; name?: string | null }): Promise<void> {
    const vault = await this.history()
    const locked = await this.relock(passphrase)
    const { nameOf } = await import('../sync/names.ts')
    const relay = typed === null || typed.trim() === '' ? null : await reachable(typed)
    const { beginAgain } = await import('./move.ts')
    await beginAgain(this.engine, vault, relay, name ?? nameOf(vault, vault.device.name), locked)
    await this.engine.settings.noteAgain(false)
    await this.#settled()
    await this.engine.dropEverywhere()
  }

  /** A lock is on a seed: where new keys come, it is put on those, by the passphrase that it has. Null: there is no lock. */
  protected async relock(passphrase: string | null): Promise<Relock> {
    const { settings } = this.engine
    const lock = await settings.lock()
    if (!lock) return null
    if (passphrase === null || passphrase === '') throw new Error('Please type your passphrase: there will be new keys, and the lock is put on those.')
    const { lockOn, seedIn } = await import('../lock/lock.ts')
    await seedIn(lock, passphrase)
    await noteUse()
    return (device) => lockOn(device, passphrase, lock.after)
  }

  async #becomeOther({ removes, passphrase }: { removes: boolean; passphrase: string | null }): Promise<void> {
    const vault = await this.history()
    const { sync } = await this.#connected(vault)
    const locked = await this.relock(passphrase)
    // From here on what the copy writes is read like that of any other device.
    await vault.noteCopied(vault.device.name)
    await this.#replace(vault, sync, { removes, locked })
  }

  async #replace(vault: Vault, sync: Sync, how: Parameters<typeof import('./replace.ts').replaceDevice>[2]): Promise<void> {
    const { replaceDevice } = await import('./replace.ts')
    await this.#lead(() => this.engine.start(() => replaceDevice(vault, sync, how)))
    await this.engine.tokens.set(null)
    await this.engine.dropEverywhere()
    await this.engine.dismiss('copied-profile')
    await this.engine.syncNow()
  }

  async #erase(): Promise<void> {
    await eraseAll(this.engine)
    await this.engine.dropEverywhere()
  }
}

function refuseEnded({ ending }: Vault): void {
  if (ending) throw new Error('This browser is no part of the history any more. First keep what is here, or pair it again.')
}

/** A relay at an address that a person typed, once something there answers as a relay does. */
export async function reachable(typed: string): Promise<Relay> {
  try {
    const relay = new Relay(typed)
    await relay.health()
    return relay
  } catch (error) {
    throw asWords(error)
  }
}

/** Errors as words for the person; a fault of ours stays what it is. */
export function asWords(error: unknown): unknown {
  const words = error instanceof Refused && error.code === 'account' ? sentence(error.message) : troubleOf(error, Date.now())?.text
  return words ? new Error(words, { cause: error }) : error
}
