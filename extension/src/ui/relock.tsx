/** Where new keys come and there is a lock: the passphrase that puts it on those. */
import { useEffect, useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { NameForManagers, PassphraseField } from './passphrase.tsx'

export interface Relock {
  wanted: boolean
  /** Null: there is no lock. */
  passphrase: string | null
  set: (passphrase: string) => void
}

/** `newKeys` false: nothing is asked. */
export function useRelock(app: App, newKeys = true): Relock {
  const [wanted, setWanted] = useState(false)
  const [passphrase, set] = useState('')
  useEffect(() => {
    if (newKeys) void app.lock().then(({ state }) => setWanted(state !== 'none'))
  }, [app, newKeys])
  return { wanted, passphrase: wanted ? passphrase : null, set }
}

export function RelockField({ lock: { wanted, passphrase, set } }: { lock: Relock }) {
  if (!wanted) return null
  return (
    <>
      <NameForManagers />
      <PassphraseField label="Your passphrase" kind="current-password" hint="There will be new keys. The lock is put on those, with the same passphrase." value={passphrase ?? ''} set={set} />
    </>
  )
}
