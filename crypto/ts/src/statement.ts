// Signed acts that change who belongs to an account; each is a checkpoint of the whole log before it (SPEC.md, *statement*).
import { randomBytes } from '@noble/hashes/utils.js'
import { type Device, type DeviceKeys, deviceId, SIGNATURE_LENGTH, verify } from './device.ts'
import { type Bytes, concat, digest, equalBytes, exactly, frame, Reader, toHex, uint } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'

const VERSION = 1
const SEALED_KEY_LENGTH = 80
export const Kind = { genesis: 1, add: 2 } as const
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

/** `signer` (device id) lets `keys` in, with the current epoch's key sealed [80] to it. */
export interface Add {
  readonly kind: 'add'
  readonly account: Bytes
  readonly previous: Bytes
  readonly head: Head
  readonly signer: Bytes
  readonly role: Role
  readonly keys: DeviceKeys
  readonly epoch: number
  readonly sealedKey: Bytes
  readonly signed: Bytes
}

export type Statement = Genesis | Add

export const statementDigest = (signed: Uint8Array): Bytes => digest(labels.STATEMENT, signed)

/** A new account's first statement, signed by `device`. `nonce` [16] is given by tests alone. */
export function genesis(device: Device, commitment: Bytes, sealedKey: Bytes, nonce: Bytes = randomBytes(16)): Genesis {
  const { keys } = device
  const signed = sign(
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

export interface NewAdd {
  readonly account: Bytes
  readonly previous: Bytes
  readonly head: Head
  readonly newcomer: DeviceKeys
  readonly epoch: number
  readonly sealedKey: Bytes
  readonly role?: Role
}

/** `device` lets `newcomer` in; valid only as the very next entry after `head`, whose last statement is `previous`. */
export function add(device: Device, act: NewAdd): Add {
  const { account, previous, head, newcomer: keys, epoch, sealedKey, role = Role.device } = act
  const signed = sign(
    device,
    Uint8Array.of(VERSION, Kind.add),
    exactly(32, account, 'an account'),
    exactly(32, previous, 'a digest'),
    encodeHead(head),
    device.id,
    uint(role, 1),
    exactly(32, keys.sign, 'a sign key'),
    exactly(32, keys.box, 'a box key'),
    uint(epoch, 4),
    exactly(SEALED_KEY_LENGTH, sealedKey, 'a sealed epoch key'),
  )
  return { kind: 'add', account, previous, head, signer: device.id, role, keys, epoch, sealedKey, signed }
}

/** Reads a statement; a genesis is verified at once, an `add` needs its signer's keys (`checkStatement`). */
export function parse(signed: Bytes): Statement {
  const reader = new Reader(signed)
  const version = reader.number(1)
  const kind = reader.number(1)
  if (version !== VERSION) throw new Refused('version', `statement version ${version} is not known here`)
  if (kind === Kind.genesis) return takeGenesis(reader, signed)
  if (kind === Kind.add) return takeAdd(reader, signed)
  throw new Refused('kind', `statement kind ${kind} is not known here`)
}

function takeGenesis(reader: Reader, signed: Bytes): Genesis {
  reader.take(16)
  const keys = { sign: reader.take(32), box: reader.take(32) }
  const commitment = reader.take(32)
  const sealedKey = reader.take(SEALED_KEY_LENGTH)
  reader.take(SIGNATURE_LENGTH)
  reader.end()
  verifySigned(keys, signed)
  return { kind: 'genesis', account: digest(labels.ACCOUNT, signed), keys, commitment, sealedKey, signed }
}

function takeAdd(reader: Reader, signed: Bytes): Add {
  const account = reader.take(32)
  const previous = reader.take(32)
  const head = takeHead(reader, 'head')
  const signer = reader.take(16)
  const role = reader.number(1)
  const keys = { sign: reader.take(32), box: reader.take(32) }
  const epoch = reader.number(4)
  const sealedKey = reader.take(SEALED_KEY_LENGTH)
  reader.take(SIGNATURE_LENGTH)
  reader.end()
  if (role !== Role.device && role !== Role.kit) throw new Refused('role', `role ${role} is not known here`)
  return { kind: 'add', account, previous, head, signer, role, keys, epoch, sealedKey, signed }
}

/** Where in a log a statement is to be valid: directly after `head`. */
export interface Place {
  readonly account: Bytes
  readonly previous: Bytes
  readonly head: Head
  readonly epoch: number
  /** By device id in hex. */
  readonly members: { get(id: string): { readonly keys: DeviceKeys } | undefined; values(): Iterable<{ readonly keys: DeviceKeys }> }
}

/** Refuses a statement that is not valid in its place, with the code of SPEC.md, *statement*. */
export function checkStatement(statement: Statement, place: Place): void {
  if (statement.kind === 'genesis' && place.head.sequence !== 0) throw new Refused('previous', 'a second genesis')
  if (!equalBytes(statement.account, place.account)) throw new Refused('account', 'a statement of another account')
  if (statement.kind === 'genesis') return
  if (!equalBytes(statement.previous, place.previous))
    throw new Refused('previous', 'does not follow the newest statement')
  if (!equalHeads(statement.head, place.head)) throw new Refused('head', 'does not follow the newest entry')
  const signer = place.members.get(toHex(statement.signer))
  if (!signer) throw new Refused('signer', 'signed by a device that is not a member')
  verifySigned(signer.keys, statement.signed)
  if (statement.epoch !== place.epoch)
    throw new Refused('epoch', `names epoch ${statement.epoch}, the current one is ${place.epoch}`)
  const known = new Set([...place.members.values()].flatMap(({ keys }) => namesOf(keys)))
  if (namesOf(statement.keys).some((name) => known.has(name)))
    throw new Refused('known-device', 'names a device that the account knows already')
}

/** Everything by which an account knows a device: its id and both keys, in hex. */
const namesOf = (keys: DeviceKeys): string[] => [toHex(deviceId(keys)), toHex(keys.sign), toHex(keys.box)]

function sign(device: Device, ...fields: Uint8Array[]): Bytes {
  const body = concat(...fields)
  return concat(body, device.sign(frame(labels.STATEMENT, body)))
}

function verifySigned(keys: DeviceKeys, signed: Bytes): void {
  const end = signed.length - SIGNATURE_LENGTH
  verify(keys.sign, frame(labels.STATEMENT, signed.subarray(0, end)), signed.subarray(end))
}
