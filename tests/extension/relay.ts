// A real relay process on loopback, for tests of the extension's own sync code.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Forked } from './forked.ts'

export class RelayProcess {
  url = ''
  readonly #data: string
  readonly #options: readonly string[]
  #process: Forked | null = null
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
    this.#process = await Forked.start({ module: 'counterfoil.relay', arguments: ['--port', String(port), '--data', this.#data, ...this.#options], errors: 'dropped' })
    this.url = await this.#process.says(/^listening on (\S+)$/)
  }

  /** Ends it at once, as a power cut would. */
  async down(): Promise<void> {
    const child = this.#process
    if (!child) return
    this.#process = null
    await child.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.down()
    for (let at = 0; at < this.#copies; at++) await rm(`${this.#data}-copy-${at}`, { recursive: true, force: true })
    await rm(this.#data, { recursive: true, force: true })
  }
}

/** A command of the relay's operator. */
async function run(...command: string[]): Promise<void> {
  const child = await Forked.start({ module: 'counterfoil.relay', arguments: command, errors: 'told' })
  if ((await child.ended) !== 0) throw new Error(`the relay's command failed: ${child.lines.join('\n')}`)
}
