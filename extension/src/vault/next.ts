// A device of this history, or of another, that takes the place of the one here.
import { toBase64url } from '@counterfoil/crypto/encoding'
import { openDatabase } from './database.ts'
import { type Environment, LOCK } from './environment.ts'

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
    if (state?.device !== next.device || toBase64url(state.log.roster.account) !== next.account) return
    const [before, box] = [await settings.device(), await settings.nextBox()]
    if (before && box) await handOver(before, box)
    await settings.takeNext()
  })
}
