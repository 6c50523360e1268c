// The names of the fields that this version knows, from the record models.
import type { Device, Order, Source, Vendor } from '@counterfoil/crypto/records'

/** The models let unknown keys through; only the named ones can be asked for. */
type Named<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] }

export type OrderField = Named<Order>
export type VendorField = Named<Vendor>
export type FieldOf = OrderField | VendorField | Named<Device>
export type { Source }

/** The grammars of the record models' values (a test compares them with the JSON Schema). */
export const AMOUNT = /^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,8})?$/
export const CURRENCY = /^[A-Z]{3}$/
export const DATE = /^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$/
