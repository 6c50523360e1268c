// What the screens are told of terms, from the real vault.
import { beforeEach, expect, test } from 'vitest'
import { addByHand } from '../../extension/src/by-hand.ts'
import { changedTerms, compare, search, termsOf } from '../../extension/src/open-terms.ts'
import { keepAcceptance, type Keeping, keepTerms } from '../../extension/src/terms/store/index.ts'
import type { Capture } from '../../extension/src/terms/types.ts'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { Profile } from './device.ts'

const HOUR = 3_600_000
const MAY = Date.parse('2026-05-01T10:00:00Z')
const VENDOR = 'lantern.example'
const URL = `https://${VENDOR}/terms`

const clauses = Array.from({ length: 12 }, (_, number) => `Clause ${number} says what the two of them do if the case with the number ${number} comes to pass.`)
const terms = (returns: string): string => ['# Terms of sale', ...clauses, '## Returns', returns].join('\n\n')
const THIRTY = terms('You may return what you bought within thirty days, and we pay for the parcel.')
const FOURTEEN = terms('You may return what you bought within fourteen days, and you pay for the parcel.')

let vault: Vault
let order: string

beforeEach(async () => {
  vault = (await new Profile().create(null)).vault
  order = await addByHand(vault, { shop: VENDOR, items: null, total: '5.00', currency: 'EUR', orderNumber: 'L-1', orderDate: null, note: null, url: null, waiting: null }, new Map())
})

const keep = (markdown: string, seenAt: number): Promise<Keeping> =>
  keepTerms(vault, { vendor: VENDOR, type: 'General Conditions of Sale', url: URL, finalUrl: URL, via: 'fetch', seenAt, language: 'en', title: null, content: { kind: 'text', markdown }, sourceDigest: null, extractor: 1 } satisfies Capture)

async function buy({ document, version }: Keeping): Promise<void> {
  const documents = [{ type: 'General Conditions of Sale' as const, url: URL, text: 'Terms', place: 'acceptance' as const, document, version, digest: null, reason: null }]
  await keepAcceptance(vault, { vendor: VENDOR, order, at: MAY, act: 'ticked', wordings: ['I agree.'], gpc: null, language: 'en', documents })
}

const changes = (there = [order]) => changedTerms(termsOf(vault), new Set(there))

test('a change is told once a second look has seen it, and no longer when the page says again what was agreed to', async () => {
  const first = await keep(THIRTY, MAY)
  await buy(first)
  expect(await changes()).toEqual([])
  const second = await keep(FOURTEEN, MAY + 24 * HOUR)
  expect(await changes()).toEqual([])
  await keep(FOURTEEN, MAY + 30 * HOUR)
  expect(await changes()).toEqual([{ order, vendor: VENDOR, document: first.document, from: first.version, to: second.version, doubtful: false }])
  expect(await changes([])).toEqual([])
  await keep(THIRTY, MAY + 48 * HOUR)
  expect(await changes()).toEqual([])
})

test('a change is told of a page that is another text at every look, once two looks saw the change', async () => {
  const first = await keep(`${THIRTY}\n\nDucks`, MAY)
  await buy(first)
  await keep(`${THIRTY}\n\nGeese`, MAY + 24 * HOUR)
  await keep(`${FOURTEEN}\n\nSwans`, MAY + 48 * HOUR)
  expect(await changes()).toEqual([])
  const last = await keep(`${FOURTEEN}\n\nHerons`, MAY + 50 * HOUR)
  expect(await changes()).toEqual([{ order, vendor: VENDOR, document: first.document, from: first.version, to: last.version, doubtful: false }])
})

test('a text that lost most of its words is doubted, not announced as a change', async () => {
  await buy(await keep(THIRTY, MAY))
  await keep('# Terms of sale\n\nPlease turn on scripts to read the terms of this shop.', MAY + 24 * HOUR)
  await keep('# Terms of sale\n\nPlease turn on scripts to read the terms of this shop.', MAY + 30 * HOUR)
  expect((await changes()).map(({ doubtful }) => doubtful)).toEqual([true])
})

test('two versions are compared by their texts, and what is not here is not compared', async () => {
  const [first, second] = [await keep(THIRTY, MAY), await keep(FOURTEEN, MAY + HOUR)]
  const [document] = termsOf(vault).documents
  if (!document || first.version === null || second.version === null) throw new Error('not kept')
  expect(compare(document, first.version, second.version)?.counts).toMatchObject({ changed: 1, added: 0, removed: 0 })
  expect(compare(document, first.version, 'no such version')).toBeNull()
})

test('a search finds what stands there now and what was agreed to, and older texts when asked', async () => {
  const agreed = await keep(terms('Returns take forty days by camel.'), MAY)
  await buy(agreed)
  const between = await keep(terms('Returns take fifty days by camel.'), MAY + 24 * HOUR)
  const now = await keep(terms('Returns take sixty days by camel.'), MAY + 48 * HOUR)
  const found = async (older: boolean) => (await search(termsOf(vault), 'camel days', older)).map(({ version, total }) => [version, total])
  expect(await found(false)).toEqual([[now.version, 1], [agreed.version, 1]])
  expect(await found(true)).toEqual([[between.version, 1]])
  expect(await search(termsOf(vault), 'zebra', false)).toEqual([])
})

test('an order whose terms are still being read says so by the id that the screens know it by', () => {
  expect(termsOf(vault, [order]).reading).toEqual([order])
  expect(termsOf(vault).reading).toEqual([])
})
