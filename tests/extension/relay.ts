// A real relay process on loopback, for tests of the extension's own sync code.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PYTHON = new URL('../../.venv/bin/python', import.meta.url).pathname

export class RelayProcess {
  url = ''
  readonly #data: string
  #process: ChildProcess | null = null

  private constructor(data: string) {
    this.#data = data
  }

  static async start(): Promise<RelayProcess> {
    const relay = new RelayProcess(await mkdtemp(join(tmpdir(), 'counterfoil-relay-')))
    await relay.up(0)
    return relay
  }

  /** Starts it, again at its old port if it had one. */
  async up(port = Number(new URL(this.url).port)): Promise<void> {
    const child = spawn(PYTHON, ['-m', 'counterfoil.relay', '--port', String(port), '--data', this.#data], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.#process = child
    for await (const line of createInterface(child.stdout)) {
      const said = /^listening on (\S+)$/.exec(line)?.[1]
      if (said === undefined) continue
      this.url = said
      return
    }
    throw new Error('the relay did not start')
  }

  /** Ends it at once, as a power cut would. */
  async down(): Promise<void> {
    const child = this.#process
    if (!child) return
    this.#process = null
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    await this.down()
    await rm(this.#data, { recursive: true, force: true })
  }
}
