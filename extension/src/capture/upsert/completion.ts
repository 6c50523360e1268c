// What a later page may say of a field that an earlier one spoke of: more, or surer, or newer where the thing itself changes; never less.
import { canonical, type Json, type Register } from '@counterfoil/crypto/document'
import { equalBytes } from '@counterfoil/crypto/encoding'
import { fold } from '../clean.ts'
import { filledIn, holds } from './goods.ts'
import { amount, normal } from './order-numbers.ts'
import { type Amount, AMOUNTS, type Candidate, type FieldName, type Item } from '../types.ts'

type Said = Candidate<Json>

export interface Reading {
  readonly name: FieldName
  readonly candidate: Said
  /** A list shows a part of an order's items. */
  readonly partial: boolean
}

/** What is to be written, or null: what stands there stays. */
export function completion(before: Register | null, { name, candidate, partial }: Reading): Said | null {
  const said: Said = { ...candidate, confidence: Math.round(candidate.confidence) }
  if (before === null) return said
  const known: Said = { value: before.value, confidence: number(before['confidence']), signal: text(before['signal']) }
  const news = completed(name, known, said, partial)
  return news === known || (isSame(news.value, known.value) && news.confidence <= known.confidence) ? null : news
}

function completed(name: FieldName, known: Said, said: Said, partial: boolean): Said {
  const surer = said.confidence >= known.confidence ? said : known
  switch (name) {
    case 'status':
      // An order moves on; the newest page knows best.
      return said
    case 'items':
      return items(known, said, partial, surer)
    case 'delivery':
      // Days and parcels change, but a page that does not name the parcel does not take it away.
      return filled(said, known)
    case 'payment':
    case 'returnPolicy':
      return contradict(known.value, said.value) ? surer : filled(known, said)
    default:
      return said.confidence <= known.confidence && spelledAlike(name, known.value, said.value) ? known : surer
  }
}

/** One value in two spellings, such as 5 and 5.00. */
function spelledAlike(name: FieldName, one: Json, other: Json): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false
  if (name === 'orderNumber' || name === 'confirmationNumber') return normal(one) === normal(other)
  return AMOUNTS.includes(name as Amount) ? amount(one) !== null && amount(one) === amount(other) : fold(one) === fold(other)
}

function items(known: Said, said: Said, partial: boolean, surer: Said): Said {
  if (!Array.isArray(known.value) || !Array.isArray(said.value)) return surer
  const [before, after] = [known.value, said.value] as unknown as [Item[], Item[]]
  if (after.length > before.length && holds(after, before)) return withValue(said, known, filledSome(after, before))
  if (after.length < before.length && holds(before, after)) return known
  if (!holds(before, after)) return partial ? known : surer
  return said.confidence > known.confidence ? withValue(said, known, filledIn(after, before)) : withValue(known, said, filledIn(before, after))
}

/** The fuller list, each item with what the poorer one knows of it. */
function filledSome(fuller: readonly Item[], poorer: readonly Item[]): readonly Item[] {
  const left = [...poorer]
  return fuller.map((item) => {
    const at = left.findIndex((each) => holds([each], [item]))
    const [twin] = at === -1 ? [] : left.splice(at, 1)
    return twin ? (filledIn([item], [twin])[0] ?? item) : item
  })
}

/** `main`, and of `more` what it lacks. */
function filled(main: Said, more: Said): Said {
  if (!isObject(main.value) || !isObject(more.value)) return main
  const value: Record<string, Json> = { ...main.value }
  for (const [key, each] of Object.entries(more.value)) if ((value[key] ?? null) === null) value[key] = each
  return withValue(main, more, value)
}

/** `main` with a value made of both; it was read by both if that changed it. */
function withValue(main: Said, more: Said, value: unknown): Said {
  if (isSame(value as Json, main.value)) return main
  const signals = new Set([...main.signal.split('+'), ...more.signal.split('+')])
  return { value: value as Json, confidence: Math.max(main.confidence, more.confidence), signal: [...signals].filter((signal) => signal !== '').join('+') }
}

function contradict(one: Json, other: Json): boolean {
  if (!isObject(one) || !isObject(other)) return true
  return Object.keys(one).some((key) => {
    const [mine, theirs] = [one[key] ?? null, Object.hasOwn(other, key) ? (other[key] ?? null) : null]
    return mine !== null && theirs !== null && !isSame(mine, theirs)
  })
}

const isObject = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSame = (one: Json, other: Json): boolean => equalBytes(canonical(one), canonical(other))
const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0)
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
