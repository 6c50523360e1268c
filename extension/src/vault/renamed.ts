// Records name each other by id. Where ids change before anyone else has the record, what names them follows, stamps and all.
import type { Document, Json, Register } from '@counterfoil/crypto/document'

/** With every record id in its values as it is now. */
export function renamed(document: Document, ids: ReadonlyMap<string, string>): Document {
  if (ids.size === 0 || document.type !== 'Acceptance') return document
  const value = (json: Json): Json => {
    if (typeof json === 'string') return ids.get(json) ?? json
    if (typeof json !== 'object' || json === null) return json
    if (Array.isArray(json)) return json.map(value)
    return Object.fromEntries(Object.entries(json).map(([key, held]) => [key, value(held)]))
  }
  const fields = Object.entries(document.fields).map(([name, field]) => {
    const registers = Object.entries(field).map(([origin, register]) => [origin, { ...register, value: value(register.value) } as Register] as const)
    return [name, Object.fromEntries(registers)] as const
  })
  return { ...document, fields: Object.fromEntries(fields) }
}
