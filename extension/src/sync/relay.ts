// The relay's HTTP interface (server/PROTOCOL.md). Whatever it answers is checked here, once; further in, values are typed.
import { type Entry, EntryKind } from '@counterfoil/crypto/chain'
import { type Bytes, concat, fromBase64url, toBase64url } from '@counterfoil/crypto/encoding'
import type { Head } from '@counterfoil/crypto/statement'
import { readRelay } from './address.ts'

const TIMEOUT_MS = 30_000
const BLOB_TIMEOUT_MS = 600_000
const LARGEST_ANSWER = 16 * 1024 * 1024
/** A file of 64 MiB, sealed (server/PROTOCOL.md, *Blobs*). */
const LARGEST_BLOB = 67_126_296

/** An operator who does so every day for two years. */
const MOST_RESTORES = 1_000
/** Of what a relay says for the person to read. */
const MOST_ORIGINS = 5
/** A day, in seconds. */
const LONGEST_RETRY = 86_400

interface Sent {
  readonly token?: string
  readonly body?: unknown
  readonly blob?: Bytes
}

/** The relay could not be reached, or what answered is no relay. Nothing is lost; trying again may help. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The relay said no. `code` as in server/PROTOCOL.md, *Errors*. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly more: ProblemMore

  constructor(code: string, detail: string, more: ProblemMore = {}) {
    super(detail)
    this.code = code
    this.more = more
  }
}

/** The relay knows for certain that whoever asked is no member of the account. */
export const isNoMember = (error: unknown): boolean => error instanceof Problem && ['unknown-device', 'unknown-account', 'closed'].includes(error.code)

/** What a problem adds to its code, where it does. */
export interface ProblemMore {
  readonly origins?: readonly string[]
  /** Bytes. */
  readonly used?: number | undefined
  readonly limit?: number | undefined
  /** Seconds. */
  readonly retry?: number | undefined
  /** The refusal of SPEC.md. */
  readonly refusal?: string | undefined
}

export interface Page {
  readonly head: Head
  readonly through: Head
  /** Where the log was restored: sequences, ascending. */
  readonly restores: number[]
  readonly entries: Entry[]
}

/** The newest checkpoint: the head directly after it, and all of the log up to it that are not records'. */
export interface CheckpointFound {
  readonly head: Head
  readonly entries: Entry[]
}

/** Of each record its newest revision before a checkpoint, ascending by record id. */
export interface LivePage {
  readonly entries: Entry[]
  readonly more: boolean
}

/** Bytes that the account has at the relay, of at most `limit`; null: no limit. */
export interface Usage {
  readonly bytes: number
  readonly limit: number | null
}

export interface NewRevision {
  /** Sequence of the revision it was built on. */
  readonly base: number | null
  readonly envelope: Bytes
}

/** `problem`: why this one was refused, while others of the same request may have been taken. */
export interface AppendResult {
  readonly problem?: string
  /** Bytes, where there is no room. */
  readonly used?: number
  readonly limit?: number
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

  /**
   * Puts statements back that the relay lost, as far as they fit; needs no token. `again`: where it lost everything, the log begins anew.
   * Returns the relay's newest head.
   */
  async putBack(genesis: Bytes, statements: readonly Bytes[], again: boolean): Promise<Head> {
    const body = { genesis: toBase64url(genesis), statements: statements.map(toBase64url), again }
    return head(object(await this.#ask('POST', '/accounts', { body })).head)
  }

  /** The account that knows a device, by the first 16 bytes of its id. */
  async findAccount(device: Bytes, start: Bytes): Promise<Bytes> {
    const body = { device: toBase64url(device), start: toBase64url(start) }
    return bytes(object(await this.#ask('POST', '/accounts/find', { body })).account, 32)
  }

  /** All statements of an account that was closed. */
  async closedStatements(account: Bytes): Promise<Bytes[]> {
    const answer = object(await this.#ask('GET', `/accounts/${toBase64url(account)}/statements`, {}))
    return array(answer.statements).map((statement) => bytes(statement))
  }

  /** Null: the log has none, or not for who asks: whoever was removed may read the log up to there, and nothing else. */
  async checkpoint(token: string): Promise<CheckpointFound | null> {
    try {
      const answer = object(await this.#ask('GET', '/checkpoint', { token }))
      return { head: head(answer.head), entries: array(answer.entries).map(entry) }
    } catch (error) {
      if (error instanceof Problem && (error.code === 'no-checkpoint' || error.code === 'unknown-device')) return null
      throw error
    }
  }

  async live(token: string, sequence: number, after: Bytes): Promise<LivePage> {
    const answer = object(await this.#ask('GET', `/checkpoint/live?sequence=${sequence}&after=${toBase64url(after)}`, { token }))
    return { entries: array(answer.entries).map(entry), more: answer.more === true }
  }

  async usage(token: string): Promise<Usage> {
    const { bytes: used, limit } = object(await this.#ask('GET', '/usage', { token }))
    return { bytes: count(used), limit: limit === null ? null : count(limit) }
  }

  async putBlob(token: string, id: Bytes, blob: Bytes): Promise<void> {
    await this.#ask('PUT', `/blobs/${toBase64url(id)}`, { token, blob })
  }

  /** Asks without taking: what comes is not read. */
  async hasBlob(token: string, id: Bytes): Promise<boolean> {
    const response = await this.#request('GET', `/blobs/${toBase64url(id)}`, { token })
    if (response.ok) {
      await response.body?.cancel()
      return true
    }
    const error = problem(response.status, await json(response))
    if (error instanceof Problem && error.code === 'no-blob') return false
    throw error
  }

  /** Null: this relay does not have it. */
  async blob(token: string, id: Bytes): Promise<Bytes | null> {
    const response = await this.#request('GET', `/blobs/${toBase64url(id)}`, { token })
    if (response.ok) return limitedBytes(response, LARGEST_BLOB)
    const error = problem(response.status, await json(response))
    if (error instanceof Problem && error.code === 'no-blob') return null
    throw error
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
    const page = {
      head: head(answer.head),
      through: head(answer.through),
      restores: restores(answer.restores),
      entries: array(answer.entries).map(entry),
    }
    // Nobody could look for it there, and what is restored need not be what was read before.
    if ((page.restores.at(-1) ?? 0) > page.head.sequence) throw junk('a restore after its newest entry')
    return page
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

  async #ask(method: string, path: string, sent: Sent): Promise<unknown> {
    const response = await this.#request(method, path, sent)
    if (response.status === 204) return null
    if (response.ok && sent.blob) return null
    const answer = await json(response)
    if (response.ok) return answer
    throw problem(response.status, answer)
  }

  #request(method: string, path: string, { token, body, blob }: Sent): Promise<Response> {
    const headers: Record<string, string> = {}
    if (token !== undefined) headers.Authorization = `Bearer ${token}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    if (blob !== undefined) headers['Content-Type'] = 'application/octet-stream'
    return this.#fetch(`${this.url}/v1${path}`, {
      method,
      headers,
      body: blob ?? (body === undefined ? null : JSON.stringify(body)),
      // A relay needs no cookies and must not be able to send a device elsewhere.
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(path.startsWith('/blobs/') ? BLOB_TIMEOUT_MS : TIMEOUT_MS),
    })
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
  const data = await limitedBytes(response, LARGEST_ANSWER)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data))
  } catch (error) {
    throw new Unreachable(`what answers at this address is not a relay (status ${response.status})`, { cause: error })
  }
}

/** Stops reading where no honest answer goes on. */
async function limitedBytes(response: Response, most: number): Promise<Bytes> {
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    let read: ReadableStreamReadResult<Uint8Array> | undefined
    try {
      read = await reader?.read()
    } catch (error) {
      throw new Unreachable('the connection to the relay broke', { cause: error })
    }
    if (!read || read.done) return concat(...chunks)
    length += read.value.length
    if (length > most) {
      await reader?.cancel()
      throw new Unreachable('the relay’s answer is too long')
    }
    chunks.push(read.value)
  }
}

function problem(status: number, answer: unknown): Error {
  const { type, detail, origins, used, limit, retry, code: refusal } = object(answer)
  const code = /^urn:counterfoil:problem:([a-z-]{1,40})$/.exec(typeof type === 'string' ? type : '')?.[1]
  if (!code || (status >= 500 && code !== 'full')) return new Unreachable(`the relay is in trouble (status ${status})`)
  const words = typeof detail === 'string' ? detail.slice(0, 500) : code
  return new Problem(code, words, {
    origins: Array.isArray(origins) ? origins.filter(isOrigin).slice(0, MOST_ORIGINS) : [],
    used: figure(used),
    limit: figure(limit),
    retry: figure(retry) === undefined ? undefined : Math.min(figure(retry) as number, LONGEST_RETRY),
    refusal: typeof refusal === 'string' ? refusal.slice(0, 40) : undefined,
  })
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
  if (kind !== 'statement' && kind !== 'record' && kind !== 'restored') throw junk('an entry of an unknown kind')
  return {
    sequence: count(sequence),
    kind: EntryKind[kind],
    record: record === null ? new Uint8Array(16) : bytes(record, 16),
    digest: bytes(digest, 32),
    body: body === null ? null : bytes(body),
  }
}

/** Ascending, each once. */
function restores(value: unknown): number[] {
  const all = array(value).map(count)
  if (all.length > MOST_RESTORES || all.some((sequence, at) => at > 0 && sequence <= (all[at - 1] as number))) throw junk('restores without end or order')
  return all
}

const isOrigin = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value

function appendResult(value: unknown): AppendResult {
  const { sequence, problem: code, used, limit } = object(value)
  if (typeof code === 'string') return { problem: code.slice(0, 40), used: figure(used) ?? 0, limit: figure(limit) ?? 0 }
  count(sequence)
  return {}
}

const figure = (value: unknown): number | undefined => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined)
