// An order's numbers, on a page and in a record, in normal form.
import { type Document, type Json, pageSaid } from '@counterfoil/crypto/document'
import { normalAmount, normalOrderNumber } from '@counterfoil/crypto/identity'
import { confirmationOf, orAbsent } from '@counterfoil/crypto/orders'
import type { CapturedOrder } from '../types.ts'

/** A confirmation number stands for the order number only until that comes. */
export interface Numbers {
  readonly number: string | null
  readonly confirmation: string | null
}

export function numbersOf({ orderNumber, confirmationNumber }: CapturedOrder): Numbers {
  const number = normal(orderNumber?.value)
  const confirmation = normal(confirmationNumber?.value)
  if (number === null || number === confirmation) return { number: null, confirmation }
  const labelled = orderNumber?.signal.split('+') ?? []
  const only = labelled.includes('label:confirmation-number') && !labelled.includes('label:order-number')
  return only ? { number: null, confirmation: confirmation ?? number } : { number, confirmation }
}

/** The number that is not only a confirmation number; null: none has come yet. */
export function realNumber(document: Document): string | null {
  const number = normal(pageSaid(document, 'orderNumber'))
  return number === confirmationOf(document) ? null : number
}

/** An order number in normal form; null for anything else. */
export const normal = (number: Json | undefined): string | null => (typeof number === 'string' ? orAbsent(() => normalOrderNumber(number)) : null)

/** An amount in its one spelling; null for anything else. */
export const amount = (said: Json | undefined): string | null => (typeof said === 'string' ? orAbsent(() => normalAmount(said)) : null)
