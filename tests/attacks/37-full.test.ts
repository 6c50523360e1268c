// Revoke or delete refused because the relay is full: neither is, and what still does not fit waits here and is said.
import { shown } from '@counterfoil/crypto/document'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { Full } from '../../extension/src/sync/sync.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start('--quota', '40000')
})
afterAll(() => relay.stop())

const record = (number: number): string => '07'.repeat(15) + number.toString(16).padStart(2, '0')
const say = (device: DeviceUnderTest, number: number, field: string, value: string | boolean): Promise<boolean> =>
  device.vault.edit((editor) => editor.say('Order', record(number), field, value))

it('at a hundred per cent an order can be deleted, purged and corrected, and a device removed', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(relay.url)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  let written = 0
  for (;;) {
    await say(laptop, written, 'note', 'x'.repeat(1_500))
    try {
      await laptop.sync()
    } catch (error) {
      expect(error).toBeInstanceOf(Full)
      break
    }
    written++
  }
  expect(written).toBeGreaterThan(5)
  expect(laptop.vault.waiting).toBe(1)

  const attempt = (): Promise<void> => laptop.sync().catch((error: unknown) => expect(error).toBeInstanceOf(Full))
  await say(laptop, 0, 'deleted', true)
  await say(laptop, 1, 'note', 'shorter')
  await attempt()
  expect(laptop.vault.get(record(0))?.waiting).toBe(false)
  expect(laptop.vault.get(record(1))?.waiting).toBe(false)
  const id = phone.vault.device.name
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(id) ? revoke(laptop.vault, id) : null))
  expect(laptop.vault.log.roster.gone.has(id)).toBe(true)
  // Now there is room: a purge left less than it took away.
  laptop.profile.ahead = 31 * 86_400_000
  await laptop.vault.purge()
  await attempt()
  expect(laptop.vault.get(record(0))?.waiting).toBe(false)
  const last = laptop.vault.get(record(written))
  expect(last && shown(last.document, 'note')).toBe('x'.repeat(1_500))
})
