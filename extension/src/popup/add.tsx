/** An order by the person's own word: by phone, in a store, or from a page that was not taken for one. */
import { useMemo, useState } from 'preact/hooks'
import { Malformed, type App, type Draft, type NewOrderField, type OrderView } from '../app.ts'
import { Announce, Heading, Words } from '../ui/components.tsx'
import { invisible, wordsOf } from '../ui/text.ts'
import { Currencies, Field, fieldId } from './field.tsx'
import type { Moves } from './moves.ts'
import { EMPTY, formOf, readNewOrder } from './new-order.ts'

const FORM = 'add'
const MOST_SHOPS = 200

interface Props {
  app: App
  orders: OrderView[]
  /** What a page says, to start from. */
  draft: Draft | null
  moves: Moves
  saved: (id: string) => void
}

export function Add({ app, orders, draft, moves, saved }: Props) {
  const [form, setForm] = useState(() => (draft === null ? EMPTY : formOf(draft)))
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const shops = useMemo(() => [...new Set(orders.map(({ vendorName, vendor }) => vendorName ?? vendor))].filter((name): name is string => name !== null && !invisible(name)).slice(0, MOST_SHOPS), [orders])

  async function save(): Promise<void> {
    const { order, problems: found } = readNewOrder(form, draft)
    const faults: Partial<Record<string, string>> = { ...found }
    let failure: string | null = null
    if (Object.keys(faults).length === 0) {
      try {
        return saved(await app.addOrder(order))
      } catch (error) {
        if (error instanceof Malformed) faults[error.field] = error.message
        else failure = wordsOf(error)
      }
    }
    setProblems(faults)
    setFailed(failure)
    setSaving(false)
    const [first] = Object.keys(faults)
    if (first !== undefined) document.getElementById(fieldId(FORM, first))?.focus()
  }

  const of = (name: NewOrderField) => ({ form: FORM, name, value: form[name], problem: problems[name], onInput: (value: string) => setForm({ ...form, [name]: value }) })

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
      <Heading>{draft === null ? 'Add an order' : 'Save this page as an order'}</Heading>
      {draft === null ? (
        <p class="hint">For an order by phone, in a store or anywhere else. The shop, and the total or what you bought, are enough.</p>
      ) : (
        <p class="hint">
          This is what could be read. Put right what is wrong; what you don’t know can stay empty.
          {draft.url !== null && <> From <Words text={draft.url.replace(/^https?:\/\//, '')} limit={120} /></>}
        </p>
      )}
      <Field {...of('shop')} label="Shop" hint="Its name, or its address such as shop.example" {...(shops.length > 0 && { list: 'shops' })} />
      <datalist id="shops">{shops.map((name) => <option key={name} value={name} />)}</datalist>
      <Field {...of('items')} label="What you bought" hint="One thing a line, such as “2 × Lamp”" rows={draft?.items == null ? 2 : Math.min(6, Math.max(2, draft.items.length))} />
      <div class="pair">
        <Field {...of('total')} label="Total" />
        <Field {...of('currency')} label="Currency" hint="Such as EUR" list="currencies" />
      </div>
      <Currencies />
      <div class="pair">
        <Field {...of('orderNumber')} label={<>Order number <span class="optional">if any</span></>} />
        <Field {...of('orderDate')} label="Order date" />
      </div>
      <Field {...of('note')} label="Note" rows={2} />
      <Announce urgent class={failed === null ? 'hidden-label' : 'problem'}>{failed ?? Object.values(problems)[0]}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={saving}>Save</button>
        <button type="button" class="button-quiet" onClick={moves.back}>Cancel</button>
      </div>
    </form>
  )
}
