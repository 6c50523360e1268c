// A device of this history, or of another, that takes the place of the one here.
import { toBase64url } from '@counterfoil/crypto/encoding'
import { type Database, openDatabase, type State } from './database.ts'
import { type Environment, LOCK } from './environment.ts'
import type { Identity, Next, Settings } from './settings.ts'

/**
 * A device that was to take this one's place has the database already, and the identity has still to follow: whatever killed this in
 * between, the next one to look goes on. Where the database is still the old one's, the next one is not yet let in.
 */
export async function finishNext({ settings, locked, handOver, databaseName }: Environment): Promise<void> {
  const next = await settings.next()
  if (!next) return
  await locked(LOCK, async () => {
    const database = await openDatabase(databaseName)
    const state = await database.get('state', 'state')
    database.close()
    if (!state || !isOf(state, next)) return
    const [before, box] = [await settings.device(), await settings.nextBox()]
    if (before && box) await handOver(before, box)
    await settings.takeNext()
    // Once more: what somebody sealed to the one before in between.
    if (before && box) await handOver(before, box)
  })
}

/** Whether another device or history took this one's place meanwhile, so that nothing of this one is lost and nothing of it may be written. */
export async function isOver(settings: Settings, database: Database, { account, seed }: Identity): Promise<boolean> {
  const [now, next, state] = [await settings.identity(), await settings.next(), await database.get('state', 'state')]
  return now?.account !== account || now.seed !== seed || (next !== null && state !== undefined && isOf(state, next))
}

const isOf = ({ device, log }: State, next: Next): boolean => device === next.device && toBase64url(log.roster.account) === next.account
