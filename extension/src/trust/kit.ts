// Recovery kits: made here, shown once and kept nowhere; and a history brought back from one alone (SPEC.md, *kit*).
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Refused } from '@counterfoil/crypto/errors'
import { Keyring } from '@counterfoil/crypto/keyring'
import { Kit, parseWords } from '@counterfoil/crypto/kit'
import { Log } from '@counterfoil/crypto/log'
import { parse, Role, sign } from '@counterfoil/crypto/statement'
import type { KitDraft } from '../app.ts'
import { add } from '../sync/acts.ts'
import { type Admission, gather } from '../sync/admission.ts'
import { Problem, type Relay, Unreachable } from '../sync/relay.ts'
import { Session, type Token, type TokenStore } from '../sync/session.ts'
import { pause, type Sync } from '../sync/sync.ts'
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

/** Lets a new device in by the words alone. The account is the one that the words name, and no other. */
export async function restoreFromKit(relay: Relay, kit: Kit, name: string): Promise<Admission> {
  const account = await relay.findAccount(kit.device.id, kit.accountStart)
  if (toHex(account.subarray(0, 16)) !== toHex(kit.accountStart)) throw new Refused('account', 'the relay names another account than the kit does')
  const session = new Session({ account, device: kit.device }, relay, memoryStore())
  const keyring = Keyring.gather(kit.device, account, (await gather(relay, session, kit.device, account, null)).map(parse))
  const log = Log.empty(account)
  const device = Device.new()
  for (let round = 0; ; round++) {
    await readOn(log, keyring, relay, session)
    if (log.roster.members.has(device.name)) break
    if (log.roster.closed || !log.roster.members.has(kit.device.name)) throw new Error('This kit is no longer a part of the history: it was removed, or the history was closed.')
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
  const own = new Session({ account, device }, relay, memoryStore())
  const ahead: Bytes[] = await gather(relay, own, device, account, null)
  return { identity: { seed: toBase64url(device.seed), account: toBase64url(account), relay: relay.url }, ahead, name }
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
