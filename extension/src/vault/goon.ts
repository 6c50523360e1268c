/**
 * A history that goes on under other keys: a new account that begins with all that an old one held, or one that this device was let into and
 * joins what it had before. In one step the database is the new history's; the identity follows (`Settings.takeNext`), whatever happens in
 * between.
 */
import { type Document, join, pageSaid, shown } from '@counterfoil/crypto/document'
import { Device } from '@counterfoil/crypto/device'
import { type Bytes, fromBase64url } from '@counterfoil/crypto/encoding'
import { acceptanceKey, agreementKey, attachmentKey, naturalKeyOf, textsKey } from '@counterfoil/crypto/identity'
import { Keyring } from '@counterfoil/crypto/keyring'
import { Log } from '@counterfoil/crypto/log'
import { parse } from '@counterfoil/crypto/statement'
import { openDatabase, type Waiting } from './database.ts'
import { LOCK } from './environment.ts'
import { currentOf } from './natural.ts'
import { renamed } from './renamed.ts'
import { firstState, newAccount, replaceAll } from './start.ts'
import type { Identity, Lock } from './settings.ts'
import { sealDraft } from './sealing.ts'
import { Vault } from './vault.ts'

interface Under {
  readonly identity: Identity
  /** Its statements, which hold the keys. */
  readonly ahead: readonly Bytes[]
  /** The relay has the account. */
  readonly created: boolean
  readonly name: string | null
  /** The device is locked from its first moment. */
  readonly lock?: Lock | null
}

/** Everything that `old` holds under a new account and fresh seeds, at a relay that has yet to hear of it, or none. */
export function startAgain(old: Vault, relay: string | null, name: string | null, locked: ((device: Device) => Promise<Lock>) | null = null): Promise<Vault> {
  const { identity, device, genesis } = newAccount(relay)
  const under = async (): Promise<Under> => ({ identity, ahead: [genesis], created: false, name, lock: locked && (await locked(device)) })
  return under().then((given) => goOn(old, given))
}

export async function goOn(old: Vault, { identity, ahead, created, name, lock = null }: Under): Promise<Vault> {
  const { environment } = old
  const { settings } = environment
  const device = new Device(fromBase64url(identity.seed))
  const account = fromBase64url(identity.account)
  const keyring = Keyring.gather(device, account, ahead.map(parse))
  const head = Log.empty(account).head
  const now = environment.now()
  const at = { account, writer: device.id, epoch: keyring.current, witness: head, date: now }
  const outbox = new Map<string, Waiting>()
  for (const [record, document] of moved(old, keyring)) outbox.set(record, { draft: await sealDraft(at, record, document), sent: null })
  const state = firstState({ account, device: device.id, now, created, ahead, floor: null })

  await settings.saveNext(old.identity, identity, device.name, lock)
  await environment.locked(LOCK, async () => {
    const database = await openDatabase(environment.databaseName)
    try {
      await replaceAll(database, { ...state, clock: old.clock }, { outbox, keepFiles: true })
    } finally {
      database.close()
    }
  })
  await settings.dropAnchor()
  old.close()
  // Finds the database the next device's, and takes its identity.
  const vault = await Vault.open(environment)
  if (!vault) throw new Error('the new history did not open')
  await vault.files.forgetUploads()
  if (name !== null) await vault.rename(name)
  return vault
}

/** Every document under the id that it has there. Names of devices stay behind with their devices. */
function moved(old: Vault, keyring: Keyring): Map<string, Document> {
  const kept = [...old.records()].filter(([, { document }]) => document.type !== 'Device')
  const ids = new Map<string, string>()
  const move = (type: string, before: readonly string[], after = before): void => {
    const record = old.idOf(type, before)
    if (old.get(record)) ids.set(record, currentOf(keyring, type, after))
  }
  for (const [record, { document }] of kept) {
    const key = naturalKeyOf(document)
    if (key && old.idOf(document.type, key) === record) ids.set(record, currentOf(keyring, document.type, key))
    for (const digest of filesOf(document)) move('Attachment', attachmentKey(digest))
    const vendor = pageSaid(document, 'vendor') ?? shown(document, 'domain')
    if (typeof vendor === 'string') move('Agreement', agreementKey(vendor))
  }
  move('Agreement', agreementKey(null))
  for (let part = 0; old.get(old.idOf('TermsTexts', textsKey(part))); part++) move('TermsTexts', textsKey(part))
  // Named by their orders, whose ids are known by now.
  for (const [record] of kept) move('Acceptance', acceptanceKey(record), acceptanceKey(ids.get(record) ?? record))
  const all = new Map<string, Document>()
  for (const [record, { document }] of kept) {
    const id = ids.get(record) ?? record
    const own = renamed(document, ids)
    const beside = all.get(id)
    all.set(id, beside && beside.type === own.type ? join(beside, own) : own)
  }
  return all
}

/** Digests of the files that a document of terms has versions of. */
function filesOf(document: Document): string[] {
  if (document.type !== 'TermsDocument') return []
  return Object.keys(document.fields).flatMap((name) => {
    const said = name.startsWith('version/') ? (shown(document, name) as { digest?: unknown } | null) : null
    return typeof said?.digest === 'string' ? [said.digest] : []
  })
}
