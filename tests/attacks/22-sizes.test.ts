// Sizes, ids and types tell a story: what the relay can guess of a record's type from its size, by the records that the extension writes.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { upsert } from '../../extension/src/capture/upsert/index.ts'
import { keepAcceptance } from '../../extension/src/terms/store/acceptance.ts'
import { keepAgreement } from '../../extension/src/terms/store/agreement.ts'
import { captured, item, read } from '../extension/capture/sightings.ts'
import { Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

const EACH = 60
const SMALL = 1_024
const AROUND = 56 + 24 + 16
const SHOPS = ['lantern-and-loom', 'books', 'thefridge.co', 'b', 'sewing-supplies-north']
const of = <T>(choices: readonly T[], at: number): T => choices[at % choices.length] as T

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

/** Sizes by type, of everything that waits in a vault after a person's many purchases. */
async function sizes(): Promise<Map<string, number[]>> {
  const device = await new Profile().create(relay.url)
  await device.sync()
  const { vault } = device
  for (let at = 0; at < EACH; at++) {
    const vendor = `${of(SHOPS, at)}-${at}.example`
    const url = `https://www.${vendor}/checkout/thank-you`
    const order = captured({
      orderNumber: read(`#${1001 + at * 7919}`),
      total: read(`${at}.95`),
      currency: read('EUR'),
      vendorName: read('A shop with a name'.slice(0, 3 + (at % 15))),
      items: read([item('Linen shirt, white, size M'.slice(0, 5 + (at % 20)), { quantity: 1 + (at % 3), unitPrice: '9.99' })]),
    })
    const seen = await upsert(vault, { order, vendor, url })
    if (!('record' in seen)) throw new Error(seen.outcome)
    await keepAgreement(vault, { vendor, agreement: 'https://w3id.org/dpv/ieee-7012#SB-A1', state: 'offered', note: null, at: Date.now() })
    const document = { type: 'Privacy Policy', url: `https://www.${vendor}/privacy`, text: 'privacy', place: 'footer', document: null, version: null, digest: null, reason: 'offline' } as const
    const wordings = ['By placing your order you agree to our terms.'.slice(0, 10 + (at % 35))]
    await keepAcceptance(vault, { vendor, order: seen.record, at: Date.now(), act: 'ticked', wordings, gpc: null, language: 'en', documents: [document] })
    await vault.edit((editor) => editor.say('Device', 'd0'.repeat(14) + (0x1000 + at).toString(16), 'name', `Ada's laptop ${'x'.repeat(at % 30)}`))
  }
  const found = new Map<string, number[]>()
  for (const { record, envelope } of await vault.outgoing({ records: 10_000, bytes: 1 << 30 })) {
    const type = vault.get(record)?.document.type ?? ''
    found.set(type, [...(found.get(type) ?? []), envelope.length])
  }
  return found
}

/** How often the likeliest type for a size is the right one, every type as likely as any other. */
function accuracy(found: ReadonlyMap<string, readonly number[]>): number {
  const share = (type: string, size: number): number => {
    const known = (found.get(type) ?? []).filter((_, at) => at % 2 === 0)
    return known.filter((one) => one === size).length / known.length
  }
  const types = [...found.keys()]
  const guess = (size: number): string => types.reduce((best, one) => (share(one, size) > share(best, size) ? one : best))
  const right = types.map((type) => {
    const unknown = (found.get(type) ?? []).filter((_, at) => at % 2 === 1)
    return unknown.filter((size) => guess(size) === type).length / unknown.length
  })
  return right.reduce((sum, one) => sum + one, 0) / types.length
}

it('among records under 1 KiB a guess by size is within a twentieth of chance', { timeout: 60_000 }, async () => {
  const found = await sizes()
  expect([...found.keys()].sort()).toEqual(['Acceptance', 'Agreement', 'Device', 'Order', 'Vendor'])
  for (const [type, of] of found) expect(of.length, type).toBeGreaterThanOrEqual(EACH)
  expect(Math.abs(accuracy(found) - 1 / found.size)).toBeLessThanOrEqual(0.05)
  expect(new Set([...found.values()].flat())).toEqual(new Set([SMALL + AROUND]))
})
