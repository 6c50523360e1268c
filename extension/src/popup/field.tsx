/** One field of a form, with its hint and what is wrong with it. */
import type { ComponentChildren } from 'preact'
import type { NewOrderField } from '../app.ts'

interface Props {
  form: string
  name: NewOrderField
  label: ComponentChildren
  value: string
  problem: string | undefined
  onInput: (value: string) => void
  hint?: string
  rows?: number
  list?: string
}

/** The id of a field's input, for the focus. */
export const fieldId = (form: string, name: string): string => `${form}-${name}`

export function Field({ form, name, label, value, problem, onInput, hint, rows, list }: Props) {
  const id = fieldId(form, name)
  const described = [hint === undefined ? '' : `hint-${id}`, problem === undefined ? '' : `problem-${id}`].filter((each) => each !== '').join(' ')
  const common = {
    id,
    value,
    'aria-invalid': problem !== undefined,
    ...(described !== '' && { 'aria-describedby': described }),
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
    autocomplete: 'off',
    dir: 'auto' as const,
  }
  return (
    <div class={`field field-${name}`}>
      <label for={id}>{label}</label>
      {rows !== undefined ? (
        <textarea {...common} rows={rows} maxLength={name === 'note' ? 2_000 : 20_000} />
      ) : (
        <input
          {...common}
          type={name === 'orderDate' ? 'date' : 'text'}
          {...(list !== undefined && { list })}
          {...(name === 'total' && { inputMode: 'decimal' as const })}
          {...(name === 'currency' && { maxLength: 3, autocapitalize: 'characters', spellcheck: false })}
          {...((name === 'orderNumber' || name === 'shop') && { maxLength: 200, spellcheck: false })}
        />
      )}
      {hint !== undefined && <p id={`hint-${id}`} class="hint">{hint}</p>}
      {problem !== undefined && <p id={`problem-${id}`} class="problem">{problem}</p>}
    </div>
  )
}

export function Currencies() {
  return (
    <datalist id="currencies">
      {Intl.supportedValuesOf('currency').map((code) => <option key={code} value={code} />)}
    </datalist>
  )
}
