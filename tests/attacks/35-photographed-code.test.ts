// Row 35: somebody photographs the pairing code and claims first.
import { expect, test } from 'vitest'
import { Guest, Host, pairingWords } from '../../extension/src/sync/pairing.ts'
import { Profile } from '../extension/device.ts'
import { goesOn, isKept, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()
const wordsOf = async (work: Promise<unknown>): Promise<string | null> => work.then(() => null, pairingWords)

test('the newcomer says so, and nobody is added', async () => {
  const [laptop, phone] = await two(relay())
  const members = [...laptop.vault.log.roster.members.keys()]
  await say(laptop, TYPED)
  const { relay: dialled, session, sync } = laptop.connection()
  const host = await Host.open(laptop.vault, dialled, session, sync)
  const thief = await Guest.claim(host.code, 'Tablet')
  expect(await wordsOf(Guest.claim(host.code, 'Tablet'))).toMatch(/Another device used this code before this one. If that was not you, end the pairing/)
  await host.claimed()
  // The person has no digits to type: the device in their hand shows none.
  await host.cancel()
  expect(await wordsOf(thief.admitted(new Profile().tokens))).toMatch(/ended the pairing/)
  expect([...laptop.vault.log.roster.members.keys()]).toEqual(members)
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
})

test('the digits of the device in hand let no other in', async () => {
  const [laptop, phone] = await two(relay())
  const members = [...laptop.vault.log.roster.members.keys()]
  await say(laptop, TYPED)
  await relay().lie('35-every-claim')
  const { relay: dialled, session, sync } = laptop.connection()
  const host = await Host.open(laptop.vault, dialled, session, sync)
  const thief = await Guest.claim(host.code, 'Tablet')
  expect(await host.claimed()).toEqual({ name: 'Tablet' })
  const { digits } = await Guest.claim(host.code, 'Tablet')
  expect(digits).not.toBe(thief.digits)
  expect(await wordsOf(host.confirm(digits))).toMatch(/not the digits that the new device shows. Nobody was let in/)
  expect(await wordsOf(host.confirm(thief.digits))).toMatch(/no longer good/)
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
  expect([...phone.vault.log.roster.members.keys()]).toEqual(members)
})
