// The malicious relay as a process of its own (relay.py), and its switches.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { toHex } from '@counterfoil/crypto/encoding'
import type { DeviceUnderTest } from '../extension/device.ts'

const ROOT = new URL('../..', import.meta.url).pathname

export class MaliciousRelay {
  url = ''
  #control = ''
  readonly #data: string
  readonly #process: ChildProcess

  private constructor(data: string, process: ChildProcess) {
    this.#data = data
    this.#process = process
  }

  static async start(): Promise<MaliciousRelay> {
    const data = await mkdtemp(join(tmpdir(), 'counterfoil-malicious-'))
    const child = spawn(join(ROOT, '.venv/bin/python'), ['-m', 'tests.attacks.relay', '--data', data], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PYTHONPATH: 'server:crypto' },
    })
    const relay = new MaliciousRelay(data, child)
    for await (const line of createInterface(child.stdout)) {
      const [, what, where] = /^(listening on|controlled at) (\S+)$/.exec(line) ?? []
      if (what === 'listening on' && where) relay.url = where
      if (what !== 'controlled at' || !where) continue
      relay.#control = where
      return relay
    }
    throw new Error('the malicious relay did not start')
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
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGTERM')
    await ended
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
