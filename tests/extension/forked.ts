// A Python process out of the nursery.
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { inject } from 'vitest'

const PATIENCE_MS = 30_000

interface Wanted {
  /** As for `python -m`. */
  readonly module: string
  readonly arguments: readonly string[]
  readonly errors: 'told' | 'dropped' | 'inherited'
}

export class Forked {
  /** What it printed. */
  readonly lines: string[] = []
  /** Its exit code, once nothing of it is left. */
  readonly ended: Promise<number>
  #pid = 0
  #code: number | null = null
  #heard: () => void = () => undefined

  private constructor(socket: Socket) {
    this.ended = new Promise((resolve) => {
      const end = (code: number): void => {
        this.#code ??= code
        this.#heard()
        resolve(this.#code)
      }
      createInterface(socket).on('line', (line) => {
        const [, what, number] = /^(pid|ended) (-?\d+)$/.exec(line) ?? []
        if (what === 'pid') this.#pid = Number(number)
        else if (what === 'ended') end(Number(number))
        else this.lines.push(line)
        this.#heard()
      })
      socket.on('close', () => end(-1))
    })
  }

  static async start(wanted: Wanted): Promise<Forked> {
    const socket = await connected(inject('nursery'), Date.now() + PATIENCE_MS)
    const forked = new Forked(socket)
    socket.write(`${JSON.stringify(wanted)}\n`)
    return forked
  }

  /** What the pattern finds in the first line that has it. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      for (const line of this.lines) {
        const found = pattern.exec(line)?.[1]
        if (found !== undefined) return found
      }
      if (this.#code !== null) throw new Error(`it ended with ${this.#code} and never said ${pattern}: ${this.lines.join('\n')}`)
      await new Promise<void>((resolve) => (this.#heard = resolve))
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#code === null && this.#pid > 0) process.kill(this.#pid, signal)
    await this.ended
  }
}

/** The nursery may be about to open its socket. */
async function connected(path: string, until: number): Promise<Socket> {
  for (;;) {
    const socket = connect(path)
    const error = await new Promise<Error | null>((resolve) => {
      socket.once('connect', () => resolve(null))
      socket.once('error', resolve)
    })
    if (!error) return socket.on('error', () => undefined)
    if (Date.now() > until) throw new Error('the nursery of relays does not answer', { cause: error })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
