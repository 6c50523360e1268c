/** A field for a passphrase that password managers know, with a word about caps lock. */
import type { Ref } from 'preact'
import { useId, useState } from 'preact/hooks'

interface Props {
  label: string
  value: string
  set: (value: string) => void
  /** What it is to a password manager. */
  kind: 'current-password' | 'new-password'
  hint?: string
  problem?: string | null
  inside?: Ref<HTMLInputElement>
}

export function PassphraseField({ label, value, set, kind, hint, problem = null, inside }: Props) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const watch = (event: KeyboardEvent | MouseEvent): void => setCaps(event.getModifierState('CapsLock'))
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="passphrase">
        <input
          ref={inside ?? null}
          id={id}
          type={shown ? 'text' : 'password'}
          name={kind}
          // Browsers write what stands in a field of text to their session files, unless it is switched off.
          autocomplete={shown ? 'off' : kind}
          autocapitalize="off"
          spellcheck={false}
          maxLength={1_000}
          aria-invalid={problem !== null}
          aria-describedby={[hint === undefined ? '' : `${id}-hint`, `${id}-problem`].join(' ').trim()}
          value={value}
          onInput={(event) => set(event.currentTarget.value)}
          onKeyDown={watch}
          onKeyUp={watch}
          onBlur={() => setCaps(false)}
        />
        <button type="button" class="button-quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}<span class="hidden-label"> what is typed into “{label}”</span>
        </button>
      </div>
      {hint !== undefined && <p id={`${id}-hint`} class="hint">{hint}</p>}
      <div class="hint" role="status">{caps && 'Caps lock is on.'}</div>
      <div id={`${id}-problem`} class="problem" role="alert">{problem}</div>
    </div>
  )
}

/** Password managers keep a passphrase under a name; there is only one here. */
export function NameForManagers() {
  return <input type="text" name="username" autocomplete="username" value="Counterfoil" readOnly hidden tabIndex={-1} aria-hidden="true" />
}
