// What one implementation might take and the other not: neither takes it, it is named, and what comes after it is read.
//
// Signatures: a key of small order, for which anybody can sign, and S not below L. Contents: a lone surrogate, and a document that inflates
// a thousandfold; both from a device that belongs, for nobody else could seal them.
import { constants, deflateRawSync } from 'node:zlib'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { Device, deviceId } from '@counterfoil/crypto/device'
import { shown } from '@counterfoil/crypto/document'
import { type Bytes, concat, frame, toHex, toUtf8, uint } from '@counterfoil/crypto/encoding'
import { sizeStep } from '@counterfoil/crypto/envelope'
import { encodeHeader } from '@counterfoil/crypto/header'
import * as labels from '@counterfoil/crypto/labels'
import { encodeHead } from '@counterfoil/crypto/statement'
import { expect, test } from 'vitest'
import { add, rotate } from '../../extension/src/sync/acts.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { isStopped, malicious, note, reopened, say, settle, troubleAfterSync, two, TYPED } from './people.ts'

const relay = malicious()
const NEUTRAL = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0))
const MEBIBYTE = 1 << 20
/** Mebibytes that a bomb inflates to. */
const LOUD = 60

test('an S above the order is no signature', async () => {
  const [laptop, phone] = await two(relay())
  await phone.connection().sync.act(() => (phone.vault.log.roster.epoch === 0 ? rotate(phone.vault) : null))
  await relay().lie('39-s-plus-l')
  const after = await isStopped(laptop, 'signature', /cannot be true/)
  expect(after.vault.epoch.number).toBe(0)
})

test('nobody signs for a key of small order', async () => {
  const [laptop, phone] = await two(relay())
  const ghost = { sign: NEUTRAL, box: Device.new().keys.box }
  const id = toHex(deviceId(ghost))
  await phone.connection().sync.act(() => (phone.vault.log.roster.members.has(id) ? null : add(phone.vault, ghost)))
  await laptop.sync()
  expect(laptop.vault.log.roster.members.has(id), 'the phone let it in, as it may').toBe(true)
  await relay().lie('39-anyones-key')
  await relay().act(toHex(ghost.box))
  const after = await isStopped(laptop, 'signature', /cannot be true/)
  expect(after.vault.ending).toBeNull()
})

const document = (value: Bytes): Bytes =>
  concat(toUtf8(`{"fields":{"note":{"page":{"at":[1,0,"${'0'.repeat(32)}"],"value":"`), value, toUtf8('"}}},"schema":1,"type":"Order"}'))

/** A deflated stream that begins with `start` and goes on with nothing for `LOUD` MiB. */
function bomb(start: Bytes): Bytes {
  const open = { finishFlush: constants.Z_FULL_FLUSH }
  const piece = deflateRawSync(new Uint8Array(MEBIBYTE), open)
  return concat(deflateRawSync(start, open), ...Array.from({ length: LOUD }, () => piece), deflateRawSync(new Uint8Array()))
}

const GOOD = document(toUtf8('x'))

/** A new record as a device that belongs could write it, were it not for what is inside. */
function sealed({ vault }: DeviceUnderTest, stored: Bytes, inflated: number | null, count = 2 ** 40): Bytes {
  const header = encodeHeader({ account: vault.account, record: randomBytes(16), epoch: vault.epoch.number, blobs: [] })
  const before = concat(uint(inflated === null ? 0 : 1, 1), vault.device.id, uint(count, 8), uint(Date.now(), 8), encodeHead(vault.head), new Uint8Array(40))
  const plain = concat(before, uint(stored.length, 4), uint(inflated ?? stored.length, 4), stored)
  const padded = new Uint8Array(sizeStep(plain.length))
  padded.set(plain)
  const nonce = randomBytes(24)
  return concat(header, nonce, xchacha20poly1305(vault.epoch.sealKey, nonce, frame(labels.ENVELOPE, header)).encrypt(padded))
}

async function writes(device: DeviceUnderTest, envelope: Bytes): Promise<void> {
  const { relay: dialled, session } = device.connection()
  const [result] = await session.with((token) => dialled.appendRecords(token, device.vault.head.generation, [{ base: null, envelope }]))
  expect(result?.problem).toBeUndefined()
}

const CASES: readonly (readonly [string, Bytes, number | null, string])[] = [
  ['a lone surrogate', document(Uint8Array.of(0xed, 0xa0, 0x80)), null, 'document'],
  ['a lone surrogate, escaped', document(toUtf8('\\ud800')), null, 'document'],
  ['a bomb', bomb(GOOD), GOOD.length, 'damaged'],
  ['a bomb that announces as much as may be', bomb(new Uint8Array()), 4 * MEBIBYTE, 'damaged'],
]

test('contents that no reader may take are named and set aside, and sync goes on', async () => {
  let [laptop, phone] = await two(relay())
  const before = laptop.shown()
  const expected: string[] = []
  for (const [what, stored, inflated, code] of CASES) {
    expected.push(code)
    await writes(phone, sealed(phone, stored, inflated, 2 ** 40 + expected.length))
    expect(await troubleAfterSync(laptop), what).toBeNull()
    expect([...laptop.vault.setAside.values()], what).toEqual(expected)
    expect(laptop.shown(), what).toEqual(before)
  }
  await say(laptop, TYPED)
  laptop = await reopened(laptop)
  const tablet = await new Profile().join(laptop, 'Tablet')
  await settle(tablet, laptop)
  for (const device of [laptop, tablet]) {
    expect([...device.vault.setAside.values()].sort()).toEqual(expected.toSorted())
    expect([note(device), device.vault.waiting]).toEqual([TYPED, 0])
  }
})

test('what these are made like is taken', async () => {
  const [laptop, phone] = await two(relay())
  await writes(phone, sealed(phone, deflateRawSync(GOOD), GOOD.length))
  expect(await troubleAfterSync(laptop)).toBeNull()
  expect(laptop.vault.setAside.size).toBe(0)
  expect([...laptop.vault.records()].map(([, { document }]) => shown(document, 'note'))).toContain('x')
})
