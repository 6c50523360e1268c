// Row 8: malleability.
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromHex } from '@counterfoil/crypto/encoding'
import { open } from '@counterfoil/crypto/envelope'
import { Epoch, openEpoch } from '@counterfoil/crypto/epoch'
import { parseHeader } from '@counterfoil/crypto/header'
import { Pairing } from '@counterfoil/crypto/pairing'
import { parse } from '@counterfoil/crypto/statement'
import { expect, test } from 'vitest'
import answerGood from '../../crypto/vectors/pairing/answer-good.json'
import genesisGood from '../../crypto/vectors/statement/genesis.json'
import openGood from '../../crypto/vectors/epoch/open-good.json'
import stored from '../../crypto/vectors/envelope/stored.json'
import { isNamedAndSetAside, malicious, two } from './people.ts'

const relay = malicious()
const refused = expect.objectContaining({ name: 'Refused' })

test('a flipped bit sets the revision aside', async () => {
  const [laptop, phone] = await two(relay())
  await relay().lie('08-flipped')
  await isNamedAndSetAside(relay(), laptop, phone)
})

function* flips(data: Bytes): Iterable<Bytes> {
  for (let at = 0; at < data.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      const flipped = data.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
      yield flipped
    }
}

test('no bit of an envelope can be flipped', { timeout: 60_000 }, async () => {
  const { epoch_key: key, envelope } = stored.input
  for (const one of flips(fromHex(envelope))) {
    // The key is the epoch's that the header names, whatever it names: nothing rests on the number alone.
    const opening = (async () => open(new Epoch(parseHeader(one).epoch, fromHex(key)), one))()
    await expect(opening).rejects.toEqual(refused)
  }
})

test('no bit of an epoch key can be flipped', () => {
  const { seed, number, sealed, commitment } = openGood.input
  for (const one of flips(fromHex(sealed)))
    expect(() => openEpoch(new Device(fromHex(seed)), number, one, fromHex(commitment))).toThrow(refused)
}, 60_000)

test('no bit of a genesis can be flipped', () => {
  for (const one of flips(fromHex(genesisGood.input.statement))) expect(() => parse(one)).toThrow(refused)
}, 60_000)

test('no bit of a claim or an answer can be flipped', () => {
  const { secret, claim, answer } = answerGood.input
  const pairing = new Pairing(fromHex(secret))
  for (const one of flips(fromHex(claim))) expect(() => pairing.openClaim(one)).toThrow(refused)
  for (const one of flips(fromHex(answer))) expect(() => pairing.openAnswer(one, fromHex(claim))).toThrow(refused)
})
