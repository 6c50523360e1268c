import { beforeEach, describe, expect, it, vi } from 'vitest'

interface Script {
  id: string
  matches: string[]
  excludeMatches?: string[]
}

const fake = vi.hoisted(() => ({
  stored: {} as Record<string, unknown>,
  origins: [] as string[],
  answer: true,
  asked: [] as string[][],
  scripts: [] as Script[],
  registrations: 0,
  tabs: [] as { id: number; url: string; incognito: boolean; discarded: boolean }[],
  injected: [] as number[],
}))

vi.mock('../../../extension/src/browser.ts', () => ({
  browser: {
    storage: {
      local: {
        get: async (key: string) => structuredClone({ [key]: fake.stored[key] }),
        set: async (values: object) => void Object.assign(fake.stored, structuredClone(values)),
      },
    },
    permissions: {
      getAll: async () => ({ origins: [...fake.origins] }),
      request: async ({ origins }: { origins: string[] }) => {
        fake.asked.push(origins)
        if (fake.answer) fake.origins.push(...origins)
        return fake.answer
      },
      remove: async ({ origins }: { origins: string[] }) => {
        fake.origins = fake.origins.filter((origin) => !origins.includes(origin))
        return true
      },
    },
    tabs: { query: async () => structuredClone(fake.tabs) },
    scripting: {
      executeScript: async ({ target }: { target: { tabId: number } }) => void fake.injected.push(target.tabId),
      getRegisteredContentScripts: async () => structuredClone(fake.scripts),
      unregisterContentScripts: async () => {
        if (fake.scripts.length === 0) throw new Error('Nonexistent script ID')
        fake.scripts = []
      },
      registerContentScripts: async (scripts: Script[]) => {
        if (fake.scripts.length > 0) throw new Error('Duplicate script ID')
        fake.registrations++
        fake.scripts = structuredClone(scripts)
      },
    },
  },
}))

const consent = await import('../../../extension/src/consent.ts')
const { registerGate } = await import('../../../extension/src/gate-registration.ts')
const { EVERYWHERE } = consent

beforeEach(() => Object.assign(fake, { stored: {}, origins: [], answer: true, asked: [], scripts: [], registrations: 0, tabs: [], injected: [] }))

describe('sites', () => {
  it('are hosts without www', () => {
    expect(consent.siteOf('https://www.shop.example/a')).toBe('shop.example')
    expect(consent.siteOf('http://pay.shop.example:8080/')).toBe('pay.shop.example')
    expect(consent.siteOf('https://www.com/')).toBe('www.com')
    expect(consent.siteOf('chrome://extensions')).toBeNull()
    expect(consent.siteOf('nonsense')).toBeNull()
  })

  it('are read as people write them', () => {
    expect(consent.readSite(' WWW.Shop.example ')).toBe('shop.example')
    expect(consent.readSite('https://shop.example/cart?x=1')).toBe('shop.example')
    expect(consent.readSite('127.0.0.1')).toBe('127.0.0.1')
    for (const text of ['', 'shop', 'two words.example', 'file:///etc', 'javascript:alert(1)']) expect(consent.readSite(text)).toBeNull()
  })

  it('have patterns that browsers accept', () => {
    expect(consent.patternOf('shop.example')).toBe('*://*.shop.example/*')
    expect(consent.patternOf('127.0.0.1')).toBe('*://127.0.0.1/*')
    expect(consent.patternOf('localhost')).toBe('*://localhost/*')
  })

  it.each([
    [EVERYWHERE, 'https://a.example/', true],
    ['<all_urls>', 'http://a.example/', true],
    ['https://*/*', 'http://a.example/', false],
    ['*://*.shop.example/*', 'https://shop.example/', true],
    ['*://*.shop.example/*', 'https://pay.shop.example/', true],
    ['*://*.shop.example/*', 'https://notshop.example/', false],
    ['*://127.0.0.1/*', 'http://127.0.0.1:8000/', true],
    ['http://shop.example:8080/*', 'http://shop.example:8080/', true],
    ['file:///*', 'https://a.example/', false],
  ])('%s covers %s: %s', (pattern, url, covered) => {
    expect(consent.covers(pattern, new URL(url))).toBe(covered)
  })
})

describe('what may be captured', () => {
  const url = 'https://www.shop.example/thanks'

  it('is nothing before the person chose', async () => {
    fake.origins = [EVERYWHERE]
    expect(await consent.mayCapture(url)).toBe(false)
  })

  it('needs the mode and the permission', async () => {
    await consent.chooseMode('everywhere')
    expect(await consent.mayCapture(url)).toBe(true)
    expect(await consent.mayCapture('chrome://settings')).toBe(false)
    fake.origins = []
    expect(await consent.mayCapture(url)).toBe(false)
  })

  it('is nothing by hand, even where a permission was left', async () => {
    fake.stored = { consent: { mode: 'by-hand', off: [] } }
    fake.origins = [EVERYWHERE]
    expect(await consent.mayCapture(url)).toBe(false)
  })

  it('never includes a site that was switched off, nor anything below it', async () => {
    await consent.chooseMode('everywhere')
    await consent.switchOff('shop.example')
    expect(await consent.mayCapture(url)).toBe(false)
    expect(await consent.mayCapture('http://pay.shop.example:81/')).toBe(false)
    expect(await consent.mayCapture('https://notshop.example/')).toBe(true)
    await consent.switchOn('pay.shop.example')
    expect(await consent.mayCapture(url)).toBe(true)
  })

  it('never includes sensitive sites and payment services, whatever was granted', async () => {
    await consent.chooseMode('everywhere')
    for (const never of ['https://clinic.example/thanks', 'https://www.chase.com/', 'https://www.paypal.com/checkout']) expect(await consent.mayCapture(never)).toBe(false)
  })

  it('is told with the reason why not, the person’s own word first', () => {
    const access = { mode: 'everywhere' as const, off: ['bank.example'], origins: [EVERYWHERE] }
    expect(consent.whyNot(access, url)).toBeNull()
    expect(consent.whyNot(access, 'https://bank.example/')).toBe('off')
    expect(consent.whyNot(access, 'https://clinic.example/')).toBe('sensitive')
    expect(consent.whyNot(access, 'https://www.paypal.com/')).toBe('payment')
    expect(consent.whyNot({ ...access, mode: 'by-hand' }, url)).toBe('by-hand')
    expect(consent.whyNot({ ...access, origins: [] }, url)).toBe('no-access')
    expect(consent.whyNot(access, 'chrome://settings')).toBe('no-access')
  })

  it('survives nonsense in storage', async () => {
    fake.stored = { consent: { mode: 'always', off: 'all' } }
    expect(await consent.readConsent()).toEqual({ mode: null, off: [] })
  })
})

describe('the choice of mode', () => {
  it('asks the browser before anything else', () => {
    void consent.chooseMode('everywhere')
    expect(fake.asked).toEqual([[EVERYWHERE]])
  })

  it('stays as it was after a no', async () => {
    await consent.chooseMode('per-site')
    fake.answer = false
    expect(await consent.chooseMode('everywhere')).toBe(false)
    expect((await consent.readConsent()).mode).toBe('per-site')
  })

  it('gives back what the new mode does not need', async () => {
    await consent.chooseMode('everywhere')
    await consent.grantSite('shop.example')
    await consent.chooseMode('per-site')
    expect(fake.origins).toEqual(['*://*.shop.example/*'])
    await consent.chooseMode('by-hand')
    expect(fake.origins).toEqual([])
  })

  it('keeps the list of sites that are off', async () => {
    await consent.switchOff('shop.example')
    await consent.chooseMode('everywhere')
    expect((await consent.readConsent()).off).toEqual(['shop.example'])
  })

  it('takes a site off the list when the person lets Counterfoil read it, and asks first', async () => {
    await consent.switchOff('shop.example')
    const granted = consent.grantSite('shop.example')
    expect(fake.asked).toEqual([['*://*.shop.example/*']])
    expect(await granted).toBe(true)
    expect((await consent.readConsent()).off).toEqual([])
  })

  it('loses no site when two are switched off at once', async () => {
    await Promise.all(['b.example', 'a.example', 'c.example'].map(consent.switchOff))
    expect((await consent.readConsent()).off).toEqual(['a.example', 'b.example', 'c.example'])
  })
})

describe('the gate', () => {
  it('runs nowhere until the person chose', async () => {
    fake.origins = [EVERYWHERE]
    await registerGate()
    expect(fake.scripts).toEqual([])
  })

  it('follows permissions and the list, and writes only changes', async () => {
    await consent.chooseMode('everywhere')
    await consent.switchOff('shop.example')
    await registerGate()
    await registerGate()
    expect(fake.registrations).toBe(1)
    expect(fake.scripts).toEqual([
      {
        id: 'gate',
        js: ['gate.js'],
        matches: [EVERYWHERE],
        excludeMatches: expect.arrayContaining(['*://*.shop.example/*', '*://*.paypal.com/*', '*://*.chase.com/*', '*://*.bank/*']),
        runAt: 'document_idle',
        allFrames: false,
        world: 'ISOLATED',
        persistAcrossSessions: true,
      },
    ])
    await consent.switchOn('shop.example')
    await registerGate()
    expect(fake.scripts[0]?.excludeMatches).not.toContain('*://*.shop.example/*')
    fake.origins = []
    await registerGate()
    expect(fake.scripts).toEqual([])
  })

  it('comes to open pages that may be read from now on, and once', async () => {
    const tab = (id: number, url: string, incognito = false) => ({ id, url, incognito, discarded: false })
    fake.tabs = [tab(1, 'https://a.example/cart'), tab(2, 'https://shop.example/'), tab(3, 'https://chase.com/'), tab(4, 'https://b.example/', true), tab(5, 'about:blank')]
    await consent.chooseMode('everywhere')
    await consent.switchOff('shop.example')
    await registerGate()
    expect(fake.injected).toEqual([1])
    await consent.switchOn('shop.example')
    await registerGate()
    expect(fake.injected).toEqual([1, 2])
  })

  it('is registered once when called from all sides', async () => {
    await consent.chooseMode('everywhere')
    await Promise.all([registerGate(), registerGate(), registerGate()])
    expect(fake.registrations).toBe(1)
  })

  it('ignores entries that make no pattern, which stay off all the same', async () => {
    fake.stored = { consent: { mode: 'everywhere', off: ['*', 'a b', 'ok.example'] } }
    fake.origins = [EVERYWHERE]
    await registerGate()
    expect(fake.scripts[0]?.excludeMatches).toContain('*://*.ok.example/*')
    expect(fake.scripts[0]?.excludeMatches?.every((pattern) => /^\*:\/\/\*\.[a-z0-9.-]+\/\*$/.test(pattern))).toBe(true)
  })
})
