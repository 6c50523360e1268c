// What a field takes of the person's words.
import { type EditableField, Malformed, type NewOrder } from './app.ts'
import { AMOUNT, CURRENCY, DATE } from './vault/fields.ts'

const FAULTS: Record<EditableField, [RegExp, string]> = {
  orderNumber: [/^.{1,200}$/u, 'An order number is one short line.'],
  orderDate: [DATE, 'A date looks like 2026-11-21.'],
  total: [AMOUNT, 'An amount looks like 49.97.'],
  currency: [CURRENCY, 'A currency is three letters, such as EUR.'],
  note: [/^[\s\S]{1,2000}$/u, 'A note has at most 2,000 characters.'],
}
const MOST_ITEMS = 200

/** Throws a `Malformed` for the first field that does not take its value; null blanks a field. */
export function refuseFaults(values: Partial<Record<EditableField, string | null>>): void {
  for (const [field, [form, words]] of Object.entries(FAULTS) as [EditableField, [RegExp, string]][]) {
    const value = values[field] ?? null
    if (value !== null && !form.test(value)) throw new Malformed(field, words)
  }
}

export function refuseFaultyOrder(order: NewOrder): void {
  if (order.total === null && (order.items ?? []).length === 0) throw new Malformed('total', 'Please write the total, or what you bought.')
  if ((order.items ?? []).length > MOST_ITEMS) throw new Malformed('items', `Please write at most ${MOST_ITEMS} things, and the rest into the note.`)
  refuseFaults(order)
}
