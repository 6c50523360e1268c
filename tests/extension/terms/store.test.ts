// Terms in the real vault, on one device and on two over a real relay.
import { createHash, randomBytes } from 'node:crypto'
import { type Document, type Json, onlyFromPages, shown } from '@counterfoil/crypto/document'
import { termsKey, textsKey } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changedSince, keepTerms, type TermsView, termsViews, type VersionView } from '../../../extension/src/terms/store/index.ts'
import type { Capture } from '../../../extension/src/terms/types.ts'
import type { Kept, Vault } from '../../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../device.ts'
import { RelayProcess } from '../relay.ts'
import { took } from '../work.ts'
import { changed, DAY, reading, START, termsText } from './reading.ts'

const digestOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
const newDevice = (): Promise<DeviceUnderTest> => new Profile().create(null)

function only(vault: Vault): TermsView {
  const [view, ...others] = termsViews(vault)
  if (!view || others.length > 0) throw new Error('not one document')
  return view
}

const current = (view: TermsView): VersionView => {
  const found = view.versions.find(({ id }) => id === view.current)
  if (!found) throw new Error('no current version')
  return found
}

const keepEach = async (vault: Vault, ...captures: Capture[]) => {
  const outcomes: string[] = []
  for (const capture of captures) {
    const { outcome, grade } = await keepTerms(vault, capture)
    outcomes.push(`${outcome} ${grade}`)
  }
  return outcomes
}

const TEXT = termsText(12)
const LATER = changed(TEXT, 30)

describe('a document that is read', () => {
  it('is kept word for word, with what is known of the reading', async () => {
    const { vault } = await newDevice()
    const kept = await keepTerms(vault, reading(TEXT, { finalUrl: 'https://www.lantern.example/legal/terms', via: 'page' }))
    const digest = digestOf(TEXT)
    expect(kept).toEqual({ document: vault.idOf('TermsDocument', termsKey('lantern.example', 'https://lantern.example/terms', 'en')), version: digest.slice(0, 32), outcome: 'first', grade: 'first' })
    const view = only(vault)
    expect(view).toMatchObject({ id: kept.document, vendor: 'lantern.example', type: 'Terms of Service', url: 'https://lantern.example/terms', title: 'Terms and conditions', language: 'en', current: kept.version, waiting: true })
    expect(current(view)).toMatchObject({
      digest,
      seenAt: '2026-03-01T09:00:00Z',
      grade: 'first',
      confirmed: false,
      via: 'page',
      finalUrl: 'https://www.lantern.example/legal/terms',
      sourceDigest: 'ab'.repeat(32),
      kind: 'text',
      size: new TextEncoder().encode(TEXT).length,
      extractor: 1,
    })
    expect(current(view).text()).toBe(TEXT)
    expect(await current(view).pdf()).toBeNull()
  })

  it('adds nothing when the same words are seen again, whatever its links and layout', async () => {
    const { vault } = await newDevice()
    await keepTerms(vault, reading(TEXT))
    const before = vault.get(only(vault).id)?.document
    expect(await keepEach(vault, reading(TEXT), reading(TEXT.replace('The seller', '[The seller](https://lantern.example/?session=1)')))).toEqual(['same same', 'same same'])
    expect(vault.get(only(vault).id)?.document).toBe(before)
  })

  it('is confirmed by a second look more than an hour later, once', async () => {
    const { vault } = await newDevice()
    await keepEach(vault, reading(TEXT), reading(TEXT, { seenAt: START + 3_600_000 }))
    expect(current(only(vault)).confirmed).toBe(false)
    await keepTerms(vault, reading(TEXT, { seenAt: START + 3_601_000 }))
    expect(current(only(vault)).confirmed).toBe(true)
    const before = vault.get(only(vault).id)?.document
    await keepTerms(vault, reading(TEXT, { seenAt: START + DAY }))
    expect(vault.get(only(vault).id)?.document).toBe(before)
  })

  it('keeps every version that differs, graded, and both texts exactly', async () => {
    const { vault } = await newDevice()
    const first = await keepTerms(vault, reading(TEXT))
    expect(await keepEach(vault, reading(LATER, { seenAt: START + DAY }))).toEqual(['new substantive'])
    const view = only(vault)
    expect(view.versions.map((version) => version.text())).toEqual([TEXT, LATER])
    expect(view.current).toBe(digestOf(LATER).slice(0, 32))
    expect(changedSince(view, first.version ?? '')).toMatchObject({ grade: 'substantive', current: { id: view.current, confirmed: false } })
    expect(changedSince(view, view.current ?? '')).toBeNull()
  })

  it('is silent when a page flips back to a text of before', async () => {
    const { vault } = await newDevice()
    const flips = [TEXT, LATER, TEXT, LATER, TEXT].map((text, at) => reading(text, { seenAt: START + at * DAY }))
    expect(await keepEach(vault, ...flips)).toEqual(['first first', 'new substantive', 'seen-before same', 'seen-before same', 'seen-before same'])
    expect(only(vault).versions).toHaveLength(2)
    expect(current(only(vault)).text()).toBe(TEXT)
  })

  it('is not graded by a reading that was cut short', async () => {
    const { vault } = await newDevice()
    expect(await keepEach(vault, reading(TEXT), reading(TEXT.slice(0, 300), { seenAt: START + DAY }), reading(LATER, { seenAt: START + 2 * DAY }))).toEqual([
      'first first',
      'new suspect',
      'new substantive',
    ])
    // Neither what is whole again nor what is missing is a change that anybody made.
    expect(await keepEach(vault, reading(TEXT.slice(0, 301), { seenAt: START + 3 * DAY }), reading(`${LATER}\nMenu`, { seenAt: START + 4 * DAY }))).toEqual(['new suspect', 'new minor'])
  })

  it('has records of its own for each language and address', async () => {
    const { vault } = await newDevice()
    await keepEach(vault, reading(TEXT), reading(TEXT, { language: null }), reading(TEXT, { language: 'EN' }), reading(TEXT, { url: 'https://lantern.example/agb' }))
    expect(termsViews(vault)).toHaveLength(3)
    const texts = [...vault.records()].filter(([, { document }]) => document.type === 'TermsTexts')
    // One text, however many addresses lead to it.
    expect(texts.flatMap(([, { document }]) => Object.keys(document.fields).filter((name) => name.startsWith('text/')))).toHaveLength(1)
  })

  it('is all from pages, so that it deflates', async () => {
    const { vault } = await newDevice()
    await keepEach(vault, reading(TEXT), reading(LATER, { seenAt: START + DAY }))
    const records = [...vault.records()].filter(([, { document }]) => document.type.startsWith('Terms'))
    expect(records).toHaveLength(2)
    expect(records.every(([, { document }]) => onlyFromPages(document))).toBe(true)
  })

  it('survives half of a surrogate pair', async () => {
    const { vault } = await newDevice()
    await keepTerms(vault, reading(`${TEXT}\ud83d`))
    expect(current(only(vault)).text()).toBe(`${TEXT}\ufffd`)
  })
})

describe('many versions', () => {
  it('are put together exactly, none of them far from a whole text', async () => {
    const { vault } = await newDevice()
    const texts = [TEXT, ...Array.from({ length: 39 }, (_, at) => changed(TEXT, 31 + at))]
    for (const [at, text] of texts.entries()) await keepTerms(vault, reading(text, { seenAt: START + at * DAY }))
    expect(only(vault).versions.map((version) => version.text())).toEqual(texts)
    const whole = [...vault.records()].flatMap(([, { document }]) => Object.keys(document.fields).filter((name) => name.startsWith('text/')))
    expect(whole).toHaveLength(3)
  })

  it('of many documents share records that stay within bounds', async () => {
    const { vault } = await newDevice()
    for (let at = 0; at < 12; at++) await keepTerms(vault, reading(termsText(400, at + 1), { url: `https://lantern.example/${at}` }))
    const sizes = [0, 1, 2, 3].map((part) => vault.get(vault.idOf('TermsTexts', textsKey(part)))?.document).map((document) => (document ? JSON.stringify(document).length : 0))
    expect(sizes.slice(0, 2).every((size) => size > 300_000 && size < 401_000)).toBe(true)
    expect(termsViews(vault).every((view) => view.versions[0]?.text() === termsText(400, Number(view.url?.split('/').at(-1)) + 1))).toBe(true)
  })

  it('that fill a record go on in another', async () => {
    const { vault } = await newDevice()
    const long = (days: number): string => Array.from({ length: 900 }, (_, at) => `Clause ${at} gives ${(at * days) % 97} days and ${(at * 31 + days) % 89} nights of ${at % 7 === 0 ? days : 'peace'}.`).join('\n\n')
    for (let at = 1; at <= 3; at++) await keepTerms(vault, reading(long(at), { seenAt: START + at * DAY }))
    const titles = Array.from({ length: 9 }, (_, at) => `${at} ${randomBytes(40).toString('hex')}`)
    for (const [at, title] of titles.entries()) await keepTerms(vault, reading(changed(TEXT, at + 40), { title, seenAt: START + (at + 10) * DAY }))
    // Swollen, as after years.
    const id = only(vault).id
    await vault.edit((editor) => editor.capture(id, { type: 'TermsDocument', fields: { [`text/${'0'.repeat(32)}`]: { value: 'x'.repeat(700_000) } } }))
    await keepTerms(vault, reading(LATER, { seenAt: START + 30 * DAY }))
    const second = vault.get(vault.idOf('TermsDocument', termsKey('lantern.example', 'https://lantern.example/terms', 'en', 1)))
    expect(second && shown(second.document, 'part')).toBe(1)
    const view = only(vault)
    expect(view.versions).toHaveLength(13)
    expect(current(view).text()).toBe(LATER)
    expect(await keepTerms(vault, reading(LATER, { seenAt: START + 31 * DAY }))).toMatchObject({ outcome: 'same' })
    expect(current(only(vault)).confirmed).toBe(true)
  })

  it('that no record has room for are kept by their digest', async () => {
    const { vault } = await newDevice()
    const huge = `# Terms\n\n${randomBytes(1_450_000).toString('hex')}`
    expect(await keepTerms(vault, reading(huge))).toMatchObject({ outcome: 'first', version: digestOf(huge).slice(0, 32) })
    expect(current(only(vault))).toMatchObject({ kind: 'text', digest: digestOf(huge), size: huge.length })
    expect(current(only(vault)).text()).toBeNull()
    expect(await keepEach(vault, reading(huge, { seenAt: START + DAY }), reading(TEXT, { seenAt: START + 2 * DAY }))).toEqual(['same same', 'new suspect'])
  })
})

describe('a PDF', () => {
  const pdf = (bytes: number): Uint8Array => new Uint8Array([...new TextEncoder().encode('%PDF-1.7\n'), ...randomBytes(bytes)])
  const asPdf = (bytes: Uint8Array): Capture => reading('', { content: { kind: 'pdf', bytes } })

  it('is kept whole, as a file beside the records', async () => {
    const { vault } = await newDevice()
    const bytes = pdf(700_000)
    expect(await keepTerms(vault, asPdf(bytes))).toMatchObject({ outcome: 'first', version: digestOf(bytes).slice(0, 32) })
    expect(current(only(vault))).toMatchObject({ kind: 'pdf', digest: digestOf(bytes), size: bytes.length })
    expect(await current(only(vault)).pdf()).toEqual(bytes)
    expect(current(only(vault)).text()).toBeNull()
    const other = pdf(1_000)
    expect(await keepEach(vault, asPdf(bytes), asPdf(other))).toEqual(['same same', 'new suspect'])
  })

  it('is kept by its digest if it is larger', async () => {
    const { vault } = await newDevice()
    for (const size of [7_900_000, 8_100_000]) {
      const bytes = pdf(size)
      await keepTerms(vault, asPdf(bytes))
      expect(current(only(vault))).toMatchObject({ digest: digestOf(bytes), size: bytes.length })
      expect(current(only(vault)).kind === 'large-pdf').toBe((await current(only(vault)).pdf()) === null)
    }
    expect(current(only(vault)).kind).toBe('large-pdf')
    await keepTerms(vault, reading('', { content: { kind: 'large-pdf', digest: '7'.repeat(64), size: 5_000_000 } }))
    expect(current(only(vault))).toMatchObject({ kind: 'large-pdf', digest: '7'.repeat(64), size: 5_000_000 })
  }, 60_000)
})

describe('an update of the extractor', () => {
  // The newer one keeps a line that the older one took for a menu's.
  const cleaned = (page: string): string => `${page}\n\nThis document was last looked over by our lawyers and is valid for all orders placed in this shop.\n`
  const newer = (text: string, day: number): Capture => reading(cleaned(text), { extractor: 2, seenAt: START + day * DAY })
  const recleaning = (page: string, document: string, version: string) => ({
    pages: { get: (id: string) => Promise.resolve(id === document ? { document, version, type: null, url: '', requested: '', html: page } : null) },
    clean: ({ html }: { html: string }) => Promise.resolve(cleaned(html)),
  })

  it('is no change of the vendor’s where the page of before is at hand', async () => {
    const { vault } = await newDevice()
    const first = await keepTerms(vault, reading(TEXT))
    const again = await keepTerms(vault, newer(TEXT, 1), recleaning(TEXT, first.document, first.version ?? ''))
    expect(again).toMatchObject({ outcome: 'same', version: digestOf(cleaned(TEXT)).slice(0, 32) })
    const view = only(vault)
    expect(view.versions.map(({ grade, recleans, extractor, seenAt }) => ({ grade, recleans, extractor, seenAt }))).toEqual([
      { grade: 'first', recleans: null, extractor: 1, seenAt: '2026-03-01T09:00:00Z' },
      { grade: 'same', recleans: first.version, extractor: 2, seenAt: '2026-03-01T09:00:00Z' },
    ])
    expect(changedSince(view, first.version ?? '')).toBeNull()
    expect(current(view).confirmed).toBe(true)
    // A device that is not updated yet moves nothing back.
    expect(await keepTerms(vault, reading(TEXT, { seenAt: START + 2 * DAY }))).toMatchObject({ outcome: 'same', version: view.current })
  })

  it('does not hide a change that came with it', async () => {
    const { vault } = await newDevice()
    const first = await keepTerms(vault, reading(TEXT))
    expect(await keepTerms(vault, newer(LATER, 1), recleaning(TEXT, first.document, first.version ?? ''))).toMatchObject({ outcome: 'new', grade: 'substantive' })
    expect(only(vault).versions.map(({ grade }) => grade)).toEqual(['first', 'same', 'substantive'])
    expect(changedSince(only(vault), first.version ?? '')).toMatchObject({ grade: 'substantive' })
  })

  it('makes a difference suspect where no page is at hand', async () => {
    const { vault } = await newDevice()
    const first = await keepTerms(vault, reading(TEXT))
    expect(await keepTerms(vault, newer(TEXT, 1))).toMatchObject({ outcome: 'new', grade: 'suspect' })
    expect(changedSince(only(vault), first.version ?? '')).toMatchObject({ grade: 'suspect' })
  })

  it('does not clean a page of another version anew', async () => {
    const { vault } = await newDevice()
    const first = await keepTerms(vault, reading(TEXT))
    await keepTerms(vault, reading(LATER, { seenAt: START + DAY }))
    expect(await keepTerms(vault, newer(LATER, 2), recleaning(TEXT, first.document, first.version ?? ''))).toMatchObject({ grade: 'suspect' })
  })
})

describe('two devices', () => {
  let relay: RelayProcess
  beforeAll(async () => {
    relay = await RelayProcess.start()
  })
  afterAll(() => relay.stop())

  it('that read different versions at once have all of them in the end, and agree', async () => {
    const laptop = await new Profile().create(relay.url)
    await laptop.sync()
    const phone = await new Profile().join(laptop)
    const [a, b, c] = [TEXT, LATER, changed(TEXT, 60)] as const
    // Each on top of another: the laptop has b and c as patches that begin at a, the phone has a and c as patches that begin at b.
    for (const [at, text] of [a, b, c].entries()) await keepTerms(laptop.vault, reading(text, { seenAt: START + at * DAY }))
    for (const [at, text] of [b, c, a].entries()) await keepTerms(phone.vault, reading(text, { seenAt: START + at * DAY + 60_000 }))
    for (let round = 0; round < 2; round++) for (const device of [laptop, phone]) await device.sync()
    expect(phone.shown()).toEqual(laptop.shown())
    for (const { vault } of [laptop, phone]) {
      const view = only(vault)
      expect(view.waiting).toBe(false)
      expect(new Set(view.versions.map((version) => version.text()))).toEqual(new Set([a, b, c]))
    }
    expect(only(phone.vault).current).toBe(only(laptop.vault).current)
    // The other device's look is a second look.
    await keepTerms(phone.vault, reading(current(only(phone.vault)).text() ?? '', { seenAt: START + 9 * DAY }))
    await phone.sync()
    await laptop.sync()
    expect(current(only(laptop.vault)).confirmed).toBe(true)
  }, 30_000)
})

describe('what another device wrote', () => {
  const AT = [1, 0, '00'.repeat(16)] as const
  const GOOD = { seenAt: '2026-03-01T09:00:00Z', kind: 'text', via: 'fetch', extractor: 1, grade: 'minor', size: 3 }

  function document(type: string, said: Record<string, Json>): Document {
    return { type, schema: 1, fields: Object.fromEntries(Object.entries(said).map(([name, value]) => [name, { page: { at: AT, value } }])) } as unknown as Document
  }

  function viewsOf(...documents: Document[]): TermsView[] {
    const kept = documents.map((each, at) => [String(at).padStart(32, '0'), { document: each, waiting: false }] as [string, Kept])
    const vault = { records: () => kept[Symbol.iterator](), idOf: () => 'f'.repeat(32), get: () => null }
    return termsViews(vault as unknown as Vault)
  }

  const id = (text: string): string => digestOf(text).slice(0, 32)
  const step = (text: string, base: string): string => `patch/${id(text)}-${id(base).slice(0, 31)}`
  const facts = (text: string, more: Record<string, Json> = {}): Record<string, Json> => ({ [`version/${id(text)}`]: { ...GOOD, digest: digestOf(text), ...more } })

  it('is left out where it is not of its kind, and never throws', () => {
    const wrong: Json[] = [null, 7, '', 'x', true, [], {}, [1], { seenAt: 1 }, { ...GOOD, digest: 7 }, { ...GOOD, digest: 'g'.repeat(64) }, { ...GOOD, seenAt: 'soon', digest: digestOf('a') }, { ...GOOD, kind: 'page', digest: digestOf('a') }]
    for (const value of wrong) {
      const views = viewsOf(
        document('TermsDocument', {
          vendor: 'lantern.example',
          termsType: value,
          url: value,
          language: value,
          title: value,
          current: value,
          part: value,
          [`version/${id('a')}`]: value,
          [`confirmed/${id('a')}`]: value,
          [`text/${id('a')}`]: value,
          [step('a', 'b')]: value,
          'version/x': value,
          'patch/x': value,
        }),
        document('TermsTexts', { [`text/${id('a')}`]: value, [step('b', 'a')]: value }),
      )
      expect(views).toHaveLength(1)
      expect(views[0]?.versions).toEqual([])
      expect(views[0]?.type).toBeNull()
      expect(views[0]?.url).toBeNull()
    }
    expect(viewsOf(document('TermsDocument', { title: 'no vendor' }))).toEqual([])
  })

  it('takes no time for a page that is said to be cleaned anew without end', () => {
    const names = Array.from({ length: 3_000 }, (_, at) => String(at))
    const said = Object.fromEntries(names.flatMap((name, at) => [...Object.entries(facts(name, { recleans: id(names[at + 1] ?? '0') })), [`confirmed/${id(name)}`, '2026-03-01T11:00:00Z']]))
    expect(took(() => expect(viewsOf(document('TermsDocument', { vendor: 'x.example', ...said }))[0]?.versions).toHaveLength(3_000))).toBeLessThan(3_000)
  })

  it('is no text unless it is the one that its name says', () => {
    const [view] = viewsOf(document('TermsDocument', { vendor: 'x.example', ...facts('abc') }), document('TermsTexts', { [`text/${id('abc')}`]: 'abd' }))
    expect(view?.versions[0]?.text()).toBeNull()
    const wrong = { base: id('abc'), edits: [2, 1, 'e'] }
    const two = document('TermsDocument', { vendor: 'x.example', ...facts('abc'), ...facts('abd'), ...facts('abe'), [step('abe', 'abc')]: wrong, [step('abd', 'abc')]: wrong, [step('abd', 'abe')]: { base: id('abe'), edits: [2, 1, 'd'] } })
    // Of several ways to a text one that fits is enough, even if another is nearer.
    const whole = document('TermsTexts', { [`text/${id('abc')}`]: 'abc', [`text/${id('abe')}`]: 'abe' })
    expect(viewsOf(two, whole)[0]?.versions.map((version) => version.text()).sort()).toEqual(['abc', 'abd', 'abe'])
    const [patched] = viewsOf(
      document('TermsDocument', { vendor: 'x.example', ...facts('abc'), ...facts('abd'), [step('abd', 'abc')]: { base: id('abc'), edits: [2, 1, 'e'] } }),
      document('TermsTexts', { [`text/${id('abc')}`]: 'abc' }),
    )
    expect(patched?.versions.map((version) => version.text()).sort()).toEqual(['abc', null])
  })

  it('may go round in circles without end', () => {
    const round = document('TermsDocument', {
      vendor: 'x.example',
      ...facts('a', { recleans: id('b') }),
      ...facts('b', { recleans: id('a') }),
      ...facts('c', { recleans: id('c') }),
      [step('a', 'b')]: { base: id('b'), edits: [0, 1, 'a'] },
      [step('b', 'a')]: { base: id('a'), edits: [0, 1, 'b'] },
      [step('c', 'c')]: { base: id('c'), edits: [] },
    })
    const [view] = viewsOf(round)
    expect(view?.versions.map((version) => version.text())).toEqual([null, null, null])
    expect(view && changedSince(view, id('a'))).toBeDefined()
    const [whole] = viewsOf(round, document('TermsTexts', { [`text/${id('b')}`]: 'b' }))
    expect(whole?.versions.map((version) => version.text()).sort()).toEqual(['a', 'b', null])
  })

  it('may be a chain longer than any stack', () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => String(at))
    const chain = texts.map((text, at): Record<string, Json> => ({ ...facts(text), ...(at > 0 && { [step(text, String(at - 1))]: { base: id(String(at - 1)), edits: [0, String(at - 1).length, text] } }) }))
    const [view] = viewsOf(document('TermsDocument', Object.assign({ vendor: 'x.example' }, ...chain) as Record<string, Json>), document('TermsTexts', { [`text/${id('0')}`]: '0' }))
    const byId = new Map(view?.versions.map((version) => [version.id, version]))
    expect(byId.get(id('150'))?.text()).toBe('150')
    expect(byId.get(id('19999'))?.text()).toBeNull()
  })
})
