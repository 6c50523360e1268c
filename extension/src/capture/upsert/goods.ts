// Two lists of an order's items compared, and the fuller made of both. What a record holds may be of any shape.
import { fold } from '../clean.ts'
import type { Item } from '../types.ts'

const nameOf = (item: Item): string => (typeof item?.name === 'string' ? fold(item.name) : '')
const known = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined
const agree = (one: Item, other: Item): boolean => !known(one.quantity) || !known(other.quantity) || one.quantity === other.quantity

/** For each item of `some` one of its own in `all`, by name and quantity as far as known; null if one has none. */
function places(some: readonly Item[], all: readonly Item[]): number[] | null {
  const left = new Map<string, number[]>()
  all.forEach((item, at) => left.set(nameOf(item), [...(left.get(nameOf(item)) ?? []), at]))
  const found: number[] = []
  for (const item of some) {
    const twins = left.get(nameOf(item)) ?? []
    const at = twins.find((twin) => agree(item, all[twin] as Item))
    if (at === undefined) return null
    twins.splice(twins.indexOf(at), 1)
    found.push(at)
  }
  return found
}

/** Whether all of `some` is in `all`. */
export const holds = (all: readonly Item[], some: readonly Item[]): boolean => places(some, all) !== null

/** The same things, in whatever order. */
export const sameGoods = (one: readonly Item[], other: readonly Item[]): boolean => one.length === other.length && holds(one, other)

/** Whether anything is in both: shops word a thing longer on one page than on another. */
export function someGoods(one: readonly Item[], other: readonly Item[]): boolean {
  const names = other.map(nameOf).filter((name) => name !== '')
  return one.some((item) => {
    const name = nameOf(item)
    return name !== '' && names.some((each) => each === name || (Math.min(each.length, name.length) >= 4 && (each.includes(name) || name.includes(each))))
  })
}

/** `items` with what `others` know more of the same things; `items` itself if that is nothing. */
export function filledIn(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  const at = places(items, others)
  if (at === null) return items
  const filled = items.map((item, index) => fill(item, others[at[index] as number] as Item))
  return filled.some((item, index) => item !== items[index]) ? filled : items
}

function fill(item: Item, more: Item): Item {
  const news = Object.entries(more).filter(([key, value]) => known(value) && !known(item[key as keyof Item]))
  return news.length === 0 ? item : { ...item, ...(Object.fromEntries(news) as Partial<Item>) }
}
