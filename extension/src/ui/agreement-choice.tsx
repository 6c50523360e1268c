/** Which of the agreements: by name, with what it means below. */
import { useEffect, useRef } from 'preact/hooks'
import { type AgreementKind, agreementOf, AGREEMENTS } from '../terms/agreements.ts'

const KINDS: Readonly<Record<AgreementKind, string>> = { service: 'For a service or a purchase', contribution: 'For data that you give' }

interface Props {
  id: string
  label: string
  /** '' for none. */
  chosen: string
  choose: (id: string) => void
  focus?: boolean
}

export function AgreementChoice({ id, label, chosen, choose, focus = false }: Props) {
  const field = useRef<HTMLSelectElement>(null)
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [])
  const means = agreementOf(chosen)?.means
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select ref={field} id={id} value={chosen} aria-describedby={`${id}-means`} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">None</option>
        {(Object.keys(AGREEMENTS) as AgreementKind[]).map((kind) => (
          <optgroup key={kind} label={KINDS[kind]}>
            {AGREEMENTS[kind].map(({ id: each, name, code }) => <option key={each} value={each}>{code} · {name}</option>)}
          </optgroup>
        ))}
      </select>
      <p id={`${id}-means`} class="hint">{means ?? 'These are the agreements of IEEE 7012 (“MyTerms”), as the W3C Data Privacy Vocabulary describes them.'}</p>
    </div>
  )
}
