// Row 25: a newcomer or a kit is given another account.
import { expect, test } from 'vitest'
import { Guest, Host } from '../../extension/src/sync/pairing.ts'
import { Profile } from '../extension/device.ts'
import { goesOn, isKept, malicious, say, two, TYPED } from './people.ts'

const relay = malicious()

test('a newcomer joins the account of the answer and no other', async () => {
  const [laptop, phone] = await two(relay())
  await say(laptop, TYPED)
  const { relay: dialled, session, sync } = laptop.connection()
  const host = await Host.open(laptop.vault, dialled, session, sync)
  const guest = await Guest.claim(host.code, 'Tablet')
  await host.claimed()
  await host.confirm(guest.digits)
  await relay().lie('25-own-account')
  await expect(guest.admitted(new Profile().tokens)).rejects.toMatchObject({ name: 'Refused', code: 'account' })
  isKept(laptop)
  await goesOn(relay(), laptop, phone)
})
