// A real relay process on loopback, for tests of the extension's own sync code.
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'

const PYTHON = new URL('../../.venv/bin/python', import.meta.url).pathname

export class RelayProcess {
  url = ''
  readonly #data: string
  readonly #options: readonly string[]
  #process: ChildProcess | null = null
  #copies = 0

  private constructor(data: string, options: readonly string[]) {
    this.#data = data
    this.#options = options
  }

  static async start(...options: string[]): Promise<RelayProcess> {
    const relay = new RelayProcess(await mkdtemp(join(tmpdir(), 'counterfoil-relay-')), options)
    await relay.up(0)
    return relay
  }

  /** Copies its data as an operator may: files of a relay that stands still. */
  async copy(): Promise<string> {
    const to = `${this.#data}-copy-${this.#copies++}`
    await this.down()
    await cp(this.#data, to, { recursive: true })
    await this.up()
    return to
  }

  /** Puts a copy back; `declared`: says so, as operators must. */
  async back(copy: string, declared = true): Promise<void> {
    await this.down()
    await rm(this.#data, { recursive: true, force: true })
    await cp(copy, this.#data, { recursive: true })
    if (declared) await run('declare-restore', '--data', this.#data)
    await this.up()
  }

  /** Its files are gone, and it knows of none; all else is there. */
  async loseFiles(): Promise<void> {
    await this.down()
    await rm(join(this.#data, 'blobs'), { recursive: true, force: true })
    const database = new DatabaseSync(join(this.#data, 'relay.sqlite3'))
    database.exec('DELETE FROM blobs')
    database.close()
    await this.up()
  }

  /** All that it had is gone. */
  async forget(): Promise<void> {
    await this.down()
    await rm(this.#data, { recursive: true, force: true })
    await this.up()
  }

  /** Starts it, again at its old port if it had one. */
  async up(port = Number(new URL(this.url).port)): Promise<void> {
    const child = spawn(PYTHON, ['-m', 'counterfoil.relay', '--port', String(port), '--data', this.#data, ...this.#options], {
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
    for (let at = 0; at < this.#copies; at++) await rm(`${this.#data}-copy-${at}`, { recursive: true, force: true })
    await rm(this.#data, { recursive: true, force: true })
  }
}

/** A command of the relay's operator. */
async function run(...command: string[]): Promise<void> {
  const child = spawn(PYTHON, ['-m', 'counterfoil.relay', ...command], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece) => (said += String(piece)))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`the relay's command failed: ${said}`)
}
