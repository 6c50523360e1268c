// The malicious relay as a process of its own (relay.py), and its switches.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from '@counterfoil/crypto/encoding'
import type { DeviceUnderTest } from '../extension/device.ts'
import { Forked } from '../extension/forked.ts'

export class MaliciousRelay {
  readonly url: string
  readonly #control: string
  readonly #data: string
  readonly #process: Forked

  private constructor(url: string, control: string, data: string, process: Forked) {
    this.url = url
    this.#control = control
    this.#data = data
    this.#process = process
  }

  static async start(): Promise<MaliciousRelay> {
    const data = await mkdtemp(join(tmpdir(), 'counterfoil-malicious-'))
    const process = await Forked.start({ module: 'tests.attacks.relay', arguments: ['--data', data], errors: 'inherited' })
    const url = await process.says(/^listening on (\S+)$/)
    return new MaliciousRelay(url, await process.says(/^controlled at (\S+)$/), data, process)
  }

  /** Turns a switch on; `victim` is the only device that is lied to. */
  async lie(name: string, victim?: DeviceUnderTest): Promise<void> {
    await this.#post('switch', { lie: name, victim: victim ? toHex(victim.vault.device.id) : null })
  }

  act = (what: string): Promise<void> => this.#post('act', { what })
  honest = (): Promise<void> => this.#post('honest', {})
  loot = async (): Promise<Record<string, unknown>> => (await this.#get('loot')) as Record<string, unknown>
  /** Method, path and status of every request so far. */
  seen = async (): Promise<string[]> => (await this.#get('seen')) as string[]

  async stop(): Promise<void> {
    await this.#process.kill('SIGTERM')
    await rm(this.#data, { recursive: true, force: true })
  }

  async #post(what: string, body: unknown): Promise<void> {
    const answer = await fetch(`${this.#control}/${what}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`the malicious relay has no ${what} ${JSON.stringify(body)}`)
  }

  async #get(what: string): Promise<unknown> {
    return (await fetch(`${this.#control}/${what}`)).json()
  }
}
