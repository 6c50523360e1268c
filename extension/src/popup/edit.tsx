import { useState } from 'preact/hooks'
import { Malformed, type App, type EditableField, type OrderView } from '../app.ts'
import { Announce, Heading } from '../ui/components.tsx'
import { dayOf } from '../ui/dates.ts'
import { wordsOf } from '../ui/text.ts'
import { readForm, type Draft } from './form.ts'
import type { Moves } from './moves.ts'

export function Edit({ app, order, moves }: { app: App; order: OrderView; moves: Moves }) {
  const [draft, setDraft] = useState<Draft>({
    orderNumber: order.orderNumber ?? '',
    orderDate: dayOf(order.orderDate),
    total: order.total ?? '',
    currency: order.currency ?? '',
    note: order.note ?? '',
  })
  const [problems, setProblems] = useState<Partial<Record<EditableField, string>>>({})
  /** Words for the person, if no single field is at fault. */
  const [failed, setFailed] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)

  async function save(): Promise<void> {
    const { changes, problems: found } = readForm(draft, order)
    const changed = Object.keys(changes).length > 0
    let failure: string | null = null
    if (changed && Object.keys(found).length === 0) {
      try {
        await app.changeAll(order.id, changes)
      } catch (error) {
        if (error instanceof Malformed) found[error.field] = error.message
        else failure = wordsOf(error)
      }
    }
    const [first] = Object.keys(found)
    setProblems(found)
    setFailed(failure)
    setSaving(false)
    if (first !== undefined) return document.getElementById(`edit-${first}`)?.focus()
    if (failure !== null) return
    moves.back()
    moves.say(changed ? { text: 'Saved.' } : null)
  }

  const field = (name: EditableField, label: string, hint?: string) => {
    const problem = problems[name]
    const described = [hint === undefined ? '' : `hint-${name}`, problem === undefined ? '' : `problem-${name}`].filter((id) => id !== '').join(' ')
    const common = {
      id: `edit-${name}`,
      value: draft[name],
      'aria-invalid': problem !== undefined,
      ...(described !== '' && { 'aria-describedby': described }),
      onInput: (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: event.currentTarget.value }),
      autocomplete: 'off',
      dir: 'auto' as const,
    }
    return (
      <div class={`field field-${name}`}>
        <label for={`edit-${name}`}>{label}</label>
        {name === 'note' ? (
          <textarea {...common} rows={3} maxLength={2_000} />
        ) : (
          <input
            {...common}
            type={name === 'orderDate' ? 'date' : 'text'}
            {...(name === 'total' && { inputMode: 'decimal' as const })}
            {...(name === 'currency' && { list: 'currencies', maxLength: 3, autocapitalize: 'characters', spellcheck: false })}
            {...(name === 'orderNumber' && { maxLength: 200, spellcheck: false })}
          />
        )}
        {hint !== undefined && <p id={`hint-${name}`} class="hint">{hint}</p>}
        {problem !== undefined && <p id={`problem-${name}`} class="problem">{problem}</p>}
      </div>
    )
  }

  return (
    <form
      class="edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (saving) return
        setSaving(true)
        void save()
      }}
    >
      <Heading>Edit order</Heading>
      <p class="hint">What you write here stays, even if the page is read again. Leave a field empty to blank it.</p>
      {field('orderNumber', 'Order number')}
      {field('orderDate', 'Order date')}
      <div class="pair">
        {field('total', 'Total')}
        {field('currency', 'Currency', 'Such as EUR')}
      </div>
      <datalist id="currencies">
        {Intl.supportedValuesOf('currency').map((code) => <option key={code} value={code} />)}
      </datalist>
      {field('note', 'Note')}
      <Announce urgent class={failed === null ? 'hidden-label' : 'problem'}>{failed ?? Object.values(problems)[0]}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={saving}>Save</button>
        <button type="button" class="button-quiet" onClick={moves.back}>Cancel</button>
      </div>
    </form>
  )
}
