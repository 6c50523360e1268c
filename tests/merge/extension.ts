// A device of a simulation: the extension's vault and sync code behind lines of JSON, told what to do by extension.py.
//
// A worker dies by an error at the chosen step (before and after each request, before each transaction) and at every one after it; what is
// on its disk is opened anew.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createCipheriv, createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { encode } from '../../crypto/ts/src/document.ts'
import { fromUtf8, toHex } from '../../crypto/ts/src/encoding.ts'
import { CopiedProfile, RelayInconsistent } from '../../crypto/ts/src/errors.ts'
import { deviceKey, orderKey, vendorKey } from '../../crypto/ts/src/identity.ts'
import { Guest } from '../../extension/src/sync/pairing.ts'
import { Problem, Unreachable } from '../../extension/src/sync/relay.ts'
import { Crowded, Full } from '../../extension/src/sync/sync.ts'
import { Vault } from '../../extension/src/vault/vault.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'

type Json = any

const profile = new Profile()
let device: DeviceUnderTest | null = null
let guest: Guest | null = null
let now = 0
let verdict: CopiedProfile | RelayInconsistent | null = null
Object.assign(profile.environment, { now: () => now })
Date.now = () => now

// -- chance: as the seed gives it, so that a story can be played again -------------------------------------------------------

const drawn = createCipheriv('aes-256-ctr', createHash('sha256').update(String(process.argv[2])).digest(), Buffer.alloc(16))
const draw = (length: number): Uint8Array => drawn.update(Buffer.alloc(length))
Object.assign(globalThis.crypto, {
  getRandomValues: (values: ArrayBufferView) => {
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(draw(values.byteLength))
    return values
  },
})
Math.random = () => Buffer.from(draw(4)).readUInt32LE() / 2 ** 32

// -- death -------------------------------------------------------------------------------------------------------------

class Killed extends Error {}

/** A worker: how many steps it has left. What it had under way when it died must not go on beside the one that comes after it. */
interface Life {
  stepsLeft: number
}

const lives = new AsyncLocalStorage<Life>()

function passBy(): void {
  const life = lives.getStore()
  if (life && --life.stepsLeft <= 0) throw new Killed()
}

process.on('unhandledRejection', (error) => {
  if (!(error instanceof Killed)) throw error
})

const realFetch = globalThis.fetch
globalThis.fetch = async (...asked) => {
  passBy()
  const response = await realFetch(...asked)
  passBy()
  return response
}

const realTransaction = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (...asked) {
  if (asked[1] === 'readwrite') passBy()
  return realTransaction.apply(this, asked)
}

/** Whether it died in `work`; then it is open again. */
async function mayDie(diesAt: number | null, work: () => Promise<unknown>): Promise<boolean> {
  const life = { stepsLeft: diesAt ?? Infinity }
  try {
    await lives.run(life, work)
  } catch (error) {
    if (life.stepsLeft > 0) throw error
  }
  const died = life.stepsLeft <= 0
  if (died) await reopen()
  return died
}

async function reopen(): Promise<void> {
  device?.vault.close()
  device = await profile.open()
}

// -- what it is told ----------------------------------------------------------------------------------------------------

const own = (): DeviceUnderTest => {
  if (!device) throw new Error('this device has no history yet')
  return device
}

const beside = { signal: 'label', confidence: 95 }

function write({ do: what, vendor, number, field, value }: Json): Promise<boolean> {
  const { vault } = own()
  return vault.edit((editor) => {
    if (what === 'rename') return editor.say('Device', vault.idOf('Device', deviceKey(vault.device.id)), 'name', value)
    const order = vault.idOf('Order', orderKey(vendor, number))
    if (what === 'say') return editor.document(order) ? editor.say('Order', order, field, value) : undefined
    const seen = Object.entries(value).map(([name, said]) => [name, { value: said as string, ...beside }])
    const fields = { vendor: { value: vendor }, orderNumber: { value: number, ...beside }, ...Object.fromEntries(seen) }
    editor.capture(order, { type: 'Order', fields })
    if (!editor.isDeleted(order)) editor.capture(vault.idOf('Vendor', vendorKey(vendor)), { type: 'Vendor', fields: { domain: { value: vendor } } })
  })
}

async function sync(diesAt: number | null): Promise<string> {
  try {
    if (await mayDie(diesAt, () => own().sync())) return 'died'
  } catch (error) {
    if (error instanceof CopiedProfile || error instanceof RelayInconsistent) {
      verdict = error
      return error instanceof CopiedProfile ? 'copied profile' : 'relay inconsistent'
    }
    if (error instanceof Unreachable || error instanceof Crowded || error instanceof Full || error instanceof Problem) return 'later'
    throw error
  }
  return 'done'
}

const told: Record<string, (given: Json) => Promise<unknown>> = {
  claim: async ({ code, name }) => {
    guest = await Guest.claim(code, name)
    return guest.digits
  },
  join: async ({ name }) => {
    const admitted = await guest?.admitted(profile.tokens)
    if (!admitted) throw new Error('nothing was claimed')
    ;(await Vault.join(profile.environment, admitted.identity, admitted.ahead, name)).close()
    await reopen()
    await own().sync()
    return toHex(own().vault.device.id)
  },
  write: ({ step, diesAt }) => mayDie(diesAt, () => write(step)),
  sync: ({ diesAt }) => sync(diesAt),
  reopen,
  waiting: async () => [...own().vault.records()].filter(([, { waiting }]) => waiting).map(([record]) => record),
  state: async () => {
    const { waiting, head, setAside } = own().vault
    const words = verdict && `${verdict.name} ${verdict.code}: ${verdict.message}`
    const blames = verdict instanceof CopiedProfile ? verdict.device : null
    return { waiting, verdict: words, blames, head: toHex(head.hash), sequence: head.sequence, aside: setAside.size }
  },
  /** What the person says of another device that was copied: to go on without it. */
  clear: async () => {
    if (!(verdict instanceof CopiedProfile)) throw new Error('there is nothing that a person could clear')
    await own().vault.noteCopied(verdict.device)
    verdict = null
  },
}

// -- lines --------------------------------------------------------------------------------------------------------------

const shown = new Map<string, unknown>()

/** The documents that are other than they were; null for one that is gone. */
function changed(): Record<string, string | null> {
  const found: Record<string, string | null> = {}
  const held = new Map(device ? [...device.vault.records()].map(([record, { document }]) => [record, document] as const) : [])
  for (const [record, document] of held) {
    if (shown.get(record) === document) continue
    shown.set(record, document)
    found[record] = fromUtf8(encode(document))
  }
  for (const record of shown.keys()) {
    if (held.has(record)) continue
    shown.delete(record)
    found[record] = null
  }
  return found
}

for await (const line of createInterface(process.stdin)) {
  const { do: what, now: at, ...given } = JSON.parse(line)
  now = at
  const work = told[what]
  if (!work) throw new Error(`nobody taught it to ${what}`)
  const answer = await work(given)
  process.stdout.write(`${JSON.stringify({ answer: answer ?? null, documents: changed() })}\n`)
}
