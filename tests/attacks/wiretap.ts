// What a proxy in front of a relay may write into its log, for tests of what the extension sends.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { RelayProcess } from '../extension/relay.ts'

/** A proxy; `log` has request lines, and every header but the one for secrets. */
export class Tap {
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

/** A relay process behind a proxy, which is where devices dial. */
export function tapped(): () => Tap {
  let relay: RelayProcess
  const tap = new Tap(() => Number(new URL(relay.url).port))
  beforeAll(async () => {
    await tap.start()
    relay = await RelayProcess.start('--origin', tap.url)
  })
  afterAll(async () => {
    tap.stop()
    await relay.stop()
  })
  return () => tap
}
