// Row 20: a short pairing code is guessed, or the digits are.
import { expect, test } from 'vitest'
import { Guest, Host, pairingWords } from '../../extension/src/sync/pairing.ts'
import { Vault } from '../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { goesOn, isKept, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()

function host(device: DeviceUnderTest): Promise<Host> {
  const { relay: dialled, session, sync } = device.connection()
  return Host.open(device.vault, dialled, session, sync)
}

const wrong = (digits: string): string => String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
const wordsOf = async (work: Promise<unknown>): Promise<string | null> => work.then(() => null, pairingWords)

async function letIn(waiting: Host, guest: Guest): Promise<DeviceUnderTest> {
  const profile = new Profile()
  await waiting.confirm(guest.digits)
  const { identity, ahead } = await guest.admitted(profile.tokens)
  return profile.device(await Vault.join(profile.environment, identity, ahead, 'Tablet'))
}

test('a second claim is refused, and the first gets in', async () => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  const waiting = await host(laptop)
  const guest = await Guest.claim(waiting.code, 'Tablet')
  expect(await wordsOf(Guest.claim(waiting.code, 'Late'))).toMatch(/Another device used this code before this one/)
  expect(await waiting.claimed()).toEqual({ name: 'Tablet' })
  const tablet = await letIn(waiting, guest)
  await goesOn(relay(), laptop, phone, tablet)
  expect(laptop.vault.log.roster.members.size).toBe(3)
})

test.each([null, '20-every-claim'])('one wrong entry ends it, also where the relay goes on: %s', async (name) => {
  const [laptop, phone] = await two(relay())
  const members = [...laptop.vault.log.roster.members.keys()]
  await say(laptop, TYPED)
  if (name) await relay().lie(name)
  const waiting = await host(laptop)
  const guest = await Guest.claim(waiting.code, 'Tablet')
  await waiting.claimed()
  expect(await wordsOf(waiting.confirm(wrong(guest.digits)))).toMatch(/not the digits that the new device shows. Nobody was let in/)
  expect(await wordsOf(waiting.confirm(guest.digits))).toMatch(/no longer good/)
  if (!name) expect(await wordsOf(guest.admitted(new Profile().tokens))).toMatch(/ended the pairing, or ten minutes went by/)
  expect([...laptop.vault.log.roster.members.keys()]).toEqual(members)
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
  expect([...phone.vault.log.roster.members.keys()]).toEqual(members)
})

test('the claim that was seen stays the one', async () => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  await relay().lie('20-every-claim')
  const waiting = await host(laptop)
  const guest = await Guest.claim(waiting.code, 'Tablet')
  expect(await waiting.claimed()).toEqual({ name: 'Tablet' })
  await Guest.claim(waiting.code, 'Late')
  const tablet = await letIn(waiting, guest)
  await goesOn(relay(), laptop, phone, tablet)
  expect(laptop.vault.log.roster.members.size).toBe(3)
})
