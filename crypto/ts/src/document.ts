// A record's contents: fields of stamped registers, and the join that makes all devices agree (SPEC.md, *document*).
import { type Bytes, compareBytes, fromUtf8, isWellFormed, toUtf8 } from './encoding.ts'
import { Refused } from './errors.ts'
import { type Clock, compare, compareClocks, follow, parseStamp, type Stamp, tick } from './stamp.ts'

export const PAGE = 'page'
export const PERSON = 'person'
const DELETED = 'deleted'
/** Field names of what is left of a purged record's natural keys: `key/<naturalKeyDigest>`. */
const KEY = 'key/'
const DEEPEST = 16
/** How long a record is in the bin before it is purged. */
export const BIN_MS = 30 * 86_400_000

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

/** One origin's word for a field: when, what, and whatever else came with it (signal, confidence, …). */
export type Register = { readonly at: Stamp; readonly value: Json } & JsonObject

/** Registers by origin. */
export type Field = Readonly<Record<string, Register>>

/** A record: its type, the schema it was written by, and its fields; once it was purged, the stamp above which all of them are. */
export interface Document {
  readonly fields: Readonly<Record<string, Field>>
  readonly purge?: Stamp
  readonly schema: number
  readonly type: string
}

const TYPE = /^[A-Z][A-Za-z0-9]{0,31}$/
const FIELD = /^[a-z][A-Za-z0-9]{0,63}(\/[A-Za-z0-9_-]{1,64})?$/
const ORIGIN = /^[a-z][A-Za-z0-9]{0,31}$/

/**
 * An object without a prototype's names: a field may be called `constructor`, a key inside a value `__proto__`.
 * An empty prototype instead of null lets the engine keep its fast layout.
 */
const Bare = function () {} as unknown as { new (): Record<string, never>; prototype: object }
Bare.prototype = Object.freeze(Object.create(null) as object)
const bare = <V>(): Record<string, V> => new Bare()

/** A register whose other keys are whatever was given beside the stamp and the value. */
function register(at: Stamp, value: Json, extra: JsonObject): Register {
  return Object.assign(bare<Json>(), extra, { at, value }) as unknown as Register
}

/** Whether what `own` is given can hold no lone surrogate: it was parsed from UTF-8 that escapes nothing by number. */
let isKnownText = false

/** Whether `own` met, since this was set, no object whose keys are in another order than the canonical one. */
let inOrder = true

/** A copy that reaches no prototype; refused (`canonical`) if canonical JSON does not have it. */
function own(value: unknown, depth: number): Json {
  switch (typeof value) {
    case 'string':
      if (!isKnownText && !isWellFormed(value)) throw new Refused('canonical', 'text is not well-formed Unicode')
      return value
    case 'number':
      if (!Number.isSafeInteger(value)) throw new Refused('canonical', 'a number is not an integer within 2^53-1')
      return value
    case 'boolean':
      return value
    case 'object': {
      if (value === null) return null
      if (depth > DEEPEST) throw new Refused('canonical', `nested more than ${DEEPEST} deep`)
      if (Array.isArray(value)) return value.map((item) => own(item, depth + 1))
      const copy = bare<Json>()
      let before = ''
      for (const key of Object.keys(value)) {
        if (!isKnownText && !isWellFormed(key)) throw new Refused('canonical', 'text is not well-formed Unicode')
        if (before > key) inOrder = false
        before = key
        copy[key] = own((value as Record<string, unknown>)[key], depth + 1)
      }
      return copy
    }
    default:
      throw new Refused('canonical', `JSON has no ${typeof value}`)
  }
}

/** RFC 8785 of what `own` has passed. */
function text(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(text).join(',')}]`
  let out = ''
  // Array.sort compares UTF-16 code units, as RFC 8785 has it.
  for (const key of Object.keys(value).sort())
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${text((value as JsonObject)[key] as Json)}`
  return `{${out}}`
}

/** RFC 8785 over null, booleans, text, arrays, objects and integers within 2^53-1; refuses (`canonical`) anything else. */
export const canonical = (value: Json): Bytes => toUtf8(text(own(value, 1)))

/** The canonical bytes of a document. */
export const encode = (document: Document): Bytes => canonical(document as unknown as Json)

/** Parses a document; refused with `canonical` or `document`. */
export function decode(data: Uint8Array): Document {
  const source = fromUtf8(data, 'canonical')
  let parsed: unknown
  try {
    parsed = JSON.parse(source)
  } catch (error) {
    throw new Refused('canonical', 'not JSON', { cause: error })
  }
  inOrder = true
  isKnownText = !source.includes('\\u')
  let value: Json
  try {
    value = own(parsed, 1)
  } finally {
    isKnownText = false
  }
  // Keys that look like array indices change places in a JavaScript object, so the quick way may only say yes. The engine writes what it
  // parsed in half the time that it takes over a copy.
  if (!(inOrder && JSON.stringify(parsed) === source) && text(value) !== source)
    throw new Refused('canonical', 'not in canonical form')
  return checked(value)
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function checked(value: Json): Document {
  if (!isObject(value)) throw new Refused('document', 'not fields, schema and type')
  const { fields, schema, type } = value
  const purge = 'purge' in value ? parseStamp(value['purge']) : null
  if (Object.keys(value).length !== (purge ? 4 : 3)) throw new Refused('document', 'a document has only fields, schema, type and perhaps purge')
  if (!isObject(fields) || typeof type !== 'string' || !TYPE.test(type) || typeof schema !== 'number' || schema < 1)
    throw new Refused('document', 'a document has fields, schema and type')
  for (const name in fields) {
    const field = fields[name]
    if (!FIELD.test(name)) throw new Refused('document', "a field's name is malformed")
    if (!isObject(field)) throw new Refused('document', `field ${name} has no registers`)
    let registers = 0
    for (const origin in field) {
      const found = field[origin]
      if (!ORIGIN.test(origin)) throw new Refused('document', `an origin of field ${name} is malformed`)
      if (!isObject(found) || !('at' in found) || !('value' in found))
        throw new Refused('document', `a register of field ${name} lacks its stamp or value`)
      const at = parseStamp(found.at)
      if (purge && compare(at, purge) <= 0) throw new Refused('document', `a register of field ${name} is older than the purge`)
      registers++
    }
    if (registers === 0) throw new Refused('document', `field ${name} has no registers`)
  }
  return value as unknown as Document
}

const registerOf = (document: Document, name: string, origin: string): Register | undefined =>
  ownOf(document.fields, name) && ownOf(document.fields[name] as Field, origin)

// Documents made by this module have no prototype, but one that came through a message has.
const ownOf = <V>(object: Readonly<Record<string, V>>, key: string): V | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** The value a person sees: their own word if there is one, else the page's, else null. */
export function shown(document: Document, name: string): Json {
  const found = registerOf(document, name, PERSON) ?? registerOf(document, name, PAGE)
  return found ? found.value : null
}

/** What pages said of a field, whatever the person says of it; null if nothing. */
export const pageSaid = (document: Document, name: string): Json => registerOf(document, name, PAGE)?.value ?? null

export const isDeleted = (document: Document): boolean => shown(document, DELETED) === true

/** Whether it was in the bin for 30 days at `wall` ms, by the person's word, and holds more than what a purge leaves. */
export function isPurgeDue(document: Document, wall: number): boolean {
  const word = registerOf(document, DELETED, PERSON)
  if (word?.value !== true || wall - word.at[0] < BIN_MS) return false
  return Object.entries(document.fields).some(
    ([name, field]) => !(name === DELETED || name.startsWith(KEY)) || Object.keys(field).some((origin) => origin !== PERSON),
  )
}

/** Whether pages alone said everything in it, so that it may be deflated. */
export const onlyFromPages = (document: Document): boolean =>
  Object.values(document.fields).every((field) => Object.keys(field).every((origin) => origin === PAGE))

/** The newest clock reading in a document. */
export function latest(document: Document): Clock {
  let newest: Clock = document.purge ? [document.purge[0], document.purge[1]] : [0, 0]
  for (const field of Object.values(document.fields))
    for (const { at } of Object.values(field)) if (compareClocks(at, newest) > 0) newest = [at[0], at[1]]
  return newest
}

/** What both say: commutative, associative, idempotent. Returns `one` itself when `other` adds nothing. */
export function join(one: Document, other: Document): Document {
  if (one.type !== other.type) throw new Refused('type', `${one.type} and ${other.type} do not join`)
  const raises = other.purge && (!one.purge || compare(other.purge, one.purge) > 0)
  const purge = raises ? other.purge : one.purge
  const fields: Record<string, Field> = Object.assign(bare<Field>(), purge && raises ? above(purge, one.fields) : one.fields)
  let changed = raises || other.schema > one.schema
  for (const [name, theirs] of Object.entries(purge && !raises ? above(purge, other.fields) : other.fields)) {
    const field: Record<string, Register> = Object.assign(bare<Register>(), ownOf(fields, name))
    let newer = false
    for (const [origin, register] of Object.entries(theirs)) {
      const ours = ownOf(field, origin)
      if (ours && compareRegisters(ours, register) >= 0) continue
      field[origin] = register
      newer = true
    }
    if (!newer) continue
    fields[name] = field
    changed = true
  }
  return changed ? assemble(one.type, Math.max(one.schema, other.schema), fields, purge) : one
}

const assemble = (type: string, schema: number, fields: Readonly<Record<string, Field>>, purge: Stamp | undefined): Document =>
  purge ? { fields, purge, schema, type } : { fields, schema, type }

/** What a purge leaves. */
function above(purge: Stamp, fields: Readonly<Record<string, Field>>): Record<string, Field> {
  const left = bare<Field>()
  for (const [name, field] of Object.entries(fields)) {
    const registers = Object.entries(field).filter(([, { at }]) => compare(at, purge) > 0)
    if (registers.length > 0) left[name] = Object.assign(bare<Register>(), Object.fromEntries(registers))
  }
  return left
}

const compareRegisters = (one: Register, other: Register): number =>
  compare(one.at, other.at) || compareBytes(toUtf8(text(one)), toUtf8(text(other)))

/** A new document without fields; refused (`document`) if the type or schema is malformed. */
export function blank(type: string, schema: number): Document {
  if (!TYPE.test(type) || !Number.isSafeInteger(schema) || schema < 1)
    throw new Refused('document', 'a type or schema is malformed')
  return { fields: bare<Field>(), schema, type }
}

/** `document` with one register replaced, whatever its stamp was; `at` comes from `tick`. */
export function write(
  document: Document,
  name: string,
  origin: string,
  value: Json,
  at: Stamp,
  extra: JsonObject = {},
): Document {
  if (!FIELD.test(name) || !ORIGIN.test(origin)) throw new Refused('document', "a field's name or origin is malformed")
  // 5: as deep as it will stand, within document, fields, field and register.
  const replaced = register(parseStamp(at), own(value, 5), own(extra, 4) as JsonObject)
  const field = Object.assign(bare<Register>(), ownOf(document.fields, name), { [origin]: replaced })
  const fields = Object.assign(bare<Field>(), document.fields, { [name]: field })
  return assemble(document.type, document.schema, fields, document.purge)
}

type Beside = { readonly signal?: string; readonly confidence?: number }

/** What a page said about one record: for each field the value and what is kept beside it. */
export interface Captured {
  readonly type: string
  readonly fields: Readonly<Record<string, { readonly value: Json } & Beside>>
}

/** Whether a write would change nothing; what a newer version keeps beside a value does not count. */
function says(before: Register, value: Json, beside: Beside): boolean {
  return (
    ownOf(before, 'signal') === beside.signal &&
    ownOf(before, 'confidence') === beside.confidence &&
    text(before.value) === text(own(value, 5))
  )
}

/** Writes registers in one device's name (hex) and keeps its clock. `schema` is the newest that this writer understands. */
export class Writer {
  readonly #device: string
  readonly #wall: number
  readonly #schema: number
  #clock: Clock

  constructor(device: string, clock: Clock, wall: number, schema = 1) {
    this.#device = device
    this.#wall = wall
    this.#schema = schema
    this.#clock = clock
  }

  get clock(): Clock {
    return this.#clock
  }

  /** The person's word for a field; null blanks it. `document` itself when it says that already; refused (`schema`) if newer. */
  say(document: Document, name: string, value: Json): Document {
    this.#mayChange(document)
    return this.#write(document, name, PERSON, value, {})
  }

  /**
   * What is left of a record that was in the bin long enough (`isPurgeDue`): that it is deleted, and that it had the natural keys with
   * these digests (`naturalKeyDigest`). Refused (`schema`) if it is of a newer one.
   */
  purge(document: Document, keys: readonly string[]): Document {
    this.#mayChange(document)
    const had = Object.keys(document.fields).filter((name) => name.startsWith(KEY))
    const marks = new Set([...had, ...keys.map((key) => KEY + key)])
    const purge = this.#stamp(newest(document))
    let left = assemble(document.type, document.schema, bare<Field>(), purge)
    for (const name of [DELETED, ...[...marks].sort()]) left = this.#write(left, name, PERSON, true, {})
    return left
  }

  #mayChange(document: Document): void {
    if (document.schema > this.#schema)
      throw new Refused('schema', 'this record was written by a newer version; update to change it')
  }

  /**
   * A page's words: never null, nothing into a deleted or newer record, nothing that is there already. Returns `document` itself when
   * nothing changes, null among it.
   */
  capture(document: Document | null, page: Captured): Document | null {
    if (document && document.type !== page.type) throw new Refused('type', `${document.type} is not ${page.type}`)
    if (document && (isDeleted(document) || document.schema > this.#schema)) return document
    const before = document ?? blank(page.type, this.#schema)
    let written = before
    for (const [name, { value, ...beside }] of Object.entries(page.fields))
      if (value !== null) written = this.#write(written, name, PAGE, value, beside)
    return written === before ? document : written
  }

  #write(document: Document, name: string, origin: string, value: Json, beside: Beside): Document {
    const before = registerOf(document, name, origin)
    if (before && says(before, value, beside)) return document
    const at = this.#stamp(greater(before?.at, document.purge))
    return { ...write(document, name, origin, value, at, { ...beside }), schema: this.#schema }
  }

  #stamp(above: Stamp | null): Stamp {
    const reading = tick(this.#clock, this.#wall, above)
    this.#clock = follow(this.#clock, reading, this.#wall)
    return [...reading, this.#device]
  }
}

const greater = (one: Stamp | undefined, other: Stamp | undefined): Stamp | null =>
  one && other ? (compare(one, other) > 0 ? one : other) : (one ?? other ?? null)

/** The greatest stamp in a document. */
function newest(document: Document): Stamp | null {
  let most = document.purge
  for (const field of Object.values(document.fields)) for (const { at } of Object.values(field)) most = greater(at, most) ?? most
  return most ?? null
}
