// What was agreed to with an order, the person's own terms, and the pages kept on this device.
import { randomBytes } from 'node:crypto'
import { type Json, onlyFromPages } from '@counterfoil/crypto/document'
import { Device } from '@counterfoil/crypto/device'
import { toHex } from '@counterfoil/crypto/encoding'
import { acceptanceKey, agreementKey } from '@counterfoil/crypto/identity'
import { describe, expect, it } from 'vitest'
import {
  acceptanceViews,
  agreementViews,
  forgetAgreement,
  keepAcceptance,
  keepAgreement,
  keepTerms,
  type NewAcceptance,
  type RawPage,
  RawPages,
} from '../../../extension/src/terms/store/index.ts'
import { VOCABULARY } from '../../../extension/src/terms/agreements.ts'
import { Profile } from '../device.ts'
import { DAY, reading, START, termsText } from './reading.ts'

const ORDER = '0123456789abcdef0123456789abcdef'
const newVault = async () => (await new Profile().create(null)).vault

const TERMS = { type: 'Terms of Service', url: 'https://lantern.example/terms', text: 'terms & conditions', place: 'acceptance' } as const
const PRIVACY = { type: 'Privacy Policy', url: 'https://lantern.example/privacy', text: 'privacy', place: 'footer' } as const
const NOT_READ = { document: null, version: null, digest: null }

const acceptance = (more: Partial<NewAcceptance> = {}): NewAcceptance => ({
  vendor: 'lantern.example',
  order: ORDER,
  at: START,
  act: 'ticked',
  wordings: ['I have read and accept the terms & conditions.'],
  gpc: false,
  language: 'en',
  documents: [
    { ...TERMS, document: 'd'.repeat(32), version: 'e'.repeat(32), digest: 'e'.repeat(64), reason: null },
    { ...PRIVACY, ...NOT_READ, reason: 'bot-wall' },
  ],
  ...more,
})

describe('an acceptance', () => {
  it('shows what was agreed to, how, and what could not be read', async () => {
    const vault = await newVault()
    const id = await keepAcceptance(vault, acceptance())
    expect(id).toBe(vault.idOf('Acceptance', acceptanceKey(ORDER)))
    expect(acceptanceViews(vault)).toEqual([
      {
        id,
        vendor: 'lantern.example',
        order: ORDER,
        at: '2026-03-01T09:00:00Z',
        act: 'ticked',
        wordings: ['I have read and accept the terms & conditions.'],
        gpc: false,
        language: 'en',
        documents: [
          { ...TERMS, document: 'd'.repeat(32), version: 'e'.repeat(32), digest: 'e'.repeat(64), reason: null },
          { ...PRIVACY, ...NOT_READ, reason: 'bot-wall' },
        ],
      },
    ])
    expect(onlyFromPages(vault.get(id)?.document as never)).toBe(true)
  })

  it('stays as it was frozen; what was not read then may still come', async () => {
    const vault = await newVault()
    await keepAcceptance(vault, acceptance())
    const imprint = { type: 'Imprint', url: 'https://lantern.example/imprint', text: '', place: 'footer', ...NOT_READ, reason: null } as const
    await keepAcceptance(
      vault,
      acceptance({
        at: START + DAY,
        act: 'button',
        wordings: ['Something else'],
        documents: [
          { ...TERMS, document: 'd'.repeat(32), version: 'f'.repeat(32), digest: 'f'.repeat(64), reason: null },
          { ...PRIVACY, document: 'a'.repeat(32), version: 'b'.repeat(32), digest: 'b'.repeat(64), reason: null },
          imprint,
        ],
      }),
    )
    expect(acceptanceViews(vault)).toMatchObject([
      {
        at: '2026-03-01T09:00:00Z',
        act: 'ticked',
        wordings: ['I have read and accept the terms & conditions.'],
        documents: [{ version: 'e'.repeat(32) }, { version: 'b'.repeat(32), reason: null }, { url: imprint.url, text: null, version: null }],
      },
    ])
  })

  it('leaves the person’s word alone', async () => {
    const vault = await newVault()
    const id = await keepAcceptance(vault, acceptance({ act: null }))
    await vault.edit((editor) => editor.say('Acceptance', id, 'act', 'unticked'))
    await keepAcceptance(vault, acceptance())
    expect(acceptanceViews(vault)[0]?.act).toBe('unticked')
    await vault.edit((editor) => editor.say('Acceptance', id, 'deleted', true))
    await keepAcceptance(vault, acceptance())
    expect(acceptanceViews(vault)).toEqual([])
  })

  it('is bounded, whatever a page says', async () => {
    const vault = await newVault()
    const documents = Array.from({ length: 500 }, (_, at) => ({ ...TERMS, ...NOT_READ, url: `https://lantern.example/${at}`, text: 'x'.repeat(9_000), reason: null }))
    await keepAcceptance(vault, acceptance({ wordings: Array.from({ length: 90 }, () => 'y'.repeat(9_000)), documents }))
    const [view] = acceptanceViews(vault)
    expect(view?.documents).toHaveLength(40)
    expect(view?.wordings).toHaveLength(10)
    expect(view?.wordings[0]).toHaveLength(2_000)
  })

  it('of another device never throws', async () => {
    const vault = await newVault()
    const wrong: Json[] = [null, 7, '', true, [], {}, [null], [7, {}], 'x'.repeat(3_000), [{ url: 'javascript:alert(1)' }]]
    for (const [at, value] of wrong.entries()) {
      const fields = ['at', 'act', 'wordings', 'gpc', 'language', 'documents'].map((name) => [name, { value }] as const)
      const valid = { vendor: { value: 'lantern.example' }, order: { value: ORDER }, at: { value: '2026-03-01T09:00:00Z' } }
      await vault.edit((editor) => editor.capture(toHex(Uint8Array.from({ length: 16 }, () => at)), { type: 'Acceptance', fields: { ...Object.fromEntries(fields), ...valid } }))
      await vault.edit((editor) => editor.capture(toHex(Uint8Array.from({ length: 16 }, () => 100 + at)), { type: 'Acceptance', fields: { ...valid, ...Object.fromEntries(fields) } }))
    }
    const views = acceptanceViews(vault)
    // The first null is no word at all, so the valid moment shows there too.
    expect(views.filter(({ documents }) => documents.length > 0)).toEqual([])
    expect(views.length).toBeGreaterThanOrEqual(wrong.length)
  })
})

describe('my own terms', () => {
  const offer = { vendor: 'lantern.example', agreement: `${VOCABULARY}SD-BASE`, state: 'offered', note: null, at: START } as const

  it('are a standing choice, and an offer to each vendor with its history', async () => {
    const vault = await newVault()
    await keepAgreement(vault, { ...offer, vendor: null })
    await keepAgreement(vault, offer)
    await keepAgreement(vault, { ...offer, state: 'no-reply', at: START + DAY, note: 'asked by mail' })
    const [standing, offered] = agreementViews(vault)
    expect(standing).toMatchObject({ vendor: null, agreement: offer.agreement, state: null, events: [] })
    expect(offered).toMatchObject({
      vendor: 'lantern.example',
      state: 'no-reply',
      at: '2026-03-02T09:00:00Z',
      events: [
        { state: 'offered', at: '2026-03-01T09:00:00Z', note: null },
        { state: 'no-reply', at: '2026-03-02T09:00:00Z', note: 'asked by mail' },
      ],
    })
  })

  it('are never shown as agreed without a reply', async () => {
    const vault = await newVault()
    await keepAgreement(vault, offer)
    const id = vault.idOf('Agreement', agreementKey('lantern.example'))
    await vault.edit((editor) => editor.say('Agreement', id, 'state', 'accepted'))
    expect(agreementViews(vault)[0]?.state).toBe('offered')
    await keepAgreement(vault, { ...offer, state: 'accepted', at: START + DAY })
    expect(agreementViews(vault)[0]).toMatchObject({ state: 'accepted', at: '2026-03-02T09:00:00Z' })
  })

  it('can be taken back and offered again', async () => {
    const vault = await newVault()
    await keepAgreement(vault, offer)
    await forgetAgreement(vault, 'lantern.example')
    await forgetAgreement(vault, 'other.example')
    expect(agreementViews(vault)).toEqual([])
    await keepAgreement(vault, { ...offer, at: START + DAY })
    expect(agreementViews(vault)[0]?.events).toHaveLength(2)
  })
})

describe('pages that texts were made from', () => {
  const SECRET = 'Nobody but this device may read where I shop'
  let names = 0
  const open = (device = Device.new()) => RawPages.open(device, { name: `pages-${names++}` })
  const page = (document: string, html = `<p>${SECRET}</p>`): RawPage => ({
    document,
    version: 'a'.repeat(32),
    type: 'Terms of Service',
    url: 'https://lantern.example/terms',
    requested: 'https://lantern.example/terms',
    html,
  })

  it('are kept, the newest of each document', async () => {
    const pages = await open()
    await pages.keep(page('1'))
    await pages.keep(page('1', '<p>newer \ud800</p>'))
    expect(await pages.get('1')).toEqual(page('1', '<p>newer \ufffd</p>'))
    expect(await pages.get('2')).toBeNull()
    pages.close()
  })

  it('are sealed to the device', async () => {
    const name = `pages-${names}`
    const pages = await open()
    await pages.keep(page('1', SECRET.repeat(100)))
    pages.close()
    const other = await RawPages.open(Device.new(), { name })
    expect(await other.get('1')).toBeNull()
    other.close()
    const stored = await new Promise<Uint8Array[]>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('pages').objectStore('pages').getAll()
        reading.onsuccess = () => resolve(reading.result as Uint8Array[])
      }
    })
    expect(stored).toHaveLength(1)
    expect(Buffer.from(stored[0] as Uint8Array).includes('Nobody but')).toBe(false)
    expect(Buffer.from(stored[0] as Uint8Array).includes('lantern')).toBe(false)
  })

  it('make room for newer ones, by number and by size', async () => {
    let now = 0
    const pages = await RawPages.open(Device.new(), { name: `pages-${names++}`, now: () => now++, limits: { pages: 10, bytes: 500_000 } })
    const kept = async (...documents: string[]) => Promise.all(documents.map(async (document) => (await pages.get(document)) !== null))
    const large = randomBytes(150_000).toString('base64')
    for (let at = 0; at < 4; at++) await pages.keep(page(`large ${at}`, large))
    expect(await kept('large 0', 'large 1', 'large 2', 'large 3')).toEqual([false, true, true, true])
    for (let at = 0; at < 10; at++) await pages.keep(page(`small ${at}`, 'x'))
    expect(await kept('large 3', 'small 0', 'small 9')).toEqual([false, true, true])
    await pages.keep(page('huge', 'x'.repeat(4_000_001)))
    expect(await kept('huge', 'small 0')).toEqual([false, true])
    pages.close()
  })

  it('let a newer extractor read the document again', async () => {
    const vault = await newVault()
    const pages = await open(vault.device)
    const text = termsText(8)
    const first = await keepTerms(vault, reading(text))
    await pages.keep({ ...page(first.document, text), version: first.version ?? '' })
    const cleaned = `${text}\nA line that the older one had left out although it says a lot of things.\n`
    const clean = ({ html }: RawPage) => Promise.resolve(html === text ? cleaned : null)
    expect(await keepTerms(vault, reading(cleaned, { extractor: 2, seenAt: START + DAY }), { pages, clean })).toMatchObject({ outcome: 'same', grade: 'same' })
    pages.close()
  })
})
