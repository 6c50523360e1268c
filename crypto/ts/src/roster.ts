// Who belongs to an account, by its statements alone and in their order (SPEC.md, *statement*).
import { type DeviceKeys, deviceId } from './device.ts'
import { type Bytes, equalBytes, toHex } from './encoding.ts'
import { Refused } from './errors.ts'
import {
  accountOf,
  type Act,
  type EpochStart,
  type Place,
  Role,
  type Statement,
  statementDigest,
  verifyPlaced,
} from './statement.ts'

/** How long a kit stays after notice was given, and how long a device must have been in to do without: 7 days. */
export const NOTICE_MS = 604_800_000

export interface Member {
  readonly keys: DeviceKeys
  readonly role: Role
  /** ms; 0 for the first device. */
  readonly since: number
  /** Device id of who let it in; null for the first device. */
  readonly by: Bytes | null
  /** Digest of the statement that let it in. */
  readonly admitted: Bytes
}

/** A member that was removed, or left: then `by` is its own id. */
export interface Gone {
  readonly keys: DeviceKeys
  readonly role: Role
  readonly by: Bytes
  readonly date: number
  readonly how: 'revoke' | 'leave'
}

/** Who said when that a kit is to be removed. */
export interface NoticeGiven {
  readonly signer: Bytes
  readonly date: number
}

/** An epoch as the statement has it that starts it; `wrapped` [72] is the key of the one before, null for the first. */
export interface Start {
  readonly number: number
  readonly commitment: Bytes
  readonly wrapped: Bytes | null
}

/** Plain data for structured clone; maps are by device id in hex. */
export interface StoredRoster {
  readonly account: Bytes
  readonly statement: Bytes
  readonly members: ReadonlyMap<string, Member>
  readonly gone: ReadonlyMap<string, Gone>
  readonly notices: ReadonlyMap<string, NoticeGiven>
  readonly starts: readonly Start[]
  readonly rotationDue: boolean
  readonly closed: { readonly by: Bytes; readonly date: number } | null
}

type Named = readonly [id: string, Member]

export class Roster {
  readonly account: Bytes
  /** Digest of the newest statement, as the next one names it; zeros at first. */
  statement: Bytes = new Uint8Array(32)
  readonly members = new Map<string, Member>()
  readonly gone = new Map<string, Gone>()
  /** By the kit that is to be removed. */
  readonly notices = new Map<string, NoticeGiven>()
  /** All epochs, ascending from 0. */
  readonly starts: Start[] = []
  /** Somebody left, who still has the current key. */
  rotationDue = false
  closed: { readonly by: Bytes; readonly date: number } | null = null

  constructor(account: Bytes) {
    this.account = account
  }

  static fromStored(stored: StoredRoster): Roster {
    const roster = new Roster(stored.account)
    roster.statement = stored.statement
    for (const [id, member] of stored.members) roster.members.set(id, member)
    for (const [id, gone] of stored.gone) roster.gone.set(id, gone)
    for (const [id, notice] of stored.notices) roster.notices.set(id, notice)
    roster.starts.push(...stored.starts)
    roster.rotationDue = stored.rotationDue
    roster.closed = stored.closed
    return roster
  }

  toStored(): StoredRoster {
    return {
      account: this.account,
      statement: this.statement,
      members: new Map(this.members),
      gone: new Map(this.gone),
      notices: new Map(this.notices),
      starts: [...this.starts],
      rotationDue: this.rotationDue,
      closed: this.closed,
    }
  }

  /** Shares what never changes, so that a read that fails leaves this one as it was. */
  copy(): Roster {
    return Roster.fromStored(this)
  }

  /** Number of the current epoch. */
  get epoch(): number {
    return this.starts.length - 1
  }

  /** To the key of the current epoch; zeros before the genesis. */
  get commitment(): Bytes {
    return this.starts.at(-1)?.commitment ?? new Uint8Array(32)
  }

  /** Members that are no kits. */
  get devices(): Named[] {
    return [...this.members].filter(([, { role }]) => role === Role.device)
  }

  get kits(): Named[] {
    return [...this.members].filter(([, { role }]) => role === Role.kit)
  }

  /** Everyone's keys by device id in hex, without one: whom a new epoch is sealed to (`startEpoch`). */
  keys(without: Uint8Array | null = null): Map<string, DeviceKeys> {
    const keys = new Map([...this.members].map(([id, member]) => [id, member.keys]))
    if (without) keys.delete(toHex(without))
    return keys
  }

  /**
   * Refuses a statement that is not valid here, with the code and in the order of SPEC.md. `inPlace` refuses one whose head is not the
   * log's (`head`); who has no log goes without.
   */
  check(statement: Statement, inPlace: (place: Place) => void = () => undefined): void {
    if (statement.kind === 'genesis' && this.starts.length > 0) throw new Refused('previous', 'a second genesis')
    if (!equalBytes(accountOf(statement), this.account)) throw new Refused('account', 'a statement of another account')
    if (this.closed) throw new Refused('closed', 'the account is closed')
    if (statement.kind === 'genesis') return
    const { place, act } = statement
    if (!equalBytes(place.previous, this.statement)) throw new Refused('previous', 'does not follow the newest statement')
    inPlace(place)
    const signer = this.members.get(toHex(place.signer))
    if (!signer) throw new Refused('signer', 'signed by a device that is not a member')
    verifyPlaced(statement, signer.keys)
    this.#checkAct(act, place)
  }

  /** Checks a statement and applies it. */
  admit(statement: Statement, inPlace?: (place: Place) => void): void {
    this.check(statement, inPlace)
    this.statement = statementDigest(statement.signed)
    if (statement.kind === 'genesis') {
      this.#let(statement.keys, Role.device, 0, null)
      this.starts.push({ number: 0, commitment: statement.commitment, wrapped: null })
    } else this.#apply(statement.act, statement.place)
  }

  #checkAct(act: Act, place: Place): void {
    switch (act.kind) {
      case 'add':
        if (act.epoch !== this.epoch)
          throw new Refused('epoch', `names epoch ${act.epoch}, the current one is ${this.epoch}`)
        if (this.#knows(act.keys)) throw new Refused('known-device', 'names a device that the account knows already')
        return
      case 'revoke': {
        const id = toHex(act.device)
        const removed = this.members.get(id)
        if (!removed || equalBytes(act.device, place.signer))
          throw new Refused('device', 'removes what is not another member')
        if (removed.role === Role.kit) this.#checkNotice(id, place)
        return this.#checkStart(act.start, id)
      }
      case 'leave':
        if (this.members.size === 1) throw new Refused('device', 'the last member cannot leave; it can close the account')
        return
      case 'rotate':
        return this.#checkStart(act.start, null)
      case 'notice': {
        const id = toHex(act.kit)
        if (this.members.get(id)?.role !== Role.kit || this.notices.has(id))
          throw new Refused('notice', 'gives notice to what is no kit, or has notice already')
        return
      }
      case 'cancel':
        if (!this.notices.has(toHex(act.kit))) throw new Refused('notice', 'cancels a notice that was not given')
    }
  }

  #checkNotice(kit: string, { signer, date }: Place): void {
    const given = this.notices.get(kit)
    const ran = given && date - given.date >= NOTICE_MS
    const agreed = given && !equalBytes(signer, given.signer) && [signer, given.signer].every((id) => this.#isOld(id, date))
    if (!ran && !agreed) throw new Refused('notice', 'this kit may not be removed yet; it has seven days from its notice')
  }

  /** Who holds one device cannot let a second one in to agree with it. */
  #isOld(device: Bytes, date: number): boolean {
    const member = this.members.get(toHex(device))
    return member !== undefined && (member.by === null || date - member.since >= NOTICE_MS)
  }

  #checkStart(start: EpochStart, without: string | null): void {
    if (start.number !== this.epoch + 1)
      throw new Refused('epoch', `starts epoch ${start.number}, the current one is ${this.epoch}`)
    const after = [...this.members.keys()].filter((id) => id !== without).sort()
    if (after.length !== start.sealed.length || start.sealed.some(([id], at) => toHex(id) !== after[at]))
      throw new Refused('members', 'seals an epoch to others than its members')
  }

  #knows(keys: DeviceKeys): boolean {
    const names = namesOf(keys)
    return [...this.members.values(), ...this.gone.values()].some((known) =>
      namesOf(known.keys).some((name) => names.includes(name)),
    )
  }

  #apply(act: Act, place: Place): void {
    switch (act.kind) {
      case 'add':
        return this.#let(act.keys, act.role, place.date, place.signer)
      case 'revoke':
        this.#remove(act.device, place, 'revoke')
        return this.#begin(act.start)
      case 'leave':
        this.#remove(place.signer, place, 'leave')
        this.rotationDue = true
        return
      case 'rotate':
        return this.#begin(act.start)
      case 'close':
        this.closed = { by: place.signer, date: place.date }
        return
      case 'notice':
        this.notices.set(toHex(act.kit), { signer: place.signer, date: place.date })
        return
      case 'cancel':
        this.notices.delete(toHex(act.kit))
    }
  }

  #let(keys: DeviceKeys, role: Role, since: number, by: Bytes | null): void {
    this.members.set(toHex(deviceId(keys)), { keys, role, since, by, admitted: this.statement })
  }

  #remove(device: Bytes, { signer, date }: Place, how: Gone['how']): void {
    const id = toHex(device)
    const { keys, role } = this.members.get(id) as Member
    this.members.delete(id)
    this.notices.delete(id)
    this.gone.set(id, { keys, role, by: signer, date, how })
  }

  #begin({ number, commitment, wrapped }: EpochStart): void {
    this.starts.push({ number, commitment, wrapped })
    this.rotationDue = false
  }
}

/** Everything by which an account knows a device: its id and both keys, in hex. */
const namesOf = (keys: DeviceKeys): string[] => [toHex(deviceId(keys)), toHex(keys.sign), toHex(keys.box)]
