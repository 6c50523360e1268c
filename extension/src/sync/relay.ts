// The relay's HTTP interface (server/PROTOCOL.md). Whatever it answers is checked here, once; further in, values are typed.
import { type Entry, EntryKind } from '@counterfoil/crypto/chain'
import { type Bytes, fromBase64url, toBase64url } from '@counterfoil/crypto/encoding'
import type { Head } from '@counterfoil/crypto/statement'
import { readRelay } from './address.ts'

const TIMEOUT_MS = 30_000
const LARGEST_ANSWER = 16 * 1024 * 1024

/** The relay could not be reached, or what answered is no relay. Nothing is lost; trying again may help. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The relay said no. `code` as in server/PROTOCOL.md, *Errors*. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly origins: readonly string[]

  constructor(code: string, detail: string, origins: readonly string[] = []) {
    super(detail)
    this.code = code
    this.origins = origins
  }
}

export interface Page {
  readonly head: Head
  readonly through: Head
  readonly entries: Entry[]
}

export interface NewRevision {
  /** Sequence of the revision it was built on. */
  readonly base: number | null
  readonly envelope: Bytes
}

/** `problem`: why this one was refused, while others of the same request may have been taken. */
export interface AppendResult {
  readonly problem?: string
}

export class Relay {
  /** Its address in the one spelling (address.ts). */
  readonly url: string

  constructor(url: string) {
    const relay = readRelay(url)
    if (!relay) throw new TypeError('A relay’s address looks like https://relay.example.')
    this.url = relay.address
  }

  get origin(): string {
    return new URL(this.url).origin
  }

  get streamUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/v1/stream`
  }

  /** Throws `Unreachable` unless a relay answers here. */
  async health(): Promise<void> {
    if (object(await this.#ask('GET', '/health', {})).status !== 'ok') throw new Unreachable('the relay is not well')
  }

  async createAccount(genesis: Bytes): Promise<void> {
    await this.#ask('POST', '/accounts', { body: { genesis: toBase64url(genesis) } })
  }

  async challenge(account: Bytes, device: Bytes): Promise<Bytes> {
    const body = { account: toBase64url(account), device: toBase64url(device) }
    return bytes(object(await this.#ask('POST', '/challenges', { body })).nonce, 32)
  }

  async token(account: Bytes, device: Bytes, nonce: Bytes, signature: Bytes): Promise<{ token: string; expires: number }> {
    const body = {
      account: toBase64url(account),
      device: toBase64url(device),
      origin: this.origin,
      nonce: toBase64url(nonce),
      signature: toBase64url(signature),
    }
    const answer = object(await this.#ask('POST', '/tokens', { body }))
    return { token: text(answer.token), expires: moment(answer.expires) }
  }

  async log(token: string, after: number): Promise<Page> {
    const answer = object(await this.#ask('GET', `/log?after=${after}`, { token }))
    return { head: head(answer.head), through: head(answer.through), entries: array(answer.entries).map(entry) }
  }

  async appendRecords(token: string, generation: Bytes, records: NewRevision[]): Promise<AppendResult[]> {
    const body = {
      generation: toBase64url(generation),
      records: records.map((record) => ({ base: record.base, envelope: toBase64url(record.envelope) })),
    }
    const answer = object(await this.#ask('POST', '/log/records', { token, body }))
    const results = array(answer.results).map(appendResult)
    if (results.length !== records.length) throw new Unreachable('the relay answered for another number of changes')
    return results
  }

  async appendStatement(token: string, statement: Bytes): Promise<void> {
    await this.#ask('POST', '/log/statements', { token, body: { statement: toBase64url(statement) } })
  }

  async openMailbox(token: string, mailbox: Bytes): Promise<number> {
    const answer = object(await this.#ask('POST', '/pairings', { token, body: { mailbox: toBase64url(mailbox) } }))
    return moment(answer.expires)
  }

  async readClaim(token: string, mailbox: Bytes): Promise<Bytes | null> {
    const answer = object(await this.#ask('GET', `/pairings/${toBase64url(mailbox)}`, { token }))
    return answer.claim === null ? null : bytes(answer.claim)
  }

  async claim(mailbox: Bytes, message: Bytes): Promise<void> {
    await this.#ask('PUT', `/pairings/${toBase64url(mailbox)}/claim`, { body: { message: toBase64url(message) } })
  }

  async answer(token: string, mailbox: Bytes, message: Bytes): Promise<void> {
    await this.#ask('PUT', `/pairings/${toBase64url(mailbox)}/answer`, { token, body: { message: toBase64url(message) } })
  }

  async readAnswer(mailbox: Bytes): Promise<Bytes | null> {
    const answer = object(await this.#ask('GET', `/pairings/${toBase64url(mailbox)}/answer`, {}))
    return answer.answer === null ? null : bytes(answer.answer)
  }

  async closeMailbox(token: string, mailbox: Bytes): Promise<void> {
    await this.#ask('DELETE', `/pairings/${toBase64url(mailbox)}`, { token })
  }

  async #ask(method: string, path: string, { token, body }: { token?: string; body?: unknown }): Promise<unknown> {
    const headers: Record<string, string> = {}
    if (token !== undefined) headers.Authorization = `Bearer ${token}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await this.#fetch(`${this.url}/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      // A relay needs no cookies and must not be able to send a device elsewhere.
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.status === 204) return null
    const answer = await json(response)
    if (response.ok) return answer
    throw problem(response.status, answer)
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init)
    } catch (error) {
      throw new Unreachable(`the relay at ${this.url} does not answer`, { cause: error })
    }
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await limitedText(response))
  } catch (error) {
    throw new Unreachable(`what answers at this address is not a relay (status ${response.status})`, { cause: error })
  }
}

/** Stops reading where no honest answer goes on. */
async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = response.body?.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > LARGEST_ANSWER) {
      await reader?.cancel()
      throw new RangeError('the answer is too long')
    }
    text += decoder.decode(value, { stream: true })
  }
}

function problem(status: number, answer: unknown): Error {
  const { type, detail, origins } = object(answer)
  const code = /^urn:counterfoil:problem:([a-z-]{1,40})$/.exec(typeof type === 'string' ? type : '')?.[1]
  if (!code || status >= 500) return new Unreachable(`the relay is in trouble (status ${status})`)
  const words = typeof detail === 'string' ? detail.slice(0, 500) : code
  return new Problem(code, words, Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [])
}

// What follows refuses junk with one error: a relay that answers junk is as good as unreachable.

const junk = (what: string): Unreachable => new Unreachable(`the relay’s answer makes no sense (${what})`)

export function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw junk('not an object')
  return value as Record<string, unknown>
}

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw junk('not a list')
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw junk('not text')
  return value
}

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw junk('not a count')
  return value as number
}

function moment(value: unknown): number {
  const ms = Date.parse(text(value))
  if (Number.isNaN(ms)) throw junk('not a time')
  return ms
}

function bytes(value: unknown, length?: number): Bytes {
  let data: Bytes
  try {
    data = fromBase64url(text(value))
  } catch {
    throw junk('not base64url')
  }
  if (length !== undefined && data.length !== length) throw junk(`not ${length} bytes`)
  return data
}

export function head(value: unknown): Head {
  const { generation, sequence, hash } = object(value)
  return { generation: bytes(generation, 32), sequence: count(sequence), hash: bytes(hash, 32) }
}

function entry(value: unknown): Entry {
  const { sequence, kind, record, digest, body } = object(value)
  if (kind !== 'statement' && kind !== 'record') throw junk('an entry of an unknown kind')
  return {
    sequence: count(sequence),
    kind: EntryKind[kind],
    record: record === null ? new Uint8Array(16) : bytes(record, 16),
    digest: bytes(digest, 32),
    body: body === null ? null : bytes(body),
  }
}

function appendResult(value: unknown): AppendResult {
  const { sequence, problem: code } = object(value)
  if (typeof code === 'string') return { problem: code }
  count(sequence)
  return {}
}
