// When a value was written: a hybrid clock that orders writes without trusting anyone's wall clock (SPEC.md, *document*).
import { Refused } from './errors.ts'

export const MOST_MS = 2 ** 43
const MOST_COUNTER = 2 ** 31
export const AHEAD_MS = 600_000

/** ms since 1970 and a counter for what shares a millisecond. */
export type Clock = readonly [ms: number, counter: number]

/** A clock reading and the device [16 bytes, as hex] that wrote then. */
export type Stamp = readonly [ms: number, counter: number, device: string]

const DEVICE = /^[0-9a-f]{32}$/
const within = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit

/** `[ms, counter, device]`; refused with `document`. */
export function parseStamp(value: unknown): Stamp {
  if (Array.isArray(value) && value.length === 3) {
    const [ms, counter, device] = value as [unknown, unknown, unknown]
    if (within(ms, MOST_MS) && within(counter, MOST_COUNTER) && typeof device === 'string' && DEVICE.test(device))
      return [ms, counter, device]
  }
  throw new Refused('document', "a register's stamp is not [ms, counter, device]")
}

export const compareClocks = (one: Clock | Stamp, other: Clock | Stamp): number =>
  one[0] - other[0] || one[1] - other[1]

/** By ms, then counter, then device. */
export const compare = (one: Stamp, other: Stamp): number =>
  compareClocks(one, other) || (one[2] < other[2] ? -1 : one[2] > other[2] ? 1 : 0)

/** The least reading at or after `wall`, after `clock`, and after the stamp `above` of the value it replaces; refused with `stamp`. */
export function tick(clock: Clock, wall: number, above: Clock | Stamp | null = null): Clock {
  const floor = above && compareClocks(above, clock) > 0 ? above : clock
  const reading: Clock =
    wall > floor[0] ? [wall, 0] : floor[1] + 1 < MOST_COUNTER ? [floor[0], floor[1] + 1] : [floor[0] + 1, 0]
  if (reading[0] >= MOST_MS)
    throw new Refused('stamp', 'this value was written by a clock so far ahead that nothing can be written after it')
  return reading
}

/** The clock after `seen`, but never led more than ten minutes ahead of the wall. */
export function follow(clock: Clock, seen: Clock | Stamp, wall: number): Clock {
  const most: Clock = [wall + AHEAD_MS, 0]
  const led = compareClocks(seen, most) < 0 ? seen : most
  return compareClocks(led, clock) > 0 ? [led[0], led[1]] : clock
}
