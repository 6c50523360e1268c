// Evidence of an order as one file, and what the command says of it.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@counterfoil/crypto/document'
import { orderKey, vendorKey } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EvidenceFile, evidenceFile } from '../../../extension/src/terms/evidence/index.ts'
import { keepAcceptance, keepTerms } from '../../../extension/src/terms/store/index.ts'
import type { Vault } from '../../../extension/src/vault/vault.ts'
import { Profile } from '../device.ts'
import { changed, DAY, reading, START, termsText } from './reading.ts'

const PYTHON = new URL('../../../.venv/bin/python', import.meta.url).pathname
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(1)> & "quoted" \'too\' \u202egnp.exe \u2028 \0 <!--'
const NOW = { now: START + 40 * DAY, version: '0.1.0' }
const TEXT = `${termsText(6)}\n${HOSTILE.replace('\0', '')}\r\nLast line, with \ud83c\udff7.`
const PDF = new TextEncoder().encode('%PDF-1.7\nnot much of a file')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-evidence-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function withOrder(more: Record<string, Json> = {}): Promise<{ vault: Vault; order: string }> {
  const { vault } = await new Profile().create(null)
  const order = vault.idOf('Order', orderKey('lantern.example', '100001'))
  await vault.edit((editor) => {
    const said: Record<string, Json> = { vendor: 'lantern.example', orderNumber: '100001', total: '59.97', currency: 'EUR', status: 'OrderInTransit', items: [{ name: HOSTILE, quantity: 2, total: '59.97' }], ...more }
    const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, { value, signal: 'label', confidence: 90 }]))
    const source = { kind: 'page', time: '2026-03-01T09:00:00Z', url: 'https://lantern.example/thank-you' }
    editor.capture(order, { type: 'Order', fields: { ...fields, 'source/0000000000000000': { value: source } } })
    editor.capture(vault.idOf('Vendor', vendorKey('lantern.example')), { type: 'Vendor', fields: { domain: { value: 'lantern.example' }, name: { value: HOSTILE } } })
    editor.say('Order', order, 'total', '49.97')
  })
  return { vault, order }
}

async function withTerms(): Promise<{ vault: Vault; order: string }> {
  const { vault, order } = await withOrder()
  const terms = await keepTerms(vault, reading(TEXT, { title: HOSTILE }))
  const privacy = await keepTerms(vault, reading('', { url: 'https://lantern.example/privacy.pdf', content: { kind: 'pdf', bytes: PDF }, type: 'Privacy Policy' }))
  const large = await keepTerms(vault, reading('', { url: 'https://lantern.example/large.pdf', content: { kind: 'large-pdf', digest: 'c'.repeat(64), size: 9_000_000 }, type: 'Imprint' }))
  await keepAcceptance(vault, {
    vendor: 'lantern.example',
    order,
    at: START,
    act: 'ticked',
    wordings: [`I accept the terms ${HOSTILE}`],
    gpc: true,
    language: 'en',
    documents: [
      { type: 'Terms of Service', url: 'https://lantern.example/terms', text: HOSTILE, place: 'acceptance', document: terms.document, version: terms.version, digest: null, reason: null },
      { type: 'Privacy Policy', url: 'https://lantern.example/privacy.pdf', text: 'privacy', place: 'footer', document: privacy.document, version: privacy.version, digest: null, reason: null },
      { type: 'Imprint', url: 'https://lantern.example/large.pdf', text: 'imprint', place: 'footer', document: large.document, version: large.version, digest: null, reason: null },
      { type: 'Returns Policy', url: 'https://lantern.example/returns', text: 'returns', place: 'footer', document: null, version: null, digest: null, reason: 'bot-wall' },
    ],
  })
  // What came later is not what was agreed to.
  await keepTerms(vault, reading(changed(TEXT, 99), { seenAt: START + DAY }))
  return { vault, order }
}

let files = 0

async function verified({ content, mediaType }: Pick<EvidenceFile, 'content' | 'mediaType'>): Promise<{ code: number; out: string; error: string }> {
  const path = join(folder, `${files++}.${mediaType === 'text/html' ? 'html' : 'json'}`)
  await writeFile(path, content)
  return new Promise((resolve) => {
    execFile(PYTHON, ['-m', 'counterfoil.client.command', 'verify', path], { maxBuffer: 1 << 26 }, (failed, out, error) => {
      resolve({ code: failed ? Number(failed.code) : 0, out, error })
    })
  })
}

/** The same check for many files in one process, because starting one takes longer than all of them. */
const MANY = `
import json, pathlib, sys
from counterfoil.client.errors import ClientError
from counterfoil.client.verify import report
def fault(path):
    try:
        return report(pathlib.Path(path))[1]
    except ClientError as error:
        return str(error)
print(json.dumps([fault(path) for path in sys.argv[1:]]))
`

async function faultsOf(contents: readonly string[]): Promise<(string | null)[]> {
  const paths = contents.map(() => join(folder, `${files++}.file`))
  await Promise.all(contents.map((content, at) => writeFile(paths[at] ?? '', content)))
  return new Promise((resolve, reject) => {
    execFile(PYTHON, ['-c', MANY, ...paths], (failed, out) => (failed ? reject(failed as Error) : resolve(JSON.parse(out) as (string | null)[])))
  })
}

const dataOf = (html: string): string => html.slice(html.indexOf('id="counterfoil-evidence">') + 26, html.lastIndexOf('</script>'))

describe('evidence of an order', () => {
  it('has the order with who said what, the acceptance, and each accepted text exactly', async () => {
    const { vault, order } = await withTerms()
    const { content, mediaType } = await evidenceFile(vault, order, 'json', NOW)
    expect(mediaType).toBe('application/json')
    const { evidence, signature, page } = JSON.parse(content)
    expect(page).toBeNull()
    expect(signature.device).toBe(vault.device.name)
    expect(evidence.order).toMatchObject({
      vendor: 'lantern.example',
      vendorName: HOSTILE,
      fields: {
        orderNumber: { value: '100001', from: 'page', signal: 'label', confidence: 90 },
        total: { value: '49.97', from: 'person', page: { value: '59.97', signal: 'label' } },
      },
      sources: [{ url: 'https://lantern.example/thank-you' }],
    })
    expect(evidence.acceptance).toMatchObject({ at: '2026-03-01T09:00:00Z', act: 'ticked', gpc: true, wordings: [`I accept the terms ${HOSTILE}`] })
    expect(evidence.acceptance.documents).toHaveLength(4)
    expect(evidence.documents.map(({ kind, markdown, file, type }: Record<string, unknown>) => [type, kind, markdown, file])).toEqual([
      ['Terms of Service', 'text', TEXT, null],
      ['Privacy Policy', 'pdf', null, Buffer.from(PDF).toString('base64url')],
      ['Imprint', 'large-pdf', null, null],
    ])
    expect(evidence.made).toBe('2026-04-10T09:00:00Z')
  })

  it('is verified by the command, as JSON and as a page', async () => {
    const { vault, order } = await withTerms()
    for (const form of ['json', 'html'] as const) {
      const { code, out, error } = await verified(await evidenceFile(vault, order, form, NOW))
      expect({ code, error }).toEqual({ code: 0, error: '' })
      expect(out).toContain('Evidence of order 100001 at lantern.example')
      expect(out).toContain(`signed by the device ${vault.device.name}`)
      expect(out).toContain('Terms of Service (https://lantern.example/terms)')
      expect(out).toContain('Returns Policy (https://lantern.example/returns): it was linked, and could not be read then')
      expect(out.includes('the page that shows the data is as it was saved')).toBe(form === 'html')
      expect(out).not.toMatch(/[\u202e\u0000]/)
    }
  }, 60_000)

  it('has the same data in both forms', async () => {
    const { vault, order } = await withTerms()
    const html = JSON.parse(dataOf((await evidenceFile(vault, order, 'html', NOW)).content))
    expect(html.evidence).toEqual(JSON.parse((await evidenceFile(vault, order, 'json', NOW)).content).evidence)
  })

  it('is there for an order without terms', async () => {
    const { vault, order } = await withOrder()
    expect(await faultsOf([(await evidenceFile(vault, order, 'html', NOW)).content])).toEqual([null])
    await expect(evidenceFile(vault, 'f'.repeat(32), 'html', NOW)).rejects.toThrow('This order is not here any more')
  }, 60_000)
})

describe('the page', () => {
  it('holds no script, loads nothing, and shows hostile text as text', async () => {
    const { vault, order } = await withTerms()
    const { content } = await evidenceFile(vault, order, 'html', NOW)
    const visible = content.replace(dataOf(content), '')
    expect(visible.match(/<script/g)).toHaveLength(1)
    expect(dataOf(content)).not.toMatch(/[<>&\u2028\u2029]/)
    expect(visible).not.toMatch(/<img|<iframe|<link|<object|<form| on[a-z]+=(?!alert\(1\)&gt;)|url\(|@import|javascript:/i)
    expect(visible).toContain("default-src 'none'")
    // Every address in an attribute is an address of the web, or the kept file.
    expect([...visible.matchAll(/(?:href|src)="([^"]*)"/g)].every(([, address]) => /^(https:\/\/lantern\.example\/|data:application\/pdf;base64,[A-Za-z0-9+/=]*$)/.test(address ?? ''))).toBe(true)
    expect(visible).toContain('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('says of a document that it was read long after the order', async () => {
    const { vault, order } = await withOrder()
    const { document, version } = await keepTerms(vault, reading(TEXT, { seenAt: START + DAY }))
    const accepted = { type: 'Terms of Service', url: 'https://lantern.example/terms', text: '', place: 'footer', document, version, digest: null, reason: null } as const
    await keepAcceptance(vault, { vendor: 'lantern.example', order, at: START, act: null, wordings: [], gpc: null, language: null, documents: [accepted] })
    expect((await evidenceFile(vault, order, 'html', NOW)).content).toContain('2026-03-02 09:00:00 UTC, fetched without signing in, after the order was recorded')
  })

  it('reads as the text that was kept', async () => {
    const { vault, order } = await withTerms()
    const { content } = await evidenceFile(vault, order, 'html', NOW)
    const [, shown = ''] = /<pre dir="auto">\n([^]*?)<\/pre>/.exec(content) ?? []
    const unescaped = shown.replace(/&(lt|gt|quot|#39|#13|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", '#13': '\r', amp: '&' })[name] ?? '')
    expect(unescaped).toBe(TEXT)
  })
})

describe('a file that was changed', () => {
  const JSON_FILE: [string, string | RegExp, string, RegExp][] = [
    ['a word of the terms', 'within', 'without', /^the data were changed/],
    ['a value of the order', '"59.97"', '"29.97"', /^the data were changed/],
    ['a value that nothing reads', '"place": "acceptance"', '"place": "elsewhere"', /^the data were changed/],
    ['the digest', /"digest": "[0-9a-f]{64}",\n "page"/, `"digest": "${'0'.repeat(64)}",\n "page"`, /^the data were changed/],
    ['the signature', /"signature": "[^"]{10}/, '"signature": "AAAAAAAAAA', /^the signature does not fit/],
    ['the device', /"device": "[0-9a-f]{8}/, '"device": "00000000', /is not the one whose keys signed it/],
    ['the format', 'counterfoil-evidence/1', 'counterfoil-evidence/2', /'counterfoil-evidence\/2', which this counterfoil does not know; update it/],
    ['what is missing', '"madeBy": "Counterfoil 0.1.0",', '', /evidence\.madeBy is missing/],
    ['what stands beside it', '"format":', '"shown": "<h1>Order 7</h1>", "format":', /shown does not belong there/],
    ['a key that stands twice', '"made":', '"made": "2020-01-01T00:00:00Z", "made":', /no well-formed JSON/],
  ]
  const HTML_FILE: typeof JSON_FILE = [
    ['what the page shows', '49.97</bdi>', '4.97</bdi>', /^the page around the data was changed/],
    ['what is added to it', '</body>', '<p>And a voucher.</p></body>', /^the page around the data was changed/],
    ['another block of data', '<h1>', '<script type="application/json" id="counterfoil-evidence">{}</script><h1>', /no evidence/],
    ['the end of it', /<\/script>[^]*$/, '', /end before their end/],
  ]
  const change = (content: string, from: string | RegExp, to: string): string => {
    const changedContent = content.replace(from, () => to)
    if (changedContent === content) throw new Error('nothing was changed')
    return changedContent
  }
  let faults = new Map<string, string | null>()

  beforeAll(async () => {
    const { vault, order } = await withTerms()
    const [json, html] = (await Promise.all((['json', 'html'] as const).map(async (form) => (await evidenceFile(vault, order, form, NOW)).content))) as [string, string]
    const cases: [string, string][] = [
      ['unchanged', json],
      ...JSON_FILE.map(([name, from, to]): [string, string] => [name, change(json, from, to)]),
      ...HTML_FILE.map(([name, from, to]): [string, string] => [name, change(html, from, to)]),
      ['data alone', dataOf(html)],
    ]
    const found = await faultsOf(cases.map(([, content]) => content))
    faults = new Map(cases.map(([name], at) => [name, found[at] ?? null]))
  }, 60_000)

  it.each([...JSON_FILE, ...HTML_FILE])('is found out: %s', (name, _, __, words) => {
    expect(faults.get('unchanged')).toBeNull()
    expect(faults.get(name)).toMatch(words)
  })

  it('cannot be the data of a page without the page', () => {
    expect(faults.get('data alone')).toContain('whose page is not here')
  })
})
