import { expect, it } from 'vitest'
import { isFlooded } from '../../extension/src/flood.ts'
import { captured, read, see } from './capture/sightings.ts'
import { Profile } from './device.ts'

it('fifty orders of one shop within an hour are more than a person buys, and those of another shop are not counted', async () => {
  const { vault } = await new Profile().create(null)
  const buy = (vendor: string, number: string) => see(vault, captured({ orderNumber: read(number), total: read('5.00') }), { vendor, url: `https://${vendor}/thanks` })
  for (let made = 0; made < 49; made++) await buy('forger.example', `F-${made}`)
  await buy('shop.example', 'S-1')
  expect(isFlooded(vault, 'forger.example', Date.now())).toBe(false)
  await buy('forger.example', 'F-49')
  expect(isFlooded(vault, 'forger.example', Date.now())).toBe(true)
  expect(isFlooded(vault, 'shop.example', Date.now())).toBe(false)
  expect(isFlooded(vault, 'forger.example', Date.now() + 3_700_000)).toBe(false)
})
