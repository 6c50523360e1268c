// A token in a log, on the wire, after removal: the extension shows it in a header and in a first frame alone, and drops it when it is over.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { revoke } from '../../extension/src/sync/acts.ts'
import { listen } from '../../extension/src/sync/stream.ts'
import { Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

/** What a proxy may write into its log: request lines, and every header but the one for secrets. */
class Tap {
  log = ''
  url = ''
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(target: () => number) {
    this.#server = createServer((request, response) => {
      this.#note(request)
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', async () => {
        const { 'content-length': _, connection, ...headers } = request.headers
        const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
        const answer = await fetch(`http://127.0.0.1:${target()}${request.url}`, { method: request.method ?? 'GET', headers: headers as Record<string, string>, ...body })
        response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => !['content-length', 'transfer-encoding', 'connection'].includes(name))))
        response.end(Buffer.from(await answer.arrayBuffer()))
      })
    })
    this.#server.on('upgrade', (request, socket: Socket) => {
      this.#note(request)
      const outer = connect(target(), '127.0.0.1')
      const headers = request.rawHeaders.map((each, at) => (at % 2 === 0 ? `${each}: ` : `${each}\r\n`)).join('')
      outer.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`)
      outer.pipe(socket)
      socket.pipe(outer)
      for (const one of [outer, socket]) one.on('error', () => undefined)
      this.#sockets.add(socket).add(outer)
    })
  }

  #note({ method, url, headers }: IncomingMessage): void {
    const { authorization: _, ...shown } = headers
    this.log += `${method} ${url} ${JSON.stringify(shown)}\n`
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`
  }

  stop(): void {
    for (const one of this.#sockets) one.destroy()
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

let relay: RelayProcess
const tap = new Tap(() => Number(new URL(relay.url).port))
beforeAll(async () => {
  await tap.start()
  process.env['COUNTERFOIL_RELAY_ORIGINS'] = tap.url
  relay = await RelayProcess.start()
  delete process.env['COUNTERFOIL_RELAY_ORIGINS']
})
afterAll(async () => {
  tap.stop()
  await relay.stop()
})

it('a token is in no address and in no header but its own, and is over with the revoke', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(tap.url)
  await laptop.sync()
  const phone = await new Profile().join(laptop)
  await laptop.sync()
  const { relay: dialled, session } = phone.connection()
  const { token } = await session.token()
  const ending = new AbortController()
  let heard = 0
  const listening = listen(dialled, session, () => heard++, ending.signal)
  await expect.poll(() => heard).toBeGreaterThan(0)
  expect(tap.log).toContain('GET /v1/stream ')
  expect(tap.log).toContain('PUT /v1/pairings/')

  const before = heard
  const id = phone.vault.device.name
  await laptop.connection().sync.act(() => (laptop.vault.log.roster.members.has(id) ? revoke(laptop.vault, id) : null))
  await expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThan(before)
  // With the old token nothing is to be had any more, and no new one opens what is written from now on.
  await expect(dialled.log(token, 0)).rejects.toMatchObject({ code: 'unauthorized' })
  await phone.sync()
  expect(phone.vault.ending).toMatchObject({ how: 'removed' })
  ending.abort()
  await listening
  const tokens = [token, (await laptop.connection().session.token()).token]
  for (const one of tokens) for (const spelled of [one, Buffer.from(one, 'base64url').toString('hex'), encodeURIComponent(one)]) expect(tap.log).not.toContain(spelled)
})
