/** The edit form as changes to a record: only what the person changed, or what is wrong with it. */
import type { EditableField, OrderView } from '../app.ts'
import { dayOf } from '../ui/dates.ts'
import { readAmount } from '../ui/money.ts'
import { CURRENCY } from '../vault/fields.ts'

export type Draft = Record<EditableField, string>

interface FormResult {
  /** null blanks a field. */
  changes: Partial<Record<EditableField, string | null>>
  problems: Partial<Record<EditableField, string>>
}

export function readForm(draft: Draft, order: OrderView): FormResult {
  const changes: FormResult['changes'] = {}
  const problems: FormResult['problems'] = {}
  const change = (field: EditableField, value: string | null): void => {
    if (value !== order[field]) changes[field] = value
  }

  change('orderNumber', draft.orderNumber === (order.orderNumber ?? '') ? order.orderNumber : orNull(draft.orderNumber.trim()))
  if (draft.orderDate !== dayOf(order.orderDate)) change('orderDate', orNull(draft.orderDate))

  const currency = draft.currency.trim().toUpperCase()
  if (currency !== '' && !CURRENCY.test(currency)) problems.currency = 'Please use the three-letter code, such as EUR or USD.'
  else change('currency', orNull(currency))

  if (draft.total !== (order.total ?? '')) {
    const total = draft.total.trim()
    const amount = total === '' ? null : readAmount(total, placesOf(currency))
    if (total !== '' && amount === null) problems.total = 'Please write only the amount, such as 1234.56, without a mark between thousands.'
    else change('total', amount)
  }

  if (draft.note !== (order.note ?? '')) change('note', draft.note.trim() === '' ? null : draft.note)
  return { changes, problems }
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

/** How many places amounts of a currency have; two where it is not known. */
export function placesOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}
