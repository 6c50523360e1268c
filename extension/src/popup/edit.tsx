import { useState } from 'preact/hooks'
import { Malformed, type App, type EditableField, type OrderView } from '../app.ts'
import { Announce, Heading } from '../ui/components.tsx'
import { dayOf } from '../ui/dates.ts'
import { wordsOf } from '../ui/text.ts'
import { Currencies, Field, fieldId } from './field.tsx'
import { readForm, type Draft } from './form.ts'
import type { Moves } from './moves.ts'

const FORM = 'edit'

export function Edit({ app, order, moves }: { app: App; order: OrderView; moves: Moves }) {
  const [draft, setDraft] = useState<Draft>({
    orderNumber: order.orderNumber ?? '',
    orderDate: dayOf(order.orderDate),
    total: order.total ?? '',
    currency: order.currency ?? '',
    note: order.note ?? '',
  })
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({})
  /** Words for the person, if no single field is at fault. */
  const [failed, setFailed] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)

  async function save(): Promise<void> {
    const { changes, problems: found } = readForm(draft, order)
    const faults: Partial<Record<string, string>> = { ...found }
    const changed = Object.keys(changes).length > 0
    let failure: string | null = null
    if (changed && Object.keys(faults).length === 0) {
      try {
        await app.changeAll(order.id, changes)
      } catch (error) {
        if (error instanceof Malformed) faults[error.field] = error.message
        else failure = wordsOf(error)
      }
    }
    const [first] = Object.keys(faults)
    setProblems(faults)
    setFailed(failure)
    setSaving(false)
    if (first !== undefined) return document.getElementById(fieldId(FORM, first))?.focus()
    if (failure !== null) return
    moves.back()
    moves.say(changed ? { text: 'Saved.' } : null)
  }

  const of = (name: EditableField) => ({ form: FORM, name, value: draft[name], problem: problems[name], onInput: (value: string) => setDraft({ ...draft, [name]: value }) })

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
      <Field {...of('orderNumber')} label="Order number" />
      <Field {...of('orderDate')} label="Order date" />
      <div class="pair">
        <Field {...of('total')} label="Total" />
        <Field {...of('currency')} label="Currency" hint="Such as EUR" list="currencies" />
      </div>
      <Currencies />
      <Field {...of('note')} label="Note" rows={3} />
      <Announce urgent class={failed === null ? 'hidden-label' : 'problem'}>{failed ?? Object.values(problems)[0]}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={saving}>Save</button>
        <button type="button" class="button-quiet" onClick={moves.back}>Cancel</button>
      </div>
    </form>
  )
}
