// Recovery kits: made here, shown once and kept nowhere; and a history brought back from one alone (SPEC.md, *kit*).
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { Keyring } from '@counterfoil/crypto/keyring'
import { Kit, parseWords } from '@counterfoil/crypto/kit'
import { Log } from '@counterfoil/crypto/log'
import { parse, Role, sign } from '@counterfoil/crypto/statement'
import type { KitDraft } from '../app.ts'
import { add } from '../sync/acts.ts'
import { type Admission, gather } from '../sync/admission.ts'
import { isNoMember, Problem, Relay, Unreachable } from '../sync/relay.ts'
import { Session, type Token, type TokenStore } from '../sync/session.ts'
import { pause, type Sync } from '../sync/sync.ts'
import type { Lock } from '../vault/settings.ts'
import type { PairingStore } from '../sync/pairing.ts'
import type { Vault } from '../vault/vault.ts'

const ASKED = 3
const MOST_TRIES = 10

/** `lead` does the work at the relay as one run of sync does. */
export function draftKit(vault: Vault, sync: Sync, relay: string | null, lead: <T>(work: () => Promise<T>) => Promise<T>): KitDraft {
  const kit = Kit.new(vault.account)
  const words = [...kit.words]
  const ask = positions(words.length)
  return {
    words,
    relay,
    code: `${relay ?? ''}#${words.join(' ')}`,
    ask,
    confirm: async (typed) => {
      const isRight = typed.length === ask.length && ask.every((at, asked) => words[at] === typed[asked]?.trim().toLowerCase())
      if (!isRight) throw new Error('Those are not the words of this kit. Look at the page once more.')
      await lead(() => sync.act(() => (vault.log.roster.members.has(kit.device.name) ? null : add(vault, kit.device.keys, Role.kit))))
    },
  }
}

/** Different ones, ascending. */
function positions(among: number): number[] {
  const chosen = new Set<number>()
  while (chosen.size < ASKED) chosen.add((crypto.getRandomValues(new Uint32Array(1))[0] as number) % among)
  return [...chosen].sort((one, other) => one - other)
}

/** A kit's words as a person typed them; rejects with words for the person. */
export function readKit(typed: string): Kit {
  try {
    return parseWords(typed.includes('#') ? typed.slice(typed.indexOf('#') + 1) : typed)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error(error.code === 'check' ? 'These are not the words of one kit. Compare each with the page.' : 'A kit has 24 words. Compare each with the page.', { cause: error })
  }
}

/** A device that a kit was to let in. Bytes as base64url. */
export interface KeptRestore {
  readonly relay: string
  readonly account: string
  readonly seed: string
  readonly name: string
  /** The lock that is to be on the seed; null: none. */
  readonly lock: Lock | null
}

interface Coming {
  readonly store: PairingStore<KeptRestore>
  /** Puts a lock on the new device's seed; null: none. */
  readonly locked: ((device: Device) => Promise<Lock>) | null
}

const ENTERING = 'counterfoil-entering'
const NOWHERE: Coming = { store: { get: () => Promise.resolve(null), set: () => Promise.resolve() }, locked: null }

/** Lets a new device in by the words alone. The account is the one that the words name, and no other. */
export async function restoreFromKit(relay: Relay, kit: Kit, name: string, coming = NOWHERE): Promise<Admission> {
  const account = await relay.findAccount(kit.device.id, kit.accountStart)
  if (toHex(account.subarray(0, 16)) !== toHex(kit.accountStart)) throw new Refused('account', 'the relay names another account than the kit does')
  const restored = navigator.locks.request(ENTERING, async () => {
    const kept = await noted({ relay, account, name }, coming)
    if (!(await letIn(relay, kit, account, new Device(fromBase64url(kept.seed))))) {
      await coming.store.set(null)
      throw new Error('This kit is no longer a part of the history: it was removed, or the history was closed.')
    }
    return admissionOf(relay, kept)
  })
  return restored as unknown as Promise<Admission>
}

/** Before anyone hears of its keys. One that may have been let in, though no answer came, is tried again. */
async function noted({ relay, account, name }: { relay: Relay; account: Bytes; name: string }, { store, locked }: Coming): Promise<KeptRestore> {
  const before = await store.get()
  if (before?.account === toBase64url(account)) return { ...before, name }
  const device = Device.new()
  const kept = { relay: relay.url, account: toBase64url(account), seed: toBase64url(device.seed), name, lock: locked && (await locked(device)) }
  await store.set(kept)
  return kept
}

/** False: the kit is no member itself. */
async function letIn(relay: Relay, kit: Kit, account: Bytes, device: Device): Promise<boolean> {
  const session = new Session({ account, device: kit.device }, relay, memoryStore())
  const keyring = Keyring.gather(kit.device, account, (await gather(relay, session, kit.device, account, null)).map(parse))
  const log = Log.empty(account)
  for (let round = 0; ; round++) {
    await readOn(log, keyring, relay, session)
    if (log.roster.members.has(device.name)) return true
    if (log.roster.closed || !log.roster.members.has(kit.device.name)) return false
    if (round === MOST_TRIES) throw new Error('Other devices keep writing just now. Try again in a minute.')
    const place = { account, previous: log.roster.statement, head: log.head, date: Date.now() }
    const { signed } = sign(kit.device, add({ log, account, epoch: keyring.current }, device.keys), place)
    try {
      await session.with((token) => relay.appendStatement(token, signed))
    } catch (error) {
      if (!(error instanceof Unreachable || (error instanceof Problem && error.code === 'conflict'))) throw error
      await pause(Math.random() * 100 * 2 ** Math.min(round, 5))
    }
  }
}

async function admissionOf(relay: Relay, { seed, account: of, name, lock }: KeptRestore): Promise<Admission> {
  const [device, account] = [new Device(fromBase64url(seed)), fromBase64url(of)]
  const own = new Session({ account, device }, relay, memoryStore())
  const ahead: Bytes[] = await gather(relay, own, device, account, null)
  return { identity: { seed, account: of, relay: relay.url }, ahead, name, lock }
}

/** The one that the browser was closed over; null: there is none, it was not let in, or another page is about it just now. */
export async function resumeRestore(store: PairingStore<KeptRestore>): Promise<(() => Promise<Admission>) | null> {
  const kept = await store.get()
  if (!kept) return null
  if (!(await navigator.locks.request(ENTERING, { ifAvailable: true }, (lock) => lock !== null))) return null
  try {
    const admission = await admissionOf(new Relay(kept.relay), kept)
    return () => Promise.resolve(admission)
  } catch (error) {
    if (!isNoMember(error)) return () => Promise.reject(error as Error)
    await store.set(null)
    return null
  }
}

/** Verified like every newcomer's; what is in the records is read by the device that comes. */
async function readOn(log: Log, keyring: Keyring, relay: Relay, session: Session): Promise<void> {
  for (;;) {
    const page = await session.with((token) => relay.log(token, log.head.sequence))
    if (page.entries.length > 0) await log.read(page, keyring)
    if (log.head.sequence >= page.head.sequence || page.entries.length === 0) return
  }
}

/** A kit's token is nobody's to keep. */
function memoryStore(): TokenStore {
  let kept: Token | null = null
  return {
    get: () => Promise.resolve(kept),
    set: (token) => {
      kept = token
      return Promise.resolve()
    },
  }
}
