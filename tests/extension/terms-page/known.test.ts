import { expect, test } from 'vitest'
import type { AcceptanceView, ChangedTerms, Terms, TermsView, VersionView } from '../../../extension/src/app.ts'
import { boughtWith, currentOf, idOfVendor, textBefore, vendorById, vendorOf, vendorsOf, worthComparing } from '../../../extension/src/terms-page/known.ts'
import { numberOf, searchOf } from '../../../extension/src/terms-page/searches.ts'
import { order } from '../popup/order.ts'

const version = (id: string, part: Partial<VersionView> = {}): VersionView => ({
  id, seenAt: `2026-0${id}-01T00:00:00Z`, grade: 'substantive', confirmed: true, via: 'fetch', finalUrl: null, digest: id.repeat(64), sourceDigest: null, title: null, kind: 'text',
  size: 1, extractor: 1, recleans: null, text: () => id, pdf: () => Promise.resolve(null), ...part,
})
const document = (id: string, part: Partial<TermsView> = {}): TermsView => ({
  id, vendor: 'a.example', type: 'Privacy Policy', url: `https://a.example/${id}`, title: null, language: null, current: '3', versions: [version('1'), version('2'), version('3')], waiting: false, ...part,
})
const accepted = (version: string | null, part: Partial<AcceptanceView['documents'][number]> = {}): AcceptanceView['documents'][number] => ({
  type: 'Privacy Policy', url: 'https://a.example/d', text: null, place: null, document: version === null ? null : 'd', version, digest: null, reason: version === null ? 'bot-wall' : null, ...part,
})
const acceptance = (id: string, at: string, documents: AcceptanceView['documents']): AcceptanceView => ({ id, vendor: 'a.example', order: `order-${id}`, at, act: null, wordings: [], gpc: null, language: null, documents })
const terms = (part: Partial<Terms>): Terms => ({ documents: [], acceptances: [], agreements: [], reading: [], ...part })

test('what was agreed to last is compared with what stands there now, and else the last two versions', () => {
  const bought = boughtWith(terms({ acceptances: [acceptance('x', '2026-05-01T00:00:00Z', [accepted('2')]), acceptance('y', '2026-04-01T00:00:00Z', [accepted('1')])] }), 'd')
  expect(worthComparing(document('d'), bought)).toEqual({ from: '2', to: '3' })
  expect(worthComparing(document('d'), new Map())).toEqual({ from: '2', to: '3' })
  // A page that flipped back to its first text.
  expect(worthComparing(document('d', { current: '1' }), bought)).toEqual({ from: '2', to: '1' })
  expect(worthComparing(document('d', { current: '1' }), new Map())).toEqual({ from: '3', to: '1' })
  expect(worthComparing(document('d', { versions: [version('1')], current: '1' }), new Map())).toBeNull()
})

test('files are no texts to compare', () => {
  const mixed = document('d', { versions: [version('1'), version('2', { kind: 'pdf' }), version('3')], current: '2' })
  expect(worthComparing(mixed, new Map())).toEqual({ from: '1', to: '3' })
  expect(textBefore(mixed, '3')?.id).toBe('1')
  expect(textBefore(mixed, '1')).toBeNull()
})

test('a current version that is not known is the last one', () => {
  expect(currentOf(document('d', { current: 'gone' }))?.id).toBe('3')
  expect(currentOf(document('d', { versions: [], current: null }))).toBeNull()
})

test('a vendor has its documents by weight, and what was not read once, unless it was kept since', () => {
  const unread = [accepted(null, { url: 'https://a.example/ship', type: 'Shipping Policy' }), accepted(null, { url: 'https://a.example/sale', type: 'General Conditions of Sale' })]
  const all = terms({
    documents: [document('p'), document('s', { type: 'General Conditions of Sale', url: 'https://a.example/sale' }), document('other', { vendor: 'b.example' })],
    acceptances: [acceptance('x', '2026-05-01T00:00:00Z', unread), acceptance('y', '2026-06-01T00:00:00Z', [accepted(null, { url: 'https://a.example/ship', reason: 'offline' })])],
  })
  const found = vendorOf('a.example', all, [], [])
  expect(found.documents.map(({ id }) => id)).toEqual(['s', 'p'])
  expect(found.unread.map(({ url, reason }) => [url, reason])).toEqual([['https://a.example/ship', 'offline']])
  expect(found.acceptances.map(({ id }) => id)).toEqual(['y', 'x'])
})

test('vendors whose terms changed come first, and doubt is no change', () => {
  const change = (vendor: string, doubtful: boolean): ChangedTerms => ({ order: 'o', vendor, document: 'd', from: '1', to: '3', doubtful })
  const all = terms({ documents: [document('1', { vendor: 'a.example' }), document('2', { vendor: 'b.example' }), document('3', { vendor: 'c.example' })] })
  const names = vendorsOf(all, [change('c.example', false), change('b.example', true)], [order({ vendor: 'a.example', vendorName: 'Zebra' })]).map(({ vendor, name }) => name ?? vendor)
  expect(names).toEqual(['c.example', 'b.example', 'Zebra'])
})

test('a vendor is named in an address by something that is kept of it, and typed words by a number', () => {
  const agreement = { id: 'a1', vendor: 'c.example', agreement: 'x', state: null, at: null, events: [] }
  const kept = terms({ documents: [document('d')], agreements: [{ ...agreement, id: 'a0', vendor: null }, agreement] })
  const orders = [order({ id: 'o1', vendor: 'b.example' })]
  for (const vendor of ['a.example', 'b.example', 'c.example']) expect(vendorById(idOfVendor(vendor, kept, orders) ?? '', kept, orders)).toBe(vendor)
  expect(idOfVendor('d.example', kept, orders)).toBeNull()
  expect(vendorById('a0', kept, orders)).toBeNull()
  expect(vendorById('nothing', kept, orders)).toBeNull()

  const number = numberOf('14 days')
  expect(numberOf('other')).not.toBe(number)
  expect(numberOf('14 days')).toBe(number)
  expect(searchOf(number)).toBe('14 days')
  for (const unknown of ['', '0', '99', 'x', '-1']) expect(searchOf(unknown)).toBe('')
})
