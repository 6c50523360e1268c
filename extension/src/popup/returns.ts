/** Until when an order can go back. The days count from delivery, so a day can only be named where one of delivery is known. */
import type { Delivery, ReturnPolicy } from '../capture/types.ts'

export interface ReturnUntil {
  /** The last day, ISO 8601. */
  day: string
  /** The day of delivery that it counts from, which the shop only expects. */
  from: string
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** From the first day on which it may come: counted from any later one, the time would only be longer. */
export function returnUntil(policy: ReturnPolicy | null, delivery: Delivery | null): ReturnUntil | null {
  const from = delivery?.expectedFrom ?? delivery?.expectedUntil ?? null
  if (policy?.days == null || from === null || !DAY.test(from)) return null
  const day = new Date(`${from}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return null
  day.setUTCDate(day.getUTCDate() + policy.days)
  const until = day.toISOString().slice(0, 10)
  return DAY.test(until) ? { day: until, from } : null
}
