// What servers answer with, from a real one on loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decode } from '../../../extension/src/terms/charset.ts'
import { type Fetched, fetchDocument, LARGEST_PAGE, LARGEST_PDF, sources } from '../../../extension/src/terms/fetch.ts'

const HTML = { 'content-type': 'text/html' }
type Answer = (request: IncomingMessage, response: ServerResponse) => void
const page = (body: string | Buffer, type = 'text/html; charset=utf-8'): Answer => (_, response) => void response.writeHead(200, { 'content-type': type }).end(body)
const status = (code: number): Answer => (_, response) => void response.writeHead(code, { 'content-type': 'text/plain' }).end('no')
const cookies: (string | undefined)[] = []

const ANSWERS: Record<string, Answer> = {
  '/terms': (request, response) => {
    cookies.push(request.headers.cookie)
    response.writeHead(200, { ...HTML, 'content-language': 'de-AT', 'set-cookie': 'who=me' }).end('<h1>Gew\u00e4hrleistung</h1>')
  },
  '/moved': (_, response) => void response.writeHead(301, { location: '/terms' }).end(),
  '/plain': page('Terms.\n\nOf sale.', 'text/plain'),
  '/file.pdf': page('%PDF-1.4 a file', 'application/pdf'),
  '/unnamed.pdf': page('%PDF-1.4 a file', 'application/octet-stream'),
  '/no.pdf': page('<h1>Not found</h1>', 'application/pdf'),
  '/archive': page('PK', 'application/zip'),
  '/nothing': page(''),
  '/largest': page('a'.repeat(LARGEST_PAGE)),
  '/larger': page('a'.repeat(LARGEST_PAGE + 1)),
  '/huge.pdf': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/pdf' })
    response.end(Buffer.alloc(LARGEST_PDF + 1, '%PDF-'))
  },
  '/bomb': (_, response) => void response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64_000_000))),
  '/endless': (_, response) => {
    response.writeHead(200, HTML)
    const timer = setInterval(() => response.write('<p>and so on'), 20)
    response.on('close', () => clearInterval(timer))
  },
  '/silent': () => undefined,
  '/broken': (_, response) => {
    response.writeHead(200, { ...HTML, 'content-length': '1000' }).write('<p>half')
    setTimeout(() => response.destroy(), 20)
  },
  '/wall': (_, response) => void response.writeHead(403, HTML).end('<h1>Are you human?</h1>'),
  ...Object.fromEntries([204, 401, 404, 410, 418, 451, 500].map((code) => [`/${code}`, status(code)])),
}

let server: Server
let origin = ''
const get = (path: string): Promise<Fetched> => fetchDocument(origin + path, 600)
const reason = async (path: string): Promise<string> => {
  const fetched = await get(path)
  return fetched.kind === 'refused' ? fetched.reason : fetched.kind
}

beforeAll(async () => {
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('navigator', { onLine: true })
  server = createServer((request, response) => (ANSWERS[request.url ?? ''] ?? status(404))(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  vi.unstubAllGlobals()
  server.closeAllConnections()
  server.close()
})

describe('a document that is fetched', () => {
  it('comes with the address that answered, its language and a digest of its bytes, and never with a cookie', async () => {
    await get('/terms')
    const fetched = await get('/moved')
    expect(fetched).toMatchObject({ kind: 'html', finalUrl: `${origin}/terms`, language: 'de-AT', text: '<h1>Gew\u00e4hrleistung</h1>', status: 200 })
    expect(fetched).toHaveProperty('digest', expect.stringMatching(/^[0-9a-f]{64}$/))
    expect(cookies).toEqual([undefined, undefined])
  })

  it.each([
    ['/plain', 'plain'],
    ['/file.pdf', 'pdf'],
    ['/unnamed.pdf', 'pdf'],
    ['/largest', 'html'],
    ['/wall', 'html'],
  ])('%s is a %s', async (path, kind) => {
    expect((await get(path)).kind).toBe(kind)
  })

  it.each([
    ['/no.pdf', 'unsupported-type'],
    ['/archive', 'unsupported-type'],
    ['/nothing', 'empty'],
    ['/204', 'empty'],
    ['/401', 'log-in'],
    ['/404', 'not-found'],
    ['/410', 'not-found'],
    ['/418', 'refused-by-site'],
    ['/451', 'refused-by-site'],
    ['/500', 'server-error'],
    ['/larger', 'too-large'],
    ['/huge.pdf', 'too-large'],
    ['/bomb', 'too-large'],
    ['/endless', 'timeout'],
    ['/silent', 'timeout'],
    ['/broken', 'server-error'],
  ])('%s is refused: %s', async (path, why) => {
    expect(await reason(path)).toBe(why)
  })

  it('is not there if nobody answers', async () => {
    const { kind, ...more } = await fetchDocument('http://127.0.0.1:1/terms', 600)
    expect({ kind, ...more }).toEqual({ kind: 'refused', reason: 'offline' })
  })
})

describe('what a document may connect to', () => {
  it.each([
    ['shop.example', 'https://www.shop.example/terms', ['https://shop.example:*', 'https://*.shop.example:*']],
    ['shop.example', 'http://shop.example/terms', ['http://shop.example:*', 'http://*.shop.example:*', 'https://shop.example:*', 'https://*.shop.example:*']],
    ['localhost:8080', 'http://localhost:8080/terms', ['http://localhost:8080', 'https://localhost:8080']],
    ['192.0.2.7', 'https://192.0.2.7/terms', ['https://192.0.2.7']],
    ["shop.example; script-src *", 'https://shop.example/', ["'none'"]],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', ["'none'"]],
  ])('of %s', (vendor, url, expected) => {
    expect(sources(vendor, url)).toEqual(expected)
  })
})

describe('bytes are read', () => {
  const latin = Uint8Array.from([0x47, 0x72, 0xf6, 0xdf, 0x65])
  const utf8 = new TextEncoder().encode('Gr\u00f6\u00dfe')
  const said = (markup: string, bytes: Uint8Array): Uint8Array => Uint8Array.from([...new TextEncoder().encode(markup), ...bytes])

  it.each<[string, Uint8Array, string | null, string]>([
    ['as the header says', latin, 'iso-8859-1', 'Gr\u00f6\u00dfe'],
    ['by their mark, whatever the header says', Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]), 'iso-8859-1', 'Gr\u00f6\u00dfe'],
    ['in UTF-16 by their mark', Uint8Array.from([0xff, 0xfe, 0x41, 0x00]), null, 'A'],
    ['as the page says', said('<meta charset="windows-1252">', latin), null, '<meta charset="windows-1252">Gr\u00f6\u00dfe'],
    ['as the page says in the old way', said('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', latin), null, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">Gr\u00f6\u00dfe'],
    ['by the header, against the page', said('<meta charset="iso-8859-1">', utf8), 'utf-8', '<meta charset="iso-8859-1">Gr\u00f6\u00dfe'],
    ['not as a comment says', said('<!-- <meta charset="shift_jis"> -->', utf8), null, '<!-- <meta charset="shift_jis"> -->Gr\u00f6\u00dfe'],
    ['as UTF-8 if a page that could be read says UTF-16', said('<meta charset="utf-16">', utf8), null, '<meta charset="utf-16">Gr\u00f6\u00dfe'],
    ['as what they are where a charset is named that nobody knows', latin, 'x-our-own', 'Gr\u00f6\u00dfe'],
    ['as UTF-8 where nobody says', utf8, null, 'Gr\u00f6\u00dfe'],
    ['in Japanese', Uint8Array.from([0x95, 0xd4, 0x95, 0x69]), 'Shift_JIS', '\u8fd4\u54c1'],
  ])('%s', (_, bytes, header, text) => {
    expect(decode(bytes, header)).toBe(text)
  })
})
