// From the links of a checkout to the set that is frozen with an order, over a worker's death, with sites that do not answer.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FoundTerms, TermsLink } from '../../../extension/src/terms/types.ts'
import type { Brought, Errand } from '../../../extension/src/terms/errand.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'
import { termsText } from './reading.ts'

const fake = vi.hoisted(() => {
  const area = (stored: Record<string, unknown>) => ({
    get: async (key: string | null) => structuredClone(key === null ? stored : { [key]: stored[key] }),
    set: async (values: object) => void Object.assign(stored, structuredClone(values)),
    remove: async (keys: string | string[]) => void [keys].flat().forEach((key) => delete stored[key]),
  })
  const local: Record<string, unknown> = {}
  const session: Record<string, unknown> = {}
  return {
    local,
    session,
    origins: ['*://*/*'],
    /** What the page in front of the person says to the reader of terms. */
    page: null as object | null,
    browser: {
      storage: { local: area(local), session: area(session) },
      permissions: { getAll: async () => ({ origins: fake.origins }) },
      runtime: { getPlatformInfo: async () => ({}) },
      scripting: { executeScript: async ({ files }: { files?: string[] }) => [{ result: files ? undefined : fake.page && JSON.stringify(fake.page) }] },
    },
    asked: [] as string[],
    answers: {} as Record<string, object>,
  }
})

vi.mock('../../../extension/src/browser.ts', () => ({ browser: fake.browser }))
// In a browser another document does the errand (tests/e2e/test_terms.py).
vi.mock('../../../extension/src/terms/offscreen.ts', () => ({
  bring: async ({ url }: Errand) => {
    fake.asked.push(url)
    const answer = fake.answers[url]
    if (answer instanceof Error) throw answer
    return answer ?? { kind: 'refused', reason: 'not-found' }
  },
}))

const { TermsKeeper } = await import('../../../extension/src/terms/keeper.ts')
const { orderKept } = await import('../../../extension/src/terms/freeze.ts')
const { noteAgreed, rememberTerms } = await import('../../../extension/src/terms/seen.ts')
const { acceptanceViews, termsViews } = await import('../../../extension/src/terms/store/index.ts')
const { readWork } = await import('../../../extension/src/terms/work.ts')

const SHOP = 'lantern.example'
const MINUTE = 60_000
const at = (path: string): string => `https://${SHOP}/${path}`
const link = (path: string, more: Partial<TermsLink> = {}): TermsLink => ({ type: 'Terms of Service', url: at(path), text: path, place: 'acceptance', ...more })
const found = (links: TermsLink[], more: Partial<FoundTerms> = {}): FoundTerms =>
  ({ links, agreeing: [{ wording: 'I agree to the terms.', act: 'unticked', urls: [] }], language: 'en', gpc: true, ...more })
const text = (seed: number, finalUrl: string): Brought =>
  ({ kind: 'cleaned', finalUrl, language: null, cleaned: { outcome: 'text', title: 'Terms', language: 'en', markdown: termsText(8, seed) }, source: null, digest: 'ab'.repeat(32), extractor: 1 })
const refusal = (reason: string) => ({ kind: 'refused', reason })

let vault: Vault
let keeper: InstanceType<typeof TermsKeeper>
const newWorker = (): void => void (keeper = new TermsKeeper({ vault: async () => vault, syncNow: async () => undefined }))

async function order(vendor = SHOP): Promise<string> {
  const id = vault.idOf('Order', ['number', vendor, 'LL-1'])
  const created = `${new Date().toISOString().slice(0, 19)}Z`
  await vault.edit((editor) => editor.capture(id, { type: 'Order', fields: { vendor: { value: vendor }, orderNumber: { value: 'LL-1' }, created: { value: created } } }))
  return id
}

const acceptance = () => {
  const [only, ...others] = acceptanceViews(vault)
  if (!only || others.length > 0) throw new Error('not one acceptance')
  return only
}
const outcomes = (): Record<string, string> => Object.fromEntries(acceptance().documents.map(({ url, version, reason }) => [new URL(url).pathname.slice(1), version === null ? String(reason) : 'kept']))

beforeEach(async () => {
  vi.useRealTimers()
  const made = await new Profile().create(null)
  vault = made.vault
  for (const stored of [fake.local, fake.session]) for (const key of Object.keys(stored)) delete stored[key]
  Object.assign(fake.local, Object.fromEntries(made.profile.stored), { consent: { mode: 'everywhere', off: [] } })
  Object.assign(fake, { asked: [], answers: {}, page: null })
  newWorker()
})

describe('what a checkout links to', () => {
  it('is read at once and frozen with the order, with the sentence and the box as they were last', async () => {
    fake.answers = { [at('terms')]: text(1, at('terms')), [at('privacy')]: text(2, at('privacy')) }
    await rememberTerms(SHOP, 'checkout', found([link('terms'), link('privacy', { type: 'Privacy Policy', place: 'footer' })]), true)
    await keeper.wake()
    expect(termsViews(vault)).toHaveLength(2)
    await noteAgreed(SHOP, [{ wording: 'I agree to the terms.', act: 'ticked' }, { wording: 'A sentence that no page said.', act: 'ticked' }])
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(acceptance()).toMatchObject({ vendor: SHOP, act: 'ticked', wordings: ['I agree to the terms.'], gpc: true, language: 'en' })
    expect(outcomes()).toEqual({ terms: 'kept', privacy: 'kept' })
    expect(acceptance().documents[0]?.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(fake.asked).toHaveLength(2)
    expect((await readWork()).freezes).toEqual([])
  })

  it('is only remembered on a cart page, and read when the order comes', async () => {
    fake.answers = { [at('terms')]: text(1, at('terms')) }
    await rememberTerms(SHOP, 'checkout', found([link('terms', { place: 'footer' })], { agreeing: [] }), false)
    await keeper.wake()
    expect(fake.asked).toEqual([])
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'kept' })
    expect(acceptance()).toMatchObject({ act: null, wordings: [] })
  })

  it('belongs to one order', async () => {
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    const first = await order()
    await orderKept(vault, { order: first, vendor: SHOP, placed: true, page: null })
    await orderKept(vault, { order: first, vendor: SHOP, placed: true, page: null })
    const second = vault.idOf('Order', ['number', SHOP, 'LL-2'])
    await vault.edit((editor) => editor.capture(second, { type: 'Order', fields: { vendor: { value: SHOP }, created: { value: new Date().toISOString() } } }))
    await orderKept(vault, { order: second, vendor: SHOP, placed: true, page: null })
    expect((await readWork()).freezes.map((job) => job.order)).toEqual([first])
  })

  it('says nothing of an order of old', async () => {
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: false, page: found([link('terms')]) })
    expect((await readWork()).freezes).toEqual([])
  })

  it('is the footer of the confirmation where no checkout was seen, and nobody knows how it was agreed to', async () => {
    fake.answers = { [at('terms')]: text(1, at('terms')) }
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: found([link('terms', { place: 'footer' })]) })
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'kept' })
    expect(acceptance()).toMatchObject({ act: null, wordings: [] })
  })

  it('is read one level into a list of documents', async () => {
    const index = (...paths: string[]) => ({ ...text(1, at('legal')), cleaned: { outcome: 'index', links: paths.map((path) => link(path, { place: 'page' })) } })
    fake.answers = { [at('legal')]: index('terms', 'deeper'), [at('terms')]: text(1, at('terms')), [at('deeper')]: index('deepest') }
    await rememberTerms(SHOP, 'checkout', found([link('legal')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'kept', deeper: 'not-a-policy' })
    expect(fake.asked).not.toContain(at('deepest'))
  })
})

describe('what is not read', () => {
  it('has its reason: of another vendor, led to one, where nobody may read, or as the site said', async () => {
    const elsewhere = 'https://policies.example/lantern'
    fake.answers = { [at('away')]: text(1, 'https://other.example/'), [at('wall')]: refusal('bot-wall') }
    await rememberTerms(SHOP, 'checkout', found([link('x', { url: elsewhere }), link('away'), link('wall')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(acceptance().documents.map(({ reason }) => reason)).toEqual(['no-permission', 'redirected-away', 'bot-wall'])
    expect(fake.asked).not.toContain(elsewhere)
    expect(termsViews(vault)).toEqual([])
  })

  it.each([
    ['is switched off', { mode: 'everywhere', off: [SHOP] }, ['*://*/*']],
    ['was not allowed', { mode: 'per-site', off: [] }, ['*://other.example/*']],
  ])('is not asked for where the site %s', async (_, consent, origins) => {
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    Object.assign(fake.local, { consent })
    fake.origins = origins
    await keeper.wake()
    fake.origins = ['*://*/*']
    expect(fake.asked).toEqual([])
  })

  it('is nothing at all once the person switched it off', async () => {
    Object.assign(fake.local, { preferences: { terms: false } })
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    await keeper.wake()
    expect(fake.asked).toEqual([])
  })

  it('is tried again where it may pass, and then completes the set', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    fake.answers = { [at('terms')]: refusal('offline'), [at('privacy')]: text(2, at('privacy')) }
    await rememberTerms(SHOP, 'checkout', found([link('terms'), link('privacy')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'offline', privacy: 'kept' })
    fake.answers[at('terms')] = text(1, at('terms'))
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'offline', privacy: 'kept' })
    vi.setSystemTime(Date.now() + 3 * MINUTE)
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'kept', privacy: 'kept' })
    expect((await readWork()).freezes).toEqual([])
  })
})

describe('a worker that dies', () => {
  it('over a document loses nothing: the next one goes on, and gives up on what kills each', async () => {
    fake.answers = { [at('terms')]: new Error('the worker is gone') as never, [at('privacy')]: text(2, at('privacy')) }
    await rememberTerms(SHOP, 'checkout', found([link('terms'), link('privacy')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    for (let deaths = 0; deaths < 2; deaths++) {
      await expect(keeper.wake()).rejects.toThrow('gone')
      newWorker()
    }
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'timeout', privacy: 'kept' })
  })

  it('with the browser, before anything was read, still freezes the set', async () => {
    fake.answers = { [at('terms')]: text(1, at('terms')) }
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    for (const key of Object.keys(fake.session)) delete fake.session[key]
    newWorker()
    await keeper.wake()
    expect(outcomes()).toEqual({ terms: 'kept' })
  })
})

describe('a page of terms that the person reads', () => {
  const open = (url: string, visit = '1.5/0') => keeper.opened({ tabId: 1, url }, visit)
  const shows = (url: string, seed = 1) => Object.assign(fake, { page: { url, type: 'Terms of Service', cleaned: (text(seed, url) as { cleaned: object }).cleaned, source: null, extractor: 1 } })

  it('is nobody’s business where they do not buy', async () => {
    shows(at('terms'))
    await open(at('terms'))
    expect(termsViews(vault)).toEqual([])
  })

  it('is kept where they bought', async () => {
    await order()
    shows(at('terms'))
    await open(at('terms'))
    expect(termsViews(vault)[0]).toMatchObject({ vendor: SHOP, url: at('terms'), versions: [{ via: 'page' }] })
  })

  it('gives a purchase what nobody could read, also on another site', async () => {
    const elsewhere = 'https://policies.example/lantern'
    await rememberTerms(SHOP, 'checkout', found([link('x', { url: elsewhere, type: 'Privacy Policy' })]), true)
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    expect(outcomes()).toEqual({ lantern: 'no-permission' })
    shows(`${elsewhere}/`)
    await open(`${elsewhere}/`)
    expect(outcomes()).toEqual({ lantern: 'kept' })
    expect(termsViews(vault)[0]).toMatchObject({ vendor: SHOP, url: elsewhere, type: 'Privacy Policy' })
  })

  it('is its own site’s, whoever else links to it', async () => {
    await rememberTerms('evil.example', 'checkout', found([link('x', { url: at('terms') })]), true)
    await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
    fake.answers = { [at('terms')]: refusal('server-error') as Brought }
    await orderKept(vault, { order: await order(), vendor: SHOP, placed: true, page: null })
    await keeper.wake()
    shows(at('terms'))
    await open(at('terms'))
    expect(termsViews(vault).map(({ vendor }) => vendor)).toEqual([SHOP])
    expect(outcomes()).toEqual({ terms: 'kept' })
  })

  it('is not read where it went to another site meanwhile', async () => {
    await order()
    shows('https://other.example/terms')
    await open(at('terms'))
    expect(termsViews(vault)).toEqual([])
  })
})

describe('a substantive change', () => {
  it('is looked at again after an hour, before it counts', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    const read = async (seed: number): Promise<void> => {
      fake.answers = { [at('terms')]: text(seed, at('terms')) }
      await rememberTerms(SHOP, 'checkout', found([link('terms')]), true)
      await keeper.wake()
    }
    await read(1)
    vi.setSystemTime(Date.now() + 3 * 60 * MINUTE)
    await read(2)
    expect(termsViews(vault)[0]?.versions.map(({ grade, confirmed }) => [grade, confirmed])).toEqual([['first', false], ['substantive', false]])
    expect((await readWork()).looks).toHaveLength(1)
    vi.setSystemTime(Date.now() + 123 * MINUTE)
    await keeper.wake()
    expect((await readWork()).looks).toEqual([])
    expect(termsViews(vault)[0]?.versions.at(-1)?.confirmed).toBe(true)
  })
})
