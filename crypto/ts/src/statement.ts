// Signed acts that change who belongs to an account; each is a checkpoint of the whole log before it (SPEC.md, *statement*).
import { randomBytes } from '@noble/hashes/utils.js'
import { BOX_OVERHEAD, type Device, type DeviceKeys, SIGNATURE_LENGTH, verify } from './device.ts'
import { type Bytes, compareBytes, concat, digest, equalBytes, exactly, frame, Reader, uint } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'
import { MOST_MS } from './stamp.ts'

const VERSION = 1
export const SEALED_KEY_LENGTH = 32 + BOX_OVERHEAD
/** Nonce, key and tag. */
export const WRAPPED_KEY_LENGTH = 24 + 32 + 16
const PLACE_LENGTH = 162
const START_LENGTH = 4 + 32 + WRAPPED_KEY_LENGTH + 2
const SEALED_LENGTH = 16 + SEALED_KEY_LENGTH

export const Kind = {
  genesis: 1,
  add: 2,
  revoke: 3,
  leave: 4,
  rotate: 5,
  checkpoint: 6,
  close: 7,
  notice: 8,
  cancel: 9,
} as const
export const Role = { device: 1, kit: 2 } as const
export type Role = (typeof Role)[keyof typeof Role]

/** A point in a log: generation [32], sequence, hash [32]. */
export interface Head {
  readonly generation: Bytes
  readonly sequence: number
  readonly hash: Bytes
}

export const encodeHead = (head: Head): Bytes =>
  concat(exactly(32, head.generation, 'a generation'), uint(head.sequence, 8), exactly(32, head.hash, 'a hash'))

export const takeHead = (reader: Reader, code: string): Head => ({
  generation: reader.take(32),
  sequence: reader.number(8, code),
  hash: reader.take(32),
})

export const equalHeads = (one: Head, other: Head): boolean =>
  one.sequence === other.sequence && equalBytes(one.hash, other.hash) && equalBytes(one.generation, other.generation)

/** The first device, which signs, and epoch 0: commitment [32] to its key and the key sealed [80] to that device. */
export interface Genesis {
  readonly kind: 'genesis'
  readonly account: Bytes
  readonly keys: DeviceKeys
  readonly commitment: Bytes
  readonly sealedKey: Bytes
  readonly signed: Bytes
}

/** Where a statement stands (directly after `head` and the statement with the digest `previous`), by whom (device id) and when (ms). */
export interface Place {
  readonly account: Bytes
  readonly previous: Bytes
  readonly head: Head
  readonly signer: Bytes
  readonly date: number
}

/** A new epoch: commitment [32] to its key, the key before it wrapped [72], and its own sealed [80] to all members, ascending by device id. */
export interface EpochStart {
  readonly number: number
  readonly commitment: Bytes
  readonly wrapped: Bytes
  readonly sealed: readonly (readonly [device: Bytes, sealedKey: Bytes])[]
}

/** The signer lets `keys` in, with the current epoch's key sealed [80] to it. */
export interface Add {
  readonly kind: 'add'
  readonly role: Role
  readonly keys: DeviceKeys
  readonly epoch: number
  readonly sealedKey: Bytes
}

/** `device` is the id of the one that is removed. */
export interface Revoke {
  readonly kind: 'revoke'
  readonly device: Bytes
  readonly start: EpochStart
}

export interface Leave {
  readonly kind: 'leave'
}

export interface Rotate {
  readonly kind: 'rotate'
  readonly start: EpochStart
}

/** `live` is the digest [32] of the live set directly before it. */
export interface Checkpoint {
  readonly kind: 'checkpoint'
  readonly live: Bytes
}

export interface Close {
  readonly kind: 'close'
}

/** `kit` is the device id of the one that is to be removed. */
export interface Notice {
  readonly kind: 'notice'
  readonly kit: Bytes
}

/** `kit` is the device id of the one that is to stay. */
export interface Cancel {
  readonly kind: 'cancel'
  readonly kit: Bytes
}

export type Act = Add | Revoke | Leave | Rotate | Checkpoint | Close | Notice | Cancel

/** Any statement but a genesis. Its signature is not checked before its signer's keys are known (`verifyPlaced`). */
export interface Placed {
  readonly kind: 'placed'
  readonly place: Place
  readonly act: Act
  readonly signed: Bytes
}

export type Statement = Genesis | Placed

export const statementDigest = (signed: Uint8Array): Bytes => digest(labels.STATEMENT, signed)

export const accountOf = (statement: Statement): Bytes =>
  statement.kind === 'genesis' ? statement.account : statement.place.account

/** A new account's first statement, signed by `device`. `nonce` [16] is given by tests alone. */
export function genesis(device: Device, commitment: Bytes, sealedKey: Bytes, nonce: Bytes = randomBytes(16)): Genesis {
  const { keys } = device
  const signed = signBody(
    device,
    Uint8Array.of(VERSION, Kind.genesis),
    exactly(16, nonce, "a genesis's nonce"),
    keys.sign,
    keys.box,
    exactly(32, commitment, 'a commitment'),
    exactly(SEALED_KEY_LENGTH, sealedKey, 'a sealed epoch key'),
  )
  return { kind: 'genesis', account: digest(labels.ACCOUNT, signed), keys, commitment, sealedKey, signed }
}

/** `device` does `act`; valid only as the very next entry after `head`, whose last statement is `previous`. */
export function sign(device: Device, act: Act, at: Omit<Place, 'signer'>): Placed {
  const { account, previous, head, date } = at
  if (date >= MOST_MS) throw new Refused('date', 'a date lies before 2^43 ms')
  const signed = signBody(
    device,
    Uint8Array.of(VERSION, Kind[act.kind]),
    exactly(32, account, 'an account'),
    exactly(32, previous, 'a digest'),
    encodeHead(head),
    device.id,
    uint(date, 8),
    encodeAct(act),
  )
  return { kind: 'placed', place: { account, previous, head, signer: device.id, date }, act, signed }
}

function encodeAct(act: Act): Bytes {
  switch (act.kind) {
    case 'add':
      return concat(
        uint(act.role, 1),
        exactly(32, act.keys.sign, 'a sign key'),
        exactly(32, act.keys.box, 'a box key'),
        uint(act.epoch, 4),
        exactly(SEALED_KEY_LENGTH, act.sealedKey, 'a sealed epoch key'),
      )
    case 'revoke':
      return concat(exactly(16, act.device, 'a device id'), encodeStart(act.start))
    case 'rotate':
      return encodeStart(act.start)
    case 'checkpoint':
      return exactly(32, act.live, 'a digest').slice()
    case 'notice':
    case 'cancel':
      return exactly(16, act.kit, 'a device id').slice()
    default:
      return new Uint8Array()
  }
}

function encodeStart({ number, commitment, wrapped, sealed }: EpochStart): Bytes {
  return concat(
    uint(number, 4),
    exactly(32, commitment, 'a commitment'),
    exactly(WRAPPED_KEY_LENGTH, wrapped, 'a wrapped epoch key'),
    uint(sealed.length, 2),
    ...sealed.flatMap(([device, key]) => [
      exactly(16, device, 'a device id'),
      exactly(SEALED_KEY_LENGTH, key, 'a sealed epoch key'),
    ]),
  )
}

/** Reads a statement; a genesis is verified at once, any other needs its signer's keys (`verifyPlaced`). */
export function parse(signed: Bytes): Statement {
  const reader = new Reader(signed)
  const version = reader.number(1)
  const kind = reader.number(1)
  if (version !== VERSION) throw new Refused('version', `statement version ${version} is not known here`)
  if (kind === Kind.genesis) return takeGenesis(reader, signed)
  const named = NAMES.get(kind)
  if (!named) throw new Refused('kind', `statement kind ${kind} is not known here`)
  checkLength(named, signed)
  const place = takePlace(reader)
  const act = takeAct(named, reader)
  if (place.date >= MOST_MS) throw new Refused('date', "a statement's date is not a time from 1970 to 2248")
  if (act.kind === 'revoke' || act.kind === 'rotate') checkAscending(act.start)
  return { kind: 'placed', place, act, signed }
}

const NAMES = new Map<number, Act['kind']>(
  Object.entries(Kind).flatMap(([name, kind]) => (name === 'genesis' ? [] : [[kind, name as Act['kind']]])),
)

const ACT_LENGTHS: Readonly<Record<Act['kind'], number>> = {
  add: 1 + 64 + 4 + SEALED_KEY_LENGTH,
  revoke: 16 + START_LENGTH,
  leave: 0,
  rotate: START_LENGTH,
  checkpoint: 32,
  close: 0,
  notice: 16,
  cancel: 16,
}

/** Before anything else is read, so that whatever else is wrong, a wrong length names the refusal. */
function checkLength(kind: Act['kind'], signed: Bytes): void {
  let length = PLACE_LENGTH + ACT_LENGTHS[kind] + SIGNATURE_LENGTH
  if ((kind === 'revoke' || kind === 'rotate') && signed.length >= length) {
    const members = length - SIGNATURE_LENGTH - 2
    length += SEALED_LENGTH * (((signed[members] as number) << 8) | (signed[members + 1] as number))
  }
  if (signed.length !== length) throw new Refused('length', `${signed.length} bytes are not a statement of this kind`)
}

function takeGenesis(reader: Reader, signed: Bytes): Genesis {
  reader.take(16)
  const keys = takeKeys(reader)
  const commitment = reader.take(32)
  const sealedKey = reader.take(SEALED_KEY_LENGTH)
  reader.take(SIGNATURE_LENGTH)
  reader.end()
  verifySigned(keys, signed)
  return { kind: 'genesis', account: digest(labels.ACCOUNT, signed), keys, commitment, sealedKey, signed }
}

const takeKeys = (reader: Reader): DeviceKeys => ({ sign: reader.take(32), box: reader.take(32) })

const takePlace = (reader: Reader): Place => ({
  account: reader.take(32),
  previous: reader.take(32),
  head: takeHead(reader, 'head'),
  signer: reader.take(16),
  // Not exact above 2^53, which is refused once the role was.
  date: reader.number(4) * 2 ** 32 + reader.number(4),
})

function takeAct(kind: Act['kind'], reader: Reader): Act {
  switch (kind) {
    case 'add': {
      const role = reader.number(1)
      if (role !== Role.device && role !== Role.kit) throw new Refused('role', `role ${role} is not known here`)
      return { kind, role, keys: takeKeys(reader), epoch: reader.number(4), sealedKey: reader.take(SEALED_KEY_LENGTH) }
    }
    case 'revoke':
      return { kind, device: reader.take(16), start: takeStart(reader) }
    case 'rotate':
      return { kind, start: takeStart(reader) }
    case 'checkpoint':
      return { kind, live: reader.take(32) }
    case 'notice':
    case 'cancel':
      return { kind, kit: reader.take(16) }
    default:
      return { kind }
  }
}

function takeStart(reader: Reader): EpochStart {
  const number = reader.number(4)
  const commitment = reader.take(32)
  const wrapped = reader.take(WRAPPED_KEY_LENGTH)
  const members = reader.number(2)
  const sealed = Array.from({ length: members }, () => [reader.take(16), reader.take(SEALED_KEY_LENGTH)] as const)
  return { number, commitment, wrapped, sealed }
}

function checkAscending({ sealed }: EpochStart): void {
  for (let at = 1; at < sealed.length; at++)
    if (compareBytes((sealed[at - 1] as (typeof sealed)[0])[0], (sealed[at] as (typeof sealed)[0])[0]) >= 0)
      throw new Refused('members', "an epoch's members are not ascending")
}

/** Refused (`signature`) if it is not signed by the owner of `keys`. */
export const verifyPlaced = ({ signed }: Placed, keys: DeviceKeys): void => verifySigned(keys, signed)

function signBody(device: Device, ...fields: Uint8Array[]): Bytes {
  const body = concat(...fields)
  return concat(body, device.sign(frame(labels.STATEMENT, body)))
}

function verifySigned(keys: DeviceKeys, signed: Bytes): void {
  const end = signed.length - SIGNATURE_LENGTH
  verify(keys.sign, frame(labels.STATEMENT, signed.subarray(0, end)), signed.subarray(end))
}
