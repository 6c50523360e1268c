// A history goes to another relay or address, is put back where everything was lost, or begins again.
import type { Engine } from '../engine.ts'
import { goOn, startAgain } from '../vault/goon.ts'
import { Problem, Relay } from '../sync/relay.ts'
import { expectRestore } from '../sync/trouble.ts'
import type { Admission } from '../sync/admission.ts'
import type { Vault } from '../vault/vault.ts'
import type { Relock } from './open-trust.ts'

/** Puts the whole history where a relay knows nothing of it: statements at once, and every record by the syncs that follow. */
export async function putBack(vault: Vault, relay: Relay): Promise<void> {
  const [genesis, ...others] = vault.statements
  if (!genesis) throw new Error('There is nothing here that could be put back.')
  const head = await relay.putBack(genesis, [...others, ...vault.lost], true)
  // The person did it: it is no restore to ask about.
  await expectRestore(vault.settings, head.generation)
}

/** The same relay under another address, or another one that the history is to go to. */
export async function moveTo(engine: Engine, vault: Vault, relay: Relay): Promise<void> {
  if (vault.created && !(await knows(engine, vault, relay))) await putBack(vault, relay)
  await changeAddress(engine, vault, relay)
}

/** Whether a relay has this account; asked with a fresh token, which proves nothing about who else is there. */
async function knows(engine: Engine, vault: Vault, relay: Relay): Promise<boolean> {
  try {
    await engine.connectTo(vault, relay.url).session.token()
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'unknown-account') return false
    // Its members may be those of an older state; syncing sees to that.
    if (error instanceof Problem && error.code === 'unknown-device') return true
    throw error
  }
}

export async function changeAddress({ settings, tokens }: Engine, vault: Vault, relay: Relay): Promise<void> {
  await tokens.set(null)
  await vault.files.forgetUploads()
  await settings.saveRelay(vault.identity, relay.url)
}

/** A new account that begins with all that is here, at a relay or none. */
export async function beginAgain(engine: Engine, vault: Vault, relay: Relay | null, name: string | null, locked: Relock): Promise<void> {
  await engine.tokens.set(null)
  await engine.start(() => startAgain(vault, relay?.url ?? null, name, locked))
}

/** This browser joins a history; what it had before goes into it. */
export async function joinWith(engine: Engine, before: Vault, { identity, ahead, name, lock }: Admission): Promise<void> {
  await engine.start(() => goOn(before, { identity, ahead, created: true, name, lock }))
}
