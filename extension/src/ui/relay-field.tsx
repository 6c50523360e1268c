/** The address of a relay, as a person types it. */
import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { readRelay } from '../sync/address.ts'

/** What a relay is, in the same words on every screen. */
export const A_RELAY = 'A relay is a small server that you or someone you trust runs; it cannot read what it keeps.'

/** For an address without protection: said once, and a second press goes on. */
export const UNPROTECTED =
  'The relay’s address starts with http, so the way there is not protected. Your orders stay unreadable, but others on the network could see when you sync and disturb it. Press again to use it anyway.'

interface RelayInput {
  text: string
  set: (text: string) => void
  problem: string | null
  /** An address without protection was typed and waits for a second yes. */
  warned: boolean
  /** The address, or undefined after saying what is wrong with it. */
  take: () => string | undefined
}

export function useRelay(known = ''): RelayInput {
  const [text, setText] = useState(known)
  const [problem, setProblem] = useState<string | null>(null)
  const [warned, setWarned] = useState(false)
  return {
    text,
    problem,
    warned,
    set(next) {
      setText(next)
      setProblem(null)
      setWarned(false)
    },
    take() {
      const read = readRelay(text)
      if (read === null) {
        setProblem('That is not an address. It looks like https://relay.example.org')
        return undefined
      }
      if (read.open && !warned) {
        setProblem(UNPROTECTED)
        setWarned(true)
        return undefined
      }
      return read.address
    },
  }
}

export function RelayField({ relay, label, children }: { relay: RelayInput; label: string; children?: ComponentChildren }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="url"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={500}
        placeholder="https://relay.example.org"
        aria-describedby={children === undefined ? undefined : `${id}-hint`}
        aria-invalid={relay.problem !== null && !relay.warned}
        value={relay.text}
        onInput={(event) => relay.set(event.currentTarget.value)}
      />
      {children !== undefined && <p id={`${id}-hint`} class="hint">{children}</p>}
      <div class="problem" role="alert">{relay.problem}</div>
    </div>
  )
}
