// Everything of a history that is in this browser goes, keys first: without them the rest is noise.
import { browser } from '../browser.ts'
import type { Engine } from '../engine.ts'
import { eraseEntering } from '../entering.ts'
import { eraseSealed } from '../sealed.ts'
import { KIT_LATER } from '../ui/kit-later.ts'

const DATABASES = ['counterfoil', 'counterfoil-pages']

export async function eraseAll(engine: Engine): Promise<void> {
  await engine.settings.erase()
  await browser.storage.session.clear()
  await engine.dropEverywhere()
  await eraseSealed()
  await eraseEntering()
  // Whoever begins here next has not put it off.
  await browser.storage.local.remove(KIT_LATER)
  await Promise.all(DATABASES.map(deleteDatabase))
}

/** Who still has it open closes it when it is asked to. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error ?? new Error('the local copy could not be erased'))
  })
}
